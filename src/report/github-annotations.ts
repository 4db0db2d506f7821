import type { Severity } from "../model/finding.ts";
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
import { printable } from "./terminal.ts";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** Escapes the text of a workflow command, in which a line break would end it. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Escapes the value of a property, which a colon or a comma would end as well. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function formatCommand(
  name: string,
  properties: readonly (readonly [string, string | number | null])[],
  lines: readonly (string | null)[],
): string {
  const known = properties.flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${escapeProperty(printable(String(value)))}`],
  );
  const text = lines.flatMap((line) => (line === null ? [] : [printable(line)])).join("\n");
  return `::${name} ${known.join(",")}::${escapeData(text)}\n`;
}

function formatAnnotation(item: ReportedFinding, document: FindingsReport["document"]): string {
  const { code, severity, path, line, column, help } = item.finding;
  return formatCommand(
    commands[severity],
    [
      ["file", path ?? document],
      ["line", line],
      ["col", column],
      ["title", `planlink: ${code}`],
    ],
    [describeFinding(item), help],
  );
}

/**
 * Workflow commands that GitHub shows as annotations at their lines, then one line that says what was examined.
 *
 * GitHub shows ten annotations of each severity for a step; the log and the job summary have them all.
 */
export function formatGithubAnnotations(report: FindingsReport): string {
  const annotations = report.findings.map((item) => formatAnnotation(item, report.document));
  const failures = (report.failures ?? []).map((failure) =>
    formatCommand("error", [["title", `planlink: ${failure.code}`]], [describeFailure(failure), failure.help]),
  );
  const found = summarizeFindings(report.findings.map(({ finding }) => finding));
  const inherited = describeInherited(report);
  return [
    ...annotations,
    ...failures,
    `planlink ${report.command}: ${found}; examined ${describeExamined(report.examined)}\n`,
    ...(inherited === null ? [] : [`${inherited}\n`]),
  ].join("");
}

/** The annotation of a check that could not be made. */
export function formatGithubFailure({ code, message, help }: FailureReport): string {
  return formatCommand("error", [["title", `planlink: ${code}`]], [message, help]);
}

/**
 * Text for people, for a log that GitHub's runner reads: no line of it is a command.
 *
 * The runner looks for `::` at the start of a line, blanks aside, and for `##[` anywhere in one.
 */
export function defuseWorkflowCommands(text: string): string {
  return text.replace(/^([ \t]*):(?=:)/gm, String.raw`$1\x3a`).replaceAll("##[", String.raw`#\x23[`);
}
