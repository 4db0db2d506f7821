import { parseOidPrefix, type Oid } from "../model/oid.ts";
import type { CommitCache, Repository, RepositoryPath } from "../model/ports.ts";
import { formatDigest, parseDigest } from "../links/digest-text.ts";
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
  /** Keeps digests between runs; `null` where none may be kept. What is read does not depend on it. */
  readonly cache: CommitCache | null;
}

/**
 * Reads a history and adds it up. Of a digest that is kept for the tip nothing is read, of one that is kept for an
 * ancestor only what is new; else all, from the beginning. Memory goes with the number of plans.
 */
export async function readDigest(source: HistorySource): Promise<HistoryDigest> {
  const { repository, tip, planningDirectory, cache } = source;
  if (tip === null) return emptyDigest;
  const kept = findDigest(cache, tip);
  if (kept !== undefined) return kept;
  const base = (await findParentDigest(source, tip)) ?? (await findAncestorDigest(source, tip));
  const extended =
    base === undefined
      ? undefined
      : await foldCommits(
          repository,
          [{ tip, exclude: [base.oid] }],
          new DigestBuilder(base.digest, planningDirectory),
        );
  const digest = extended ?? (await foldWhole(source, [{ tip, exclude: [] }]));
  cache?.store(tip, formatDigest(digest), digest.commitCount);
  return digest;
}

/** What a merge brings into a history: all that a commit reaches, or that commit alone, to be made anew. */
export interface IncomingHistory {
  readonly oid: Oid;
  readonly isWhole: boolean;
}

/** Adds up the history that a merge will have. It is kept nowhere: there is no commit of it yet. */
export async function readMergedDigest(source: HistorySource, incoming: IncomingHistory): Promise<HistoryDigest> {
  const { repository, tip, planningDirectory } = source;
  const parents = (await repository.readSingleCommits([incoming.oid]))[0]?.parents ?? [];
  const brought = { tip: incoming.oid, exclude: incoming.isWhole && tip !== null ? [tip] : parents };
  const ours = await readDigest(source);
  const merged = await foldCommits(repository, [brought], new DigestBuilder(ours, planningDirectory));
  return merged ?? foldWhole(source, [...(tip === null ? [] : [{ tip, exclude: [] }]), brought]);
}

/** The digest that is kept for a commit. */
function findDigest(cache: CommitCache | null, oid: Oid): HistoryDigest | undefined {
  const text = cache?.find(oid);
  return text === undefined ? undefined : parseDigest(text);
}

interface KeptDigest {
  readonly oid: Oid;
  readonly digest: HistoryDigest;
}

/**
 * The digest that is kept for a parent of the tip, which the hook of the commit before has left; or for an ancestor from
 * which on all commits are known.
 */
async function findParentDigest({ repository, cache }: HistorySource, tip: Oid): Promise<KeptDigest | undefined> {
  if (cache === null) return undefined;
  const [commit] = await repository.readSingleCommits([tip]);
  const told = repository.findToldAncestor(tip);
  for (const oid of [...(commit?.parents ?? []), ...(told === undefined ? [] : [told])]) {
    const digest = findDigest(cache, oid);
    if (digest !== undefined) return { oid, digest };
  }
  return undefined;
}

/** The digest that is kept for the nearest ancestor of the tip. Costs two processes where any are kept. */
async function findAncestorDigest({ repository, cache }: HistorySource, tip: Oid): Promise<KeptDigest | undefined> {
  const cached = cache?.list() ?? [];
  if (cached.length === 0) return undefined;
  // Git forgets commits that nothing holds any more; it cannot walk from them.
  const lookups = await repository.lookUpObjects(cached.flatMap(({ oid }) => parseOidPrefix(oid) ?? []));
  const here = [...lookups.values()].flatMap((lookup) => (lookup.kind === "commit" ? [lookup.oid] : []));
  const unreachable = await repository.findUnreachable(tip, here);
  const ancestors = cached
    .filter(({ oid }) => here.includes(oid) && !unreachable.has(oid))
    .toSorted((a, b) => b.weight - a.weight);
  for (const { oid } of ancestors) {
    const digest = findDigest(cache, oid);
    if (digest !== undefined) return { oid, digest };
  }
  return undefined;
}

/** Commits that are reachable from `tip` and not from `exclude`. */
interface CommitRange {
  readonly tip: Oid;
  readonly exclude: readonly Oid[];
}

/** Folds ranges of commits into a digest; `undefined` where they do not fit. */
async function foldCommits(
  repository: Repository,
  ranges: readonly CommitRange[],
  builder: DigestBuilder,
): Promise<HistoryDigest | undefined> {
  for (const range of ranges) await foldRange(repository, range, builder);
  return builder.finish();
}

/** Adds up everything from the beginning, which always fits. */
async function foldWhole(
  { repository, planningDirectory }: HistorySource,
  ranges: readonly CommitRange[],
): Promise<HistoryDigest> {
  const digest = await foldCommits(repository, ranges, new DigestBuilder(emptyDigest, planningDirectory));
  if (digest === undefined) throw new Error("a digest of a whole history is always exact");
  return digest;
}

async function foldRange(repository: Repository, { tip, exclude }: CommitRange, builder: DigestBuilder): Promise<void> {
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
