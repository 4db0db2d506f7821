import type { CommitMessage } from "../commit/message.ts";
import { readPlanTag, type PlanTag } from "../commit/plan-tag.ts";
import type { PhaseMilestones } from "../links/plan-names.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { comparePhaseIds, phaseOfPlan, planNumberOf, type PlanId } from "../model/plan-id.ts";
import type { PlanFiles } from "../planning/plan-files.ts";

/** One message with its tag and what is wrong with it. */
export interface CheckedMessage {
  readonly header: string;
  readonly tag: PlanTag;
  readonly findings: readonly Finding[];
}

/** Checks the tag of a message by itself: is it well formed? */
export function checkMessage(message: CommitMessage): CheckedMessage {
  const tag = readPlanTag(message);
  const { header } = message;
  if (tag.kind !== "malformed") return { header, tag, findings: [] };
  const { scope, reason, suggestion } = tag;
  return {
    header,
    tag,
    findings: [createFinding("plan-tag-malformed", { header, scope, reason, suggestion }, { path: null })],
  };
}

/** What of a project is read only where a message names a plan that may not exist: most name one that does. */
export interface MessageFacts {
  /** The plans with work and no SUMMARY. */
  readonly inProgress: ReadonlySet<PlanId>;
  readonly milestones: PhaseMilestones;
}

/**
 * The plan of the phase that a wrong number most likely means: one that is not completed, else the one with the nearest
 * number. `inProgress` is absent where history is not asked; then nothing is said of the plan.
 */
export function suggestPlan(
  wrong: PlanId,
  plans: readonly PlanFiles[],
  inProgress: ReadonlySet<PlanId> | undefined,
): { readonly planId: PlanId | null; readonly note: string | null } {
  const open = plans.filter(({ summaryPath, planId }) => summaryPath === null && planId !== null);
  const numberOf = (planId: PlanId): number => Number.parseInt(planNumberOf(planId), 10);
  const digits = (planId: PlanId): string => planNumberOf(planId).split("").sort().join("");
  const candidates = (open.length > 0 ? open : plans).flatMap(({ planId }) => (planId === null ? [] : [planId]));
  const swapped = candidates.find((planId) => digits(planId) === digits(wrong));
  const nearest = candidates.toSorted(
    (a, b) => Math.abs(numberOf(a) - numberOf(wrong)) - Math.abs(numberOf(b) - numberOf(wrong)),
  )[0];
  const planId = swapped ?? nearest ?? null;
  const isOpen = planId !== null && inProgress !== undefined && open.some((plan) => plan.planId === planId);
  return { planId, note: isOpen ? (inProgress.has(planId) ? "in progress" : "planned") : null };
}

/**
 * Checks that the plans named by a message about to be committed exist. A phase without any plan on disk may be planned
 * elsewhere; where other phases have plans, that is shown. `isNamed`: a word before the plan says that these are meant.
 */
export function checkMessagePlans(
  checked: CheckedMessage,
  planFiles: readonly PlanFiles[],
  isNamed: boolean,
  inProgress?: ReadonlySet<PlanId>,
): readonly Finding[] {
  const { tag, header } = checked;
  // A word before the plan that names no workstream may be an area of the program.
  if (tag.kind !== "plan" || tag.milestone !== null || (tag.workstream !== null && !isNamed)) return [];
  return tag.planIds.flatMap((planId) => {
    const phase = phaseOfPlan(planId);
    const siblings = planFiles.filter((plan) => plan.phase === phase);
    const known = siblings.flatMap((plan) => (plan.planId === null ? [] : [plan.planId]));
    if (siblings.length === 0) return checkPhase(header, planId, planFiles);
    if (known.length === 0 || known.includes(planId) || siblings.some((plan) => plan.planId === null)) return [];
    const suggestion = suggestPlan(planId, siblings, inProgress);
    return [
      createFinding(
        "plan-unknown",
        { header, planId, phase, known, suggestion: suggestion.planId, suggestionNote: suggestion.note },
        { path: null },
      ),
    ];
  });
}

/** A phase of which nothing is on disk, while others have plans. */
function checkPhase(header: string, planId: PlanId, planFiles: readonly PlanFiles[]): readonly Finding[] {
  const phase = phaseOfPlan(planId);
  const phases = [
    ...new Set(
      planFiles.flatMap((plan) => (plan.planId === null ? [plan.phase] : [plan.phase, phaseOfPlan(plan.planId)])),
    ),
  ];
  if (phases.length === 0 || phases.includes(phase)) return [];
  return [
    createFinding("phase-unknown", { header, planId, phase, phases: phases.toSorted(comparePhaseIds) }, { path: null }),
  ];
}
