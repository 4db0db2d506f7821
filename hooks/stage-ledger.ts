import type { Workspace } from "../src/api/open-workspace.ts";
import { ledgerPath, refreshLedger } from "../src/commands/refresh-ledger.ts";
import { readRecordedSuccessors } from "../src/commands/resolve-successors.ts";
import { writeDocumentFile } from "../src/files/state-file.ts";
import { createEntryDocuments, readIndexEntries } from "../src/git/git-documents.ts";
import { createCommitEvidence } from "../src/git/git-evidence.ts";
import { isIgnored, writeBlob, type StagedPath } from "../src/git/git-index.ts";
import type { Oid } from "../src/model/oid.ts";
import { listReferringDocuments, readMovableDocuments } from "./follow-rewrites.ts";
import type { HookInput } from "./hook-context.ts";
import { stageEntries } from "./stage-entries.ts";

/** A ledger is a list of ASCII words; what is spoilt in it is reported by `state check`. */
const decode = (bytes: Uint8Array): string => new TextDecoder("utf-8").decode(bytes);

/**
 * Brings the ledger in a planning commit in step with STATE.md and the SUMMARYs of that commit (D8), so that the two
 * travel together. Where there is none yet it begins with what this commit cites; `state sync` adds all the rest. Nothing
 * is dropped from it, as the other documents are not looked at.
 */
export async function stageLedger(
  workspace: Workspace,
  tip: Oid,
  staged: readonly StagedPath[],
  input: HookInput,
): Promise<void> {
  const { runner, repository, planningDirectory, statePath, documents } = workspace;
  const path = ledgerPath(planningDirectory);
  const entries = await readIndexEntries(runner, repository.topLevel, planningDirectory);
  const entry = entries.find((candidate) => candidate.path === path && candidate.mode.startsWith("100"));
  const working = (await documents.read([path])).get(path);
  if (entry === undefined && (await isIgnored(runner, repository.topLevel, path))) return;
  const committing = createEntryDocuments(runner, entries);
  const old = entry === undefined ? working : (await committing.read([path])).get(path);
  const changed = new Set(staged.map((change) => change.path));
  const referring = (await listReferringDocuments(workspace, committing)).filter(
    (name) => name === statePath || changed.has(name),
  );
  const texts = await readMovableDocuments(committing, referring);
  const refresh = async (text: string | undefined): Promise<string | undefined> => {
    const successors = await readRecordedSuccessors(repository, tip, text ?? "");
    const outcome = await refreshLedger(
      repository,
      workspace.referenceCache,
      createCommitEvidence(runner, repository),
      {
        project: { planningDirectory, tip },
        documents: texts,
        text,
        successors,
        isWhole: false,
      },
    );
    // Nothing to hold yet, or the file of a newer planlink: it stays.
    return outcome.text ?? text;
  };
  const text = old === undefined ? undefined : decode(old);
  const newText = await refresh(text);
  // Nothing is cited yet.
  if (newText === undefined || (newText === text && entry !== undefined)) return;
  const workingText = working === undefined ? undefined : decode(working);
  // A ledger that is deleted in the work tree, or left out of a sparse checkout, stays so.
  if (working !== undefined || entry === undefined) {
    const newWorking = workingText === text ? newText : await refresh(workingText);
    if (newWorking !== undefined && newWorking !== workingText)
      await writeDocumentFile(repository.topLevel, path, working ?? null, newWorking, input.host);
  }
  const added = entry ?? { path, mode: "100644", oid: "" };
  await stageEntries(workspace, [{ entry: added, oid: await writeBlob(runner, newText) }], input.environment);
}
