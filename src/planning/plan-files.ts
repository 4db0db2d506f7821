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
  /** The phase was archived with its milestone: `.planning/milestones/v1.0-phases/…`, `.planning/v1.0-phases/…`. */
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
  /^(?:[Pp]hase-?|[A-Z][A-Z0-9_]*\.|(?:[A-Z][A-Z0-9_]*-){1,3})?0*(\d+[A-Za-z]?(?:\.\d+)*)(?:-(?!\d+$).*)?$/;
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

interface FoundPlace {
  /** In gsd-2's layout the slice that the directory is of: it is a plan, and its milestone the phase. */
  readonly slice: PlanId | null;
  readonly phase: PhaseId | null;
  readonly directory: RepositoryPath;
  readonly directoryName: string;
  readonly milestone: string | null;
}

interface PhasePlace extends FoundPlace {
  readonly phase: PhaseId;
}

/** The directory of an archived milestone's phases: in `milestones/`, or named by its version beside `phases/`. */
const archive = /^(?:milestones\/(.+)|(v\d[^/]*))-(?:phases|objectives)$/;

/** How deep phases lie in a planning directory, by the first two parts of a path; the milestone, where it is archived. */
function readContainer(
  parts: readonly string[],
): { readonly depth: 1 | 2; readonly milestone: string | null } | undefined {
  const [first = "", second] = parts;
  if (first === "phases" || first === "objectives") return { depth: 1, milestone: null };
  const match = archive.exec(first === "milestones" ? `${first}/${second}` : first);
  return match === null
    ? undefined
    : { depth: match[1] === undefined ? 1 : 2, milestone: match[1] ?? match[2] ?? null };
}

/**
 * Places the files of `…/phases/67-x`, `…/phases/67-x/plans` and `…/milestones/v1.0-phases/67-x`. The phase is `null` where
 * the directory's name holds no number.
 */
function placeDirectory(path: RepositoryPath, planningDirectory: RepositoryPath): FoundPlace | undefined {
  if (!path.startsWith(`${planningDirectory}/`)) return undefined;
  if (isGsd2Directory(planningDirectory)) {
    const place = readSlicePlace(`${path}/`);
    if (place === undefined || place.isOfTask) return undefined;
    const phase = phaseOfPlan(place.planId);
    return { slice: place.planId, phase, directory: path, directoryName: place.planId, milestone: null };
  }
  const parts = path.slice(planningDirectory.length + 1).split("/");
  const container = readContainer(parts);
  if (container === undefined) return undefined;
  const { depth, milestone } = container;
  const directoryName = parts[depth];
  const inner = parts.slice(depth + 1);
  if (directoryName === undefined || inner.length > 1 || (inner.length === 1 && inner[0] !== "plans")) return undefined;
  const directory = [planningDirectory, ...parts.slice(0, depth + 1)].join("/");
  return { slice: null, phase: parsePhaseDirectory(directoryName) ?? null, directory, directoryName, milestone };
}

interface FoundFile<Place = PhasePlace> {
  readonly path: RepositoryPath;
  readonly place: Place;
  readonly stem: string;
  readonly isSummary: boolean;
}

/**
 * The files of directories without a number in their name (`permission-fix/00-01-PLAN.md`): those of a phase, where all
 * their names are whole ones of plans of one phase that no other directory beside them has.
 */
function readUnnumbered(files: readonly FoundFile<FoundPlace>[], numbered: readonly FoundFile[]): readonly FoundFile[] {
  const containerOf = (place: FoundPlace): string => `${place.milestone ?? ""}\0`;
  const taken = new Set(numbered.map(({ place }) => containerOf(place) + place.phase));
  const phases = new Map<RepositoryPath, PhaseId | null>();
  for (const { place, stem } of files) {
    const planId = parsePlanName(stem);
    const own = planId === undefined ? null : phaseOfPlan(planId);
    const known = phases.get(place.directory);
    phases.set(place.directory, known === undefined || known === own ? own : null);
  }
  return files.flatMap((file) => {
    const phase = phases.get(file.place.directory) ?? null;
    if (phase === null || taken.has(containerOf(file.place) + phase)) return [];
    return [{ ...file, place: { ...file.place, phase } }];
  });
}

/** Finds the files of plans. Each directory is placed once: a project has some hundred, and files by the thousand. */
function findFiles(paths: readonly RepositoryPath[], planningDirectory: RepositoryPath): readonly FoundFile[] {
  const places = new Map<RepositoryPath, FoundPlace | undefined>();
  const files: FoundFile[] = [];
  const unnumbered: FoundFile<FoundPlace>[] = [];
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    const match = planFile.exec(path.slice(slash + 1));
    if (match === null) continue;
    const parent = path.slice(0, Math.max(slash, 0));
    if (!places.has(parent)) places.set(parent, placeDirectory(parent, planningDirectory));
    const place = places.get(parent);
    if (place === undefined) continue;
    const { phase } = place;
    const file = { path, stem: match[1] ?? "", isSummary: match[2]?.toUpperCase() === "SUMMARY" };
    if (phase === null) unnumbered.push({ ...file, place });
    else files.push({ ...file, place: { ...place, phase } });
  }
  return [...files, ...readUnnumbered(unnumbered, files)];
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
      if (parts.length === 1 && parts[0] === "milestones") return true;
      const container = readContainer(parts);
      if (container === undefined) return false;
      const inner = parts.slice(container.depth);
      if (inner.length > 1) return inner.length === 2 && inner[1] === "plans";
      const phase = parsePhaseDirectory(inner[0] ?? "");
      // A directory without a number may hold plans of any phase.
      return phase === undefined || phasesInDirectory(phase).some((each) => phases.has(each));
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
