import { findPhaseMentions } from "../document/plan-mentions.ts";
import type { Section } from "../document/state-document.ts";
import { parsePhaseId, type PhaseId } from "../model/plan-id.ts";
import { findOnlyMilestone } from "../document/fractions.ts";
import type { ProjectDocument } from "./project-documents.ts";
import type { ProjectStanding } from "../links/project-standing.ts";

/** What the disk holds of the phases that a roadmap gives to a milestone. */
export interface MilestoneCount {
  readonly milestone: string;
  readonly completedPlans: number;
  readonly totalPlans: number;
}

const rangeInTitle = /phases?[ \t](\d{1,4})[ \t]?(?:--?|–|—|to)[ \t]?(\d{1,4})(?![\w.])/i;

/** The phases under a heading: those of its own range, and of the headings and the list items below it that begin with one. */
function phasesOf(section: Section, { document }: ProjectDocument): ReadonlySet<PhaseId> {
  const isInside = (line: number): boolean => section.headingLine < line && line < section.endLine;
  const leading = (text: string): PhaseId | undefined => {
    const [mention] = findPhaseMentions(text.replace(/^[^A-Za-z]+/, ""), 0);
    return mention?.range.start === 0 ? mention.phaseId : undefined;
  };
  const phases = new Set<PhaseId>();
  const add = (phase: PhaseId | undefined): void => {
    if (phase !== undefined) phases.add(phase);
  };
  const range = rangeInTitle.exec(section.title);
  const first = Number(range?.[1] ?? 0);
  const length = range === null ? 0 : Math.min(200, Number(range[2]) - first + 1);
  for (let index = 0; index < length; index += 1) add(parsePhaseId(String(first + index)));
  for (const { title, headingLine } of document.sections) if (isInside(headingLine)) add(leading(title));
  for (let line = section.headingLine + 1; line < section.endLine; line += 1) {
    const text = document.source.lines[line]?.text ?? "";
    const isItem = document.lineKinds[line] === "text" && text.length <= 2000 && /^[ \t]*[-*+][ \t]/.test(text);
    if (isItem) add(leading(text.replace(/^[ \t]*[-*+][ \t]+(?:\[[ xX]\])?/, "").slice(0, 80)));
  }
  return phases;
}

/**
 * Counts the plans of each milestone that the roadmap has as a heading of its own. A milestone with a phase whose plans are
 * not known for sure is left out, and so is one that stands twice.
 */
export function countMilestones(
  roadmap: ProjectDocument | undefined,
  standing: ProjectStanding,
): ReadonlyMap<string, MilestoneCount> {
  const counts = new Map<string, MilestoneCount>();
  const seen = new Set<string>();
  for (const section of roadmap?.document.sections ?? []) {
    const milestone = findOnlyMilestone(section.title);
    if (roadmap === undefined || milestone === null) continue;
    const phases = phasesOf(section, roadmap);
    if (phases.size === 0) continue;
    const isRepeated = seen.has(milestone);
    seen.add(milestone);
    counts.delete(milestone);
    const known = standing.phases.filter(({ count }) => phases.has(count.phase));
    if (isRepeated || known.length === 0 || known.some(({ standing: phase }) => phase === null)) continue;
    counts.set(milestone, {
      milestone,
      completedPlans: known.reduce((sum, { count }) => sum + count.plansCompleted, 0),
      totalPlans: known.reduce((sum, { count }) => sum + count.plansTotal, 0),
    });
  }
  return counts;
}

/** Why a total of a milestone's plans is wrong; plans that are yet to be written are no contradiction. */
export function contradictByMilestone(part: number, whole: number, count: MilestoneCount | undefined): string | null {
  if (count === undefined) return null;
  const { milestone, completedPlans, totalPlans } = count;
  if (part === completedPlans && whole >= totalPlans) return null;
  return `the roadmap's phases of ${milestone} have ${totalPlans} ${totalPlans === 1 ? "plan" : "plans"}, ${completedPlans} with a SUMMARY`;
}
