import type { ContinuityElements } from "../document/continuity-elements.ts";
import { formatLabelValue, isPlaceholder, type LabelLine } from "../document/label-lines.ts";
import type { StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { formatPlanName, phaseOfPlan, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { TextEdit } from "../model/source-text.ts";
import { findCompletingWork, type PlanFigures, type ProjectPosition } from "../links/plan-figures.ts";
import { findLastWork, type WorkTimes } from "../links/work-times.ts";
import type { PlanSummary } from "../planning/summary.ts";
import { mendLastSession } from "./last-session.ts";
import { claimsAgree, readClaims, type ClaimStanding } from "./position-claims.ts";

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

/** What "Stopped at" tells of: a part of the position. */
export interface DescribedPosition {
  readonly lastCompleted: {
    readonly plan: Pick<PlanFigures["plan"], "planId">;
    readonly summary: Pick<PlanSummary, "title"> | null;
  } | null;
  readonly inProgress: readonly DescribedPlan[];
}

interface DescribedPlan {
  readonly plan: { readonly planId: PlanId; readonly work: { readonly count: number } };
}

/** How many plans in progress are named: a longer list is no help to the reader. */
export const mostNamed = 3;

function describeProgress(figures: DescribedPlan, plannedTasks: ReadonlyMap<PlanId, number>): string {
  const { planId, work } = figures.plan;
  const planned = plannedTasks.get(planId);
  const done = work.count;
  const progress =
    planned !== undefined && done <= planned ? `${done} of ${planned} tasks` : `${done} commit${done === 1 ? "" : "s"}`;
  return `${formatPlanName(planId)} in progress (${progress})`;
}

/**
 * Writes "Stopped at" from history: the plan completed last, and those with later unfinished work. `null` without evidence.
 * Of the latter the most recent ones are named.
 */
export function describePosition(
  position: DescribedPosition,
  plannedTasks: ReadonlyMap<PlanId, number>,
): string | null {
  const { lastCompleted, inProgress } = position;
  const title = lastCompleted?.summary?.title;
  const completed =
    lastCompleted === null
      ? null
      : `Completed ${formatPlanName(lastCompleted.plan.planId)}${title == null ? "" : `: ${printable(title)}`}`;
  const ongoing = inProgress.slice(0, mostNamed).map((figures) => describeProgress(figures, plannedTasks));
  const parts = [completed, ongoing.length === 0 ? null : ongoing.join(", ")].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join("; ");
}

/** Tells whether a value has the form in which we write it ourselves: then it is ours to keep exact. */
export function isOwnWording(value: string): boolean {
  return /(?:^|; )\S+-\S+ in progress \(\d+ (?:of \d+ tasks|commits?)\)(?:, \S+ in progress \([^)]*\))*$/.test(value);
}

/** What GSD's steps before any work leave behind, such as `Phase 3 context gathered`. */
const preparation =
  /^(?:project|(?:initial )?roadmap(?:\.md)?|requirements(?:\.md)?|phase [\w.-]{1,12}) (?:(?:(?:ui-spec|context|research|plans?|and state(?:\.md)?) )?(?:created|initiali[sz]ed|defined|gathered|approved|planned|researched)|(?:creation|planning|research) complete)(?![\w-])/i;

/** Tells whether a text speaks of what goes before work. It is true only until there is some. */
export function speaksOfPreparation(value: string): boolean {
  return preparation.test(value);
}

/** Tells whether work has begun where a text still prepares it; a phase that is prepared beside the work is another matter. */
function isOvertaken(value: string, facts: Pick<ContinuityFacts, "position" | "figures">): boolean {
  if (!speaksOfPreparation(value)) return false;
  const worked = new Set(standingOf(facts).current.map(phaseOfPlan));
  const { phases } = readClaims(value, new Set());
  return phases.length === 0 || phases.some((phase) => worked.has(phase));
}

/** The plans that a text may name as the last one, by what is decided. */
function standingOf(facts: Pick<ContinuityFacts, "position" | "figures">): ClaimStanding {
  const { lastCompleted, lastWorked, mayBeLast } = facts.position;
  return {
    current: [lastCompleted, lastWorked, ...mayBeLast].flatMap((figures) =>
      figures === null ? [] : [figures.plan.planId],
    ),
    isUnstarted: (planId) => facts.figures.some(({ plan }) => plan.planId === planId && plan.status === "planned"),
    restarts: facts.figures.some(({ plan }) => plan.files?.milestone != null),
  };
}

/**
 * Tells whether a recorded text agrees with history: it names the plan completed last or worked on last, or, naming no
 * plan, it does not speak of an earlier phase. A text that speaks of preparing a plan without work agrees as well.
 */
export function stoppedAtAgrees(value: string, facts: Pick<ContinuityFacts, "position" | "figures">): boolean {
  const { lastCompleted, lastWorked } = facts.position;
  if (lastCompleted === null && lastWorked === null) return true;
  const known = new Set(facts.figures.map(({ plan }) => plan.planId));
  return claimsAgree(readClaims(value, known), standingOf(facts));
}

/** What takes the place of the value of "Stopped at"; `undefined` where it may stand. `agrees` tells whether its words do. */
export function mendStoppedAt(
  line: Pick<LabelLine, "value" | "isCell">,
  described: string | null,
  agrees: () => boolean,
): string | undefined {
  const derived = described === null ? null : formatLabelValue(line, described);
  if (derived === null || derived === line.value) return undefined;
  return !isPlaceholder(line.value) && !isOwnWording(line.value) && agrees() ? undefined : derived;
}

/** `isSessionOver`: the session that both lines were written in ended before the last work. */
function renderStoppedAt(line: LabelLine, isSessionOver: boolean, facts: ContinuityFacts): readonly Finding[] {
  const described = describePosition(facts.position, facts.plannedTasks);
  const derived = mendStoppedAt(
    line,
    described,
    () => stoppedAtAgrees(line.value, facts) && !(isSessionOver && isOvertaken(line.value, facts)),
  );
  if (described === null || derived === undefined) return [];
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

/** The value as it goes into its range, behind a blank. */
export function valueText(line: LabelLine, document: StateDocument, value: string): string {
  const needsBlank = line.value === "" && !/[ \t]$/.test(document.source.text.slice(0, line.valueRange.start));
  return needsBlank ? ` ${value}` : value;
}

/** Holds "Last session" against the last work commit. */
function renderLastSession(line: LabelLine, facts: ContinuityFacts): readonly Finding[] {
  const last = findLastWork(facts.work);
  if (last === null) return [];
  const mended = mendLastSession(line.value, last, facts.work, (words) => stoppedAtAgrees(words, facts));
  if (mended === undefined) return [];
  const { start, end, newText } = mended;
  const range = { start: line.valueRange.start + start, end: line.valueRange.start + end };
  const edit = { range, newText: line.value === "" ? valueText(line, facts.document, newText) : newText };
  const place = { path: facts.path, source: facts.document.source, range: line.valueRange };
  const data = { recorded: line.value.slice(start, end), derived: mended.derived };
  return [createFinding("last-session-contradicted", data, place, [edit])];
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
  const sessions = elements.lastSession === undefined ? [] : renderLastSession(elements.lastSession, facts);
  return [
    ...sessions,
    ...(elements.stoppedAt === undefined ? [] : renderStoppedAt(elements.stoppedAt, sessions.length > 0, facts)),
    ...(elements.resumeFile === undefined ? [] : renderResumeFile(elements.resumeFile, facts)),
  ];
}
