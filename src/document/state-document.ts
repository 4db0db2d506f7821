import { createSourceText, type Range, type SourceText } from "../model/source-text.ts";

/** What a line is to Markdown. `text` is everything that is none of the others: paragraphs, list items, quotes. */
export type LineKind = "front-matter" | "blank" | "heading" | "code" | "html" | "table" | "text";

/** A YAML block between two `---` lines. Line indexes count from 0. */
export interface FrontMatterBlock {
  readonly openingLine: number;
  readonly closingLine: number;
  /** The YAML between the two `---` lines. */
  readonly contentRange: Range;
}

/** A heading and what stands under it, up to the next heading of the same or a higher rank. */
export interface Section {
  readonly title: string;
  readonly level: number;
  readonly headingLine: number;
  /** First line index after the section, sub-sections included. */
  readonly endLine: number;
}

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

/** STATE.md, or any other planning document, with the ranges of its parts. The text itself is never re-serialized (D1). */
export interface StateDocument {
  readonly source: SourceText;
  readonly lineKinds: readonly LineKind[];
  /** The block at the very start of the file, which GSD and we read. */
  readonly frontMatter: FrontMatterBlock | undefined;
  /** Blocks that follow it: damage seen in real files, left alone and reported. */
  readonly furtherFrontMatter: readonly FrontMatterBlock[];
  /** In document order. */
  readonly sections: readonly Section[];
  readonly tables: readonly Table[];
  /** Line indexes of `<<<<<<<`, `=======` and `>>>>>>>` of unresolved conflicts. */
  readonly conflictMarkerLines: readonly number[];
}

const atxHeading = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const fenceOpening = /^([ \t]*)(`{3,}(?=[^`]*$)|~{3,})/;
const listMarker = /^([ \t]*)(?:[-+*]|\d{1,9}[.)])([ \t]+|$)/;
const delimiterRow = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const blockTags =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";

/** The HTML block kinds of CommonMark 4.6 that end at a marker; the sixth ends at a blank line. */
const htmlBlocks: readonly { readonly opening: RegExp; readonly closing: RegExp | "blank" }[] = [
  { opening: /^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i, closing: /<\/(?:script|pre|style|textarea)>/i },
  { opening: /^ {0,3}<!--/, closing: /-->/ },
  { opening: /^ {0,3}<\?/, closing: /\?>/ },
  { opening: /^ {0,3}<![A-Za-z]/, closing: />/ },
  { opening: /^ {0,3}<!\[CDATA\[/, closing: /\]\]>/ },
  { opening: new RegExp(`^ {0,3}</?(?:${blockTags})(?:[\\s>]|/>|$)`, "i"), closing: "blank" },
];

function indentWidth(whitespace: string): number {
  let width = 0;
  for (const character of whitespace) width += character === "\t" ? 4 - (width % 4) : 1;
  return width;
}

/** Splits a table row into its cells. Only `\|` is not a border: in GFM even a code span does not hide a pipe. */
export function splitTableRow(source: SourceText, lineIndex: number): TableRow {
  const line = source.lines[lineIndex];
  if (line === undefined) return { lineIndex, cells: [] };
  const borders: number[] = [];
  for (let index = 0; index < line.text.length; index += 1) {
    const character = line.text[index];
    if (character === "\\") index += 1;
    else if (character === "|") borders.push(index);
  }
  const leading = /^[ \t]*\|/.test(line.text);
  const trailing = borders.length > (leading ? 1 : 0) && /\|[ \t]*$/.test(line.text) && borders.at(-1) === line.text.trimEnd().length - 1;
  const inner = borders.slice(leading ? 1 : 0, trailing ? -1 : undefined);
  const starts = [leading ? (borders[0] ?? 0) + 1 : 0, ...inner.map((border) => border + 1)];
  const ends = [...inner, trailing ? (borders.at(-1) ?? 0) : line.text.length];
  const cells = starts.map((start, index): TableCell => {
    const raw = line.text.slice(start, ends[index] ?? start);
    const text = raw.trim();
    const offset = line.start + start + (text === "" ? Math.min(1, raw.length) : raw.length - raw.trimStart().length);
    return { text, range: { start: offset, end: offset + text.length } };
  });
  return { lineIndex, cells };
}

