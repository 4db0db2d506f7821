import { contradictByScope, describeScope, findScopes, type WrittenTotal } from "./plan-scope.ts";
import { isPhaseComplete, type PhaseStanding, type ProjectStanding } from "./project-standing.ts";

/** What a milestone's totals must say, and why. */
export interface MilestoneTotals {
  readonly completedPlans: number;
  readonly totalPlans: number;
  /** `null` where nothing is written of phases. */
  readonly completedPhases: number | null;
  readonly evidence: string;
}

/**
 * The complete phases that may be written: all whose plans are done, but for the newest plan's, which GSD counts only after
 * its verification.
 */
function agreePhases(written: number | null, phases: readonly PhaseStanding[], newest: string | null): number | null {
  if (written === null) return null;
  const complete = phases.filter(isPhaseComplete);
  const least = complete.filter(({ phase }) => phase !== newest).length;
  return written < least || written > complete.length ? complete.length : written;
}

/**
 * Works out the totals that a front matter must have, from those that it has. The written total of plans tells which phases
 * are meant: neighbours that make it up exactly, or, where plans were added or are yet to be written, the whole disk, if
 * there are no more phases on it than are written. `null` where the totals may be true, and where nothing tells.
 */
export function deriveTotals(written: WrittenTotal, standing: ProjectStanding): MilestoneTotals | null {
  const newest = standing.newest?.phase ?? null;
  if (newest === null) return null;
  const scope = contradictByScope(written, standing);
  if (scope !== undefined) {
    const { completedPlans, totalPlans, phases } = scope;
    const completedPhases = agreePhases(written.completedPhases, phases, newest);
    return { completedPlans, totalPlans, completedPhases, evidence: describeScope(scope) };
  }
  const phases = standing.phases.flatMap((phase) => (phase.standing === null ? [] : [phase.standing]));
  const isKnown = phases.length === standing.phases.length && phases.length <= (written.totalPhases ?? 0);
  if (!isKnown || findScopes(standing, written.totalPlans).length > 0) return null;
  const completedPlans = phases.reduce((sum, { completed }) => sum + completed, 0);
  const onDisk = phases.reduce((sum, { total }) => sum + total, 0);
  const totalPlans = Math.max(onDisk, written.totalPlans);
  const completedPhases = agreePhases(written.completedPhases, phases, newest);
  const isTrue =
    completedPlans === written.completedPlans &&
    totalPlans === written.totalPlans &&
    completedPhases === written.completedPhases;
  const evidence = `${completedPlans} of the ${onDisk} plans on disk have a SUMMARY`;
  return isTrue ? null : { completedPlans, totalPlans, completedPhases, evidence };
}

/** A share in whole percent; `null` without both numbers. */
export function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : Math.round((100 * Math.min(part, whole)) / whole);
}
