import { plainText, type CurrentPosition } from "../document/current-position.ts";
import { describePhase } from "../links/phase-evidence.ts";
import { isPlanNumberWrong, saysComplete } from "../links/plan-number.ts";
import { comparePlanIds, formatPlanName, parsePlanId } from "../model/plan-id.ts";
import type { PositionRenderFacts } from "./position-facts.ts";
import { stoppedAtAgrees } from "./session-continuity.ts";

const numberOfWhole = /^([^\d]{0,8})(\d{1,3})([ \t]?(?:of|\/)[ \t]?)(\d{1,3})(?![\w.-])(.*)$/;
const planAlone = /^((?:plan[ \t]{1,2})?)(\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,3}-\d{1,3}[A-Za-z]?)$/i;

function padLike(written: string, number: number): string {
  return String(number).padStart(written.length, "0");
}

/**
 * Holds `Plan: 2 of 3 in current phase` against the phase's plans, or `Plan: 67-02` against the position. Of a phase that the
 * newest plan is not of nothing is said: its line above is people's, and may mean another milestone.
 */
export function renderCurrentPlan(
  position: CurrentPosition,
  facts: PositionRenderFacts,
): { readonly derived: string; readonly evidence: string } | null {
  const { standing } = facts;
  const value = position.planLine?.value ?? "";
  const newest = standing.newest;
  if (newest === null || position.looksAhead || value.length > 400) return null;
  const alone = planAlone.exec(value);
  const planId = alone === null ? undefined : parsePlanId(alone[2] ?? "");
  if (planId !== undefined) {
    const current = facts.position.inProgress[0] ?? facts.position.lastCompleted;
    const isKnown = standing.findPlan(planId)?.plan.status === "completed";
    // Plans of one wave end in any order: who names the last of them is not behind.
    const isAhead = comparePlanIds(planId, newest.planId) > 0;
    if (current === null || !isKnown || isAhead || stoppedAtAgrees(formatPlanName(planId), facts)) return null;
    const derived = `${alone?.[1] ?? ""}${formatPlanName(current.plan.planId)}`;
    return { derived, evidence: `${formatPlanName(newest.planId)} was completed ${newest.completedAt}` };
  }
  const match = numberOfWhole.exec(value);
  const known = position.phase === newest.phase ? standing.findPhase(newest.phase) : undefined;
  if (match === null || known === undefined || plainText(match[1] ?? "").length > 6) return null;
  const [, lead = "", numberText = "", of = "", wholeText = "", rest = ""] = match;
  const [number, whole] = [Number(numberText), Number(wholeText)];
  const isCount = saysComplete(rest);
  if (number <= whole && !isPlanNumberWrong({ number, whole, saysComplete: isCount }, known)) return null;
  const total = Math.max(whole, known.total);
  const next = isCount ? known.completed : Math.min(known.completed + 1, known.total);
  const derived = `${lead}${padLike(numberText, next)}${of}${padLike(wholeText, total)}${rest}`;
  return { derived, evidence: describePhase(known) };
}
