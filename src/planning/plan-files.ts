import { comparePlanIds, createPlanId, parsePhaseId, phaseOfPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";

/** A plan as its files show it. A plan is completed when it has a SUMMARY. */
export interface PlanFiles {
  /** `null` for file names that hold no plan number of the grammar (`05-GAP_CLOSURE-03-PLAN.md`): counted, not linked. */
  readonly planId: PlanId | null;
  readonly phase: PhaseId;
  /** The phase's directory, such as `.planning/phases/67-ci-cd`. */
  readonly directory: RepositoryPath;
  readonly planPath: RepositoryPath | null;
  readonly summaryPath: RepositoryPath | null;
  /** The phase was archived with its milestone: `.planning/milestones/v1.0-phases/…`. */
  readonly milestone: string | null;
}

/** How many plans a phase that is not archived has. */
export interface PhaseCount {
  readonly phase: PhaseId;
  readonly directoryName: string;
  readonly plansCompleted: number;
  readonly plansTotal: number;
}

const phaseDirectory = /^(?:phase-?|[A-Z][A-Z0-9_]*\.)?0*(\d+[A-Za-z]?(?:\.\d+)*)(?:-(?!\d+$)(.*))?$/i;
const planFile = /^(?:(.*)-)?(PLAN|TRD|SUMMARY)\.md$/i;

function parsePlanStem(stem: string, directoryName: string, phase: PhaseId): PlanId | null {
  // `67-ci-cd-04`: the directory's own name before the plan number.
  const rest = stem.toLowerCase().startsWith(`${directoryName.toLowerCase()}-`) ? stem.slice(directoryName.length + 1) : undefined;
  if (rest !== undefined) {
    const [number = ""] = rest.split("-");
    const inside = createPlanId(phase, number);
    if (inside !== undefined) return inside;
  }
  const qualified = /^(\d+[A-Za-z]?(?:\.\d+)*)-(\d+(?:\.\d+)?[A-Za-z]?)(?:-.*)?$/.exec(stem);
  if (qualified !== null && parsePhaseId(qualified[1] ?? "") === phase) return createPlanId(phase, qualified[2] ?? "") ?? null;
  // `01-foundation` in a phase's directory is plan 01; `05-GAP_CLOSURE-03` names a phase and a plan of another numbering.
  const own = /-\d+[A-Za-z]?$/.test(stem) ? null : /^(?:plan-)?(\d+(?:\.\d+)?[A-Za-z]?)(?:-(?!\d).*)?$/i.exec(stem);
  return own === null ? null : (createPlanId(phase, own[1] ?? "") ?? null);
}

interface PhasePlace {
  readonly phase: PhaseId;
  readonly directory: RepositoryPath;
  readonly directoryName: string;
  readonly milestone: string | null;
  readonly fileName: string;
}

/** Places `…/phases/67-x/67-04-PLAN.md`, `…/phases/67-x/plans/…` and `…/milestones/v1.0-phases/67-x/…`. */
function placeFile(path: RepositoryPath, planningDirectory: RepositoryPath): PhasePlace | undefined {
  if (!path.startsWith(`${planningDirectory}/`)) return undefined;
  const parts = path.slice(planningDirectory.length + 1).split("/");
  const archived = parts[0] === "milestones" ? /^(.+)-(?:phases|objectives)$/.exec(parts[1] ?? "") : null;
  const isLive = parts[0] === "phases" || parts[0] === "objectives";
  if (!isLive && archived === null) return undefined;
  const depth = isLive ? 1 : 2;
  const directoryName = parts[depth] ?? "";
  const inner = parts.slice(depth + 1);
  if (inner.length === 0 || inner.length > 2 || (inner.length === 2 && inner[0] !== "plans")) return undefined;
  const phase = parsePhaseId(phaseDirectory.exec(directoryName)?.[1] ?? "");
  if (phase === undefined) return undefined;
  return {
    phase,
    directory: [planningDirectory, ...parts.slice(0, depth + 1)].join("/"),
    directoryName,
    milestone: archived?.[1] ?? null,
    fileName: inner.at(-1) ?? "",
  };
}

/** Finds the plans under a planning directory from the names of its files, in order of plan id. Review files and outlines are no plans. */
export function findPlanFiles(paths: readonly RepositoryPath[], planningDirectory: RepositoryPath): readonly PlanFiles[] {
  const plans = new Map<string, { -readonly [Key in keyof PlanFiles]: PlanFiles[Key] }>();
  for (const path of paths) {
    const place = placeFile(path, planningDirectory);
    const match = place === undefined ? null : planFile.exec(place.fileName);
    if (place === undefined || match === null) continue;
    const stem = match[1] ?? "";
    const isSummary = match[2]?.toUpperCase() === "SUMMARY";
    // `PLAN.md` alone in its phase is the phase's only plan; `SUMMARY.md` alone goes with it.
    const planId = stem === "" ? (createPlanId(place.phase, "1") ?? null) : parsePlanStem(stem, place.directoryName, place.phase);
    const key = `${place.directory}\0${planId ?? stem.toLowerCase()}`;
    const plan = plans.get(key) ?? {
      planId,
      phase: place.phase,
      directory: place.directory,
      planPath: null,
      summaryPath: null,
      milestone: place.milestone,
    };
    if (isSummary) plan.summaryPath ??= path;
    else plan.planPath ??= path;
    plans.set(key, plan);
  }
  return [...plans.values()].sort(comparePlanFiles);
}

function comparePlanFiles(a: PlanFiles, b: PlanFiles): number {
  const byId = a.planId !== null && b.planId !== null ? comparePlanIds(a.planId, b.planId) : Number(a.planId === null) - Number(b.planId === null);
  return byId || (a.directory < b.directory ? -1 : a.directory > b.directory ? 1 : 0);
}

/** Tells whether a path is planning, not work: a commit of such paths alone moves nothing (D4). */
export function isPlanningPath(path: RepositoryPath, planningDirectory: RepositoryPath): boolean {
  return path.startsWith(`${planningDirectory}/`) || path.startsWith(".gsd/");
}

/** The phases that have plan files, each with its plans. */
export function groupPlansByPhase(plans: readonly PlanFiles[]): ReadonlyMap<PhaseId, readonly PlanFiles[]> {
  const byPhase = new Map<PhaseId, PlanFiles[]>();
  for (const plan of plans) {
    const phase = plan.planId === null ? plan.phase : phaseOfPlan(plan.planId);
    byPhase.set(phase, [...(byPhase.get(phase) ?? []), plan]);
  }
  return byPhase;
}
