import { mayHistoryBeAltered } from "../files/altered-history.ts";
import { cacheDirectory, createCommitCache } from "../files/commit-cache.ts";
import type { CommitCache, RepositoryPath } from "../model/ports.ts";
import { processHost } from "./process-host.ts";

declare const PLANLINK_READING: string | undefined;
/** Names the way in which this build reads history: a build that reads it otherwise has digests of its own. */
const reading = typeof PLANLINK_READING === "undefined" ? null : PLANLINK_READING;

/** Digests that are kept: the last few commits, and of older ones fewer the further back they are. */
const mostDigests = 12;

/**
 * Opens the cache of digests. `null` where an oid alone does not tell the history, and for a program that runs from its
 * sources: nothing tells when these change.
 */
export function openHistoryCache(commonDirectory: string, planningDirectory: RepositoryPath): CommitCache | null {
  if (reading === null || mayHistoryBeAltered(commonDirectory)) return null;
  const kind = { name: "history", dependsOn: [reading, planningDirectory], mostFiles: mostDigests };
  return createCommitCache(cacheDirectory(commonDirectory), kind, processHost.processId);
}
