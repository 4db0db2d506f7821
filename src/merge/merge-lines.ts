import { parseLabelLine } from "../document/label-lines.ts";
import { parseStateDocument, type StateDocument } from "../document/state-document.ts";
import { findOwnedLines, type OwnedLine } from "./owned-lines.ts";

/**
 * What a line is to a merge. `item` and `row` stand for themselves: two that come to one place are both kept. The rest of
 * an item (`tail`) belongs to the line above; `literal` is code, HTML and front matter.
 */
export type MergeKind = "item" | "tail" | "row" | "label" | "prose" | "heading" | "blank" | "literal";

/** One line of a version. */
export interface MergeLine {
  /** With its line ending. */
  readonly text: string;
  /** What makes it the same line in another version: its text, or the owned element that it holds. */
  readonly key: string;
  readonly kind: MergeKind;
  readonly owned: OwnedLine | undefined;
}

const itemPattern = /^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;

function kindOf(document: StateDocument, lineIndex: number, previous: MergeKind | undefined): MergeKind {
  const kind = document.lineKinds[lineIndex] ?? "text";
  switch (kind) {
    case "blank":
    case "heading":
      return kind;
    case "table":
      return "row";
    case "code":
    case "html":
    case "front-matter":
      return "literal";
    case "text": {
      const text = document.source.lines[lineIndex]?.text ?? "";
      if (itemPattern.test(text)) return "item";
      // A row that older GSD versions appended under prose.
      if (/^[ \t]*\|.*\|[ \t]*$/.test(text)) return "row";
      if (/^[ \t]/.test(text) && (previous === "item" || previous === "tail")) return "tail";
      return parseLabelLine(document, lineIndex) === undefined ? "prose" : "label";
    }
  }
}

/** Reads the lines of one version, of which the document was parsed. */
function readMergeLines(
  document: StateDocument,
  lines: readonly string[],
  withFrontMatter: boolean,
): readonly MergeLine[] {
  const owned = findOwnedLines(document, withFrontMatter);
  let previous: MergeKind | undefined;
  return lines.map((text, lineIndex) => {
    const element = owned.get(lineIndex);
    previous = kindOf(document, lineIndex, previous);
    // No text holds a NUL, so an element is never mistaken for a line.
    return { text, key: element === undefined ? text : `\0${element.element}`, kind: previous, owned: element };
  });
}

/** Reads the lines of all versions; each line with its line ending, the byte order mark taken off. */
export function readVersions(versions: readonly (readonly string[])[]): readonly (readonly MergeLine[])[] {
  const documents = versions.map((lines) => parseStateDocument(lines.join("")));
  // Old GSD versions stacked front matter upon front matter: the first block of one version is then not that of another.
  const blocks = documents.flatMap(({ frontMatter, furtherFrontMatter }) =>
    frontMatter === undefined ? [] : [furtherFrontMatter.length],
  );
  const isAlike = new Set(blocks).size <= 1;
  return versions.map((lines, index) => {
    const document = documents[index];
    if (document === undefined) throw new Error("a version without a document");
    return readMergeLines(document, lines, isAlike);
  });
}
