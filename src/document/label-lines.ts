import type { Range } from "../model/source-text.ts";
import type { Section, StateDocument } from "./state-document.ts";
import { createTableWalk, rowAt, type TableRow } from "./table-rows.ts";

/** A line of the form `Label: value`, plain, bold, or as a list item; GSD reads and writes all of them. */
export interface LabelLine {
  readonly label: string;
  readonly value: string;
  /** The value without the blanks around it; empty, where a value would stand, when there is none. */
  readonly valueRange: Range;
  readonly lineIndex: number;
  readonly isListItem: boolean;
  /** A row of a table with two columns, `| Stopped at | 67-04 |`: a pipe in its value must be escaped. */
  readonly isCell: boolean;
}

const labelPattern = /^([ \t]*(?:[-*+][ \t]+)?)(\*\*)?([A-Za-z][A-Za-z0-9 /()._-]{0,60}?)([:：]\*\*|\*\*[:：]|[:：])/;

/** Reads one line as a label and its value. Bold must be balanced: `**Label:**` or `**Label**:`. */
export function parseLabelLine(document: StateDocument, lineIndex: number): LabelLine | undefined {
  const line = document.source.lines[lineIndex];
  const kind = document.lineKinds[lineIndex];
  if (line === undefined || (kind !== "text" && kind !== "front-matter")) return undefined;
  const match = labelPattern.exec(line.text);
  if (match === null || (match[2] === undefined) !== (match[4]?.length === 1)) return undefined;
  const after = line.text.slice(match[0].length);
  // `http://…` and `10:30` are no labels.
  if (after !== "" && !/^[ \t]/.test(after) && match[4]?.includes("：") !== true) return undefined;
  const value = after.trim();
  const offset = line.start + match[0].length + (value === "" ? after.length : after.length - after.trimStart().length);
  return {
    label: (match[3] ?? "").trim(),
    value,
    valueRange: { start: offset, end: offset + value.length },
    lineIndex,
    isListItem: /[-*+]/.test(match[1] ?? ""),
    isCell: false,
  };
}

const cellLabel = /^(?:\*\*|`)?([A-Za-z][A-Za-z0-9 /()._-]{0,60}?)[:：]?(?:\*\*|`)?[:：]?$/;

/** Reads a row of a table with two columns as a label and its value, as newer GSD versions do. */
function parseLabelRow({ cells, lineIndex }: TableRow): LabelLine | undefined {
  const [name, value] = cells;
  const label = cellLabel.exec(name?.text ?? "")?.[1];
  if (value === undefined || label === undefined || cells.length !== 2) return undefined;
  return { label, value: value.text, valueRange: value.range, lineIndex, isListItem: false, isCell: true };
}

/** All label lines of a section, in order; the rows of its tables with two columns among them. */
export function findLabelLines(document: StateDocument, section: Section): readonly LabelLine[] {
  const tableAt = createTableWalk(document.tables);
  const found: LabelLine[] = [];
  for (let index = section.headingLine + 1; index < section.endLine; index += 1) {
    const table = tableAt(index);
    // The header is a row as well: `| Last session | 2026-02-20 |` may stand there.
    const row = table?.header.cells.length === 2 ? rowAt(table, index) : undefined;
    const line = row === undefined ? parseLabelLine(document, index) : parseLabelRow(row);
    if (line !== undefined) found.push(line);
  }
  return found;
}

/** A value as it is written in place of a label's: in a table, its pipes are escaped. */
export function formatLabelValue(line: Pick<LabelLine, "isCell">, value: string): string {
  return line.isCell ? value.replace(/\\?\|/g, "\\|") : value;
}

/** Tells whether a value is one of the ways to write "nothing yet", GSD's unfilled templates (`[X.X] hours`) included. */
export function isPlaceholder(value: string): boolean {
  // Digits in the brackets are figures (`[42min, 38min]`), bars are progress.
  return /^(?:|[-–—]{1,3}(?:\s*min)?|n\/a|none|null|tbd|--[a-z][a-z-]*|\[[^\]\d█░▓#=]*\](?:\s*(?:min|minutes|hours))?|0 (?:hours|min|minutes)|\{[^}]*\})$/i.test(
    value.trim(),
  );
}

/**
 * The value of the first label of this name anywhere in the body, as GSD looks for it: bold, at the beginning of a line, or
 * in a table of two columns (CONTRACT rule 1). `undefined` where there is none.
 */
export function findLabelAnywhere(document: StateDocument, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (let index = (document.frontMatter?.closingLine ?? -1) + 1; index < document.source.lines.length; index += 1) {
    const line = parseLabelLine(document, index);
    if (line !== undefined && line.label.toLowerCase() === wanted && line.value !== "") return line.value;
  }
  const rows = document.tables.flatMap(({ header, rows: others }) => [header, ...others]);
  return rows.map(parseLabelRow).find((line) => line?.label.toLowerCase() === wanted && line.value !== "")?.value;
}
