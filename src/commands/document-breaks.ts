import { findCommitLists, type CommitList, type CommitReference } from "../document/commit-references.ts";
import { parseStateDocument, type StateDocument } from "../document/state-document.ts";
import { findCompletionClaims } from "../check/completion-claims.ts";
import { findProgressClaims } from "../check/check-progress.ts";
import { findCurrentPosition } from "../document/current-position.ts";
import type { LabelLine } from "../document/label-lines.ts";
import { findMetricsElements, type PlanRow } from "../document/metrics-elements.ts";
import type { FindingCode } from "../model/finding.ts";
import { formatPhaseName, formatPlanName, phaseOfPlan, type PhaseId, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";

/** One claim of a document, and what it is broken to. */
export interface DocumentBreak {
  readonly path: RepositoryPath;
  /** Counts from 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
  /** The whole document with the claim broken. */
  readonly text: string;
}

/** A document whose claims can be broken. */
export interface BreakableDocument {
  readonly path: RepositoryPath;
  readonly text: string;
  readonly document: StateDocument;
}

/** What the breaks are made from. */
export interface BreakMaterial {
  readonly state: BreakableDocument;
  readonly roadmap: BreakableDocument | null;
  readonly requirements: BreakableDocument | null;
  readonly ledger: BreakableDocument | null;
  readonly manifest: BreakableDocument | null;
  /** Completed plans, those completed first first. */
  readonly completed: readonly PlanId[];
  readonly titles: ReadonlyMap<PlanId, string>;
  /** Phases of the milestone at hand, and whether all their plans are completed. */
  readonly livePhases: ReadonlyMap<PhaseId, boolean>;
  /** Plans of which evidence tells how long they took. */
  readonly timed: ReadonlySet<PlanId>;
  /** References of the state document that stand as they must. */
  readonly sound: readonly SoundReference[];
  /** Hex of objects of each kind that a reference must not name; empty where the repository has none. */
  readonly missing: string;
  readonly unreachable: readonly string[];
  readonly rewritten: readonly string[];
  readonly ambiguous: readonly string[];
  readonly blobs: readonly string[];
}

/** A reference that resolves, and the plan that its commit's own message names. */
export interface SoundReference {
  readonly reference: CommitReference;
  readonly taggedPlanId: PlanId | null;
}

/** Makes a document breakable. */
export function createBreakable(path: RepositoryPath, text: string): BreakableDocument {
  return { path, text, document: parseStateDocument(text) };
}

type Break = (material: BreakMaterial) => Iterable<DocumentBreak>;

function lineOf({ text }: BreakableDocument, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

function replaceRange(owner: BreakableDocument, start: number, end: number, after: string): DocumentBreak {
  const { path, text } = owner;
  const before = text.slice(start, end);
  return { path, line: lineOf(owner, start), before, after, text: text.slice(0, start) + after + text.slice(end) };
}

/** Each line that a pattern matches, with what it is to become. */
function* breakLines(
  owner: BreakableDocument | null,
  pattern: RegExp,
  rewrite: (line: string, match: RegExpExecArray) => readonly string[],
): Generator<DocumentBreak> {
  if (owner === null) return;
  for (const line of owner.document.source.lines) {
    const match = pattern.exec(line.text);
    if (match === null) continue;
    for (const after of rewrite(line.text, match))
      if (after !== line.text) yield replaceRange(owner, line.start, line.start + line.text.length, after);
  }
}

/** As `breakLines`, of lines whose label is one of these. */
function breakLabels(
  owner: BreakableDocument | null,
  labels: string,
  rewrite: (value: string) => readonly string[],
): Generator<DocumentBreak> {
  const pattern = new RegExp(`^([-*\\s|]*(?:${labels})[*\\s]*[:：|][*\\s]*)(\\S.*?)(\\s*\\|?\\s*)$`, "i");
  return breakLines(owner, pattern, (_, match) =>
    rewrite(match[2] ?? "").map((value) => `${match[1] ?? ""}${value}${match[3] ?? ""}`),
  );
}

function appendText(owner: BreakableDocument, addition: string): DocumentBreak {
  const start = owner.text.length;
  return replaceRange(owner, start, start, `\n\n${addition}\n`);
}

function* breakReferences({ state, sound }: BreakMaterial, words: readonly string[]): Generator<DocumentBreak> {
  for (const { reference } of sound)
    for (const word of words) {
      // As long as it was, so that the text around it means what it meant.
      const after = word.slice(0, Math.max(reference.text.length, 12));
      if (reference.linkTargetRange === null)
        yield replaceRange(state, reference.range.start, reference.range.end, after);
    }
}

function* breakPlanOfReference({ state, sound }: BreakMaterial): Generator<DocumentBreak> {
  for (const { reference, taggedPlanId } of sound) {
    const other = sound.find(
      (candidate) => candidate.taggedPlanId !== null && candidate.taggedPlanId !== reference.planId,
    );
    const isListed = reference.planId !== null && reference.planId === taggedPlanId;
    if (isListed && other !== undefined)
      yield replaceRange(state, reference.range.start, reference.range.end, other.reference.text);
  }
}

function textBefore({ document }: BreakableDocument, { references: [first] }: CommitList): [number, string] {
  const start = first?.range.start ?? 0;
  const line = document.source.lines.find((candidate) => candidate.start <= start && start <= candidate.end);
  return [line?.start ?? 0, document.source.text.slice(line?.start ?? 0, start)];
}

function* breakCounts({ state }: BreakMaterial): Generator<DocumentBreak> {
  for (const list of findCommitLists(state.document)) {
    if (list.declaredCount === null || list.declaredCount !== list.references.length || list.holdsRange) continue;
    const [start, before] = textBefore(state, list);
    const digits = `${list.declaredCount}`;
    const at = before.lastIndexOf(digits);
    if (at !== -1) yield replaceRange(state, start + at, start + at + digits.length, `${list.declaredCount + 3}`);
  }
}

/** Takes all references of one plan out, one plan at a time. */
function* breakListing({ state, sound, completed }: BreakMaterial): Generator<DocumentBreak> {
  for (const planId of completed) {
    const own = sound.filter(({ reference, taggedPlanId }) => (reference.planId ?? taggedPlanId) === planId);
    const [first] = own;
    const hasOthers = own.length > 0 && own.length < sound.length;
    if (first === undefined || !hasOthers) continue;
    let { text } = state;
    for (const { reference } of own.toReversed())
      text = `${text.slice(0, reference.range.start)}gone${text.slice(reference.range.end)}`;
    const line = lineOf(state, first.reference.range.start);
    yield { path: state.path, line, before: first.reference.text, after: "gone", text };
  }
}

function readRows({ state }: BreakMaterial): readonly PlanRow[] {
  return (findMetricsElements(state.document)?.planRows ?? []).filter(({ table }) => table !== undefined);
}

/** Each row of a plan in a table, with what it is to become. */
function* breakRows(
  material: BreakMaterial,
  rewrite: (line: string, row: PlanRow) => readonly string[],
): Generator<DocumentBreak> {
  for (const row of readRows(material)) {
    if (row.isOutside) continue;
    const line = material.state.document.source.lines[row.row.lineIndex];
    if (line === undefined) continue;
    for (const after of rewrite(line.text, row))
      yield replaceRange(material.state, line.start, line.start + line.text.length, after);
  }
}

/** A duration that is none: a time in seconds, as some tools wrote it. */
const impossible = "1771618929m";

/** Rows of plans that have evidence for their duration, or of a plan that nobody knows, with an impossible one. */
function* breakDurations(material: BreakMaterial, isEvident: boolean): Generator<DocumentBreak> {
  for (const { planId, row, duration } of readRows(material)) {
    const line = material.state.document.source.lines[row.lineIndex];
    if (duration === undefined || planId === null || line === undefined) continue;
    if (material.timed.has(planId) !== isEvident && isEvident) continue;
    const [start, end] = [duration.range.start - line.start, duration.range.end - line.start];
    const broken = line.text.slice(0, start) + impossible + line.text.slice(end);
    const after = isEvident ? broken : broken.replace(/\d+(?:\.\d+)*[A-Z]?(-|\s+P)(\d+)/, "987$1$2");
    yield replaceRange(material.state, line.start, line.start + line.text.length, after);
  }
}

function* breakHeadings(
  { state }: BreakMaterial,
  rewrite: (heading: string) => readonly string[],
): Generator<DocumentBreak> {
  yield* breakLines(state, /^## (?:Performance Metrics|Session Continuity)\s*$/, (line) => rewrite(line));
}

function bump(line: string): readonly string[] {
  return [...line.matchAll(/\d+/g)].map(({ index, 0: digits }) => {
    const other = Number(digits) + (Number(digits) > 50 ? -37 : 31);
    return line.slice(0, index) + `${other}` + line.slice(index + digits.length);
  });
}

function* breakPosition({ state, completed }: BreakMaterial): Generator<DocumentBreak> {
  const [oldest] = completed;
  const position = findCurrentPosition(state.document);
  const newest = completed.at(-1);
  if (oldest === undefined || oldest === newest || position === undefined) return;
  const [name, phase] = [formatPlanName(oldest), oldest.slice(0, oldest.lastIndexOf("-"))];
  const values: readonly (readonly [LabelLine | undefined, string])[] = [
    [position.lastActivity, `2001-01-01 — Completed ${name}`],
    [position.phaseLine, sharesPhase(oldest, newest ?? oldest) ? "" : phase],
    [position.planLine, name],
  ];
  for (const [line, value] of values)
    if (line !== undefined && value !== "")
      yield replaceRange(state, line.valueRange.start, line.valueRange.end, value);
}

/** Figures of progress: in lines, and as the front matter has them. */
function* breakTotals({ state }: BreakMaterial): Generator<DocumentBreak> {
  for (const { range } of findProgressClaims(state.document)) {
    const written = state.text.slice(range.start, range.end);
    for (const after of bump(written)) yield replaceRange(state, range.start, range.end, after);
  }
  yield* breakLines(state, /^\s+(?:total_plans|completed_plans|percent):\s*\d+\s*$/, bump);
}

const planPattern = /\b\d+(?:\.\d+)*[A-Z]?-\d{2,}\b/;
/** Claims of completion, in the words of a plan that there is not. */
function* breakCompletion({ state, livePhases }: BreakMaterial): Generator<DocumentBreak> {
  for (const { planId, range } of findCompletionClaims(state.document)) {
    const phase = phaseOfPlan(planId);
    const line = state.text.slice(range.start, range.end);
    const written = formatPlanName(planId);
    const at = line.indexOf(written);
    // The line of the last session is regenerated, which says it already.
    if (at === -1 || !livePhases.has(phase) || /stopped at/i.test(line)) continue;
    const start = range.start + at;
    // With the word: a number so far from the others might be a score or a date.
    const word = /\bplan[ \t]+$/i.test(line.slice(0, at)) ? "" : "plan ";
    yield replaceRange(state, start, start + written.length, `${word}${formatPhaseName(phase)}-97`);
  }
}

/** Entries of lists that report a plan as complete, twice. */
function* doubleCompletion({ state }: BreakMaterial): Generator<DocumentBreak> {
  for (const { unit, isHeading } of findCompletionClaims(state.document)) {
    if (unit.kind !== "item" || isHeading) continue;
    const start = state.text.lastIndexOf("\n", unit.range.start - 1) + 1;
    const entry = state.text.slice(start, unit.range.end).replace(/\s+$/, "");
    yield replaceRange(state, start, start, `${entry}\n`);
  }
}

/** Boxes of plans that are completed, and of phases that are as they say while work goes on elsewhere. */
function* breakChecks({ roadmap, completed, livePhases }: BreakMaterial): Generator<DocumentBreak> {
  const newest = completed.at(-1);
  // Milestones that are folded are over, and nobody keeps their boxes.
  const folded = new Set(
    (roadmap?.text.match(/<details>[^]*?<\/details>/gi) ?? []).flatMap((part) => part.split(/\r?\n/)),
  );
  yield* breakLines(roadmap, /^\s*[-*] \[([ xX])\] (.*)$/, (line, match) => {
    if (folded.has(line)) return [];
    const isTicked = match[1] !== " ";
    const plan = completed.find((planId) => (match[2] ?? "").includes(formatPlanName(planId)));
    if (plan !== undefined) return isTicked && livePhases.has(phaseOfPlan(plan)) ? [toggle(line)] : [];
    const phase = [...livePhases.keys()].find((id) =>
      new RegExp(`^\\**Phase 0*${id.replace(".", "\\.")}\\b`, "i").test(match[2] ?? ""),
    );
    if (phase === undefined) return [];
    const isSettled = livePhases.get(phase) === true && newest !== undefined && phaseOfPlan(newest) !== phase;
    return (isTicked && isSettled) || (!isTicked && livePhases.get(phase) === false) ? [toggle(line)] : [];
  });
}

/** Cells of columns that hold commits. */
function* breakCommitCells({ state }: BreakMaterial): Generator<DocumentBreak> {
  for (const { header, rows } of state.document.tables) {
    const column = header.cells.findIndex(({ text }) => /^[*`]*commits?[*`]*$/i.test(text));
    for (const { cells } of rows) {
      const cell = cells[column];
      if (cell !== undefined && /\b[0-9a-f]{7,40}\b/.test(cell.text))
        yield replaceRange(state, cell.range.start, cell.range.end, "pending");
    }
  }
}

/** A total without a qualifier, which would make it one of a milestone that is over. */
function breakVelocity({ state }: BreakMaterial): Generator<DocumentBreak> {
  return breakLabels(state, "total plans completed", (value) =>
    /^\D*\d+\D*$/.test(value) && !/[a-z(]/i.test(value) ? bump(value) : [],
  );
}

/** Whatever makes an owned section differ. */
function* breakSections(material: BreakMaterial): Generator<DocumentBreak> {
  yield* breakVelocity(material);
  yield* breakRows(material, () => [""]);
}

function nowhere({ state }: BreakMaterial): string {
  return `${state.path.replace(/[^/]*$/, "")}phases/nowhere/.continue-here.md`;
}

function toggle(line: string): string {
  return line.includes("[ ]") ? line.replace("[ ]", "[x]") : line.replace(/\[x\]/i, "[ ]");
}

function* breakFrontMatter({ state }: BreakMaterial, isDoubled: boolean): Generator<DocumentBreak> {
  const { frontMatter, source } = state.document;
  const [opening] = source.lines;
  if (frontMatter === undefined || opening === undefined) return;
  const end = source.lines[frontMatter.closingLine]?.end ?? 0;
  const whole = source.text.slice(0, end).replace(/^\uFEFF/, "");
  if (isDoubled) yield replaceRange(state, end, end, `\n${whole}\n`);
  else yield replaceRange(state, opening.end, opening.end, '\nbroken: "no end');
}

/** Moves a row to a table of another section. */
function* moveRows(material: BreakMaterial): Generator<DocumentBreak> {
  // Where no row stays there is no table that one could stand apart from.
  if (readRows(material).length < 2) return;
  for (const broken of breakRows(material, () => [""])) {
    const cells = broken.before
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|").length;
    const header = ["Plan", "Duration", "Tasks", "Files"].concat(Array<string>(20).fill("Note")).slice(0, cells);
    const table = [`| ${header.join(" | ")} |`, `|${"---|".repeat(cells)}`, broken.before].join("\n");
    yield { ...broken, after: "a table of another section", text: `${broken.text}\n\n## Elsewhere\n\n${table}\n` };
  }
}

/** Findings that no claim of a document leads to, and what does. */
export type OtherSource = "clone" | "commit message" | "git directory" | "SUMMARY.md";

/**
 * For every finding how a claim of the project's own documents is broken so that it must fire, or what it comes from
 * instead. Each break yields nothing where the documents make no such claim.
 */
export const documentBreaks: { readonly [Code in FindingCode]: Break | OtherSource } = {
  "reference-missing": (material) => breakReferences(material, [material.missing]),
  "reference-unreachable": (material) => breakReferences(material, material.unreachable),
  "reference-rewritten": (material) => breakReferences(material, material.rewritten),
  "reference-ambiguous": (material) => breakReferences(material, material.ambiguous),
  "reference-not-a-commit": (material) => breakReferences(material, material.blobs),
  "reference-unknown": "clone",
  "plan-mismatch": breakPlanOfReference,
  "commit-count-mismatch": breakCounts,
  "plan-unlisted": breakListing,
  "plan-tag-malformed": "commit message",
  "plan-unknown": "commit message",
  "phase-unknown": "commit message",
  "plan-ambiguous": "commit message",
  "section-absent": (material) => breakHeadings(material, (line) => [`${line.trimEnd()} of another tool`]),
  "section-doubled": (material) => breakHeadings(material, (line) => [`${line}\n\nempty\n\n${line}`]),
  "section-stale": breakSections,
  "history-incomplete": "clone",
  "ledger-damaged": ({ ledger }) => (ledger === null ? [] : [appendText(ledger, "  no: [ledger")]),
  "ledger-newer": ({ ledger }) => breakLines(ledger, /^version:\s*\d+/, () => ["version: 999"]),
  "manifest-unreadable": ({ manifest }) => (manifest === null ? [] : [appendText(manifest, "{")]),
  "commit-map-damaged": "git directory",
  "rewrite-cyclic": "git directory",
  "conflict-marker": (material) =>
    breakHeadings(material, (line) => [`<<<<<<< ours\n${line}\n=======\n${line}\n>>>>>>> theirs`]),
  "front-matter-doubled": (material) => breakFrontMatter(material, true),
  "front-matter-invalid": (material) => breakFrontMatter(material, false),
  "stopped-at-contradicted": ({ state, completed: [oldest, second] }) =>
    oldest === undefined || second === undefined
      ? []
      : breakLabels(state, "stopped at", () => [`Completed ${formatPlanName(oldest)}-PLAN.md`]),
  "last-session-contradicted": ({ state, completed }) =>
    completed.length === 0 ? [] : breakLabels(state, "last session", (value) => [value.replace(/\b20\d\d\b/, "2001")]),
  "resume-file-missing": (material) => breakLabels(material.state, "resume file", () => [nowhere(material)]),
  "duration-contradicted": (material) => breakDurations(material, true),
  "duration-implausible": (material) => breakDurations(material, false),
  "summary-duration-contradicted": "SUMMARY.md",
  "metric-row-doubled": (material) => breakRows(material, (line) => [`${line}\n${line}`]),
  "metric-row-absent": (material) => breakRows(material, () => [""]),
  "metric-row-misplaced": moveRows,
  "figure-contradicted": breakVelocity,
  "position-contradicted": breakPosition,
  "total-contradicted": breakTotals,
  "plan-doubled": doubleCompletion,
  "plan-unfinished": breakCompletion,
  "commit-placeholder": breakCommitCells,
  "plan-misnamed": ({ state, titles }) =>
    breakLines(state, planPattern, (line, match) => {
      const own = [...titles].find(
        ([planId, title]) => formatPlanName(planId) === match[0] && isRightBehind(line, match, title),
      );
      const other = [...titles].find(
        ([planId, title]) => own !== undefined && title !== own[1] && sharesPhase(planId, own[0]),
      );
      return own === undefined || other === undefined ? [] : [line.replace(own[1], other[1])];
    }),
  "check-mark-contradicted": breakChecks,
  "requirement-contradicted": ({ requirements, state }) =>
    (function* () {
      const rewrite = (line: string): readonly string[] => [
        /complete|done/i.test(line) ? line.replace(/complete|done/i, "Pending") : line.replace(/pending/i, "Complete"),
      ];
      for (const owner of [requirements, state]) yield* breakLines(owner, /^\s*\|.*[A-Z]{2,}-?\d+.*\|/, rewrite);
    })(),
};

/** A title stands right behind the number of its plan, with a colon or a dash between. */
function isRightBehind(line: string, match: RegExpExecArray, title: string): boolean {
  const rest = line.slice(match.index + match[0].length);
  const at = rest.indexOf(title);
  return title.includes(" ") && at > 0 && at <= 4 && /^[\s:(–—-]+$/.test(rest.slice(0, at));
}

function sharesPhase(a: PlanId, b: PlanId): boolean {
  return a !== b && a.split("-")[0] === b.split("-")[0];
}
