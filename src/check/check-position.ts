import { findContinuityElements } from "../document/continuity-elements.ts";
import { findLabelLines, type LabelLine } from "../document/label-lines.ts";
import { findMentionsOfKnownPlans, findPhaseMentions } from "../document/plan-mentions.ts";
import { findSections, type StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { comparePhaseIds, comparePlanIds, formatPlanName, type PhaseId, type PlanId } from "../model/plan-id.ts";
import { parseLeadingPhase, plainText, type CurrentPosition } from "../document/current-position.ts";
import type { FrontMatterFigures } from "../document/front-matter-figures.ts";
import {
  activityMs,
  isPhaseComplete,
  type ConsistencyFacts,
  type NewestPlan,
  type ProjectStanding,
} from "../links/project-standing.ts";

/** What all the claims of one document about its position are held against. */
export interface PositionFacts {
  readonly document: StateDocument;
  readonly facts: ConsistencyFacts;
  readonly standing: ProjectStanding;
  readonly position: CurrentPosition | undefined;
  readonly frontMatter: FrontMatterFigures | undefined;
}

/** Words that may stand before the plan or phase that a line is about. */
const ordinaryWords: ReadonlySet<string> = new Set(
  "phase plan plans objective trd trds v completed complete executed finished closed shipped done verified landed merged started and t z utc".split(
    " ",
  ),
);
const leadingDate =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?(?:[ ]?(?:Z|UTC|[+-]\d{2}:?\d{2}))?/;

/** A line's date, and the words behind it up to the end of the first sentence. */
interface Claim {
  readonly day: string | null;
  readonly head: string;
}

/** Reads what a line claims; only its beginning counts, the rest tells how it came about. */
export function readClaim(value: string): Claim {
  const text = plainText(value.slice(0, 400));
  const date = leadingDate.exec(text);
  const rest = text.slice(date?.[0].length ?? 0, 240);
  const end = /[.!?;][ \t](?=\p{Lu})/u.exec(rest)?.index ?? rest.length;
  return { day: date?.[1] ?? null, head: rest.slice(0, end) };
}

function isOrdinary(text: string): boolean {
  return (text.match(/\p{L}+/gu) ?? []).every((word) => ordinaryWords.has(word.toLowerCase()));
}

/** The plans that a text begins with; those that it names later belong to its story. */
function findOpeningPlans(text: string, { knownIds }: ProjectStanding): readonly PlanId[] {
  const found: PlanId[] = [];
  let end = 0;
  for (const { planId, range } of findMentionsOfKnownPlans(text, 0, knownIds)) {
    if (!isOrdinary(text.slice(end, range.start))) break;
    found.push(planId);
    end = range.end;
  }
  return found;
}

/** Execution of a phase, and nothing that follows it: a phase is verified, accepted or discussed at any later time. */
const executed =
  /^(?:-[a-z0-9-]{1,80})?(?:[ \t]\([^()]{0,80}\))?[^A-Za-z0-9]{0,6}(?:fully |now )?(?:complete|completed|execution|executing|executed|done|finished|shipped|started|in progress)(?![A-Za-z])/i;

function findExecutedPhase(text: string): PhaseId | null {
  const [first] = findPhaseMentions(text, 0);
  const isOpening = first !== undefined && isOrdinary(text.slice(0, first.range.start));
  return isOpening && executed.test(text.slice(first.range.end)) ? first.phaseId : null;
}

/** Says why plans that a line names as the latest are not; `null` where they may be. */
export function contradictPlans(
  named: readonly PlanId[],
  standing: ProjectStanding,
  newest: NewestPlan,
): string | null {
  const [first] = named;
  if (first === undefined || named.some((planId) => standing.isCurrent(planId))) return null;
  for (const planId of named) {
    const figures = standing.findPlan(planId);
    // A plan that is not completed is the next one, or one that is taken up again.
    if (figures === undefined || figures.plan.status !== "completed") return null;
    const activeAt = activityMs(figures);
    if (!Number.isFinite(activeAt) || activeAt >= newest.completedAtMs) return null;
    // Plans of one wave end in any order: who names the last of them is not behind.
    if (comparePlanIds(planId, newest.planId) > 0) return null;
  }
  return `${formatPlanName(newest.planId)} was completed after ${named.length === 1 ? "it" : "them"} (${newest.completedAt})`;
}

/** Says why a phase that a line names as the current one is not; `null` where it may be. */
function contradictPhase(phase: PhaseId, standing: ProjectStanding, newest: NewestPlan): string | null {
  const known = standing.findPhase(phase);
  // Phases overlap as well, and a phase that is closed may have commits without a plan's tag.
  if (known === undefined || comparePhaseIds(phase, newest.phase) >= 0 || !isPhaseComplete(known)) return null;
  if (!Number.isFinite(known.activeAtMs) || known.activeAtMs >= newest.completedAtMs) return null;
  return `${formatPlanName(newest.planId)} was completed after all of phase ${phase} (${newest.completedAt})`;
}

function nextDay(day: string): string {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) ? new Date(time + 86_400_000).toISOString().slice(0, 10) : "9999-12-31";
}

