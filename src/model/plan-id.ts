/**
 * A canonical plan id: `67-04`, `67.1-04`, `47A-03`, `31-31b`.
 *
 * The phase has no leading zeros and its letter is upper case; the plan has at least two digits and its letter is
 * lower case. Two ids are the same plan exactly when the strings are equal, so `083-03` and `83-3` both become
 * `83-03`, and `67-04` is never a part of `167-04`. Made only by this module's functions.
 */
export type PlanId = string & { readonly __brand: "PlanId" };

/** A canonical phase number: `67`, `67.1`, `47A`. Made only by this module's functions. */
export type PhaseId = string & { readonly __brand: "PhaseId" };

const phasePattern = /^(\d{1,6})([A-Za-z]?)((?:\.\d{1,4})*)$/;
const planPattern = /^(\d{1,4})((?:\.\d{1,3})?)([A-Za-z]?)$/;

function stripZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, "");
}

/** Parses a phase number in any padding and case; `undefined` when the text is not one. */
export function parsePhaseId(text: string): PhaseId | undefined {
  const match = phasePattern.exec(text);
  if (match === null) return undefined;
  const decimals = (match[3] ?? "")
    .split(".")
    .slice(1)
    .map((part) => `.${stripZeros(part)}`)
    .join("");
  return `${stripZeros(match[1] ?? "")}${(match[2] ?? "").toUpperCase()}${decimals}` as PhaseId;
}

/** Makes the canonical id of a plan from the texts of its phase and plan numbers; `undefined` when either is none. */
export function createPlanId(phaseText: string, planText: string): PlanId | undefined {
  const phase = parsePhaseId(phaseText);
  const match = planPattern.exec(planText);
  if (phase === undefined || match === null) return undefined;
  const number = stripZeros(match[1] ?? "").padStart(2, "0");
  return `${phase}-${number}${match[2] ?? ""}${(match[3] ?? "").toLowerCase()}` as PlanId;
}

/** Parses `67-04` in any padding and case, the whole text and nothing else. */
export function parsePlanId(text: string): PlanId | undefined {
  const dash = text.indexOf("-");
  return dash < 1 ? undefined : createPlanId(text.slice(0, dash), text.slice(dash + 1));
}

/** The phase that a plan belongs to. */
export function phaseOfPlan(planId: PlanId): PhaseId {
  return planId.slice(0, planId.indexOf("-")) as PhaseId;
}

/** The plan's own number within its phase, as it stands in the canonical id: `04`, `31b`. */
export function planNumberOf(planId: PlanId): string {
  return planId.slice(planId.indexOf("-") + 1);
}

function comparePart(a: string, b: string): number {
  const aParts: readonly string[] = a.match(/\d+|[A-Za-z]+/g) ?? [];
  const bParts: readonly string[] = b.match(/\d+|[A-Za-z]+/g) ?? [];
  for (let index = 0; index < Math.max(aParts.length, bParts.length); index += 1) {
    const [left, right] = [aParts[index], bParts[index]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    const bothNumbers = /^\d/.test(left) && /^\d/.test(right);
    const order = bothNumbers ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0;
    if (order !== 0) return order;
  }
  return 0;
}

/** Orders phases by value: 2 before 2.1 before 10. */
export function comparePhaseIds(a: PhaseId, b: PhaseId): number {
  return comparePart(a, b);
}

/** Orders plans by value: phase first, then plan number. */
export function comparePlanIds(a: PlanId, b: PlanId): number {
  return comparePhaseIds(phaseOfPlan(a), phaseOfPlan(b)) || comparePart(planNumberOf(a), planNumberOf(b));
}
