import { createFinding, type Finding, sortFindings } from "../../src/model/finding.ts";
import type { FindingsReport } from "../../src/report/findings-report.ts";
import { planIdOf } from "./linked.ts";

/** Text that would break out of a format that does not escape it. */
export const hostileText: string = [
  "::error::injected",
  "\n::set-env name=PATH::/tmp",
  "\r##[error]x",
  "%0A%25,:;=",
  "]]> --> <script>alert(1)</script> &amp; \" '",
  "| **bold** `code` [link](https://example.org) ![image](x) <!-- @someone #1 ~x~ https://example.org",
  "{0} {{ }} \\[",
  "\u0000\u001b[31m\u0007\u007f\u009b\u2028\u202e\ufeff\ufffe\uffff",
  "\ud800 alone",
].join("");

export const statePath = ".planning/STATE.md";

/** One finding of each severity, with and without a place. */
export function sampleFindings(): readonly Finding[] {
  const place = { path: statePath };
  const at = (finding: Finding, line: number, column: number): Finding => ({ ...finding, line, column });
  return sortFindings([
    at(createFinding("reference-missing", { text: "18c8beca", planId: planIdOf("64-03") }, place), 75, 41),
    at(createFinding("resume-file-missing", { recorded: "gone.md" }, place), 91, 17),
    createFinding("section-absent", { section: "Session Continuity" }, place),
    createFinding("plan-unlisted", { planId: planIdOf("67-03"), commits: 4 }, place),
  ]);
}

/** A report of the given findings, each with a fingerprint of its own. */
export function createReport(findings: readonly Finding[], more: Partial<FindingsReport> = {}): FindingsReport {
  return {
    command: "check",
    version: "1.2.3",
    findings: findings.map((finding, index) => ({ finding, subject: null, fingerprint: `f${index}` })),
    examined: { references: 13, plans: 9, commits: 45, rows: 8 },
    document: statePath,
    range: null,
    inherited: 0,
    ...more,
  };
}

/** A report in which every text that comes from a repository is the given one. */
export function createHostileReport(text: string): FindingsReport {
  const findings = sampleFindings().map((finding) => ({ ...finding, message: text, help: text, path: text || "x" }));
  return {
    ...createReport(findings, {
      range: text,
      inherited: 2,
      document: text || "x",
      failures: [{ subject: text || "x", code: "no-repository", message: text, help: text, fingerprint: "e0" }],
    }),
    findings: findings.map((finding, index) => ({ finding, subject: text, fingerprint: `f${index}` })),
  };
}
