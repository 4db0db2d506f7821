import type { Finding, Severity } from "../model/finding.ts";
import {
  describeExamined,
  describeFailure,
  describeFinding,
  describeInherited,
  type FailureReport,
  type FindingsReport,
  type ReportedFinding,
} from "./findings-report.ts";
import { summarizeFindings } from "./findings-text.ts";
import { formatDocumentationLink } from "./documentation-link.ts";
import { clip, count, printable } from "./terminal.ts";

/** A summary over one megabyte is refused whole; so many rows of so many columns stay far below. */
const rowLimit = 300;
const cellColumns = 400;

const signs: Readonly<Record<Severity, string>> = { error: "✖ error", warning: "▲ warning", info: "· info" };

/** Makes text literal in Markdown and in a table's cell: no markup, no HTML, no link, no mention. */
function escapeMarkdown(text: string): string {
  return clip(printable(text), cellColumns).replace(/[!-/:-@[-`{-~]/g, (character) => `\\${character}`);
}

function formatPlace({ path, line, column }: Finding): string {
  if (path === null) return "";
  return escapeMarkdown([path, line, line === null ? null : column].filter((part) => part !== null).join(":"));
}

function formatRow(item: ReportedFinding, version: string): string {
  const { finding } = item;
  const code = `[${finding.code}](${formatDocumentationLink(finding.code, version)})`;
  const help = finding.help === null ? "" : escapeMarkdown(finding.help);
  return `| ${signs[finding.severity]} | ${formatPlace(finding)} | ${escapeMarkdown(describeFinding(item))} | ${help} | ${code} |`;
}

/** A job summary in Markdown: what was found, what was examined, and a table of the findings. */
export function formatGithubSummary(report: FindingsReport): string {
  const findings = report.findings.map(({ finding }) => finding);
  const failed = report.failures?.length ?? 0;
  const sign =
    failed > 0 || findings.some(({ severity }) => severity === "error") ? "✖" : findings.length > 0 ? "▲" : "✔";
  const range = report.range === null ? "" : ` of ${escapeMarkdown(report.range)}`;
  const shown = report.findings.slice(0, rowLimit);
  const hidden = report.findings.length - shown.length;
  const lines = [
    `### ${sign} planlink ${report.command}${range}: ${summarizeFindings(findings)}`,
    "",
    `Examined ${describeExamined(report.examined)}. ${describeInherited(report) ?? ""}`.trimEnd(),
    "",
    ...(report.failures ?? []).flatMap((failure) => [`- ✖ ${escapeMarkdown(describeFailure(failure))}`]),
    ...(failed === 0 ? [] : [""]),
    ...(shown.length === 0
      ? []
      : [
          "| | Place | Finding | Mend | Code |",
          "|---|---|---|---|---|",
          ...shown.map((item) => formatRow(item, report.version)),
          "",
        ]),
    ...(hidden === 0 ? [] : [`${count(hidden, "more finding")}: see the log of the step.`, ""]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The job summary of a check that could not be made. */
export function formatGithubFailureSummary({ message, help }: FailureReport): string {
  return `### ✖ planlink: the check could not be made\n\n${escapeMarkdown(message)}\n\n${help === null ? "" : `${escapeMarkdown(help)}\n\n`}`;
}
