import type { Oid } from "./oid.ts";
import { formatPhaseName, formatPlanName, type PhaseId, type PlanId } from "./plan-id.ts";
import type { RepositoryPath } from "./ports.ts";
import { pointAt, type Range, type SourceText, type TextEdit } from "./source-text.ts";

/** `error` blocks, `warning` is shown, `info` is shown on request. */
export type Severity = "error" | "warning" | "info";

/** What each finding is about: the code, and the data from which its words are made. Stable: part of the JSON output. */
export interface FindingData {
  "reference-missing": { text: string; planId: PlanId | null };
  "reference-unreachable": { text: string; oid: Oid; planId: PlanId | null; tip: string };
  "reference-rewritten": { text: string; oid: Oid; successor: Oid; planId: PlanId | null };
  "reference-ambiguous": { text: string; candidates: readonly Oid[] };
  "reference-not-a-commit": { text: string; oid: Oid; type: string };
  "reference-unknown": { text: string };
  "plan-mismatch": { text: string; oid: Oid; planId: PlanId; taggedPlanId: PlanId };
  "commit-count-mismatch": { planId: PlanId | null; declared: number; listed: number };
  "plan-unlisted": { planId: PlanId; commits: number };
  "plan-tag-malformed": { header: string; scope: string; reason: string; suggestion: string | null };
  "plan-unknown": {
    header: string;
    planId: PlanId;
    phase: PhaseId;
    known: readonly PlanId[];
    suggestion: PlanId | null;
    suggestionNote: string | null;
  };
  "phase-unknown": { header: string; planId: PlanId; phase: PhaseId; phases: readonly PhaseId[] };
  /** `commits` is 0 of a message about to be committed. */
  "plan-ambiguous": { planId: PlanId; scopes: readonly string[]; commits: number };
  "section-absent": { section: string };
  "section-doubled": { section: string; lines: readonly number[] };
  "section-stale": { section: string; values: number };
  "history-incomplete": { document: RepositoryPath };
  "ledger-damaged": { lines: readonly number[] };
  "ledger-newer": { version: number; known: number };
  "manifest-unreadable": { reason: string };
  "commit-map-damaged": { file: string; lines: readonly number[]; count: number };
  "rewrite-cyclic": { oid: Oid };
  "conflict-marker": { lines: readonly number[] };
  "front-matter-doubled": { lines: readonly number[] };
  "front-matter-invalid": { reason: string };
  "stopped-at-contradicted": { recorded: string; derived: string; planId: PlanId; completedAt: string | null };
  "last-session-contradicted": { recorded: string; derived: string };
  "resume-file-missing": { recorded: string };
  "duration-contradicted": { planId: PlanId; recorded: string; derived: string; evidence: string };
  "duration-implausible": { planId: PlanId | null; recorded: string };
  "summary-duration-contradicted": {
    planId: PlanId;
    recorded: string;
    /** What the figures take instead; `null` where nothing tells. */
    derived: string | null;
    evidence: string | null;
  };
  "metric-row-doubled": { planId: PlanId; kept: string; removed: string };
  "metric-row-absent": { planId: PlanId; row: string };
  "metric-row-misplaced": { planId: PlanId };
  "figure-contradicted": { figure: string; recorded: string; derived: string; evidence: string };
  "position-contradicted": {
    label: string;
    recorded: string;
    planId: PlanId | null;
    phase: PhaseId | null;
    evidence: string;
  };
  "total-contradicted": { label: string; recorded: string; expected: string };
  "plan-doubled": { planId: PlanId; lines: readonly number[] };
  "plan-unfinished": { planId: PlanId; lacks: string };
  "commit-placeholder": {
    recorded: string;
    task: string | null;
    candidates: readonly Oid[];
    evidence: string | null;
  };
  "plan-misnamed": { planId: PlanId; recorded: string; namedPlanId: PlanId };
  "check-mark-contradicted": {
    name: string;
    isTicked: boolean;
    planId: PlanId | null;
    phase: PhaseId | null;
    evidence: string;
  };
  "requirement-contradicted": {
    requirements: readonly string[];
    recorded: string;
    phase: PhaseId | null;
    evidence: string;
  };
}

export type FindingCode = keyof FindingData;