/** Tells whether a day lies before the newest completion, by more than any two time zones do. */
export function isOutdated(day: string, newest: NewestPlan): boolean {
  return newest.days.every((completed) => nextDay(day) < completed);
}

/** Tells whether a day lies after the newest completion: what happened then needs no plan. */
export function isLater(day: string, newest: NewestPlan): boolean {
  return newest.days.every((completed) => day > completed);
}

/** What contradicts a claim, and the plan or the phase that the claim names. */
export interface Judgement {
  readonly planId: PlanId | null;
  readonly phase: PhaseId | null;
  readonly evidence: string;
}

/** Judges a line that tells what was done last: by its day, then by the plan or the phase that it begins with. */
function judgeActivity(value: string, { standing, position }: PositionFacts, newest: NewestPlan): Judgement | null {
  const { day, head } = readClaim(value);
  if (day !== null && isOutdated(day, newest))
    return {
      planId: null,
      phase: null,
      evidence: `${formatPlanName(newest.planId)} was completed ${newest.completedAt}`,
    };
  if (day !== null && isLater(day, newest)) return null;
  const named = findOpeningPlans(head, standing);
  const [planId] = named;
  if (planId !== undefined) {
    const evidence = contradictPlans(named, standing, newest);
    return evidence === null ? null : { planId, phase: null, evidence };
  }
  const phase = position?.looksAhead === true ? null : findExecutedPhase(head);
  const evidence = phase === null ? null : contradictPhase(phase, standing, newest);
  return evidence === null ? null : { planId: null, phase, evidence };
}

function judgePlace(value: string, { standing }: PositionFacts, newest: NewestPlan): Judgement | null {
  const { head } = readClaim(value);
  const named = findOpeningPlans(head, standing);
  const [planId] = named;
  if (planId !== undefined) {
    const evidence = contradictPlans(named, standing, newest);
    return evidence === null ? null : { planId, phase: null, evidence };
  }
  const phase = parseLeadingPhase(value);
  const evidence = phase === null ? null : contradictPhase(phase, standing, newest);
  return evidence === null ? null : { planId: null, phase, evidence };
}

function createPositionFinding(line: LabelLine, judgement: Judgement, { document, facts }: PositionFacts): Finding {
  const { day, head } = readClaim(line.value);
  const recorded = `${day ?? ""}${head}`.trim();
  return createFinding(
    "position-contradicted",
    { label: line.label, recorded, ...judgement },
    { path: facts.path, source: document.source, range: line.valueRange },
  );
}

/**
 * Holds the lines that say where the project stands against the plan completed last: *Phase*, *Plan* and *Last activity*
 * of *Current Position*, *Current focus*, and the copies in the front matter where the body has none or a true one.
 */
export function checkPosition(input: PositionFacts): readonly Finding[] {
  const { document, standing, position, frontMatter } = input;
  const newest = standing.newest;
  if (newest === null) return [];
  const findings: Finding[] = [];
  const judge = (line: LabelLine | undefined, judgement: Judgement | null): boolean => {
    if (line === undefined || judgement === null) return false;
    findings.push(createPositionFinding(line, judgement, input));
    return true;
  };
  const place = (line: LabelLine | undefined): Judgement | null => {
    if (line === undefined || position?.looksAhead === true) return null;
    return judgePlace(line.value, input, newest);
  };
  const activity = (line: LabelLine | undefined): Judgement | null =>
    line === undefined ? null : judgeActivity(line.value, input, newest);

  const [reference] = findSections(document, 2, ["Project Reference"]);
  const focus =
    reference === undefined
      ? undefined
      : findLabelLines(document, reference).find(({ label }) => /^current focus$/i.test(label));
  judge(focus, place(focus));
  const isPhaseWrong = judge(position?.phaseLine, place(position?.phaseLine));
  // `Plan: 2 of 2` speaks of the phase above it, and `Plan: 2` is no phase.
  const plan = position?.planLine;
  const planClaim = plan === undefined || !/\d-\d/.test(plan.value) ? null : place(plan);
  judge(plan, planClaim?.planId == null ? null : planClaim);
  const isActivityWrong = judge(position?.lastActivity, activity(position?.lastActivity));

  if (!isPhaseWrong) judge(frontMatter?.lines.get("current_phase"), place(frontMatter?.lines.get("current_phase")));
  if (!isActivityWrong)
    judge(frontMatter?.lines.get("last_activity"), activity(frontMatter?.lines.get("last_activity")));
  const stoppedAt = frontMatter?.lines.get("stopped_at");
  // A true copy of the body's value is mended with it.
  const isCopy = stoppedAt !== undefined && findContinuityElements(document)?.stoppedAt?.value === stoppedAt.value;
  if (!isCopy) judge(stoppedAt, activity(stoppedAt));
  return findings;
}
