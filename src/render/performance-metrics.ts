import { appendTo } from "../model/append-to.ts";
import type { MetricsElements } from "../document/metrics-elements.ts";
import type { Finding } from "../model/finding.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { countSharedMinutes, type PlanTime } from "../links/shared-time.ts";
import type { PhaseCount } from "../planning/plan-files.ts";
import { renderMetricRows, roundedMinutes } from "./metric-rows.ts";
import { renderPhaseTable, type DirectoryFigures, type PhaseFigures } from "./phase-table.ts";
import type { RowFacts } from "./weighed-rows.ts";
import { renderVelocity, type VelocityFigures } from "./velocity.ts";

/** What *Performance Metrics* is held against. */
export interface MetricsFacts extends RowFacts {
  /** Figures of every plan, archived ones included, in order of plan id. */
  readonly figures: readonly PlanFigures[];
  /** Phases that are not archived; `totalMinutes` before recorded rows are taken into account. */
  readonly phases: readonly PhaseCount[];
  /** SUMMARY files in all, and of phases that are not archived, named in the grammar or not. */
  readonly summaries: { readonly live: number; readonly ever: number };
}

/** The duration in which we believe: the recorded one where nothing contradicts it, else the derived one. */
function believedMinutes(
  figures: PlanFigures,
  recorded: ReadonlyMap<PlanId, number>,
  recurring: ReadonlySet<PlanId>,
): number | null {
  const { planId } = figures.plan;
  const believed = recurring.has(planId) ? undefined : recorded.get(planId);
  if (believed !== undefined) return believed;
  // Rounded as a row would say it, so that what the table shows adds up.
  return figures.durationMinutes === null ? null : roundedMinutes(figures.durationMinutes);
}

function directoryNameOf({ plan }: PlanFigures): string {
  return (plan.files?.directory ?? "").split("/").at(-1) ?? "";
}

function placePlanTime({ plan }: PlanFigures, minutes: number): PlanTime {
  const { firstMs, last } = plan.ownWork;
  return { minutes, commits: firstMs === null || last === null ? null : { firstMs, lastMs: last.epochMs } };
}

/** The time of some plans: what they took together, and each on average; `null` unless every duration is known. */
export type PlansTime = Pick<DirectoryFigures, "totalMinutes" | "sharedMinutes" | "averageMinutes">;

const unknownTime: PlansTime = { totalMinutes: null, sharedMinutes: 0, averageMinutes: null };

/** Adds the times of plans up: what several that ran side by side have in common counts once in the total. */
export function addPlanTimes(
  plans: readonly PlanFigures[],
  minutesOf: (figures: PlanFigures) => number | null,
): PlansTime {
  const times = plans.flatMap((figures) => {
    const minutes = minutesOf(figures);
    return minutes === null ? [] : [placePlanTime(figures, minutes)];
  });
  if (times.length < plans.length) return unknownTime;
  const sum = times.reduce((left, { minutes }) => left + minutes, 0);
  const sharedMinutes = countSharedMinutes(times);
  return {
    totalMinutes: sum - sharedMinutes,
    sharedMinutes,
    averageMinutes: plans.length === 0 ? null : sum / plans.length,
  };
}

/** The figures of the section, as they are where the recorded rows are weighed against the evidence. */
export interface MeasuredProject {
  readonly phases: readonly PhaseFigures[];
  readonly velocity: Omit<VelocityFigures, "plansCompleted">;
  /** Completed plans of phases that are not archived, in order of completion. */
  readonly completed: readonly PlanFigures[];
  /** The duration in which we believe, rounded as a row says it. */
  readonly minutesOf: (figures: PlanFigures) => number | null;
}

function groupBy<Key>(
  list: readonly PlanFigures[],
  keyOf: (figures: PlanFigures) => Key,
): ReadonlyMap<Key, readonly PlanFigures[]> {
  const groups = new Map<Key, PlanFigures[]>();
  for (const figures of list) appendTo(groups, keyOf(figures), figures);
  return groups;
}

/** Adds up the plans of phases that are not archived; `recordedMinutes` are those of rows that were believed. */
export function measureProject(
  facts: Pick<MetricsFacts, "figures" | "phases" | "summaries" | "recurringIds">,
  recordedMinutes: ReadonlyMap<PlanId, number>,
): MeasuredProject {
  const minutesOf = (figures: PlanFigures): number | null =>
    believedMinutes(figures, recordedMinutes, facts.recurringIds);
  const live = facts.figures.filter(
    ({ plan }) => plan.status === "completed" && plan.files !== null && plan.files.milestone === null,
  );
  // By phase and by directory: a project may have thousands of either.
  const byPhase = groupBy(
    facts.figures.filter(({ plan }) => plan.files !== null && plan.files.milestone === null),
    ({ plan }) => plan.phase,
  );
  const liveByPhase = groupBy(live, ({ plan }) => plan.phase);
  const phases = facts.phases.map((count): PhaseFigures => {
    const byDirectory = groupBy(byPhase.get(count.phase) ?? [], directoryNameOf);
    const directories = [...byDirectory].map(([name, plans]): DirectoryFigures => {
      const completed = plans.filter(({ plan }) => plan.status === "completed");
      return {
        directoryName: name,
        plansCompleted: completed.length,
        plansTotal: plans.length,
        ...addPlanTimes(completed, minutesOf),
      };
    });
    const plans = liveByPhase.get(count.phase) ?? [];
    // Fewer plans than files: some have names outside the grammar, and no duration.
    const time = plans.length === count.plansCompleted ? addPlanTimes(plans, minutesOf) : unknownTime;
    return { ...count, ...time, directories };
  });
  const completed = live.toSorted((a, b) => (a.completedAtMs ?? 0) - (b.completedAtMs ?? 0));
  const knownMinutes = completed.map(minutesOf).filter((minutes) => minutes !== null);
  const { sharedMinutes } = addPlanTimes(completed, minutesOf);
  const velocity = {
    plansLive: facts.summaries.live,
    plansCompletedEver: facts.summaries.ever,
    knownMinutes,
    sharedMinutes,
  };
  return { phases, velocity, completed, minutesOf };
}

/** Regenerates the owned elements of *Performance Metrics*: findings, each with the edits that mend it (D3). */
export function renderPerformanceMetrics(elements: MetricsElements, facts: MetricsFacts): readonly Finding[] {
  const rows = renderMetricRows(elements, facts);
  const { phases, velocity } = measureProject(facts, rows.recordedMinutes);
  const table = renderPhaseTable(elements, phases, facts.document, facts.path);
  const plansCompleted =
    table.plansInTable !== null && table.plansInTable > 0 ? table.plansInTable : facts.summaries.live;
  return [
    ...rows.findings,
    ...table.findings,
    ...renderVelocity(elements, { ...velocity, plansCompleted }, facts.document, facts.path),
  ];
}
