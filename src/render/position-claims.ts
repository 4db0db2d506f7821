import { findMentionsOfKnownPlans, findPhaseMentions } from "../document/plan-mentions.ts";
import { comparePhaseIds, phaseOfPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";

/** What a text says of where the project stands. */
export interface PositionClaims {
  readonly plans: readonly PlanId[];
  /** Looked for where no plan is named. */
  readonly phases: readonly PhaseId[];
  readonly isCompletion: boolean;
}

/** Reads what a text says of the position, given the plans that there are. */
export function readClaims(text: string, known: ReadonlySet<PlanId>): PositionClaims {
  const plans = findMentionsOfKnownPlans(text, 0, known).map(({ planId }) => planId);
  const phases = plans.length > 0 ? [] : findPhaseMentions(text, 0).map(({ phaseId }) => phaseId);
  return { plans, phases, isCompletion: /complet|done|finish|shipped|executed/i.test(text) };
}

/** What claims are held against. */
export interface ClaimStanding {
  /** The plans that may be named as the last. */
  readonly current: readonly PlanId[];
  /** Tells whether a plan exists and has no work yet. */
  readonly isUnstarted: (planId: PlanId) => boolean;
  /** Phase numbers restart with a milestone: then they say nothing about earlier and later. */
  readonly restarts: boolean;
}

/** Tells whether claims agree with history. */
export function claimsAgree({ plans, phases, isCompletion }: PositionClaims, standing: ClaimStanding): boolean {
  const { current, isUnstarted, restarts } = standing;
  if (current.length === 0 || plans.some((planId) => current.includes(planId))) return true;
  if (plans.length > 0) return !isCompletion && plans.every(isUnstarted);
  if (phases.length === 0) return true;
  const currentPhases = current.map(phaseOfPlan);
  const isEarlier = phases.every((phase) =>
    currentPhases.every((currentPhase) => comparePhaseIds(phase, currentPhase) < 0),
  );
  return !isEarlier || restarts;
}
