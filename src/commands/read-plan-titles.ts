import { parseStateDocument } from "../document/state-document.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { findRoadmapTitles, type PlanTitles } from "../planning/roadmap-titles.ts";

/** Reads what ROADMAP.md calls the plans; nothing where there is none. */
export async function readPlanTitles(
  documents: PlanningDocuments,
  planningDirectory: RepositoryPath,
): Promise<PlanTitles> {
  const path = `${planningDirectory}/ROADMAP.md`;
  const bytes = (await documents.read([path])).get(path);
  return bytes === undefined ? new Map() : findRoadmapTitles(parseStateDocument(new TextDecoder().decode(bytes)));
}
