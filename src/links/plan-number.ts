import { activityMs, countPlans, findPlanByNumber, type PhaseStanding } from "./project-standing.ts";

/** `Plan: 2 of 3`, as somebody wrote it of a phase. */
export interface WrittenPlanNumber {
  readonly number: number;
  readonly whole: number;
  /** The words behind it say that so many are complete. */
  readonly saysComplete: boolean;
}

const complete = /^[ \t]*(?:plans?[ \t])?(?:complete|completed|done|executed)(?![A-Za-z])/i;

/** Tells whether the words behind `2 of 3` say that so many plans are complete. */
export function saysComplete(words: string): boolean {
  return complete.test(words);
}

/** Tells whether the number of a plan within its phase is wrong: GSD means the plan that is next, older versions the one that is done. */
export function isPlanNumberWrong(
  { number, whole, saysComplete: isCount }: WrittenPlanNumber,
  known: PhaseStanding,
): boolean {
  const counts = countPlans(known);
  if (counts.every(({ total }) => whole < total)) return true;
  // A total above the phase's may be a milestone's, or count plans that are yet to be written.
  const isAhead =
    isCount && counts.some(({ total }) => whole === total) && counts.every(({ completed }) => number > completed);
  // Plans of one wave end in any order: a number below the count is behind only if its own plan is done, and not the last one done.
  const own = findPlanByNumber(known, number);
  const latest = known.plans.reduce(
    (best, plan) => Math.max(best, plan.plan.status === "completed" ? activityMs(plan) : -Infinity),
    -Infinity,
  );
  const isOwnDone = own?.plan.status === "completed" && activityMs(own) < latest;
  return isAhead || (isOwnDone && counts.every(({ completed }) => number < completed));
}
