import type { Oid, OidPrefix } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { ZonedTime } from "../model/ports.ts";
import { toLedgerSubject, uniteEntries, type Ledger, type LedgerEntry } from "./ledger.ts";

/** A commit that a document refers to and the tip reaches. */
export interface ReferencedCommit {
  readonly oid: Oid;
  /** The plan of its own tag, else the one under which a document lists it. */
  readonly planId: PlanId | null;
  readonly authored: ZonedTime;
  readonly header: string;
}

/** What a ledger is brought up to date by. */
export interface LedgerFacts {
  readonly referenced: readonly ReferencedCommit[];
  /** Tokens of the documents that name no commit of the tip's history: what is known of them must stay. */
  readonly deadPrefixes: readonly OidPrefix[];
  readonly isReachable: (oid: Oid) => boolean;
  /** What rewritten commits are known to have become; these are among `referenced`. */
  readonly successors: ReadonlyMap<Oid, Oid>;
  /** The documents are all there are: entries that none of them refers to go. */
  readonly isWhole: boolean;
}

function namesOf({ oid, was }: LedgerEntry): readonly Oid[] {
  return [oid, ...was];
}

/** The referenced commits that the ledger does not know by any name: their facts are needed. */
export function findUnknownCommits(ledger: Ledger, referenced: readonly ReferencedCommit[]): readonly Oid[] {
  const known = new Set(ledger.entries.flatMap((entry) => (entry.subject === null ? [] : namesOf(entry))));
  return referenced.flatMap(({ oid }) => (known.has(oid) ? [] : [oid]));
}

function toEntry({ oid, planId, authored, header }: ReferencedCommit, patchId: string | undefined): LedgerEntry {
  return { oid, planId, authored, subject: toLedgerSubject(header), patchId: patchId ?? null, was: [] };
}

/** Tells whether an entry speaks of the commit as it was before a rewrite: one author, one instant, one subject. */
function isEarlierForm(entry: LedgerEntry, commit: LedgerEntry): boolean {
  return (
    entry.subject === commit.subject &&
    entry.authored !== null &&
    entry.authored.epochMs === commit.authored?.epochMs &&
    entry.authored.offsetMinutes === commit.authored.offsetMinutes
  );
}

/**
 * Brings a ledger's entries up to date: referenced commits come, entries whose commit was rewritten take its new name
 * and keep the old ones, entries that no document refers to go.
 *
 * Invariant: an entry whose commit is out of reach stays as long as a document cites one of its names.
 */
export function updateLedger(
  ledger: Ledger,
  facts: LedgerFacts,
  patchIds: ReadonlyMap<Oid, string>,
): readonly LedgerEntry[] {
  const { referenced, isReachable, successors } = facts;
  const known = new Set(ledger.entries.flatMap(namesOf));
  const unknown = new Set(findUnknownCommits(ledger, referenced));
  const fresh = new Map(
    referenced
      .filter(({ oid }) => unknown.has(oid))
      .map((commit) => [commit.oid, toEntry(commit, patchIds.get(commit.oid))] as const),
  );
  const renamed = ledger.entries.map((entry): LedgerEntry => {
    if (isReachable(entry.oid)) return entry;
    const recorded = successors.get(entry.oid);
    const twins = [...fresh.values()].filter((commit) => isEarlierForm(entry, commit));
    const later = recorded ?? (twins.length === 1 ? twins[0]?.oid : undefined);
    return later === undefined || !isReachable(later) || !(fresh.has(later) || known.has(later))
      ? entry
      : { ...entry, oid: later, was: [...entry.was, entry.oid] };
  });
  // A commit's own facts go before those of what it was: a squash has a subject and a patch of its own.
  const isOwn = (entry: LedgerEntry, index: number): boolean => entry.oid === ledger.entries[index]?.oid;
  const united = uniteEntries([
    ...fresh.values(),
    ...renamed.filter(isOwn),
    ...renamed.filter((entry, index) => !isOwn(entry, index)),
  ]);
  if (!facts.isWhole) return united;
  const cited = new Set(referenced.map(({ oid }) => oid));
  const isDead = createPrefixTest(facts.deadPrefixes);
  return united.filter((entry) => namesOf(entry).some((oid) => cited.has(oid) || isDead(oid)));
}

/** Tells whether an oid begins with one of the prefixes; by their lengths, of which there are few. */
function createPrefixTest(prefixes: readonly OidPrefix[]): (oid: Oid) => boolean {
  const known = new Set<string>(prefixes);
  const lengths = [...new Set(prefixes.map(({ length }) => length))];
  return (oid) => lengths.some((length) => known.has(oid.slice(0, length)));
}
