import { findingToJson } from "./json.ts";
import { statusOf, sumExamined, type ReportedRepository } from "./repositories-text.ts";

/** A repository with where it was looked for. */
export interface LocatedRepository extends ReportedRepository {
  /** As the list names it. */
  readonly path: string;
  readonly ref: string | null;
}

/** `planlink/check-repositories@1` */
export function repositoriesToJson(repositories: readonly LocatedRepository[]): Record<string, unknown> {
  const findings = repositories.flatMap(({ documents }) => documents.flatMap(({ outcome }) => outcome.findings));
  const numberOf = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const statuses = repositories.map(statusOf);
  return {
    schema: "planlink/check-repositories@1",
    repositories: repositories.map((repository) => ({
      name: repository.name,
      path: repository.path,
      ref: repository.ref,
      status: statusOf(repository),
      head: repository.head?.oid ?? null,
      shallow: repository.isShallow,
      documents: repository.documents.map(({ path, outcome }) => ({
        path,
        findings: outcome.findings.map(findingToJson),
        examined: outcome.examined,
      })),
      errors: repository.failures.map(({ code, message, help }) => ({ code, message, help })),
    })),
    summary: {
      repositories: repositories.length,
      checked: statuses.filter((status) => status === "checked").length,
      failed: statuses.filter((status) => status === "failed").length,
      errors: numberOf("error"),
      warnings: numberOf("warning"),
      info: numberOf("info"),
      examined: sumExamined(repositories),
    },
  };
}
