import { findPlanMentions } from "../document/plan-mentions.ts";
import type { StateDocument } from "../document/state-document.ts";
import { findTextUnits, type TextUnit } from "../document/text-units.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { Range } from "../model/source-text.ts";
import { plainText } from "../document/current-position.ts";

/** A piece of text that reports a plan as complete: `Previous: Phase 64-04 COMPLETE - …`, `- [x] 64-04 complete`. */
export interface CompletionClaim {
  readonly planId: PlanId;
  readonly unit: TextUnit;
  /** The line's label, such as `Previous`; empty where it has none. */
  readonly label: string;
  /** The whole line is bold, or ends in a colon: it heads what follows, and is no entry of a list. */
  readonly isHeading: boolean;
  /** The unit's first line. */
  readonly range: Range;
}

const marker = /^[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?/;
const labelled = /^([A-Z][A-Za-z ]{0,30}):[ \t]+/;
const dated = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]{4,12}Z?)?[ \t]*[—–:-]{0,2}[ \t]*/;
const nameWords = /^(?:(?:phase|plan|objective|trd)[ \t]+)*$/i;
const doneBefore = /^(?:completed|executed|finished|shipped)[ \t]+(?:(?:phase|plan|objective|trd)[ \t]+)*$/i;
const doneAfter =
  /^[ \t)\]:—–✅-]{0,5}(?:is[ \t]|was[ \t])?(?:complete|completed|done|executed|finished|shipped)(?![A-Za-z/-])/i;
/** What takes the claim back, or makes it one about something else. */
const restricted =
  /^[^A-Za-z0-9]{0,4}(?:tasks?|waves?|steps?|parts?|planning|research|context|discussion|checkpoint|except|but|pending|partially|awaiting|apart|through|verification|checklist|revision|when|once|if|after|before|criteria)(?![A-Za-z])/i;
const documentSuffix = /^-(?:PLAN|SUMMARY|TRD)(?:\.md)?/i;

/** Reads the plan that a text reports as complete with its first words; `null` where it reports none, or more than one. */
export function parseCompletionClaim(text: string): PlanId | null {
  const head = plainText(text.slice(0, 300));
  const [mention, next] = findPlanMentions(head, 0);
  if (mention === undefined) return null;
  const before = head.slice(0, mention.range.start);
  const rest = head.slice(mention.range.end);
  const suffix = documentSuffix.exec(rest)?.[0] ?? "";
  const after = rest.slice(suffix.length);
  // `Completed 67-01, 67-02` and `67-01 to 67-03 complete` speak of several plans.
  if (next !== undefined && next.range.start - mention.range.end <= 8) return null;
  if (doneBefore.test(before)) return restricted.test(after) ? null : mention.planId;
  const done = nameWords.test(before) ? doneAfter.exec(after) : null;
  return done === null || restricted.test(after.slice(done[0].length)) ? null : mention.planId;
}

/** Finds the claims of a document's prose and lists. Tables and code tell figures and commands. */
export function findCompletionClaims(document: StateDocument): readonly CompletionClaim[] {
  const claims: CompletionClaim[] = [];
  for (const unit of findTextUnits(document)) {
    if (unit.kind !== "paragraph" && unit.kind !== "pair" && unit.kind !== "item") continue;
    const text = document.source.text.slice(unit.range.start, Math.min(unit.range.end, unit.range.start + 400));
    const lead = marker.exec(text)?.[0].length ?? 0;
    const plain = plainText(text.slice(lead));
    const label = labelled.exec(plain);
    const body = plain.slice(label?.[0].length ?? 0).replace(dated, "");
    // An unticked box is a task.
    const planId = /\[ \]/.test(text.slice(0, lead)) ? null : parseCompletionClaim(body);
    if (planId === null) continue;
    const newline = text.indexOf("\n");
    const start = unit.range.start + lead;
    const end = newline === -1 ? unit.range.end : unit.range.start + Math.max(newline, lead);
    const isHeading = /^\*\*[^*]*\*\*:?[ \t]*$|:(?:\*\*)?[ \t]*$/.test(text.slice(lead));
    claims.push({ planId, unit, label: label?.[1] ?? "", isHeading, range: { start, end } });
  }
  return claims;
}
