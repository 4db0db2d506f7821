import {
  comparePlanIds,
  createPlanId,
  phaseOfPlan,
  planNumberOf,
  type PhaseId,
  type PlanId,
} from "../model/plan-id.ts";
import { expandPhases, type Claim } from "./numbered-claim.ts";
import { parseScopeElement } from "./scope-claim.ts";

/** The claims of a whole scope, and whether every element of it was understood. */
export interface ScopeReading {
  readonly claims: readonly Claim[];
  readonly isComplete: boolean;
}

/** What stands between the elements of a list. */
export const listSeparator: RegExp = /[,;+&|]| and /;
const rangeSign = /\.{2,3}|…| to | through /;
/** Ends of a range that lie further apart are not filled in. */
const rangeLimit = 100;

/**
 * Parses a scope that may list several things: `35-03,35-04`, `12-05,06`, `35-03..05`, `67-04,api`.
 *
 * A lone number after a plan is a further plan of the same phase, after a quick task a further quick task.
 */
export function parseScope(scope: string): ScopeReading {
  const parts = scope.split(listSeparator);
  const elements = parts.length === 1 ? parts : parts.map((part) => part.trim());
  const claims: Claim[] = [];
  let isComplete = true;
  let isForeign = false;
  for (const element of elements) {
    // `c-0144+0150`, `sprint-0+1`: a lone number goes on counting what stands before it.
    const found: readonly Claim[] = isForeign && /^\d+$/.test(element) ? [] : parseAfter(claims.at(-1), element);
    isForeign = found.length === 0 && /\d$/.test(element);
    if (found.length === 0) isComplete = false;
    claims.push(...found);
  }
  return { claims, isComplete };
}

function parseAfter(previous: Claim | undefined, element: string): readonly Claim[] {
  if (previous?.kind === "plan" && /^\d{1,3}[a-z]?$/i.test(element)) {
    return createSibling(previous, phaseOfPlan(previous.planId), element);
  }
  if (previous?.kind === "quick" && /^\d{1,4}$/.test(element)) return parseScopeElement(`quick-${element}`);
  const sign = rangeSign.exec(element);
  // A dash of typography between two whole plans is a range; between two numbers it is a hyphen written wrongly.
  const dash = sign ?? /(?<=-\d{1,3}[a-z]?)\s?[–—]\s?/i.exec(element);
  return dash === null
    ? parseScopeElement(element)
    : parseRange(element.slice(0, dash.index), element.slice(dash.index + dash[0].length));
}

function createSibling(plan: Claim & { readonly kind: "plan" }, phase: PhaseId, number: string): readonly Claim[] {
  const planId = createPlanId(phase, number);
  return planId === undefined ? [] : [{ ...plan, planId }];
}

function parseRange(first: string, last: string): readonly Claim[] {
  const from = parseScopeElement(first)[0];
  const to = parseAfter(from, last)[0];
  if (from?.kind === "phase" && to?.kind === "phase") return expandPhases(from.phase, to.phase);
  if (from?.kind !== "plan" || to?.kind !== "plan") return [];
  return plansBetween(from.planId, to.planId).map((planId) => ({ ...from, planId }));
}

/** Both ends and, where they are whole numbers of one phase, the plans between them. */
function plansBetween(first: PlanId, last: PlanId): readonly PlanId[] {
  const [from, to] = [Number(planNumberOf(first)), Number(planNumberOf(last))];
  const isRange = phaseOfPlan(first) === phaseOfPlan(last) && to > from && to - from < rangeLimit;
  if (!isRange) return comparePlanIds(first, last) === 0 ? [first] : [first, last];
  return Array.from({ length: to - from + 1 }, (_, index) =>
    createPlanId(phaseOfPlan(first), String(from + index)),
  ).filter((planId) => planId !== undefined);
}
