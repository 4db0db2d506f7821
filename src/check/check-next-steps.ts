import { continuityTitles } from "../document/continuity-elements.ts";
import { metricsTitles } from "../document/metrics-elements.ts";
import { findMentionsOfKnownPlans, findPhaseMentions } from "../document/plan-mentions.ts";
import { findSections } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { formatPlanName } from "../model/plan-id.ts";
import {
  contradictPlans,
  isLater,
  isOutdated,
  readClaim,
  type Judgement,
  type PositionFacts,
} from "./check-position.ts";
import { plainText } from "../document/current-position.ts";
import { isPhaseComplete, type NewestPlan, type PhaseStanding } from "../links/project-standing.ts";

const upcomingHeading = /^(?:upcoming|up next|next phase|next(?: up)?)[ \t]{0,2}[:—–-]?[ \t]{0,2}(?=phase|objective)/i;
const labelledLine = /^[ \t]{0,3}(?:[-*+][ \t]+)?[*_]{0,3}([A-Za-z][A-Za-z ]{0,30})[*_]{0,2}:[*_]{0,3}[ \t]+(\S.*)$/;
const nextLabel = /^next(?: action| step| steps| up| phase| plan| command)?$/i;
const updatedLabel = /^(?:last )?updated$/i;
const command =
  /^(?:run[ \t])?\/?(?:gsd|df)[:-]((?:plan|execute|discuss|research)-(?:phase|objective))[ \t](\S{1,12})/i;
const preparing = /^(?:plan|discuss|research)(?:[ \t-]|$)/i;
const executing = /^(?:execute|begin|start|continue|implement|phase|plan|objective)(?:[ \t-]|$)/i;

function describeComplete({ phase, completed, total }: PhaseStanding): string {
  return `phase ${phase} is complete: ${completed} of ${total} ${total === 1 ? "plan has its" : "plans have their"} SUMMARY`;
}

/** Judges what a line announces: a phase to plan that has been executed, a phase or plan to execute that is complete. */
function judgeStep(value: string, { standing }: PositionFacts): Judgement | null {
  const text = plainText(value.slice(0, 200));
  if (/--gaps|re-?plan|verif|review|audit|(?:^|[^a-z])(?:uat|test|ship|merge|deploy|fix)/i.test(text.slice(0, 60)))
    return null;
  const [plan] = findMentionsOfKnownPlans(text, 0, standing.knownIds);
  const isExecution = executing.test(text);
  if (plan !== undefined && plan.range.start <= 20 && (isExecution || plan.range.start === 0)) {
    const figures = standing.findPlan(plan.planId);
    const isDone = figures?.plan.files?.summaryPath != null && !preparing.test(text.replace(/^plan(?=[ \t]\d)/i, ""));
    return isDone
      ? { evidence: `${formatPlanName(plan.planId)} has its SUMMARY`, planId: plan.planId, phase: null }
      : null;
  }
  const typed = command.exec(text);
  const [mention] = findPhaseMentions(typed === null ? text : `phase ${typed[2] ?? ""}`, 0);
  if (mention === undefined || (typed === null && mention.range.start > 12)) return null;
  const known = standing.findPhase(mention.phaseId);
  // `Phase 28 complete, ready for the next milestone` tells what was done.
  const isReport =
    typed === null && /^[ \t]{0,2}(?:is[ \t])?(?:complete|done|shipped)/i.test(text.slice(mention.range.end));
  if (known === undefined || isReport) return null;
  const verb = typed?.[1] ?? text;
  const isPlanned = preparing.test(verb) && known.completed > 0;
  const isDone = isPhaseComplete(known) && (preparing.test(verb) || executing.test(verb));
  const planned = `phase ${known.phase} is planned already: ${known.completed} of its ${known.total} plans ${known.completed === 1 ? "has its" : "have their"} SUMMARY`;
  const evidence = isDone ? describeComplete(known) : isPlanned ? planned : null;
  return evidence === null ? null : { evidence, planId: null, phase: known.phase };
}

