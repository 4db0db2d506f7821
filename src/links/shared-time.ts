import { findAtMost } from "./time-runs.ts";

/** A plan's time: its minutes, and its first and last work commit in UTC milliseconds; `null` where there is none. */
export interface PlanTime {
  readonly minutes: number;
  readonly commits: { readonly firstMs: number; readonly lastMs: number } | null;
}

const minuteMs = 60_000;

/**
 * Counts the minutes, whole ones, that the sum of some plans' times holds more than once because plans ran side by side.
 *
 * A plan's time ends with its last commit. That it reaches back behind the last commit of a plan that was over before its
 * own first one is no sign of that: durations are rough, and plans that follow each other share nothing.
 */
export function countSharedMinutes(plans: readonly PlanTime[]): number {
  const placed = plans.flatMap(({ minutes, commits }) => (commits === null ? [] : [{ minutes, ...commits }]));
  const ends = placed.map(({ lastMs }) => lastMs).sort((a, b) => a - b);
  const times = placed
    .map(({ minutes, firstMs, lastMs }) => {
      const start = Math.max(lastMs - minutes * minuteMs, findAtMost(ends, firstMs));
      return { start: Math.min(start, lastMs), end: lastMs };
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let [reached, shared] = [Number.NEGATIVE_INFINITY, 0];
  for (const { start, end } of times) {
    shared += Math.max(0, Math.min(reached, end) - start);
    reached = Math.max(reached, end);
  }
  return Math.round(shared / minuteMs);
}
