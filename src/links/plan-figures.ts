import type { PlanSummary } from "../planning/summary.ts";
import type { ZonedTime } from "../model/ports.ts";
import { lastWorkMs, type LinkedPlan } from "./link-index.ts";
import type { WorkEstimate } from "./work-estimate.ts";

/** Where a figure comes from. `recorded` is a value of STATE.md that nothing contradicts. */
export type DurationEvidence = "recorded" | "summary" | "commits" | "none";

/** The figures of a plan, each with its evidence. Minutes are not rounded. */
export interface PlanFigures {
  readonly plan: LinkedPlan;
  readonly summary: PlanSummary | null;
  readonly startedAtMs: number | null;
  readonly completedAtMs: number | null;
  /** The latest instant that `completedAtMs` may mean: of a plan without work commits often only the day is known. */
  readonly completedUntilMs: number | null;
  /** How long it took by its commits alone; `null` where they do not tell. */
  readonly estimate: WorkEstimate | null;
  readonly durationMinutes: number | null;
  readonly durationEvidence: DurationEvidence;
  readonly tasks: number | null;
  readonly files: number | null;
}

const longestMinutes = 7 * 24 * 60;

/** A bare number up to this is minutes where nothing else is known: GSD writes `8` for eight minutes. */
export const largestCertainMinutes = 90;

/** What commits tell of a duration is an estimate: a true one is up to five times as long, or a fifth. */
export const estimateFactor = 5;

/** Tells whether a duration can be true at all: positive, and not longer than a week. */
export function isPlausibleDuration(minutes: number): boolean {
  return minutes > 0 && minutes <= longestMinutes;
}

const minutesInADay = 24 * 60;

/** Tells whether a duration is far beyond what other evidence says: somebody counted days of waiting, or mistyped. */
export function isFarBeyond(minutes: number, evidenceMinutes: number): boolean {
  return minutes > minutesInADay && minutes > 10 * Math.max(evidenceMinutes, 1);
}

/** No plan is carried out in fewer seconds: such a number is minutes, also where the commits lie close together. */
const fewestSeconds = 20;

/**
 * Reads a bare number as minutes or as seconds, whichever lies nearer to the other evidence; `null` when that reading
 * is more than `factor` times, and more than a minute, off it.
 */
export function readBareDuration(
  value: number,
  referenceMinutes: number,
  factor: number,
): { readonly minutes: number; readonly unit: "minutes" | "seconds" } | null {
  const readings = [
    { minutes: value, unit: "minutes" as const },
    ...(value < fewestSeconds ? [] : [{ minutes: value / 60, unit: "seconds" as const }]),
  ];
  const reference = Math.max(referenceMinutes, 1);
  const distance = (minutes: number): number => Math.abs(Math.log(Math.max(minutes, 0.5) / reference));
  const [nearest] = readings.toSorted((a, b) => distance(a.minutes) - distance(b.minutes));
  if (nearest === undefined || !isPlausibleDuration(nearest.minutes)) return null;
  return distance(nearest.minutes) <= Math.log(factor) || Math.abs(nearest.minutes - referenceMinutes) <= 1
    ? nearest
    : null;
}

/** A number without a unit in a SUMMARY: what the commits support; without any, small ones are minutes. */
function readSummaryNumber(value: number, estimate: WorkEstimate | null): number | null {
  if (estimate === null) return value <= largestCertainMinutes ? value : null;
  return readBareDuration(value, estimate.minutes, estimateFactor)?.minutes ?? null;
}

const dayMs = 24 * 60 * 60 * 1000;
const widestZoneMs = 12 * 60 * 60 * 1000;
const nearMs = dayMs + widestZoneMs;

/**
 * When a plan without work commits was completed: the commit of its SUMMARY knows the hour, the date in it only the day.
 * Where they are days apart the earlier one counts, since a SUMMARY may be imported later, and a date mistyped.
 */
function findRecordedCompletion(recordedAtMs: number | null, statedAtMs: number | null): number | null {
  if (recordedAtMs === null || statedAtMs === null) return recordedAtMs ?? statedAtMs;
  return Math.abs(recordedAtMs - statedAtMs) <= nearMs ? recordedAtMs : Math.min(recordedAtMs, statedAtMs);
}

/**
 * Works out a plan's figures from its summary and its commits; recorded rows are weighed against them later.
 *
 * The SUMMARY goes before the commits: of the work before the first of these nothing is known for sure. It must not
 * contradict them wildly.
 */
