import { createPlanId, parsePhaseId, qualifyPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { Range } from "../model/source-text.ts";
import { findMatches } from "../model/text-matches.ts";

/** A place in prose, a table or a list that names a plan. */
export interface PlanMention {
  readonly planId: PlanId;
  /** The words that name it, as in `Phase 67 Plan 04`; of a file name the id only. */
  readonly range: Range;
}

/** A place that names a phase, alone or as a part of a plan's name. */
export interface PhaseMention {
  readonly phaseId: PhaseId;
  readonly range: Range;
}

/** A plan named by its own number only, as in `Plan 04`: a reader knows the phase from the surroundings. */
export interface PlanNumberMention {
  readonly planNumberText: string;
  readonly range: Range;
}

/**
 * How sure the words alone make it: `named` says that it is a plan (`Plan 67-04`, `67-04-PLAN.md`), `bare` is an id that
 * nothing contradicts, `dated` a month and a day as well, `doubtful` could be a score or a range of numbers.
 */
type Strength = "named" | "bare" | "dated" | "doubtful";

interface Candidate extends PlanMention {
  readonly strength: Strength;
}

// Every quantifier is bounded, and every pattern starts at a word that cannot start twice in the same place, so that
// a line of a megabyte costs a megabyte.
const phaseNumber = String.raw`\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,3}`;
const planNumber = String.raw`\d{1,3}[A-Za-z]?`;
const notInWord = "(?<![A-Za-z0-9_])";
const endOfId = String.raw`(?![A-Za-z0-9_]|\.\d)`;
const phaseWord = `${notInWord}(?:phase|objective)s?`;
const planWord = "(?:plan|trd)";
const idPair = new RegExp(
  String.raw`(?:(?<![A-Za-z0-9_.-]|\.[a-z]{1,4}:)|(?<=[Pp]hase-))[Pp]?(${phaseNumber})-(${planNumber})${endOfId}(?!-\d|%|,\d{3})`,
  "g",
);
const phaseThenPlan = new RegExp(
  String.raw`${phaseWord}[ \t:-]{1,3}(${phaseNumber})(?:-[A-Za-z0-9][A-Za-z0-9-]{0,99})?(?:[ \t]{1,3}\([^()\n]{0,80}\))?` +
    String.raw`[ \t]{0,3}[,:;/|·>—–-]{0,2}[ \t]{0,3}(?:${planWord}[ \t]{0,2}[:#]?[ \t]{0,2}|P(?=\d))(?:${phaseNumber}-)?(${planNumber})${endOfId}(?!-\d)`,
  "gi",
);
const planThenPhase = new RegExp(
  String.raw`${notInWord}${planWord}[ \t]{1,2}#?(${planNumber})(?:[ \t]{1,2}of[ \t]{1,2}\d{1,3})?[ \t]{0,2}(?:of|in|from|for|,|\()[ \t]{0,2}(?:the[ \t])?phase[ \t]{1,2}(${phaseNumber})${endOfId}`,
  "gi",
);
const phaseAlone = new RegExp(
  String.raw`${notInWord}(?:phase|objective)[ \t:-]{1,3}(${phaseNumber})(?![A-Za-z0-9_])`,
  "gi",
);
const planAlone = new RegExp(
  String.raw`${notInWord}${planWord}[ \t:]{1,2}#?(${planNumber})(?![A-Za-z0-9_.-]|[ \t]of[ \t]phase)`,
  "gi",
);
const slug = "(?:-[a-z0-9]{1,30}){1,12}";
const slugScope = new RegExp(String.raw`(?<=[A-Za-z]\()(${phaseNumber})${slug}-(${planNumber})(?=\))`, "g");
// A slug may end in a number of its own, so that only `-04` or a bracket right after it marks the plan.
const slugPhase = new RegExp(
  String.raw`${phaseWord}[ \t-](${phaseNumber})${slug}-(0\d[a-z]?(?![\w-])|\d{2}[a-z]?(?=\]))`,
  "gi",
);
const slugFile = new RegExp(
  String.raw`(?<![A-Za-z0-9_-])(${phaseNumber})${slug}-(${planNumber})(?=-(?:PLAN|SUMMARY|TRD)(?![A-Za-z0-9]))`,
  "g",
);
/** A plan of a phase that counts within its milestone: `v0.28-01-04`. Much else looks like one, so that it must be known. */
const milestonePlan = new RegExp(
  String.raw`(?<![A-Za-z0-9_.-])(v\d{1,4}(?:\.\d{1,4}){0,3})-(${phaseNumber})-(${planNumber})${endOfId}(?!-\d)`,
  "gi",
);
// The word of one fork, which writes its plans with a dot.
const dottedPlan = new RegExp(String.raw`${notInWord}TRD[ \t](\d{1,3})\.(\d{1,2})(?![\w-]|\.\d)`, "g");

// Compiling a pattern takes longer than to see that its words are not there.
const phaseWords = /phase|objective/i;
const planWords = /plan|trd/i;
const pairedNumbers = /-\d/;
const milestoneNumber = /v\d[\d.]{0,19}-\d/i;

const noPlans: ReadonlySet<PlanId> = new Set();

const namedBefore = /(?:(?:^|[^A-Za-z])(?:phase|objective|plans?|trds?)[ \t]{0,2}[:#-]?[ \t]{0,2}|[A-Za-z]\()$/i;
const phaseBefore = /(?:^|[^A-Za-z])(phases?|objectives?|plans|trds)[ \t]{0,2}:?[ \t]{0,2}$/i;
const planDocument = /^-(?:[A-Za-z0-9-]{0,80}-)?(?:PLAN|SUMMARY|TRD|VERIFICATION|UAT|CONTEXT|REVIEW)(?![A-Za-z0-9])/;
const quantityBefore =
  /(?:(?:^|[^A-Za-z])(?:lines?|pages?|pp|weeks?|days?|tasks?|rules?|steps?|tiers?|scores?|waves?|versions?|months?|tests?|levels?|estimated|about|around|between|coverage|rows?|items?|top|target(?:ing)?)[ \t.:]{0,2}|[~$≈<>=+±#])$/i;
const quantityAfter =
  /^[ \t]{0,2}(?:[×x°]|(?:min|minutes?|h|hrs?|hours?|secs?|seconds?|ms|days?|weeks?|months?|lines?|tests?|files?|tasks?|plans?|phases?|commits?|items?|users?|times|points?|[KMG]B|px|chars?|pages?|percent|steps?|rows?)(?![A-Za-z])|[分小天行个页])/i;
const dateBefore = /(?:^|[^A-Za-z])(?:on|since|until|due|by|date|updated|dated)[ \t:]{1,2}$/i;

/**
 * Finds the places that name a plan: `67-04`, `67-04-PLAN.md`, `Phase 67-04`, `Phase 67 Plan 04`, `Plan 04 of Phase 67`,
 * `Phase 67 P04`, `Phase 36-npm-package-support P01`, `feat(67-ci-cd-04)`, also with GSD forks' words (`TRD 02-02`).
 *
 * Dates, scores and ranges of numbers are left out, and with them the few ids that look the same (`9-12` alone); what
 * looks like a month and a day (`05-10`) is a plan exactly where such a plan is known.
 * Mentions are in text order and do not overlap; `startOffset` is the offset of `text` in its document.
 */
export function findPlanMentions(
  text: string,
  startOffset: number,
  knownPlanIds: ReadonlySet<PlanId> = noPlans,
): readonly PlanMention[] {
  return findCandidates(text, startOffset)
    .filter(({ strength, planId }) => (strength === "dated" ? knownPlanIds.has(planId) : strength !== "doubtful"))
    .map(toMention);
}

/** Tells whether a text has a month and a day that may be a plan: then `findPlanMentions` needs to know the plans. */
export function hasDatedIds(text: string): boolean {
  return /(?<![\w.-])(?:0[1-9]|1[0-2])-(?:[12]\d|3[01])(?![\w-])/.test(text);
}

/**
 * The plans of which `findPlanMentions` needs to know whether they exist, and perhaps others: a day's month is a phase.
 * `null` where every plan may be one of them, as in a text that names milestones' plans.
 */
export function findDatedIds(text: string): ReadonlySet<PlanId> | null {
  if (milestoneNumber.test(text)) return null;
  const days = findMatches(/(0[1-9]|1[0-2])-((?:[12]\d|3[01])[A-Za-z]?)/g, text);
  return new Set(days.flatMap((match) => createPlanId(match[1] ?? "", match[2] ?? "") ?? []));
}

/**
 * Finds the places that name a plan, where it is known which plans exist.
 *
 * What the words name as a plan counts even if it is not known; a number that merely looks like an id counts exactly
 * if it is one.
 */
export function findMentionsOfKnownPlans(
  text: string,
  startOffset: number,
  knownPlanIds: ReadonlySet<PlanId>,
): readonly PlanMention[] {
  return findCandidates(text, startOffset)
    .filter(({ strength, planId }) => strength === "named" || knownPlanIds.has(planId))
    .map(toMention);
}

/** Finds every `Phase 67`, `phase 57.9`, `Phase 02-runtime`, those within the name of a plan included. */
export function findPhaseMentions(text: string, startOffset: number): readonly PhaseMention[] {
  if (!phaseWords.test(text)) return [];
  const mentions: PhaseMention[] = [];
  for (const match of findMatches(phaseAlone, text)) {
    const phaseId = parsePhaseId(match[1] ?? "");
    if (phaseId !== undefined) mentions.push({ phaseId, range: rangeOf(match, startOffset) });
  }
  return mentions;
}

/** Finds `Plan 04`, `Plan: 4 of 5` where no phase is part of the name. `P04` alone may be a phase, and is none. */
export function findPlanNumberMentions(text: string, startOffset: number): readonly PlanNumberMention[] {
  if (!planWords.test(text)) return [];
  return findMatches(planAlone, text).map((match) => ({
    planNumberText: match[1] ?? "",
    range: rangeOf(match, startOffset),
  }));
}

function toMention({ planId, range }: Candidate): PlanMention {
  return { planId, range };
}

function rangeOf(match: RegExpExecArray, startOffset: number): Range {
  return { start: startOffset + match.index, end: startOffset + match.index + match[0].length };
}

function findCandidates(text: string, startOffset: number): readonly Candidate[] {
  const found: Candidate[] = [];
  const add = (
    match: RegExpExecArray,
    phaseText: string | undefined,
    planText: string | undefined,
    strength: Strength,
  ): void => {
    const planId = createPlanId(phaseText ?? "", planText ?? "");
    if (planId !== undefined) found.push({ planId, range: rangeOf(match, startOffset), strength });
  };
  const words = text.toLowerCase();
  const hasPhase = phaseWords.test(text);
  if (hasPhase) for (const match of findMatches(phaseThenPlan, text)) add(match, match[1], match[2], "named");
  if (hasPhase) for (const match of findMatches(planThenPhase, text)) add(match, match[2], match[1], "named");
  const slugged = [
    ...(words.includes("(") ? [slugScope] : []),
    ...(hasPhase ? [slugPhase] : []),
    ...(/-[a-z0-9]+-\d+[a-z]?-(?:plan|summary|trd)/.test(words) ? [slugFile] : []),
    ...(words.includes("trd") ? [dottedPlan] : []),
  ];
  for (const pattern of slugged) {
    for (const match of findMatches(pattern, text)) add(match, match[1], match[2], "named");
  }
  for (const match of milestoneNumber.test(text) ? findMatches(milestonePlan, text) : []) {
    const planId = createPlanId(match[2] ?? "", match[3] ?? "");
    if (planId === undefined) continue;
    found.push({ planId: qualifyPlan(match[1] ?? "", planId), range: rangeOf(match, startOffset), strength: "dated" });
  }
  for (const match of pairedNumbers.test(text) ? findMatches(idPair, text) : []) {
    const strength = strengthOfPair(text, match);
    if (strength !== undefined) add(match, match[1], match[2], strength);
  }
  return withoutOverlaps(found);
}

/** Of two mentions in the same place the longer says more: `Phase 55 Plan 55-01` holds `55-01`. */
function withoutOverlaps(candidates: readonly Candidate[]): readonly Candidate[] {
  const sorted = candidates.toSorted((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
  const kept: Candidate[] = [];
  for (const candidate of sorted) {
    if (candidate.range.start >= (kept.at(-1)?.range.end ?? 0)) kept.push(candidate);
  }
  return kept;
}

function strengthOfPair(text: string, match: RegExpExecArray): Strength | undefined {
  const [phaseText, planText] = [match[1] ?? "", match[2] ?? ""];
  const start = match.index;
  const before = text.slice(Math.max(0, start - 24), start);
  const after = text.slice(start + match[0].length, start + match[0].length + 100);
  if (/^(?:19|20)\d\d$/.test(phaseText)) return undefined;
  if (planDocument.test(after)) return "named";
  // `Phase 08-80-percent-coverage`: the second number is part of the phase's name.
  if (/^-[A-Za-z0-9]/.test(after)) return "doubtful";

  const [phase, plan] = [Number.parseFloat(phaseText), Number.parseInt(planText, 10)];
  const isPadded = /^0\d/.test(planText);
  const isAscending = phase < plan;
  const word = phaseBefore.exec(before)?.[1]?.toLowerCase();
  if (word !== undefined && isAscending) {
    // `Phases 67-70` and `Plans 01-03` are ranges; `Phase 05-12` is a plan, `Phase 9-12` may be either.
    if (word.endsWith("s")) return "doubtful";
    return isPadded || phaseText.startsWith("0") ? "named" : "doubtful";
  }
  if (namedBefore.test(before) || /^P/i.test(match[0])) return "named";
  if (isPadded) return dateBefore.test(before) && phase <= 12 ? "doubtful" : "bare";
  const looksLikeDate = phase >= 1 && phase <= 12 && plan <= 31 && /^\d\d$/.test(phaseText);
  const isQuantity = quantityBefore.test(before) || quantityAfter.test(after);
  if (looksLikeDate && !isQuantity && !dateBefore.test(before) && /^\d\d/.test(planText)) return "dated";
  return looksLikeDate || isQuantity || isAscending || !/^\d\d/.test(planText) ? "doubtful" : "bare";
}
