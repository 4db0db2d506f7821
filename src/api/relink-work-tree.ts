import { readLedger, ledgerPath } from "../commands/refresh-ledger.ts";
import { readWitnesses } from "../commands/read-witnesses.ts";
import { relinkDocuments, type RelinkOutcome } from "../commands/relink-documents.ts";
import { commitMapName, readCommitMapText } from "../files/commit-map.ts";
import { decodeDocument } from "../files/decode-document.ts";
import { writeDocumentFile, type ProcessHost, type ReadDocument } from "../files/state-file.ts";
import { createCommitEvidence } from "../git/git-evidence.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { Oid, OidPrefix } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { findPlanFiles } from "../planning/plan-files.ts";
import { parseCommitMap } from "../relink/commit-map.ts";
import type { MentionSource } from "../relink/mentions.ts";
import type { Confidence } from "../relink/relink-answer.ts";
import type { Workspace } from "./open-workspace.ts";

/** What relinking the documents of a work tree comes to, and how to write it. */
export interface WorkTreeRelink extends RelinkOutcome {
  /** What is wrong with the files that evidence is read from. */
  readonly findings: readonly Finding[];
  readonly write: (host: ProcessHost) => Promise<void>;
}

export interface WorkTreeRelinkInput {
  readonly tip: Oid | null;
  readonly state: ReadDocument;
  /** The SUMMARY.md files are relinked too; without it they only give evidence. */
  readonly withSummaries: boolean;
  readonly leastConfidence: Confidence;
  /** The references that may be relinked; `null` for all. */
  readonly only: ReadonlySet<OidPrefix> | null;
}

/** The SUMMARY.md files of all plans, as bytes too. One that is no text is left out: it is neither read nor written. */
async function readSummaries({
  documents,
  planningDirectory,
}: Workspace): Promise<readonly { readonly source: MentionSource; readonly bytes: Uint8Array }[]> {
  const planFiles = findPlanFiles(await documents.list(), planningDirectory);
  const planIds = new Map(
    planFiles.flatMap(({ summaryPath, planId }) => (summaryPath === null ? [] : [[summaryPath, planId] as const])),
  );
  return [...(await documents.read([...planIds.keys()]))].flatMap(([path, bytes]) => {
    try {
      return [{ source: { path, text: decodeDocument(bytes, path), planId: planIds.get(path) ?? null }, bytes }];
    } catch (error) {
      if (error instanceof OperationalError) return [];
      throw error;
    }
  });
}

/** Finds what the dead references of a work tree's documents meant; nothing is written before `write` is called. */
export async function relinkWorkTree(workspace: Workspace, input: WorkTreeRelinkInput): Promise<WorkTreeRelink> {
  const { repository, runner, documents, planningDirectory, statePath } = workspace;
  const summaries = await readSummaries(workspace);
  const bytesByPath = new Map<RepositoryPath, Uint8Array>([
    [statePath, input.state.bytes],
    ...summaries.map(({ source, bytes }) => [source.path, bytes] as const),
  ]);
  const path = ledgerPath(planningDirectory);
  const ledgerBytes = (await documents.read([path])).get(path);
  const ledgerText = ledgerBytes === undefined ? undefined : new TextDecoder("utf-8").decode(ledgerBytes);
  const { ledger, findings } = await readLedger(ledgerText, path);
  const commitMap = parseCommitMap((await readCommitMapText(repository.commonDirectory)) ?? "");
  const outcome = await relinkDocuments({
    repository,
    evidence: createCommitEvidence(runner, repository),
    tip: input.tip,
    planningDirectory,
    sources: [{ path: statePath, text: input.state.text, planId: null }, ...summaries.map(({ source }) => source)],
    documents: new Set(input.withSummaries ? bytesByPath.keys() : [statePath]),
    readWitnesses: (prefixes) => readWitnesses(documents, (known) => bytesByPath.has(known), prefixes),
    ledger,
    commitMap,
    leastConfidence: input.leastConfidence,
    only: input.only,
  });
  const { damagedLines } = commitMap;
  return {
    ...outcome,
    findings: [
      ...findings,
      ...(damagedLines.length > 0
        ? [
            createFinding(
              "commit-map-damaged",
              { lines: damagedLines.slice(0, 10), count: damagedLines.length, file: commitMapName },
              { path: null },
            ),
          ]
        : []),
      ...outcome.cyclic.map((oid) => createFinding("rewrite-cyclic", { oid }, { path: null })),
    ],
    write: async (host) => {
      for (const { path: changed, newText } of outcome.changed) {
        const bytes = bytesByPath.get(changed);
        if (bytes !== undefined) await writeDocumentFile(repository.topLevel, changed, bytes, newText, host);
      }
    },
  };
}
