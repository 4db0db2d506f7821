import type { Oid, OidPrefix } from "../model/oid.ts";
import type { ObjectLookup } from "../model/ports.ts";

/** What a commit reference is to the history of one tip (D7). */
export type ReferenceStatus =
  | "reachable"
  | "unreachable"
  | "rewritten"
  | "missing"
  | "ambiguous"
  | "not-a-commit"
  | "unknown";

/** The answer for one prefix, with what was found. */
export interface Resolution {
  readonly status: ReferenceStatus;
  /** The object that the prefix names; `null` when it names none or several. */
  readonly oid: Oid | null;
  readonly candidates: readonly Oid[];
  /** The commit of this history that took its place; not `null` exactly where the status is `rewritten`. */
  readonly successor: Oid | null;
  /** Type of an object that is no commit. */
  readonly objectType: string | null;
}

/** The facts for all prefixes of a document, gathered in a handful of processes. */
export interface ReferenceFacts {
  readonly lookups: ReadonlyMap<OidPrefix, ObjectLookup>;
  readonly unreachable: ReadonlySet<Oid>;
  /** The commits that took the place of others, by the prefixes of these. */
  readonly successors: ReadonlyMap<OidPrefix, { readonly old: Oid; readonly successor: Oid }>;
  /** Shallow or partial clone: what is not here may exist elsewhere. */
  readonly isIncomplete: boolean;
}

/** Resolves a prefix by the facts. In an incomplete clone a miss is `unknown`: we cannot tell, and say so. */
export function resolveReference(prefix: OidPrefix, facts: ReferenceFacts): Resolution {
  const lookup = facts.lookups.get(prefix) ?? { kind: "missing" };
  const answer = (status: ReferenceStatus, oid: Oid | null): Resolution => ({
    status,
    oid,
    candidates: [],
    successor: null,
    objectType: null,
  });
  const rewritten = facts.successors.get(prefix);
  if (rewritten !== undefined) return { ...answer("rewritten", rewritten.old), successor: rewritten.successor };
  switch (lookup.kind) {
    case "missing":
      return answer(facts.isIncomplete ? "unknown" : "missing", null);
    case "ambiguous":
      return { status: "ambiguous", oid: null, candidates: lookup.candidates, successor: null, objectType: null };
    case "other":
      return { status: "not-a-commit", oid: lookup.oid, candidates: [], successor: null, objectType: lookup.type };
    case "commit":
      if (!facts.unreachable.has(lookup.oid)) return answer("reachable", lookup.oid);
      return answer(facts.isIncomplete ? "unknown" : "unreachable", lookup.oid);
  }
}
