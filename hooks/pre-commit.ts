import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Workspace } from "../src/cli/open-workspace.ts";
import { readProject } from "../src/commands/read-project.ts";
import { syncState } from "../src/commands/sync-state.ts";
import { decodeDocument, readDocumentFile, writeDocumentFile } from "../src/files/state-file.ts";
import { createEntryDocuments, readBlobs, readIndexEntries } from "../src/git/git-documents.ts";
import { readStagedPaths, updateIndexEntry, writeBlob } from "../src/git/git-index.ts";
import { OperationalError } from "../src/model/operational-error.ts";
import { mayWriteState, openHookWorkspace, type HookExitCode, type HookInput } from "./hook-context.ts";
import { indexMarkPath } from "./index-mark.ts";

/**
 * Handles git's `pre-commit` hook: when planning documents are part of the commit, brings STATE.md in that commit up to
 * date, so that a plan-completion commit is true when it is made (D5). Never blocks.
 *
 * The staged text is regenerated, not the working file: what the user left out of the commit stays out of it.
 */
export async function runPreCommit(input: HookInput): Promise<HookExitCode> {
  const workspace = await openHookWorkspace(input);
  const { runner, repository, planningDirectory, statePath } = workspace;
  await rm(indexMarkPath(repository.gitDirectory), { force: true });
  const head = await repository.readHead();
  if (!workspace.config.commitDocs || !(await mayWriteState(workspace, head, false))) return 0;
  const staged = await readStagedPaths(runner, repository.topLevel, head.oid, planningDirectory);
  if (staged.length === 0) return 0;
  const entries = await readIndexEntries(runner, repository.topLevel, planningDirectory);
  const entry = entries.find(({ path, mode }) => path === statePath && mode.startsWith("100"));
  if (entry === undefined) return 0;
  const bytes = (await readBlobs(runner, [entry.oid])).get(entry.oid);
  if (bytes === undefined) return 0;
  const documents = createEntryDocuments(runner, entries);
  const project = await readProject({ repository, documents, tip: head.oid, planningDirectory });
  const text = decodeDocument(bytes, statePath);
  const outcome = await syncState(project, documents, { path: statePath, text, create: false });
  if (outcome.newText === text) return 0;
  // The working file first: when another program holds its lock, nothing is staged either, and both stay alike.
  await refreshWorkingFile(workspace, input, bytes, outcome.newText, async (working) => (await syncState(project, documents, { path: statePath, text: working, create: false })).newText);
  const oid = await writeBlob(runner, outcome.newText);
  await updateIndexEntry(runner, repository.topLevel, { ...entry, oid });
  const mark = indexMarkPath(repository.gitDirectory);
  await mkdir(dirname(mark), { recursive: true });
  await writeFile(mark, `${JSON.stringify({ path: statePath, before: entry.oid, after: oid })}\n`);
  return 0;
}

/** Gives the working file the new text too; a file with edits of its own is regenerated for itself. */
async function refreshWorkingFile(workspace: Workspace, input: HookInput, staged: Uint8Array, newText: string, regenerate: (text: string) => Promise<string>): Promise<void> {
  const { repository, statePath } = workspace;
  const working = await readDocumentFile(repository.topLevel, statePath).catch((error: unknown) => {
    // Deleted in the work tree, or left out of a sparse checkout: that is the user's, and the commit is not touched by it.
    if (error instanceof OperationalError && error.code === "no-state-document") return undefined;
    throw error;
  });
  if (working === undefined) return;
  const isSame = Buffer.compare(Buffer.from(working.bytes), Buffer.from(staged)) === 0;
  const text = isSame ? newText : await regenerate(working.text);
  if (text !== working.text) await writeDocumentFile(repository.topLevel, statePath, working.bytes, text, input.host);
}
