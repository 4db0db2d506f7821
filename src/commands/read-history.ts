import type { Oid } from "../model/oid.ts";
import type { Repository, RepositoryPath } from "../model/ports.ts";
import { DigestBuilder, emptyDigest, needsPaths, type HistoryDigest } from "../links/history-digest.ts";
import { listPlanCommits, type PlanCommits } from "../links/plan-commits.ts";
import { tagCommit, tagCommits, type TaggedCommit } from "../links/tagged-commits.ts";
import type { Project } from "./read-project.ts";

/** A history, and the planning directory by which work and bookkeeping are told apart. */
export interface HistorySource {
  readonly repository: Repository;
  /** `null` on an unborn branch: there is no history yet. */
  readonly tip: Oid | null;
  readonly planningDirectory: RepositoryPath;
}

/** Reads a history from its beginning and adds it up. Memory goes with the number of plans. */
export async function readDigest(source: HistorySource): Promise<HistoryDigest> {
  const { repository, tip, planningDirectory } = source;
  if (tip === null) return emptyDigest;
  const builder = new DigestBuilder(emptyDigest, planningDirectory);
  await scanCommits(repository, tip, [], builder);
  const digest = builder.finish();
  if (digest === undefined) throw new Error("a digest of a whole history is always exact");
  return digest;
}

/** Folds the commits that are reachable from `tip` and not from `exclude` into a digest. */
async function scanCommits(
  repository: Repository,
  tip: Oid,
  exclude: readonly Oid[],
  builder: DigestBuilder,
): Promise<void> {
  const waiting = new Map<Oid, Omit<Parameters<DigestBuilder["add"]>[0], "paths">>();
  await repository.scanCommits(tip, exclude, {
    readCommit: (fact) => {
      const { tag } = tagCommit(fact);
      const commit = { tag, authored: fact.authored, isMerge: fact.parents.length > 1 };
      if (needsPaths(tag)) {
        waiting.set(fact.oid, commit);
        return true;
      }
      builder.add({ ...commit, paths: [] });
      return false;
    },
    readPaths: (oid, paths) => {
      const commit = waiting.get(oid);
      if (commit !== undefined) builder.add({ ...commit, paths });
      waiting.delete(oid);
    },
  });
  // A commit of which git says nothing changes nothing.
  for (const commit of waiting.values()) builder.add({ ...commit, paths: [] });
}

/** A history commit by commit, for commands that show it; what it holds grows with history. */
export interface CommitHistory extends PlanCommits {
  /** Newest first. */
  readonly tagged: readonly TaggedCommit[];
}

/** Reads every commit of a project's history, each with its tag. */
export async function readCommitHistory(repository: Repository, project: Project): Promise<CommitHistory> {
  const { tip, planFiles, planningDirectory, digest } = project;
  const tagged = tagCommits(tip === null ? [] : await repository.readCommits(tip));
  const changedPaths = await repository.readChangedPaths(
    tagged.filter(({ tag }) => needsPaths(tag)).map(({ commit }) => commit.oid),
  );
  const { births } = digest;
  return { tagged, ...listPlanCommits({ tagged, changedPaths, births, planFiles, planningDirectory }) };
}
