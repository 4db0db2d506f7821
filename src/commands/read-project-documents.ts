import type { ProjectDocument, ProjectDocuments } from "../check/project-documents.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { isGsd2Directory } from "../planning/planning-root.ts";

/** `.gsd/milestones/M001/M001-ROADMAP.md` */
function isSliceRoadmap(path: RepositoryPath): boolean {
  return /\/milestones\/M\d[^/]*\/(?:M\d[^/]*-)?ROADMAP\.md$/.test(path);
}

/** Reads the documents beside STATE.md that make claims of their own. In another encoding they still give their ASCII parts. */
export async function readProjectDocuments(
  documents: PlanningDocuments,
  planningDirectory: RepositoryPath,
): Promise<ProjectDocuments> {
  const paths = { roadmap: `${planningDirectory}/ROADMAP.md`, requirements: `${planningDirectory}/REQUIREMENTS.md` };
  const slicePaths = isGsd2Directory(planningDirectory) ? (await documents.list()).filter(isSliceRoadmap) : [];
  const contents = await documents.read([...Object.values(paths), ...slicePaths]);
  const decoder = new TextDecoder("utf-8");
  const parse = (path: RepositoryPath): ProjectDocument | undefined => {
    const bytes = contents.get(path);
    return bytes === undefined ? undefined : { path, document: parseStateDocument(decoder.decode(bytes)) };
  };
  const sliceRoadmaps = slicePaths.flatMap((path) => parse(path) ?? []);
  return { roadmap: parse(paths.roadmap), requirements: parse(paths.requirements), sliceRoadmaps };
}
