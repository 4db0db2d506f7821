import { join } from "node:path";
import { readCommitHistory } from "../commands/read-history.ts";
import { createCellRenderer } from "../commands/render-cells.ts";
import { syncState as syncDocument, type SyncOutcome } from "../commands/sync-state.ts";
import { tidyBeside } from "../files/document-lock.ts";
import { readDocumentFile, writeDocumentFile } from "../files/state-file.ts";
import type { SyncAnswer } from "../report/answers.ts";
import { answerInScopes, joinAnswers } from "./join-answers.ts";
import { prepareLedger, type LedgerChange } from "./ledger-file.ts";
import { prepareManifest, type ManifestChange } from "./manifest-file.ts";
import { requireWholeHistory, requireWritable, type Workspace } from "./open-workspace.ts";
import type { Place } from "./place.ts";
import { readWorkspaceProject } from "./read-workspace.ts";
import { activeFirst, selectWorkspaces } from "./select-workspaces.ts";

/** How to synchronize: as the command line and the package's functions say. */
export interface SyncChoices {
  /** Nothing is written. */
  readonly isDry: boolean;
  readonly create: boolean;
}

/** STATE.md of one planning directory and the files that go with it, and what became of them. */
export interface SyncedWorkspace {
  readonly outcome: SyncOutcome;
  readonly isChanged: boolean;
  readonly ledger: LedgerChange;
  readonly manifest: ManifestChange | undefined;
}

/** Regenerates the STATE.md of one planning directory, and unless it is a dry run writes it, with ledger and manifest. */
export async function syncWorkspace(
  workspace: Workspace,
  { isDry, create }: SyncChoices,
  host: Place["host"],
): Promise<SyncedWorkspace> {
  const { repository, documents, statePath } = workspace;
  requireWritable(workspace);
  const state = await readDocumentFile(repository.topLevel, statePath);
  requireWholeHistory(repository);
  const { project } = await readWorkspaceProject(workspace);
  const outcome = await syncDocument(project, documents, {
    path: statePath,
    text: state.text,
    create,
    renderCells: createCellRenderer(project, () => readCommitHistory(repository, project)),
    position: workspace.config.position,
  });
  const isChanged = outcome.newText !== outcome.oldText;
  if (isChanged && !isDry) await writeDocumentFile(repository.topLevel, statePath, state.bytes, outcome.newText, host);
  else if (!isDry) tidyBeside(join(repository.topLevel, statePath), host);
  const ledger = await prepareLedger(workspace, project, outcome.newText, new Map());
  if (!isDry && !outcome.hasConflict) await ledger.write(host);
  const manifest = await prepareManifest(workspace, project, () => readCommitHistory(repository, project));
  if (!isDry && !outcome.hasConflict) await manifest?.write(host);
  return { outcome, isChanged, ledger, manifest };
}

/** Regenerates what is owned of STATE.md. */
export async function syncState(place: Place, choices: SyncChoices): Promise<SyncAnswer> {
  const { syncToJson } = await import("../report/sync-json.ts");
  const workspaces = activeFirst(await selectWorkspaces(place.runner, place.directory, place.workstream));
  const answer = async (workspace: Workspace): Promise<SyncAnswer> => {
    const { outcome, ledger, manifest } = await syncWorkspace(workspace, choices, place.host);
    return syncToJson(outcome, ledger, manifest);
  };
  return answerInScopes(workspaces, answer, joinAnswers);
}
