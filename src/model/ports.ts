import type { Oid, OidPrefix } from "./oid.ts";
import type { RewriteRecord } from "./rewrite-record.ts";

/** An instant with the zone in which it was written. */
export interface ZonedTime {
  readonly epochMs: number;
  /** Minutes east of UTC. */
  readonly offsetMinutes: number;
}

/** What git knows of one commit. `message` is the whole message as `%B` gives it, re-encoded to UTF-8. */
export interface CommitFact {
  readonly oid: Oid;
  readonly parents: readonly Oid[];
  readonly authored: ZonedTime;
  readonly committed: ZonedTime;
  readonly message: string;
}

/** What `cat-file --batch-check` says of a name that is hex. */
export type ObjectLookup =
  | { readonly kind: "commit"; readonly oid: Oid }
  | { readonly kind: "other"; readonly oid: Oid; readonly type: string }
  | { readonly kind: "ambiguous"; readonly candidates: readonly Oid[] }
  | { readonly kind: "missing" };

/** What there is to know of references to commits. */
export interface ReferenceAnswers {
  readonly lookups: ReadonlyMap<OidPrefix, ObjectLookup>;
  readonly unreachable: ReadonlySet<Oid>;
  /** The messages of some of the commits, where they were read on the way. */
  readonly messages: ReadonlyMap<Oid, string>;
}

/** Names that git is already looking up while a document is read: those in it, and perhaps others. */
export interface StartedReferences {
  readonly names: ReadonlySet<OidPrefix>;
}

export interface HeadFact {
  /** `null` on an unborn branch. */
  readonly oid: Oid | null;
  /** Short branch name; `null` when detached. */
  readonly branch: string | null;
}

/** A file of `.planning`, by its path relative to the top of the repository, with `/` between the parts. */
export type RepositoryPath = string;

/** An ordinary repository, a work tree with its git directory in it: its files say what they seem to say. */
export interface PlainRepository {
  readonly topLevel: string;
  readonly gitDirectory: string;
  readonly isShallow: boolean;
  /** Its configuration may make it a partial clone, whose objects are not all here. */
  readonly mayBePartial: boolean;
  /** `undefined` where its files do not tell, as on an unborn branch. */
  readonly readHead: () => HeadFact | undefined;
}

/** Where a repository keeps its things, as absolute paths without links, and whether its history is whole. */
export interface RepositoryPlaces {
  readonly topLevel: string;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  readonly isShallow: boolean;
}

/** Takes commits one by one, as git tells of them, so that no history is ever held as a whole. */
export interface CommitReader {
  /** Answers whether the commit's changed paths are wanted. */
  readonly readCommit: (commit: CommitFact) => boolean;
  /** The changed paths of a commit that were wanted, some time after it. */
  readonly readPaths: (oid: Oid, paths: readonly RepositoryPath[]) => void;
}

/** Everything we ask of git. Each method costs a fixed number of processes, whatever the number of items. */
export interface Repository extends RepositoryPlaces {
  readHead(): Promise<HeadFact>;
  /** Some history is cut off (shallow) or not all objects are here (partial): a miss proves nothing. */
  readIsIncomplete(): Promise<boolean>;
  /** Resolves a revision of the user's to a commit; `undefined` when it names none. */
  resolveCommit(revision: string): Promise<Oid | undefined>;
  /** Commits reachable from `tip`, not from `exclude`, newest first in topological order. */
  readCommits(tip: Oid, exclude?: readonly Oid[]): Promise<readonly CommitFact[]>;
  /** How many commits these are. */
  countCommits(tip: Oid, exclude: readonly Oid[]): Promise<number>;
  /** The same commits, in any order that git likes, handed on while it lists them. */
  scanCommits(tip: Oid, exclude: readonly Oid[], reader: CommitReader): Promise<void>;
  /** An ancestor of the tip from which on every commit is known already: `scanCommits` between both asks nobody. */
  findToldAncestor(tip: Oid): Oid | undefined;
  /** These commits alone, without walking their history; in the order given. */
  readSingleCommits(oids: readonly Oid[]): Promise<readonly CommitFact[]>;
  /** Paths that each commit changes against its first parent (a root: all its files); merges change none of their own. */
  readChangedPaths(oids: readonly Oid[]): Promise<ReadonlyMap<Oid, readonly RepositoryPath[]>>;
  /**
   * `lookUpObjects` and `findUnreachable` in one go, at the same time: what the prefixes name, and which of the commits
   * that the doubtful ones name (some of the prefixes) are no ancestors of the tip.
   */
  readReferences(
    tip: Oid | null,
    prefixes: readonly OidPrefix[],
    doubtful: readonly OidPrefix[],
    started?: StartedReferences,
  ): Promise<ReferenceAnswers>;
  /** Lets git begin with what `readReferences` will ask, all prefixes doubtful, before it is known which they are. */
  startReferences(tip: Oid, names: ReadonlySet<OidPrefix>): Promise<StartedReferences>;
  lookUpObjects(prefixes: readonly OidPrefix[]): Promise<ReadonlyMap<OidPrefix, ObjectLookup>>;
  /** The rewrites on record, oldest first: what amends, rebases, squashes and picks made of commits. */
  readRewrites(): Promise<readonly RewriteRecord[]>;
  /** How many digits, at least 7, tell each of these objects from all others here. They must exist. */
  readUniqueLengths(oids: readonly Oid[]): Promise<ReadonlyMap<Oid, number>>;
  /** Of the given commits, those that are no ancestors of `tip`. */
  findUnreachable(tip: Oid, oids: readonly Oid[]): Promise<ReadonlySet<Oid>>;
  /** The best common ancestor of a commit and any of the others; `undefined` when there is none. */
  findMergeBase(oid: Oid, others: readonly Oid[]): Promise<Oid | undefined>;
  /** Local refs of the form `refs/remotes/<remote>/…` with their tips. */
  readRemoteTips(remote: string): Promise<readonly Oid[]>;
}

