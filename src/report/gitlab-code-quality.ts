import type { Severity } from "../model/finding.ts";
import { describeFailure, describeFinding, type FindingsReport } from "./findings-report.ts";
import { printable } from "./terminal.ts";

const severities: Readonly<Record<Severity, string>> = { error: "major", warning: "minor", info: "info" };

/**
 * A code quality report as GitLab reads it: one object for each finding, none where there is none.
 *
 * GitLab shows what a merge request adds by comparing fingerprints with those of the target branch. It needs a path and
 * a line for each; a finding on the whole document is shown at its first line.
 */
export function formatGitlabCodeQuality(report: FindingsReport): string {
  // A list without them would read as “all is well there”.
  const failures = (report.failures ?? []).map((failure) => ({
    description: describeFailure(failure),
    check_name: `planlink/${failure.code}`,
    fingerprint: failure.fingerprint,
    severity: "blocker",
    location: { path: printable(failure.subject), lines: { begin: 1 } },
    ...(failure.help === null ? {} : { content: { body: printable(failure.help) } }),
  }));
  const degradations = report.findings.map((item) => ({
    description: describeFinding(item),
    check_name: `planlink/${item.finding.code}`,
    fingerprint: item.fingerprint,
    severity: severities[item.finding.severity],
    location: {
      path: printable(item.finding.path ?? report.document ?? ""),
      lines: { begin: item.finding.line ?? 1 },
    },
    ...(item.finding.help === null ? {} : { content: { body: printable(item.finding.help) } }),
  }));
  return `${JSON.stringify([...degradations, ...failures], null, 2)}\n`;
}
