import type { OwnedSection } from "../check/check-sections.ts";
import { continuityTitles, findContinuityElements } from "../document/continuity-elements.ts";
import { editFrontMatterScalar, findPlainScalar, type FrontMatterScalar } from "../document/front-matter-lines.ts";
import { findMetricsElements, metricsTitles } from "../document/metrics-elements.ts";
import { parseStateDocument, type StateDocument } from "../document/state-document.ts";
import type { Finding } from "../model/finding.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { applyEdits } from "../model/source-text.ts";
import { renderPerformanceMetrics, type MetricsFacts } from "../render/performance-metrics.ts";
import { renderSessionContinuity, type ContinuityFacts, type StoppedAtCopy } from "../render/session-continuity.ts";
import type { Project } from "./read-project.ts";

/** The findings on the owned elements of one document: what contradicts history, with the edits that mend it. */
export interface RegeneratedDocument {
  readonly document: StateDocument;
  readonly findings: readonly Finding[];
  readonly newText: string;
}

/** What regeneration needs beside the project: one document, and the plans whose rows were archived. */
export interface DocumentInput {
  readonly path: RepositoryPath;
  readonly text: string;
  readonly archivedIds: ReadonlySet<PlanId>;
}

/** What the elements that are there are regenerated from. */
export interface RegenerationInput extends DocumentInput {
  /** `null` in hooks, which leave placeholders of commits alone: reading all commits costs as much as history is long. */
  readonly renderCells: CellRenderer | null;
  /** Keeps *Current Position* and the front matter's copies as well: the config says so. */
  readonly position: boolean;
}

/** Fills in the placeholders of commits that a document has. */
export type CellRenderer = (document: StateDocument, path: RepositoryPath) => Promise<readonly Finding[]>;

/** The facts against which a document's owned elements are held. */
export interface DocumentFacts {
  readonly metrics: MetricsFacts;
  readonly continuity: ContinuityFacts;
}

const noCopy: StoppedAtCopy = { value: null, edit: () => undefined, create: () => undefined };

/** Finds the front matter's copy of "Stopped at". Loads yaml only where the front matter is not as plain as GSD writes it. */
async function findStoppedAtCopy(document: StateDocument): Promise<StoppedAtCopy> {
  const block = document.frontMatter;
  if (block === undefined) return noCopy;
  const { start, end } = block.contentRange;
  const text = document.source.text.slice(start, end);
  if (!/^(?:stopped_at|gsd_state_version)[ \t]*:/m.test(text)) return noCopy;
  const plain = findPlainScalar(text, start, "stopped_at");
  if (plain !== undefined) return createCopy(document, plain);
  const { createFrontMatterScalar, findFrontMatterScalar } = await import("../document/front-matter.ts");
  const scalar = findFrontMatterScalar(document, ["stopped_at"]);
  return scalar === undefined
    ? { ...noCopy, create: (value) => createFrontMatterScalar(document, "stopped_at", value, "status") }
    : createCopy(document, scalar);
}

/** A copy that says something else was written for another reader; only a true copy follows (docs/adr/0006). */
function createCopy(document: StateDocument, scalar: FrontMatterScalar): StoppedAtCopy {
  const body = findContinuityElements(document)?.stoppedAt?.value;
  const isCopy = body === undefined || scalar.value === body;
  return {
    value: typeof scalar.value === "string" ? scalar.value : null,
    edit: (value) => (isCopy ? editFrontMatterScalar(scalar, value) : undefined),
    create: () => undefined,
  };
}

/** Gathers what one document's owned elements are held against. */
async function createDocumentFacts(
  project: Project,
  input: DocumentInput,
  document: StateDocument,
): Promise<DocumentFacts> {
  const {
    figures,
    figuresById,
    recurringIds,
    position,
    digest,
    plannedTasks,
    planningDirectory,
    planningPaths,
    phases,
    summaries,
  } = project;
  const { path, archivedIds } = input;
  return {
    metrics: { path, document, figures, figuresById, recurringIds, archivedIds, phases, summaries },
    continuity: {
      path,
      document,
      position,
      figures,
      work: digest.work,
      plannedTasks,
      planningDirectory,
      planningPaths,
      stoppedAtCopy: await findStoppedAtCopy(document),
    },
  };
}

