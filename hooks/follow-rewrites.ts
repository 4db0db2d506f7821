import type { Workspace } from "../src/api/open-workspace.ts";
import { moveReferences, type MovableDocument } from "../src/commands/move-references.ts";
import { decodeDocument } from "../src/files/decode-document.ts";
import { readDocumentFile, writeDocumentFile, type ReadDocument } from "../src/files/state-file.ts";
import type { Oid } from "../src/model/oid.ts";
import { OperationalError } from "../src/model/operational-error.ts";
import type { HeadFact, PlanningDocuments, RepositoryPath } from "../src/model/ports.ts";
import { findPlanFiles } from "../src/planning/plan-files.ts";
import { whenToWrite, type HookInput, type HookMoment } from "./hook-context.ts";
import { noteOwnText } from "./own-text.ts";
import { leavePendingMark, takePendingMark } from "./pending-mark.ts";

/** The documents whose references follow rewrites: STATE.md and every SUMMARY.md. */
export async function listReferringDocuments(
  { planningDirectory, statePath }: Workspace,
  documents: PlanningDocuments,
): Promise<readonly RepositoryPath[]> {
  const plans = findPlanFiles(await documents.list(), planningDirectory);
  return [statePath, ...plans.flatMap(({ summaryPath }) => summaryPath ?? [])];
}

/** Reads documents as text. One that is no text is left out: `state check` says so of STATE.md, and a hook moves nothing in it. */
export async function readMovableDocuments(
  documents: PlanningDocuments,
  paths: readonly RepositoryPath[],
): Promise<readonly MovableDocument[]> {
  return [...(await documents.read(paths))].flatMap(([path, bytes]) => {
    try {
      return [{ path, text: decodeDocument(bytes, path) }];
    } catch (error) {
      if (error instanceof OperationalError) return [];
      throw error;
    }
  });
}

/** Moves the references of the working files to the successors of rewritten commits, from the record (D8). */
export async function followRewritesInWorkTree(workspace: Workspace, tip: Oid, input: HookInput): Promise<void> {
  const { repository, documents, statePath } = workspace;
  if ((await repository.readRewrites()).length === 0) return;
  const paths = await listReferringDocuments(workspace, documents);
  const texts = await readMovableDocuments(documents, paths);
  for (const moved of await moveReferences(repository, tip, texts)) {
    const current: ReadDocument = await readDocumentFile(repository.topLevel, moved.path);
    // Another program has written meanwhile: its text has not been looked at, and the next hook will.
    if (current.text === moved.text) {
      await writeDocumentFile(repository.topLevel, moved.path, current.bytes, moved.newText, input.host);
      if (moved.path === statePath) noteOwnText(repository.gitDirectory, current.bytes, moved.newText);
    } else leavePendingMark(repository.gitDirectory, null);
  }
}

/**
 * Moves references now, or leaves word for the next hook that may write, `base` included. With `update: record` it is
 * planning commits alone that carry them.
 */
export async function followRewritesOrMark(
  workspace: Workspace,
  head: HeadFact,
  moment: HookMoment,
  base: Oid | null,
  input: HookInput,
): Promise<void> {
  const time = workspace.config.update === "record" ? "never" : await whenToWrite(workspace, head, moment);
  if (time === "later") leavePendingMark(workspace.repository.gitDirectory, base);
  if (time !== "now" || head.oid === null || !workspace.hasState()) return;
  await followRewritesInWorkTree(workspace, head.oid, input);
}

/**
 * Does what an earlier hook had to leave, if it left anything and this one may write. Answers with the commit after which
 * history was not looked at; `null` when there is none.
 */
export async function catchUpWithRewrites(
  workspaces: readonly [Workspace, ...Workspace[]],
  head: HeadFact,
  moment: HookMoment,
  input: HookInput,
): Promise<Oid | null> {
  const mark = takePendingMark(workspaces[0].repository.gitDirectory);
  if (mark === undefined) return null;
  for (const workspace of workspaces) await followRewritesOrMark(workspace, head, moment, mark.base, input);
  return mark.base;
}
