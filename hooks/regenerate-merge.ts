import { openWorkspaces } from "../src/api/open-workspace.ts";
import { regenerateMerged } from "../src/commands/merge-state.ts";
import { findIncomingCommits } from "../src/files/merge-files.ts";
import { createScopedDocuments, readTreeEntries, type TreeEntry } from "../src/git/git-documents.ts";
import type { GitRunner } from "../src/git/git-runner.ts";
import { computeBlobOid, mergeEntries } from "../src/git/merged-entries.ts";
import type { Oid } from "../src/model/oid.ts";
import { OperationalError } from "../src/model/operational-error.ts";
import type { CommitCache, RepositoryPath } from "../src/model/ports.ts";
import { isExecutorWorktree, type HookInput } from "./hook-context.ts";

/** A document that has been merged, and the versions that were. */
export interface MergedState {
  readonly path: RepositoryPath;
  readonly ours: Uint8Array;
  readonly theirs: Uint8Array;
  readonly text: string;
}

/** Reads what is kept, and keeps nothing: a merge writes its result alone. */
function createReadOnlyCache(cache: CommitCache | null): CommitCache | null {
  return cache && { find: (oid) => cache.find(oid), list: () => cache.list(), store: () => undefined };
}

/**
 * Regenerates a merged STATE.md from the history that the merge will have, where git lets us know it; else the merged text
 * stands, and the next hook or `state sync` regenerates it. Writes nothing.
 */
export async function regenerateMergedState(merge: MergedState, runner: GitRunner, input: HookInput): Promise<string> {
  try {
    const workspaces = await openWorkspaces(runner, input.directory);
    const workspace = workspaces.find(({ statePath }) => statePath === merge.path);
    if (workspace === undefined) return merge.text;
    const { repository, planningDirectory, siblings, config, cache } = workspace;
    if (config.update === "off" || repository.isShallow) return merge.text;
    const head = await repository.readHead();
    if (head.oid === null || isExecutorWorktree(workspace, head)) return merge.text;
    const readEntries = (commit: Oid): Promise<readonly TreeEntry[]> =>
      readTreeEntries(runner, commit, planningDirectory, ...siblings);
    const holds = (entries: readonly TreeEntry[], content: Uint8Array): boolean =>
      entries.some(({ path, oid }) => path === merge.path && oid === computeBlobOid(content, oid));
    const oursEntries = await readEntries(head.oid);
    // A merge of several common ancestors, for one, merges versions that stand in no commit.
    if (!holds(oursEntries, merge.ours)) return merge.text;
    for (const { revision, isWhole } of await findIncomingCommits(repository.gitDirectory, input.environment)) {
      const incoming = await repository.resolveCommit(revision);
      const theirsEntries = incoming === undefined ? [] : await readEntries(incoming);
      if (incoming === undefined || !holds(theirsEntries, merge.theirs)) continue;
      const base = isWhole
        ? await repository.findMergeBase(head.oid, [incoming])
        : await repository.resolveCommit(`${incoming}^`);
      const baseEntries = base === undefined ? [] : await readEntries(base);
      const entries = mergeEntries(baseEntries, oursEntries, theirsEntries);
      const documents = createScopedDocuments(runner, entries, planningDirectory, siblings);
      return await regenerateMerged(
        {
          repository,
          head: head.oid,
          incoming: { oid: incoming, isWhole },
          documents,
          planningDirectory,
          cache: createReadOnlyCache(cache),
          position: config.position,
        },
        merge.path,
        merge.text,
      );
    }
    return merge.text;
  } catch (error) {
    // What was merged stands; the next hook or `state sync` regenerates it.
    if (error instanceof OperationalError) return merge.text;
    throw error;
  }
}
