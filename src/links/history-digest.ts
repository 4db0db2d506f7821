import { appendTo } from "../model/append-to.ts";
import type { PlanTag } from "../commit/plan-tag.ts";
import { createSliceId, phaseOfPlan, qualifyPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath, ZonedTime } from "../model/ports.ts";
import { isPlanningPath } from "../planning/plan-files.ts";
import { isGsd2Directory } from "../planning/planning-root.ts";
import { addPaths, toPathKey, type PathKey, type PathSet } from "./path-set.ts";
import {
  findPhaseDirectory,
  isPlanPath,
  isSummaryPath,
  phasesOfDirectory,
  placeInPhase,
  summaryPlaceOf,
} from "./phase-places.ts";
import { addShortened, countOf, isSplitBy, packTime, secondOf, type PackedTime, type TimeRuns } from "./time-runs.ts";
import { addWorkTimes, noWorkTimes, type WorkTimes } from "./work-times.ts";

/** A commit as far as the digest needs it. */
export interface HistoryCommit {
  readonly tag: PlanTag;
  readonly authored: ZonedTime;
  readonly isMerge: boolean;
  /** What it changes; asked only of commits that `needsPaths`. */
  readonly paths: readonly RepositoryPath[];
}

/** Commits of one plan number that were made while one phase directory was the newest of the phase. */
export interface PlanWindow {
  readonly work: TimeRuns;
  /** Bookkeeping: of planning documents alone, and merges (D4). */
  readonly records: TimeRuns;
  readonly paths: PathSet;
}

/** The commits of one plan number. */
export interface PlanHistory {
  /** By the name of the directory; what is older than all directories stands under an empty one. */
  readonly windows: ReadonlyMap<string, PlanWindow>;
  /** One of them changes a SUMMARY. */
  readonly holdsSummary: boolean;
}

/** The last changes of plan files, by the SUMMARY's place in its phase. */
export interface Revisions {
  readonly plans: ReadonlyMap<string, number>;
  readonly summaries: ReadonlyMap<string, number>;
}

/**
 * What figures, position and claims need of history, added up: its size goes with the number of plans, not of commits.
 *
 * It depends on the commits alone, in any order, and on no file of the work tree. Seconds are those of the author.
 */
export interface HistoryDigest {
  readonly commitCount: number;
  /** When each phase directory first appeared in a tagged commit, by its name. */
  readonly births: ReadonlyMap<string, number>;
  /** When each SUMMARY first appeared in a tagged commit, by its place in its phase. */
  readonly summaries: ReadonlyMap<string, number>;
  /** When the PLAN and the SUMMARY of a place were last changed in a tagged commit: a plan may be made and recorded anew. */
  readonly revisions: Revisions;
  readonly plans: ReadonlyMap<PlanId, PlanHistory>;
  /** Work of all plans together. */
  readonly work: WorkTimes;
}

/** Of a history without commits. */
export const emptyDigest: HistoryDigest = {
  commitCount: 0,
  births: new Map(),
  summaries: new Map(),
  revisions: { plans: new Map(), summaries: new Map() },
  plans: new Map(),
  work: noWorkTimes,
};

/** A plan of so many commits is a project; the number of its files is not counted. */
const mostCommitsWithPaths = 500;

const timesAtOnce = 4096;

/** Tells whether the digest asks for a commit's changed paths: its tag names a plan, a phase or a unit of gsd-2. */
export function needsPaths({ kind }: PlanTag): boolean {
  return kind === "plan" || kind === "phase" || kind === "gsd2";
}

/**
 * The plans that a tag names, with the milestone that it names: `v0.28-1-04`. None where a workstream means plans of
 * another directory. In a planning directory of gsd-2 they are slices, and nothing else is a plan.
 */
export function plansOfTag(tag: PlanTag, planningDirectory: RepositoryPath): readonly PlanId[] {
  if (isGsd2Directory(planningDirectory)) {
    const slice =
      tag.kind === "gsd2" && tag.unit.slice !== null ? createSliceId(tag.unit.milestone, tag.unit.slice) : undefined;
    return slice === undefined ? [] : [slice];
  }
  if (tag.kind !== "plan" || tag.workstream !== null) return [];
  const { milestone } = tag;
  return milestone === null ? tag.planIds : tag.planIds.map((planId) => qualifyPlan(milestone, planId));
}

/** Tells whether a commit only records work (D4): it changes planning documents alone, or is a merge. */
export function isBookkeeping(
  commit: Pick<HistoryCommit, "isMerge" | "paths">,
  planningDirectory: RepositoryPath,
): boolean {
  const { isMerge, paths } = commit;
  return isMerge || (paths.length > 0 && paths.every((path) => isPlanningPath(path, planningDirectory)));
}

