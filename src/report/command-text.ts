import type { CheckOutcome } from "../commands/check-state.ts";
import type { LintOutcome } from "../commands/lint-messages.ts";
import type { Project } from "../commands/read-project.ts";
import type { LedgerOutcome } from "../commands/refresh-ledger.ts";
import type { SyncOutcome } from "../commands/sync-state.ts";
import type { VerifyOutcome } from "../commands/verify-commits.ts";
import type { ResolvedReference } from "../check/check-references.ts";
import type { Finding } from "../model/finding.ts";
import { comparePlanIds, formatPlanName, type PlanId } from "../model/plan-id.ts";
import { formatDuration } from "../planning/duration.ts";
import { formatPatch } from "./line-diff.ts";
import { formatFindings, formatTitle, summarizeFindings } from "./findings-text.ts";
import { clip, count, pad, paint, printable, type TerminalStyle } from "./terminal.ts";

/** Of one kind; `--json` has them all. */
const findingsShown = 12;

interface ReferenceGroup {
  readonly planId: PlanId | null;
  readonly references: readonly ResolvedReference[];
}

function groupReferences(references: readonly ResolvedReference[]): readonly ReferenceGroup[] {
  const groups = new Map<PlanId | null, ResolvedReference[]>();
  for (const resolved of references)
    groups.set(resolved.reference.planId, [...(groups.get(resolved.reference.planId) ?? []), resolved]);
  return [...groups]
    .map(([planId, items]) => ({ planId, references: items }))
    .sort((a, b) => (a.planId === null ? 1 : b.planId === null ? -1 : comparePlanIds(b.planId, a.planId)));
}

function describeDead({ reference, resolution }: ResolvedReference): string {
  const { status, oid, candidates } = resolution;
  const detail =
    status === "unreachable"
      ? `unreachable  exists as ${oid?.slice(0, 8) ?? ""}, not in this history`
      : status === "ambiguous"
        ? `ambiguous  ${candidates.map((candidate) => candidate.slice(0, 12)).join(", ")}`
        : status === "not-a-commit"
          ? `not a commit  it is a ${resolution.objectType ?? "object"}`
          : status;
  return `${pad(printable(reference.text), 10)} ${detail}`;
}

/** `verify-commits` for people: grouped by plan, the newest first; whole plans in one line, dead references each. */
export function formatVerify(outcome: VerifyOutcome, project: Project, style: TerminalStyle): string {
  const lines: string[] = [];
  const { examined, tip } = outcome;
  for (const { path, references } of outcome.documents) {
    const groups = groupReferences(references);
    const plans = groups.filter(({ planId }) => planId !== null).length;
    if (outcome.documents.length > 1 && references.length === 0) continue;
    lines.push(
      `${paint(style, "bold", printable(path))}   ${count(references.length, "reference")} in ${count(plans, "plan")} · ${count(examined.commits, "commit")} on ${printable(tip.name)}`,
      "",
    );
    for (const group of groups) {
      const alive = group.references.filter(({ resolution }) => resolution.status === "reachable").length;
      const total = group.references.length;
      const title =
        group.planId === null ? "no plan named" : (project.figuresById.get(group.planId)?.summary?.title ?? null);
      const tone = alive === total ? "green" : "red";
      lines.push(
        `  ${pad(group.planId === null ? "-" : formatPlanName(group.planId), 8)} ${formatTitle(title, 42)}  ${paint(style, tone, `${alive} of ${total} reachable`)}`,
      );
      for (const dead of group.references.filter(({ resolution }) => resolution.status !== "reachable"))
        lines.push(`           ${describeDead(dead)}`);
    }
    lines.push("");
  }
  const { reachable, unknown } = outcome.counts;
  const dead = examined.references - reachable - unknown;
  const others = outcome.findings.filter(({ code, severity }) => !code.startsWith("reference-") && severity !== "info");
  if (others.length > 0) lines.push(formatFindings(others, style, findingsShown));
  if (dead > 0) {
    const plans = new Set(
      outcome.documents.flatMap(({ references }) =>
        references
          .filter(({ resolution }) => resolution.status !== "reachable" && resolution.status !== "unknown")
          .map(({ reference }) => reference.planId),
      ),
    ).size;
    lines.push(
      `${paint(style, "red", "✖")} ${count(dead, "dead reference")} in ${count(plans, "plan")}.`,
      `  which commits a plan has now:   ${paint(style, "cyan", "state log PLAN")}`,
    );
  } else
    lines.push(
      `${paint(style, "green", "✔")} ${examined.references === 0 ? "no commit references to check" : `every reference is reachable from ${printable(tip.name)}`}`,
    );
  if (unknown > 0)
    lines.push(
      `${paint(style, "yellow", "▲")} ${count(unknown, "reference")} cannot be checked in this incomplete clone:   ${paint(style, "cyan", "git fetch --unshallow")}`,
    );
  return `${lines.join("\n")}\n`;
}

