import { appendTo } from "../model/append-to.ts";
import {
  comparePlanIds,
  createPlanId,
  parsePhaseId,
  parsePlanId,
  parsePlanName,
  phaseOfPlan,
  planNumberOf,
  qualifyPhase,
  qualifyPlan,
  type PhaseId,
  type PlanId,
} from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { isGsd2Directory, planningRootOf } from "./planning-root.ts";
import { readSlicePlace } from "./slice-places.ts";

/** A plan as its files show it. A plan is completed when it has a SUMMARY. */
export interface PlanFiles {
  /** `null` for file names that hold no plan number of the grammar (`19-PHASE-SUMMARY.md`): counted, not linked. */
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

/** A phase's directory, with a project's prefix perhaps: `67-ci-cd`, `phase-67`, `CP-ST-06-sync`, `GSD.02-core`. */
const phaseDirectory =
  /^(?:[Pp]hase-?|[A-Z][A-Z0-9_]*\.|(?:[A-Z][A-Z0-9_]*-){1,3})?0*(\d+[A-Za-z]?(?:\.\d+)*)(?:-(?!\d+$)(.*))?$/;
const projectPrefix = /^(?:[A-Z][A-Z0-9_]*-){1,3}(?=\d)/;
const planFile = /^(?:(.*)-)?(PLAN|TRD|SUMMARY)\.md$/i;
/** `01`, `plan-01` and `01-foundation`: a number within the phase whose directory holds the file. */
const ownNumber = /^(\d+(?:\.\d+)?[A-Za-z]?)(?:-\D.*)?$/;

function readOwnNumber(stem: string): string | undefined {
  const number = stem.replace(/^plan-/i, "");
  return /-\d+[A-Za-z]?$/.test(number) ? undefined : ownNumber.exec(number)?.[1];
}

/** A phase that counts within its milestone: `v0.28-01-hook-profiles`. */
const milestoneDirectory = /^(v\d{1,4}(?:\.\d{1,4}){0,3})-(?=\d)(.+)$/i;

/** The phase of a directory by its name (`67-ci-cd`, `v0.28-01-hooks`); `undefined` for one that is no phase's. */
export function parsePhaseDirectory(name: string): PhaseId | undefined {
  const own = parsePhaseId(phaseDirectory.exec(name)?.[1] ?? "");
  if (own !== undefined) return own;
  const [, milestone, rest] = milestoneDirectory.exec(name) ?? [];
  const inner = rest === undefined ? undefined : parsePhaseId(phaseDirectory.exec(rest)?.[1] ?? "");
  return inner === undefined ? undefined : qualifyPhase(milestone, inner);
}

/** The phases whose plans may stand in a directory: its own, and in `22a-vdi` those of phase 22 as well. */
export function phasesInDirectory(directoryPhase: PhaseId): readonly PhaseId[] {
  const bare = parsePhaseId(directoryPhase.replace(/^(\d+)[A-Z]/, "$1")) ?? directoryPhase;
  return bare === directoryPhase ? [directoryPhase] : [directoryPhase, bare];
}

/**
 * Reads the plan id from a file's name without its `-PLAN.md`.
 *
 * `numbersPlansBare` tells that the directory numbers its plans `01`, `02` …: elsewhere the phase's own number is no
 * plan's (`07-PLAN.md`, `19-PHASE-SUMMARY.md` in phases 7 and 19 speak of the phase).
 */
function parsePlanStem(stem: string, place: PhasePlace, numbersPlansBare: boolean): PlanId | null {
  const { phase, directoryName } = place;
  if (place.slice !== null) return parseSliceStem(stem, place.slice);
  const milestone = phase.startsWith("v") ? phase.slice(0, phase.indexOf("-")) : undefined;
  if (milestone !== undefined) return parseMilestonePlan(stem, place, milestone, numbersPlansBare);
  // `67-ci-cd-04`: the directory's own name before the plan number.
  const rest = stem.toLowerCase().startsWith(`${directoryName.toLowerCase()}-`)
    ? stem.slice(directoryName.length + 1)
    : undefined;
  const inside = rest === undefined ? undefined : (createPlanId(phase, rest) ?? parsePlanName(`${phase}-${rest}`));
  if (inside !== undefined) return inside;
  const named = parsePlanName(stem.replace(projectPrefix, ""));
  if (named !== undefined) {
    const ownPhase = phaseOfPlan(named);
    return ownPhase === phase || phasesInDirectory(phase).includes(ownPhase) ? named : null;
  }
  const own = readOwnNumber(stem);
  if (own === undefined || (parsePhaseId(own) === phase && !numbersPlansBare)) return null;
  return createPlanId(phase, own) ?? null;
}

/** The plan of a file in `v0.28-01-hooks`: `v0.28-01-04`, or as in any phase `01-04` and `04`. */
function parseMilestonePlan(
  stem: string,
  place: PhasePlace,
  milestone: string,
  numbersPlansBare: boolean,
): PlanId | null {
  const phase = parsePhaseId(place.phase.slice(milestone.length + 1));
  const withoutMilestone = (text: string): string =>
    text.toLowerCase().startsWith(`${milestone}-`) ? text.slice(milestone.length + 1) : text;
  const directoryName = withoutMilestone(place.directoryName);
  const planId =
    phase === undefined
      ? null
      : parsePlanStem(withoutMilestone(stem), { ...place, phase, directoryName }, numbersPlansBare);
  return planId === null ? null : qualifyPlan(milestone, planId);
}

/** Of the files of a slice `S02-PLAN.md` and `S02-SUMMARY.md` are the plan's; `S02-canvas-PLAN.md` in older versions. */
function parseSliceStem(stem: string, slice: PlanId): PlanId | null {
  return /^S\d+/.exec(stem)?.[0] === planNumberOf(slice) ? slice : null;
}

interface PhasePlace {
  /** In gsd-2's layout the slice that the directory is of: it is a plan, and its milestone the phase. */
  readonly slice: PlanId | null;
  readonly phase: PhaseId;
  readonly directory: RepositoryPath;
  readonly directoryName: string;
  readonly milestone: string | null;
}

/** Places the files of `…/phases/67-x`, `…/phases/67-x/plans` and `…/milestones/v1.0-phases/67-x`. */
function placeDirectory(path: RepositoryPath, planningDirectory: RepositoryPath): PhasePlace | undefined {
  if (!path.startsWith(`${planningDirectory}/`)) return undefined;
  if (isGsd2Directory(planningDirectory)) {
    const place = readSlicePlace(`${path}/`);
    if (place === undefined || place.isOfTask) return undefined;
    const phase = phaseOfPlan(place.planId);
    return { slice: place.planId, phase, directory: path, directoryName: place.planId, milestone: null };
  }
  const parts = path.slice(planningDirectory.length + 1).split("/");
  const archived = parts[0] === "milestones" ? /^(.+)-(?:phases|objectives)$/.exec(parts[1] ?? "") : null;
  const isLive = parts[0] === "phases" || parts[0] === "objectives";
  if (!isLive && archived === null) return undefined;
  const depth = isLive ? 1 : 2;
  const directoryName = parts[depth];
  const inner = parts.slice(depth + 1);
  if (directoryName === undefined || inner.length > 1 || (inner.length === 1 && inner[0] !== "plans")) return undefined;
  const phase = parsePhaseDirectory(directoryName);
  if (phase === undefined) return undefined;
  const directory = [planningDirectory, ...parts.slice(0, depth + 1)].join("/");
  return { slice: null, phase, directory, directoryName, milestone: archived?.[1] ?? null };
}

interface FoundFile {
  readonly path: RepositoryPath;
  readonly place: PhasePlace;
  readonly stem: string;
  readonly isSummary: boolean;
}

/** Finds the files of plans. Each directory is placed once: a project has some hundred, and files by the thousand. */
function findFiles(paths: readonly RepositoryPath[], planningDirectory: RepositoryPath): readonly FoundFile[] {
  const places = new Map<RepositoryPath, PhasePlace | undefined>();
  const files: FoundFile[] = [];
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    const match = planFile.exec(path.slice(slash + 1));
    if (match === null) continue;
    const parent = path.slice(0, Math.max(slash, 0));
    if (!places.has(parent)) places.set(parent, placeDirectory(parent, planningDirectory));
    const place = places.get(parent);
    if (place === undefined) continue;
    files.push({ path, place, stem: match[1] ?? "", isSummary: match[2]?.toUpperCase() === "SUMMARY" });
  }
  return files;
}

