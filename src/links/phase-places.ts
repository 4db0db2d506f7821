import { parseAnyPlanId, phaseOfPlan, planNumberOf, type PhaseId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { parsePhaseDirectory, phasesInDirectory } from "../planning/plan-files.ts";
import { readSlicePlace } from "../planning/slice-places.ts";

/** A directory in which the phases of a project stand, or those of an archived milestone. */
const phaseContainer = /^(?:.+-)?(?:phases|objectives)$/;

/** A phase directory by its own name: archiving moves it to another place but keeps the name. Of gsd-2 a slice: `M001/S02`. */
export interface PhaseDirectory {
  readonly name: string;
}

/** The phase directory that a path lies in. */
export function findPhaseDirectory(path: RepositoryPath): PhaseDirectory | undefined {
  // Most paths of a history are of work, and lie in no such directory.
  if (!path.includes("phases/") && !path.includes("objectives/")) {
    const slice = readSlicePlace(path);
    return slice === undefined ? undefined : { name: slice.planId };
  }
  const parts = path.split("/");
  for (let index = 1; index < parts.length - 1; index += 1) {
    const name = parts[index] ?? "";
    const phase = phaseContainer.test(parts[index - 1] ?? "") ? parsePhaseDirectory(name) : undefined;
    if (phase !== undefined) return { name };
  }
  return undefined;
}

/** The phases whose plans may stand in a directory of this name; of a slice its number, for tags that leave out its milestone. */
export function phasesOfDirectory(name: string): readonly PhaseId[] {
  if (name.startsWith("M")) {
    const slice = parseAnyPlanId(name);
    const alone = slice === undefined ? undefined : parseAnyPlanId(planNumberOf(slice));
    return alone === undefined ? [] : [phaseOfPlan(alone)];
  }
  const phase = parsePhaseDirectory(name);
  return phase === undefined ? [] : phasesInDirectory(phase);
}

/** The last two parts of a path: they stay the same when a phase is archived. A slice's milestone stands before them. */
export function placeInPhase(path: RepositoryPath): string {
  const slice = readSlicePlace(path);
  return slice === undefined ? path.split("/").slice(-2).join("/") : `${slice.planId}/${baseName(path)}`;
}

/** The name by which the births of directories know the directory of a plan. */
export function nameOfDirectory(directory: RepositoryPath): string {
  return readSlicePlace(`${directory}/`)?.planId ?? baseName(directory);
}

/** Tells whether a file's name is that of a plan's summary. */
export function isSummaryPath(path: RepositoryPath): boolean {
  // Asked of every path of a history: the ending tells most of them.
  return (
    path.length >= 10 && /(?:^|[/-])SUMMARY\.md$/i.test(path.slice(-11)) && readSlicePlace(path)?.isOfTask !== true
  );
}

/** Tells whether a file's name is that of a plan. */
export function isPlanPath(path: RepositoryPath): boolean {
  return path.length >= 7 && /(?:^|[/-])(?:PLAN|TRD)\.md$/i.test(path.slice(-8));
}

/** The place in its phase of the SUMMARY that goes with a PLAN. */
export function summaryPlaceOf(planPath: RepositoryPath): string {
  return placeInPhase(planPath).replace(/(?:PLAN|TRD)\.md$/i, "SUMMARY.md");
}

/** The last part of a path. */
function baseName(path: RepositoryPath): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
