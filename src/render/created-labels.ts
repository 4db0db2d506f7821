import type { ContinuityElements } from "../document/continuity-elements.ts";
import { findCurrentPosition } from "../document/current-position.ts";
import { findLabelAnywhere, formatLabelValue, type LabelLine } from "../document/label-lines.ts";
import type { Section, StateDocument } from "../document/state-document.ts";
import type { TextEdit } from "../model/source-text.ts";
import { labelLines } from "./created-nodes.ts";
import { valueText } from "./session-continuity.ts";
import { isBlankLine, withLineEnding, type Creation } from "./creation.ts";

/** Labels that an existing section lacks, after its last label or under its heading. */
export function createLabels(
  document: StateDocument,
  section: Section,
  missing: readonly (readonly [string, string])[],
  afterLine: number | undefined,
): Creation {
  const { source } = document;
  const line = source.lines[afterLine ?? section.headingLine];
  const isUnended = line !== undefined && line.end === line.nextStart;
  const offset = line?.nextStart ?? 0;
  const block = labelLines(missing);
  const underHeading = afterLine === undefined;
  const following = source.lines[section.headingLine + 1];
  const needsBlankAfter = underHeading && following !== undefined && !isBlankLine(following.text);
  const newText = `${isUnended ? "\n" : ""}${underHeading ? "\n" : ""}${block}${needsBlankAfter ? "\n" : ""}`;
  const element = missing.map(([label]) => label).join(", ");
  return {
    element,
    isSection: false,
    edits: [{ range: { start: offset, end: offset }, newText: withLineEnding(newText, document) }],
  };
}

function bodyOf(document: StateDocument): string {
  const closing = document.frontMatter?.closingLine;
  const start = closing === undefined ? 0 : (document.source.lines[closing]?.nextStart ?? 0);
  return document.source.text.slice(start);
}

/** GSD before gsd-core 1.7 finds a bold label anywhere, within a line as well, and before any plain one. */
function hasBoldLabel(document: StateDocument, label: string): boolean {
  return bodyOf(document).toLowerCase().includes(`**${label.toLowerCase()}:**`);
}

/** `Label: value` at the beginning of a line: what builds since 1.22.2 read where there is no bold one. */
function isPlainLabel(document: StateDocument, { label, lineIndex, isCell, isListItem }: LabelLine): boolean {
  const text = document.source.lines[lineIndex]?.text ?? "";
  return !isCell && !isListItem && text.startsWith(`${label}:`);
}

/**
 * Values for labels of the session that are there and say nothing: GSD up to gsd-core 1.10 takes the next line for the
 * value of such a label, and overwrites it.
 */
export function fillIn(
  document: StateDocument,
  lines: readonly (readonly [LabelLine | undefined, string])[],
): Creation | undefined {
  const empty = lines.flatMap(([line, value]) => (line?.value === "" ? [{ line, value }] : []));
  if (empty.length === 0) return undefined;
  const edits = empty.map(({ line, value }) => ({
    range: line.valueRange,
    newText: valueText(line, document, formatLabelValue(line, value)),
  }));
  return { element: empty.map(({ line }) => line.label).join(", "), isSection: false, edits };
}

/** The lines under *Current Position* that say the status. */
function findStatusLines(document: StateDocument): readonly LabelLine[] {
  return findCurrentPosition(document)?.lines.filter(({ label }) => label.toLowerCase() === "status") ?? [];
}

/**
 * The status for a *Current Position* that says it in a form that no build of GSD reads, such as `- **Status**: done`, or
 * not at all: under the heading, in the words that stand there. `undefined` where some build reads a status.
 */
export function createStatus(document: StateDocument, describe: () => string): Creation | undefined {
  const position = findCurrentPosition(document);
  if (position === undefined || hasBoldLabel(document, "Status")) return undefined;
  const lines = findStatusLines(document);
  if (lines.some((line) => line.isCell || isPlainLabel(document, line))) return undefined;
  const isFrontMatter = /^status:[ \t]*[^ \t\r\n]/im.test(frontMatterOf(document));
  const [written] = lines;
  if (isFrontMatter || (written === undefined && findLabelAnywhere(document, "Status") !== undefined)) return undefined;
  return createLabels(document, position.section, [["Status", written?.value || describe()]], undefined);
}

function frontMatterOf({ frontMatter, source }: StateDocument): string {
  return frontMatter === undefined
    ? ""
    : source.text.slice(frontMatter.contentRange.start, frontMatter.contentRange.end);
}

/**
 * Makes plain labels bold that GSD before 1.22.2 reads bold alone: the status, and the three of the session. Four asterisks
 * are added, nothing goes. Labels of which newer builds read the plain form alone stay as they are (docs/adr/0088).
 */
export function createBoldLabels(
  document: StateDocument,
  continuity: ContinuityElements | undefined,
): Creation | undefined {
  const lines = [findStatusLines(document)[0], continuity?.lastSession, continuity?.stoppedAt, continuity?.resumeFile];
  const plain = lines
    .filter((line) => line !== undefined)
    .filter((line) => line.label.toLowerCase() !== "status" || line.value !== "")
    .filter((line) => isPlainLabel(document, line) && !hasBoldLabel(document, line.label));
  if (plain.length === 0) return undefined;
  const edits = plain.map(({ label, lineIndex }): TextEdit => {
    const start = document.source.lines[lineIndex]?.start ?? 0;
    return { range: { start, end: start + label.length + 1 }, newText: `**${label}:**` };
  });
  return { element: `bold labels (${plain.map(({ label }) => label).join(", ")})`, isSection: false, edits };
}
