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

/** `*Updated: 2026-01-04*`, `**Next: the lamp**`: a label line that is marked as a whole. */
const markedLabel = /^(\*\*|[*_])[A-Za-z][A-Za-z0-9 ]{0,60}: [^*_]{1,2000}\1[ \t]*$/;

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
      return parseLabelLine(document, lineIndex) !== undefined || markedLabel.test(text) ? "label" : "prose";
    }
  }
}

/** Reads the lines of one version; each with its line ending, the byte order mark taken off. */
export function readMergeLines(lines: readonly string[]): readonly MergeLine[] {
  const document = parseStateDocument(lines.join(""));
  const owned = findOwnedLines(document);
  let previous: MergeKind | undefined;
  return lines.map((text, lineIndex) => {
    const element = owned.get(lineIndex);
    previous = kindOf(document, lineIndex, previous);
    // No text holds a NUL, so an element is never mistaken for a line.
    return { text, key: element === undefined ? text : `\0${element.element}`, kind: previous, owned: element };
  });
}

function countUnowned(lines: readonly MergeLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { owned, text } of lines) if (owned === undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/**
 * Elements that a side sees in a line of the base that is nobody's there: a heading or a fence above it has come or gone.
 * Matched by its element, the line would be gone from the place where the base and the other side have it.
 */
function findUnsteadyElements([base = [], ...sides]: readonly (readonly MergeLine[])[]): ReadonlySet<string> {
  const inBase = countUnowned(base);
  const unsteady = new Set<string>();
  for (const side of sides) {
    const inSide = countUnowned(side);
    for (const { owned, text, key } of side)
      if (owned !== undefined && owned.kind !== "plan-row" && (inBase.get(text) ?? 0) > (inSide.get(text) ?? 0))
        unsteady.add(key);
  }
  return unsteady;
}

/**
 * Reads the lines of all versions, the base first. A per-plan row is one in all of them, also where the table around it is
 * damaged in one so that it is nothing there; any other element is one in all of them or in none.
 */
export function readVersions(versions: readonly (readonly string[])[]): readonly (readonly MergeLine[])[] {
  const read = versions.map((lines) => readMergeLines(lines));
  const unsteady = findUnsteadyElements(read);
  const rowByText = new Map<string, MergeLine>();
  for (const line of read.flat()) if (line.owned?.kind === "plan-row") rowByText.set(line.text, line);
  if (rowByText.size === 0 && unsteady.size === 0) return read;
  return read.map((lines) =>
    lines.map((line) => {
      if (line.owned === undefined) return rowByText.get(line.text) ?? line;
      return unsteady.has(line.key) ? { ...line, key: line.text, owned: undefined } : line;
    }),
  );
}

/** The lines of two texts that hold no owned element are the same, in the same order. */
export function hasSameProse(a: string, b: string): boolean {
  const proseOf = (text: string): string => {
    const lines = text.replace(/^\uFEFF/, "").match(/[^\n]*\n|[^\n]+$/g) ?? [];
    return readMergeLines(lines)
      .filter(({ owned }) => owned === undefined)
      .map((line) => line.text)
      .join("");
  };
  return proseOf(a) === proseOf(b);
}
