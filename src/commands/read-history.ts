import { appendTo } from "../model/append-to.ts";
import { OperationalError } from "../model/operational-error.ts";
import { parseOidPrefix, type Oid } from "../model/oid.ts";
import type { CommitCache, Repository, RepositoryPath } from "../model/ports.ts";
import { formatDigest, parseDigest } from "../links/digest-text.ts";
import { DigestBuilder, emptyDigest, needsPaths, type HistoryDigest } from "../links/history-digest.ts";
import { listPlanCommits, type PlanCommits } from "../links/plan-commits.ts";
import type { PlanTag } from "../commit/plan-tag.ts";
import type { ScopeAssigner } from "../links/scope-assigner.ts";
import type { PlanId } from "../model/plan-id.ts";
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
  /** Tells which commits are of this planning directory, where the repository has several. */
  readonly assigner?: ScopeAssigner | null;
}

/**
 * Reads a history and adds it up. Of a digest that is kept for the tip nothing is read, of one that is kept for an
 * ancestor only what is new; else all, from the beginning. Memory goes with the number of plans.
 */
export async function readDigest(source: HistorySource): Promise<HistoryDigest> {
  const { repository, tip, planningDirectory, cache, assigner = null } = source;
  if (tip === null) return emptyDigest;
  const kept = findDigest(source, tip);
  if (kept !== undefined) return kept;
  const base = (await findParentDigest(source, tip)) ?? (await findAncestorDigest(source, tip));
  // Another program may have kept it meanwhile.
  if (base?.oid === tip) return base.digest;
  const extended =
    base === undefined
      ? undefined
      : await foldCommits(
          repository,
          [{ tip, exclude: [base.oid] }],
          new DigestBuilder(base.digest, planningDirectory),
          assigner,
        );
  const digest = extended ?? (await foldWhole(source, [{ tip, exclude: [] }]));
  cache?.store(tip, keyLine(assigner) + formatDigest(digest), digest.commitCount);
  return digest;
}

/** Of several planning directories a digest depends on what plans all of them have: that goes in front of it. */
function keyLine(assigner: ScopeAssigner | null): string {
  return assigner === null ? "" : `${assigner.key}\n`;
}

/** What a merge brings into a history: all that a commit reaches, or that commit alone, to be made anew. */
export interface IncomingHistory {
  readonly oid: Oid;
  readonly isWhole: boolean;
}

/** Adds up the history that a merge will have. It is kept nowhere: there is no commit of it yet. */
export async function readMergedDigest(source: HistorySource, incoming: IncomingHistory): Promise<HistoryDigest> {
  const { repository, tip, planningDirectory, assigner = null } = source;
  const parents = (await repository.readSingleCommits([incoming.oid]))[0]?.parents ?? [];
  const exclude = incoming.isWhole && tip !== null ? [tip] : parents;
  const brought: CommitRange = { tip: incoming.oid, exclude, mayBeEmpty: true };
  const ours = await readDigest(source);
  const merged = await foldCommits(repository, [brought], new DigestBuilder(ours, planningDirectory), assigner);
  return merged ?? foldWhole(source, [...(tip === null ? [] : [{ tip, exclude: [] }]), brought]);
}

/** The digest that is kept for a commit. */
function findDigest({ cache, assigner = null }: HistorySource, oid: Oid): HistoryDigest | undefined {
  const text = cache?.find(oid);
  const key = keyLine(assigner);
  return text === undefined || !text.startsWith(key) ? undefined : parseDigest(text.slice(key.length));
}

interface KeptDigest {
  readonly oid: Oid;
  readonly digest: HistoryDigest;
}

/**
 * The digest that is kept for a parent of the tip, which the hook of the commit before has left; or for an ancestor from
 * which on all commits are known.
 */
async function findParentDigest(source: HistorySource, tip: Oid): Promise<KeptDigest | undefined> {
  const { repository, cache } = source;
  if (cache === null) return undefined;
  const [commit] = await repository.readSingleCommits([tip]);
  const told = repository.findToldAncestor(tip);
  for (const oid of [...(commit?.parents ?? []), ...(told === undefined ? [] : [told])]) {
    const digest = findDigest(source, oid);
    if (digest !== undefined) return { oid, digest };
  }
  return undefined;
}

/** The digest that is kept for the nearest ancestor of the tip. Costs two processes where any are kept. */
async function findAncestorDigest(source: HistorySource, tip: Oid): Promise<KeptDigest | undefined> {
  const { repository, cache } = source;
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
    const digest = findDigest(source, oid);
    if (digest !== undefined) return { oid, digest };
  }
  return undefined;
}

