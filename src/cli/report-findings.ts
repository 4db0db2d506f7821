import { createHash } from "node:crypto";
import { identifyDebt } from "../check/ratchet.ts";
import type { Finding } from "../model/finding.ts";
import type { OperationalError } from "../model/operational-error.ts";
import type { FindingsReport, PartialFailure, ReportedFinding } from "../report/findings-report.ts";
import { readPage } from "./read-page.ts";
import type { ReportFormat } from "./report-format.ts";
import { version } from "./version.ts";

/** A finding with what it is about, where that is no file. */
export interface FoundItem {
  readonly finding: Finding;
  readonly subject: string | null;
}

/** Gives each finding a fingerprint: of its debt, and of how many of the same came before it. */
function addFingerprints(items: readonly FoundItem[]): readonly ReportedFinding[] {
  const seen = new Map<string, number>();
  return items.map(({ finding, subject }) => {
    const debt = `${subject ?? ""}\0${identifyDebt(finding)}`;
    const number = (seen.get(debt) ?? 0) + 1;
    seen.set(debt, number);
    return {
      finding,
      subject,
      fingerprint: hashText(`${debt}\0${number}`),
    };
  });
}

/** What a command found, without what this module adds. */
export interface FoundReport extends Omit<FindingsReport, "version" | "findings" | "failures"> {
  readonly items: readonly FoundItem[];
  readonly failures?: readonly Omit<PartialFailure, "fingerprint">[];
}

function hashText(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}

/** Writes findings in a format for another program; GitHub gets a job summary as well. */
export async function reportFindings(
  format: ReportFormat,
  { items, failures = [], ...facts }: FoundReport,
): Promise<{ readonly output: string; readonly summary?: string }> {
  const report: FindingsReport = {
    ...facts,
    version,
    findings: addFingerprints(items),
    failures: failures.map((failure) => ({
      ...failure,
      fingerprint: hashText(`${failure.subject}\0${failure.code}\0${failure.message}`),
    })),
  };
  switch (format) {
    case "github": {
      const [{ formatGithubAnnotations }, { formatGithubSummary }] = await Promise.all([
        import("../report/github-annotations.ts"),
        import("../report/github-summary.ts"),
      ]);
      return { output: formatGithubAnnotations(report), summary: formatGithubSummary(report) };
    }
    case "gitlab":
      return { output: (await import("../report/gitlab-code-quality.ts")).formatGitlabCodeQuality(report) };
    case "sarif": {
      const [{ formatSarif }, { parseFindingExplanations }] = await Promise.all([
        import("../report/sarif.ts"),
        import("../report/finding-explanations.ts"),
      ]);
      return { output: formatSarif(report, parseFindingExplanations(readPage("findings.md"))) };
    }
    case "junit":
      return { output: (await import("../report/junit.ts")).formatJunit(report) };
  }
}

/**
 * Writes in a format that the check could not be made. GitLab's has no form for that, and an empty list would read as
 * “nothing found”: there nothing is written.
 */
export async function reportFailure(
  format: ReportFormat,
  { code, message, help }: OperationalError,
): Promise<{ readonly output: string; readonly summary?: string }> {
  const failure = { version, code, message, help };
  switch (format) {
    case "github": {
      const [{ formatGithubFailure }, { formatGithubFailureSummary }] = await Promise.all([
        import("../report/github-annotations.ts"),
        import("../report/github-summary.ts"),
      ]);
      return { output: formatGithubFailure(failure), summary: formatGithubFailureSummary(failure) };
    }
    case "gitlab":
      return { output: "" };
    case "sarif":
      return { output: (await import("../report/sarif.ts")).formatSarifFailure(failure) };
    case "junit":
      return { output: (await import("../report/junit.ts")).formatJunitFailure(failure) };
  }
}
