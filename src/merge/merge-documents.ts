import { createOwnedChoice } from "./choose-owned.ts";
import { removeDoubledRows } from "./doubled-rows.ts";
import { applyHunks, findHunks, groupHunks, type Hunk } from "./hunks.ts";
import { matchLines } from "./match-lines.ts";
import { readVersions, type MergeLine } from "./merge-lines.ts";
import { keptLine, resolveContested, type BaseLines, type Conflict, type MergedPart } from "./resolve-contested.ts";
import { frameTexts } from "./text-frame.ts";

/** The three versions of a merge, as git names them. */
export interface MergeTexts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** How conflicts are written. */
export interface ConflictStyle {
  /** How many characters a marker has: git's `%L`. */
  readonly markerSize: number;
  readonly oursLabel: string;
  readonly theirsLabel: string;
}

export interface MergedDocument {
  readonly text: string;
  /** How many stretches are marked. */
  readonly conflicts: number;
}

/**
 * Merges two versions of STATE.md that have a common base.
 *
 * Lines are merged as git merges them, with three differences. A line that holds an owned element is the same line in
 * every version and never conflicts. What both sides put into one place of a list or a table is united, ours first.
 * Lines that stand for themselves may change side by side, and of one that both changed both versions stay. What is left
 * is prose of several lines that two people changed differently: it is marked as git marks it, in that stretch alone.
 *
 * Laws: a side that equals the base gives the other side; two equal sides give that side; which side is ours decides
 * nothing but the order; no line of prose that only one side added or kept is lost, but for the earlier of two stamps and
 * a label of GSD's.
 */
export function mergeDocuments({ base, ours, theirs }: MergeTexts, style: ConflictStyle): MergedDocument {
  if (ours === theirs || theirs === base) return { text: ours, conflicts: 0 };
  if (ours === base) return { text: theirs, conflicts: 0 };
  const framed = frameTexts(base, ours, theirs);
  const versions = readVersions([framed.base, framed.ours, framed.theirs]);
  const parts = mergeVersions(versions, framed.lineEnding);
  const text = framed.join(writeParts(parts, style, framed.lineEnding));
  // A marker always ends its line.
  const isMarkedAtEnd = parts.at(-1)?.kind === "conflict" && !text.endsWith("\n");
  return { text: isMarkedAtEnd ? text + framed.lineEnding : text, conflicts: countConflicts(parts) };
}

function countConflicts(parts: readonly MergedPart[]): number {
  return parts.filter(({ kind }) => kind === "conflict").length;
}

/** Merges the lines of base, ours and theirs. */
function mergeVersions(
  [base = [], ours = [], theirs = []]: readonly (readonly MergeLine[])[],
  lineEnding: string,
): readonly MergedPart[] {
  const keysOf = (side: readonly MergeLine[]): readonly string[] => side.map(({ key }) => key);
  const oursMatches = matchLines(keysOf(base), keysOf(ours));
  const theirsMatches = matchLines(keysOf(base), keysOf(theirs));
  const lines: BaseLines = {
    base,
    oursAt: (index) => ours[oursMatches[index] ?? -1],
    theirsAt: (index) => theirs[theirsMatches[index] ?? -1],
    choose: createOwnedChoice(ours, theirs),
    lineEnding,
  };
  const stretches = groupHunks(
    findHunks(base.length, ours, oursMatches),
    findHunks(base.length, theirs, theirsMatches),
    // As for git: where no line stands between them that both have.
    (before, next) => next.start <= before.end,
  );
  const parts: MergedPart[] = [];
  const addMerged = (hunks: readonly Hunk[], start: number, end: number): void => {
    const merged = applyHunks(hunks, start, end, (index) => keptLine(lines, index));
    if (merged.length > 0) parts.push({ kind: "merged", lines: merged });
  };
  let index = 0;
  for (const stretch of stretches) {
    addMerged([], index, stretch.start);
    if (stretch.ours.length > 0 && stretch.theirs.length > 0)
      for (const part of resolveContested(lines, stretch)) parts.push(part);
    else addMerged(stretch.ours.length > 0 ? stretch.ours : stretch.theirs, stretch.start, stretch.end);
    index = stretch.end;
  }
  addMerged([], index, base.length);
  return removeDoubledRows(parts, ours, theirs, lines.choose);
}

function writeParts(parts: readonly MergedPart[], style: ConflictStyle, lineEnding: string): readonly string[] {
  return parts.flatMap((part) =>
    part.kind === "merged" ? part.lines.map(({ text }) => text) : writeConflict(part, style, lineEnding),
  );
}

function writeConflict({ ours, theirs }: Conflict, style: ConflictStyle, lineEnding: string): readonly string[] {
  const { markerSize, oursLabel, theirsLabel } = style;
  const marker = (character: string, label: string): string =>
    `${character.repeat(markerSize)}${label === "" ? "" : ` ${label}`}${lineEnding}`;
  const isEqual = (a: MergeLine | undefined, b: MergeLine | undefined): boolean =>
    a !== undefined && a.text === b?.text;
  let start = 0;
  while (isEqual(ours[start], theirs[start])) start += 1;
  let end = 0;
  while (
    start + end < Math.min(ours.length, theirs.length) &&
    isEqual(ours[ours.length - 1 - end], theirs[theirs.length - 1 - end])
  )
    end += 1;
  const textsOf = (lines: readonly MergeLine[], from: number, to: number): readonly string[] =>
    lines.slice(from, to).map(({ text }) => text);
  return [
    ...textsOf(ours, 0, start),
    marker("<", oursLabel),
    ...textsOf(ours, start, ours.length - end),
    marker("=", ""),
    ...textsOf(theirs, start, theirs.length - end),
    marker(">", theirsLabel),
    ...textsOf(ours, ours.length - end, ours.length),
  ];
}
