import { join } from "node:path";
import { keepBlobFigures } from "../src/api/caches.ts";
import type { Workspace } from "../src/api/open-workspace.ts";
import { ledgerPath } from "../src/commands/refresh-ledger.ts";
import { manifestPath } from "../src/commands/refresh-manifest.ts";
import {
  foreseeRecord,
  isRecordForeseen,
  type ForeseenRecord,
  type PlannedRecord,
} from "../src/commands/foresee-record.ts";
import { readDigest } from "../src/commands/read-history.ts";
import { readAssigner, readProjectOfHistory, withCompletions } from "../src/commands/read-project.ts";
import { syncState } from "../src/commands/sync-state.ts";
import { attempt } from "../src/files/attempt.ts";
import { tidyBeside } from "../src/files/document-lock.ts";
import { decodeDocument } from "../src/files/decode-document.ts";
import { readDocumentFile, writeDocumentFile, type ReadDocument } from "../src/files/state-file.ts";
import { createEntryDocuments, createScopedDocuments, readIndexEntries } from "../src/git/git-documents.ts";
import { readStagedPaths, writeBlob, type StagedPath } from "../src/git/git-index.ts";
import type { Oid } from "../src/model/oid.ts";
import { OperationalError } from "../src/model/operational-error.ts";
import type { HeadFact, PlanningDocuments, RepositoryPath } from "../src/model/ports.ts";
import { isPlanningPath } from "../src/planning/plan-files.ts";
import { awaitRecord, type PendingRecord } from "./await-record.ts";
import { removeBookmark } from "./bookmark-file.ts";
import { noteBookkeeping } from "./guard-notes.ts";
import { mayWriteState, openHookWorkspaces, type HookExitCode, type HookInput } from "./hook-context.ts";
import { noteReplacedCommits } from "./replaced-commits.ts";
import { hasOwnTextNote, isOwnTextOf } from "./own-text.ts";
import { stageEntries } from "./stage-entries.ts";
import { stageLedger } from "./stage-ledger.ts";
import { stageManifest } from "./stage-manifest.ts";
import { stageMovedReferences } from "./stage-moved-references.ts";
import { readBookmarkedCommits } from "./told-commits.ts";

/**
 * Handles git's `pre-commit` hook: when planning documents are part of the commit, brings STATE.md in that commit up to
 * date, so that a plan-completion commit is true when it is made (D5). Never blocks.
 *
 * The staged text is regenerated, not the working file: what the user left out of the commit stays out of it.
 */
export async function runPreCommit(input: HookInput): Promise<HookExitCode> {
  const workspaces = await openHookWorkspaces(
    input,
    attempt(() => readBookmarkedCommits(input)),
    false,
  );
  const [{ runner, repository }] = workspaces;
  const head = await repository.readHead();
  await noteReplacedCommits(workspaces[0], head);
  let staged: readonly StagedPath[] | undefined;
  for (const workspace of workspaces) {
    if (!workspace.config.commitDocs || !(await mayWriteState(workspace, head, false))) continue;
    staged ??= await readStagedPaths(runner, repository.topLevel, head.oid);
    if (staged.some(({ path }) => isOwnPath(path, workspace))) await stageWorkspace(workspace, head, staged, input);
  }
  return 0;
}

/** Of several planning directories only those are brought up to date that the commit has something of. */
function isOwnPath(path: RepositoryPath, { planningDirectory, siblings }: Workspace): boolean {
  if (siblings.length === 0) return isPlanningPath(path, planningDirectory);
  const isInside = (directory: RepositoryPath): boolean => path.startsWith(`${directory}/`);
  return (
    isInside(planningDirectory) &&
    !siblings.some((sibling) => sibling.length > planningDirectory.length && isInside(sibling))
  );
}

async function stageWorkspace(
  workspace: Workspace,
  head: HeadFact,
  staged: readonly StagedPath[],
  input: HookInput,
): Promise<void> {
  // What it holds for is about to change.
  removeBookmark(workspace.repository.gitDirectory);
  const isOwnText = await readIsOwnText(workspace);
  if (head.oid !== null) await stageMovedReferences(workspace, head.oid, input);
  const pending = await stageState(workspace, head, staged, isOwnText, input);
  if (head.oid !== null) {
    await stageLedger(workspace, head.oid, staged, input);
    await stageManifest(workspace, head.oid, input);
  }
  const { repository, planningDirectory, statePath } = workspace;
  for (const path of [statePath, ledgerPath(planningDirectory), manifestPath(planningDirectory)])
    tidyBeside(join(repository.topLevel, path), input.host);
  if (pending !== undefined) await awaitRecord(workspace, pending, input);
}

/** Tells whether the working STATE.md is what hooks alone have made of the staged one; asked before anything is staged. */
async function readIsOwnText(workspace: Workspace): Promise<boolean> {
  const { runner, repository, statePath } = workspace;
  if (!hasOwnTextNote(repository.gitDirectory)) return false;
  const working = await readWorkingFile(workspace);
  const [entry] = await readIndexEntries(runner, repository.topLevel, statePath);
  if (working === undefined || entry === undefined) return false;
  return isOwnTextOf(repository.gitDirectory, entry.oid, working.text);
}

/**
 * Regenerates the staged STATE.md, and the working file with it. Answers with what is known of a commit of planning
 * documents alone that leaves nothing of STATE.md behind.
 */
