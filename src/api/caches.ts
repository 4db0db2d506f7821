import { mayHistoryBeAltered } from "../files/altered-history.ts";
import { cacheDirectory, createCommitCache } from "../files/commit-cache.ts";
import { createBlobValues, createDerivedValues } from "../files/derived-values.ts";
import type { CommitCache, PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { processHost } from "./process-host.ts";

declare const PLANLINK_READING: string | undefined;
/** Names the way in which this build reads history: a build that reads it otherwise has digests of its own. */
const reading = typeof PLANLINK_READING === "undefined" ? null : PLANLINK_READING;

/** Digests that are kept: the last few commits, and of older ones fewer the further back they are. */
const mostDigests = 16;
/** References are asked for of the branches that are worked on. */
const mostReferences = 4;

let prepareForLongHistory = (): void => {};

/** Sets what is done before a history is read that may be long. A library leaves the process that it is in as it is. */
export function onLongHistory(prepare: () => void): void {
  prepareForLongHistory = prepare;
}

/**
 * Opens the caches of digests and of references. `null` where an oid alone does not tell the history, and for a program
 * that runs from its sources: nothing tells when these change.
 */
export function openCaches(
  commonDirectory: string,
  planningDirectory: RepositoryPath,
  tags: readonly string[],
): { readonly cache: CommitCache | null; readonly referenceCache: CommitCache | null } {
  if (reading === null || mayHistoryBeAltered(commonDirectory)) return { cache: null, referenceCache: null };
  const directory = cacheDirectory(commonDirectory);
  const history = (cache: CommitCache): CommitCache => ({
    ...cache,
    // Asked for where neither the tip nor its parent is kept: more than one commit will be read, mostly all.
    list() {
      prepareForLongHistory();
      return cache.list();
    },
  });
  const open = (name: string, dependsOn: readonly string[], mostFiles: number): CommitCache =>
    createCommitCache(directory, { name, dependsOn, mostFiles }, processHost);
  return {
    cache: history(open("history", [reading, planningDirectory, ...tags], mostDigests)),
    referenceCache: open("references", [reading, ...tags], mostReferences),
  };
}

/** Adds to the documents of a work tree that figures worked out of them are kept. What is read does not depend on it. */
export function keepFigures(
  documents: PlanningDocuments,
  commonDirectory: string,
  topLevel: string,
): PlanningDocuments {
  if (reading === null) return documents;
  const directory = cacheDirectory(commonDirectory);
  return { ...documents, derive: createDerivedValues(topLevel, directory, [reading], processHost) };
}

/** Adds to documents of an index that figures worked out of them are kept, by the oids of their blobs. */
export function keepBlobFigures(
  documents: PlanningDocuments,
  oids: ReadonlyMap<RepositoryPath, string>,
  { commonDirectory, topLevel }: { readonly commonDirectory: string; readonly topLevel: string },
): PlanningDocuments {
  if (reading === null) return documents;
  const blobs = { topLevel, oids, read: (paths: readonly RepositoryPath[]) => documents.read(paths) };
  return { ...documents, derive: createBlobValues(blobs, cacheDirectory(commonDirectory), [reading], processHost) };
}
