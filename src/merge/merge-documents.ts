import { createOwnedChoice } from "./choose-owned.ts";
import { removeDoubledRows } from "./doubled-rows.ts";
import { applyHunks, findHunks, groupHunks } from "./hunks.ts";
import { matchLines, type LineMatches } from "./match-lines.ts";
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
 * Lines that stand for themselves may change side by side. What is left is prose that two people changed differently:
 * it is marked as git marks it, in that stretch alone.
 *
 * Laws: a side that equals the base gives the other side; two equal sides give that side; which side is ours decides
 * nothing but the order; no line of prose that only one side added or kept is lost.
 */
export function mergeDocuments({ base, ours, theirs }: MergeTexts, style: ConflictStyle): MergedDocument {
  if (ours === theirs || theirs === base) return { text: ours, conflicts: 0 };
  if (ours === base) return { text: theirs, conflicts: 0 };
  const framed = frameTexts(base, ours, theirs);
  const [baseLines = [], oursLines = [], theirsLines = []] = readVersions([framed.base, framed.ours, framed.theirs]);
  const keysOf = (lines: readonly MergeLine[]): readonly string[] => lines.map(({ key }) => key);
  const baseKeys = keysOf(baseLines);
  const oursMatches = matchLines(baseKeys, keysOf(oursLines));
  const theirsMatches = matchLines(baseKeys, keysOf(theirsLines));
  const lineAt =
    (side: readonly MergeLine[], matches: LineMatches) =>
    (index: number): MergeLine | undefined =>
      side[matches[index] ?? -1];
  const lines: BaseLines = {
    base: baseLines,
    oursAt: lineAt(oursLines, oursMatches),
    theirsAt: lineAt(theirsLines, theirsMatches),
    choose: createOwnedChoice(oursLines, theirsLines),
    lineEnding: framed.lineEnding,
  };
  const stretches = groupHunks(
    findHunks(baseLines.length, oursLines, oursMatches),
    findHunks(baseLines.length, theirsLines, theirsMatches),
    // As for git: where no line stands between them that both have.
    (before, next) => next.start <= before.end,
  );
  const parts: MergedPart[] = [];
  const merged = (part: readonly MergeLine[]): void => {
    if (part.length > 0) parts.push({ kind: "merged", lines: part });
  };
  let index = 0;
  for (const stretch of stretches) {
    merged(applyHunks([], index, stretch.start, (at) => keptLine(lines, at)));
    if (stretch.ours.length > 0 && stretch.theirs.length > 0) {
      for (const part of resolveContested(lines, stretch)) parts.push(part);
    } else {
      const hunks = stretch.ours.length > 0 ? stretch.ours : stretch.theirs;
      merged(applyHunks(hunks, stretch.start, stretch.end, (at) => keptLine(lines, at)));
    }
    index = stretch.end;
  }
  merged(applyHunks([], index, baseLines.length, (at) => keptLine(lines, at)));
  const conflicts = parts.filter(({ kind }) => kind === "conflict").length;
  const whole = removeDoubledRows(parts, oursLines, theirsLines, lines.choose);
  const text = framed.join(whole.flatMap((part) => writePart(part, style, framed.lineEnding)));
  // A marker always ends its line.
  return {
    text: parts.at(-1)?.kind === "conflict" && !text.endsWith("\n") ? text + framed.lineEnding : text,
    conflicts,
  };
}

function writePart(part: MergedPart, style: ConflictStyle, lineEnding: string): readonly string[] {
  if (part.kind === "merged") return part.lines.map(({ text }) => text);
  return writeConflict(part, style, lineEnding);
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
