import { readFrontMatterFigures } from "../document/front-matter-figures.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { PhaseMilestones } from "../links/plan-names.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { readMilestonePhases } from "../planning/milestone-phases.ts";

/**
 * Reads what the roadmap and the list of milestones say of each phase; of a phase that they leave out, what the front matter
 * of STATE.md says of the project.
 */
export async function readMilestones(
  documents: PlanningDocuments,
  planningDirectory: RepositoryPath,
): Promise<PhaseMilestones> {
  const pathOf = (name: string): RepositoryPath => `${planningDirectory}/${name}`;
  const contents = await documents.read(["ROADMAP.md", "MILESTONES.md", "STATE.md"].map(pathOf));
  const decoder = new TextDecoder("utf-8");
  const textOf = (name: string): string => decoder.decode(contents.get(pathOf(name)) ?? new Uint8Array());
  const byPhase = readMilestonePhases([textOf("ROADMAP.md"), textOf("MILESTONES.md")]);
  const current = readFrontMatterFigures(parseStateDocument(textOf("STATE.md")))?.milestone ?? null;
  const ofProject: ReadonlySet<string> = new Set(current === null ? [] : [current]);
  return { ofPhase: (phase) => byPhase.get(phase) ?? ofProject };
}
