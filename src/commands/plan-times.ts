import type { PlanFigures } from "../links/plan-figures.ts";
import { mergeStretches } from "../links/time-runs.ts";
import type { PlanId } from "../model/plan-id.ts";

/** Commits of a plan without a longer pause between them, in UTC milliseconds. */
export interface WorkStretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly commits: number;
}

/** When a plan was worked on, and which other plans meanwhile. */
export interface PlanTimes {
  readonly stretches: readonly WorkStretch[];
  /** Plans with commits before and after one of its commits, within a stretch; in order of plan id. */
  readonly besideIds: readonly PlanId[];
}

/** Finds when each plan ran, and which ran side by side: those of which stretches of work overlap. */
export function findPlanTimes(figures: readonly PlanFigures[]): ReadonlyMap<PlanFigures, PlanTimes> {
  const stretchesOf = new Map(
    figures.map((item) => [
      item,
      mergeStretches(item.plan.ownWork.runs).map(({ start, end, count }): WorkStretch => ({
        startMs: start * 1000,
        endMs: end * 1000,
        commits: count,
      })),
    ]),
  );
  const beside = new Map(figures.map((item) => [item, new Set<PlanFigures>()]));
  const inOrder = [...stretchesOf]
    .flatMap(([item, stretches]) => stretches.map((stretch) => ({ item, stretch })))
    .sort((a, b) => a.stretch.startMs - b.stretch.startMs);
  let active: typeof inOrder = [];
  for (const next of inOrder) {
    active = active.filter(({ stretch }) => stretch.endMs > next.stretch.startMs);
    for (const { item, stretch } of active) {
      if (item === next.item || next.stretch.endMs <= stretch.startMs) continue;
      beside.get(item)?.add(next.item);
      beside.get(next.item)?.add(item);
    }
    active.push(next);
  }
  const order = new Map(figures.map((item, index) => [item, index]));
  return new Map(
    [...stretchesOf].map(([item, stretches]) => {
      const others = [...(beside.get(item) ?? [])].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
      return [item, { stretches, besideIds: others.map(({ plan }) => plan.planId) }];
    }),
  );
}
