import type { CommitHistory } from "../commands/read-history.ts";
import { titleOf, type PlanTitles } from "../planning/roadmap-titles.ts";
import type { Project } from "../commands/read-project.ts";
import { formatPlanName } from "../model/plan-id.ts";
import type { ZonedTime } from "../model/ports.ts";
import { formatDayOf, formatLabelled, type LabelledText } from "./labelled-lines.ts";
import { clip, count, printable, type TerminalStyle } from "./terminal.ts";

/** A commit's header says enough within these. */
const headerColumns = 72;

/** Why no plan is the next: there is none at all, or none in the phase at hand. */
function describeNoNext({ planFiles, planningDirectory }: Project): string {
  return planFiles.length === 0 ? `nothing is planned in ${planningDirectory}` : "no planned plan in this phase";
}

/** `show` for people: where the project stands. The history is needed where plans are in progress. */
export function formatShow(
  project: Project,
  history: CommitHistory | null,
  tipName: string,
  titles: PlanTitles,
  lastWork: ZonedTime | null,
  style: TerminalStyle,
): string {
  const { lastCompleted, inProgress } = project.position;
  const describe = (figures: Project["figures"][number]): string =>
    `${formatPlanName(figures.plan.planId)} ${printable(titleOf(figures, titles) ?? "")}`.trim();
  const current = lastCompleted?.plan.phase ?? inProgress[0]?.plan.phase;
  const next = project.figures.find(
    ({ plan }) =>
      plan.status === "planned" &&
      plan.files !== null &&
      plan.files.milestone === null &&
      (current === undefined || plan.phase === current),
  );
  const completed =
    lastCompleted === null
      ? "nothing yet"
      : `${describe(lastCompleted)}${lastCompleted.completedAtMs === null ? "" : ` (${formatDayOf(lastCompleted.completedAtMs, lastWork)})`}`;
  const all = project.planFiles.filter(({ milestone }) => milestone === null).length;
  const archived = project.summaries.ever - project.summaries.live;
  const parts: readonly LabelledText[] = [
    ["Done last", completed],
    ...inProgress.map((figures): LabelledText => {
      const planned = project.plannedTasks.get(figures.plan.planId);
      const last = history?.commitsOf(figures.plan).findLast(({ isBookkeeping }) => !isBookkeeping)?.header ?? "";
      const done = `${count(figures.plan.work.count, "commit")}${planned === undefined ? "" : ` for ${count(planned, "task")}`}`;
      return ["In flight", `${describe(figures)}: ${done}, last: ${clip(printable(last), headerColumns)}`];
    }),
    ["Next", next === undefined ? describeNoNext(project) : `${describe(next)} (planned, no commits)`],
    [
      "Plans",
      `${project.summaries.live} of ${all} completed${archived > 0 ? `, ${archived} in archived milestones` : ""}`,
    ],
  ];
  const short = project.tip?.slice(0, 8);
  const head = `planlink · ${printable(tipName === short ? "detached HEAD" : tipName)}${short === undefined ? "" : ` at ${short}`}`;
  return `${[head, "", ...formatLabelled(parts, style)].join("\n")}\n`;
}
