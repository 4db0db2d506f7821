import type { TaggedCommit } from "../links/tagged-commits.ts";
import { parseOidPrefix, type Oid, type OidPrefix } from "../model/oid.ts";
import type { Witness } from "./mentions.ts";

const tokenPattern = /(?<![\w])[0-9a-f]{7,64}(?![\w])/gi;

/** Finds which of the commits a text speaks of. */
export function findSpokenOf(text: string, prefixes: ReadonlySet<OidPrefix>): ReadonlySet<OidPrefix> {
  const found = new Set<OidPrefix>();
  for (const [token] of text.matchAll(tokenPattern)) {
    const prefix = parseOidPrefix(token);
    if (prefix !== undefined && prefixes.has(prefix)) found.add(prefix);
  }
  return found;
}

/** What messages of commits say of the commits. */
interface MessageWitnesses {
  readonly sources: readonly Witness[];
  /** The oldest commit whose message names each. */
  readonly first: ReadonlyMap<OidPrefix, Oid>;
}

/** Finds the messages of a history, newest first, that speak of any of the commits: `(source: commit 73f138c)`. */
export function findMessageWitnesses(
  tagged: readonly TaggedCommit[],
  prefixes: ReadonlySet<OidPrefix>,
): MessageWitnesses {
  const sources: Witness[] = [];
  const first = new Map<OidPrefix, Oid>();
  for (const { commit, header } of tagged) {
    const found = findSpokenOf(commit.message, prefixes);
    if (found.size === 0) continue;
    for (const prefix of found) first.set(prefix, commit.oid);
    const body = commit.message.slice(header.length).trim();
    sources.push({ path: null, text: body, planId: null });
  }
  return { sources, first };
}
