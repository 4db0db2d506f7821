import type { ContinuityElements } from "../document/continuity-elements.ts";
import { formatLabelValue, isPlaceholder, type LabelLine } from "../document/label-lines.ts";
import { findMentionsOfKnownPlans, findPhaseMentions } from "../document/plan-mentions.ts";
import type { StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { comparePhaseIds, formatPlanName, phaseOfPlan, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath, ZonedTime } from "../model/ports.ts";
import type { TextEdit } from "../model/source-text.ts";
import { findCompletingWork, type PlanFigures, type ProjectPosition } from "../links/plan-figures.ts";
import { distanceFromWorkMs, findLastWork, type WorkTimes } from "../links/work-times.ts";
import { endOfWrittenTime, formatLike, parseWrittenTime, type WrittenTime } from "./zoned-time.ts";

/** What *Session Continuity* is held against. */
export interface ContinuityFacts {
  readonly path: RepositoryPath;
  readonly document: StateDocument;
  readonly position: ProjectPosition;
  readonly figures: readonly PlanFigures[];
  /** When any plan was worked on: it tells in which zone a time without one was written. */
  readonly work: WorkTimes;
  /** Number of tasks that the PLAN.md of a plan in progress sets. */
  readonly plannedTasks: ReadonlyMap<PlanId, number>;
  readonly planningDirectory: RepositoryPath;
  readonly planningPaths: ReadonlySet<RepositoryPath>;
  /** The front matter's copy of "Stopped at" (CONTRACT rule 16). */
  readonly stoppedAtCopy: StoppedAtCopy;
}

/** The second place where GSD keeps "Stopped at". */
export interface StoppedAtCopy {
  /** What it says; `null` where the front matter has no such key, or there is none. */
  readonly value: string | null;
  /** Edits it in the same write as the body; `undefined` where it says something of its own, or cannot be edited. */
  readonly edit: (newValue: string) => TextEdit | undefined;
  /** Gives the key to a front matter of GSD's that lacks it: some builds read "Stopped at" there alone. */
  readonly create: (newValue: string) => TextEdit | undefined;
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

function describeProgress(figures: PlanFigures, plannedTasks: ReadonlyMap<PlanId, number>): string {
  const { planId, work } = figures.plan;
  const planned = plannedTasks.get(planId);
  const done = work.count;
  const progress =
    planned !== undefined && done <= planned ? `${done} of ${planned} tasks` : `${done} commit${done === 1 ? "" : "s"}`;
  return `${formatPlanName(planId)} in progress (${progress})`;
}

/**
 * Writes "Stopped at" from history: the plan completed last, and those with later unfinished work. `null` without evidence.
 * The three most recent ones are named; a longer list is no help to the reader.
 */
export function describePosition(position: ProjectPosition, plannedTasks: ReadonlyMap<PlanId, number>): string | null {
  const { lastCompleted, inProgress } = position;
  const title = lastCompleted?.summary?.title;
  const completed =
    lastCompleted === null
      ? null
      : `Completed ${formatPlanName(lastCompleted.plan.planId)}${title == null ? "" : `: ${printable(title)}`}`;
  const ongoing = inProgress.slice(0, 3).map((figures) => describeProgress(figures, plannedTasks));
  const parts = [completed, ongoing.length === 0 ? null : ongoing.join(", ")].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join("; ");
}

/** Tells whether a value has the form in which we write it ourselves: then it is ours to keep exact. */
export function isOwnWording(value: string): boolean {
  return /(?:^|; )\S+-\S+ in progress \(\d+ (?:of \d+ tasks|commits?)\)(?:, \S+ in progress \([^)]*\))*$/.test(value);
}

/**
 * Tells whether a recorded text agrees with history: it names the plan completed last or worked on last, or, naming no
 * plan, it does not speak of an earlier phase. A text that speaks of preparing a plan without work agrees as well.
 */
export function stoppedAtAgrees(value: string, facts: Pick<ContinuityFacts, "position" | "figures">): boolean {
  const { lastCompleted, lastWorked, mayBeLast } = facts.position;
  if (lastCompleted === null && lastWorked === null) return true;
  const known = new Set(facts.figures.map(({ plan }) => plan.planId));
  const named = findMentionsOfKnownPlans(value, 0, known).map(({ planId }) => planId);
  const current = [lastCompleted, lastWorked, ...mayBeLast].flatMap((figures) =>
    figures === null ? [] : [figures.plan.planId],
  );
  if (named.some((planId) => current.includes(planId))) return true;
  if (named.length > 0) {
    const claimsCompletion = /complet|done|finish|shipped|executed/i.test(value);
    const isUnstarted = (planId: PlanId): boolean =>
      facts.figures.some(({ plan }) => plan.planId === planId && plan.status === "planned");
    return !claimsCompletion && named.every(isUnstarted);
  }
  const phases = findPhaseMentions(value, 0).map(({ phaseId }) => phaseId);
  if (phases.length === 0) return true;
  const currentPhases = current.map(phaseOfPlan);
  const isEarlier = phases.every((phase) =>
    currentPhases.every((currentPhase) => comparePhaseIds(phase, currentPhase) < 0),
  );
  // Phase numbers that restart with a milestone say nothing about earlier and later.
  const restarts = facts.figures.some(({ plan }) => plan.files?.milestone != null);
  return !isEarlier || restarts;
}

function renderStoppedAt(line: LabelLine, facts: ContinuityFacts): readonly Finding[] {
  const described = describePosition(facts.position, facts.plannedTasks);
  const derived = described === null ? null : formatLabelValue(line, described);
  if (described === null || derived === null || derived === line.value) return [];
  const agrees = !isPlaceholder(line.value) && !isOwnWording(line.value) && stoppedAtAgrees(line.value, facts);
  if (agrees) return [];
  const { lastCompleted, lastWorked } = facts.position;
  const newest = lastCompleted ?? lastWorked;
  if (newest === null) return [];
  const completedAt = newest.completedAtMs === null ? null : formatCompletion(newest);
  const mirror = facts.stoppedAtCopy.edit(described);
  const edits = [
    { range: line.valueRange, newText: valueText(line, facts.document, derived) },
    ...(mirror === undefined ? [] : [mirror]),
  ];
  const data = { recorded: line.value, derived, planId: newest.plan.planId, completedAt };
  const finding = createFinding(
    "stopped-at-contradicted",
    data,
    { path: facts.path, source: facts.document.source, range: line.valueRange },
    edits,
  );
  // An empty or own value that is merely behind misleads nobody about the plan; only a wrong plan blocks.
  const misleads = !isPlaceholder(line.value) && !stoppedAtAgrees(line.value, facts);
  return [misleads ? finding : { ...finding, severity: "warning" }];
}

function formatCompletion(figures: PlanFigures): string {
  const local = (figures.completedAtMs ?? 0) + (findCompletingWork(figures)?.offsetMinutes ?? 0) * 60_000;
  return new Date(local).toISOString().slice(0, 16).replace("T", " ");
}

function valueText(line: LabelLine, document: StateDocument, value: string): string {
  const needsBlank = line.value === "" && !/[ \t]$/.test(document.source.text.slice(0, line.valueRange.start));
  return needsBlank ? ` ${value}` : value;
}

const nearMs = 2 * 60 * 60_000;

/**
 * Decides in which zone a time without one was written: the last commit's own, unless that puts it more than two hours
 * after the last work and UTC puts it nearer to some work commit. GSD writes UTC and leaves the zone out.
 */
function isWrittenInUtc(written: WrittenTime, last: ZonedTime, work: WorkTimes): boolean {
  if (written.zone === "Z" || written.zone === "UTC") return true;
  if (written.zone === "offset" || written.precision === "day" || last.offsetMinutes === 0) return false;
  const local = written.epochMs(last.offsetMinutes);
  // A time that names the very minute of the last work is that, whichever commits lie near its other reading.
  const namesLast = (offset: number): boolean =>
    written.epochMs(offset) <= last.epochMs && last.epochMs < endOfWrittenTime(written, offset);
  if (namesLast(last.offsetMinutes) || namesLast(0)) return !namesLast(last.offsetMinutes);
  if (local >= last.epochMs && local <= last.epochMs + nearMs) return false;
  return distanceFromWorkMs(work, written.epochMs(0)) < distanceFromWorkMs(work, local);
}

/**
 * Holds "Last session" against the last work commit. Words behind the time stay while they agree with history; those
 * that name another plan tell of the session whose time is replaced, and go with it, as GSD replaces the whole value.
 */
function renderLastSession(line: LabelLine, facts: ContinuityFacts): readonly Finding[] {
  const last = findLastWork(facts.work);
  if (last === null) return [];
  const quote = /^["'`]/.exec(line.value)?.[0] ?? "";
  const written = parseWrittenTime(line.value.slice(quote.length));
  if (written === undefined && !isPlaceholder(line.value)) return [];
  const isEmpty = written === undefined;
  const form = written ?? parseWrittenTime("2000-01-01 00:00");
  if (form === undefined) return [];
  const useUtc = !isEmpty && isWrittenInUtc(form, last, facts.work);
  const offset = useUtc ? 0 : last.offsetMinutes;
  // A session without commits may be later than the last work; one before it cannot be the last. A day is true in either zone.
  const isLater =
    !isEmpty &&
    (endOfWrittenTime(form, offset) > last.epochMs ||
      (form.precision === "day" && endOfWrittenTime(form, 0) > last.epochMs));
  if (isLater) return [];
  const derived = formatLike(form, last, useUtc);
  const words = isEmpty ? "" : line.value.slice(quote.length + form.length);
  const keepsWords = !isEmpty && stoppedAtAgrees(words, facts);
  const start = line.valueRange.start + quote.length;
  const edit = keepsWords
    ? { range: { start, end: start + form.length }, newText: derived }
    : {
        range: line.valueRange,
        newText: isEmpty ? valueText(line, facts.document, derived) : `${quote}${derived}${quote}`,
      };
  const recorded = keepsWords ? line.value.slice(quote.length, quote.length + form.length) : line.value;
  const place = { path: facts.path, source: facts.document.source, range: line.valueRange };
  return [createFinding("last-session-contradicted", { recorded, derived }, place, [edit])];
}

function renderResumeFile(line: LabelLine, facts: ContinuityFacts): readonly Finding[] {
  // A template's brackets, or an option's name that an older GSD wrote where its value was missing.
  const isTemplate = /^(?:\[[^\]]*\]|--[a-z][a-z-]*)$/i.test(line.value);
  const target = /^\[[^\]]*\]\(([^)\s]+)\)$/.exec(line.value)?.[1] ?? /^`([^`]+)`$/.exec(line.value)?.[1] ?? line.value;
  const path = target.replace(/^\.\//, "").replace(/[#?].*$/, "");
  // Only the planning directory is known as a whole; a file elsewhere may well exist.
  const isElsewhere = /\s/.test(path) || !path.startsWith(`${facts.planningDirectory}/`) || path.includes("..");
  if (isElsewhere && !isTemplate) return [];
  const isThere =
    facts.planningPaths.has(path) ||
    [...facts.planningPaths].some((known) => known.startsWith(`${path.replace(/\/$/, "")}/`));
  if (isThere) return [];
  return [createResumeFinding(line, facts)];
}

function createResumeFinding(line: LabelLine, facts: ContinuityFacts): Finding {
  const place = { path: facts.path, source: facts.document.source, range: line.valueRange };
  return createFinding("resume-file-missing", { recorded: line.value }, place, [
    { range: line.valueRange, newText: "None" },
  ]);
}

/** Regenerates the owned values of *Session Continuity*: findings, each with the edits that mend it (D3). */
export function renderSessionContinuity(elements: ContinuityElements, facts: ContinuityFacts): readonly Finding[] {
  return [
    ...(elements.lastSession === undefined ? [] : renderLastSession(elements.lastSession, facts)),
    ...(elements.stoppedAt === undefined ? [] : renderStoppedAt(elements.stoppedAt, facts)),
    ...(elements.resumeFile === undefined ? [] : renderResumeFile(elements.resumeFile, facts)),
  ];
}
