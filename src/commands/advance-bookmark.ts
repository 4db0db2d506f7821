import { readPlainTag } from "../commit/plain-tag.ts";
import { editFrontMatterScalar, findPlainScalar } from "../document/front-matter-lines.ts";
import type { CommitWithPaths } from "../git/commit-log.ts";
import type { TimeRun } from "../links/time-runs.ts";
import { mostNewestTimes, type WorkTimes } from "../links/work-times.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { RepositoryPath, ZonedTime } from "../model/ports.ts";
import { applyEdits, type TextEdit } from "../model/source-text.ts";
import { isPlanningPath } from "../planning/plan-files.ts";
import { countPlanTasks } from "../planning/summary.ts";
import { mendLastSession } from "../render/last-session.ts";
import { claimsAgree, type ClaimStanding, type PositionClaims } from "../render/position-claims.ts";
import { describePosition, isOwnWording, mendStoppedAt, mostNamed } from "../render/session-continuity.ts";
import { parseWrittenTime } from "../render/zoned-time.ts";
import type {
  AddedWork,
  AwaitedRecord,
  Bookmark,
  BookmarkBase,
  BookmarkPlace,
  MarkedValue,
  UnfinishedPlan,
} from "./bookmark.ts";

/** What some commits come to. */
export interface AdvancedBookmark {
  readonly newText: string;
  /** `undefined` where the next commit has to be looked at as a whole. */
  readonly place: BookmarkPlace | undefined;
}

export interface AdvanceInput {
  /** STATE.md as it was when the bookmark was made, or last advanced. */
  readonly text: string;
  /** The commits since, the newest first, each the only child of the next. */
  readonly commits: readonly CommitWithPaths[];
  readonly planningDirectory: RepositoryPath;
  /** The PLAN.md of a plan; `undefined` where there is none. */
  readonly readPlan: (path: RepositoryPath) => string | undefined;
}

/**
 * Works out what STATE.md must say after commits of work on plans that are not completed, as regenerating all of it would
 * (docs/adr/0045). `undefined` where the bookmark does not tell: then all of it has to be regenerated.
 */
export function advanceBookmark({ base, place }: Bookmark, input: AdvanceInput): AdvancedBookmark | undefined {
  const { text, commits, planningDirectory } = input;
  if (!isMarked(text, place) || commits.length === 0) return undefined;
  let after = place;
  let isTagged = false;
  const statePath = `${planningDirectory}/STATE.md`;
  for (const { commit, paths } of commits.toReversed()) {
    if (after.awaits !== null) {
      if (!isAwaited(after.awaits, { commit, paths }, planningDirectory)) return undefined;
      after = { ...after, awaits: null };
      continue;
    }
    // What earlier hooks have made of STATE.md may go with work, as `git commit -a` has it; alone it is no work.
    const others = paths.filter((path) => path !== statePath);
    const isWork = others.length > 0 || paths.length === 0;
    if (commit.parents.length !== 1 || others.some((path) => isPlanningPath(path, planningDirectory))) return undefined;
    const tag = readPlainTag(commit.message);
    const next =
      tag?.kind === "plan" ? (isWork ? addWork(base, after, tag.planId, commit.authored) : undefined) : after;
    if (tag === undefined || next === undefined) return undefined;
    after = next;
    isTagged = tag.kind === "plan";
  }
  // After a commit without a plan STATE.md is left as it is.
  return isTagged ? rewrite(base, after, input) : undefined;
}

/** Tells whether a commit is the one that was foreseen: nothing that a digest takes of it is another. */
function isAwaited(
  { planId, fromSecond, paths, ownPaths }: AwaitedRecord,
  { commit, paths: changed }: CommitWithPaths,
  planningDirectory: RepositoryPath,
): boolean {
  const tag = readPlainTag(commit.message);
  const others = changed.filter((path) => !ownPaths.includes(path)).toSorted();
  return (
    commit.parents.length === 1 &&
    tag?.kind === "plan" &&
    tag.planId === planId &&
    commit.authored.epochMs >= fromSecond * 1000 &&
    changed.every((path) => isPlanningPath(path, planningDirectory)) &&
    others.length === paths.length &&
    others.every((path, index) => path === paths[index])
  );
}

function isMarked(text: string, { length, session, stoppedAt }: BookmarkPlace): boolean {
  return (
    text.length === length &&
    [session, stoppedAt].every((marked) => marked === null || text.startsWith(marked.value, marked.start))
  );
}

/** An unfinished plan with the work since the base was made. */
function withAdded(plan: UnfinishedPlan, worked: readonly AddedWork[]): UnfinishedPlan {
  const added = worked.find(({ planId }) => planId === plan.planId);
  return added === undefined ? plan : { ...plan, commits: added.commits, lastWorkMs: added.lastWorkMs };
}

