import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Workspace } from "../src/api/open-workspace.ts";
import { readIndexEntries, type TreeEntry } from "../src/git/git-documents.ts";
import { refreshIndexEntries, updateIndexEntries } from "../src/git/git-index.ts";
import type { HookInput } from "./hook-context.ts";

/** An entry of the index of the commit being made, and the blob that takes the place of its own. */
export interface EntryChange {
  /** Of a file that comes new its oid is empty. */
  readonly entry: TreeEntry;
  readonly oid: string;
}

/**
 * Where the index lies that git installs after the commit, if that is not the one of the commit: `git commit -- path`
 * commits from an index of its own, and has the other one ready in its lock file before pre-commit runs.
 */
function findWaitingIndex(gitDirectory: string, environment: HookInput["environment"]): string | undefined {
  if (!/^next-index-\d+\.lock$/.test(basename(environment["GIT_INDEX_FILE"] ?? ""))) return undefined;
  const path = join(gitDirectory, "index.lock");
  return existsSync(path) ? path : undefined;
}

/**
 * Points entries at new blobs, in the index of the commit being made and in the one that git installs afterwards, which
 * would otherwise show them as staged reverts (`MM`). The working files have been written before.
 *
 * The second index is only touched where it holds exactly what is replaced, or nothing where a file comes new. A commit that fails leaves neither: git
 * removes both with its locks (docs/adr/0012).
 */
export async function stageEntries(
  { runner, repository: { topLevel, gitDirectory }, planningDirectory }: Workspace,
  changes: readonly EntryChange[],
  environment: HookInput["environment"],
): Promise<void> {
  if (changes.length === 0) return;
  const stage = async (staged: readonly TreeEntry[], indexFile?: string): Promise<void> => {
    await updateIndexEntries(runner, topLevel, staged, indexFile);
    const paths = staged.map(({ path }) => path);
    await refreshIndexEntries(runner, topLevel, paths, indexFile);
  };
  await stage(changes.map(({ entry, oid }) => ({ ...entry, oid })));
  const waitingIndex = findWaitingIndex(gitDirectory, environment);
  if (waitingIndex === undefined) return;
  const waiting = new Map(
    (await readIndexEntries(runner, topLevel, planningDirectory, waitingIndex)).map((entry) => [entry.path, entry]),
  );
  const replaced = changes.flatMap(({ entry, oid }) => {
    const current = waiting.get(entry.path);
    return (current?.oid ?? "") === entry.oid ? [{ ...(current ?? entry), oid }] : [];
  });
  await stage(replaced, waitingIndex);
}