/** Regenerates *Current Position*. Loaded only where the config asks for it. */
async function regeneratePosition(project: Project, facts: ContinuityFacts): Promise<readonly Finding[]> {
  const { figures, figuresById, position, phases, summaries } = project;
  const { path } = facts;
  const [{ createProjectStanding }, { renderPosition }] = await Promise.all([
    import("../links/project-standing.ts"),
    import("../render/position.ts"),
  ]);
  const standing = createProjectStanding({ path, figures, figuresById, position, phases, summaries });
  return renderPosition({ ...facts, standing });
}

/**
 * Regenerates the owned elements of a document. Conflict markers stop it: there is no telling which side is true.
 *
 * Invariant: only owned ranges change, and a second run on the result changes nothing.
 */
export async function regenerateDocument(project: Project, input: RegenerationInput): Promise<RegeneratedDocument> {
  const document = parseStateDocument(input.text);
  if (document.conflictMarkerLines.length > 0) return { document, findings: [], newText: input.text };
  const facts = await createDocumentFacts(project, input, document);
  const metrics = findMetricsElements(document);
  const continuity = findContinuityElements(document);
  const findings = [
    ...(metrics === undefined ? [] : renderPerformanceMetrics(metrics, facts.metrics)),
    ...(continuity === undefined ? [] : renderSessionContinuity(continuity, facts.continuity)),
    ...(input.position ? await regeneratePosition(project, facts.continuity) : []),
    ...(input.renderCells === null ? [] : await input.renderCells(document, input.path)),
  ];
  return {
    document,
    findings,
    newText: applyEdits(
      input.text,
      findings.flatMap(({ edits }) => edits),
    ),
  };
}

/** What creation comes to. */
export interface CreatedElements {
  readonly newText: string;
  readonly created: readonly string[];
}

async function createElements(project: Project, input: DocumentInput, sectionsOnly: boolean): Promise<CreatedElements> {
  const written = parseStateDocument(input.text);
  if (written.conflictMarkerLines.length > 0) return { newText: input.text, created: [] };
  const [{ createAbsentElements }, { joinFrontMatter }] = await Promise.all([
    import("../render/created-sections.ts"),
    import("../render/joined-front-matter.ts"),
  ]);
  // What is added to the front matter goes into the one that is left.
  const joined = sectionsOnly ? undefined : joinFrontMatter(written);
  const document = joined === undefined ? written : parseStateDocument(applyEdits(input.text, joined.edits));
  const { metrics, continuity } = await createDocumentFacts(project, input, document);
  const creations = createAbsentElements(document, metrics, continuity).filter(
    ({ isSection }) => isSection || !sectionsOnly,
  );
  return {
    newText: applyEdits(
      document.source.text,
      creations.flatMap(({ edits }) => edits),
    ),
    created: [...(joined === undefined ? [] : [joined]), ...creations].map(({ element }) => element),
  };
}

/** Creates the sections and elements that are absent; the rest of the text stays. Loads the Markdown renderer. */
export async function createDocumentElements(project: Project, input: DocumentInput): Promise<CreatedElements> {
  return createElements(project, input, false);
}

/** Creates the sections that are absent altogether; nothing that is there is touched or moved. */
export async function createDocumentSections(project: Project, input: DocumentInput): Promise<CreatedElements> {
  return createElements(project, input, true);
}

/** The sections that planlink keeps. */
export const ownedSections: readonly OwnedSection[] = [
  { name: "Performance Metrics", titles: metricsTitles },
  { name: "Session Continuity", titles: continuityTitles },
];
