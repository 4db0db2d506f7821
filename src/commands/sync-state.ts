import type { Finding } from "../model/finding.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { findMetricsElements } from "../document/metrics-elements.ts";
import { parseStateDocument } from "../document/state-document.ts";
import type { Project } from "./read-project.ts";
import { createDocumentElements, regenerateDocument, type CellRenderer } from "./sync-document.ts";

/** What synchronizing one document comes to; nothing is written here. */
export interface SyncOutcome {
  readonly path: RepositoryPath;
  readonly oldText: string;
  readonly newText: string;
  /** Names of the sections and elements that `create` added. */
  readonly created: readonly string[];
  readonly findings: readonly Finding[];
  /** How many recorded figures were weighed, and how many keep their bytes. */
  readonly examined: { readonly rows: number; readonly plans: number; readonly commits: number };
  /** Unresolved conflict: the document was left alone. */
  readonly hasConflict: boolean;
}

export interface SyncInput {
  readonly path: RepositoryPath;
  readonly text: string;
  /** Adds the sections and elements that are absent. */
  readonly create: boolean;
  /** `null` in hooks, which leave placeholders of commits alone. */
  readonly renderCells: CellRenderer | null;
  /** As the config has it. */
  readonly position: boolean;
}

/**
 * Works out what a document must say (D2, D3). Absent elements are created first and then regenerated like the rest, so
 * that one run reaches the fixed point.
 */
export async function syncState(
  project: Project,
  documents: PlanningDocuments,
  input: SyncInput,
): Promise<SyncOutcome> {
  const archivedIds = await readArchivedIds(documents, project.planningDirectory);
  const { path, text, renderCells, position } = input;
  const creation = input.create
    ? await createDocumentElements(project, { path, text, archivedIds })
    : { newText: text, created: [] };
  const regenerated = await regenerateDocument(project, {
    path,
    text: creation.newText,
    archivedIds,
    renderCells,
    position,
  });
  return {
    path,
    oldText: text,
    newText: regenerated.newText,
    created: creation.created,
    findings: regenerated.findings,
    examined: {
      rows: findMetricsElements(regenerated.document)?.planRows.length ?? 0,
      plans: project.planCounts.ever,
      commits: project.index.commitCount,
    },
    hasConflict: regenerated.document.conflictMarkerLines.length > 0,
  };
}

/** Plans whose rows GSD's `prune` moved to STATE-ARCHIVE.md beside STATE.md. */
export async function readArchivedIds(
  documents: PlanningDocuments,
  planningDirectory: RepositoryPath,
): Promise<ReadonlySet<PlanId>> {
  const path = `${planningDirectory}/STATE-ARCHIVE.md`;
  const bytes = (await documents.read([path])).get(path);
  if (bytes === undefined) return new Set();
  // The archive has the rows under headings of its own; as a metrics section they read the same.
  const text = `## Performance Metrics\n${new TextDecoder().decode(bytes).replace(/^#+ /gm, "")}`;
  const rows = findMetricsElements(parseStateDocument(text))?.planRows ?? [];
  return new Set(rows.flatMap(({ planId }) => (planId === null ? [] : [planId])));
}