function paintDiff(patch: string, style: TerminalStyle): string {
  return patch
    .split("\n")
    .map((line) => {
      const text = line.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (character) =>
        character === "\t" ? character : printable(character),
      );
      return line.startsWith("@@")
        ? paint(style, "cyan", text)
        : line.startsWith("+")
          ? paint(style, "green", text)
          : line.startsWith("-")
            ? paint(style, "red", text)
            : text;
    })
    .join("\n");
}

/** The change as a unified diff that `git apply` and `patch` take; painted on a terminal. */
export function formatDiff(outcome: SyncOutcome, style: TerminalStyle): string {
  const text = formatPatch(outcome.path, outcome.oldText, outcome.newText);
  return style.color ? paintDiff(text, style) : text;
}

/** A value without evidence stays as it is; every other finding on an owned element goes with the change, whichever edit carries it. */
function isLeft({ code }: Finding): boolean {
  return code === "duration-implausible";
}

/** `sync` for people: what was mended and why, what stayed, and what it was held against. */
export function formatSync(
  outcome: SyncOutcome,
  verb: "wrote" | "would write" | "is stale",
  style: TerminalStyle,
): string {
  const { examined, findings, created, path } = outcome;
  if (outcome.hasConflict)
    return `${paint(style, "red", "✖")} ${printable(path)} has unresolved conflict markers: it is left alone\n  resolve them, then:   ${paint(style, "cyan", "state sync")}\n`;
  const left = findings.filter(isLeft).length;
  const mended = findings.length - left;
  const basis = `  ${paint(style, "dim", `examined ${count(examined.plans, "plan")}, ${count(examined.commits, "commit")}, ${count(examined.rows, "recorded row")}`)}\n`;
  // What this very run mends needs neither a mark that it can be mended nor the command that mends it.
  const body = formatFindings(
    findings.map((finding) => (isLeft(finding) ? finding : { ...finding, help: null, edits: [] })),
    style,
    findingsShown,
  );
  if (outcome.newText === outcome.oldText) {
    return `${body}${paint(style, "green", "✔")} ${printable(path)} agrees with history${left > 0 ? `; ${count(left, "value")} without evidence left as written` : ""}\n${basis}`;
  }
  const words = [
    created.length > 0 ? `created ${created.join(", ")}` : null,
    mended > 0 ? `${count(mended, "value")} mended` : null,
    left > 0 ? `${left} without evidence left as written` : null,
  ].filter((word) => word !== null);
  const sign = verb === "is stale" ? paint(style, "red", "✖") : paint(style, "green", "✔");
  const head = verb === "is stale" ? `${printable(path)} is stale` : `${verb} ${printable(path)}`;
  const mend = verb === "is stale" ? `  mend it:   ${paint(style, "cyan", "state sync")}\n` : "";
  return `${body}${sign} ${head}: ${words.join(", ")}\n${basis}${mend}`;
}

/** What `sync` did to the ledger, in a line; nothing where nothing changed and nothing is wrong with it. */
export function formatLedgerChange(
  ledger: LedgerOutcome & { readonly isChanged: boolean },
  isDry: boolean,
  style: TerminalStyle,
): string {
  const verb = isDry ? "would write" : "wrote";
  const change = ledger.isChanged ? `  ${verb} ${printable(ledger.path)}: ${count(ledger.commits, "commit")}\n` : "";
  return formatFindings(ledger.findings, style, findingsShown) + change;
}

/** `check` for people. */
export function formatCheck(outcome: CheckOutcome, path: string, showInfo: boolean, style: TerminalStyle): string {
  const { references, plans, commits, rows } = outcome.examined;
  const shown = showInfo ? outcome.findings : outcome.findings.filter(({ severity }) => severity !== "info");
  const errors = shown.some(({ severity }) => severity === "error");
  const sign = errors
    ? paint(style, "red", "✖")
    : shown.length > 0
      ? paint(style, "yellow", "▲")
      : paint(style, "green", "✔");
  const basis = `${count(references, "reference")}, ${count(plans, "plan")}, ${count(rows, "recorded row")}, ${count(commits, "commit")}`;
  const hidden = outcome.findings.length - shown.length;
  const more = hidden > 0 ? `  ${hidden} more for information:   ${paint(style, "cyan", "state check --all")}\n` : "";
  const head = `${sign} ${printable(path)}: ${summarizeFindings(shown)}\n  ${paint(style, "dim", `examined ${basis}`)}\n`;
  return `${formatFindings(shown, style, findingsShown)}${shown.length > 0 ? "\n" : ""}${head}${more}`;
}

