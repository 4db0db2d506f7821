import type { Oid } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { PlanningDocuments, Repository, RepositoryPath, ZonedTime } from "../model/ports.ts";
import {
  buildLinkIndex,
  commitsToInspect,
  findPlan,
  tagCommits,
  type LinkIndex,
  type TaggedCommit,
} from "../links/link-index.ts";
import { createPlanFigures, findPosition, type PlanFigures, type ProjectPosition } from "../links/plan-figures.ts";
import {
  findPlanFiles,
  groupPlansByPhase,
  isPlanningPath,
  type PhaseCount,
  type PlanFiles,
} from "../planning/plan-files.ts";
import { countPlanTasks, parsePlanSummary, type PlanSummary } from "../planning/summary.ts";

/** Where to look: a history up to a tip, and the planning documents that go with it. */
export interface ProjectSource {
  readonly repository: Repository;
  readonly documents: PlanningDocuments;
  /** `null` on an unborn branch: there is no history yet. */
  readonly tip: Oid | null;
  /** Usually `.planning`. */
  readonly planningDirectory: RepositoryPath;
}

/** Everything that the commands decide from, gathered once. */
export interface Project {
  readonly planningDirectory: RepositoryPath;
  readonly tip: Oid | null;
  readonly tagged: readonly TaggedCommit[];
  readonly index: LinkIndex;
  readonly planFiles: readonly PlanFiles[];
  readonly planningPaths: ReadonlySet<RepositoryPath>;
  readonly figures: readonly PlanFigures[];
  /** Figures of the plan that a number means today. */
  readonly figuresById: ReadonlyMap<PlanId, PlanFigures>;
  readonly recurringIds: ReadonlySet<PlanId>;
  readonly position: ProjectPosition;
  readonly workTimes: readonly ZonedTime[];
  readonly phases: readonly PhaseCount[];
  readonly summaries: { readonly live: number; readonly ever: number };
  /** Number of tasks in the PLAN.md of each plan in progress. */
  readonly plannedTasks: ReadonlyMap<PlanId, number>;
}

const decoder = new TextDecoder("utf-8");

/** Counts the plans of the phases that are not archived; of two directories of one number, both count together. */
function countPhases(planFiles: readonly PlanFiles[]): readonly PhaseCount[] {
  return [...groupPlansByPhase(planFiles.filter(({ milestone }) => milestone === null))].map(([phase, plans]) => ({
    phase,
    directoryName: (plans[0]?.directory ?? "").split("/").at(-1) ?? "",
    plansCompleted: plans.filter(({ summaryPath }) => summaryPath !== null).length,
    plansTotal: plans.length,
  }));
}

async function readSummaries(
  documents: PlanningDocuments,
  planFiles: readonly PlanFiles[],
): Promise<ReadonlyMap<RepositoryPath, PlanSummary>> {
  const paths = planFiles.flatMap(({ summaryPath }) => (summaryPath === null ? [] : [summaryPath]));
  const contents = await documents.read(paths);
  // A summary in another encoding still gives its ASCII figures.
  return new Map([...contents].map(([path, bytes]) => [path, parsePlanSummary(decoder.decode(bytes))]));
}

/** Reads history and planning documents and works out every plan's figures. */
export async function readProject(source: ProjectSource): Promise<Project> {
  const { repository, documents, tip, planningDirectory } = source;
  const paths = await documents.list();
  const planFiles = findPlanFiles(paths, planningDirectory);
  const [summaries, commits] = await Promise.all([
    readSummaries(documents, planFiles),
    tip === null ? [] : repository.readCommits(tip),
  ]);
  const tagged = tagCommits(commits);
  const changedPaths = await repository.readChangedPaths(commitsToInspect(tagged));
  const index = buildLinkIndex({ tagged, changedPaths, planFiles, planningDirectory });
  const figures = index.plans.map((plan) => {
    const summary = plan.files?.summaryPath == null ? null : (summaries.get(plan.files.summaryPath) ?? null);
    const work = plan.workCommits
      .flatMap(({ oid }) => changedPaths.get(oid) ?? [])
      .filter((path) => !isPlanningPath(path, planningDirectory));
    return createPlanFigures(plan, summary, work.length === 0 ? null : new Set(work).size);
  });
  const ids = index.plans.map(({ planId }) => planId);
  const recurringIds = new Set(ids.filter((planId, position) => ids.indexOf(planId) !== position));
  const figuresById = new Map(
    figures.filter(({ plan }) => !recurringIds.has(plan.planId)).map((item) => [item.plan.planId, item] as const),
  );
  for (const planId of recurringIds) {
    const plan = findPlan(index, planId);
    const item = figures.find((candidate) => candidate.plan === plan);
    if (item !== undefined) figuresById.set(planId, item);
  }
  const position = findPosition(figures);
  const hasSummary = planFiles.filter(({ summaryPath }) => summaryPath !== null);
  return {
    planningDirectory,
    tip,
    tagged,
    index,
    planFiles,
    planningPaths: new Set(paths),
    figures,
    figuresById,
    recurringIds,
    position,
    workTimes: index.plans.flatMap(({ workCommits }) => workCommits.map(({ authored }) => authored)),
    phases: countPhases(planFiles),
    summaries: { live: hasSummary.filter(({ milestone }) => milestone === null).length, ever: hasSummary.length },
    plannedTasks: await readPlannedTasks(documents, position),
  };
}

async function readPlannedTasks(
  documents: PlanningDocuments,
  position: ProjectPosition,
): Promise<ReadonlyMap<PlanId, number>> {
  const plans = position.inProgress.flatMap(({ plan }) =>
    plan.files?.planPath == null ? [] : [{ planId: plan.planId, path: plan.files.planPath }],
  );
  const contents = await documents.read(plans.map(({ path }) => path));
  return new Map(
    plans.flatMap(({ planId, path }) => {
      const bytes = contents.get(path);
      const count = bytes === undefined ? null : countPlanTasks(decoder.decode(bytes));
      return count === null ? [] : [[planId, count] as const];
    }),
  );
}

/**
 * The project as it will be once a commit that holds both work and these SUMMARYs is made.
 *
 * The work itself has no commit yet, so its plans count as completed last; their times are known only afterwards.
 */
export function withCompletions(project: Project, summaryPaths: ReadonlySet<RepositoryPath>): Project {
  const isCompleting = ({ plan }: PlanFigures): boolean =>
    plan.files?.summaryPath != null && summaryPaths.has(plan.files.summaryPath);
  if (!project.figures.some(isCompleting)) return project;
  const last = Math.max(
    0,
    ...project.workTimes.map(({ epochMs }) => epochMs),
    ...project.figures.map(({ completedAtMs }) => completedAtMs ?? 0),
  );
  const figures = project.figures.map((item) => (isCompleting(item) ? { ...item, completedAtMs: last + 1 } : item));
  const figuresById = new Map(
    [...project.figuresById].map(([planId, item]) => [planId, figures[project.figures.indexOf(item)] ?? item] as const),
  );
  const position = findPosition(figures);
  // The work of this very commit is the latest there is.
  return { ...project, figures, figuresById, position: { ...position, lastWorked: position.lastCompleted } };
}
