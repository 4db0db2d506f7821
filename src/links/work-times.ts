import type { ZonedTime } from "../model/ports.ts";
import { addTimes, distanceMs, lastTime, mergeStretches, type PackedTime, type TimeRuns } from "./time-runs.ts";

/** When anybody worked on any plan: the newest commits one by one, older ones as stretches of work. */
export interface WorkTimes {
  readonly newest: TimeRuns;
  /** All of them; no two stretches lie within 45 minutes of each other. */
  readonly stretches: TimeRuns;
}

/** Of a history without work. */
export const noWorkTimes: WorkTimes = { newest: [], stretches: [] };

/** What is older has long been replaced in every document. */
export const mostNewestTimes = 256;

/** Adds times, in any order. */
export function addWorkTimes({ newest, stretches }: WorkTimes, times: readonly PackedTime[]): WorkTimes {
  if (times.length === 0) return { newest, stretches };
  const all = addTimes(newest, times);
  return { newest: all.slice(-mostNewestTimes), stretches: mergeStretches(addTimes(stretches, times)) };
}

/** The latest work; of several at one time the one furthest east. `null` where there is none. */
export function findLastWork({ newest }: WorkTimes): ZonedTime | null {
  return lastTime(newest);
}

/** How far a time in UTC milliseconds lies from the nearest work: of older work, from a stretch of it. */
export function distanceFromWorkMs({ newest, stretches }: WorkTimes, epochMs: number): number {
  const oldest = newest[0];
  const isCovered = oldest === undefined || newest.length < mostNewestTimes || epochMs >= oldest.start * 1000;
  return distanceMs(isCovered ? newest : stretches, epochMs);
}
