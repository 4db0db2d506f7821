import { DigestBuilder, type HistoryDigest } from "../links/history-digest.ts";
import { isPlanPath, isSummaryPath } from "../links/phase-places.ts";
import { phaseOfPlan } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { PlanFiles } from "../planning/plan-files.ts";
import type { AwaitedRecord } from "./bookmark.ts";
import type { Project } from "./read-project.ts";

/** What a history comes to with a commit that is not made yet. */
export interface ForeseenRecord {
  readonly digest: HistoryDigest;
  readonly record: AwaitedRecord;
}

/** A commit that is about to be made of planning documents alone. */
export interface PlannedRecord {
  readonly planningDirectory: RepositoryPath;
  /** What it changes. */
  readonly paths: readonly RepositoryPath[];
  /** Those of them that HEAD does not have. */
  readonly added: readonly RepositoryPath[];
  /** STATE.md and the ledger: they tell a digest nothing. */
  readonly ownPaths: readonly RepositoryPath[];
}

/** The newest second of which a digest knows; minus infinity where it knows of none. */
function newestSecond({ births, summaries, revisions, plans, work }: HistoryDigest): number {
  let newest = work.newest.at(-1)?.end ?? Number.NEGATIVE_INFINITY;
  for (const times of [births, summaries, revisions.plans, revisions.summaries])
    for (const second of times.values()) newest = Math.max(newest, second);
  for (const { windows } of plans.values())
    for (const { work: worked, records } of windows.values())
      newest = Math.max(newest, worked.at(-1)?.end ?? newest, records.at(-1)?.end ?? newest);
  return newest;
}

/**
 * Adds to a history the commit that completes a plan, as if it were made after all that is known. Figures hold the time of a
 * SUMMARY's commit against other times and go by the order, where the plan has commits of work (`isRecordForeseen`); so any
 * later time gives the same. `undefined` where a commit does more than to bring one SUMMARY, or may be told otherwise.
 */
export function foreseeRecord(
  digest: HistoryDigest,
  planFiles: readonly PlanFiles[],
  planned: PlannedRecord,
): ForeseenRecord | undefined {
  const { ownPaths } = planned;
  const paths = planned.paths.filter((path) => !ownPaths.includes(path)).toSorted();
  const [summaryPath, second] = paths.filter(isSummaryPath);
  if (summaryPath === undefined || second !== undefined || !planned.added.includes(summaryPath)) return undefined;
  const planId = planFiles.find((files) => files.summaryPath === summaryPath)?.planId ?? null;
  if (planId === null || paths.some(isPlanPath)) return undefined;
  const fromSecond = newestSecond(digest) + 1;
  if (!Number.isFinite(fromSecond)) return undefined;
  const builder = new DigestBuilder(digest, planned.planningDirectory);
  builder.add({
    tag: {
      kind: "plan",
      planIds: [planId],
      phase: phaseOfPlan(planId),
      workstream: null,
      milestone: null,
      prefix: null,
    },
    authored: { epochMs: fromSecond * 1000, offsetMinutes: 0 },
    isMerge: false,
    paths,
  });
  const extended = builder.finish();
  // A directory that is new to history is as old as the commit.
  if (extended === undefined || extended.births.size !== digest.births.size) return undefined;
  return { digest: extended, record: { planId, fromSecond, paths, ownPaths } };
}

/** Tells of the project with such a commit whether the plan is dated by its work, and recorded by the commit alone. */
export function isRecordForeseen({ figures }: Project, { planId, fromSecond }: AwaitedRecord): boolean {
  const [own, second] = figures.filter(({ plan }) => plan.planId === planId);
  return (
    own !== undefined &&
    second === undefined &&
    own.plan.status === "completed" &&
    own.plan.ownWork.last !== null &&
    own.plan.recordedAtMs === fromSecond * 1000
  );
}
