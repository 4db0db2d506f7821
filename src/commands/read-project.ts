import { appendTo } from "../model/append-to.ts";
import type { Oid } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { CommitCache, PlanningDocuments, Repository, RepositoryPath } from "../model/ports.ts";
import type { HistoryDigest } from "../links/history-digest.ts";
import { choosePlan, createLinkIndex, type LinkIndex } from "../links/link-index.ts";
import { createPlanFigures, findPosition, type PlanFigures, type ProjectPosition } from "../links/plan-figures.ts";
import { namesMilestones, noMilestones, type PhaseMilestones } from "../links/plan-names.ts";
import type { ScopeAssigner } from "../links/scope-assigner.ts";
import { findLastWork } from "../links/work-times.ts";
import { findPlanFiles, groupPlansByPhase, type PhaseCount, type PlanFiles } from "../planning/plan-files.ts";
import { countPlanTasks, isPlanSummary, parsePlanSummary, type PlanSummary } from "../planning/summary.ts";
import { readDigest } from "./read-history.ts";

/** Where to look: a history up to a tip, and the planning documents that go with it. */
export interface ProjectSource {
  readonly repository: Repository;
  readonly documents: PlanningDocuments;
  /** `null` on an unborn branch: there is no history yet. */
  readonly tip: Oid | null;
  /** Usually `.planning`. */
  readonly planningDirectory: RepositoryPath;
  /** Keeps digests of histories; `null` where none may be kept. */
  readonly cache: CommitCache | null;
}

