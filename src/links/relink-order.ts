import type { Oid, OidPrefix } from "../model/oid.ts";
import type { DeadReference, ReferenceList, RelinkCandidate } from "./relink-facts.ts";
import { groupByScope, wasThere } from "./relink-scores.ts";

/** What a list of references says by its order: the list has as many members as its plan has commits. */
export interface OrderVote {
  readonly candidate: RelinkCandidate;
  /** The reference's place in the list, from 1, and the length of the list. */
  readonly place: number;
  readonly count: number;
  readonly isOfSummary: boolean;
}

/** Oldest first: the order in which people list the commits of a plan. */
export function compareAge(a: RelinkCandidate, b: RelinkCandidate): number {
  return b.position - a.position || a.line - b.line;
}

/**
 * Pairs the members of each list with the commits of its plan, where there are as many of these as of those.
 *
 * The commits that did the plan's work come first; only where their number differs, all of the plan's commits. A member
 * that history still has, or whose type is known, holds the pairing to account: one contradiction and the list says nothing.
 */
export function readOrder(lists: readonly ReferenceList[], references: ReadonlyMap<OidPrefix, DeadReference>, typesOf: (prefix: OidPrefix) => ReadonlySet<string>, candidates: readonly RelinkCandidate[]): ReadonlyMap<OidPrefix, readonly OrderVote[]> {
  const votes = new Map<OidPrefix, OrderVote[]>();
  const byScope = groupByScope(candidates);
  for (const { members, scope, isOfSummary } of lists) {
    const dead = members.flatMap(({ prefix }) => references.get(prefix) ?? []);
    if (scope === null || dead.length === 0) continue;
    const citedAt = Math.min(...dead.map((reference) => reference.citedAt));
    const all = takeLastRun((byScope.get(scope) ?? []).filter((candidate) => wasThere(candidate, citedAt)).sort(compareAge));
    const work = all.filter(({ isBookkeeping }) => !isBookkeeping);
    const paired = work.length === members.length ? work : all.length === members.length ? all : [];
    const isContradicted = members.some(({ prefix, liveOid }, index) => contradicts(paired[index], liveOid, typesOf(prefix), references.get(prefix)));
    if (isContradicted) continue;
    members.forEach(({ prefix, liveOid }, index) => {
      const candidate = paired[index];
      if (candidate === undefined || liveOid !== null) return;
      const vote = { candidate, place: index + 1, count: members.length, isOfSummary };
      votes.set(prefix, [...(votes.get(prefix) ?? []), vote]);
    });
  }
  return votes;
}

const longestPauseMs = 14 * 24 * 60 * 60 * 1000;

/** Numbers recur: of the commits of one plan those that a long pause parts from the last ones are another plan's. */
function takeLastRun(oldestFirst: readonly RelinkCandidate[]): readonly RelinkCandidate[] {
  let start = 0;
  oldestFirst.forEach((candidate, index) => {
    const before = oldestFirst[index - 1];
    if (before !== undefined && candidate.authoredMs - before.authoredMs > longestPauseMs) start = index;
  });
  return oldestFirst.slice(start);
}

function contradicts(candidate: RelinkCandidate | undefined, liveOid: Oid | null, types: ReadonlySet<string>, reference: DeadReference | undefined): boolean {
  if (candidate === undefined) return true;
  if (liveOid !== null) return candidate.oid !== liveOid;
  if (types.size > 0 && candidate.type !== null && !types.has(candidate.type)) return true;
  return reference === undefined || !wasThere(candidate, reference.citedAt);
}
