import { applySeverities, sortFindings, type Finding } from "../model/finding.ts";
import type { CommitCache, PlanningDocuments, Repository, RepositoryPath } from "../model/ports.ts";
import type { Config } from "../config/config-model.ts";
import type { ReferenceStatus } from "../links/resolve-reference.ts";
import type { PlanId } from "../model/plan-id.ts";
import { createPlanFilter, findPlanFiles, type PlanFiles } from "../planning/plan-files.ts";
import { parsePlanTitle } from "../planning/summary.ts";
import {
  verifyDocuments,
  type DocumentText,
  type Tip,
  type VerifiedDocument,
  type WaitingWork,
} from "./verify-document.ts";

/** The references of all documents, with counts of each status. */
export interface VerifyOutcome {
  readonly tip: Tip;
  readonly isShallow: boolean;
  readonly documents: readonly VerifiedDocument[];
  readonly counts: Readonly<Record<ReferenceStatus, number>>;
  readonly findings: readonly Finding[];
  readonly examined: { readonly references: number };
}

export interface VerifyInput {
  readonly repository: Repository;
  /** Keeps what was found of references; `null` where nothing may be kept. */
  readonly cache: CommitCache | null;
  readonly tip: Tip;
  readonly documents: readonly DocumentText[];
  readonly severities: Config["severities"];
  /** The plans on disk, all or those of some; asked for only where a document has an id that looks like a day. */
  readonly readPlanIds?: (wanted: ReadonlySet<PlanId> | null) => Promise<ReadonlySet<PlanId>>;
  /** What is done while git is at work. */
  readonly whileWaiting?: WaitingWork | undefined;
}

/** The ids of the plans that have files. */
export function planIdsOf(planFiles: readonly Pick<PlanFiles, "planId">[]): ReadonlySet<PlanId> {
  return new Set(planFiles.flatMap(({ planId }) => planId ?? []));
}

/** Cross-references the commit references of documents with history (D7). */
export async function verifyCommits(input: VerifyInput): Promise<VerifyOutcome> {
  const { repository, cache, tip, readPlanIds: readIds, whileWaiting } = input;
  const documents = await verifyDocuments(repository, cache, tip, input.documents, readIds, whileWaiting);
  const references = documents.flatMap((document) => document.references);
  const counts: Record<ReferenceStatus, number> = {
    reachable: 0,
    unreachable: 0,
    rewritten: 0,
    missing: 0,
    ambiguous: 0,
    "not-a-commit": 0,
    unknown: 0,
  };
  for (const { resolution } of references) counts[resolution.status] += 1;
  return {
    tip,
    isShallow: repository.isShallow,
    documents,
    counts,
    findings: sortFindings(
      applySeverities(
        documents.flatMap(({ findings }) => findings),
        input.severities,
      ),
    ),
    examined: { references: references.length },
  };
}

/** The SUMMARY.md files of all plans as documents to verify; `--all` adds them to STATE.md. */
export async function readSummaryDocuments(
  documents: PlanningDocuments,
  planningDirectory: RepositoryPath,
  decode: (bytes: Uint8Array, path: RepositoryPath) => string,
): Promise<readonly DocumentText[]> {
  const planFiles = findPlanFiles(await documents.list(), planningDirectory);
  const paths = planFiles.flatMap(({ summaryPath }) => (summaryPath === null ? [] : [summaryPath]));
  return [...(await documents.read(paths))].map(([path, bytes]) => ({ path, text: decode(bytes, path) }));
}

/** The plans on disk, or of some those that are: a project has files by the thousand, of which these leave few to read. */
export async function readPlanIds(
  documents: PlanningDocuments,
  planningDirectory: RepositoryPath,
  wanted: ReadonlySet<PlanId> | null,
): Promise<ReadonlySet<PlanId>> {
  if (wanted === null) return planIdsOf(findPlanFiles(await documents.list(), planningDirectory));
  const { enters, mayBelong } = createPlanFilter(wanted, planningDirectory);
  return planIdsOf(findPlanFiles((await documents.list(enters)).filter(mayBelong), planningDirectory));
}

/** The titles of these plans, by the SUMMARYs of those that the numbers mean today; of the others nothing is read. */
export async function readPlanTitles(
  documents: PlanningDocuments,
  planningDirectory: RepositoryPath,
  planIds: ReadonlySet<PlanId>,
): Promise<ReadonlyMap<PlanId, string>> {
  if (planIds.size === 0) return new Map();
  const { enters, mayBelong } = createPlanFilter(planIds, planningDirectory);
  const planFiles = findPlanFiles((await documents.list(enters)).filter(mayBelong), planningDirectory);
  const named = planFiles.flatMap(({ planId, summaryPath, milestone }) =>
    planId !== null && planIds.has(planId) && summaryPath !== null ? [{ planId, path: summaryPath, milestone }] : [],
  );
  const decoder = new TextDecoder();
  // What is archived comes first, so that a number that recurs has the title of its live plan.
  const inOrder = named.toSorted((a, b) => Number(a.milestone === null) - Number(b.milestone === null));
  const contents = await documents.read(inOrder.map(({ path }) => path));
  return new Map(
    inOrder.flatMap(({ planId, path }) => {
      const bytes = contents.get(path);
      const title = bytes === undefined ? null : parsePlanTitle(decoder.decode(bytes));
      return title === null ? [] : [[planId, title] as const];
    }),
  );
}
