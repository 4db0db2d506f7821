import { findFilesByOtherId } from "../links/plan-names.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { phaseOfPlan, qualifyPhase, qualifyPlan, type PlanId } from "../model/plan-id.ts";
import type { PlanFiles } from "../planning/plan-files.ts";
import { suggestPlan, type MessageFacts } from "./check-message.ts";

function groupById(planFiles: readonly PlanFiles[]): ReadonlyMap<PlanId, readonly PlanFiles[]> {
  const byId = new Map<PlanId, PlanFiles[]>();
  for (const files of planFiles)
    if (files.planId !== null) byId.set(files.planId, [...(byId.get(files.planId) ?? []), files]);
  return byId;
}

/**
 * Checks that the plans of a message whose tag names a milestone exist, by the rules that link its commit (docs/adr/0084).
 * A phase without any plan in that milestone may be planned elsewhere.
 */
export function checkMilestonePlans(
  header: string,
  tag: { readonly milestone: string; readonly planIds: readonly PlanId[] },
  planFiles: readonly PlanFiles[],
  facts: MessageFacts | undefined,
): readonly Finding[] {
  // Whose a phase is, the roadmap says: without it nothing is known to be wrong.
  if (facts === undefined) return [];
  const byId = groupById(planFiles);
  const filesOf = (planId: PlanId): readonly PlanFiles[] => {
    const named = qualifyPlan(tag.milestone, planId);
    return byId.get(named) ?? findFilesByOtherId(named, planFiles, byId, facts.milestones);
  };
  return tag.planIds.flatMap((planId) => {
    const phase = phaseOfPlan(planId);
    const named = qualifyPhase(tag.milestone, phase);
    const own = planFiles.filter((files) => files.phase === named);
    const others = planFiles.filter((files) => files.phase === phase && files.planId !== null);
    const siblings = own.length > 0 ? own : others.filter((files) => filesOf(files.planId ?? planId).includes(files));
    // A file whose name holds no number may be the plan's.
    const isUncertain = planFiles.some(
      (files) => files.planId === null && (files.phase === named || files.phase === phase),
    );
    if (siblings.length === 0 || isUncertain || filesOf(planId).length > 0) return [];
    const wrong = qualifyPlan(tag.milestone, planId);
    const nameOf = (files: PlanFiles): PlanId | null =>
      files.planId === null || own.length > 0 ? files.planId : qualifyPlan(tag.milestone, files.planId);
    const { planId: found, note } = suggestPlan(planId, siblings, facts.inProgress);
    const suggestion = found === null || own.length > 0 ? found : qualifyPlan(tag.milestone, found);
    const known = siblings.flatMap((files) => nameOf(files) ?? []);
    const data = { header, planId: wrong, phase: named, known, suggestion, suggestionNote: note };
    return [createFinding("plan-unknown", data, { path: null })];
  });
}