/** The directories in which plans of each phase may stand, the oldest first; of two born at once, by name. */
export type DirectoryOrder = ReadonlyMap<PhaseId, readonly { readonly name: string; readonly birth: number }[]>;

function orderDirectories(births: ReadonlyMap<string, number>): DirectoryOrder {
  const order = new Map<PhaseId, { name: string; birth: number }[]>();
  for (const [name, birth] of births) {
    for (const each of phasesOfDirectory(name)) {
      appendTo(order, each, { name, birth });
    }
  }
  for (const list of order.values()) list.sort((a, b) => a.birth - b.birth || (a.name < b.name ? -1 : 1));
  return order;
}

/** Times at which plans of a phase may have to be cut: when a SUMMARY in a directory of the phase appeared. */
function orderCuts(summaries: ReadonlyMap<string, number>): (phase: PhaseId) => readonly number[] {
  const elsewhere: number[] = [];
  const byPhase = new Map<PhaseId, number[]>();
  for (const [place, second] of summaries) {
    const phases = phasesOfDirectory(place.slice(0, Math.max(0, place.lastIndexOf("/"))));
    if (phases.length === 0) elsewhere.push(second);
    for (const each of phases) appendTo(byPhase, each, second);
  }
  return (phase) => [...(byPhase.get(phase) ?? []), ...elsewhere].sort((a, b) => a - b);
}

/** What is new of one plan number, before it is known which directory was the newest when. */
interface NewCommits {
  readonly work: PackedTime[];
  readonly records: PackedTime[];
  holdsSummary: boolean;
  /** Two lists side by side: a history may hold millions. `null` where the number will not be counted. */
  paths: { readonly keys: PathKey[]; readonly seconds: number[] } | null;
}

/** A copy of a text that stands alone: a part of a longer text keeps all of that in memory, here what git told at once. */
function detach(text: string): string {
  return ` ${text}`.slice(1);
}

function raise(times: Map<string, number>, key: string, second: number): void {
  const known = times.get(key);
  if (known === undefined || second > known) times.set(known === undefined ? detach(key) : key, second);
}

function lower(times: Map<string, number>, key: string, second: number): void {
  const known = times.get(key);
  if (known === undefined || second < known) times.set(known === undefined ? detach(key) : key, second);
}

/**
 * Folds commits into a digest, one by one and in any order.
 *
 * Memory goes with the number of plans, and by a few bytes with that of tagged commits.
 */
export class DigestBuilder {
  private readonly base: HistoryDigest;
  private readonly planningDirectory: RepositoryPath;
  private commitCount: number;
  private readonly births: Map<string, number>;
  private readonly summaries: Map<string, number>;
  private readonly revisions: { readonly plans: Map<string, number>; readonly summaries: Map<string, number> };
  private readonly added = new Map<PlanId, NewCommits>();
  private work: WorkTimes;
  private recentWork: PackedTime[] = [];

  constructor(base: HistoryDigest, planningDirectory: RepositoryPath) {
    this.base = base;
    this.planningDirectory = planningDirectory;
    this.commitCount = base.commitCount;
    this.births = new Map(base.births);
    this.summaries = new Map(base.summaries);
    this.revisions = { plans: new Map(base.revisions.plans), summaries: new Map(base.revisions.summaries) };
    this.work = base.work;
  }

  /** Folds in a commit of which the paths are not needed: of it nothing is known but that it is there. */
  addOther(): void {
    this.commitCount += 1;
  }

  /** Folds one commit in. */
  add(commit: HistoryCommit): void {
    this.commitCount += 1;
    if (!needsPaths(commit.tag)) return;
    const time = packTime(commit.authored);
    const second = secondOf(time);
    let holdsSummary = false;
    for (const path of commit.paths) {
      const directory = findPhaseDirectory(path);
      if (directory !== undefined) lower(this.births, directory.name, second);
      if (isPlanPath(path)) raise(this.revisions.plans, summaryPlaceOf(path), second);
      if (!isSummaryPath(path)) continue;
      holdsSummary = true;
      const place = placeInPhase(path);
      lower(this.summaries, place, second);
      raise(this.revisions.summaries, place, second);
    }
    const isWork = !isBookkeeping(commit, this.planningDirectory);
    const planIds = plansOfTag(commit.tag, this.planningDirectory);
    for (const planId of planIds) {
      const plan = this.added.get(planId) ?? {
        work: [],
        records: [],
        holdsSummary: false,
        paths: { keys: [], seconds: [] },
      };
      this.added.set(planId, plan);
      plan.holdsSummary ||= holdsSummary;
      (isWork ? plan.work : plan.records).push(time);
      if (isWork) this.addPaths(plan, commit.paths, second);
    }
    if (isWork && planIds.length > 0) this.addWork(time);
  }

  private addWork(time: PackedTime): void {
    this.recentWork.push(time);
    if (this.recentWork.length >= timesAtOnce) this.foldWork();
  }

