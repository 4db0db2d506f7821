import type { SourceText } from "../model/source-text.ts";
import { htmlClosing, isDelimiterRow, readHeading } from "./block-starts.ts";
import { LineCursor } from "./line-cursor.ts";
import { splitTableRowFrom, type Table, type TableRow } from "./table-rows.ts";

/** What a line is to Markdown. `text` is everything that is none of the others: paragraphs, list items, quotes. */
export type LineKind = "front-matter" | "blank" | "heading" | "code" | "html" | "table" | "text";

/** An ATX heading that stands in no list. */
export interface ScannedHeading {
  readonly title: string;
  readonly level: number;
  readonly headingLine: number;
}

/** A block quote or a list item that is open. */
interface Container {
  readonly isQuote: boolean;
  /** How many columns further in than what holds it an item's content stands. */
  readonly contentColumns: number;
  /** The line on which an item began that so far holds nothing: one blank line ends it. */
  emptySince: number | null;
}

/** The block that takes the following lines, whatever they look like or as long as they fit it. */
type Leaf =
  | { readonly kind: "none" }
  | {
      readonly kind: "paragraph";
      readonly lastLine: number;
      readonly contentStart: number;
      readonly mayBeTableHeader: boolean;
    }
  | { readonly kind: "table"; readonly rows: TableRow[] }
  | { readonly kind: "fence"; readonly marker: string; readonly length: number }
  | { readonly kind: "html"; readonly closing: RegExp | null };

