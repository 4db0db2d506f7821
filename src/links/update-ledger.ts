import type { CommitRecord } from "../model/commit-record.ts";
import type { Oid } from "../model/oid.ts";
import { createCommitRecord, findTwin, type TwinIndex } from "./commit-twins.ts";
import type { RewriteMap } from "./rewrite-records.ts";

/** What a ledger is brought up to date by. */
export interface LedgerFacts {
  readonly index: TwinIndex;
  /** Tells whether a document holds the oid, or an abbreviation of it. */
  readonly isCited: (oid: Oid) => boolean;
  /** Rewrites that are known at this moment; `null` where only what every clone knows may count. */
  readonly rewrites: RewriteMap | null;
}

/**
 * Works out what a ledger must hold: every commit of the history that the documents cite, with the names that it had
 * before, and every cited commit that the history no longer has, until somebody tells what became of it.
 *
 * New records have no patch id yet. The order is the formatter's business. A second run on the result changes nothing.
 */
export function updateLedgerRecords(known: readonly CommitRecord[], facts: LedgerFacts): readonly CommitRecord[] {
  const { index, isCited } = facts;
  const records = new Map<Oid, CommitRecord>();
  const isKept = (record: CommitRecord): boolean => isCited(record.oid) || record.predecessors.some(isCited);
  for (const record of known) if (index.byOid.has(record.oid) && isKept(record)) records.set(record.oid, record);
  for (const tagged of index.byOid.values()) {
    if (!records.has(tagged.commit.oid) && isCited(tagged.commit.oid)) records.set(tagged.commit.oid, createCommitRecord(tagged, null));
  }
  for (const record of known) {
    if (index.byOid.has(record.oid)) continue;
    const successor = findSuccessor(record, facts);
    const target = successor === undefined ? undefined : records.get(successor);
    if (target !== undefined) records.set(target.oid, { ...target, predecessors: [...target.predecessors, record.oid, ...record.predecessors] });
    else if (isKept(record)) records.set(record.oid, record);
  }
  return [...records.values()];
}

/** The commit of the history that is certainly the record's: a recorded rewrite, or the only one of its date and header. */
function findSuccessor(record: CommitRecord, { index, rewrites }: LedgerFacts): Oid | undefined {
  const fate = rewrites?.findFate(record.oid);
  if (fate?.kind === "rewritten") {
    const here = fate.successors.filter((oid) => index.byOid.has(oid));
    if (here.length === 1) return here[0];
  }
  const twin = findTwin(record, index, noPatchIds);
  return twin.kind === "found" && twin.basis === "identity" ? twin.oid : undefined;
}

const noPatchIds: ReadonlyMap<Oid, string> = new Map();
