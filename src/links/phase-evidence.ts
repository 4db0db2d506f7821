import type { PhaseStanding, ProjectStanding } from "./project-standing.ts";

/** Says in words how many plans a phase has, and how many of them are done. */
export function describePhase({ phase, completed, total }: PhaseStanding): string {
  return `phase ${phase} has ${total} ${total === 1 ? "plan" : "plans"}, ${completed} with a SUMMARY`;
}

/** Tells whether work went on in another phase after the last activity in this one: then it is not merely unverified yet. */
export function hasMovedOn({ phase, activeAtMs }: PhaseStanding, { newest }: ProjectStanding): boolean {
  return newest !== null && newest.phase !== phase && newest.completedAtMs > activeAtMs;
}