/** What a quote mark or list marker, and a leaf that is no paragraph, begins with: most lines begin with neither. */
const containerMarks: ReadonlySet<string> = new Set(">-+*0123456789");
const leafMarks: ReadonlySet<string> = new Set("#`~<*-_");
const none: Leaf = { kind: "none" };
const fenceOpening = /^(?:`{3,}(?=[^`]*$)|~{3,})/;
const listMarker = /^(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/;

/**
 * Sorts the lines of a Markdown document by what they are: the block structure of CommonMark with GFM tables.
 *
 * One pass, top to bottom; a line costs its length, however deep it is nested. It differs from CommonMark on purpose:
 * a setext heading is text, as it is to GSD; what stands in a quote is text; a heading in a list item is text and opens
 * no section.
 */
export class BlockScanner {
  readonly lineKinds: LineKind[];
  readonly headings: ScannedHeading[] = [];
  readonly tables: Table[] = [];
  private readonly source: SourceText;
  private containers: Container[] = [];
  private quoteCount = 0;
  private leaf: Leaf = none;

  constructor(source: SourceText) {
    this.source = source;
    this.lineKinds = source.lines.map(() => "text");
  }

  /** The next line is in no list, quote, fence or HTML block. */
  get isAtTop(): boolean {
    return this.containers.length === 0 && this.leaf.kind !== "fence" && this.leaf.kind !== "html";
  }

  /** Reads a line. Lines come in order; a caller may keep some to itself while the scanner is at the top. */
  readLine(lineIndex: number, text: string): void {
    const cursor = new LineCursor(text);
    const matched = this.matchContainers(cursor, lineIndex);
    if (matched === this.containers.length && this.continueLeaf(cursor, lineIndex)) return;
    if (cursor.isBlank) {
      this.lineKinds[lineIndex] = cursor.isWhole ? "blank" : "text";
      this.close(matched);
      this.leaf = none;
      return;
    }
    this.readBlockStarts(cursor, lineIndex, matched);
  }

  /** Consumes the marks of the containers that the line continues; tells how many these are. */
  private matchContainers(cursor: LineCursor, lineIndex: number): number {
    const { containers } = this;
    // A blank line continues every list item; to look at each would cost their number for a single character.
    let count = cursor.isBlank && this.quoteCount === 0 ? Math.max(containers.length - 1, 0) : 0;
    for (; count < containers.length; count += 1) {
      const container = containers[count];
      if (container === undefined) break;
      if (container.isQuote) {
        if (!cursor.skipQuoteMark()) break;
      } else if (cursor.isBlank) {
        if (container.emptySince !== null && container.emptySince < lineIndex) break;
      } else if (!cursor.skipIndent(container.contentColumns)) break;
    }
    return count;
  }

  private close(count: number): void {
    while (this.containers.length > count) {
      if (this.containers.pop()?.isQuote === true) this.quoteCount -= 1;
    }
  }

  /** Gives the line to the leaf that is open; `false` where the leaf does not take it, or must see what else it starts. */
  private continueLeaf(cursor: LineCursor, lineIndex: number): boolean {
    const { leaf } = this;
    switch (leaf.kind) {
      case "none":
        return false;
      case "paragraph":
        return this.turnIntoTable(leaf, cursor, lineIndex);
      case "fence": {
        this.mark(lineIndex, "code");
        const run = cursor.indent < 4 ? cursor.lengthOfRun(leaf.marker) : 0;
        if (run >= leaf.length && cursor.isBlankAfter(run)) this.leaf = none;
        return true;
      }
      case "html":
        if (leaf.closing === null && cursor.isBlank) return false;
        this.mark(lineIndex, "html");
        if (leaf.closing?.test(cursor.rest) === true) this.leaf = none;
        return true;
      case "table":
        if (cursor.isBlank || cursor.indent >= 4 || startsBlock(cursor)) return false;
        this.mark(lineIndex, "table");
        leaf.rows.push(splitTableRowFrom(this.source, lineIndex, cursor.contentStart));
        return true;
    }
  }

  /** A delimiter row makes the paragraph's last line the header of a table, if both have the same number of cells. */
  private turnIntoTable(leaf: Leaf & { kind: "paragraph" }, cursor: LineCursor, lineIndex: number): boolean {
    if (!leaf.mayBeTableHeader || cursor.indent >= 4 || listMarker.test(cursor.rest) || !isDelimiterRow(cursor.rest))
      return false;
    const header = splitTableRowFrom(this.source, leaf.lastLine, leaf.contentStart);
    if (header.cells.length !== splitTableRowFrom(this.source, lineIndex, cursor.contentStart).cells.length)
      return false;
    const rows: TableRow[] = [];
    if (this.quoteCount === 0) this.tables.push({ header, delimiterLine: lineIndex, rows });
    this.mark(leaf.lastLine, "table");
    this.mark(lineIndex, "table");
    this.leaf = { kind: "table", rows };
    return true;
  }

  /** Opens the containers and the leaf that the rest of the line starts, or continues the paragraph. */
  private readBlockStarts(cursor: LineCursor, lineIndex: number, matched: number): void {
    const isParagraph = this.leaf.kind === "paragraph";
    const isLazy = matched < this.containers.length;
    let opened = false;
    while (!cursor.isBlank && cursor.indent < 4) {
      const container = this.readContainerStart(cursor, lineIndex, isParagraph && !isLazy && !opened);
      if (container === null) break;
      if (!opened) this.close(matched);
      opened = true;
      this.containers.push(container);
      if (container.isQuote) this.quoteCount += 1;
    }
    const continuesParagraph = isParagraph && !opened;
    const leaf = cursor.isBlank
      ? none
      : this.readLeafStart(cursor, lineIndex, opened ? this.containers.length : matched, continuesParagraph);
    if (leaf === null && continuesParagraph) {
      const isUnderline = !isLazy && cursor.indent < 4 && /^(?:=+|-+)[ \t]*$/.test(cursor.rest);
      // The underline of a setext heading ends the paragraph.
      const mayBeTableHeader = cursor.indent < 4 && !listMarker.test(cursor.rest);
      this.leaf = isUnderline
        ? none
        : { kind: "paragraph", lastLine: lineIndex, contentStart: cursor.contentStart, mayBeTableHeader };
      return;
    }
    if (!opened) this.close(matched);
    const holder = this.containers.at(-1);
    if (holder !== undefined && !cursor.isBlank) holder.emptySince = null;
    this.leaf = leaf ?? {
      kind: "paragraph",
      lastLine: lineIndex,
      contentStart: cursor.contentStart,
      mayBeTableHeader: true,
    };
  }

  /** Consumes a quote mark or a list marker; `null` where none stands. One that would end a paragraph must hold something. */
  private readContainerStart(cursor: LineCursor, lineIndex: number, endsParagraph: boolean): Container | null {
    if (!containerMarks.has(cursor.first)) return null;
    if (cursor.skipQuoteMark()) return { isQuote: true, contentColumns: 0, emptySince: null };
    const marker = listMarker.exec(cursor.rest.slice(0, 12))?.[0];
    if (marker === undefined || cursor.isThematicBreak) return null;
    const isEmpty = cursor.isBlankAfter(marker.length);
    if (endsParagraph && (isEmpty || /^(?!1[.)]$)\d/.test(marker))) return null;
    return {
      isQuote: false,
      contentColumns: cursor.skipListMarker(marker.length),
      emptySince: isEmpty ? lineIndex : null,
    };
  }

  /** Reads the leaf that starts here and marks the line; `null` where the line is one of a paragraph. */
  private readLeafStart(
    cursor: LineCursor,
    lineIndex: number,
    depth: number,
    continuesParagraph: boolean,
  ): Leaf | null {
    const isQuoted = this.quoteCount > 0 && this.containers.slice(0, depth).some((container) => container.isQuote);
    const mark = (kind: LineKind): void => {
      if (!isQuoted) this.lineKinds[lineIndex] = kind;
    };
    if (cursor.indent >= 4) {
      if (continuesParagraph) return null;
      mark("code");
      return none;
    }
    if (!leafMarks.has(cursor.first)) return null;
    const { rest } = cursor;
    const heading = readHeading(rest);
    if (heading !== null) {
      if (depth > 0) return none;
      mark("heading");
      this.headings.push({ ...heading, headingLine: lineIndex });
      return none;
    }
    const fence = fenceOpening.exec(rest)?.[0];
    if (fence !== undefined) {
      mark("code");
      return { kind: "fence", marker: fence.charAt(0), length: fence.length };
    }
    const closing = htmlClosing(rest, continuesParagraph);
    if (closing !== undefined) {
      mark("html");
      return closing?.test(rest) === true ? none : { kind: "html", closing };
    }
    return cursor.isThematicBreak ? none : null;
  }

  private mark(lineIndex: number, kind: LineKind): void {
    if (this.quoteCount === 0) this.lineKinds[lineIndex] = kind;
  }
}

/** Tells whether the line would end a table: it starts a block of another kind. */
function startsBlock(cursor: LineCursor): boolean {
  if (!containerMarks.has(cursor.first) && !leafMarks.has(cursor.first)) return false;
  const { rest } = cursor;
  return (
    rest.startsWith(">") ||
    listMarker.test(rest) ||
    readHeading(rest) !== null ||
    fenceOpening.test(rest) ||
    cursor.isThematicBreak ||
    htmlClosing(rest, false) !== undefined
  );
}
