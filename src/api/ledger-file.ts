import { ledgerPath, refreshLedger, type LedgerInput, type LedgerOutcome } from "../commands/refresh-ledger.ts";
import { readRecordedSuccessors } from "../commands/resolve-successors.ts";
import { readSummaryDocuments } from "../commands/verify-commits.ts";
import { readDocumentFile, writeDocumentFile, type ProcessHost } from "../files/state-file.ts";
import { createCommitEvidence } from "../git/git-evidence.ts";
import type { Oid } from "../model/oid.ts";
import type { Workspace } from "./open-workspace.ts";

/** What becomes of the ledger's file. */
export interface LedgerChange extends LedgerOutcome {
  readonly isChanged: boolean;
  readonly write: (host: ProcessHost) => Promise<void>;
}

/** Brings a ledger that is there in step with the documents after their references were relinked. */
export async function renewLedger(
  workspace: Workspace,
  tip: Oid | null,
  successors: ReadonlyMap<Oid, Oid>,
  host: ProcessHost,
): Promise<void> {
  const { repository, documents, planningDirectory, statePath } = workspace;
  const path = ledgerPath(planningDirectory);
  if (!(await documents.read([path])).has(path)) return;
  const { text } = await readDocumentFile(repository.topLevel, statePath);
  await (await prepareLedger(workspace, { planningDirectory, tip }, text, successors)).write(host);
}

/**
 * Works out the ledger that goes with a STATE.md of the work tree; nothing is written before `write` is called.
 * `successors` is what was just found beside the record of rewrites.
 */
export async function prepareLedger(
  workspace: Workspace,
  project: LedgerInput["project"],
  stateText: string,
  successors: ReadonlyMap<Oid, Oid>,
): Promise<LedgerChange> {
  const { repository, runner, documents, planningDirectory, statePath } = workspace;
  const path = ledgerPath(planningDirectory);
  const bytes = (await documents.read([path])).get(path);
  // Neither a summary in another encoding nor a spoilt ledger stops anything: oids are ASCII.
  const decode = (content: Uint8Array): string => new TextDecoder("utf-8").decode(content);
  const old = bytes === undefined ? undefined : decode(bytes);
  const recorded = await readRecordedSuccessors(repository, project.tip, old ?? "");
  const outcome = await refreshLedger(repository, workspace.referenceCache, createCommitEvidence(runner, repository), {
    project,
    documents: [
      { path: statePath, text: stateText },
      ...(await readSummaryDocuments(documents, planningDirectory, decode)),
    ],
    text: old,
    successors: new Map([...recorded, ...successors]),
    isWhole: true,
  });
  const { text } = outcome;
  const isChanged = text !== undefined && text !== old;
  return {
    ...outcome,
    isChanged,
    write: async (host) => {
      if (text !== undefined && isChanged)
        await writeDocumentFile(repository.topLevel, path, bytes ?? null, text, host);
    },
  };
}