interface Wording<Code extends FindingCode> {
  readonly severity: Severity;
  readonly message: (data: FindingData[Code]) => string;
  /** What to do: a command that can be pasted where there is one. `null` where only a person can tell. */
  readonly help: (data: FindingData[Code]) => string | null;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
const short = (oid: Oid): string => oid.slice(0, 8);

/** The one place where findings are worded: thing, state, evidence; then the mend (docs/findings.md). */
export const findingCatalogue: { readonly [Code in FindingCode]: Wording<Code> } = {
  "reference-missing": {
    severity: "error",
    message: ({ text, planId }) =>
      `${text} names no object in this repository${planId === null ? "" : ` (listed under ${name(planId)})`}`,
    help: () => "find what took its place, or fetch the branch that holds it: state relink",
  },
  "reference-unreachable": {
    severity: "error",
    message: ({ text, tip }) =>
      `${text} exists, but ${tip} does not reach it: amended, rebased, squashed, or on another branch`,
    help: ({ oid }) => `see what holds it: git branch --all --contains ${short(oid)}`,
  },
  "reference-rewritten": {
    severity: "error",
    message: ({ text, successor, planId }) =>
      `${text} was rewritten to ${successor.slice(0, text.length)}${planId === null ? "" : ` (listed under ${formatPlanName(planId)})`}`,
    help: () => "state verify-commits --fix",
  },
  "reference-ambiguous": {
    severity: "error",
    message: ({ text, candidates }) =>
      `${text} names ${count(candidates.length, "commit")}: ${candidates.map((oid) => oid.slice(0, Math.min(oid.length, text.length + 6))).join(", ")}`,
    help: ({ text }) => `write more digits: git rev-parse --disambiguate=${text.toLowerCase()}`,
  },
  "reference-not-a-commit": {
    severity: "error",
    message: ({ text, type }) => `${text} is a ${type}, not a commit`,
    help: ({ type, oid }) =>
      type === "tag" ? `name its commit: git rev-parse ${short(oid)}^{commit}` : "name the commit instead",
  },
  "reference-unknown": {
    severity: "warning",
    message: ({ text }) => `${text} cannot be checked: this clone does not hold all of history`,
    help: () => "git fetch --unshallow",
  },
  "plan-mismatch": {
    severity: "warning",
    message: ({ text, planId, taggedPlanId }) =>
      `${text} is listed under ${name(planId)}, but its own message says ${name(taggedPlanId)}`,
    help: () => "correct the one that is wrong",
  },
  "commit-count-mismatch": {
    severity: "warning",
    message: ({ planId, declared, listed }) =>
      `${planId === null ? "a list" : `the list of ${name(planId)}`} says ${count(declared, "commit")} and names ${listed}`,
    help: ({ planId }) => (planId === null ? null : `see what history holds: state log ${name(planId)}`),
  },
  "plan-unlisted": {
    severity: "info",
    message: ({ planId, commits }) =>
      `plan ${name(planId)} is completed with ${count(commits, "commit")}, none of them listed here`,
    help: ({ planId }) => `state log ${name(planId)}`,
  },
  "plan-tag-malformed": {
    severity: "error",
    message: ({ scope, reason }) =>
      `scope ${JSON.stringify(scope)} is meant as a plan tag, but is not one: ${reasonWords[reason] ?? reason}`,
    help: ({ suggestion }) =>
      suggestion === null ? "write the plan as phase-plan, such as 67-04" : `write it as ${suggestion}`,
  },
  "plan-unknown": {
    severity: "error",
    message: ({ planId, phase, known }) => `plan ${name(planId)} does not exist. ${describeKnownPlans(phase, known)}`,
    help: ({ suggestion, suggestionNote }) =>
      suggestion === null
        ? null
        : `did you mean ${name(suggestion)}${suggestionNote === null ? "" : ` (${suggestionNote})`}?`,
  },
  "phase-unknown": {
    severity: "warning",
    message: ({ planId, phase, phases }) =>
      `${name(planId)} is a plan of phase ${formatPhaseName(phase)}, which has none here; ${describePhases(phases)}`,
    help: () => "correct the tag, or write the plan's PLAN.md first",
  },
  "plan-ambiguous": {
    severity: "warning",
    message: ({ planId, scopes, commits }) =>
      `${commits === 0 ? "this message" : count(commits, "commit")} may mean plan ${name(planId)} of ${scopes.join(" or of ")}: ` +
      (commits === 0
        ? "both have it"
        : `nothing tells which, and ${commits === 1 ? "it counts" : "they count"} for none`),
    help: ({ planId, scopes }) =>
      `write the name before the plan: ${scopes.find((scope) => scope !== ".planning") ?? ""}/${name(planId)}`,
  },
  "section-absent": {
    severity: "warning",
    message: ({ section }) => `there is no section “${section}”`,
    help: () => "state sync --create",
  },
  "section-doubled": {
    severity: "warning",
    message: ({ section, lines }) =>
      `“${section}” stands ${lines.length} times (lines ${listLines(lines)}); the first one counts`,
    help: () => "join them by hand",
  },
  "section-stale": {
    severity: "warning",
    message: ({ section, values }) => `“${section}” differs from history in ${count(values, "value")}`,
    help: () => "state sync",
  },
  "history-incomplete": {
    severity: "warning",
    message: () => "this clone does not hold all of history: figures, positions and sections are not checked",
    help: () => "git fetch --unshallow",
  },
  "ledger-damaged": {
    severity: "warning",
    message: ({ lines }) =>
      `the ledger cannot be read at ${lines.length === 1 ? "line" : "lines"} ${listLines(lines)}; the rest of it counts`,
    help: () => "rebuild what history still holds: state sync",
  },
  "ledger-newer": {
    severity: "warning",
    message: ({ version, known }) =>
      `a newer planlink wrote the ledger (version ${version}, this one knows ${known}): it is read, and not written`,
    help: () => "install the newer planlink: npm install --save-dev planlink@latest",
  },
  "manifest-unreadable": {
    severity: "warning",
    message: ({ reason }) => `GSD’s manifest of phases cannot be read: ${reason}; it is left as it is`,
    help: () => "correct it, or remove it and run state sync",
  },
  "commit-map-damaged": {
    severity: "warning",
    message: ({ file, lines, count: number }) =>
      `${count(number, "line")} of ${file} in the git directory ${number === 1 ? "is" : "are"} no pair of commits (${lines.length === 1 ? "line" : "lines"} ${listLines(lines)}${number > lines.length ? ", …" : ""}); the rest counts`,
    help: () => "nothing to do, unless it should hold more: the map is written by git filter-repo",
  },
  "rewrite-cyclic": {
    severity: "warning",
    message: ({ oid }) =>
      `the recorded rewrites of ${short(oid)} lead back to it; the step that closes the circle is not taken`,
    help: ({ oid }) => `see whether it is right as it is: git log -1 ${short(oid)}`,
  },
  "conflict-marker": {
    severity: "error",
    message: ({ lines }) => `unresolved merge conflict at ${lines.length === 1 ? "line" : "lines"} ${listLines(lines)}`,
    help: () => "resolve the conflict by hand, then: state sync",
  },
  "front-matter-doubled": {
    severity: "warning",
    message: ({ lines }) =>
      `the front matter stands ${lines.length} times (lines ${listLines(lines)}); tools read one of them`,
    help: () => "state sync --create joins blocks that say when they were written; else by hand",
  },
  "front-matter-invalid": {
    severity: "error",
    message: ({ reason }) => `the front matter is not YAML: ${reason}`,
    help: () => "correct it by hand",
  },
  "stopped-at-contradicted": {
    severity: "error",
    message: ({ recorded, planId, completedAt }) =>
      `“Stopped at” says ${quote(recorded)}; ${name(planId)} was completed${completedAt === null ? " since" : ` ${completedAt}`}`,
    help: () => "state sync",
  },
  "last-session-contradicted": {
    severity: "warning",
    message: ({ recorded, derived }) =>
      `“Last session” says ${quote(recorded)}; the last work commit of a plan is of ${derived}`,
    help: () => "state sync",
  },
  "resume-file-missing": {
    severity: "warning",
    message: ({ recorded }) => `“Resume file” names ${quote(recorded)}, which does not exist`,
    help: () => "state sync",
  },
  "duration-contradicted": {
    severity: "warning",
    message: ({ planId, recorded, derived, evidence }) =>
      `${name(planId)}: duration ${quote(recorded)} should be ${derived}; ${evidence}`,
    help: () => "state sync",
  },
  "duration-implausible": {
    severity: "warning",
    message: ({ planId, recorded }) =>
      `${planId === null ? "a row" : name(planId)}: duration ${quote(recorded)} is not plausible, and nothing tells the right one`,
    help: () => "correct it by hand",
  },
  "summary-duration-contradicted": {
    severity: "warning",
    message: ({ planId, recorded, derived, evidence }) =>
      `the SUMMARY of ${name(planId)} says duration ${quote(recorded)}, which ` +
      (derived === null ? "is not plausible, and nothing tells the right one" : `should be ${derived}; ${evidence}`),
    help: () => "correct it by hand",
  },
  "metric-row-doubled": {
    severity: "warning",
    message: ({ planId, kept, removed }) => `${name(planId)} has two rows (${kept}; ${removed})`,
    help: () => "state sync",
  },
  "metric-row-absent": {
    severity: "warning",
    message: ({ planId, row }) => `${name(planId)} is completed and has no row; due is ${row}`,
    help: () => "state sync",
  },
  "metric-row-misplaced": {
    severity: "warning",
    message: ({ planId }) => `the row of ${name(planId)} stands apart from the per-plan rows`,
    help: () => "state sync",
  },
  "figure-contradicted": {
    severity: "warning",
    message: ({ figure, recorded, derived, evidence }) =>
      `${figure} is recorded as ${quote(recorded)}; it is ${derived} (${evidence})`,
    help: () => "state sync",
  },
  "position-contradicted": {
    severity: "warning",
    message: ({ label, recorded, evidence }) => `“${label}” says ${quote(recorded)}, but ${evidence}`,
    help: () => "bring the line up to date by hand",
  },
  "total-contradicted": {
    severity: "warning",
    message: ({ label, recorded, expected }) => `“${label}” says ${quote(recorded)}, but ${expected}`,
    help: () => "bring the line up to date by hand",
  },
  "plan-doubled": {
    severity: "warning",
    message: ({ planId, lines }) =>
      `plan ${name(planId)} is reported complete ${lines.length} times (lines ${listLines(lines)})`,
    help: () => "join the entries by hand",
  },
  "plan-unfinished": {
    severity: "warning",
    message: ({ planId, lacks }) => `plan ${name(planId)} is reported complete, but has ${lacks}`,
    help: ({ planId }) => `state log ${name(planId)}`,
  },
  "commit-placeholder": {
    severity: "warning",
    message: ({ recorded, task, candidates, evidence }) => {
      const [only, second] = candidates;
      const fitting =
        only === undefined
          ? "no commit carries its id or its words"
          : `${second === undefined ? `${short(only)} fits` : `${candidates.slice(0, 4).map(short).join(", ")} fit`} (${evidence ?? ""})`;
      return `${task === null ? "a row" : quote(task)} has ${quote(recorded)} for its commit; ${fitting}`;
    },
    help: ({ candidates: [only] }) =>
      only === undefined ? "write the commit, or a dash where there is none" : `git show ${short(only)}`,
  },
  "plan-misnamed": {
    severity: "warning",
    message: ({ planId, recorded, namedPlanId }) =>
      `${name(planId)} is called ${quote(recorded)}, which is the title of ${name(namedPlanId)}`,
    help: ({ namedPlanId }) => `state log ${name(namedPlanId)}`,
  },
  "check-mark-contradicted": {
    severity: "warning",
    message: ({ name: item, isTicked, evidence }) =>
      `“${item}” is ${isTicked ? "ticked" : "not ticked"}, but ${evidence}`,
    help: () => "bring the check mark up to date by hand",
  },
  "requirement-contradicted": {
    severity: "warning",
    message: ({ requirements, recorded, evidence }) =>
      `${listNames(requirements)}: ${quote(recorded)}, but ${evidence}`,
    help: () => "bring the status up to date by hand",
  },
};

/** A plan as people and file names call it. */
function name(planId: PlanId): string {
  return formatPlanName(planId);
}

/** Why a scope is no plan tag, in words; the codes are `MalformedReason` of commit/plan-tag. */
const reasonWords: Readonly<Record<string, string>> = {
  "dash-not-hyphen": "it has a dash where a hyphen is due",
  "full-width-punctuation": "it has full-width punctuation",
  "invisible-character": "it has an invisible character",
  "phase-number-absent": "the phase number is missing",
  "placeholder-unfilled": "a placeholder was not filled in",
  "plan-number-absent": "the plan number is missing",
  "separator-not-hyphen": "phase and plan are not joined by a hyphen",
  "separator-doubled": "the hyphen is doubled",
  "separator-trailing": "it ends in a separator",
  "space-in-scope": "it has a blank in it",
  "bracket-not-parenthesis": "the scope stands in brackets, not in parentheses",
  "breaking-mark-misplaced": "the exclamation mark belongs before the colon",
  "colon-absent": "the colon after the scope is missing",
  "parenthesis-doubled": "a parenthesis is doubled",
  "parenthesis-unclosed": "the parenthesis is not closed",
  "space-before-colon": "a blank stands before the colon",
  "space-before-scope": "a blank stands before the scope",
  "type-absent": "the type before the scope is missing",
};

/** Line numbers, as many of them as somebody would read; the data of a finding has them all. */
function listLines(lines: readonly number[]): string {
  const shown = lines.slice(0, 12).join(", ");
  return lines.length <= 12 ? shown : `${shown} and ${lines.length - 12} more`;
}

/** Names in a row, the first four of them; the data has them all. */
function listNames(names: readonly string[]): string {
  return names.length <= 5 ? names.join(", ") : `${names.slice(0, 4).join(", ")} and ${names.length - 4} more`;
}

function quote(text: string): string {
  const clipped = text.length > 72 ? `${text.slice(0, 71)}…` : text;
  return `“${clipped}”`;
}

/** `plans are of the phases 01 to 04`, as far as they fit into a line. */
function describePhases(phases: readonly PhaseId[]): string {
  const [first, last] = [phases[0], phases.at(-1)];
  if (first === undefined || last === undefined || first === last)
    return `there are plans of phase ${first === undefined ? "" : formatPhaseName(first)} alone`;
  return `there are plans of ${count(phases.length, "phase")}, ${formatPhaseName(first)} to ${formatPhaseName(last)}`;
}

function describeKnownPlans(phase: PhaseId, known: readonly PlanId[]): string {
  const [first, second] = known;
  if (first === undefined) return `There is no phase ${formatPhaseName(phase)} with plans.`;
  if (second === undefined) return `Phase ${formatPhaseName(phase)} has only plan ${name(first)}.`;
  return `Phase ${formatPhaseName(phase)} has plans ${name(first)} to ${name(known.at(-1) ?? first)}.`;
}

/** Something about the user's repository that is not as it should be. A value: returned in lists, never thrown. */
export interface Finding<Code extends FindingCode = FindingCode> {
  readonly code: Code;
  readonly severity: Severity;
  readonly path: RepositoryPath | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
  readonly help: string | null;
  readonly data: FindingData[Code];
  /** The edits of the document that remove the finding; empty where a person has to. */
  readonly edits: readonly TextEdit[];
}

/** Where in a document a finding is. */
export interface FindingPlace {
  readonly path: RepositoryPath;
  readonly source: SourceText;
  readonly range: Range;
}

/** Makes a finding with the catalogue's severity and words. */
export function createFinding<Code extends FindingCode>(
  code: Code,
  data: FindingData[Code],
  place: FindingPlace | { readonly path: RepositoryPath | null },
  edits: readonly TextEdit[] = [],
): Finding<Code> {
  const { severity, message, help } = findingCatalogue[code];
  const point = "source" in place ? pointAt(place.source, place.range.start) : null;
  return {
    code,
    severity,
    path: place.path,
    line: point?.line ?? null,
    column: point?.column ?? null,
    message: message(data),
    help: help(data),
    data,
    edits,
  };
}

/** Orders findings by path, place and code, so that the same input gives the same output. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const keys: readonly ((finding: Finding) => string | number)[] = [
    ({ path }) => path ?? "",
    ({ line }) => line ?? 0,
    ({ column }) => column ?? 0,
    ({ code }) => code,
    ({ message }) => message,
  ];
  return findings.toSorted((a, b) => {
    for (const key of keys) {
      const [left, right] = [key(a), key(b)];
      if (left !== right) return left < right ? -1 : 1;
    }
    return 0;
  });
}

/** Applies the severities that the config sets; `off` drops the finding. */
export function applySeverities(
  findings: readonly Finding[],
  severities: Readonly<Record<string, Severity | "off">>,
): readonly Finding[] {
  return findings.flatMap((finding) => {
    const severity = severities[finding.code] ?? finding.severity;
    return severity === "off" ? [] : [{ ...finding, severity }];
  });
}