function findFrontMatter(source: SourceText, openingLine: number): FrontMatterBlock | undefined {
  const { lines } = source;
  const opening = lines[openingLine];
  if (opening === undefined) return undefined;
  const text = openingLine === 0 ? opening.text.replace(/^\uFEFF/, "") : opening.text;
  if (!/^---[ \t]*$/.test(text)) return undefined;
  for (let index = openingLine + 1; index < lines.length; index += 1) {
    const line = lines[index];
    if (line !== undefined && /^---[ \t]*$/.test(line.text)) {
      return { openingLine, closingLine: index, contentRange: { start: opening.nextStart, end: line.start } };
    }
  }
  return undefined;
}

/** A block further down counts as front matter only if it is shaped like GSD's: its first line is a known key. */
function looksLikeGsdFrontMatter(source: SourceText, block: FrontMatterBlock): boolean {
  return /^(?:gsd_state_version|milestone|status)[ \t]*:/.test(source.lines[block.openingLine + 1]?.text ?? "");
}

/**
 * Reads the shape of a Markdown document in one pass over its lines.
 *
 * Knows front matter, fenced code, HTML blocks, ATX headings and GFM tables; setext headings are text, as they are to
 * every GSD tool. A property test holds headings and tables to mdast's. Total: any text gives a document.
 */
export function parseStateDocument(text: string): StateDocument {
  const source = createSourceText(text);
  const { lines } = source;
  const lineKinds: LineKind[] = Array.from({ length: lines.length }, () => "text");
  const headings: { title: string; level: number; headingLine: number }[] = [];
  const tables: Table[] = [];
  const conflictMarkerLines: number[] = [];
  const furtherFrontMatter: FrontMatterBlock[] = [];

  const frontMatter = findFrontMatter(source, 0);
  let index = 0;
  const skipFrontMatter = (block: FrontMatterBlock): void => {
    lineKinds.fill("front-matter", block.openingLine, block.closingLine + 1);
    index = block.closingLine + 1;
  };
  if (frontMatter !== undefined) skipFrontMatter(frontMatter);

  let listContentIndent = 0;
  let inParagraph = false;
  while (index < lines.length) {
    const line = lines[index]?.text ?? "";
    if (line.trim() === "") {
      lineKinds[index] = "blank";
      inParagraph = false;
      index += 1;
      continue;
    }
    if (/^(?:<{7} |>{7} |={7}$|\|{7} )/.test(line)) conflictMarkerLines.push(index);

    if (headings.length === 0 && frontMatter !== undefined && /^---[ \t]*$/.test(line)) {
      const further = findFrontMatter(source, index);
      if (further !== undefined && looksLikeGsdFrontMatter(source, further)) {
        furtherFrontMatter.push(further);
        skipFrontMatter(further);
        continue;
      }
    }

    const indent = indentWidth(/^[ \t]*/.exec(line)?.[0] ?? "");
    const marker = listMarker.exec(line);
    if (marker !== null && (indent < 4 || indent < listContentIndent + 4)) {
      listContentIndent = indentWidth(line.slice(0, marker[0].length)) + (marker[2] === "" ? 1 : 0);
    } else if (indent < listContentIndent && !inParagraph) {
      listContentIndent = 0;
    }
    const isIndentedCode = !inParagraph && indent >= listContentIndent + 4 && marker === null;
    if (isIndentedCode) {
      lineKinds[index] = "code";
      index += 1;
      continue;
    }

    const fence = fenceOpening.exec(line);
    if (fence !== null && indent < listContentIndent + 4) {
      index = skipFence(lines, lineKinds, index, fence[2] ?? "", indent >= listContentIndent ? listContentIndent : 0);
      inParagraph = false;
      continue;
    }

    const html = htmlBlocks.find(({ opening }) => opening.test(line));
    if (html !== undefined) {
      index = skipHtml(lines, lineKinds, index, html.closing);
      inParagraph = false;
      continue;
    }

    const heading = indent < 4 ? atxHeading.exec(line) : null;
    if (heading !== null) {
      lineKinds[index] = "heading";
      // `# a #`: the closing sequence is no part of the title; `# #` has none.
      const title = (heading[2] ?? "").replace(/^#+$/, "").trim();
      headings.push({ title, level: heading[1]?.length ?? 1, headingLine: index });
      listContentIndent = 0;
      inParagraph = false;
      index += 1;
      continue;
    }

    const next = lines[index + 1]?.text ?? "";
    if (line.includes("|") && next.includes("-") && delimiterRow.test(next) && marker === null && !/^ {0,3}>/.test(line)) {
      const header = splitTableRow(source, index);
      if (header.cells.length === splitTableRow(source, index + 1).cells.length) {
        index = readTable(source, lineKinds, header, tables);
        inParagraph = false;
        continue;
      }
    }
    inParagraph = !/^ {0,3}(?:[-*_][ \t]*){3,}$/.test(line);
    index += 1;
  }

  return {
    source,
    lineKinds,
    frontMatter,
    furtherFrontMatter,
    sections: closeSections(headings, lines.length),
    tables,
    conflictMarkerLines: isConflict(lines, conflictMarkerLines) ? conflictMarkerLines : [],
  };
}

function skipFence(lines: SourceText["lines"], kinds: LineKind[], start: number, fence: string, containerIndent: number): number {
  const closing = new RegExp(`^[ \\t]*${fence.startsWith("~") ? "~" : "`"}{${fence.length},}[ \\t]*$`);
  kinds[start] = "code";
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index]?.text ?? "";
    const indent = indentWidth(/^[ \t]*/.exec(line)?.[0] ?? "");
    // The fence of a list item ends with the item, closed or not.
    if (containerIndent > 0 && line.trim() !== "" && indent < containerIndent) return index;
    kinds[index] = "code";
    if (closing.test(line) && indent < containerIndent + 4) return index + 1;
  }
  return lines.length;
}

