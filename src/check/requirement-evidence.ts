import { comparePhaseIds, formatPhaseName, formatPlanName, type PhaseId, type PlanId } from "../model/plan-id.ts";
import { describePhase, hasMovedOn } from "../links/phase-evidence.ts";
import type { ProjectDocument } from "./project-documents.ts";
import { isPhaseComplete, type ConsistencyFacts, type ProjectStanding } from "../links/project-standing.ts";
import { findRoadmapMarks } from "./roadmap-marks.ts";

/** What proves that a requirement, or a phase with all of its requirements, is done. */
export interface RequirementEvidence {
  /** The plan whose SUMMARY says that it completed the requirement; `null` where none says so. */
  readonly planOf: (requirementId: string) => PlanId | null;
  /** Why a phase that a row calls pending is done; `null` where nothing tells. */
  readonly phaseDone: (phase: PhaseId) => string | null;
}

/** The phases that a roadmap ticks, those left out that it also has open. */
function findTickedPhases(roadmap: ProjectDocument | undefined): ReadonlySet<PhaseId> {
  const open = findMarkedPhases(roadmap, false);
  return new Set([...findMarkedPhases(roadmap, true)].filter((phase) => !open.has(phase)));
}

function findMarkedPhases(roadmap: ProjectDocument | undefined, isTicked: boolean): ReadonlySet<PhaseId> {
  const marks = roadmap === undefined ? [] : findRoadmapMarks(roadmap.document);
  return new Set(
    marks.flatMap(({ box, subject }) => (subject.kind === "phase" && box.isTicked === isTicked ? [subject.phase] : [])),
  );
}

const phaseTitle = /(?:^|[*#\s])phase[ \t](\d{1,4}[A-Za-z]?(?:\.\d{1,3}){0,3})[ \t]?[:—–-][ \t]?([^*\n]{3,120})/i;

function toSlug(text: string): string {
  return text
    .toLowerCase()
    .replace(/&/g, " ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** The name of each phase in a roadmap, as the name of its directory would have it. */
function readPhaseSlugs(roadmap: ProjectDocument | undefined): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>();
  for (const { text } of roadmap?.document.source.lines ?? []) {
    const match = text.length > 2000 || !/^[ \t]*(?:#|[-*+])/.test(text) ? null : phaseTitle.exec(text);
    const title = (match?.[2] ?? "").replace(/[ \t]*(?:\([^()]*\)|✅.*)$/u, "");
    if (match !== null && !slugs.has(match[1] ?? "")) slugs.set(match[1] ?? "", toSlug(title));
  }
  return slugs;
}

/**
 * Gathers what proves requirements done: the SUMMARYs that name them, the directory of their phase, the roadmap's tick, and
 * a phase of the same name under another number, as renumbering leaves it behind.
 */
export function createRequirementEvidence(
  facts: ConsistencyFacts,
  standing: ProjectStanding,
  roadmap: ProjectDocument | undefined,
): RequirementEvidence {
  const planByRequirement = new Map<string, PlanId>();
  for (const { plan, summary } of facts.figures) {
    if (plan.files === null || plan.files.milestone !== null) continue;
    for (const id of summary?.requirements ?? []) planByRequirement.set(id, plan.planId);
  }
  const ticked = findTickedPhases(roadmap);
  const slugs = readPhaseSlugs(roadmap);
  const withPlans = new Set(facts.phases.map(({ phase }) => phase));
  const completeBySlug = new Map(
    standing.phases.flatMap(({ count, standing: known }) => {
      const slug = count.directoryName.replace(/^\D*\d+[A-Za-z]?(?:\.\d+)*-?/, "").toLowerCase();
      return known !== null && slug !== "" && isPhaseComplete(known) ? [[slug, known] as const] : [];
    }),
  );
  const openPhases = findMarkedPhases(roadmap, false);
  const findNamesake = (phase: PhaseId): string | null => {
    const slug = slugs.get(phase) ?? "";
    const known = completeBySlug.get(slug);
    if (known === undefined || withPlans.has(phase)) return null;
    // Planned anew: the roadmap has both, or has the later number open. Nothing proves that one stands for the other.
    const isPlannedAnew =
      slugs.get(known.phase) === slug || (openPhases.has(phase) && comparePhaseIds(known.phase, phase) < 0);
    return isPlannedAnew
      ? null
      : `phase ${formatPhaseName(phase)} has no plans, and ${describePhase(known)}, bears its name`;
  };
  return {
    planOf: (requirementId) => planByRequirement.get(requirementId) ?? null,
    phaseDone: (phase) => {
      const known = standing.findPhase(phase);
      if (known !== undefined && isPhaseComplete(known))
        return hasMovedOn(known, standing) ? describePhase(known) : null;
      return ticked.has(phase) ? `the roadmap ticks phase ${phase}` : findNamesake(phase);
    },
  };
}

/** Says in words that a plan's SUMMARY names a requirement as completed. */
export function describeCompletion(planId: PlanId): string {
  return `the SUMMARY of ${formatPlanName(planId)} says completed`;
}
