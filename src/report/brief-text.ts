import type { ResumeAnswer } from "./answers.ts";
import type { PlanInFlight, SessionBrief } from "../commands/brief-session.ts";
import type { Finding } from "../model/finding.ts";
import { formatPlanName } from "../model/plan-id.ts";
import type { ZonedTime } from "../model/ports.ts";
import { formatDuration } from "../planning/duration.ts";
import { formatDayOf, formatLabelled, type LabelledText } from "./labelled-lines.ts";
import { clip, count, printable, type TerminalStyle } from "./terminal.ts";

/** Of one kind; JSON has them all. */
const itemsShown = 5;
const itemColumns = 200;
const dayMs = 24 * 60 * 60_000;

function formatAge(lastWork: ZonedTime | null, nowMs: number): string {
  if (lastWork === null) return "no work commits yet";
  const days = Math.floor((nowMs - lastWork.epochMs) / dayMs);
  if (days < 1) return "last work commit less than a day ago";
  return `${count(days, "day")} since the last work commit`;
}

function describeLast({ lastCompleted, lastWork }: SessionBrief): string {
  if (lastCompleted === null) return "nothing yet";
  const { plan, summary, tasks, durationMinutes, completedAtMs } = lastCompleted;
  const details = [
    tasks === null ? null : count(tasks, "task"),
    durationMinutes === null ? null : formatDuration(durationMinutes),
    completedAtMs === null ? null : formatDayOf(completedAtMs, lastWork),
  ].filter((detail) => detail !== null);
  const title = summary?.title == null ? "" : ` ${printable(summary.title)}`;
  return `${formatPlanName(plan.planId)}${title}${details.length === 0 ? "" : ` (${details.join(", ")})`}`;
}

/** How “Stopped at” says so when it is regenerated. */
function describeCompletion({ lastCompleted }: SessionBrief): string | null {
  const title = lastCompleted?.summary?.title;
  return lastCompleted === null || title == null
    ? null
    : `Completed ${formatPlanName(lastCompleted.plan.planId)}: ${title}`;
}

function describeFlight({ planId, title, commits, tasks, lastCommit }: PlanInFlight): string {
  const done = tasks === null ? count(commits, "commit") : `${count(commits, "commit")} for ${count(tasks, "task")}`;
  const last = lastCommit === null ? "" : `, last: ${lastCommit.oid.slice(0, 8)} ${printable(lastCommit.header)}`;
  return `${formatPlanName(planId)}${title === null ? "" : ` ${printable(title)}`}: ${done}${last}`;
}

function describeDirty({ dirty }: SessionBrief): string | null {
  if (dirty.paths.length === 0) return null;
  const staged = dirty.staged === 0 ? "none staged" : `${dirty.staged} staged`;
  const shown = dirty.paths
    .slice(0, itemsShown)
    .map((path) => printable(path))
    .join(", ");
  const rest = dirty.paths.length > itemsShown ? ", …" : "";
  return `${count(dirty.paths.length, "path")} not committed, ${staged}: ${shown}${rest}`;
}

interface WarningKind {
  readonly one: string;
  readonly several: string;
  /** The command that says more. */
  readonly command: string;
  readonly holds: (finding: Finding) => boolean;
}

function isDeadReference({ code, severity }: Finding): boolean {
  return code.startsWith("reference-") && severity === "error";
}

/** Kinds of findings that tell a session what not to believe; a finding counts for the first that holds it. */
const warningKinds: readonly WarningKind[] = [
  { one: "dead reference", several: "dead references", command: "state verify-commits", holds: isDeadReference },
  {
    one: "value that history contradicts",
    several: "values that history contradicts",
    command: "state sync",
    holds: ({ edits }) => edits.length > 0,
  },
  { one: "other finding", several: "other findings", command: "state check", holds: () => true },
];

function describeWarnings(findings: readonly Finding[]): readonly string[] {
  return warningKinds.flatMap((kind, index) => {
    const earlier = warningKinds.slice(0, index);
    const number = findings.filter(
      (finding) => kind.holds(finding) && !earlier.some(({ holds }) => holds(finding)),
    ).length;
    if (number === 0) return [];
    return [`${number.toLocaleString("en")} ${number === 1 ? kind.one : kind.several} (${kind.command})`];
  });
}

/** The brief for people, and, unpainted, for agents: a label and what there is to know, in a few lines. */
export function formatBrief(brief: SessionBrief, nowMs: number, style: TerminalStyle): string {
  const { tip, inFlight, next, dirty, underWay, stoppedAt, resumeFile, blockers, findings } = brief;
  const item = (text: string): string => clip(printable(text), itemColumns);
  const dirtyWords = describeDirty(brief);
  const parts: readonly LabelledText[] = [
    ["Done last", describeLast(brief)],
    ...inFlight.map((plan) => ["In flight", clip(describeFlight(plan), itemColumns)] as const),
    [
      "Next",
      next === null
        ? "no planned plan"
        : `${formatPlanName(next.planId)}${next.title === null ? "" : ` ${printable(next.title)}`} (planned, no commits)${next.path === null ? "" : `: ${printable(next.path)}`}`,
    ],
    // Said already, where it is in our own words.
    ["Stopped at", stoppedAt === null || stoppedAt === describeCompletion(brief) ? null : item(stoppedAt)],
    ["Resume file", resumeFile === null ? null : item(resumeFile)],
    ...blockers.slice(0, itemsShown).map((blocker) => ["Blocker", item(blocker)] as const),
    ["", blockers.length > itemsShown ? `and ${count(blockers.length - itemsShown, "more blocker")}` : null],
    ["Under way", underWay === null ? null : `a ${underWay}: finish or abort it first`],
    ["Dirty", dirtyWords],
    ["", dirty.planning.length === 0 ? null : `${count(dirty.planning.length, "planning document")} not committed`],
    ["Watch out", describeWarnings(findings).join(" · ") || null],
  ];
  const lines = formatLabelled(parts, style);
  const short = tip.oid?.slice(0, 8);
  const name = tip.name === short ? "detached HEAD" : printable(tip.name);
  const at = short === undefined ? "" : ` at ${short}`;
  return `planlink · ${name}${at} · ${formatAge(brief.lastWork, nowMs)}\n\n${lines.join("\n")}\n`;
}

/** What a coding agent reads when a session starts, in the envelope in which its hooks hand it on. */
export function formatSessionStart(text: string): string {
  return `${JSON.stringify({ hookSpecificOutput: { hookEventName: "SessionStart", additionalContext: text } })}\n`;
}

/** `planlink/resume@1` */
export function briefToJson(brief: SessionBrief): ResumeAnswer {
  const { lastCompleted, lastWork, findings, tip, ...rest } = brief;
  const bySeverity = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return {
    schema: "planlink/resume@1",
    head: tip.oid,
    branch: tip.name,
    lastWorkAt: lastWork === null ? null : new Date(lastWork.epochMs).toISOString(),
    lastCompleted:
      lastCompleted === null
        ? null
        : {
            planId: lastCompleted.plan.planId,
            title: lastCompleted.summary?.title ?? null,
            completedAt:
              lastCompleted.completedAtMs === null ? null : new Date(lastCompleted.completedAtMs).toISOString(),
            tasks: lastCompleted.tasks,
            durationMinutes: lastCompleted.durationMinutes,
          },
    ...rest,
    findings: { errors: bySeverity("error"), warnings: bySeverity("warning") },
    deadReferences: findings.filter(({ code, severity }) => code.startsWith("reference-") && severity === "error")
      .length,
  };
}
