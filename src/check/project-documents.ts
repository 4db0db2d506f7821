import type { StateDocument } from "../document/state-document.ts";
import type { RepositoryPath } from "../model/ports.ts";

/** A planning document with its place. */
export interface ProjectDocument {
  readonly path: RepositoryPath;
  readonly document: StateDocument;
}

/** The documents beside STATE.md that make claims of their own; `undefined` where a project has none. */
export interface ProjectDocuments {
  readonly roadmap: ProjectDocument | undefined;
  readonly requirements: ProjectDocument | undefined;
  /** Of gsd-2, which has one for each milestone. */
  readonly sliceRoadmaps: readonly ProjectDocument[];
}
