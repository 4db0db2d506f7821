import { checkConsistency } from "../check/check-consistency.ts";
import { checkUnlisted } from "../check/check-references.ts";
import { checkSections } from "../check/check-sections.ts";
import { findMetricsElements } from "../document/metrics-elements.ts";
import { parseStateDocument } from "../document/state-document.ts";
import { applySeverities, createFinding, sortFindings, type Finding } from "../model/finding.ts";
import type { CommitCache, PlanningDocuments, Repository, RepositoryPath } from "../model/ports.ts";
import type { Config } from "../config/config-model.ts";
import type { Project } from "./read-project.ts";
import { isGsd2Directory } from "../planning/planning-root.ts";
import { readCommitHistory } from "./read-history.ts";
import { readProjectDocuments } from "./read-project-documents.ts";
import { findManifestFindings } from "./refresh-manifest.ts";
import { ledgerPath, readLedger } from "./refresh-ledger.ts";
import { createCellRenderer } from "./render-cells.ts";
import { ownedSections, regenerateDocument } from "./sync-document.ts";
import { readArchivedIds } from "./sync-state.ts";
import { planIdsOf } from "./verify-commits.ts";
import { verifyDocuments, type Tip, type VerifiedDocument } from "./verify-document.ts";

/** Everything that can be checked of one document, and what was examined for it. */
export interface CheckOutcome {
  readonly findings: readonly Finding[];
  readonly examined: {
    readonly references: number;
    readonly plans: number;
    readonly commits: number;
    readonly rows: number;
  };
}

export interface CheckInput {
  readonly repository: Repository;
  /** Keeps what was found of references; `null` where nothing may be kept. */
  readonly referenceCache: CommitCache | null;
  readonly project: Project;
  readonly documents: PlanningDocuments;
  readonly tip: Tip;
  readonly path: RepositoryPath;
  readonly text: string;
  readonly severities: Config["severities"];
  readonly position: Config["position"];
}

/** Checks one document: its references, its owned elements, its frame, and its claims against each other and the disk (D7, D7b). */
export async function checkState(input: CheckInput): Promise<CheckOutcome> {
  const { repository, project, documents, tip, path, text } = input;
  const archivedIds = await readArchivedIds(documents, project.planningDirectory);
  const [verified] = await verifyDocuments(repository, input.referenceCache, tip, [{ path, text }], async () =>
    planIdsOf(project.planFiles),
  );
  // In a shallow clone the oldest commit seems to bring every file: figures from such a history would be invented.
  const isWhole = !repository.isShallow;
  // gsd-2 makes its STATE.md itself: nothing in it is ours to keep.
  const isOurs = !isGsd2Directory(project.planningDirectory);
  const regenerated =
    isWhole && isOurs
      ? await regenerateDocument(project, {
          path,
          text,
          archivedIds,
          position: input.position,
          renderCells: createCellRenderer(project, () => readCommitHistory(repository, project)),
        })
      : { document: parseStateDocument(text), findings: [] };
  const { document } = regenerated;
  const frame = [
    ...checkSections(document, path, isOurs ? ownedSections : [], regenerated.findings),
    ...(isWhole ? [] : [createFinding("history-incomplete", { document: path }, { path })]),
    ...(await checkLedger(documents, project.planningDirectory)),
  ];
  const consistency = !isWhole
    ? []
    : checkConsistency(
        document,
        {
          path,
          figures: project.figures,
          figuresById: project.figuresById,
          position: project.position,
          phases: project.phases,
          summaries: project.summaries,
        },
        await readProjectDocuments(documents, project.planningDirectory),
      );
  const mended = new Set(
    input.position ? regenerated.findings.flatMap(({ line, edits }) => (edits.length > 0 ? [line] : [])) : [],
  );
  const findings = [
    ...(verified?.findings ?? []),
    ...(isOurs ? checkUnlisted(verified?.references ?? [], project.index.plans, path) : []),
    ...regenerated.findings,
    ...frame,
    ...(await checkFrontMatter(document, path)),
    ...(isWhole ? await findAmbiguousPlans(repository, project, path) : []),
    ...(await findManifestFindings(documents, project.planningDirectory)),
    // What the position's own mend is due for is not said twice.
    ...consistency.filter(({ path: owner, line }) => owner !== path || line === null || !mended.has(line)),
  ];
  return {
    findings: sortFindings(applySeverities(findings, input.severities)),
    examined: {
      references: countReferences(verified),
      plans: project.planCounts.ever,
      commits: project.index.commitCount,
      rows: findMetricsElements(document)?.planRows.length ?? 0,
    },
  };
}

/** Plans that other planning directories have as well, with commits of which nothing tells whose they are. */
async function findAmbiguousPlans(
  repository: Repository,
  project: Project,
  path: RepositoryPath,
): Promise<readonly Finding[]> {
  const { assigner } = project;
  if (assigner === null || assigner.contested.size === 0) return [];
  const [{ scopeNameOf }, { ambiguous }] = await Promise.all([
    import("../planning/planning-scopes.ts"),
    readCommitHistory(repository, project),
  ]);
  return [...ambiguous].flatMap(([planId, oids]) =>
    assigner.contested.has(planId)
      ? [
          createFinding(
            "plan-ambiguous",
            {
              planId,
              scopes: assigner.holdersOf(planId).map((directory) => scopeNameOf(directory) ?? directory),
              commits: oids.length,
            },
            { path },
          ),
        ]
      : [],
  );
}

async function checkLedger(
  documents: PlanningDocuments,
  planningDirectory: RepositoryPath,
): Promise<readonly Finding[]> {
  const path = ledgerPath(planningDirectory);
  const bytes = (await documents.read([path])).get(path);
  return bytes === undefined ? [] : (await readLedger(new TextDecoder("utf-8").decode(bytes), path)).findings;
}

function countReferences(verified: VerifiedDocument | undefined): number {
  return verified?.references.length ?? 0;
}

async function checkFrontMatter(
  document: Parameters<typeof checkSections>[0],
  path: RepositoryPath,
): Promise<readonly Finding[]> {
  if (document.frontMatter === undefined) return [];
  const { findFrontMatterProblem } = await import("../document/front-matter.ts");
  const problem = findFrontMatterProblem(document);
  return problem === undefined
    ? []
    : [
        createFinding(
          "front-matter-invalid",
          { reason: problem.message },
          { path, source: document.source, range: problem.range },
        ),
      ];
}