/** Directories in which some plan has a bare number that is not the phase's own. */
function findBareNumbering(files: readonly FoundFile[]): ReadonlySet<RepositoryPath> {
  return new Set(
    files
      .filter(({ stem, place }) => {
        const own = readOwnNumber(stem);
        return own !== undefined && parsePlanName(stem) === undefined && parsePhaseId(own) !== place.phase;
      })
      .map(({ place }) => place.directory),
  );
}

/** Finds the plans under a planning directory from the names of its files, in order of plan id. Review files and outlines are no plans. */
export function findPlanFiles(
  paths: readonly RepositoryPath[],
  planningDirectory: RepositoryPath,
): readonly PlanFiles[] {
  const files = findFiles(paths, planningDirectory);
  const numbersPlansBare = findBareNumbering(files);
  // A PLAN and its SUMMARY have one stem.
  const planIds = new Map<string, PlanId | null>();
  // The shortest name of several SUMMARYs that read as one plan's: `14-03` beside `14-03-gapclosure-01`.
  const summaryNames = new Map<string, string>();
  const keyOf = (place: PhasePlace, name: string): string => `${place.directory}\0${name}`;
  for (const { place, stem, isSummary } of files) {
    const stemKey = keyOf(place, stem);
    // `PLAN.md` alone in its phase is the phase's only plan; `SUMMARY.md` alone goes with it.
    const planId =
      planIds.get(stemKey) ??
      (stem === ""
        ? (createPlanId(place.phase, "1") ?? null)
        : parsePlanStem(stem, place, numbersPlansBare.has(place.directory)));
    planIds.set(stemKey, planId);
    if (!isSummary || planId === null) continue;
    const known = summaryNames.get(keyOf(place, planId));
    if (known === undefined || stem.length < known.length) summaryNames.set(keyOf(place, planId), stem);
  }
  // Every SUMMARY is a completed plan (CONTRACT rule 12): the others are counted, not linked.
  for (const { place, stem, isSummary } of files) {
    const planId = planIds.get(keyOf(place, stem));
    if (isSummary && planId != null && summaryNames.get(keyOf(place, planId)) !== stem)
      planIds.set(keyOf(place, stem), null);
  }
  const plans = new Map<string, { -readonly [Key in keyof PlanFiles]: PlanFiles[Key] }>();
  for (const { path, place, stem, isSummary } of files) {
    const planId = planIds.get(keyOf(place, stem)) ?? null;
    const key = keyOf(place, planId ?? stem.toLowerCase());
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

/** A name that says all of the plan, whatever else lies in its directory. */
const wholeName = /(?:^|\/)(\d{1,4}[A-Za-z]?-\d{1,3})-(?:PLAN|SUMMARY)\.md$/;

/** Tells of directories and of files whether they may belong to one of some plans: `findPlanFiles` finds these plans by the files that are left. */
export function createPlanFilter(
  planIds: ReadonlySet<PlanId>,
  planningDirectory: RepositoryPath,
): { readonly enters: (directory: RepositoryPath) => boolean; readonly mayBelong: (path: RepositoryPath) => boolean } {
  const phases = new Set([...planIds].map(phaseOfPlan));
  return {
    enters(directory) {
      const parts = directory.slice(planningDirectory.length + 1).split("/");
      const depth = parts[0] === "milestones" ? 2 : 1;
      if (parts.length <= depth) return ["milestones", "phases", "objectives"].includes(parts[0] ?? "");
      const phase = parts.length === depth + 1 ? parsePhaseDirectory(parts[depth] ?? "") : undefined;
      return phase === undefined
        ? parts.length === depth + 2 && parts[depth + 1] === "plans"
        : phasesInDirectory(phase).some((each) => phases.has(each));
    },
    mayBelong(path) {
      const planId = parsePlanId(wholeName.exec(path)?.[1] ?? "");
      return planId === undefined || planIds.has(planId);
    },
  };
}

function comparePlanFiles(a: PlanFiles, b: PlanFiles): number {
  const byId =
    a.planId !== null && b.planId !== null
      ? comparePlanIds(a.planId, b.planId)
      : Number(a.planId === null) - Number(b.planId === null);
  return byId || (a.directory < b.directory ? -1 : a.directory > b.directory ? 1 : 0);
}

/**
 * Tells whether a path is planning, not work: a commit of such paths alone moves nothing (D4). What workstreams and
 * projects share lies above their own directories, and is planning of each of them.
 */
export function isPlanningPath(path: RepositoryPath, planningDirectory: RepositoryPath): boolean {
  if (path.startsWith(`${planningDirectory}/`) || path.startsWith(".gsd/")) return true;
  const root = planningRootOf(planningDirectory);
  return root !== planningDirectory && path.startsWith(`${root}/`);
}

/** The phases that have plan files, each with its plans. */
export function groupPlansByPhase(plans: readonly PlanFiles[]): ReadonlyMap<PhaseId, readonly PlanFiles[]> {
  const byPhase = new Map<PhaseId, PlanFiles[]>();
  for (const plan of plans) {
    const phase = plan.planId === null ? plan.phase : phaseOfPlan(plan.planId);
    appendTo(byPhase, phase, plan);
  }
  return byPhase;
}
