import { needsPaths } from "../links/history-digest.ts";
import { inferCommits, type InferredCommit } from "../links/inferred-commits.ts";
import type { LinkedPlan } from "../links/link-index.ts";
import type { LinkedCommit } from "../links/plan-commits.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { tagCommits } from "../links/tagged-commits.ts";
import { addTimes, packTime } from "../links/time-runs.ts";
import { estimateWork, readRhythm, type WorkEstimate } from "../links/work-estimate.ts";
import type { PlanningDocuments, Repository } from "../model/ports.ts";
import { parseListedWork } from "../planning/listed-work.ts";
import { isPlanningPath } from "../planning/plan-files.ts";
import { readCommitHistory, type CommitHistory } from "./read-history.ts";
import type { Project } from "./read-project.ts";

/** A commit of a plan, by its message or by inference. */
export type ShownCommit = LinkedCommit | InferredCommit;

/** The commits of plans, those whose messages name them and those that are inferred: each says which it is. */
export interface ShownCommits {
  /** Both, oldest first, in the order of history. */
  readonly commitsOf: (plan: LinkedPlan) => readonly ShownCommit[];
  readonly inferredOf: (plan: LinkedPlan) => readonly InferredCommit[];
}

/** The commits whose messages name their plans, and no others. */
export function showTaggedCommits({ commitsOf }: CommitHistory): ShownCommits {
  return { commitsOf, inferredOf: () => [] };
}

/**
 * Infers the plans of untagged commits from what the SUMMARYs list. Reads these, and the changed paths of all commits
 * that nobody has asked for yet: only what shows commits one by one asks for this, never a hook.
 */
export async function readShownCommits(
  repository: Repository,
  documents: PlanningDocuments,
  project: Project,
  history: CommitHistory,
): Promise<ShownCommits> {
  const inferred = await readInferredCommits(repository, documents, project, history);
  const placeOf = new Map(history.tagged.map(({ commit }, index) => [commit.oid, -index]));
  const inferredOf = (plan: LinkedPlan): readonly InferredCommit[] => inferred.get(plan) ?? [];
  return {
    inferredOf,
    commitsOf: (plan) => {
      const [tagged, own] = [history.commitsOf(plan), inferredOf(plan)];
      return own.length === 0
        ? tagged
        : [...tagged, ...own].sort((a, b) => (placeOf.get(a.oid) ?? 0) - (placeOf.get(b.oid) ?? 0));
    },
  };
}

async function readInferredCommits(
  repository: Repository,
  documents: PlanningDocuments,
  project: Project,
  history: CommitHistory,
): Promise<ReadonlyMap<LinkedPlan, readonly InferredCommit[]>> {
  const completed = project.figures.filter(({ plan }) => plan.files?.summaryPath != null);
  const contents = await documents.read(completed.flatMap(({ plan }) => plan.files?.summaryPath ?? []));
  // Tags as messages have them: one that means another planning directory is no untagged commit here.
  const tagged = tagCommits(history.tagged.map(({ commit }) => commit));
  const others = tagged.filter(({ tag }) => !needsPaths(tag)).map(({ commit }) => commit.oid);
  const changedPaths = new Map([...history.changedPaths, ...(await repository.readChangedPaths(others))]);
  const decoder = new TextDecoder("utf-8");
  const plans = completed.flatMap(({ plan }) => {
    const bytes = contents.get(plan.files?.summaryPath ?? "");
    return bytes === undefined ? [] : [{ plan, listed: parseListedWork(decoder.decode(bytes)) }];
  });
  const { planningDirectory } = project;
  return inferCommits({ plans, tagged, changedPaths, planningDirectory });
}

/** What inferred commits tell of a plan of which nothing else tells it. */
export interface InferredWork {
  readonly commits: number;
  /** Distinct files that they change, planning documents left out. */
  readonly files: number;
  readonly estimate: WorkEstimate | null;
}

/** Plans that are completed and lack a duration, or a number of tasks or files. */
function lacksFigures({ plan, durationMinutes, tasks, files }: PlanFigures): boolean {
  return plan.status === "completed" && plan.files !== null && [durationMinutes, tasks, files].includes(null);
}

/**
 * Reads what inferred commits tell of the plans that lack figures. History is read commit by commit only where there are
 * such plans.
 */
export async function readInferredWork(
  repository: Repository,
  documents: PlanningDocuments,
  project: Project,
): Promise<ReadonlyMap<LinkedPlan, InferredWork>> {
  const lacking = project.figures.filter(lacksFigures);
  if (lacking.length === 0) return new Map();
  const history = await readCommitHistory(repository, project);
  const inferred = await readInferredCommits(repository, documents, project, history);
  const completed = new Set(
    project.figures.filter(({ plan }) => plan.status === "completed").map(({ plan }) => plan.planId),
  );
  const rhythm = readRhythm(project.digest, (planId) => completed.has(planId));
  const oids = lacking.flatMap(({ plan }) => (inferred.get(plan) ?? []).map(({ oid }) => oid));
  const changedPaths = await repository.readChangedPaths(oids);
  return new Map(
    lacking.flatMap(({ plan }) => {
      const commits = inferred.get(plan) ?? [];
      if (commits.length === 0) return [];
      const paths = commits.flatMap(({ oid }) => changedPaths.get(oid) ?? []);
      const work = addTimes(
        [],
        commits.map(({ authored }) => packTime(authored)),
      );
      const files = new Set(paths.filter((path) => !isPlanningPath(path, project.planningDirectory))).size;
      return [[plan, { commits: commits.length, files, estimate: estimateWork(work, rhythm) }] as const];
    }),
  );
}
