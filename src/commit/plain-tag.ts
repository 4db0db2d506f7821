import { parsePlanId, type PlanId } from "../model/plan-id.ts";

/** What the plainest of messages say of plans: that they are of one, or of none. */
export type PlainTag = { readonly kind: "plan"; readonly planId: PlanId } | { readonly kind: "other" };

/** A header that stands alone in its paragraph. */
const plainHeader = /^[a-z]{1,20}(?:\(([a-z]{1,30}|\d{1,3}-\d\d)\))?!?: [^\n]*(?=\n\n|\n?$)/;

/**
 * Reads the tag of a commit whose message is written in the plainest way; `undefined` for all others, of which
 * `readHistoryTag` tells. A property test holds the two together. The whole grammar takes longer to load and to run than
 * all else that a hook does after such a commit.
 */
export function readPlainTag(message: string): PlainTag | undefined {
  const match = plainHeader.exec(message);
  if (match === null) return undefined;
  const planId = parsePlanId(match[1] ?? "");
  if (planId !== undefined) return { kind: "plan", planId };
  // Other words of the message may name a plan, or be the headers of what was squashed.
  return /plan|phase|trd|\d-\d/i.test(message) ? undefined : { kind: "other" };
}
