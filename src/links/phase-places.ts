import type { PhaseId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { parsePhaseDirectory } from "../planning/plan-files.ts";

/** A directory in which the phases of a project stand, or those of an archived milestone. */
const phaseContainer = /^(?:.+-)?(?:phases|objectives)$/;

/** A phase directory by its own name: archiving moves it to another place but keeps the name. */
export interface PhaseDirectory {
  readonly name: string;
  readonly phase: PhaseId;
}

/** The phase directory that a path lies in. */
export function findPhaseDirectory(path: RepositoryPath): PhaseDirectory | undefined {
  // Most paths of a history are of work, and lie in no such directory.
  if (!path.includes("phases/") && !path.includes("objectives/")) return undefined;
  const parts = path.split("/");
  for (let index = 1; index < parts.length - 1; index += 1) {
    const name = parts[index] ?? "";
    const phase = phaseContainer.test(parts[index - 1] ?? "") ? parsePhaseDirectory(name) : undefined;
    if (phase !== undefined) return { name, phase };
  }
  return undefined;
}

/** The last two parts of a path: they stay the same when a phase is archived. */
export function placeInPhase(path: RepositoryPath): string {
  return path.split("/").slice(-2).join("/");
}

/** Tells whether a file's name is that of a plan's summary. */
export function isSummaryPath(path: RepositoryPath): boolean {
  // Asked of every path of a history: the ending tells most of them.
  return path.length >= 10 && /(?:^|[/-])SUMMARY\.md$/i.test(path.slice(-11));
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
export function baseName(path: RepositoryPath): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
