import { appendTo } from "../model/append-to.ts";
import type { Oid } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { ZonedTime } from "../model/ports.ts";

/** Name of the ledger within the planning directory. */
export const ledgerFileName = "planlink.ledger.yaml";

/** The version of the ledger that this program writes; a higher one is left alone. */
export const ledgerVersion = 1;

/** What is remembered of one commit that the documents refer to. A field that a damaged line lost is `null`. */
export interface LedgerEntry {
  readonly oid: Oid;
  readonly planId: PlanId | null;
  readonly authored: ZonedTime | null;
  /** The header of the message, cut to `subjectLength`. */
  readonly subject: string | null;
  /** As `git patch-id --stable` gives it; `null` for merges, empty commits and very large ones. */
  readonly patchId: string | null;
  /** What the commit was called before it was rewritten, the oldest first: documents on other branches still say so. */
  readonly was: readonly Oid[];
}

/** A ledger as it was read. */
export interface Ledger {
  /** In the order of the file, each commit once. */
  readonly entries: readonly LedgerEntry[];
  /** Comments that people wrote, in order. */
  readonly comments: readonly string[];
  /** The highest version that a line states; `null` where none does. */
  readonly version: number | null;
  /** Lines, from 1, that cannot be read. What could be told from them is in `entries`. */
  readonly damagedLines: readonly number[];
}

/** A ledger that is not there yet. */
export const emptyLedger: Ledger = { entries: [], comments: [], version: null, damagedLines: [] };

/** Longer subjects are cut: no header that people wrote comes near. */
const subjectLength = 400;

/** The subject as the ledger holds it; both sides of a comparison go through here. */
export function toLedgerSubject(header: string): string {
  return header.slice(0, subjectLength);
}

/** Names of one commit beyond these are of no use to anybody; the newest stay. */
const namesKept = 32;

/** Joins what several lines say of one commit: what the first lacks, a later one gives. */
function joinEntries(first: LedgerEntry, second: LedgerEntry): LedgerEntry {
  const was = [...new Set([...second.was, second.oid, ...first.was])].filter((oid) => oid !== first.oid);
  return {
    oid: first.oid,
    planId: first.planId ?? second.planId,
    authored: first.authored ?? second.authored,
    subject: first.subject ?? second.subject,
    patchId: first.patchId ?? second.patchId,
    was: was.slice(-namesKept),
  };
}

/**
 * Makes one entry of all that speak of the same commit, as a union merge leaves them: the same oid twice, or an entry
 * of before a rewrite beside the one of after it. The entry that knows the other's oid as an earlier name stays.
 *
 * An oid that is an earlier name of two entries (squashed here, picked there) stays an earlier name of both. Where two
 * entries name each other, nothing tells which is the later one, and both stay.
 */
export function uniteEntries(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const byOid = new Map<Oid, LedgerEntry>();
  for (const entry of entries) {
    const known = byOid.get(entry.oid);
    byOid.set(entry.oid, known === undefined ? entry : joinEntries(known, entry));
  }
  const laterByName = new Map<Oid, Oid[]>();
  for (const { oid, was } of byOid.values()) for (const name of was) appendTo(laterByName, name, oid);
  for (const [oid, entry] of byOid) {
    const [later, another] = laterByName.get(oid) ?? [];
    const only = later === undefined || another !== undefined ? undefined : byOid.get(later);
    // A squash took the place of several commits, each with facts of its own: these stay as they are.
    if (only === undefined || only === entry || entry.was.includes(only.oid) || !isSameCommit(only, entry)) continue;
    byOid.set(only.oid, joinEntries(only, entry));
    byOid.delete(oid);
  }
  return [...byOid.values()];
}

/** Tells whether two entries may be one commit before and after a rewrite that kept its author and its subject. */
function isSameCommit(a: LedgerEntry, b: LedgerEntry): boolean {
  const agrees = <Value>(left: Value | null, right: Value | null): boolean =>
    left === null || right === null || left === right;
  return agrees(a.authored?.epochMs ?? null, b.authored?.epochMs ?? null) && agrees(a.subject, b.subject);
}
