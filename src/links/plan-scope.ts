import { countPlans, isPhaseComplete, type PhaseStanding, type ProjectStanding } from "./project-standing.ts";

/** The phases that a total of plans counts. */
export interface PlanScope {
  readonly phases: readonly PhaseStanding[];
  readonly completedPlans: number;
  readonly totalPlans: number;
}

/** Finds the neighbouring phases that hold so many plans exactly. One pass: every phase holds at least one plan. */
export function findScopes(standing: ProjectStanding, totalPlans: number): readonly PlanScope[] {
  const scopes: PlanScope[] = [];
  let window: PhaseStanding[] = [];
  let [from, plans, completedPlans] = [0, 0, 0];
  for (const { standing: known } of standing.phases) {
    // A SUMMARY without a PLAN may be the phase's own: then there are two ways to count.
    if (known === null || known.total === 0 || countPlans(known).some(({ total }) => total !== known.total)) {
      window = [];
      [from, plans, completedPlans] = [0, 0, 0];
      continue;
    }
    window.push(known);
    plans += known.total;
    completedPlans += known.completed;
    for (let first = window[from]; plans > totalPlans && first !== undefined; first = window[from]) {
      plans -= first.total;
      completedPlans -= first.completed;
      from += 1;
    }
    if (plans === totalPlans) scopes.push({ phases: window.slice(from), completedPlans, totalPlans });
  }
  return scopes;
}

/** A total as somebody wrote it, with the phases that it spans where those are given. */
export interface WrittenTotal {
  readonly completedPlans: number;
  readonly totalPlans: number;
  readonly completedPhases: number | null;
  readonly totalPhases: number | null;
}

/**
 * Finds the phases that a milestone's total of plans counts, where their count of completed plans differs: neighbours,
 * the newest plan's among them, that make up the total exactly. They must be the whole disk, or have as many complete
 * phases as is written. `undefined` where any neighbours agree, since these may be the ones that are meant, and where
 * those that could be meant differ among themselves.
 */
export function contradictByScope(written: WrittenTotal, standing: ProjectStanding): PlanScope | undefined {
  const { completedPlans, totalPlans, completedPhases, totalPhases } = written;
  if (standing.newest === null || totalPlans === 0) return undefined;
  const scopes = findScopes(standing, totalPlans).filter(
    ({ phases }) => phases.length <= (totalPhases ?? phases.length),
  );
  if (scopes.some((scope) => scope.completedPlans === completedPlans)) return undefined;
  const likely = scopes.filter(({ phases }) => {
    const holdsNewest = phases.some(({ phase }) => phase === standing.newest?.phase);
    const isWhole = phases.length === standing.phases.length;
    return holdsNewest && (isWhole || phases.filter(isPhaseComplete).length === completedPhases);
  });
  const latest = likely.at(-1);
  return likely.every((scope) => scope.completedPlans === latest?.completedPlans) ? latest : undefined;
}

/** Says in words what the disk holds of the phases. */
export function describeScope({ phases, completedPlans, totalPlans }: PlanScope): string {
  const [first, last] = [phases[0]?.phase ?? "", phases.at(-1)?.phase ?? ""];
  return `${completedPlans} of the ${totalPlans} plans of ${first === last ? `phase ${first}` : `phases ${first} to ${last}`} have a SUMMARY`;
}
