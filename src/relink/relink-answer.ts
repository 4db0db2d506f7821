import type { Oid } from "../model/oid.ts";

/**
 * How sure an answer is. `exact`: the same commit, by record or by what identifies it. `high`: several kinds of evidence
 * agree, and no other commit comes near. `low`: the likeliest, on request only.
 */
export type Confidence = "exact" | "high" | "low";

/** What became of one lost commit. */
export type RelinkAnswer =
  | {
      readonly kind: "found";
      readonly oid: Oid;
      readonly confidence: Confidence;
      /** Why, the strongest first; for people. */
      readonly evidence: readonly string[];
    }
  | {
      readonly kind: "unresolved";
      readonly reason: string;
      /** Commits between which nothing decides. */
      readonly candidates: readonly Oid[];
    };

const ranks: Readonly<Record<Confidence, number>> = { exact: 2, high: 1, low: 0 };

/** Tells whether an answer is at least as sure as asked for. */
export function isAtLeast(confidence: Confidence, least: Confidence): boolean {
  return ranks[confidence] >= ranks[least];
}