/** What git knows of commits beside their place in history. Each method costs a fixed number of processes. */
export interface CommitEvidence {
  /**
   * The patch of each commit against its first parent, as `git patch-id --stable` names it: the same for the same change
   * on another parent. Merges, commits that change nothing and very large ones have none.
   */
  readPatchIds(oids: readonly Oid[]): Promise<ReadonlyMap<Oid, string>>;
  /** Tells whether a history is shorter than so many commits, without counting those beyond. */
  hasFewerCommits(tip: Oid, most: number): Promise<boolean>;
  /** What each commit leaves in the files that it changes against its first parent: oids of contents, zeros for none. */
  readChangedContents(oids: readonly Oid[]): Promise<ReadonlyMap<Oid, ReadonlyMap<RepositoryPath, string>>>;
  /**
   * The commit of the tip's history that first wrote each prefix into a file under the directory; merges write nothing
   * of their own. A prefix that no commit holds is left out.
   */
  readCitations(
    tip: Oid,
    directory: RepositoryPath,
    prefixes: ReadonlySet<OidPrefix>,
  ): Promise<ReadonlyMap<OidPrefix, Oid>>;
  /** Commits that branches, tags or reflogs still hold, or that are given, and the tip does not reach; the newest first, bounded. */
  readUnreachable(tip: Oid, oids: readonly Oid[]): Promise<readonly CommitFact[]>;
}

/** A step of a branch that left a document changed. */
export interface DocumentVersion {
  readonly commit: Oid;
  readonly committed: ZonedTime;
  /** The object that holds the document's bytes. */
  readonly contents: Oid;
  /** How many bytes these are; `null` where a partial clone does not hold them. */
  readonly size: number | null;
}

/** What a document said at earlier times. Listing costs two processes, reading one. */
export interface DocumentVersions {
  /** Steps along first parents, the oldest first; those that removed the document are left out. */
  list(tip: Oid, path: RepositoryPath): Promise<readonly DocumentVersion[]>;
  /** The bytes of each; `undefined` where a partial clone does not hold them. */
  read(versions: readonly DocumentVersion[]): Promise<readonly (Uint8Array | undefined)[]>;
}

/** A commit of which a cache holds something, with the number of commits in its history: the nearest has the most. */
export interface CachedCommit {
  readonly oid: Oid;
  /** 0 where it cannot be read. */
  readonly weight: number;
}

/**
 * Keeps texts that can be made again, each under a commit. Nothing depends on what it holds but time: what is damaged is
 * as good as absent, and what cannot be stored is not.
 */
export interface CommitCache {
  find(oid: Oid): string | undefined;
  list(): readonly CachedCommit[];
  store(oid: Oid, text: string, weight: number): void;
}

/** The documents of one planning directory among several of a repository. */
export interface SiblingDocuments {
  readonly directory: RepositoryPath;
  readonly documents: PlanningDocuments;
}

/** The planning documents of one place: the work tree, the index, or the tree of a commit. */
export interface PlanningDocuments {
  /**
   * Those of the repository's other planning directories, in the same place. Absent where there is `.planning` alone, so
   * that no commit can mean another one, nor name this one.
   */
  readonly siblings?: readonly SiblingDocuments[];
  /** Paths under the planning directory, sorted; of what lies in directories that `enters` refuses, none need be among them. */
  list(enters?: (directory: RepositoryPath) => boolean): Promise<readonly RepositoryPath[]>;
  /** Contents as bytes, so that the reader decides on the encoding; paths that do not exist are left out. */
  read(paths: readonly RepositoryPath[]): Promise<ReadonlyMap<RepositoryPath, Uint8Array>>;
  /**
   * Works out a value of each file that exists, without reading those again whose value is kept and that have not
   * changed. Absent where none are kept. The work depends on the bytes alone, and a value on what JSON can hold.
   */
  readonly derive?: <Value>(
    paths: readonly RepositoryPath[],
    work: (bytes: Uint8Array) => Value,
    isValue: (value: unknown) => value is Value,
  ) => Promise<ReadonlyMap<RepositoryPath, Value>>;
}
