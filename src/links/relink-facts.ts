import type { Oid, OidPrefix } from "../model/oid.ts";
import type { WordSet } from "./subject-words.ts";

/** How sure a successor is. `exact` and `high` are applied, `low` only on request (D8). */
export type Confidence = "exact" | "high" | "low";

/** What a commit is tagged with, or a reference listed under: `plan 67-04 .planning/phases/67-ci-cd`, `quick 63`, `phase 67`. */
export type Scope = string;

/**
 * A commit that may be the successor of a dead reference. A squash commit is one candidate for each line of its message
 * that was the header of a commit, and these share its oid.
 */
export interface RelinkCandidate {
  readonly oid: Oid;
  readonly header: string;
  readonly subject: WordSet;
  readonly type: string | null;
  /** Index in history, newest first: what comes later is older or on another branch. */
  readonly position: number;
  readonly authoredMs: number;
  /** Place among the lines of a squash commit, in the order of the work; 0 for an ordinary commit. */
  readonly line: number;
  readonly isSquashed: boolean;
  readonly isBookkeeping: boolean;
  readonly scopes: ReadonlySet<Scope>;
}

/** What one place of a document says of the commit that it references. */
export interface MentionFact {
  readonly own: string;
  readonly above: readonly string[];
  readonly type: string | null;
}

/** A reference to a commit that history no longer has, with all that the documents say of it together. */
export interface DeadReference {
  readonly prefix: OidPrefix;
  readonly scopes: ReadonlySet<Scope>;
  readonly mentions: readonly MentionFact[];
  /** Position of the first commit whose documents cite it, or -1: what it cites was there before. */
  readonly citedAt: number;
}

/** References that stand together, in the order written, each once. */
export interface ReferenceList {
  /** `null`: one that history has. */
  readonly members: readonly { readonly prefix: OidPrefix; readonly liveOid: Oid | null }[];
  /** The scope of all of them, where they have one. */
  readonly scope: Scope | null;
  /** It stands in the SUMMARY.md of its plan, which lists what the plan did; STATE.md lists what seemed worth telling. */
  readonly isOfSummary: boolean;
}

/** What the search for a successor comes to. */
export type RelinkAnswer =
  | { readonly kind: "found"; readonly successor: Oid; readonly confidence: Confidence; readonly evidence: readonly string[] }
  | { readonly kind: "unresolved"; readonly reason: string; readonly candidates: readonly Oid[] };
