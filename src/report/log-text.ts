import type { CommitHistory } from "../commands/read-history.ts";
import type { Project } from "../commands/read-project.ts";
import { formatPlanName } from "../model/plan-id.ts";
import { formatDuration } from "../planning/duration.ts";
import { formatTitle } from "./findings-text.ts";
import { clip, count, pad, paint, printable, type TerminalStyle } from "./terminal.ts";

/** Leaves room in 80 columns for a duration in hours with its evidence. */
const titleColumns = 27;

const statusTones = { completed: "green", "in-progress": "yellow", planned: "dim" } as const;

/** `log` for people: plans in order, each with its commits where these are given. */
export function formatLog(figures: Project["figures"], history: CommitHistory | null, style: TerminalStyle): string {
  const lines = figures.flatMap(({ plan, summary, durationMinutes, durationEvidence }) => {
    const status = paint(style, statusTones[plan.status], pad(plan.status, 11));
    const duration = durationMinutes === null ? "" : `${formatDuration(durationMinutes)} (${durationEvidence})`;
    const head =
      `${pad(formatPlanName(plan.planId), 8)} ${status} ${formatTitle(summary?.title ?? null, titleColumns)} ${pad(count(plan.commitCount, "commit"), 11)} ${duration}`.trimEnd();
    if (history === null) return [head];
    const commits = history.commitsOf(plan).map((commit) => {
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
