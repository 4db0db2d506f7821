import { appendTo } from "../model/append-to.ts";
import type { StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { phaseOfPlan } from "../model/plan-id.ts";
import { lineIndexAt } from "../model/source-text.ts";
import { findCompletionClaims, type CompletionClaim } from "./completion-claims.ts";
import type { ConsistencyFacts, ProjectStanding } from "../links/project-standing.ts";

/** The list that a claim is an entry of: what stands above it, the kind of its text and its label. */
function listOf({ unit, label }: CompletionClaim): string {
  return JSON.stringify([unit.parent?.range.start ?? -1, unit.kind, label]);
}

function lineNumber(document: StateDocument, { range }: CompletionClaim): number {
  return lineIndexAt(document.source, range.start) + 1;
}

/** Finds plans that one list reports as complete more than once. */
function checkDoubled(
  claims: readonly CompletionClaim[],
  document: StateDocument,
  facts: ConsistencyFacts,
): readonly Finding[] {
  const groups = new Map<string, CompletionClaim[]>();
  for (const claim of claims) {
    if (claim.isHeading) continue;
    const key = `${listOf(claim)} ${claim.planId}`;
    appendTo(groups, key, claim);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, second] = group;
    if (first === undefined || second === undefined) return [];
    const data = { planId: first.planId, lines: group.map((claim) => lineNumber(document, claim)) };
    return [createFinding("plan-doubled", data, { path: facts.path, source: document.source, range: second.range })];
  });
}

/** Says what a plan lacks that is reported complete; `null` where it lacks nothing, or where that is not sure. */
function findLack({ planId }: CompletionClaim, facts: ConsistencyFacts, standing: ProjectStanding): string | null {
  const phase = standing.findPhase(phaseOfPlan(planId));
  if (phase === undefined) return null;
  const figures = facts.figuresById.get(planId);
  if (figures === undefined) return "no PLAN.md, no SUMMARY.md and no tagged commits";
  const { files, status, commitCount } = figures.plan;
  // A plan whose files are gone may have been complete before they went.
  if (status === "completed" || standing.findPlan(planId) === undefined) return null;
  const lacksPlan = files?.planPath == null ? "no PLAN.md, " : "";
  return `${lacksPlan}no SUMMARY.md${commitCount === 0 ? " and no tagged commits" : ""}`;
}

/** Checks the plans that prose and lists report as complete: none twice in a list, none without its SUMMARY. */
export function checkCompletionClaims(
  document: StateDocument,
  facts: ConsistencyFacts,
  standing: ProjectStanding,
): readonly Finding[] {
  const claims = findCompletionClaims(document);
  const reported = new Set<string>();
  const unfinished = claims.flatMap((claim) => {
    const lacks = reported.has(claim.planId) ? null : findLack(claim, facts, standing);
    if (lacks === null) return [];
    reported.add(claim.planId);
    return [
      createFinding(
        "plan-unfinished",
        { planId: claim.planId, lacks },
        { path: facts.path, source: document.source, range: claim.range },
      ),
    ];
  });
  return [...checkDoubled(claims, document, facts), ...unfinished];
}
