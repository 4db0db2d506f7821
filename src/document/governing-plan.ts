import { phaseOfPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { Range } from "../model/source-text.ts";
import { findPhaseMentions, findPlanMentions } from "./plan-mentions.ts";
import type { StateDocument } from "./state-document.ts";
import type { TextUnit } from "./text-units.ts";
import { lastAtOrBefore, readUnitPlans, sentenceAt, type UnitMention, type UnitPlans } from "./unit-plans.ts";

/** Tells the plan that governs a token, given by the list that it stands in and its index there; `null` where none is named. */
export type PlanFinder = (unit: TextUnit, list: readonly Range[], index: number) => PlanId | null;

interface Inheritance {
  /** The plan of what stands above the unit. */
  readonly planId: PlanId | null;
  /** Where the unit speaks of another phase; its end if it does not. */
  readonly contradictedFrom: number;
}

/** Creates the finder for one document. Of the plans that are known, those that look like a day are read as well. */
export function createPlanFinder(document: StateDocument, knownPlanIds?: ReadonlySet<PlanId>): PlanFinder {
  const text = document.source.text;
  const plansByUnit = new Map<TextUnit, UnitPlans>();
  const inheritanceByUnit = new Map<TextUnit, Inheritance>();

  const plansOf = (unit: TextUnit): UnitPlans => {
    const known = plansByUnit.get(unit);
    if (known !== undefined) return known;
    const plans = readUnitPlans(text, unit, () => phaseAbove(unit), knownPlanIds);
    plansByUnit.set(unit, plans);
    return plans;
  };

  const phaseAbove = (unit: TextUnit): PhaseId | null => {
    // `Phase: 67 of 70` and `Plan: 4 of 5` are lines of one paragraph.
    let sibling = unit.kind === "pair" ? unit.previous : null;
    for (let count = 0; count < 8 && sibling !== null; count += 1, sibling = sibling.previous) {
      const phase = findPhaseMentions(
        text.slice(sibling.range.start, Math.min(sibling.range.end, sibling.range.start + 200)),
        0,
      )[0];
      if (phase !== undefined) return phase.phaseId;
    }
    for (let above = unit.parent; above !== null; above = above.parent) {
      const plans = plansOf(above);
      const phase = plans.topic === null ? plans.phases[0]?.phaseId : phaseOfPlan(plans.topic);
      if (phase !== undefined) return phase;
    }
    return null;
  };

  const inheritanceOf = (unit: TextUnit): Inheritance => {
    const known = inheritanceByUnit.get(unit);
    if (known !== undefined) return known;
    let planId: PlanId | null = null;
    for (let above = unit.parent; above !== null && planId === null; above = above.parent)
      planId = plansOf(above).topic;
    const phase = planId === null ? null : phaseOfPlan(planId);
    const other = phase === null ? undefined : plansOf(unit).phases.find(({ phaseId }) => phaseId !== phase);
    const inheritance = { planId, contradictedFrom: other?.start ?? unit.range.end };
    inheritanceByUnit.set(unit, inheritance);
    return inheritance;
  };

  return (unit, list, index) => {
    const range = list[index];
    if (range === undefined) return null;
    const plans = plansOf(unit);
    const remark = remarkAfter(text, unit, list, index);
    const listStart = list[0]?.start ?? range.start;
    const own =
      planInRemark(remark) ?? ownPlan(plans, range, listStart, (mention) => isRemarkInList(text, mention, list));
    if (own !== null) return own;
    const after = unit.kind === "row" ? plans.mentions[0]?.planId : planClosingSentence(text, unit, plans, range);
    if (after !== undefined && after !== null) return after;
    const { planId, contradictedFrom } = inheritanceOf(unit);
    if (planId === null || contradictedFrom < listStart) return null;
    // `Reverted to 0f3e55f (Phase 7)` under a heading of phase 9 is none of the heading's plan.
    return findPhaseMentions(remark, 0).some(({ phaseId }) => phaseId !== phaseOfPlan(planId)) ? null : planId;
  };
}

/** What is said of the token behind it, up to the next member of its list or the list's end. */
function remarkAfter(text: string, unit: TextUnit, list: readonly Range[], index: number): string {
  const start = list[index]?.end ?? 0;
  const next = list[index + 1]?.start;
  const after = text.slice(start, Math.min(unit.range.end, next ?? unit.range.end, start + 160));
  if (next !== undefined) return /^.*(?=[,、，+/&→])/s.exec(after)?.[0] ?? "";
  return index === 0 || /^[`*_"']{0,4}[ ]?[(:]/.test(after) ? after : (/^[^,;()|]*/.exec(after)?.[0] ?? "");
}

/** Tells whether a mention within a list belongs to the member before it: `a 9-01 wrap, b`, but not `a, 9-02: b`. */
function isRemarkInList(text: string, mention: UnitMention, list: readonly Range[]): boolean {
  const [first, last] = [list[0], list.at(-1)];
  if (first === undefined || last === undefined || mention.range.start < first.end || mention.range.start > last.start)
    return false;
  const before = lastAtOrBefore(list.length, (index) => list[index]?.start ?? 0, mention.range.start);
  return /[,、，+&→]/.test(text.slice(mention.range.end, list[before + 1]?.start ?? mention.range.end));
}

/** The plan in the token's own remark: `abc1234 feat(67-04): …`, `abc1234 (67-04 SUMMARY)`, `abc1234 67-04 wrap,`. */
function planInRemark(remark: string): PlanId | null {
  const header = /^[`*_"')\]\s:|—–-]{0,12}([a-z]{2,12}\([^()\n]{1,80}\))!?:/i.exec(remark)?.[1];
  const group =
    header ??
    /^[`*_"']{0,4}[ ]?\(([^()\n]{1,80})\)/.exec(remark)?.[1] ??
    /^[`*_"']{0,4}[ ](\d[^,;()]{3,40})$/.exec(remark)?.[1];
  if (group === undefined) return null;
  const mention = findPlanMentions(group, 0)[0];
  return mention !== undefined && mention.range.start <= 12 ? mention.planId : null;
}

/** The nearest mention before the token that the token can be said to stand under. */
function ownPlan(
  plans: UnitPlans,
  range: Range,
  listStart: number,
  isRemark: (mention: UnitMention) => boolean,
): PlanId | null {
  const { mentions, sentenceStarts } = plans;
  const sentence = sentenceAt(sentenceStarts, range.start);
  let index = mentionBefore(mentions, range.start);
  const nearest = index;
  let closed: PlanId | null = null;
  // Twenty are far more than a sentence of prose names.
  for (; index >= 0 && index > nearest - 20; index -= 1) {
    const mention = mentions[index];
    if (mention === undefined || mention.sentence !== sentence) break;
    if (mention.isAside || isRemark(mention)) continue;
    if (mention.closedAt > range.start) return mention.planId;
    closed ??= mention.planId;
  }
  if (closed !== null) return closed;
  const earlier = planOfEarlierSentence(plans, index, listStart);
  if (earlier === null) return null;
  // `… 9-01 landed. Phase 7: 6 commits (…)`: the token's own sentence is about another phase.
  const phase = plans.phases[lastAtOrBefore(plans.phases.length, (at) => plans.phases[at]?.start ?? 0, range.start)];
  const isInSentence =
    phase !== undefined && phase.start >= (sentenceStarts[sentence] ?? 0) && phase.start < range.start;
  return isInSentence && phase.phaseId !== phaseOfPlan(earlier) ? null : earlier;
}

/** The plan that an earlier sentence, the one before mention `index` or this, is about; else the only one named so far. */
function planOfEarlierSentence({ mentions, only }: UnitPlans, index: number, listStart: number): PlanId | null {
  for (let back = index; back >= 0 && back > index - 100; back -= 1) {
    const mention = mentions[back];
    if (mention !== undefined && mention.opensSentence && !mention.isAside) return mention.planId;
  }
  return only !== null && only.start < listStart && (only.otherFrom === null || only.otherFrom > listStart)
    ? only.planId
    : null;
}

/** The plan in brackets that a sentence ends with, as GSD's decisions do: `Reverted abc1234, see below (13-01)`. */
function planClosingSentence(text: string, unit: TextUnit, plans: UnitPlans, range: Range): PlanId | null {
  const sentence = sentenceAt(plans.sentenceStarts, range.start);
  const end = plans.sentenceStarts[sentence + 1] ?? unit.range.end;
  const mention = plans.mentions[mentionBefore(plans.mentions, end)];
  if (mention === undefined || mention.range.start < range.end || text[mention.range.start - 1] !== "(") return null;
  return /^\)[\s.*_`"']*$/.test(text.slice(mention.range.end, Math.min(end, mention.range.end + 12)))
    ? mention.planId
    : null;
}

/** Index of the last mention that ends before the offset, or -1. */
function mentionBefore(mentions: readonly UnitMention[], offset: number): number {
  const index = lastAtOrBefore(mentions.length, (at) => mentions[at]?.range.end ?? 0, offset);
  return (mentions[index]?.range.end ?? Number.POSITIVE_INFINITY) <= offset ? index : -1;
}
