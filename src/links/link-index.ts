import { appendTo } from "../model/append-to.ts";
import { comparePlanIds, isSliceAlone, phaseOfPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { ZonedTime } from "../model/ports.ts";
import type { PlanFiles } from "../planning/plan-files.ts";
import type { HistoryDigest, PlanWindow } from "./history-digest.ts";
import { countPaths } from "./path-set.ts";
import { nameOfDirectory, placeInPhase } from "./phase-places.ts";
import { findFilesByOtherId, findOtherIds, noMilestones, type PhaseMilestones } from "./plan-names.ts";
import {
  countOf,
  firstMs,
  joinRuns,
  lastTime,
  runsBetween,
  runsUntil,
  spanMinutes,
  type TimeRuns,
} from "./time-runs.ts";
import { estimateWork, readRhythm, type WorkEstimate } from "./work-estimate.ts";

export type PlanStatus = "planned" | "in-progress" | "completed";

/** Work commits of a plan, added up. */
export interface PlanWork {
  readonly count: number;
  /** In UTC milliseconds. */
  readonly firstMs: number | null;
  readonly last: ZonedTime | null;
  /** Minutes from the first to the last, pauses of more than 45 minutes left out; `null` for less than two. */
  readonly spanMinutes: number | null;
  /** By their times. */
  readonly runs: TimeRuns;
}

/** A plan with what history says of it. */
export interface LinkedPlan {
  readonly planId: PlanId;
  readonly phase: PhaseId;
  /** `null` when no file of the plan is on disk. */
  readonly files: PlanFiles | null;
  readonly status: PlanStatus;
  /** Commits that carry its tag, bookkeeping included. */
  readonly commitCount: number;
  /** When the latest of these was made, in UTC milliseconds. */
  readonly lastCommitMs: number | null;
  readonly work: PlanWork;
  /**
   * Work up to the SUMMARY's first commit; all of it where there is none before: a later fix is a follow-up, not the plan.
   * Of a plan that was planned and recorded anew, the work between.
   */
  readonly ownWork: PlanWork;
  /** How long that took, by the commits alone; `null` where they do not tell. */
  readonly estimate: WorkEstimate | null;
  /** Distinct files that its work changes, planning documents left out; `null` where none or too many are known. */
  readonly changedFiles: number | null;
  /** When a commit first held the plan's SUMMARY, or recorded a plan anew, in UTC milliseconds. */
  readonly recordedAtMs: number | null;
}

/** What is known of plans and history together. */
export interface LinkIndex {
  /** In order of plan id; a number that recurs in a later milestone has an entry for each. */
  readonly plans: readonly LinkedPlan[];
  /** Commits of the history, merges and untagged ones included. */
  readonly commitCount: number;
}

/** Chooses which of several plans of one number a commit belongs to. */
export interface PlanChooser {
  /** The plan files that an id of a tag means: those that have the number, and of those that a milestone is named of, its own. */
  readonly filesOf: (planId: PlanId) => readonly PlanFiles[];
  /** The one whose directory was the newest at a second; `undefined` where no file has the number. */
  readonly choose: (planId: PlanId, second: number) => PlanFiles | undefined;
}

/** Makes the chooser from the times at which the phase directories appeared, and from what is known of milestones. */
export function createPlanChooser(
  births: ReadonlyMap<string, number>,
  planFiles: readonly PlanFiles[],
  milestones: PhaseMilestones,
): PlanChooser {
  const filesById = new Map<PlanId, PlanFiles[]>();
  for (const files of planFiles) {
    if (files.planId === null) continue;
    appendTo(filesById, files.planId, files);
  }
  const birthOf = ({ directory }: PlanFiles): number =>
    births.get(nameOfDirectory(directory)) ?? Number.NEGATIVE_INFINITY;
  const filesOf = (planId: PlanId): readonly PlanFiles[] =>
    filesById.get(planId) ?? findFilesByOtherId(planId, planFiles, filesById, milestones);
  return {
    filesOf,
    choose: (planId, second) => {
      const candidates = filesOf(planId);
      if (candidates.length < 2) return candidates[0];
      const born = candidates.map((files) => ({ files, at: birthOf(files) })).sort((a, b) => a.at - b.at);
      return (born.findLast(({ at }) => at <= second) ?? born[0])?.files;
    },
  };
}

function toPlanWork(runs: TimeRuns): PlanWork {
  return { count: countOf(runs), firstMs: firstMs(runs), last: lastTime(runs), spanMinutes: spanMinutes(runs), runs };
}

/**
 * What a plan came to that was planned and recorded anew, as a later milestone does that takes up the directories of an
 * earlier one: its PLAN changed after its SUMMARY was there, then came work, then its SUMMARY changed. `undefined` where
 * one of these is missing: work after a SUMMARY is a follow-up otherwise, and a PLAN that changes alone is corrected.
 */
function findSecondRecord(
  { summaries, revisions }: HistoryDigest,
  place: string,
  work: TimeRuns,
): { readonly recordedAt: number; readonly work: TimeRuns } | undefined {
  const first = summaries.get(place);
  const planned = revisions.plans.get(place);
  const recordedAt = revisions.summaries.get(place);
  if (first === undefined || planned === undefined || recordedAt === undefined || planned <= first) return undefined;
  const between = runsBetween(work, planned * 1000, recordedAt * 1000);
  return between.length === 0 ? undefined : { recordedAt, work: between };
}

/** Work that is older than its phase's directory by more than this is of another project, which this one grew from. */
const longestBeforeDirectory = 7 * 24 * 60 * 60;

/** The work that made a plan: up to the SUMMARY's first commit; without what is much older than the phase's directory, where that leaves any. */
function findOwnWork(
  windows: readonly (readonly [string, PlanWindow])[],
  births: ReadonlyMap<string, number>,
  recordedAtMs: number | null,
): TimeRuns {
  const birth = Math.min(...windows.map(([name]) => births.get(name) ?? Number.POSITIVE_INFINITY));
  const all = joinRuns(windows.map(([, { work }]) => work));
  const before = recordedAtMs === null ? all : runsUntil(all, recordedAtMs);
  const known = before.length > 0 ? before : all;
  const near = known.filter(({ end }) => end >= birth - longestBeforeDirectory);
  return near.length > 0 ? near : known;
}

/** Work without the commit that brings the SUMMARY beside it, where others come before: what it adds is the record. */
function withoutRecord(work: TimeRuns, records: TimeRuns, recordedAt: number | undefined): TimeRuns {
  const last = work.at(-1);
  const isRecord =
    last !== undefined &&
    last.start === recordedAt &&
    last.count === 1 &&
    !records.some(({ start, end }) => start <= last.start && last.start <= end);
  return isRecord && work.length > 1 ? work.slice(0, -1) : work;
}

/** A plan's windows in a digest, under whatever ids its commits name it. */
type NamedWindows = readonly (readonly [string, PlanWindow])[];

/**
 * Brings the digest of a history and the plan files of a tree together. `milestones` is asked where tags name milestones and
 * directories do not (`namesMilestones`).
 */
export function createLinkIndex(
  digest: HistoryDigest,
  planFiles: readonly PlanFiles[],
  milestones: PhaseMilestones = noMilestones,
): LinkIndex {
  const { births, summaries } = digest;
  const chooser = createPlanChooser(births, planFiles, milestones);
  const otherIds = findOtherIds(digest, planFiles, chooser);
  const rhythm = readRhythm(
    digest,
    (planId) =>
      digest.plans.get(planId)?.holdsSummary === true ||
      chooser.filesOf(planId).some(({ summaryPath }) => summaryPath !== null),
  );

  const createPlan = (planId: PlanId, files: PlanFiles | null): LinkedPlan => {
    const history = digest.plans.get(planId);
    const windowsOf = (id: PlanId): NamedWindows => {
      const isAlone = chooser.filesOf(id).length < 2;
      return [...(digest.plans.get(id)?.windows ?? [])].filter(
        ([name]) => isAlone || chooser.choose(id, births.get(name) ?? Number.NEGATIVE_INFINITY) === files,
      );
    };
    const others = files === null ? [] : (otherIds.get(files) ?? []);
    const named = [planId, ...others].flatMap(windowsOf);
    const windows = named.map(([, window]) => window);
    const work = joinRuns(windows.map((window) => window.work));
    const records = joinRuns(windows.map((window) => window.records));
    const place = files?.summaryPath == null ? null : placeInPhase(files.summaryPath);
    const again = place === null ? undefined : findSecondRecord(digest, place, work);
    const recordedAt = place === null ? undefined : (again?.recordedAt ?? summaries.get(place));
    const recordedAtMs = recordedAt === undefined ? null : recordedAt * 1000;
    const own = again?.work ?? findOwnWork(named, births, recordedAtMs);
    const isCompleted = files === null ? (history?.holdsSummary ?? false) : files.summaryPath !== null;
    const times = [lastTime(work), lastTime(records)].flatMap((time) => (time === null ? [] : [time.epochMs]));
    return {
      planId,
      phase: phaseOfPlan(planId),
      files,
      status: isCompleted ? "completed" : work.length > 0 ? "in-progress" : "planned",
      commitCount: countOf(work) + countOf(records),
      lastCommitMs: times.length === 0 ? null : Math.max(...times),
      work: toPlanWork(work),
      ownWork: toPlanWork(own),
      estimate: estimateWork(withoutRecord(own, records, recordedAt), rhythm),
      changedFiles: countPaths(windows.map(({ paths }) => paths)),
      recordedAtMs,
    };
  };
  const plans = [
    ...planFiles.flatMap((files) => (files.planId === null ? [] : [createPlan(files.planId, files)])),
    ...[...digest.plans.keys()].flatMap((planId) =>
      // Of a slice without its milestone and its files nothing is known but a number.
      chooser.filesOf(planId).length === 0 && !isSliceAlone(planId) ? [createPlan(planId, null)] : [],
    ),
  ].sort(
    (a, b) => comparePlanIds(a.planId, b.planId) || compareText(a.files?.directory ?? "", b.files?.directory ?? ""),
  );
  return { plans, commitCount: digest.commitCount };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Of the plans of one number the one that it means today: not archived, and of several the one worked on last. */
export function choosePlan<Plan extends LinkedPlan>(named: readonly Plan[]): Plan | undefined {
  const live = named.filter(({ files }) => files !== null && files.milestone === null);
  return (live.length > 0 ? live : named).toSorted((a, b) => lastWorkMs(a) - lastWorkMs(b)).at(-1);
}

/** The plan that a number means today. */
export function findPlan(index: LinkIndex, planId: PlanId): LinkedPlan | undefined {
  return choosePlan(index.plans.filter((plan) => plan.planId === planId));
}

/** When the plan was last worked on, in UTC milliseconds; minus infinity where no work commit is known. */
export function lastWorkMs(plan: LinkedPlan): number {
  return plan.work.last?.epochMs ?? Number.NEGATIVE_INFINITY;
}
