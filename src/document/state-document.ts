import { createSourceText, type Range, type SourceText } from "../model/source-text.ts";
import { BlockScanner, type LineKind, type ScannedHeading } from "./block-scanner.ts";
import type { Table } from "./table-rows.ts";

export type { LineKind } from "./block-scanner.ts";
export { splitTableRow, type Table, type TableCell, type TableRow } from "./table-rows.ts";

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

/**
 * Reads the shape of a Markdown document in one pass over its lines.
 *
 * Knows front matter, code, HTML blocks, ATX headings and GFM tables; setext headings are text, as they are to every
 * GSD tool. A property test holds headings, tables and code to mdast's. Total: any text gives a document.
 */
export function parseStateDocument(text: string): StateDocument {
  const source = createSourceText(text);
  const { lines } = source;
  const scanner = new BlockScanner(source);
  const conflictMarkerLines: number[] = [];
  const furtherFrontMatter: FrontMatterBlock[] = [];
  const frontMatter = findFrontMatter(source, 0);

  let index = 0;
  const skipFrontMatter = (block: FrontMatterBlock): void => {
    scanner.lineKinds.fill("front-matter", block.openingLine, block.closingLine + 1);
    index = block.closingLine + 1;
  };
  if (frontMatter !== undefined) skipFrontMatter(frontMatter);
  while (index < lines.length) {
    const line = lines[index]?.text ?? "";
    if (/^(?:<{7} |>{7} |={7}$|\|{7} )/.test(line)) conflictMarkerLines.push(index);
    if (frontMatter !== undefined && scanner.headings.length === 0 && scanner.isAtTop && /^---[ \t]*$/.test(line)) {
      const further = looksLikeGsdFrontMatter(source, index) ? findFrontMatter(source, index) : undefined;
      if (further !== undefined) {
        furtherFrontMatter.push(further);
        skipFrontMatter(further);
        continue;
      }
    }
    // The BOM is no part of the first line's Markdown.
    scanner.readLine(index, index === 0 ? line.replace(/^\uFEFF/, "") : line);
    index += 1;
  }

  return {
    source,
    lineKinds: scanner.lineKinds,
    frontMatter,
    furtherFrontMatter,
    sections: closeSections(scanner.headings, lines.length),
    tables: scanner.tables,
    conflictMarkerLines: isConflict(lines, conflictMarkerLines) ? conflictMarkerLines : [],
  };
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
function looksLikeGsdFrontMatter(source: SourceText, openingLine: number): boolean {
  return /^(?:gsd_state_version|milestone|status)[ \t]*:/.test(source.lines[openingLine + 1]?.text ?? "");
}

function closeSections(headings: readonly ScannedHeading[], lineCount: number): Section[] {
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
