import { diffSequences, type Hunk } from "./merge-line-diff.ts";

/** A run of items in one of the three sequences: [start, end). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A stretch of a three-way comparison, in order. `ours` and `theirs` are changes of one side; `both` is the same change
 * made by both; `contested` are changes that touch or overlap, which git would call a conflict.
 */
export interface Chunk {
  readonly kind: "same" | "ours" | "theirs" | "both" | "contested";
  readonly base: Span;
  readonly ours: Span;
  readonly theirs: Span;
}

/** Compares three sequences of lines the way `git merge-file` does. Equal texts are equal lines. */
export function compareThreeWays(base: readonly string[], ours: readonly string[], theirs: readonly string[]): readonly Chunk[] {
  const numbers = new Map<string, number>();
  const encode = (lines: readonly string[]): Uint32Array =>
    Uint32Array.from(lines, (line) => {
      const known = numbers.get(line);
      if (known !== undefined) return known;
      numbers.set(line, numbers.size);
      return numbers.size - 1;
    });
  const [baseNumbers, ourNumbers, theirNumbers] = [encode(base), encode(ours), encode(theirs)];
  const ourHunks = diffSequences(baseNumbers, ourNumbers);
  const theirHunks = diffSequences(baseNumbers, theirNumbers);
  const isSame = (a: Hunk, b: Hunk): boolean =>
    a.aStart === b.aStart &&
    a.aEnd === b.aEnd &&
    a.bEnd - a.bStart === b.bEnd - b.bStart &&
    ourNumbers.subarray(a.bStart, a.bEnd).every((number, index) => number === theirNumbers[b.bStart + index]);
  return joinHunks(ourHunks, theirHunks, isSame, { start: 0, end: base.length });
}

/** Lays two lists of hunks of one base over each other. Hunks that touch are one contested stretch, as they are to git. */
function joinHunks(ourHunks: readonly Hunk[], theirHunks: readonly Hunk[], isSame: (ours: Hunk, theirs: Hunk) => boolean, whole: Span): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let position = 0;
  let [ourShift, theirShift] = [0, 0];
  const push = (kind: Chunk["kind"], end: number, ourGrowth: number, theirGrowth: number): void => {
    const base = { start: position, end };
    const ours = { start: position + ourShift, end: end + ourShift + ourGrowth };
    const theirs = { start: position + theirShift, end: end + theirShift + theirGrowth };
    if (kind !== "same" || end > position) chunks.push({ kind, base, ours, theirs });
    position = end;
    ourShift += ourGrowth;
    theirShift += theirGrowth;
  };
  const growth = (hunks: readonly Hunk[]): number => hunks.reduce((sum, { aStart, aEnd, bStart, bEnd }) => sum + (bEnd - bStart) - (aEnd - aStart), 0);

  let [nextOurs, nextTheirs] = [0, 0];
  while (nextOurs < ourHunks.length || nextTheirs < theirHunks.length) {
    const start = Math.min(ourHunks[nextOurs]?.aStart ?? Infinity, theirHunks[nextTheirs]?.aStart ?? Infinity);
    push("same", start, 0, 0);
    const [firstOurs, firstTheirs] = [nextOurs, nextTheirs];
    let end = start;
    for (;;) {
      const [ours, theirs] = [ourHunks[nextOurs], theirHunks[nextTheirs]];
      if (ours !== undefined && ours.aStart <= end) {
        end = Math.max(end, ours.aEnd);
        nextOurs += 1;
      } else if (theirs !== undefined && theirs.aStart <= end) {
        end = Math.max(end, theirs.aEnd);
        nextTheirs += 1;
      } else break;
    }
    const [oursHere, theirsHere] = [ourHunks.slice(firstOurs, nextOurs), theirHunks.slice(firstTheirs, nextTheirs)];
    const [ourOnly, theirOnly] = [oursHere[0], theirsHere[0]];
    const kind =
      ourOnly === undefined ? "theirs"
      : theirOnly === undefined ? "ours"
      : oursHere.length === 1 && theirsHere.length === 1 && isSame(ourOnly, theirOnly) ? "both"
      : "contested";
    push(kind, end, growth(oursHere), growth(theirsHere));
  }
  push("same", whole.end, 0, 0);
  return chunks;
}
