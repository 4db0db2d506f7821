import type { PlanId } from "../model/plan-id.ts";
import type { HistoryDigest } from "./history-digest.ts";
import { countGaps, countOf, findAtMost, spanMinutes, type TimeRuns } from "./time-runs.ts";

/** How a project works, as far as it tells when a plan's work began before its first commit. */
export interface WorkRhythm {
  /** Seconds at which planning was committed: a plan completed, a phase's directory or a SUMMARY made. In order. */
  readonly marks: Float64Array;
  /** Minutes that typically pass from one work commit of a plan to its next, in plans that are completed. */
  readonly minutesBetween: number;
}

/** What commits alone tell of the time that work took. Minutes are not rounded. */
export interface WorkEstimate {
  readonly commitCount: number;
  readonly minutes: number;
  /** Of these, the minutes before the first commit: they leave no trace, and are estimated. */
  readonly leadMinutes: number;
}

/** Where fewer plans have commits to tell it by, as in most projects that were measured (docs/figures.md). */
const fewestPlans = 5;
const usualMinutesBetween = 2;
/** What lies further back says nothing of when work began: somebody was away. */
const longestLeadMinutes = 10;
/** One commit that holds all of a plan is more than one step of several. */
const singleCommitFactor = 1.5;
/** How much a mark tells of a lead beside the project's pace. This and the other numbers are measured (docs/figures.md). */
const markWeight = 0.4;
/** The first step is longer than others: the plan is read before it. */
const firstStepFactor = 1.25;

/**
 * Reads the rhythm of a project from its history. The pace is that of completed plans, so that a commit of work on another
 * one moves no duration of theirs.
 */
export function readRhythm(
  { plans, births, summaries }: HistoryDigest,
  isCompleted: (planId: PlanId) => boolean,
): WorkRhythm {
  const marks: number[] = [...births.values(), ...summaries.values()];
  const paces: number[] = [];
  for (const [planId, { windows }] of plans) {
    const counts = isCompleted(planId);
    for (const { work, records } of windows.values()) {
      for (const { start, end } of records) marks.push(start, end);
      const gaps = counts ? countGaps(work) : 0;
      if (gaps > 0) paces.push((spanMinutes(work) ?? 0) / gaps);
    }
  }
  const pace = paces.length < fewestPlans ? undefined : paces.sort((a, b) => a - b)[paces.length >> 1];
  return { marks: Float64Array.from(marks).sort(), minutesBetween: pace ?? usualMinutesBetween };
}

/** Seconds of the last mark before a second; minus infinity where there is none. */
export function findMarkBefore(marks: Float64Array, second: number): number {
  return findAtMost(marks, second - 1);
}

const shortestMinutes = 0.5;

/**
 * Estimates how long a plan's work took: from its first commit to its last without pauses, and a lead before the first.
 *
 * Of the lead two things are known: when planning was committed last, before which it did not begin, and how much time
 * passes from one commit to the next; a mean of both, by ratios, lies nearest to what people recorded. Without such a mark
 * it is taken for a longer step. `null` for a single commit with no mark near: nothing tells anything of it.
 */
export function estimateWork(work: TimeRuns, { marks, minutesBetween }: WorkRhythm): WorkEstimate | null {
  const [first] = work;
  if (first === undefined) return null;
  const commitCount = countOf(work);
  const isSingle = commitCount < 2;
  const sinceMark = (first.start - findMarkBefore(marks, first.start)) / 60;
  const step = Math.max(minutesBetween * (isSingle ? singleCommitFactor : 1), shortestMinutes);
  const isNear = sinceMark < longestLeadMinutes;
  if (isSingle && !isNear) return null;
  const leadMinutes = isNear
    ? Math.max(sinceMark, shortestMinutes) ** markWeight * step ** (1 - markWeight)
    : step * firstStepFactor;
  return { commitCount, minutes: (spanMinutes(work) ?? 0) + leadMinutes, leadMinutes };
}
