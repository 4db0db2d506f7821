import type { ShownCommit, ShownCommits } from "../commands/infer-commits.ts";
import { titleOf, type PlanTitles } from "../planning/roadmap-titles.ts";
import type { Project } from "../commands/read-project.ts";
import { formatPlanName } from "../model/plan-id.ts";
import { formatDuration } from "../planning/duration.ts";
import { formatTitle } from "./findings-text.ts";
import { clip, count, displayWidth, pad, paint, printable, type TerminalStyle } from "./terminal.ts";

/** Leaves room in 80 columns for a duration in hours with its evidence. */
const titleColumns = 27;

/** Of a commit's header, whatever stands behind it. */
const leastHeader = 30;

const statusTones = { completed: "green", "in-progress": "yellow", planned: "dim" } as const;

type Ground = Extract<ShownCommit, { evidence: "inferred" }>["inferredFrom"][number];

const groundWords: Readonly<Record<Ground, string>> = {
  hash: "its oid",
  subject: "its subject",
  files: "its files",
  scope: "its scope",
};

/** What stands behind a commit that is no tagged work; a note before its header would push that out of its column. */
function describeCommit(commit: ShownCommit): string {
  if (commit.evidence === "inferred")
    return ` (inferred: ${commit.inferredFrom.map((ground) => groundWords[ground]).join(", ")})`;
  return commit.isBookkeeping ? " (bookkeeping)" : "";
}

/** `log` for people: plans in order, each with its commits where these are given. */
export function formatLog(
  figures: Project["figures"],
  titles: PlanTitles,
  shown: ShownCommits | null,
  style: TerminalStyle,
): string {
  const idWidth = Math.max(8, ...figures.map(({ plan }) => displayWidth(formatPlanName(plan.planId))));
  const lines = figures.flatMap((item) => {
    const { plan, durationMinutes, durationEvidence } = item;
    const status = paint(style, statusTones[plan.status], pad(plan.status, 11));
    const duration = durationMinutes === null ? "" : `${formatDuration(durationMinutes)} (${durationEvidence})`;
    const head =
      `${pad(formatPlanName(plan.planId), idWidth)} ${status} ${formatTitle(titleOf(item, titles), titleColumns + 8 - idWidth)} ${pad(count(plan.commitCount, "commit"), 11)} ${duration}`.trimEnd();
    if (shown === null) return [head];
    const inferred = shown.inferredOf(plan).length;
    const remark =
      inferred === 0 ? [] : [paint(style, "dim", `  and ${count(inferred, "commit")} without its tag, inferred`)];
    const commits = shown.commitsOf(plan).map((commit) => {
      const when = new Date(commit.authored.epochMs + commit.authored.offsetMinutes * 60_000)
        .toISOString()
        .slice(0, 16)
        .replace("T", " ");
      const note = describeCommit(commit);
      const room = Math.max(leastHeader, style.width - 28 - displayWidth(note));
      return `  ${paint(style, "yellow", commit.oid.slice(0, 8))} ${paint(style, "dim", when)} ${clip(printable(commit.header), room)}${paint(style, "dim", note)}`;
    });
    return [head, ...remark, ...commits];
  });
  return lines.length === 0 ? "no plans and no tagged commits\n" : `${lines.join("\n")}\n`;
}
