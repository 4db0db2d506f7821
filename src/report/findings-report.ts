import type { Finding, Severity } from "../model/finding.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { count, printable } from "./terminal.ts";

/** A finding with what tells it from all others, in this run and in later ones. */
export interface ReportedFinding {
  readonly finding: Finding;
  /** Hex digits that stay the same while the debt is the same, wherever its line moves. */
  readonly fingerprint: string;
  /** What the finding is about where that is no file: a commit with its header. */
  readonly subject: string | null;
}

/** What a command found and what it examined for it, as the reporters for other programs take it. */
export interface FindingsReport {
  readonly command: "check" | "lint" | "verify-commits";
  /** The version of planlink. */
  readonly version: string;
  /** In the order in which findings are sorted. */
  readonly findings: readonly ReportedFinding[];
  /** How many of each kind were examined, such as `{ references: 13 }`; what was not is left out. */
  readonly examined: Readonly<
    Partial<Record<"repositories" | "references" | "plans" | "rows" | "commits" | "messages", number>>
  >;
  /** Where a finding without a place is shown: the document that was checked; `null` where commits were. */
  readonly document: RepositoryPath | null;
  /** As the user wrote it; `null` without one. */
  readonly range: string | null;
  /** Findings that the base of the range has already, and that were therefore left out. */
  readonly inherited: number;
  /** Of many repositories those that could not be checked; none where one alone is reported. */
  readonly failures?: readonly PartialFailure[];
}

/** A part of what was to be checked that could not be. */
export interface PartialFailure extends Omit<FailureReport, "version"> {
  /** The name of the repository. */
  readonly subject: string;
  /** Hex digits that stay the same while this cannot be checked for this reason. */
  readonly fingerprint: string;
}

/** What could not be checked, in words; control characters are shown escaped. */
export function describeFailure({ subject, message }: Pick<PartialFailure, "subject" | "message">): string {
  return printable(`${subject} was not checked: ${message}`);
}

/** Why no answer could be given, for those who read a report. */
export interface FailureReport {
  readonly version: string;
  readonly code: string;
  readonly message: string;
  readonly help: string | null;
}

/** Of what is examined, in the order in which it is said. */
const nouns: readonly (readonly [name: keyof FindingsReport["examined"], noun: string, plural?: string])[] = [
  ["repositories", "repository", "repositories"],
  ["references", "reference"],
  ["plans", "plan"],
  ["rows", "recorded row"],
  ["commits", "commit"],
  ["messages", "message"],
];

/** What was examined, in words: `13 references, 9 plans`. */
export function describeExamined(examined: FindingsReport["examined"]): string {
  return nouns
    .flatMap(([name, noun, plural]) => {
      const number = examined[name];
      if (number === undefined) return [];
      return [plural === undefined || number === 1 ? count(number, noun) : `${number} ${plural}`];
    })
    .join(", ");
}

/** What a finding says, with its subject where that is no file; control characters are shown escaped. */
export function describeFinding({ finding, subject }: ReportedFinding): string {
  return printable(subject === null ? finding.message : `${subject}: ${finding.message}`);
}

/** How many findings have a severity. */
export function countSeverity(report: FindingsReport, severity: Severity): number {
  return report.findings.filter(({ finding }) => finding.severity === severity).length;
}

/** The older findings that a range leaves out, in a sentence; `null` where there are none. */
export function describeInherited({ inherited }: FindingsReport): string | null {
  if (inherited === 0) return null;
  return `${count(inherited, "older finding")} ${inherited === 1 ? "was" : "were"} there before the range and ${inherited === 1 ? "does" : "do"} not count.`;
}
