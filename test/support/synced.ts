import { createDocumentElements, regenerateDocument } from "../../src/commands/sync-document.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { PlanId } from "../../src/model/plan-id.ts";
import { createFakeWorld, createFakeCellRenderer, readFakeProject, type FakeFacts } from "./fake-project.ts";
import { readGoldenFacts } from "./golden.ts";

export interface Synced {
  /** The text that sync makes, from the given one's first line on. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

const path = ".planning/STATE.md";

/**
 * The history of the golden cases: plans 01-01 (12 min by its SUMMARY), 01-02 (8), 02-01 (9), 02-02 (9), 02-03 (25 by its
 * commits), 02.1-01 (unknown) completed on 2 to 4 March 2026, 03-01 begun on the 5th (2 of 3 tasks, 09:20 in +02:00),
 * 03-02 planned.
 */
export const harbour: FakeFacts = readGoldenFacts("template");

/** The history of the golden cases with more commits and files. */
export function harbourWith(more: Partial<FakeFacts>): FakeFacts {
  return { commits: [...harbour.commits, ...(more.commits ?? [])], files: { ...harbour.files, ...more.files } };
}

export async function sync(
  text: string,
  facts: FakeFacts = harbour,
  archivedIds: ReadonlySet<PlanId> = new Set(),
  position = false,
): Promise<Synced> {
  const world = createFakeWorld(facts);
  const project = await readFakeProject(world);
  const renderCells = createFakeCellRenderer(world, project);
  const { newText, findings } = await regenerateDocument(project, { path, text, archivedIds, renderCells, position });
  return { text: newText, findings };
}

export async function create(
  text: string,
  facts: FakeFacts = harbour,
  archivedIds: ReadonlySet<PlanId> = new Set(),
): Promise<{ readonly text: string; readonly created: readonly string[] }> {
  const project = await readFakeProject(createFakeWorld(facts));
  const { newText, created } = await createDocumentElements(project, { path, text, archivedIds });
  return { text: newText, created };
}

/** Synchronizes a *Performance Metrics* section of these lines; gives its lines back. */
export async function syncMetrics(
  lines: readonly string[],
  facts: FakeFacts = harbour,
  archivedIds: ReadonlySet<PlanId> = new Set(),
): Promise<readonly string[]> {
  const { text } = await sync(["## Performance Metrics", "", ...lines, ""].join("\n"), facts, archivedIds);
  return text.split("\n").slice(2, -1);
}

/** Synchronizes a *Session Continuity* section of these lines; gives its lines back. */
export async function syncSession(lines: readonly string[], facts: FakeFacts = harbour): Promise<readonly string[]> {
  const { text } = await sync(["## Session Continuity", "", ...lines, ""].join("\n"), facts);
  return text.split("\n").slice(2, -1);
}
