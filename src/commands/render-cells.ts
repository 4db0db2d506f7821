import { findCommitPlaceholders } from "../document/commit-cells.ts";
import { renderCommitCells } from "../render/commit-cells.ts";
import type { CommitHistory } from "./read-history.ts";
import type { Project } from "./read-project.ts";
import type { CellRenderer } from "./sync-document.ts";

/** Makes what fills in placeholders of commits. History is read only for a document that has some. */
export function createCellRenderer(project: Project, readHistory: () => Promise<CommitHistory>): CellRenderer {
  const { figuresById } = project;
  return async (document, path) =>
    findCommitPlaceholders(document).length === 0
      ? []
      : renderCommitCells({ path, document, history: await readHistory(), figuresById });
}