function skipHtml(lines: SourceText["lines"], kinds: LineKind[], start: number, closing: RegExp | "blank"): number {
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index]?.text ?? "";
    if (closing === "blank" && line.trim() === "") return index;
    kinds[index] = "html";
    if (closing !== "blank" && closing.test(line)) return index + 1;
  }
  return lines.length;
}

function readTable(source: SourceText, kinds: LineKind[], header: TableRow, tables: Table[]): number {
  const delimiterLine = header.lineIndex + 1;
  kinds.fill("table", header.lineIndex, delimiterLine + 1);
  const rows: TableRow[] = [];
  let index = delimiterLine + 1;
  for (; index < source.lines.length; index += 1) {
    const line = source.lines[index]?.text ?? "";
    const startsOtherBlock =
      line.trim() === "" ||
      /^(?: {4,}|\t)/.test(line) ||
      atxHeading.test(line) ||
      fenceOpening.test(line) ||
      /^ {0,3}>/.test(line) ||
      /^ {0,3}(?:[-+*]|\d{1,9}[.)])[ \t]+\S/.test(line) ||
      /^ {0,3}(?:[-*_][ \t]*){3,}$/.test(line) ||
      htmlBlocks.some(({ opening }) => opening.test(line));
    if (startsOtherBlock) break;
    kinds[index] = "table";
    rows.push(splitTableRow(source, index));
  }
  tables.push({ header, delimiterLine, rows });
  return index;
}

function closeSections(headings: readonly { title: string; level: number; headingLine: number }[], lineCount: number): Section[] {
  // From the end: `nextOfLevel[n]` is the nearest following heading of rank n or higher. One pass, whatever the count.
  const nextOfLevel = Array.from({ length: 7 }, () => lineCount);
  return headings
    .toReversed()
    .map((heading) => {
      const endLine = nextOfLevel[heading.level] ?? lineCount;
      nextOfLevel.fill(heading.headingLine, heading.level);
      return { ...heading, endLine };
    })
    .toReversed();
}

/** A lone `=======` underlines a heading; a conflict has its opening and its closing too. */
function isConflict(lines: SourceText["lines"], markers: readonly number[]): boolean {
  const has = (prefix: string): boolean => markers.some((index) => (lines[index]?.text ?? "").startsWith(prefix));
  return has("<<<<<<< ") && has(">>>>>>> ");
}

/** The sections whose title is one of the given ones, compared without case. */
export function findSections(document: StateDocument, level: number, titles: readonly string[]): readonly Section[] {
  const wanted = titles.map((title) => title.toLowerCase());
  return document.sections.filter((section) => section.level === level && wanted.includes(section.title.toLowerCase()));
}

/** The innermost section that holds the line. */
export function sectionAt(document: StateDocument, lineIndex: number): Section | undefined {
  return document.sections.findLast((section) => section.headingLine <= lineIndex && lineIndex < section.endLine);
}
