import type { StateDocument } from "../document/state-document.ts";
import type { Finding } from "../model/finding.ts";
import { checkCompletionClaims } from "./check-completion-claims.ts";
import { checkMilestoneClaims } from "./check-milestone-claims.ts";
import { checkNextSteps } from "./check-next-steps.ts";
import { checkOpenPhases } from "./check-open-phases.ts";
import { checkPhaseTotals } from "./check-phase-totals.ts";
import { checkPlanNames } from "./check-plan-names.ts";
import { checkPosition } from "./check-position.ts";
import { checkProgress, findProgressClaims } from "./check-progress.ts";
import { checkPhaseTables } from "./check-phase-tables.ts";
import { checkProjectTotals } from "./check-project-totals.ts";
import { checkSummaryDurations } from "./check-summary-durations.ts";
import { checkRequirements, readRequirementStatuses } from "./check-requirements.ts";
import { checkRoadmap } from "./check-roadmap.ts";
import { checkSliceRoadmaps } from "./check-slice-roadmaps.ts";
import { findCurrentPosition } from "../document/current-position.ts";
import { readFrontMatterFigures } from "../document/front-matter-figures.ts";
import type { ProjectDocument, ProjectDocuments } from "./project-documents.ts";
import { createProjectStanding, type ConsistencyFacts, type ProjectStanding } from "../links/project-standing.ts";
import { createRequirementEvidence } from "./requirement-evidence.ts";
import { countMilestones } from "./roadmap-milestones.ts";

/** Holds ROADMAP.md and REQUIREMENTS.md, and what STATE.md repeats of them, against the disk and against each other. */
function checkProjectDocuments(
  state: ProjectDocument,
  { roadmap, requirements, sliceRoadmaps }: ProjectDocuments,
  facts: ConsistencyFacts,
  standing: ProjectStanding,
  milestone: string | null,
): readonly Finding[] {
  const evidence = createRequirementEvidence(facts, standing, roadmap);
  const withoutOther = { evidence, standing, statusElsewhere: () => null };
  return [
    ...checkRequirements(state, { evidence, standing, statusElsewhere: readRequirementStatuses(requirements) }),
    ...(requirements === undefined ? [] : checkRequirements(requirements, withoutOther)),
    ...(roadmap === undefined
      ? []
      : [...checkRoadmap(roadmap, facts, standing), ...checkPhaseTables(roadmap, standing, milestone)]),
    ...checkSliceRoadmaps(sliceRoadmaps, facts.figures),
  ];
}

/**
 * Holds what people and tools wrote in a document against evidence, and against what else they wrote there (D7b).
 *
 * Silent wherever a claim cannot be settled: numbers that recur, phases of an archived milestone, totals of another
 * milestone. All findings are warnings without a fix: the lines are people's, and only they know what they meant.
 */
export function checkConsistency(
  document: StateDocument,
  facts: ConsistencyFacts,
  documents: ProjectDocuments,
): readonly Finding[] {
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
    ...checkMilestoneClaims(claims, input, countMilestones(documents.roadmap, standing)),
    ...checkOpenPhases(input),
    ...checkPlanNames(input),
    ...checkCompletionClaims(document, facts, standing),
    ...checkSummaryDurations(facts.figures),
    ...checkProjectDocuments(
      { path: facts.path, document },
      documents,
      facts,
      standing,
      input.frontMatter?.milestone ?? null,
    ),
  ];
}
