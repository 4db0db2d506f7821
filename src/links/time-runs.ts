import type { ZonedTime } from "../model/ports.ts";

/**
 * Commits of one kind by their times. A run is one instant, or a stretch of work without a longer pause in it of which
 * only the ends are kept. Runs lie apart, in order of time; counts, ends and spans of a whole are exact either way.
 */
export type TimeRuns = readonly TimeRun[];

export interface TimeRun {
  /** Seconds since 1970, as Git counts. */
  readonly start: number;
  readonly end: number;
  readonly count: number;
  /** Minutes east of UTC in which the last of them was written; of several at one time, the one furthest east. */
  readonly offsetMinutes: number;
}

/** A pause longer than this between two commits of a plan is not work on it (docs/figures.md). */
const idleGapSeconds = 45 * 60;

/** A time in one number, so that millions of them fit into memory; in order of time, then of zone. */
export type PackedTime = number;

const zones = 4096;

/** Packs a time. Git counts in seconds, and zones are less than a day wide. */
export function packTime({ epochMs, offsetMinutes }: ZonedTime): PackedTime {
  return Math.floor(epochMs / 1000) * zones + offsetMinutes + zones / 2;
}

/** The second of a packed time. */
export function secondOf(time: PackedTime): number {
  return Math.floor(time / zones);
}

function toRun(time: PackedTime): TimeRun {
  const second = secondOf(time);
  return { start: second, end: second, count: 1, offsetMinutes: time - second * zones - zones / 2 };
}

function merge(a: TimeRun, b: TimeRun): TimeRun {
  const offsetMinutes =
    a.end === b.end ? Math.max(a.offsetMinutes, b.offsetMinutes) : (a.end > b.end ? a : b).offsetMinutes;
  return {
    start: Math.min(a.start, b.start),
    end: Math.max(a.end, b.end),
    count: a.count + b.count,
    offsetMinutes,
  };
}

/** Puts runs in order; what lies within a stretch of work lengthens no pause, so that it only counts. */
function toOrder(runs: readonly TimeRun[]): TimeRuns {
  const result: TimeRun[] = [];
  for (const run of runs.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last !== undefined && run.start <= last.end) result[result.length - 1] = merge(last, run);
    else result.push(run);
  }
  return result;
}

/** Adds times, in any order. */
export function addTimes(runs: TimeRuns, times: readonly PackedTime[]): TimeRuns {
  return times.length === 0 ? runs : toOrder([...runs, ...times.map(toRun)]);
}

/** Joins the times of several lists. */
export function joinRuns(lists: readonly TimeRuns[]): TimeRuns {
  const [only = [], second] = lists;
  return second === undefined ? only : toOrder(lists.flat());
}

/** A list this long is shortened. */
const runsKept = 64;
/** The newest stay as they are: a SUMMARY may yet come that was committed between them. */
const newestKept = 16;

/**
 * Shortens a long list: neighbours without a longer pause between them become one stretch. Two with a cut between them
 * (a cut belongs to what is before it) stay apart. Cuts are seconds, in order, and asked for only where they are needed.
 */
function shortenRuns(runs: TimeRuns, readCuts: () => readonly number[]): TimeRuns {
  return runs.length <= runsKept ? runs : mergeNeighbours(runs, readCuts(), newestKept);
}

const timesAtOnce = 4096;

/** Adds times, in any order and number, and shortens the list. */
export function addShortened(
  runs: TimeRuns,
  times: readonly PackedTime[],
  readCuts: () => readonly number[],
): TimeRuns {
  const inOrder = times.length > timesAtOnce ? Float64Array.from(times).sort() : times;
  let result = runs;
  for (let start = 0; start < inOrder.length; start += timesAtOnce)
    result = shortenRuns(addTimes(result, Array.from(inOrder.slice(start, start + timesAtOnce))), readCuts);
  return result;
}

/** Makes one stretch of all neighbours without a longer pause between them. */
export function mergeStretches(runs: TimeRuns): TimeRuns {
  return mergeNeighbours(runs, [], 0);
}

function mergeNeighbours(runs: TimeRuns, cuts: readonly number[], kept: number): TimeRuns {
  const result: TimeRun[] = [];
  const firstKept = runs.length - kept;
  let cutIndex = 0;
  runs.forEach((run, index) => {
    const last = result.at(-1);
    if (last === undefined) {
      result.push(run);
      return;
    }
    while (cutIndex < cuts.length && (cuts[cutIndex] ?? 0) < last.end) cutIndex += 1;
    const isCut = cutIndex < cuts.length && (cuts[cutIndex] ?? 0) < run.start;
    if (index < firstKept && !isCut && run.start - last.end <= idleGapSeconds)
      result[result.length - 1] = merge(last, run);
    else result.push(run);
  });
  return result;
}

/** Tells whether a cut falls into a stretch, so that what is before it cannot be told from what is after it. */
export function isSplitBy(runs: TimeRuns, cut: number): boolean {
  return runs.some(({ start, end }) => start <= cut && cut < end);
}

/** The runs up to a time in UTC milliseconds. */
export function runsUntil(runs: TimeRuns, epochMs: number): TimeRuns {
  return runs.filter(({ end }) => end * 1000 <= epochMs);
}

/** The runs after one time and up to another, in UTC milliseconds. */
export function runsBetween(runs: TimeRuns, afterMs: number, untilMs: number): TimeRuns {
  return runs.filter(({ start, end }) => start * 1000 > afterMs && end * 1000 <= untilMs);
}

/** The greatest of some sorted numbers that is no greater than the given one; minus infinity without any. */
export function findAtMost(sorted: ArrayLike<number>, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(sorted[middle]) <= value) low = middle + 1;
    else high = middle;
  }
  return sorted[low - 1] ?? Number.NEGATIVE_INFINITY;
}

/** How many gaps between commits are no pause. */
export function countGaps(runs: TimeRuns): number {
  return runs.reduce((sum, { start, count }, index) => {
    const gap = index === 0 ? Number.POSITIVE_INFINITY : start - (runs[index - 1]?.end ?? start);
    return sum + count - 1 + (gap <= idleGapSeconds ? 1 : 0);
  }, 0);
}

/** How many commits these are. */
export function countOf(runs: TimeRuns): number {
  return runs.reduce((sum, { count }) => sum + count, 0);
}

/** The first time in UTC milliseconds; `null` where there is none. */
export function firstMs(runs: TimeRuns): number | null {
  const [first] = runs;
  return first === undefined ? null : first.start * 1000;
}

/** The last time, as it was written; `null` where there is none. */
export function lastTime(runs: TimeRuns): ZonedTime | null {
  const last = runs.at(-1);
  return last === undefined ? null : { epochMs: last.end * 1000, offsetMinutes: last.offsetMinutes };
}

/** Minutes from the first to the last, each pause longer than 45 minutes counted as nothing; `null` for less than two. */
export function spanMinutes(runs: TimeRuns): number | null {
  if (countOf(runs) < 2) return null;
  let seconds = 0;
  runs.forEach(({ start, end }, index) => {
    const gap = index === 0 ? 0 : start - (runs[index - 1]?.end ?? start);
    seconds += end - start + (gap <= idleGapSeconds ? gap : 0);
  });
  return seconds / 60;
}

/** How far a time in UTC milliseconds lies from the nearest of them; infinitely, where there are none. */
export function distanceMs(runs: TimeRuns, epochMs: number): number {
  return runs.reduce(
    (least, { start, end }) => Math.min(least, Math.max(start * 1000 - epochMs, epochMs - end * 1000, 0)),
    Number.POSITIVE_INFINITY,
  );
}
