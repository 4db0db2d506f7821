import type { LedgerOutcome } from "../commands/refresh-ledger.ts";
import type { ManifestOutcome } from "../commands/refresh-manifest.ts";
import type { SyncOutcome } from "../commands/sync-state.ts";
import type { SyncAnswer } from "./answers.ts";
import { findingToJson } from "./json.ts";
import { compareLines } from "./line-diff.ts";

/** `planlink/sync@1` */
export function syncToJson(
  outcome: SyncOutcome,
  ledger: LedgerOutcome & { readonly isChanged: boolean },
  manifest: (ManifestOutcome & { readonly isChanged: boolean }) | undefined,
): SyncAnswer {
  const changed = outcome.newText !== outcome.oldText;
  return {
    schema: "planlink/sync@1",
    changed,
    documents: [{ path: outcome.path, edits: compareLines(outcome.oldText, outcome.newText) }],
    findings: [...outcome.findings, ...ledger.findings, ...(manifest?.findings ?? [])].map(findingToJson),
    ledger: { path: ledger.path, changed: ledger.isChanged, commits: ledger.commits },
    manifest: manifest === undefined ? null : { path: manifest.path, changed: manifest.isChanged },
    created: outcome.created,
    examined: outcome.examined,
  };
}
