import type { Workspace } from "../src/api/open-workspace.ts";
import { moveReferences } from "../src/commands/move-references.ts";
import { createEntryDocuments, readIndexEntries } from "../src/git/git-documents.ts";
import { writeBlob } from "../src/git/git-index.ts";
import type { Oid } from "../src/model/oid.ts";
import { followRewritesInWorkTree, listReferringDocuments, readMovableDocuments } from "./follow-rewrites.ts";
import type { HookInput } from "./hook-context.ts";
import { stageEntries, type EntryChange } from "./stage-entries.ts";

/**
 * Lets the references of what is staged follow rewrites, within a planning commit (D5, D8): the commit carries them, and
 * the working files, moved by `post-rewrite` or here, are clean afterwards.
 *
 * The staged texts are moved, not replaced by the working files: what the user left out of the commit stays out of it.
 */
export async function stageMovedReferences(workspace: Workspace, tip: Oid, input: HookInput): Promise<void> {
  const { runner, repository, planningDirectory } = workspace;
  if ((await repository.readRewrites()).length === 0) return;
  const entries = await readIndexEntries(runner, repository.topLevel, planningDirectory);
  const documents = createEntryDocuments(runner, entries);
  const texts = await readMovableDocuments(documents, await listReferringDocuments(workspace, documents));
  const moved = await moveReferences(repository, tip, texts);
  // The working files first: when another program holds a lock, nothing is staged either, and both stay alike.
  await followRewritesInWorkTree(workspace, tip, input);
  const changes: EntryChange[] = [];
  for (const { path, newText } of moved) {
    const entry = entries.find((candidate) => candidate.path === path);
    if (entry !== undefined) changes.push({ entry, oid: await writeBlob(runner, newText) });
  }
  await stageEntries(workspace, changes, input.environment);
}