/** Adds work on a plan; `undefined` where it may change something else, or is older than other work. */
function addWork(
  { unfinished }: BookmarkBase,
  place: BookmarkPlace,
  planId: PlanId,
  authored: ZonedTime,
): BookmarkPlace | undefined {
  const [plan, second] = unfinished.filter((other) => other.planId === planId);
  const { epochMs: atMs } = authored;
  if (plan === undefined || second !== undefined || !plan.isPlain || atMs < place.lastWork.epochMs) return undefined;
  const { commits } = withAdded(plan, place.worked);
  const { lastWorked } = place;
  const isLast =
    lastWorked === null || atMs > lastWorked.atMs || (atMs === lastWorked.atMs && plan.order >= lastWorked.order);
  return {
    ...addTime(place, authored),
    worked: [
      ...place.worked.filter((other) => other.planId !== planId),
      { planId, commits: commits + 1, lastWorkMs: atMs },
    ],
    lastWorked: isLast ? { planId, order: plan.order, atMs } : lastWorked,
  };
}

/** Adds a time that is not before any other to the work of all plans. */
function addTime(place: BookmarkPlace, { epochMs, offsetMinutes }: ZonedTime): BookmarkPlace {
  const isSameTime = epochMs === place.lastWork.epochMs;
  return {
    ...place,
    addedWork: [...place.addedWork, epochMs / 1000, offsetMinutes],
    lastWork: {
      epochMs,
      offsetMinutes: isSameTime ? Math.max(offsetMinutes, place.lastWork.offsetMinutes) : offsetMinutes,
    },
  };
}

/** The newest work, as `addWorkTimes` would have it: times that are added come in order, none before those of the base. */
function newestRuns({ newestWork }: BookmarkBase, { addedWork }: BookmarkPlace): readonly TimeRun[] {
  const runs: TimeRun[] = [];
  for (let index = 0; index < newestWork.length; index += 4) {
    const [start = 0, end = 0, count = 0, offsetMinutes = 0] = newestWork.slice(index, index + 4);
    runs.push({ start, end, count, offsetMinutes });
  }
  for (let index = 0; index < addedWork.length; index += 2) {
    const [second = 0, offsetMinutes = 0] = addedWork.slice(index, index + 2);
    const last = runs.at(-1);
    if (last?.end === second)
      runs[runs.length - 1] = {
        ...last,
        count: last.count + 1,
        offsetMinutes: Math.max(last.offsetMinutes, offsetMinutes),
      };
    else runs.push({ start: second, end: second, count: 1, offsetMinutes });
  }
  return runs.slice(-mostNewestTimes);
}

const noTimes: WorkTimes = { newest: [], stretches: [] };

