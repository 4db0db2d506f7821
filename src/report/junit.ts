import type { Finding } from "../model/finding.ts";
import {
  countSeverity,
  describeExamined,
  describeFailure,
  describeFinding,
  describeInherited,
  type FailureReport,
  type FindingsReport,
  type PartialFailure,
  type ReportedFinding,
} from "./findings-report.ts";
import { printable } from "./terminal.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Makes text safe between tags and in attributes. XML 1.0 has no form at all for some characters. */
function escapeXml(text: string): string {
  return printable(text)
    .replace(/\p{Surrogate}|[\uFFFE\uFFFF]/gu, "\uFFFD")
    .replace(/[&<>"]/g, (character) => entities[character] ?? "");
}

function formatAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join("");
}

function formatPlace({ path, line, column }: Finding): string {
  return [path, line, line === null ? null : column].filter((part) => part !== null).join(":");
}

/** A finding that blocks is a failed test; any other passes, and says what it is in its output. */
function formatCase(item: ReportedFinding): string {
  const { finding } = item;
  const place = formatPlace(finding);
  const name = `${place === "" ? "" : `${place}: `}${describeFinding(item)}`;
  const open = `    <testcase${formatAttributes({ name, classname: `planlink.${finding.code}`, time: 0 })}>`;
  const lines = [name, finding.help].flatMap((line) => (line === null ? [] : [escapeXml(line)])).join("\n");
  const body =
    finding.severity === "error"
      ? `<failure${formatAttributes({ type: finding.code, message: describeFinding(item) })}>${lines}</failure>`
      : `<system-out>${finding.severity}: ${lines}</system-out>`;
  return `${open}\n      ${body}\n    </testcase>`;
}

/** A part that could not be checked is a test that did not end. */
function formatFailed(failure: PartialFailure): string {
  const name = `${printable(failure.subject)} can be checked`;
  const lines = [describeFailure(failure), failure.help].flatMap((line) => (line === null ? [] : [escapeXml(line)]));
  const open = `    <testcase${formatAttributes({ name, classname: "planlink", time: 0 })}>`;
  const error = `<error${formatAttributes({ type: failure.code, message: describeFailure(failure) })}>`;
  return `${open}\n      ${error}${lines.join("\n")}</error>\n    </testcase>`;
}

function formatSuites(
  suite: Readonly<Record<string, string | number>>,
  counts: { readonly tests: number; readonly failures: number; readonly errors: number },
  body: readonly string[],
): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${formatAttributes({ name: "planlink", ...counts, time: 0 })}>`,
    `  <testsuite${formatAttributes({ ...suite, ...counts, time: 0 })}>`,
    ...body,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

/**
 * A JUnit report: a test for each finding, and one that always passes and says what was examined.
 *
 * No time is stated, so that the same findings give the same bytes.
 */
export function formatJunit(report: FindingsReport): string {
  const properties = [
    ["planlink.version", report.version],
    ...(report.range === null ? [] : [["range", report.range] as const]),
    ...Object.entries(report.examined).map(([name, number]) => [`examined.${name}`, number] as const),
  ] as const;
  const examined = `examined ${describeExamined(report.examined)}`;
  const inherited = describeInherited(report);
  const failed = report.failures ?? [];
  return formatSuites(
    { name: `state ${report.command}` },
    {
      tests: report.findings.length + failed.length + 1,
      failures: countSeverity(report, "error"),
      errors: failed.length,
    },
    [
      "    <properties>",
      ...properties.map(([name, value]) => `      <property${formatAttributes({ name, value })}/>`),
      "    </properties>",
      `    <testcase${formatAttributes({ name: examined, classname: "planlink", time: 0 })}/>`,
      ...failed.map(formatFailed),
      ...report.findings.map(formatCase),
      ...(inherited === null ? [] : [`    <system-out>${escapeXml(inherited)}</system-out>`]),
    ],
  );
}

/** The JUnit report of a check that could not be made: a test that did not end. */
export function formatJunitFailure({ code, message, help }: FailureReport): string {
  const text = [message, help].flatMap((line) => (line === null ? [] : [escapeXml(line)])).join("\n");
  return formatSuites({ name: "state" }, { tests: 1, failures: 0, errors: 1 }, [
    `    <testcase${formatAttributes({ name: "the check can be made", classname: "planlink", time: 0 })}>`,
    `      <error${formatAttributes({ type: code, message })}>${text}</error>`,
    "    </testcase>",
  ]);
}