/** Everything that the commands decide from, gathered once. */
export interface Project {
  readonly planningDirectory: RepositoryPath;
  readonly tip: Oid | null;
  readonly digest: HistoryDigest;
  readonly index: LinkIndex;
  readonly planFiles: readonly PlanFiles[];
  readonly planningPaths: ReadonlySet<RepositoryPath>;
  readonly figures: readonly PlanFigures[];
  /** Figures of the plan that a number means today. */
  readonly figuresById: ReadonlyMap<PlanId, PlanFigures>;
  readonly recurringIds: ReadonlySet<PlanId>;
  readonly position: ProjectPosition;
  readonly phases: readonly PhaseCount[];
  readonly summaries: { readonly live: number; readonly ever: number };
  /** Plans by their files on disk, those whose names hold no number included; `ever` counts archived ones as well. */
  readonly planCounts: { readonly live: number; readonly ever: number };
  /** Number of tasks in the PLAN.md of each plan in progress. */
  readonly plannedTasks: ReadonlyMap<PlanId, number>;
  /** Asked where tags name milestones and directories do not. */
  readonly milestones: PhaseMilestones;
  /** Tells which commits are of this planning directory; `null` where it is `.planning` and there is no other. */
  readonly assigner: ScopeAssigner | null;
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

/** A summary in another encoding still gives its ASCII figures. */
function readSummary(bytes: Uint8Array): PlanSummary {
  return parsePlanSummary(decoder.decode(bytes));
}

/** Reads the figures of all SUMMARYs. */
export async function readSummaries(
  documents: PlanningDocuments,
  planFiles: readonly PlanFiles[],
): Promise<ReadonlyMap<RepositoryPath, PlanSummary>> {
  const paths = planFiles.flatMap(({ summaryPath }) => (summaryPath === null ? [] : [summaryPath]));
  if (documents.derive !== undefined) return documents.derive(paths, readSummary, isPlanSummary);
  const contents = await documents.read(paths);
  return new Map([...contents].map(([path, bytes]) => [path, readSummary(bytes)]));
}

/** Reads history and planning documents and works out every plan's figures. */
export async function readProject(source: ProjectSource): Promise<Project> {
  const assigner = await readAssigner(source);
  return readProjectOfHistory(source, readDigest({ ...source, assigner }), assigner);
}

/** Reads which plans each planning directory has; `null` where there is `.planning` alone. Loaded late: mostly there is. */
export async function readAssigner({
  documents,
  planningDirectory,
}: Pick<ProjectSource, "documents" | "planningDirectory">): Promise<ScopeAssigner | null> {
  const { siblings } = documents;
  return siblings === undefined
    ? null
    : (await import("./read-scopes.ts")).readScopeAssigner({ directory: planningDirectory, documents }, siblings);
}

/** What is known of a history beyond the commits that it has, given the plan files beside it. */
export type Foresight = (digest: HistoryDigest, planFiles: readonly PlanFiles[]) => HistoryDigest;

/** As `readProject`, of a history that has been added up, or is being. */
export async function readProjectOfHistory(
  { documents, tip, planningDirectory }: Pick<ProjectSource, "documents" | "tip" | "planningDirectory">,
  history: Promise<HistoryDigest>,
  assigner: ScopeAssigner | null,
  foresee: Foresight = (digest) => digest,
): Promise<Project> {
  const paths = await documents.list();
  const planFiles = findPlanFiles(paths, planningDirectory);
  const [summaries, past] = await Promise.all([readSummaries(documents, planFiles), history]);
  const digest = foresee(past, planFiles);
  // Loaded late: mostly no tag names a milestone.
  const milestones = namesMilestones(digest, planFiles)
    ? await (await import("./read-milestones.ts")).readMilestones(documents, planningDirectory)
    : noMilestones;
  const index = createLinkIndex(digest, planFiles, milestones);
  const figures = index.plans.map((plan) =>
    createPlanFigures(plan, plan.files?.summaryPath == null ? null : (summaries.get(plan.files.summaryPath) ?? null)),
  );
  const { figuresById, recurringIds } = groupFigures(figures);
  const position = findPosition(figures);
  const hasSummary = planFiles.filter(({ summaryPath }) => summaryPath !== null);
  return {
    planningDirectory,
    tip,
    digest,
    index,
    planFiles,
    planningPaths: new Set(paths),
    figures,
    figuresById,
    recurringIds,
    position,
    phases: countPhases(planFiles),
    summaries: { live: hasSummary.filter(({ milestone }) => milestone === null).length, ever: hasSummary.length },
    planCounts: { live: planFiles.filter(({ milestone }) => milestone === null).length, ever: planFiles.length },
    plannedTasks: await readPlannedTasks(documents, position),
    milestones,
    assigner,
  };
}

/** Figures of the plan that each number means today, and the numbers that several plans have. */
function groupFigures(figures: readonly PlanFigures[]): Pick<Project, "figuresById" | "recurringIds"> {
  const groups = new Map<PlanId, PlanFigures[]>();
  for (const item of figures) {
    appendTo(groups, item.plan.planId, item);
  }
  const recurring = [...groups].filter(([, group]) => group.length > 1);
  const figuresById = new Map(
    [...groups].flatMap(([planId, [item, second]]) =>
      item === undefined || second !== undefined ? [] : [[planId, item] as const],
    ),
  );
  for (const [planId, group] of recurring) {
    const plan = choosePlan(group.map((item) => item.plan));
    const item = group.find((candidate) => candidate.plan === plan);
    if (item !== undefined) figuresById.set(planId, item);
  }
  return { figuresById, recurringIds: new Set(recurring.map(([planId]) => planId)) };
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
    findLastWork(project.digest.work)?.epochMs ?? 0,
    ...project.figures.map(({ completedAtMs }) => completedAtMs ?? 0),
  );
  const figures = project.figures.map((item) => (isCompleting(item) ? { ...item, completedAtMs: last + 1 } : item));
  const renewed = new Map(project.figures.map((item, position) => [item, figures[position] ?? item]));
  const figuresById = new Map(
    [...project.figuresById].map(([planId, item]) => [planId, renewed.get(item) ?? item] as const),
  );
  const position = findPosition(figures);
  // The work of this very commit is the latest there is.
  return { ...project, figures, figuresById, position: { ...position, lastWorked: position.lastCompleted } };
}