/** The work that decides in which zone a time was written; `undefined` where it may be older than what is known here. */
function findDecidingWork(value: string, base: BookmarkBase, place: BookmarkPlace): WorkTimes | undefined {
  const { offsetMinutes } = place.lastWork;
  const written = offsetMinutes === 0 ? undefined : parseWrittenTime(value.replace(/^["'`]/, ""));
  if (written === undefined || written.zone !== null) return noTimes;
  const newest = newestRuns(base, place);
  const oldestMs = (newest[0]?.start ?? 0) * 1000;
  const isCovered =
    newest.length < mostNewestTimes || [0, offsetMinutes].every((zone) => written.epochMs(zone) >= oldestMs);
  return isCovered ? { newest, stretches: [] } : undefined;
}

interface ValueChange {
  readonly edits: readonly TextEdit[];
  readonly after: MarkedValue | null;
}

const unsaid: PositionClaims = { plans: [], phases: [], isCompletion: false };

function rewrite(base: BookmarkBase, place: BookmarkPlace, input: AdvanceInput): AdvancedBookmark | undefined {
  const unfinished = base.unfinished.map((plan) => withAdded(plan, place.worked));
  const standing = standingOf(base, place, unfinished);
  const described = describe(base, unfinished, input.readPlan);
  if (described === undefined) return undefined;
  const session = changeSession(base, place, standing);
  const stoppedAt = changeStoppedAt(place.stoppedAt, standing, described.words);
  const copy = stoppedAt === undefined ? undefined : changeCopy(place, input.text, stoppedAt, described.words);
  if (session === undefined || stoppedAt === undefined || copy === undefined) return undefined;
  const edits = [...copy, ...session.edits, ...stoppedAt.edits];
  if (edits.length === 0) return { newText: input.text, place };
  const newText = applyEdits(input.text, edits);
  const shift = (offset: number): number =>
    edits.reduce(
      (moved, { range, newText: added }) =>
        range.end <= offset ? moved + added.length - (range.end - range.start) : moved,
      offset,
    );
  const move = (marked: MarkedValue | null): MarkedValue | null =>
    marked === null ? null : { ...marked, start: shift(marked.start) };
  const { frontMatter } = place;
  const after: BookmarkPlace = {
    ...place,
    length: newText.length,
    session: move(session.after),
    stoppedAt: move(stoppedAt.after),
    frontMatter: frontMatter === null ? null : { start: frontMatter.start, end: shift(frontMatter.end) },
  };
  // What is worded otherwise has claims, which are read with all plans at hand.
  const isOwn = stoppedAt.edits.length === 0 || isOwnWording(stoppedAt.after?.value ?? "");
  return { newText, place: isOwn && isMarked(newText, after) ? after : undefined };
}

function standingOf(
  { lastCompleted, mayBeLast, restarts }: BookmarkBase,
  { lastWorked }: BookmarkPlace,
  unfinished: readonly UnfinishedPlan[],
): ClaimStanding {
  return {
    current: [
      ...(lastCompleted === null ? [] : [lastCompleted.planId]),
      ...(lastWorked === null ? [] : [lastWorked.planId]),
      ...mayBeLast,
    ],
    isUnstarted: (planId) => unfinished.some((plan) => plan.planId === planId && plan.commits === 0),
    restarts,
  };
}

/** Describes the position; `undefined` where two plans in progress have one number. */
function describe(
  { lastCompleted }: BookmarkBase,
  unfinished: readonly UnfinishedPlan[],
  readPlan: AdvanceInput["readPlan"],
): { readonly words: string | null } | undefined {
  const afterMs = lastCompleted?.atMs ?? Number.NEGATIVE_INFINITY;
  const inProgress = unfinished
    .filter(({ commits, hasFiles, lastWorkMs }) => commits > 0 && hasFiles && (lastWorkMs ?? afterMs) > afterMs)
    .toSorted((a, b) => (b.lastWorkMs ?? 0) - (a.lastWorkMs ?? 0));
  if (new Set(inProgress.map(({ planId }) => planId)).size < inProgress.length) return undefined;
  const plannedTasks = new Map<PlanId, number>();
  for (const { planId, planPath } of inProgress.slice(0, mostNamed)) {
    const text = planPath === null ? undefined : readPlan(planPath);
    const count = text === undefined ? null : countPlanTasks(text);
    if (count !== null) plannedTasks.set(planId, count);
  }
  const position = {
    lastCompleted:
      lastCompleted === null
        ? null
        : { plan: { planId: lastCompleted.planId }, summary: { title: lastCompleted.title } },
    inProgress: inProgress.map(({ planId, commits }) => ({ plan: { planId, work: { count: commits } } })),
  };
  return { words: describePosition(position, plannedTasks) };
}

function changeSession(base: BookmarkBase, place: BookmarkPlace, standing: ClaimStanding): ValueChange | undefined {
  const { session, lastWork } = place;
  if (session === null) return { edits: [], after: null };
  const { value, start, claims } = session;
  const work = findDecidingWork(value, base, place);
  if (value === "" || work === undefined) return undefined;
  const mended = mendLastSession(value, lastWork, work, () => claimsAgree(claims, standing));
  if (mended === undefined) return { edits: [], after: session };
  const newValue = value.slice(0, mended.start) + mended.newText + value.slice(mended.end);
  const range = { start: start + mended.start, end: start + mended.end };
  return {
    edits: [{ range, newText: mended.newText }],
    // Words that contradict history go with the time.
    after: { ...session, value: newValue, claims: mended.end - mended.start === value.length ? unsaid : claims },
  };
}

function changeStoppedAt(
  stoppedAt: MarkedValue | null,
  standing: ClaimStanding,
  described: string | null,
): ValueChange | undefined {
  if (stoppedAt === null) return { edits: [], after: null };
  const derived = mendStoppedAt(stoppedAt, described, () => claimsAgree(stoppedAt.claims, standing));
  if (derived === undefined) return { edits: [], after: stoppedAt };
  const { start, value, isCell } = stoppedAt;
  if (value === "" || (isCell && derived.includes("|"))) return undefined;
  return {
    edits: [{ range: { start, end: start + value.length }, newText: derived }],
    after: { ...stoppedAt, value: derived, claims: unsaid },
  };
}

/** The edit of the front matter's copy of "Stopped at"; `undefined` where it takes YAML to tell. */
function changeCopy(
  { frontMatter, stoppedAt }: BookmarkPlace,
  text: string,
  change: ValueChange,
  described: string | null,
): readonly TextEdit[] | undefined {
  if (frontMatter === null || described === null || change.edits.length === 0) return [];
  const content = text.slice(frontMatter.start, frontMatter.end);
  if (!/^(?:stopped_at|gsd_state_version)[ \t]*:/m.test(content)) return [];
  const scalar = findPlainScalar(content, frontMatter.start, "stopped_at");
  if (scalar === undefined) return undefined;
  return scalar.value === stoppedAt?.value ? [editFrontMatterScalar(scalar, described)] : [];
}
