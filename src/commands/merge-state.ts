import type { Oid } from "../model/oid.ts";
import type { CommitCache, PlanningDocuments, Repository, RepositoryPath } from "../model/ports.ts";
import { readMergedDigest, type IncomingHistory } from "./read-history.ts";
import { readAssigner, readProjectOfHistory } from "./read-project.ts";
import { syncState } from "./sync-state.ts";

/** What is being merged into HEAD, and the planning documents that the merge comes to. */
export interface MergedHistory {
  readonly repository: Repository;
  readonly head: Oid;
  readonly incoming: IncomingHistory;
  readonly documents: PlanningDocuments;
  readonly planningDirectory: RepositoryPath;
  readonly cache: CommitCache | null;
  /** As the config has it. */
  readonly position: boolean;
}

/** Regenerates the owned elements of a merged STATE.md from the history that the merge will have (D9). */
export async function regenerateMerged(history: MergedHistory, path: RepositoryPath, text: string): Promise<string> {
  const { head: tip, incoming, documents, position } = history;
  const assigner = await readAssigner(history);
  const source = { ...history, tip };
  const project = await readProjectOfHistory(source, readMergedDigest({ ...source, assigner }, incoming), assigner);
  return (await syncState(project, documents, { path, text, create: false, renderCells: null, position })).newText;
}
