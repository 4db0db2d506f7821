import type { Range, SourceLine, SourceText } from "../model/source-text.ts";

export interface TableCell {
  /** The text between the pipes, trimmed; escapes are kept as written. */
  readonly text: string;
  /** Range of the trimmed text; empty, at the cell's inner edge, where the cell is blank. */
  readonly range: Range;
}

export interface TableRow {
  readonly lineIndex: number;
  readonly cells: readonly TableCell[];
}

export interface Table {
  readonly header: TableRow;
  readonly delimiterLine: number;
  readonly rows: readonly TableRow[];
}

/** Finds the table that a line belongs to, for lines that are asked for from top to bottom. */
export function createTableWalk(tables: readonly Table[]): (lineIndex: number) => Table | undefined {
  // Tables follow one another as lines do; a map of all lines would hold more than the document.
  let next = 0;
  const lastLine = ({ delimiterLine, rows }: Table): number => delimiterLine + rows.length;
  return (lineIndex) => {
    let table = tables[next];
    while (table !== undefined && lastLine(table) < lineIndex) table = tables[(next += 1)];
    return table !== undefined && table.header.lineIndex <= lineIndex ? table : undefined;
  };
}

/** The row of a table on a line, the header included; `undefined` for the delimiter. Rows are the lines below it. */
export function rowAt({ header, delimiterLine, rows }: Table, lineIndex: number): TableRow | undefined {
  return lineIndex === header.lineIndex ? header : rows[lineIndex - delimiterLine - 1];
}

/** Splits a line that is a table row into its cells. Only `\|` is not a border: in GFM even a code span does not hide a pipe. */
export function splitTableRow(source: SourceText, lineIndex: number): TableRow {
  return splitTableRowFrom(source, lineIndex, 0);
}

/**
 * Splits the row that starts at `rowStart` in its line, behind the list marker or quote mark that holds it.
 *
 * Its cells are made when somebody asks for them: of most rows nobody does.
 */
export function splitTableRowFrom(source: SourceText, lineIndex: number, rowStart: number): TableRow {
  return new SplitRow(source, lineIndex, rowStart);
}

/** A class, since a document may have a hundred thousand of them: a closure for each would cost twice the memory. */
class SplitRow implements TableRow {
  readonly lineIndex: number;
  private readonly source: SourceText;
  private readonly rowStart: number;
  private made: readonly TableCell[] | undefined;

  constructor(source: SourceText, lineIndex: number, rowStart: number) {
    this.source = source;
    this.lineIndex = lineIndex;
    this.rowStart = rowStart;
    this.made = undefined;
  }

  get cells(): readonly TableCell[] {
    return (this.made ??= splitCells(this.source.lines[this.lineIndex], this.rowStart));
  }
}

function splitCells(line: SourceLine | undefined, rowStart: number): readonly TableCell[] {
  if (line === undefined) return [];
  const { text } = line;
  const borders: number[] = [];
  for (let index = rowStart; index < text.length; index += 1) {
    const character = text[index];
    if (character === "\\") index += 1;
    else if (character === "|") borders.push(index);
  }
  const start = rowStart + text.slice(rowStart).length - text.slice(rowStart).trimStart().length;
  const end = text.trimEnd().length;
  const leading = borders[0] === start;
  const trailing = borders.length > (leading ? 1 : 0) && borders.at(-1) === end - 1;
  const inner = borders.slice(leading ? 1 : 0, trailing ? -1 : undefined);
  const starts = [leading ? start + 1 : rowStart, ...inner.map((border) => border + 1)];
  const ends = [...inner, trailing ? end - 1 : text.length];
  return starts.map((cellStart, index): TableCell => {
    const raw = text.slice(cellStart, ends[index] ?? cellStart);
    const cell = raw.trim();
    const offset =
      line.start + cellStart + (cell === "" ? Math.min(1, raw.length) : raw.length - raw.trimStart().length);
    return { text: cell, range: { start: offset, end: offset + cell.length } };
  });
}
