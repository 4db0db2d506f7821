import type { Severity } from "../model/finding.ts";
import { describeFinding, type FindingsReport } from "./findings-report.ts";
import { printable } from "./terminal.ts";

const severities: Readonly<Record<Severity, string>> = { error: "major", warning: "minor", info: "info" };

/**
 * A code quality report as GitLab reads it: one object for each finding, none where there is none.
 *
 * GitLab shows what a merge request adds by comparing fingerprints with those of the target branch. It needs a path and
 * a line for each; a finding on the whole document is shown at its first line.
 */
export function formatGitlabCodeQuality(report: FindingsReport): string {
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
  return `${JSON.stringify(degradations, null, 2)}\n`;
}
