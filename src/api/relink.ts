import type { ReadDocument } from "../files/state-file.ts";
import type { Oid } from "../model/oid.ts";
import type { Confidence } from "../relink/relink-answer.ts";
import type { RelinkAnswer } from "../report/answers.ts";
import { answerInScopes, joinAnswers } from "./join-answers.ts";
import { renewLedger } from "./ledger-file.ts";
import { readState, requireWritable, type Workspace } from "./open-workspace.ts";
import type { Place } from "./place.ts";
import { readTip } from "./read-workspace.ts";
import { relinkWorkTree, type WorkTreeRelink } from "./relink-work-tree.ts";
import { activeFirst, selectWorkspaces } from "./select-workspaces.ts";

/** How to relink: as the command line and the package's functions say. */
export interface RelinkChoices {
  readonly withSummaries: boolean;
  readonly leastConfidence: Confidence;
  readonly isDry: boolean;
}

/** What was found, and whether it was written. */
export interface RelinkedWorkspace extends WorkTreeRelink {
  readonly isApplied: boolean;
}

/** Relinks a STATE.md that was read, and unless it is a dry run writes what changes, with the ledger. */
export async function applyRelinks(
  workspace: Workspace,
  { tip, state }: { readonly tip: Oid | null; readonly state: ReadDocument },
  { withSummaries, leastConfidence, isDry }: RelinkChoices,
  host: Place["host"],
): Promise<RelinkedWorkspace> {
  if (!isDry) requireWritable(workspace);
  const outcome = await relinkWorkTree(workspace, { tip, state, withSummaries, leastConfidence, only: null });
  const isApplied = !isDry && outcome.changed.length > 0;
  if (isApplied) {
    await outcome.write(host);
    await renewLedger(workspace, tip, outcome.successors, host);
  }
  return { ...outcome, isApplied };
}

/** Relinks the documents of one planning directory. */
export async function relinkWorkspace(
  workspace: Workspace,
  choices: RelinkChoices,
  host: Place["host"],
): Promise<RelinkedWorkspace> {
  const state = await readState(workspace);
  const { oid: tip } = await readTip(workspace);
  return applyRelinks(workspace, { tip, state }, choices, host);
}

/** Relinks dead references. */
export async function relink(place: Place, choices: RelinkChoices): Promise<RelinkAnswer> {
  const { relinkToJson } = await import("../report/json.ts");
  const workspaces = activeFirst(await selectWorkspaces(place.runner, place.directory, place.workstream));
  const answer = async (workspace: Workspace): Promise<RelinkAnswer> => {
    const outcome = await relinkWorkspace(workspace, choices, place.host);
    return relinkToJson(outcome, outcome.isApplied);
  };
  return answerInScopes(workspaces, answer, joinAnswers);
}