  private foldWork(): void {
    this.work = addWorkTimes(this.work, this.recentWork);
    this.recentWork = [];
  }

  private addPaths(plan: NewCommits, paths: readonly RepositoryPath[], second: number): void {
    if (plan.work.length > mostCommitsWithPaths) plan.paths = null;
    if (plan.paths === null) return;
    for (const path of paths) {
      if (isPlanningPath(path, this.planningDirectory)) continue;
      plan.paths.keys.push(toPathKey(path));
      plan.paths.seconds.push(second);
    }
  }

  /**
   * The digest of all commits together; the builder is used up. `undefined` where the new ones show that something which
   * was added up before belongs apart: the history must be read from its beginning, which always gives an answer.
   */
  finish(): HistoryDigest | undefined {
    if (this.isOvertaken()) return undefined;
    const order = orderDirectories(this.births);
    const cutsOf = orderCuts(this.summaries);
    const plans = new Map(this.base.plans);
    for (const [planId, added] of this.added) {
      const phase = phaseOfPlan(planId);
      plans.set(
        planId,
        extendPlan(plans.get(planId), added, order.get(phase) ?? [], () => cutsOf(phase)),
      );
    }
    this.foldWork();
    const { commitCount, births, summaries, revisions, work } = this;
    return { commitCount, births, summaries, revisions, plans, work };
  }

  /** Tells whether a directory or a SUMMARY turns out to be older than commits that were added up without it. */
  private isOvertaken(): boolean {
    if (this.base.plans.size === 0) return false;
    const isNew = (old: ReadonlyMap<string, number>, [name, second]: readonly [string, number]): boolean =>
      old.get(name) !== second;
    const births = [...this.births].filter((birth) => isNew(this.base.births, birth));
    const cuts = [...this.summaries].filter((summary) => isNew(this.base.summaries, summary));
    if (births.length === 0 && cuts.length === 0) return false;
    const newDirectories = orderDirectories(new Map(births));
    const order = orderDirectories(this.births);
    const cutsOf = orderCuts(new Map(cuts));
    for (const [planId, { windows }] of this.base.plans) {
      const phase = phaseOfPlan(planId);
      const directories = newDirectories.get(phase) ?? [];
      const cutsOfPhase = cutsOf(phase);
      for (const [name, { work, records }] of windows) {
        const last = Math.max(work.at(-1)?.end ?? -Infinity, records.at(-1)?.end ?? -Infinity);
        if (directories.some((directory) => directory.name !== name && directory.birth <= last)) return true;
        // A directory that turns out to be older no longer is the newest of those that were born in between.
        const own = directories.find((directory) => directory.name === name);
        const known = this.base.births.get(name) ?? Infinity;
        if (
          own !== undefined &&
          (order.get(phase) ?? []).some((each) => each.name !== name && each.birth >= own.birth && each.birth <= known)
        )
          return true;
        if (cutsOfPhase.some((cut) => isSplitBy(work, cut))) return true;
      }
    }
    return false;
  }
}

const emptyWindow: PlanWindow = { work: [], records: [], paths: "" };

function extendPlan(
  base: PlanHistory | undefined,
  added: NewCommits,
  directories: readonly { readonly name: string; readonly birth: number }[],
  readCuts: () => readonly number[],
): PlanHistory {
  const nameAt = (second: number): string => directories.findLast(({ birth }) => birth <= second)?.name ?? "";
  const work = groupTimes(added.work, nameAt);
  const records = groupTimes(added.records, nameAt);
  const keys = new Map<string, PathKey[]>();
  added.paths?.keys.forEach((key, index) => {
    const name = nameAt(added.paths?.seconds[index] ?? 0);
    appendTo(keys, name, key);
  });
  const windows = new Map(base?.windows);
  for (const name of new Set([...work.keys(), ...records.keys()])) {
    const window = windows.get(name) ?? emptyWindow;
    windows.set(name, {
      work: addShortened(window.work, work.get(name) ?? [], readCuts),
      records: addShortened(window.records, records.get(name) ?? [], () => []),
      paths: addPaths(window.paths, keys.get(name) ?? []),
    });
  }
  const workCount = [...windows.values()].reduce((sum, window) => sum + countOf(window.work), 0);
  if (workCount > mostCommitsWithPaths)
    for (const [name, window] of windows) windows.set(name, { ...window, paths: null });
  return { windows, holdsSummary: (base?.holdsSummary ?? false) || added.holdsSummary };
}

function groupTimes(
  times: readonly PackedTime[],
  nameAt: (second: number) => string,
): ReadonlyMap<string, readonly PackedTime[]> {
  const groups = new Map<string, PackedTime[]>();
  for (const time of times) {
    const name = nameAt(secondOf(time));
    appendTo(groups, name, time);
  }
  return groups;
}
