import { appendTo } from "../model/append-to.ts";
import { findCompletingWork, type PlanFigures, type ProjectPosition } from "./plan-figures.ts";
import { comparePhaseIds, planNumberOf, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { PhaseCount } from "../planning/plan-files.ts";

/** What the claims of a document are held against. Without a repository all lists are empty. */
export interface ConsistencyFacts {
  readonly path: RepositoryPath;
  readonly figures: readonly PlanFigures[];
  readonly figuresById: ReadonlyMap<PlanId, PlanFigures>;
  readonly position: ProjectPosition;
  readonly phases: readonly PhaseCount[];
  readonly summaries: { readonly live: number; readonly ever: number };
}

/** The plan completed last, with work commits to prove it: a date in a SUMMARY is too coarse to contradict anybody. */
export interface NewestPlan {
  readonly planId: PlanId;
  readonly phase: PhaseId;
  readonly completedAtMs: number;
  /** As the last work commit has it: `2026-02-20 21:58`. */
  readonly completedAt: string;
  /** The days on which it was completed, in the commit's zone and in UTC: `2026-02-20`. */
  readonly days: readonly [string, string];
}

/** A phase whose number means one directory today. */
export interface PhaseStanding {
  readonly phase: PhaseId;
  readonly plans: readonly PlanFigures[];
  readonly completed: number;
  readonly total: number;
  /** When any of its plans was last worked on or recorded, in UTC milliseconds; minus infinity where unknown. */
  readonly activeAtMs: number;
}

/** What is known for sure of the plans and phases. What a number means twice is not known. */
export interface ProjectStanding {
  readonly newest: NewestPlan | null;
  /** The ids of all plans, so that a number which merely looks like an id is told from one. */
  readonly knownIds: ReadonlySet<PlanId>;
  /** In order of their numbers; `null` for a number that means more than one directory, or whose plans are not all read. */
  readonly phases: readonly { readonly count: PhaseCount; readonly standing: PhaseStanding | null }[];
  readonly findPhase: (phase: PhaseId) => PhaseStanding | undefined;
  /** The plan of a number; `undefined` where there is none, where the number recurs, or where it was archived. */
  readonly findPlan: (planId: PlanId) => PlanFigures | undefined;
  /** The plan was completed last, or worked on since. */
  readonly isCurrent: (planId: PlanId) => boolean;
}

/** When a plan was last worked on or recorded, in UTC milliseconds; minus infinity where nothing tells. */
export function activityMs({ plan, completedAtMs }: PlanFigures): number {
  return Math.max(
    ...[completedAtMs, plan.recordedAtMs, plan.lastCommitMs].filter((time) => time !== null),
    Number.NEGATIVE_INFINITY,
  );
}

function isoText(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

function findNewest(figures: readonly PlanFigures[]): NewestPlan | null {
  let newest: NewestPlan | null = null;
  for (const item of figures) {
    const { plan, completedAtMs } = item;
    if (plan.status !== "completed" || completedAtMs === null || completedAtMs < (newest?.completedAtMs ?? -Infinity)) {
      continue;
    }
    const last = findCompletingWork(item);
    if (last === null) continue;
    const local = isoText(completedAtMs + last.offsetMinutes * 60_000);
    newest = {
      planId: plan.planId,
      phase: plan.phase,
      completedAtMs,
      completedAt: local.slice(0, 16).replace("T", " "),
      days: [local.slice(0, 10), isoText(completedAtMs).slice(0, 10)],
    };
  }
  return newest;
}

function standPhase(count: PhaseCount, figures: readonly PlanFigures[]): PhaseStanding | null {
  const plans = figures.filter(({ plan }) => plan.files !== null);
  const directories = new Set(plans.map(({ plan }) => plan.files?.directory));
  const isArchived = plans.some(({ plan }) => plan.files?.milestone !== null);
  const lostSummary = figures.some(({ plan }) => plan.files === null && plan.status === "completed");
  // Fewer plans than files: some have names outside the grammar, so that nothing is sure about this phase.
  if (directories.size !== 1 || isArchived || lostSummary || plans.length !== count.plansTotal) return null;
  const activeAtMs = figures.reduce((latest, plan) => Math.max(latest, activityMs(plan)), -Infinity);
  return { phase: count.phase, plans, completed: count.plansCompleted, total: count.plansTotal, activeAtMs };
}

function groupByPhase(figures: readonly PlanFigures[]): ReadonlyMap<PhaseId, readonly PlanFigures[]> {
  const groups = new Map<PhaseId, PlanFigures[]>();
  for (const item of figures) {
    appendTo(groups, item.plan.phase, item);
  }
  return groups;
}

/** Works out what is known for sure. */
export function createProjectStanding(facts: ConsistencyFacts): ProjectStanding {
  const byPhase = groupByPhase(facts.figures);
  const phases = facts.phases
    .toSorted((a, b) => comparePhaseIds(a.phase, b.phase))
    .map((count) => ({ count, standing: standPhase(count, byPhase.get(count.phase) ?? []) }));
  const standings = new Map(phases.map(({ count, standing }) => [count.phase, standing] as const));
  const times = new Map<PlanId, number>();
  for (const { plan } of facts.figures) times.set(plan.planId, (times.get(plan.planId) ?? 0) + 1);
  const { lastCompleted, lastWorked, inProgress } = facts.position;
  const current = new Set(
    [lastCompleted, lastWorked, ...inProgress].flatMap((item) => (item === null ? [] : [item.plan.planId])),
  );
  return {
    newest: findNewest(facts.figures),
    knownIds: new Set(facts.figuresById.keys()),
    phases,
    findPhase: (phase) => standings.get(phase) ?? undefined,
    findPlan: (planId) => {
      const item = facts.figuresById.get(planId);
      const isSure = times.get(planId) === 1 && (item?.plan.files?.milestone ?? null) === null;
      return isSure ? item : undefined;
    },
    isCurrent: (planId) => current.has(planId),
  };
}

/** Tells whether every plan of the phase has its SUMMARY. */
export function isPhaseComplete({ completed, total }: PhaseStanding): boolean {
  return total > 0 && completed === total;
}

/**
 * The ways to count a phase's plans: with and without a SUMMARY that has no PLAN, which may be the phase's own and no
 * plan's.
 */
export function countPlans({
  plans,
  completed,
  total,
}: PhaseStanding): readonly { readonly completed: number; readonly total: number }[] {
  const planned = plans.filter(({ plan }) => plan.files?.planPath != null);
  const done = planned.filter(({ plan }) => plan.files?.summaryPath != null).length;
  return [
    { completed, total },
    { completed: done, total: planned.length },
  ];
}

/** The plan of a phase that has the number, written in any padding. */
export function findPlanByNumber({ plans }: PhaseStanding, number: number): PlanFigures | undefined {
  return plans.find(({ plan }) => Number(planNumberOf(plan.planId)) === number);
}
