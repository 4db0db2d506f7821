import type { LedgerEntry } from "../ledger/ledger.ts";
import { findRewritten, followRewrites, type Rewrites } from "../links/rewrites.ts";
import { formatShortOid, type Oid, type OidPrefix } from "../model/oid.ts";
import type { RelinkAnswer } from "./relink-answer.ts";
import type { StatedSuccessor } from "./squash-messages.ts";
import type { CommitIdentity, TwinFinder, Twins } from "./twins.ts";

/** What a commit that is gone is known by: its full name, if only one fits, and what identifies it. */
export interface LostIdentity extends CommitIdentity {
  /** Where it is known from, in words. */
  readonly source: string;
}

function tie(candidates: readonly Oid[], what: string): RelinkAnswer {
  return {
    kind: "unresolved",
    reason: `${candidates.length} commits ${what}, and nothing tells them apart`,
    candidates,
  };
}

/** Answers from the records of rewrites: what the hooks wrote down, and the map of `git filter-repo`. */
export function answerFromRecords(
  prefix: OidPrefix,
  rewrites: Rewrites,
  dropped: ReadonlySet<Oid>,
  isReachable: (oid: Oid) => boolean,
): RelinkAnswer | undefined {
  const olds = findRewritten(rewrites, prefix);
  const ends = new Map<Oid, Oid>();
  for (const old of olds) {
    const end = followRewrites(rewrites, old).successors.find(isReachable);
    if (end !== undefined) ends.set(end, old);
  }
  const [first, second] = ends;
  if (first !== undefined && second === undefined) {
    const [oid, old] = first;
    return {
      kind: "found",
      oid,
      confidence: "exact",
      evidence: [`on record: ${formatShortOid(old)} was rewritten to ${formatShortOid(oid)}`],
    };
  }
  if (first !== undefined) return tie([...ends.keys()], "were made of commits of that name");
  for (const old of dropped) {
    if (old.startsWith(prefix))
      return { kind: "unresolved", reason: "git filter-repo dropped the commit from history", candidates: [] };
  }
  return undefined;
}

/** Answers from entries of the ledger that know the prefix, by what they say the commit is called now. */
export function answerFromLedgerNames(
  prefix: OidPrefix,
  entries: readonly LedgerEntry[],
  isReachable: (oid: Oid) => boolean,
): RelinkAnswer | undefined {
  const now = new Set(entries.flatMap(({ oid, was }) => [oid, ...was].filter(isReachable)));
  const [oid, second] = now;
  if (oid === undefined) return undefined;
  if (second !== undefined) return tie([...now], "are names of it in the ledger");
  return {
    kind: "found",
    oid,
    confidence: "exact",
    evidence: [`ledger: ${prefix.slice(0, 8)} is ${formatShortOid(oid)} now`],
  };
}

/** Answers from what identifies the commit; `undefined` where no commit of the history is like it. */
export function answerFromIdentity(
  identities: readonly LostIdentity[],
  twins: TwinFinder,
  patchIds: ReadonlyMap<Oid, string>,
): RelinkAnswer | undefined {
  const answers = identities
    .map((identity): { identity: LostIdentity; found: Twins } => ({ identity, found: twins.find(identity, patchIds) }))
    .filter(({ found }) => found.kind !== "none");
  const oids = new Set(
    answers.flatMap(({ found }) => (found.kind === "one" ? [found.oid] : found.kind === "several" ? found.oids : [])),
  );
  const [first] = answers;
  if (first === undefined) return undefined;
  if (oids.size > 1) return tie([...oids], "have its author date and subject");
  if (first.found.kind !== "one") return undefined;
  return {
    kind: "found",
    oid: first.found.oid,
    confidence: first.found.confidence,
    evidence: [`${first.identity.source}: ${first.found.evidence}`],
  };
}

/** Answers from the messages of commits that say which others they take the place of. */
export function answerFromMessages(
  olds: readonly Oid[],
  stated: ReadonlyMap<Oid, readonly StatedSuccessor[]>,
): RelinkAnswer | undefined {
  const found = new Map<Oid, StatedSuccessor["source"]>();
  for (const old of olds) for (const { successor, source } of stated.get(old) ?? []) found.set(successor, source);
  const [first, second] = found;
  if (first === undefined) return undefined;
  if (second !== undefined) return tie([...found.keys()], "say that they took its place");
  const [oid, source] = first;
  const words = source === "squash" ? "squashed it, and lists it in its message" : "was picked from it, by its message";
  return { kind: "found", oid, confidence: "exact", evidence: [`${formatShortOid(oid)} ${words}`] };
}
