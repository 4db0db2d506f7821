import { findContinuityElements } from "../document/continuity-elements.ts";
import type { LabelLine } from "../document/label-lines.ts";
import { findMetricsElements } from "../document/metrics-elements.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { LinkedPlan } from "../links/link-index.ts";
import { findLastWork } from "../links/work-times.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { RepositoryPath, ZonedTime } from "../model/ports.ts";
import type { Range } from "../model/source-text.ts";
import { wordsOfSession } from "../render/last-session.ts";
import { readClaims, type PositionClaims } from "../render/position-claims.ts";
import { speaksOfPreparation } from "../render/session-continuity.ts";
import type { Project } from "./read-project.ts";

/** A plan that is not completed, as far as "Stopped at" needs it. */
export interface UnfinishedPlan {
  readonly planId: PlanId;
  /** Its place in the list of all plans: it decides between equal times. */
  readonly order: number;
  readonly commits: number;
  readonly lastWorkMs: number | null;
  readonly hasFiles: boolean;
  readonly planPath: RepositoryPath | null;
  /** Nothing but "Stopped at" and "Last session" tells of its commits: its number means it alone, and no row is of it. */
  readonly isPlain: boolean;
}

/** What commits of work on unfinished plan leave as it is. */
export interface BookmarkBase {
  readonly lastCompleted: { readonly planId: PlanId; readonly title: string | null; readonly atMs: number } | null;
  /** Other plans that may as well be called the last. */
  readonly mayBeLast: readonly PlanId[];
  /** Phase numbers restart with a milestone. */
  readonly restarts: boolean;
  readonly unfinished: readonly UnfinishedPlan[];
  /** The newest work, four numbers a run: start, end, count, zone. */
  readonly newestWork: readonly number[];
}

/** A value of *Session Continuity* where it stands in the text. */
export interface MarkedValue {
  readonly start: number;
  readonly value: string;
  readonly isCell: boolean;
  /** What its words say: of "Last session" those behind the time. */
  readonly claims: PositionClaims;
}

/** Work on an unfinished plan since the base was made. */
export interface AddedWork {
  readonly planId: PlanId;
  readonly commits: number;
  readonly lastWorkMs: number;
}

/**
 * A commit that completes a plan and is not made yet: it changes planning documents alone, among them one new SUMMARY. What
 * depends on its time depends on this alone, that it is not before the second named here (`foresee-record.ts`).
 */
export interface AwaitedRecord {
  readonly planId: PlanId;
  readonly fromSecond: number;
  /** What it changes beside STATE.md and the ledger, in order. */
  readonly paths: readonly RepositoryPath[];
  /** STATE.md and the ledger, which hooks may add to it. */
  readonly ownPaths: readonly RepositoryPath[];
}

/** What each commit of work moves. */
export interface BookmarkPlace {
  /** The commit that has to come first: STATE.md is true of it already. */
  readonly awaits: AwaitedRecord | null;
  /** Length of the text. */
  readonly length: number;
  readonly session: MarkedValue | null;
  readonly stoppedAt: MarkedValue | null;
  readonly frontMatter: Range | null;
  readonly lastWorked: { readonly planId: PlanId; readonly order: number; readonly atMs: number } | null;
  readonly lastWork: ZonedTime;
  readonly worked: readonly AddedWork[];
  /** Times of work since the base was made, in order, as the base has them. */
  readonly addedWork: readonly number[];
}

/**
 * What a STATE.md that is true of history leaves to say when the next commit is work on a plan that is not completed: what
 * such a commit can change, and all that this depends on (docs/adr/0045).
 */
export interface Bookmark {
  readonly base: BookmarkBase;
  readonly place: BookmarkPlace;
}

/** Where a value stands; `undefined` where the text has it in other characters, as a table may. */
function markValue(line: LabelLine, text: string, words: string, known: ReadonlySet<PlanId>): MarkedValue | undefined {
  const { value, isCell, valueRange } = line;
  if (text.slice(valueRange.start, valueRange.end) !== value) return undefined;
  return { start: valueRange.start, value, isCell, claims: readClaims(words, known) };
}

/**
 * Marks the position in a text that a sync has just left, so that nothing in it is to be mended. `undefined` where a commit
 * could change more than the two values: without any work, or without the section.
 */
export function createBookmark(
  project: Project,
  text: string,
  awaits: AwaitedRecord | null = null,
): Bookmark | undefined {
  const document = parseStateDocument(text);
  const continuity = findContinuityElements(document);
  const lastWork = findLastWork(project.digest.work);
  if (lastWork === null || continuity === undefined || document.conflictMarkerLines.length > 0) return undefined;
  const known = new Set(project.figures.map(({ plan }) => plan.planId));
  const { lastSession: sessionLine, stoppedAt: stoppedLine } = continuity;
  const session =
    sessionLine === undefined ? null : markValue(sessionLine, text, wordsOfSession(sessionLine.value), known);
  const stoppedAt = stoppedLine === undefined ? null : markValue(stoppedLine, text, stoppedLine.value, known);
  if (session === undefined || stoppedAt === undefined) return undefined;
  // Whether such words may stand depends on "Last session" as well.
  if (stoppedLine !== undefined && speaksOfPreparation(stoppedLine.value)) return undefined;
  const { lastWorked } = project.position;
  const listed = new Set((findMetricsElements(document)?.planRows ?? []).flatMap(({ planId }) => planId ?? []));
  return {
    base: createBase(project, listed),
    place: {
      awaits,
      length: text.length,
      session,
      stoppedAt,
      frontMatter: document.frontMatter?.contentRange ?? null,
      lastWorked:
        lastWorked === null
          ? null
          : {
              planId: lastWorked.plan.planId,
              order: project.figures.indexOf(lastWorked),
              atMs: lastWorked.plan.work.last?.epochMs ?? 0,
            },
      lastWork,
      worked: [],
      addedWork: [],
    },
  };
}

function createBase(project: Project, listed: ReadonlySet<PlanId>): BookmarkBase {
  const { position, figures, recurringIds, digest } = project;
  const { lastCompleted, mayBeLast } = position;
  const isPlain = ({ files, planId }: LinkedPlan): boolean =>
    files !== null &&
    !recurringIds.has(planId) &&
    !listed.has(planId) &&
    // What was recorded once tells of the project's pace, by which other durations are estimated.
    digest.plans.get(planId)?.holdsSummary !== true;
  return {
    lastCompleted:
      lastCompleted === null || lastCompleted.completedAtMs === null
        ? null
        : {
            planId: lastCompleted.plan.planId,
            title: lastCompleted.summary?.title ?? null,
            atMs: lastCompleted.completedAtMs,
          },
    mayBeLast: mayBeLast.map(({ plan }) => plan.planId),
    restarts: figures.some(({ plan }) => plan.files?.milestone != null),
    unfinished: figures.flatMap(({ plan }, order): readonly UnfinishedPlan[] =>
      plan.status === "completed"
        ? []
        : [
            {
              planId: plan.planId,
              order,
              commits: plan.work.count,
              lastWorkMs: plan.work.last?.epochMs ?? null,
              hasFiles: plan.files !== null,
              planPath: plan.files?.planPath ?? null,
              isPlain: isPlain(plan),
            },
          ],
    ),
    newestWork: digest.work.newest.flatMap(({ start, end, count, offsetMinutes }) => [
      start,
      end,
      count,
      offsetMinutes,
    ]),
  };
}
