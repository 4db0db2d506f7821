import { parseCommitMessage } from "../commit/message.ts";
import { readPlanTag, type PlanTag } from "../commit/plan-tag.ts";
import type { Oid } from "../model/oid.ts";
import { comparePlanIds, phaseOfPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { CommitFact, RepositoryPath, ZonedTime } from "../model/ports.ts";
import { isPlanningPath, type PlanFiles } from "../planning/plan-files.ts";

export type PlanStatus = "planned" | "in-progress" | "completed";

/** A commit and why it belongs to its plan. */
export interface LinkedCommit {
  readonly oid: Oid;
  readonly header: string;
  readonly authored: ZonedTime;
  readonly committed: ZonedTime;
  /** Changes planning documents only: it records work, it is not work (D4). Merges count as bookkeeping too. */
  readonly isBookkeeping: boolean;
  readonly evidence: "tag";
}

/** A plan with its commits, oldest first. */
export interface LinkedPlan {
  readonly planId: PlanId;
  readonly phase: PhaseId;
  /** `null` when no file of the plan is on disk. */
  readonly files: PlanFiles | null;
  readonly status: PlanStatus;
  readonly commits: readonly LinkedCommit[];
  readonly workCommits: readonly LinkedCommit[];
  /** When a commit first held the plan's SUMMARY, in UTC milliseconds; work after it is a follow-up, not the plan. */
  readonly recordedAtMs: number | null;
}

/** Everything that is known of plans and commits together. */
export interface LinkIndex {
  /** In order of plan id; a number that recurs in a later milestone has an entry for each. */
  readonly plans: readonly LinkedPlan[];
  readonly planIdsByOid: ReadonlyMap<Oid, readonly PlanId[]>;
  /** Commits that were read, merges and untagged ones included. */
  readonly commitCount: number;
}

/** A commit with its tag: the first reading of history. */
export interface TaggedCommit {
  readonly commit: CommitFact;
  readonly header: string;
  readonly tag: PlanTag;
}

/** Reads the plan tag of every commit. */
export function tagCommits(commits: readonly CommitFact[]): readonly TaggedCommit[] {
  return commits.map((commit) => {
    const message = parseCommitMessage(commit.message);
    return { commit, header: message.header, tag: readPlanTag(message) };
  });
}

/** The commits whose changed paths the index needs: those with a plan or a phase in their tag. */
export function commitsToInspect(tagged: readonly TaggedCommit[]): readonly Oid[] {
  return tagged.filter(({ tag }) => tag.kind === "plan" || tag.kind === "phase").map(({ commit }) => commit.oid);
}

/** The facts from which the index is built. `tagged` is newest first, as git gives it. */
export interface LinkFacts {
  readonly tagged: readonly TaggedCommit[];
  readonly changedPaths: ReadonlyMap<Oid, readonly RepositoryPath[]>;
  readonly planFiles: readonly PlanFiles[];
  readonly planningDirectory: RepositoryPath;
}

function baseName(path: RepositoryPath): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * When each phase directory first appeared in a commit, by the directory's own name: archiving moves it to another
 * place but keeps the name.
 */
function readDirectoryBirths(facts: LinkFacts): ReadonlyMap<string, number> {
  const births = new Map<string, number>();
  const names = new Set(facts.planFiles.map(({ directory }) => baseName(directory)));
  for (const { commit } of facts.tagged) {
    for (const path of facts.changedPaths.get(commit.oid) ?? []) {
      for (const part of path.split("/")) {
        if (names.has(part))
          births.set(part, Math.min(births.get(part) ?? Number.POSITIVE_INFINITY, commit.authored.epochMs));
      }
    }
  }
  return births;
}

/** The last two parts of a path: they stay the same when a phase is archived. */
function placeInPhase(path: RepositoryPath): string {
  return path.split("/").slice(-2).join("/");
}

/** When each SUMMARY was first committed, by its place in its phase. */
function readSummaryTimes(facts: LinkFacts): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { commit } of facts.tagged) {
    for (const path of facts.changedPaths.get(commit.oid) ?? []) {
      if (!isSummaryPath(path)) continue;
      const place = placeInPhase(path);
      times.set(place, Math.min(times.get(place) ?? Number.POSITIVE_INFINITY, commit.authored.epochMs));
    }
  }
  return times;
}

