import { findingCatalogue, type FindingCode, type Severity } from "../model/finding.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { formatDocumentationLink } from "./documentation-link.ts";
import type { FindingExplanation } from "./finding-explanations.ts";
import {
  describeFailure,
  describeFinding,
  type FailureReport,
  type FindingsReport,
  type PartialFailure,
  type ReportedFinding,
} from "./findings-report.ts";
import { printable } from "./terminal.ts";

const schemaAddress = "https://json.schemastore.org/sarif-2.1.0.json";
const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(findingCatalogue, code);
}

/** Every code, in the order of the catalogue: the index of a rule in it is what results refer to. */
const codes: readonly FindingCode[] = Object.keys(findingCatalogue).filter(isFindingCode);

/** A message is plain text in which braces hold places for arguments and brackets make links (SARIF 3.11.5, 3.11.6). */
function escapeMessage(text: string): string {
  return printable(text)
    .replace(/[[\]\\]/g, (character) => `\\${character}`)
    .replace(/[{}]/g, (brace) => brace + brace);
}

function toMessage(...lines: readonly (string | null)[]): { readonly text: string } {
  return { text: lines.flatMap((line) => (line === null ? [] : [escapeMessage(line)])).join("\n") };
}

/** A path as a URI reference; a blank, a `%` or a line break in it would make it another one. */
function toUri(path: RepositoryPath): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, "\uFFFD")))
    .join("/");
}

function createRule(
  code: FindingCode,
  version: string,
  explanation: FindingExplanation | undefined,
): Record<string, unknown> {
  const defaultConfiguration = { level: levels[findingCatalogue[code].severity] };
  const helpUri = formatDocumentationLink(code, version);
  if (explanation === undefined) return { id: code, defaultConfiguration, helpUri };
  const { meaning, mend, why } = explanation;
  const plain = (markdown: string): string => markdown.replaceAll("`", "").replaceAll("\n", " ");
  return {
    id: code,
    shortDescription: { text: plain(meaning) },
    fullDescription: { text: plain(`${meaning} ${why}`) },
    help: {
      text: `Mend: ${plain(mend)}\nWhy: ${plain(why)}\nMore: state explain ${code}`,
      markdown: `**Mend:** ${mend}\n\n**Why:** ${why}\n\nMore: \`state explain ${code}\``,
    },
    helpUri,
    defaultConfiguration,
  };
}

function createResult(item: ReportedFinding, document: FindingsReport["document"]): Record<string, unknown> {
  const { code, severity, path, line, column, help, edits, data } = item.finding;
  const place = path ?? document;
  const region =
    line === null ? {} : { region: { startLine: line, ...(column === null ? {} : { startColumn: column }) } };
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: toMessage(describeFinding(item), help),
    locations:
      place === null
        ? []
        : [{ physicalLocation: { artifactLocation: { uri: toUri(place), uriBaseId: "%SRCROOT%" }, ...region } }],
    partialFingerprints: { "planlinkDebt/v1": item.fingerprint },
    properties: { fixable: edits.length > 0, data },
  };
}

function formatLog(run: Record<string, unknown>): string {
  return `${JSON.stringify({ $schema: schemaAddress, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

/**
 * A SARIF 2.1.0 log of one run: every finding of the catalogue as a rule, the findings as results, and in the run's
 * properties what was examined.
 */
export function formatSarif(report: FindingsReport, explanations: ReadonlyMap<string, FindingExplanation>): string {
  const { version, findings, examined, range, inherited, command, failures = [] } = report;
  return formatLog({
    tool: {
      driver: {
        name: "planlink",
        version,
        rules: codes.map((code) => createRule(code, version, explanations.get(code))),
      },
    },
    invocations: [createInvocation(failures)],
    columnKind: "unicodeCodePoints",
    results: findings.map((item) => createResult(item, report.document)),
    properties: { command, examined, range, inherited },
  });
}

/** The run as such: not a success where a part could not be checked, each with a notification. */
function createInvocation(failures: readonly PartialFailure[]): Record<string, unknown> {
  if (failures.length === 0) return { executionSuccessful: true };
  return {
    executionSuccessful: false,
    toolExecutionNotifications: failures.map((failure) => ({
      descriptor: { id: failure.code },
      level: "error",
      message: toMessage(describeFailure(failure), failure.help),
    })),
  };
}

/** The log of a check that could not be made: a run that says so, without results. */
export function formatSarifFailure({ version, code, message, help }: FailureReport): string {
  return formatLog({
    tool: { driver: { name: "planlink", version } },
    invocations: [
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            descriptor: { id: code },
            level: "error",
            message: toMessage(message, help),
          },
        ],
      },
    ],
  });
}
