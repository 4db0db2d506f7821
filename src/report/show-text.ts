import type { CommitHistory } from "../commands/read-history.ts";
import type { Project } from "../commands/read-project.ts";
import { formatPlanName } from "../model/plan-id.ts";
import { clip, count, displayWidth, paint, printable, type TerminalStyle } from "./terminal.ts";

/** `show` for people: where the project stands. The history is needed where plans are in progress. */
export function formatShow(
  project: Project,
  history: CommitHistory | null,
  tipName: string,
  style: TerminalStyle,
): string {
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
      const last = history?.commitsOf(figures.plan).findLast(({ isBookkeeping }) => !isBookkeeping)?.header ?? "";
      const head = `In flight   ${formatPlanName(figures.plan.planId)} — ${count(figures.plan.work.count, "commit")}${planned === undefined ? "" : ` of ${count(planned, "task")}`}, last: `;
      return head + clip(printable(last), Math.max(20, style.width - displayWidth(head)));
    }),
    `Next        ${next === undefined ? "no planned plan in this phase" : `${formatPlanName(next.plan.planId)} (planned, no commits)`}`,
    `Plans       ${project.summaries.live} of ${project.planFiles.filter(({ milestone }) => milestone === null).length} completed${project.summaries.ever > project.summaries.live ? `, ${project.summaries.ever - project.summaries.live} in archived milestones` : ""}`,
  ];
  return `${lines.map((line) => line.replace(/^(\S[\w ]+?)(?= {2})/, (label) => paint(style, "bold", label))).join("\n")}\n`;
}
