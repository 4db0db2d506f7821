/** A half-open range of UTF-16 offsets into a text: [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A place as a person counts it: line and column from 1, columns in Unicode code points. */
export interface Point {
  readonly line: number;
  readonly column: number;
}

/** The replacement of one range by a text. An empty range inserts. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** One line: its text without the line ending, where it starts, and where the next line starts. */
export interface SourceLine {
  readonly text: string;
  readonly start: number;
  /** End of `text`; the line ending lies between here and `nextStart`. */
  readonly end: number;
  readonly nextStart: number;
}

/** A text with its lines. The text is kept whole, BOM and line endings included, so that offsets are true. */
export interface SourceText {
  readonly text: string;
  readonly lines: readonly SourceLine[];
  /** The line ending that inserted text should use: the one that the file's first line has, else `\n`. */
  readonly lineEnding: "\n" | "\r\n";
}

/** Splits a text into lines at `\n` and `\r\n`. A lone `\r` is text, as it is for git. */
export function createSourceText(text: string): SourceText {
  const lines: SourceLine[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const nextStart = newline === -1 ? text.length : newline + 1;
    let end = newline === -1 ? text.length : newline;
    if (newline !== -1 && end > start && text.charCodeAt(end - 1) === 13) end -= 1;
    lines.push({ text: text.slice(start, end), start, end, nextStart });
    start = nextStart;
  }
  const first = lines[0];
  const lineEnding = first !== undefined && first.nextStart - first.end === 2 ? "\r\n" : "\n";
  return { text, lines, lineEnding };
}

/** The index of the line that holds the offset; the end of the text belongs to the last line. */
export function lineIndexAt(source: SourceText, offset: number): number {
  let low = 0;
  let high = source.lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return Math.max(low, 0);
}

/** The place that was asked for last, of each text: the next one is mostly further on in the same line. */
const lastPlaces = new WeakMap<SourceText, { readonly offset: number; readonly point: Point }>();

/** Line and column of an offset. Of places in order each character is counted once, however long the line is. */
export function pointAt(source: SourceText, offset: number): Point {
  const index = lineIndexAt(source, offset);
  const last = lastPlaces.get(source);
  const isFurther = last !== undefined && last.point.line === index + 1 && last.offset <= offset;
  const start = isFurther ? last.offset : (source.lines[index]?.start ?? 0);
  const before = isFurther ? last.point.column : 1;
  const point = { line: index + 1, column: before + countCodePoints(source.text, start, offset) };
  lastPlaces.set(source, { offset, point });
  return point;
}

function countCodePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let index = start; index < end; index += 1) {
    const unit = text.charCodeAt(index);
    // A low surrogate completes the code point that its high surrogate began.
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}

/** Orders edits by place; edits at the same offset keep the order in which they were given. */
function sortEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.range.start - b.edit.range.start || a.edit.range.end - b.edit.range.end || a.index - b.index)
    .map(({ edit }) => edit);
}

/**
 * Applies edits to a text. Every character outside the edits' ranges stays as it is.
 *
 * Invariant: edits are disjoint and lie within the text; an overlap is a defect of ours and throws.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  for (const { range, newText } of sortEdits(edits)) {
    if (range.start < position || range.end < range.start || range.end > text.length) {
      throw new Error(
        `text edit [${range.start}, ${range.end}) overlaps its neighbour or leaves the text (${text.length})`,
      );
    }
    result += text.slice(position, range.start) + newText;
    position = range.end;
  }
  return result + text.slice(position);
}