/** Which of several plans of one number a commit belongs to: the one whose directory was the newest when it was made. */
function chooseFiles(
  candidates: readonly PlanFiles[],
  births: ReadonlyMap<string, number>,
  authoredMs: number,
): PlanFiles | undefined {
  const [only, second] = candidates;
  if (second === undefined) return only;
  const born = candidates
    .map((files) => ({ files, at: births.get(baseName(files.directory)) ?? Number.NEGATIVE_INFINITY }))
    .sort((a, b) => a.at - b.at);
  return (born.findLast(({ at }) => at <= authoredMs) ?? born[0])?.files;
}

function isSummaryPath(path: RepositoryPath): boolean {
  return /(?:^|[/-])SUMMARY\.md$/i.test(path);
}

/** Builds the index of plans and commits. Pure: the same facts in any order give the same index. */
export function buildLinkIndex(facts: LinkFacts): LinkIndex {
  const births = readDirectoryBirths(facts);
  const summaryTimes = readSummaryTimes(facts);
  const filesById = new Map<PlanId, PlanFiles[]>();
  for (const files of facts.planFiles) {
    if (files.planId !== null) filesById.set(files.planId, [...(filesById.get(files.planId) ?? []), files]);
  }
  const planIdsByOid = new Map<Oid, readonly PlanId[]>();
  const commitsByPlan = new Map<string, LinkedCommit[]>();
  const orphans = new Map<PlanId, boolean>();
  const keyOf = (planId: PlanId, files: PlanFiles | undefined): string => `${planId}\0${files?.directory ?? ""}`;

  for (const { commit, header, tag } of facts.tagged.toReversed()) {
    // A workstream or a milestone in the tag means plans of another directory with numbers of their own.
    if (tag.kind !== "plan" || tag.workstream !== null || tag.milestone !== null) continue;
    planIdsByOid.set(commit.oid, tag.planIds);
    const paths = facts.changedPaths.get(commit.oid) ?? [];
    const isMerge = commit.parents.length > 1;
    const isBookkeeping =
      isMerge || (paths.length > 0 && paths.every((path) => isPlanningPath(path, facts.planningDirectory)));
    const linked: LinkedCommit = {
      oid: commit.oid,
      header,
      authored: commit.authored,
      committed: commit.committed,
      isBookkeeping,
      evidence: "tag",
    };
    for (const planId of tag.planIds) {
      const files = chooseFiles(filesById.get(planId) ?? [], births, commit.authored.epochMs);
      if (files === undefined) orphans.set(planId, (orphans.get(planId) ?? false) || paths.some(isSummaryPath));
      const key = keyOf(planId, files);
      commitsByPlan.set(key, [...(commitsByPlan.get(key) ?? []), linked]);
    }
  }

  const createPlan = (planId: PlanId, files: PlanFiles | null): LinkedPlan => {
    const commits = commitsByPlan.get(keyOf(planId, files ?? undefined)) ?? [];
    const workCommits = commits.filter(({ isBookkeeping }) => !isBookkeeping);
    const isCompleted = files === null ? (orphans.get(planId) ?? false) : files.summaryPath !== null;
    const status: PlanStatus = isCompleted ? "completed" : workCommits.length > 0 ? "in-progress" : "planned";
    const recordedAtMs =
      files?.summaryPath == null ? null : (summaryTimes.get(placeInPhase(files.summaryPath)) ?? null);
    return { planId, phase: phaseOfPlan(planId), files, status, commits, workCommits, recordedAtMs };
  };
  const plans = [
    ...facts.planFiles.flatMap((files) => (files.planId === null ? [] : [createPlan(files.planId, files)])),
    ...[...orphans.keys()].map((planId) => createPlan(planId, null)),
  ].sort(
    (a, b) => comparePlanIds(a.planId, b.planId) || compareText(a.files?.directory ?? "", b.files?.directory ?? ""),
  );
  return { plans, planIdsByOid, commitCount: facts.tagged.length };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The plan that a number means today: the one that is not archived, and of several the one worked on last. */
export function findPlan(index: LinkIndex, planId: PlanId): LinkedPlan | undefined {
  const named = index.plans.filter((plan) => plan.planId === planId);
  const live = named.filter(({ files }) => files !== null && files.milestone === null);
  return (live.length > 0 ? live : named).toSorted((a, b) => lastWorkMs(a) - lastWorkMs(b)).at(-1);
}

/** When the plan was last worked on, in UTC milliseconds; minus infinity where no work commit is known. */
export function lastWorkMs(plan: LinkedPlan): number {
  return Math.max(Number.NEGATIVE_INFINITY, ...plan.workCommits.map(({ authored }) => authored.epochMs));
}