/** Judges a footer such as `*Updated: 2026-02-19 (Phase 35 Plan 02 complete)*`. */
function judgeUpdated(value: string, { standing }: PositionFacts, newest: NewestPlan): Judgement | null {
  const { day, head } = readClaim(value);
  if (day === null || isLater(day, newest)) return null;
  if (isOutdated(day, newest))
    return {
      evidence: `${formatPlanName(newest.planId)} was completed ${newest.completedAt}`,
      planId: null,
      phase: null,
    };
  const named = findMentionsOfKnownPlans(head, 0, standing.knownIds).map(({ planId }) => planId);
  const evidence = contradictPlans(named, standing, newest);
  return evidence === null ? null : { evidence, planId: named[0] ?? null, phase: null };
}

function dayOf(value: string): string {
  return readClaim(value).day ?? "";
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Finds announcements that history has overtaken: a heading *Upcoming: Phase 63* of a complete phase, a *Next action* that
 * is done, an *Updated* footer older than the newest plan.
 *
 * Phase numbers may start again with a milestone, so the document itself must stand in the phase of the newest plan.
 */
export function checkNextSteps(input: PositionFacts): readonly Finding[] {
  const { document, facts, standing, position } = input;
  const newest = standing.newest;
  if (newest === null || position === undefined) return [];
  const isInPhase = position.phase === newest.phase && !position.looksAhead;
  const findings: Finding[] = [];
  const report = (label: string, recorded: string, step: Judgement | null, lineIndex: number): void => {
    const line = document.source.lines[lineIndex];
    if (step === null || line === undefined) return;
    const data = { label, recorded, ...step };
    const start = line.start + (line.text.length - line.text.trimStart().length);
    findings.push(
      createFinding("position-contradicted", data, {
        path: facts.path,
        source: document.source,
        range: { start, end: line.end },
      }),
    );
  };

  for (const { title, headingLine } of isInPhase ? document.sections : []) {
    const match = upcomingHeading.exec(title);
    const [mention] = match === null ? [] : findPhaseMentions(title.slice(match[0].length), 0);
    const known = mention === undefined ? undefined : standing.findPhase(mention.phaseId);
    // More of a complete phase may well be to come.
    const isMore = /gap|follow|fix|verif|review|audit|part|round|polish|retro/i.test(title);
    if (match === null || mention?.range.start !== 0 || known === undefined || isMore || !isPhaseComplete(known))
      continue;
    report(
      match[0].replace(/[\s:—–-]+$/, ""),
      title.slice(match[0].length),
      { evidence: describeComplete(known), planId: null, phase: known.phase },
      headingLine,
    );
  }

  const closing = document.sections.findLast(({ level }) => level <= 2);
  const [metrics] = findSections(document, 2, metricsTitles);
  const [continuity] = findSections(document, 2, continuityTitles);
  const present = [position.section, continuity, metrics, closing].filter((section) => section !== undefined);
  const footers: { readonly label: string; readonly value: string; readonly lineIndex: number }[] = [];
  document.lineKinds.forEach((kind, lineIndex) => {
    const text = document.source.lines[lineIndex]?.text ?? "";
    if (
      kind !== "text" ||
      text.length > 2000 ||
      !present.some(({ headingLine, endLine }) => headingLine < lineIndex && lineIndex < endLine)
    )
      return;
    const match = labelledLine.exec(text);
    const [label, value] = [match?.[1]?.trim() ?? "", (match?.[2] ?? "").replace(/[*_]{1,3}[ \t]*$/, "")];
    if (nextLabel.test(label) && isInPhase) report(label, value, judgeStep(value, input), lineIndex);
    // In a section of its own, a date tells when that section was last touched.
    const isFooter = /^[ \t]*[*_][^*_]/.test(text);
    if (updatedLabel.test(label) && isFooter) footers.push({ label, value, lineIndex });
  });
  // Several of them are a diary: the newest entry alone says how things stand.
  const newestFooter = footers.toSorted((a, b) => compareText(dayOf(a.value), dayOf(b.value))).at(-1);
  if (newestFooter !== undefined) {
    const { label, value, lineIndex } = newestFooter;
    report(label, value, judgeUpdated(value, input, newest), lineIndex);
  }
  return findings;
}
