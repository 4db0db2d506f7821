import { readHeading } from "./block-starts.ts";
import { classifyLabel, isStatusSection, parseMergeLabel } from "./merge-labels.ts";
import type { MergeSide, Token } from "./merge-side.ts";
import { findRowKey } from "./merge-table-rows.ts";

/**
 * What a unit is. `item` has its wrapped lines and nested items with it, `table-head` the delimiter row; `label` is a
 * line with a value that says where the project stands; `text` is a run of lines of a paragraph; `block` is code, HTML or
 * a stray front matter.
 */
export type UnitKind = "heading" | "table-head" | "row" | "item" | "label" | "text" | "block";

/** A piece of text that one person writes as a whole, and that a merge keeps, replaces or drops as a whole. */
export interface MergeUnit {
  readonly kind: UnitKind;
  readonly lines: readonly string[];
  /** The lines as one text; units are the same where this is. */
  readonly text: string;
  readonly blanksBefore: number;
  /** What makes two units of different text the same thing: a plan, a label, a heading. `null`: only likeness tells. */
  readonly key: string | null;
  /** Programs own it (DESIGN D2, GSD's labels): there is one value, whatever both sides added or changed. */
  readonly isRecorded: boolean;
  /** It stands in a section that says where the project stands. */
  readonly isStatus: boolean;
  /** The unit in front of it in its own text; `null` for the first of the run. */
  readonly previous: MergeUnit | null;
}

/** The units of a stretch of a text, and the blank lines behind the last one. */
export interface UnitRun {
  readonly units: readonly MergeUnit[];
  readonly trailingBlanks: number;
}

const listMarker = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)/;

/** Tells whether the line starts a list item. */
export function isListItem(line: string): boolean {
  return listMarker.test(line);
}

/** Columns of white space in front of the line; a tab counts as four. */
function indentOf(line: string): number {
  const space = /^[ \t]*/.exec(line)?.[0] ?? "";
  return space.length + 3 * (space.split("\t").length - 1);
}

type Shape = Pick<MergeUnit, "kind" | "key" | "isRecorded"> & { readonly length: number };

/** A line that is a unit of its own by its label; `undefined` for all others. */
function readLabelShape(text: string, isStatus: boolean): Shape | undefined {
  const label = parseMergeLabel(text);
  const nature = label === undefined ? null : classifyLabel(label, isStatus);
  return label === undefined || nature === null ? undefined : { kind: "label", key: label.name, isRecorded: nature === "recorded", length: 1 };
}

/** Reads what starts at a token, and how many tokens belong to it. */
function readShape(side: MergeSide, tokens: readonly Token[], index: number, end: number, isStatus: boolean): Shape {
  const token = tokens[index];
  if (token === undefined) throw new Error("a unit starts at a token");
  const { line, text } = token;
  const kind = side.document.lineKinds[line];
  const plain = (shape: Omit<Shape, "isRecorded" | "key" | "length">, length: number): Shape => ({ ...shape, key: null, isRecorded: false, length });
  const countWhile = (belongs: (next: Token) => boolean): number => {
    let length = 1;
    for (let next = tokens[index + length]; index + length < end && next !== undefined && belongs(next); next = tokens[index + length]) length += 1;
    return length;
  };
  const kindOf = (next: Token): string | undefined => side.document.lineKinds[next.line];

  if (kind === "front-matter") return { kind: "block", key: "front matter", isRecorded: true, length: 1 };
  if (kind === "heading") {
    const heading = readHeading(text.trim());
    return { kind: "heading", key: heading === null ? null : `${heading.level} ${heading.title.toLowerCase()}`, isRecorded: false, length: 1 };
  }
  // Progress bars stand in code blocks: there each line is a value of its own.
  const labelShape = kind === "text" || (kind === "code" && isStatus) ? readLabelShape(text, isStatus) : undefined;
  if (labelShape !== undefined) return labelShape;
  if (kind === "code" || kind === "html") {
    return plain({ kind: "block" }, countWhile((next) => kindOf(next) === kind && !(isStatus && kind === "code" && readLabelShape(next.text, isStatus) !== undefined)));
  }
  const table = side.tableByLine.get(line);
  if (table !== undefined && table.header.lineIndex === line) {
    return plain({ kind: "table-head" }, countWhile((next) => next.line === table.delimiterLine));
  }
  if (kind === "table" || text.trimStart().startsWith("|")) {
    return { kind: "row", key: findRowKey(side, line), isRecorded: isStatus, length: 1 };
  }
  const isPlain = (next: Token): boolean => kindOf(next) === "text" && next.text.trim() !== "" && !next.text.trimStart().startsWith("|");
  if (isListItem(text)) {
    const indent = indentOf(text);
    return plain({ kind: "item" }, countWhile((next) => isPlain(next) && indentOf(next.text) > indent));
  }
  return plain({ kind: "text" }, countWhile((next) => isPlain(next) && !isListItem(next.text) && readLabelShape(next.text, isStatus) === undefined));
}

/** Cuts a stretch of a text into units. Every line that is not blank is in exactly one of them. */
export function readUnits(side: MergeSide, tokens: readonly Token[], start: number, end: number): UnitRun {
  const units: MergeUnit[] = [];
  let blanks = 0;
  let previous: MergeUnit | null = null;
  for (let index = start; index < end; ) {
    const token = tokens[index];
    if (token === undefined) break;
    const kind = side.document.lineKinds[token.line];
    if (token.text.trim() === "" && kind !== "code" && kind !== "html") {
      blanks += 1;
      index += 1;
      continue;
    }
    const isStatus = isStatusSection(side.sectionTitles[token.line] ?? "");
    const { length, ...shape } = readShape(side, tokens, index, end, isStatus);
    const lines = tokens.slice(index, index + length).flatMap(({ text }) => text.split("\n"));
    const unit: MergeUnit = { ...shape, isStatus, lines, text: lines.join("\n"), blanksBefore: blanks, previous };
    units.push(unit);
    previous = unit;
    blanks = 0;
    index += length;
  }
  return { units, trailingBlanks: blanks };
}