/** `lint` for people: findings with their headers; one line when all is well. */
export function formatLint(outcome: LintOutcome, style: TerminalStyle): string {
  const lines: string[] = [];
  for (const { oid, header, findings } of outcome.messages) {
    if (findings.length === 0) continue;
    lines.push(
      `${oid === null ? "" : `${paint(style, "yellow", oid.slice(0, 8))} `}${clip(printable(header), style.width - 10)}\n`,
    );
    lines.push(formatFindings(findings, style, findingsShown));
  }
  const tagged = outcome.messages.filter(({ tag }) => tag.kind !== "untagged" && tag.kind !== "malformed").length;
  const wrong = outcome.findings.filter(({ severity }) => severity === "error").length;
  const sign = wrong > 0 ? paint(style, "red", "✖") : paint(style, "green", "✔");
  lines.push(
    `${sign} ${count(outcome.messages.length, "message")}: ${tagged} tagged, ${wrong === 0 ? "none malformed" : count(wrong, "error")}\n`,
  );
  return lines.join("");
}

const statusTones = { completed: "green", "in-progress": "yellow", planned: "dim" } as const;

/** `log` for people: plans in order, each with its commits when one plan is asked for. */
export function formatLog(figures: Project["figures"], withCommits: boolean, style: TerminalStyle): string {
  const lines = figures.flatMap(({ plan, summary, durationMinutes, durationEvidence }) => {
    const status = paint(style, statusTones[plan.status], pad(plan.status, 11));
    const duration = durationMinutes === null ? "" : `${formatDuration(durationMinutes)} (${durationEvidence})`;
    const head =
      `${pad(formatPlanName(plan.planId), 8)} ${status} ${formatTitle(summary?.title ?? null, 34)} ${pad(count(plan.commits.length, "commit"), 11)} ${duration}`.trimEnd();
    if (!withCommits) return [head];
    const commits = plan.commits.map((commit) => {
      const when = new Date(commit.authored.epochMs + commit.authored.offsetMinutes * 60_000)
        .toISOString()
        .slice(0, 16)
        .replace("T", " ");
      const note = commit.isBookkeeping ? paint(style, "dim", " (bookkeeping)") : "";
      return `  ${paint(style, "yellow", commit.oid.slice(0, 8))} ${paint(style, "dim", when)} ${clip(printable(commit.header), style.width - 29)}${note}`;
    });
    return [head, ...commits];
  });
  return lines.length === 0 ? "no plans and no tagged commits\n" : `${lines.join("\n")}\n`;
}

/** `show` for people: where the project stands. */
export function formatShow(project: Project, tipName: string, style: TerminalStyle): string {
  const { lastCompleted, inProgress } = project.position;
  const describe = (figures: Project["figures"][number]): string =>
    `${formatPlanName(figures.plan.planId)} ${printable(figures.summary?.title ?? "")}`.trim();
  const when = (epochMs: number | null): string =>
    epochMs === null ? "" : ` (${new Date(epochMs).toISOString().slice(0, 10)})`;
  const current = lastCompleted?.plan.phase ?? inProgress[0]?.plan.phase;
  const next = project.figures.find(
    ({ plan }) =>
      plan.status === "planned" &&
      plan.files !== null &&
      plan.files.milestone === null &&
      (current === undefined || plan.phase === current),
  );
  const lines = [
    `planlink · ${printable(tipName)}${project.tip === null ? "" : ` at ${project.tip.slice(0, 8)}`}`,
    "",
    `Done last   ${lastCompleted === null ? "nothing yet" : `${describe(lastCompleted)}${when(lastCompleted.completedAtMs)}`}`,
    ...inProgress.map((figures) => {
      const planned = project.plannedTasks.get(figures.plan.planId);
      const last = figures.plan.workCommits.at(-1)?.header ?? "";
      return `In flight   ${formatPlanName(figures.plan.planId)} — ${count(figures.plan.workCommits.length, "commit")}${planned === undefined ? "" : ` of ${count(planned, "task")}`}, last: ${clip(printable(last), 40)}`;
    }),
    `Next        ${next === undefined ? "no planned plan in this phase" : `${formatPlanName(next.plan.planId)} (planned, no commits)`}`,
    `Plans       ${project.summaries.live} of ${project.planFiles.filter(({ milestone }) => milestone === null).length} completed${project.summaries.ever > project.summaries.live ? `, ${project.summaries.ever - project.summaries.live} in archived milestones` : ""}`,
  ];
  return `${lines.map((line) => line.replace(/^(\S[\w ]+?)(?= {2})/, (label) => paint(style, "bold", label))).join("\n")}\n`;
}
