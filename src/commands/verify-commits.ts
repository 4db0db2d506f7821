import { applySeverities, sortFindings, type Finding } from "../model/finding.ts";
import type { PlanningDocuments, Repository, RepositoryPath } from "../model/ports.ts";
import type { Config } from "../config/config-model.ts";
import type { ReferenceStatus } from "../links/resolve-reference.ts";
import type { Project } from "./read-project.ts";
import { verifyDocuments, type DocumentText, type Tip, type VerifiedDocument } from "./verify-document.ts";

/** The references of all documents, with counts of each status. */
export interface VerifyOutcome {
  readonly tip: Tip;
  readonly isShallow: boolean;
  readonly documents: readonly VerifiedDocument[];
  readonly counts: Readonly<Record<ReferenceStatus, number>>;
  readonly findings: readonly Finding[];
  readonly examined: { readonly references: number; readonly commits: number };
}

export interface VerifyInput {
  readonly repository: Repository;
  readonly project: Project;
  readonly tip: Tip;
  readonly documents: readonly DocumentText[];
  readonly severities: Config["severities"];
}

/** Cross-references the commit references of documents with history (D7). */
export async function verifyCommits(input: VerifyInput): Promise<VerifyOutcome> {
  const documents = await verifyDocuments(input.repository, input.project, input.tip, input.documents);
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
    tip: input.tip,
    isShallow: input.repository.isShallow,
    documents,
    counts,
    findings: sortFindings(
      applySeverities(
        documents.flatMap(({ findings }) => findings),
        input.severities,
      ),
    ),
    examined: { references: references.length, commits: input.project.index.commitCount },
  };
}

/** The SUMMARY.md files of all plans as documents to verify; `--all` adds them to STATE.md. */
export async function readSummaryDocuments(
  documents: PlanningDocuments,
  project: Project,
  decode: (bytes: Uint8Array, path: RepositoryPath) => string,
): Promise<readonly DocumentText[]> {
  const paths = project.planFiles.flatMap(({ summaryPath }) => (summaryPath === null ? [] : [summaryPath]));
  return [...(await documents.read(paths))].map(([path, bytes]) => ({ path, text: decode(bytes, path) }));
}
