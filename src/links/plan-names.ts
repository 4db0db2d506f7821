import { appendTo } from "../model/append-to.ts";
import { isSliceAlone, planNumberOf, splitMilestone, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { PlanFiles } from "../planning/plan-files.ts";
import type { HistoryDigest } from "./history-digest.ts";
import type { PlanChooser } from "./link-index.ts";

/** What the roadmap and STATE.md say of the milestones that phases which are not archived belong to. */
export interface PhaseMilestones {
  /** Empty where nothing says; several where numbers start again. */
  readonly ofPhase: (phase: PhaseId) => ReadonlySet<string>;
}

/** Where nothing is said. */
export const noMilestones: PhaseMilestones = { ofPhase: () => new Set() };

const version = /^v\d{1,4}(?:\.\d{1,4}){0,3}/i;

/** `v1.0` and `v1` are one milestone, and so is `v1.0-mvp` of an archive. */
function comparable(milestone: string): string {
  return (version.exec(milestone)?.[0] ?? milestone).toLowerCase().replace(/(?:\.0)+$/, "");
}

/**
 * The plan files that an id means which none has: `v0.28-1-04` is plan 1-04 of the milestone's archive, or of a phase that
 * the roadmap gives to the milestone; where no archive has the milestone and nothing says whose a phase is, it may be any.
 * `S02` is that slice of some milestone.
 */
export function findFilesByOtherId(
  planId: PlanId,
  planFiles: readonly PlanFiles[],
  filesById: ReadonlyMap<PlanId, readonly PlanFiles[]>,
  milestones: PhaseMilestones,
): readonly PlanFiles[] {
  const named = splitMilestone(planId);
  if (named === undefined)
    return isSliceAlone(planId)
      ? planFiles.filter((files) => files.planId !== null && planNumberOf(files.planId) === planId)
      : [];
  const wanted = comparable(named.milestone);
  const candidates = filesById.get(named.planId) ?? [];
  const isOfWanted = ({ milestone }: PlanFiles): boolean => milestone !== null && comparable(milestone) === wanted;
  const archived = candidates.filter(isOfWanted);
  if (archived.length > 0) return archived;
  const live = candidates.filter(({ milestone }) => milestone === null);
  const milestonesOf = ({ phase }: PlanFiles): readonly string[] => [...milestones.ofPhase(phase)].map(comparable);
  const said = live.filter((files) => milestonesOf(files).includes(wanted));
  const isArchived = planFiles.some(isOfWanted);
  return said.length > 0 || isArchived ? said : live.filter((files) => milestonesOf(files).length === 0);
}

/** For plan files the ids of a history that mean them beside their own. */
export function findOtherIds(
  digest: HistoryDigest,
  planFiles: readonly PlanFiles[],
  chooser: PlanChooser,
): ReadonlyMap<PlanFiles, readonly PlanId[]> {
  const own = new Set(planFiles.map(({ planId }) => planId));
  const others = new Map<PlanFiles, PlanId[]>();
  for (const planId of digest.plans.keys()) {
    for (const files of own.has(planId) ? [] : chooser.filesOf(planId)) appendTo(others, files, planId);
  }
  return others;
}

/** Tells whether commits name milestones of plans whose files do not: then it helps to know whose each phase is. */
export function namesMilestones(digest: HistoryDigest, planFiles: readonly PlanFiles[]): boolean {
  const own = new Set(planFiles.map(({ planId }) => planId));
  return [...digest.plans.keys()].some((planId) => !own.has(planId) && splitMilestone(planId) !== undefined);
}