/** Commits that are reachable from `tip` and not from `exclude`. */
interface CommitRange {
  readonly tip: Oid;
  readonly exclude: readonly Oid[];
  /** What is excluded may reach the tip: then there is nothing to read. */
  readonly mayBeEmpty?: boolean;
}

/** Folds ranges of commits into a digest; `undefined` where they do not fit. */
async function foldCommits(
  repository: Repository,
  ranges: readonly CommitRange[],
  builder: DigestBuilder,
  assigner: ScopeAssigner | null,
): Promise<HistoryDigest | undefined> {
  for (const range of ranges) await foldRange(repository, range, builder, assigner);
  return builder.finish();
}

/** Adds up everything from the beginning, which always fits. */
async function foldWhole(
  { repository, planningDirectory, assigner = null }: HistorySource,
  ranges: readonly CommitRange[],
): Promise<HistoryDigest> {
  const digest = await foldCommits(repository, ranges, new DigestBuilder(emptyDigest, planningDirectory), assigner);
  if (digest === undefined) throw new Error("a digest of a whole history is always exact");
  return digest;
}

async function foldRange(
  repository: Repository,
  { tip, exclude, mayBeEmpty = false }: CommitRange,
  builder: DigestBuilder,
  assigner: ScopeAssigner | null,
): Promise<void> {
  const waiting = new Map<Oid, Omit<Parameters<DigestBuilder["add"]>[0], "paths">>();
  let isTold = mayBeEmpty;
  await repository.scanCommits(tip, exclude, {
    readCommit: (fact) => {
      if (fact.oid === tip) isTold = true;
      const { tag } = tagCommit(fact);
      if (!needsPaths(tag)) {
        builder.addOther();
        return false;
      }
      waiting.set(fact.oid, { tag, authored: fact.authored, isMerge: fact.parents.length > 1 });
      return true;
    },
    readPaths: (oid, paths) => {
      const commit = waiting.get(oid);
      if (commit !== undefined) builder.add({ ...commit, ...scopeCommit(assigner, oid, commit.tag, paths) });
      waiting.delete(oid);
    },
  });
  // What is read here may be kept: a git that ends well without a word must not become the history.
  if (!isTold)
    throw new OperationalError("git-failed", `git log tells nothing of ${tip}`, {
      help: `see whether git can read it: git log -1 ${tip}`,
    });
  // A commit of which git says nothing changes nothing.
  for (const [oid, commit] of waiting) builder.add({ ...commit, ...scopeCommit(assigner, oid, commit.tag, []) });
}

/** A commit as its planning directory sees it. */
function scopeCommit(
  assigner: ScopeAssigner | null,
  oid: Oid,
  tag: PlanTag,
  paths: readonly RepositoryPath[],
): { readonly tag: PlanTag; readonly paths: readonly RepositoryPath[] } {
  return assigner === null ? { tag, paths } : assigner.assign(oid, tag, paths);
}

/** A history commit by commit, for commands that show it; what it holds grows with history. */
export interface CommitHistory extends PlanCommits {
  /** Newest first. */
  readonly tagged: readonly TaggedCommit[];
  /** Commits of plans that several planning directories have, of which nothing tells which is meant. */
  readonly ambiguous: ReadonlyMap<PlanId, readonly Oid[]>;
  /** Of commits whose tag names a plan or a phase. */
  readonly changedPaths: ReadonlyMap<Oid, readonly RepositoryPath[]>;
}

/** Reads every commit of a project's history, each with its tag. */
export async function readCommitHistory(repository: Repository, project: Project): Promise<CommitHistory> {
  const { tip, planFiles, planningDirectory, digest, assigner, milestones } = project;
  const all = tagCommits(tip === null ? [] : await repository.readCommits(tip));
  const changedPaths = new Map(
    await repository.readChangedPaths(all.filter(({ tag }) => needsPaths(tag)).map(({ commit }) => commit.oid)),
  );
  const { births } = digest;
  const ambiguous = new Map<PlanId, Oid[]>();
  const tagged =
    assigner === null
      ? all
      : all.map((commit) => {
          const { oid } = commit.commit;
          const scoped = assigner.assign(oid, commit.tag, changedPaths.get(oid) ?? []);
          changedPaths.set(oid, scoped.paths);
          for (const planId of scoped.ambiguous) appendTo(ambiguous, planId, oid);
          return { ...commit, tag: scoped.tag };
        });
  const commits = listPlanCommits({ tagged, changedPaths, births, planFiles, milestones, planningDirectory });
  return { tagged, ambiguous, changedPaths, ...commits };
}