export function createPlanFigures(plan: LinkedPlan, summary: PlanSummary | null): PlanFigures {
  // A fix that comes weeks after the plan was recorded as complete is not part of it.
  const { count, firstMs, last } = plan.ownWork;
  const { estimate } = plan;
  const bare = summary?.bareDuration ?? null;
  const stated = summary?.duration?.minutes ?? (bare === null ? null : readSummaryNumber(bare, estimate));
  const statedIsPlausible =
    stated !== null && isPlausibleDuration(stated) && (estimate === null || !isFarBeyond(stated, estimate.minutes));
  const completed =
    plan.status === "completed"
      ? (last?.epochMs ?? findRecordedCompletion(plan.recordedAtMs, summary?.completedAtMs ?? null))
      : null;
  return {
    plan,
    summary,
    startedAtMs: firstMs,
    completedAtMs: completed,
    completedUntilMs:
      completed === null ? null : completed + (last === null && completed % dayMs === 0 ? dayMs + widestZoneMs : 0),
    estimate,
    durationMinutes: statedIsPlausible ? stated : (estimate?.minutes ?? null),
    durationEvidence: statedIsPlausible ? "summary" : estimate === null ? "none" : "commits",
    tasks: summary?.tasks ?? (count > 0 ? count : null),
    files: summary?.files ?? plan.changedFiles,
  };
}

/** The work commit at which a plan was completed, in its zone; `null` where something else dates the completion. */
export function findCompletingWork({ plan, completedAtMs }: PlanFigures): ZonedTime | null {
  const { last } = plan.ownWork;
  return last !== null && last.epochMs === completedAtMs ? last : null;
}

/** Where the project stands by its history. */
export interface ProjectPosition {
  /** The plan completed last. */
  readonly lastCompleted: PlanFigures | null;
  /** The plan of the last work commit. */
  readonly lastWorked: PlanFigures | null;
  /** Other completed plans that may as well be called the last: carried out beside it and recorded later, dated by the day, or not dated at all. */
  readonly mayBeLast: readonly PlanFigures[];
  /** Plans with work later than the last completion and no SUMMARY, the latest work first. */
  readonly inProgress: readonly PlanFigures[];
}

const togetherMs = 10 * 60 * 1000;
const sessionMs = 3 * 60 * 60 * 1000;

/**
 * Tells whether a plan may be called the one completed last, although another one's work ended later.
 *
 * Of plans carried out side by side the order in which they end is chance; people name the one whose SUMMARY they wrote
 * last. One without a recorded SUMMARY may be in the commit that is being made. Of one that nothing dates, such as after
 * a squash whose message names no plan, nothing tells that it was not the last.
 */
function mayBeLast(figures: PlanFigures, last: PlanFigures): boolean {
  const { completedAtMs, completedUntilMs, plan } = figures;
  if (figures === last || last.completedAtMs === null) return false;
  if (completedAtMs === null) return plan.status === "completed" && plan.files?.milestone === null;
  if ((completedUntilMs ?? completedAtMs) >= last.completedAtMs) return true;
  const distance = last.completedAtMs - completedAtMs;
  const [own, other] = [plan.recordedAtMs, last.plan.recordedAtMs];
  if (own !== null && other !== null && own >= other) return distance <= dayMs;
  if (own === null && other !== null) return distance <= sessionMs;
  const ranBeside = last.startedAtMs !== null && completedAtMs >= last.startedAtMs;
  return ranBeside && (distance <= togetherMs || other === null);
}

/** A date without a time may mean a day that began half a day before it does in UTC: it outdoes no commit of that time. */
function earliestCompletionMs({ completedAtMs, completedUntilMs }: PlanFigures): number {
  if (completedAtMs === null) return Number.NEGATIVE_INFINITY;
  return completedUntilMs === completedAtMs ? completedAtMs : completedAtMs - widestZoneMs;
}

/** Finds where the project stands. Ties go to the later entry of the list, which is in order of plan id. */
export function findPosition(figures: readonly PlanFigures[]): ProjectPosition {
  const latest = (items: readonly PlanFigures[], timeOf: (item: PlanFigures) => number): PlanFigures | null =>
    items.reduce<PlanFigures | null>(
      (best, item) => (Number.isFinite(timeOf(item)) && (best === null || timeOf(item) >= timeOf(best)) ? item : best),
      null,
    );
  const lastCompleted = latest(figures, earliestCompletionMs);
  const after = lastCompleted?.completedAtMs ?? Number.NEGATIVE_INFINITY;
  const inProgress = figures
    .filter(({ plan }) => plan.status === "in-progress" && plan.files !== null && lastWorkMs(plan) > after)
    .toSorted((a, b) => lastWorkMs(b.plan) - lastWorkMs(a.plan));
  const besides = lastCompleted === null ? [] : figures.filter((item) => mayBeLast(item, lastCompleted));
  return { lastCompleted, mayBeLast: besides, lastWorked: latest(figures, ({ plan }) => lastWorkMs(plan)), inProgress };
}