async function stageState(
  workspace: Workspace,
  head: HeadFact,
  staged: readonly StagedPath[],
  isOwnText: boolean,
  input: HookInput,
): Promise<PendingRecord | undefined> {
  const { runner, repository, planningDirectory, siblings, statePath } = workspace;
  const isPlanning = ({ path }: StagedPath): boolean => isPlanningPath(path, planningDirectory);
  const entries = await readIndexEntries(runner, repository.topLevel, [planningDirectory, ...siblings]);
  const entry = entries.find(({ path, mode }) => path === statePath && mode.startsWith("100"));
  if (entry === undefined) return undefined;
  const bytes = (await createEntryDocuments(runner, [entry]).read([statePath])).get(statePath);
  if (bytes === undefined) return undefined;
  const oids = new Map(entries.map(({ path, oid }) => [path, oid]));
  const documents = keepBlobFigures(
    createScopedDocuments(runner, entries, planningDirectory, siblings),
    oids,
    repository,
  );
  // A commit of planning documents alone records what is done; one that holds work too is itself the last of its plan.
  const isBookkeeping = staged.every(isPlanning);
  const completing = isBookkeeping
    ? []
    : staged.filter((change) => change.isAdded && isPlanning(change)).map(({ path }) => path);
  const text = decodeDocument(bytes, statePath);
  const planned = isBookkeeping && siblings.length === 0 ? planRecord(staged, workspace) : null;
  const { foreseen, regenerate } = await createRegeneration(
    workspace,
    documents,
    head.oid,
    new Set(completing),
    planned,
  );
  const newText = await regenerate(text);
  // The working file first: when another program holds its lock, nothing is staged either, and both stay alike.
  const working = await readWorkingFile(workspace);
  let newWorking: string | undefined;
  if (working !== undefined) {
    newWorking = isOwnText
      ? newText
      : newText === text
        ? working.text
        : await regenerateWorking(workspace, head.oid, { text, newText, regenerate }, working.text);
    if (newWorking !== working.text)
      await writeDocumentFile(repository.topLevel, statePath, working.bytes, newWorking, input.host);
  }
  if (newText !== text)
    await stageEntries(workspace, [{ entry, oid: await writeBlob(runner, newText) }], input.environment);
  const isWorkingTrue = newText !== text || working === undefined || working.text === text;
  // With several planning directories the shell leaves all to Node, and a note would be of one of them alone.
  if (!isBookkeeping || !isWorkingTrue || head.oid === null || siblings.length > 0) return undefined;
  noteBookkeeping(repository.gitDirectory, head.oid);
  return newWorking === newText && foreseen !== undefined
    ? { ...foreseen, documents, head: head.oid, text: newText }
    : undefined;
}

function planRecord(staged: readonly StagedPath[], { planningDirectory, statePath }: Workspace): PlannedRecord {
  const added = staged.filter(({ isAdded }) => isAdded).map(({ path }) => path);
  const ownPaths = [statePath, ledgerPath(planningDirectory)];
  return { planningDirectory, paths: staged.map(({ path }) => path), added, ownPaths };
}

/** What STATE.md must say, given the documents, the history with the commit that is made, and the SUMMARYs that one of work adds. */
type Regenerate = (text: string) => Promise<string>;

interface Regeneration {
  /** The project with the commit that is made, where that is one to be foreseen. */
  readonly foreseen: Pick<PendingRecord, "project" | "record"> | undefined;
  readonly regenerate: Regenerate;
}

async function createRegeneration(
  { repository, planningDirectory, statePath, cache, config: { position } }: Workspace,
  documents: PlanningDocuments,
  tip: Oid | null,
  completing: ReadonlySet<RepositoryPath>,
  planned: PlannedRecord | null,
): Promise<Regeneration> {
  const source = { repository, documents, tip, planningDirectory, cache };
  const assigner = await readAssigner(source);
  const digest = readDigest({ ...source, assigner });
  let record: ForeseenRecord | undefined;
  const foreseen = await readProjectOfHistory(source, digest, assigner, (past, planFiles) => {
    record = planned === null ? undefined : foreseeRecord(past, planFiles, planned);
    return record?.digest ?? past;
  });
  const isForeseen = record !== undefined && isRecordForeseen(foreseen, record.record);
  const known = record === undefined || isForeseen ? foreseen : await readProjectOfHistory(source, digest, assigner);
  const project = withCompletions(known, completing);
  const input = { path: statePath, create: false, renderCells: null, position };
  return {
    foreseen: record !== undefined && isForeseen ? { project, record: record.record } : undefined,
    regenerate: async (text) => (await syncState(project, documents, { ...input, text })).newText,
  };
}

/** `undefined` when it is deleted in the work tree, or left out of a sparse checkout: the commit is not touched by that. */
async function readWorkingFile({ repository, statePath }: Workspace): Promise<ReadDocument | undefined> {
  return readDocumentFile(repository.topLevel, statePath).catch((error: unknown) => {
    if (error instanceof OperationalError && error.code === "no-state-document") return undefined;
    throw error;
  });
}

interface StagedState {
  readonly text: string;
  readonly newText: string;
  readonly regenerate: Regenerate;
}

/**
 * Works out what the working file is to say. One with edits of its own is regenerated for itself.
 *
 * What differs from the staged text may also be our own last refresh, which a commit of the SUMMARY alone leaves out.
 * Regenerated once more, it keeps what still agrees (`7min` for 6.5), where the staged text gets it anew; a file that
 * is nothing but the staged text as of HEAD has nothing of the user's to keep, and becomes what is committed.
 */
async function regenerateWorking(
  workspace: Workspace,
  tip: Oid | null,
  staged: StagedState,
  working: string,
): Promise<string> {
  if (working === staged.text) return staged.newText;
  const own = await staged.regenerate(working);
  if (own === staged.newText || tip === null) return own;
  const asOfHead = await createRegeneration(workspace, await workspace.documentsAt(tip), tip, new Set(), null);
  return (await asOfHead.regenerate(staged.text)) === working ? staged.newText : own;
}
