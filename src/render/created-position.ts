import { findLabelAnywhere } from "../document/label-lines.ts";
import type { StateDocument } from "../document/state-document.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { percentOf } from "../links/milestone-totals.ts";
import { findLastWork } from "../links/work-times.ts";
import type { PhaseCount } from "../planning/plan-files.ts";
import { labelLines, sectionHeading } from "./created-nodes.ts";
import type { MetricsFacts } from "./performance-metrics.ts";
import { describePosition, type ContinuityFacts } from "./session-continuity.ts";
import { toMarkdown } from "./to-markdown.ts";
import { formatLike, parseWrittenTime } from "./zoned-time.ts";

const cells = 10;

/** Tells whether a document says its status anywhere, in the body or in its front matter, however it is written. */
export function hasStatus(document: StateDocument): boolean {
  return findLabelAnywhere(document, "Status") !== undefined;
}

/** The phase that is worked on: that of a plan in progress, of the plan that was done last, or the first one with a plan to do. */
function findCurrentPhase({ phases }: MetricsFacts, { position }: ContinuityFacts): PhaseCount | undefined {
  const latest: PlanFigures | undefined = position.inProgress[0] ?? position.lastCompleted ?? undefined;
  return (
    phases.find(({ phase }) => phase === latest?.plan.phase) ??
    phases.find(({ plansCompleted, plansTotal }) => plansCompleted < plansTotal) ??
    phases.at(-1)
  );
}

/** `03-fog-horn` → ` (Fog Horn)`. */
function nameOf({ directoryName }: PhaseCount): string {
  const words = directoryName
    .replace(/^(?:v[\d.]+-)?[\w.]*\d[\w.]*(?:-|$)/, "")
    .split("-")
    .filter(Boolean);
  const title = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  return title === "" ? "" : ` (${title})`;
}

/** What GSD's own verbs write there, in words of which each stands for one status only (CONTRACT rule 19). */
function describeStatus(phase: PhaseCount | undefined, { position }: ContinuityFacts): string {
  if (phase === undefined) return "Ready to plan";
  if (position.inProgress.length > 0) return "In progress";
  return phase.plansCompleted < phase.plansTotal ? "Ready to execute" : "Phase complete — ready for verification";
}

/** The status of the project as plans and history have it, in a word of GSD's. */
export function describeProjectStatus(metrics: MetricsFacts, continuity: ContinuityFacts): string {
  return describeStatus(findCurrentPhase(metrics, continuity), continuity);
}

/** *Current Position* in the layout that every GSD build reads (CONTRACT §0), from what is known of plans and history. */
export function createPositionBlock(metrics: MetricsFacts, continuity: ContinuityFacts): string {
  const phase = findCurrentPhase(metrics, continuity);
  const total = metrics.phases.reduce((sum, { plansTotal }) => sum + plansTotal, 0);
  const completed = metrics.phases.reduce((sum, { plansCompleted }) => sum + plansCompleted, 0);
  const percent = percentOf(completed, total) ?? 0;
  const filled = Math.floor((percent * cells) / 100);
  const last = findLastWork(continuity.work);
  const form = parseWrittenTime("2000-01-01");
  const day = last === null || form === undefined ? null : formatLike(form, last, false);
  const done = describePosition(continuity.position, continuity.plannedTasks);
  const lines: readonly (readonly [string, string])[] = [
    ...(phase === undefined
      ? []
      : ([
          ["Phase", `${phase.phase}${nameOf(phase)}`],
          ["Plan", `${Math.min(phase.plansCompleted + 1, phase.plansTotal)} of ${phase.plansTotal} in current phase`],
        ] as const)),
    ["Status", describeStatus(phase, continuity)],
    ["Last activity", [day, done].filter((part) => part !== null).join(" — ") || "None"],
  ];
  const bar = `[${"█".repeat(filled)}${"░".repeat(cells - filled)}] ${percent}%`;
  return `${toMarkdown([sectionHeading("Current Position")])}\n${labelLines(lines)}\n${labelLines([["Progress", bar]])}`;
}
