import type { StateDocument } from "../document/state-document.ts";
import type { Finding } from "../model/finding.ts";
import { checkCompletionClaims } from "./check-completion-claims.ts";
import { checkNextSteps } from "./check-next-steps.ts";
import { checkPhaseTotals } from "./check-phase-totals.ts";
import { checkPosition } from "./check-position.ts";
import { checkProgress, findProgressClaims } from "./check-progress.ts";
import { checkProjectTotals } from "./check-project-totals.ts";
import { findCurrentPosition } from "./current-position.ts";
import { readFrontMatterFigures } from "./front-matter-figures.ts";
import { createProjectStanding, type ConsistencyFacts } from "./project-standing.ts";

/**
 * Holds what people and tools wrote in a document against evidence, and against what else they wrote there (D7b).
 *
 * Silent wherever a claim cannot be settled: numbers that recur, phases of an archived milestone, totals of another
 * milestone. All findings are warnings without a fix: the lines are people's, and only they know what they meant.
 */
export function checkConsistency(document: StateDocument, facts: ConsistencyFacts): readonly Finding[] {
  // Of a conflict both sides stand in the text, and contradict each other by nature.
  if (document.conflictMarkerLines.length > 0) return [];
  const standing = createProjectStanding(facts);
  const input = {
    document,
    facts,
    standing,
    position: findCurrentPosition(document),
    frontMatter: readFrontMatterFigures(document),
  };
  const claims = findProgressClaims(document);
  return [
    ...checkPosition(input),
    ...checkNextSteps(input),
    ...checkProgress(claims, document, facts.path),
    ...checkPhaseTotals(input),
    ...checkProjectTotals(claims, input),
    ...checkCompletionClaims(document, facts, standing),
  ];
}
