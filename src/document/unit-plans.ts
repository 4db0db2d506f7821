import { createPlanId, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { Range } from "../model/source-text.ts";
import { findMatches } from "../model/text-matches.ts";
import { findPhaseMentions, findPlanMentions, findPlanNumberMentions } from "./plan-mentions.ts";
import type { TextUnit } from "./text-units.ts";

/** A plan that a unit names, and how it names it. */
export interface UnitMention {
  readonly planId: PlanId;
  readonly range: Range;
  /** Index of the sentence that it stands in. */
  readonly sentence: number;
  /** The sentence is about it: it stands at its beginning. */
  readonly opensSentence: boolean;
  /** Named for its relation to something else, or with others: `Next: Plan 67-05`, `depends on 67-01`, `67-01 and 67-02`. */
  readonly isAside: boolean;
  /** Where the bracket closes that it stands in; the end of the text if in none. */
  readonly closedAt: number;
}

/** What a unit says of plans, read once however many tokens it holds. */
export interface UnitPlans {
  readonly mentions: readonly UnitMention[];
  readonly phases: readonly { readonly phaseId: PhaseId; readonly start: number }[];
  readonly sentenceStarts: readonly number[];
  /** What the unit as a whole is about, for what stands under it. */
  readonly topic: PlanId | null;
  /** The first plan that the unit names, and from where on it names another. */
  readonly only: { readonly planId: PlanId; readonly start: number; readonly otherFrom: number | null } | null;
}

const sentenceEnd = /[.!?]["')*`]{0,4}[ \t\n]{1,4}(?=["'(*`[]{0,4}[\p{Lu}\d])|[。！？]/gu;
/** Words that say that a plan is named for its relation to something else, not as what the sentence is about. */
const asideBefore =
  /(?:^|[^A-Za-z])(?:next(?:[ \t](?:step|up|task|work|action))?|pre-existing|per|before|until|unblocks?|blocks?|blocked by|depends on|dependency|requires?|ready for|ready to execute|needed (?:for|by)|awaiting|waiting for|after|since|vs|see|like|replaces|supersedes|feeds|hand(?:s|ed)? off to|deferred to|defer to|continue with|continues in|prepares?|not yet|consumed by|used by|built on|builds on)[ \t:.(`*]{0,4}(?:the[ \t])?(?:(?:plans?|phase|trd|objective)[ \t]){0,2}$/i;
/** Words that may stand before the plan that a sentence is about. */
const ordinaryWords =
  /(?:^|[^\w])(?:phase|plan|plans|trd|objective|completed?|executed?|finished|closed|stopped|at|done|previous|current|latest|started|wave|task|status|activity|session|last|and)(?![\w])/gi;

/** Reads what a unit of a document says of plans; `phaseAbove` tells the phase that what stands above it names. */
export function readUnitPlans(
  document: string,
  unit: TextUnit,
  phaseAbove: () => PhaseId | null,
  knownPlanIds?: ReadonlySet<PlanId>,
): UnitPlans {
  const offset = unit.range.start;
  const text = document.slice(offset, unit.range.end);
  const sentenceStarts = [offset];
  for (const match of findMatches(sentenceEnd, text)) sentenceStarts.push(offset + match.index + match[0].length);
  const phases = findPhaseMentions(text, offset).map(({ phaseId, range }) => ({ phaseId, start: range.start }));

  const full = findPlanMentions(text, offset, knownPlanIds);
  const found = [...full, ...completeNumbers(text, offset, full, phases, phaseAbove)].toSorted(
    (a, b) => a.range.start - b.range.start,
  );
  const closings = findClosings(
    text,
    offset,
    found.map(({ range }) => range.start),
  );
  const named = found.map(({ planId, range }, index): UnitMention => {
    const sentence = sentenceAt(sentenceStarts, range.start);
    const before = document.slice(Math.max(sentenceStarts[sentence] ?? offset, range.start - 60), range.start);
    const opensSentence = range.start - (sentenceStarts[sentence] ?? offset) < 60 && countTopicWords(before) === 0;
    return {
      planId,
      range,
      sentence,
      opensSentence,
      isAside: asideBefore.test(before),
      closedAt: closings[index] ?? unit.range.end,
    };
  });
  const plansBySentence = new Map<number, Set<PlanId>>();
  for (const { planId, sentence } of named)
    plansBySentence.set(sentence, (plansBySentence.get(sentence) ?? new Set()).add(planId));
  const mentions = named.map((mention, index): UnitMention => {
    // A sentence that names three plans and more lists them.
    const isListing = (plansBySentence.get(mention.sentence)?.size ?? 0) > 2;
    return {
      ...mention,
      opensSentence: mention.opensSentence && !isListing,
      isAside: mention.isAside || isEnumerated(document, named, index),
    };
  });
  return { mentions, phases, sentenceStarts, topic: topicOf(unit, mentions), only: onlyOf(mentions) };
}

/** `67-01 tests, 67-02 builds + 67-05 docs` is about none of them. */
function isEnumerated(document: string, found: readonly UnitMention[], index: number): boolean {
  const mention = found[index];
  return [found[index - 1], found[index + 1]].some((neighbour) => {
    if (mention === undefined || neighbour === undefined || neighbour.planId === mention.planId || neighbour.isAside)
      return false;
    const [left, right] = neighbour.range.start < mention.range.start ? [neighbour, mention] : [mention, neighbour];
    if (right.range.start - left.range.end > 40) return false;
    const between = document.slice(left.range.end, right.range.start);
    return /[,、+&/]|[ \t]and[ \t]/.test(between) && !/[()（）:：.|;；。]|[0-9a-f]{7}/.test(between);
  });
}

function onlyOf(mentions: readonly UnitMention[]): UnitPlans["only"] {
  const relevant = mentions.filter((mention) => !mention.isAside);
  const first = relevant[0];
  if (first === undefined) return null;
  const other = relevant.find(({ planId }) => planId !== first.planId);
  return { planId: first.planId, start: first.range.start, otherFrom: other?.range.start ?? null };
}

function countTopicWords(before: string): number {
  const label = before.lastIndexOf(": ");
  return (
    before
      .slice(label + 1)
      .replace(ordinaryWords, " ")
      .match(/\p{L}{2,}/gu)?.length ?? 0
  );
}

function topicOf(unit: TextUnit, mentions: readonly UnitMention[]): PlanId | null {
  const relevant = mentions.filter((mention) => !mention.isAside);
  const distinct = new Set(relevant.map(({ planId }) => planId));
  if (distinct.size === 1) return relevant[0]?.planId ?? null;
  if (unit.kind === "heading") return null;
  const first = relevant[0];
  return first !== undefined && first.opensSentence ? first.planId : null;
}

/** Gives `Plan 04` the phase that its unit, or what stands above it, names. */
function completeNumbers(
  text: string,
  offset: number,
  full: readonly { readonly range: Range }[],
  phases: UnitPlans["phases"],
  phaseAbove: () => PhaseId | null,
): readonly { readonly planId: PlanId; readonly range: Range }[] {
  const completed: { planId: PlanId; range: Range }[] = [];
  let above: PhaseId | null | undefined;
  for (const { planNumberText, range } of findPlanNumberMentions(text, offset)) {
    const holder = full[lastAtOrBefore(full.length, (index) => full[index]?.range.start ?? 0, range.end - 1)];
    if (holder !== undefined && holder.range.start < range.end && range.start < holder.range.end) continue;
    const near = phases[lastAtOrBefore(phases.length, (index) => phases[index]?.start ?? 0, range.start)];
    if (above === undefined) above = phaseAbove();
    const phaseId = near !== undefined && near.start < range.start ? near.phaseId : above;
    const planId = phaseId === null ? undefined : createPlanId(phaseId, planNumberText);
    if (planId !== undefined) completed.push({ planId, range });
  }
  return completed;
}

const brackets = /[()（）]/g;

/** For each place, in order, where the innermost bracket closes that it stands in; `undefined` where it is in none. */
function findClosings(text: string, offset: number, places: readonly number[]): readonly (number | undefined)[] {
  const open: { closedAt: number | undefined }[] = [];
  const holders: ({ closedAt: number | undefined } | undefined)[] = [];
  let place = 0;
  for (const match of findMatches(brackets, text)) {
    const at = offset + match.index;
    for (; place < places.length && (places[place] ?? 0) < at; place += 1) holders.push(open.at(-1));
    if (match[0] === "(" || match[0] === "（") open.push({ closedAt: undefined });
    else {
      const closing = open.pop();
      if (closing !== undefined) closing.closedAt = at;
    }
  }
  for (; place < places.length; place += 1) holders.push(open.at(-1));
  return holders.map((holder) => holder?.closedAt);
}

/** Index of the last of `count` ascending offsets that is not after `offset`; 0 where all are. */
export function lastAtOrBefore(count: number, offsetAt: (index: number) => number, offset: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsetAt(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Index of the sentence that holds the offset. */
export function sentenceAt(starts: readonly number[], offset: number): number {
  return lastAtOrBefore(starts.length, (index) => starts[index] ?? 0, offset);
}
