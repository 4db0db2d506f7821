import type { Hunk } from "./hunks.ts";
import { likenessOf } from "./likeness.ts";
import type { MergeLine } from "./merge-lines.ts";

/** Pairs are looked for in hunks of so many lines times lines; larger ones count as rewritten. */
const maximumPairs = 2500;

/**
 * Cuts a hunk up: each line that is revised becomes a hunk of its own, and what is left between them one that inserts,
 * removes or rewrites. Applied together they are the hunk again.
 */
export function refineHunk(base: readonly MergeLine[], hunk: Hunk): readonly Hunk[] {
  const { start, end, lines } = hunk;
  if (start === end || lines.length === 0) return [hunk];
  const parts: Hunk[] = [];
  let [index, used] = [start, 0];
  const addRest = (restEnd: number, usedEnd: number): void => {
    if (restEnd > index || usedEnd > used)
      parts.push(
        ...splitRest(base, { start: index, end: restEnd, lines: lines.slice(used, usedEnd), isRevision: false }),
      );
  };
  for (const [baseIndex, lineIndex] of pairLines(base.slice(start, end), lines)) {
    addRest(start + baseIndex, lineIndex);
    parts.push({
      start: start + baseIndex,
      end: start + baseIndex + 1,
      lines: lines.slice(lineIndex, lineIndex + 1),
      isRevision: true,
    });
    [index, used] = [start + baseIndex + 1, lineIndex + 1];
  }
  addRest(end, lines.length);
  return parts;
}

function isUnit({ kind, owned }: MergeLine): boolean {
  return owned !== undefined || kind === "item" || kind === "tail" || kind === "row";
}

/** Items and rows that follow prose or go before it are no part of how the prose was rewritten. */
function splitRest(base: readonly MergeLine[], rest: Hunk): readonly Hunk[] {
  const { start, end, lines } = rest;
  const removesUnits = base.slice(start, end).some(isUnit);
  if (start === end || lines.length === 0 || removesUnits || !lines.some(isUnit)) return [rest];
  const lastOther = lines.findLastIndex((line) => !isUnit(line) && line.kind !== "blank");
  const firstUnitAfter = lines.findIndex((line, index) => index > lastOther && isUnit(line));
  if (lastOther === -1 || firstUnitAfter === -1) return [rest];
  return [
    { start, end, lines: lines.slice(0, firstUnitAfter), isRevision: false },
    { start: end, end, lines: lines.slice(firstUnitAfter), isRevision: false },
  ];
}

/** Pairs lines with their revisions, in order, so that the sum of likenesses is greatest. */
function pairLines(before: readonly MergeLine[], after: readonly MergeLine[]): readonly (readonly [number, number])[] {
  if (before.length * after.length > maximumPairs) return [];
  const width = after.length + 1;
  const best = new Float64Array((before.length + 1) * width);
  const likeness = (i: number, j: number): number => {
    const [from, to] = [before[i], after[j]];
    return from === undefined || to === undefined ? 0 : likenessOf(from, to);
  };
  const scores = new Float64Array(before.length * after.length);
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const score = likeness(i, j);
      scores[i * after.length + j] = score;
      const paired = score > 0 ? score + (best[(i + 1) * width + j + 1] ?? 0) : 0;
      best[i * width + j] = Math.max(paired, best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
    }
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const score = scores[i * after.length + j] ?? 0;
    const here = best[i * width + j] ?? 0;
    if (score > 0 && here === score + (best[(i + 1) * width + j + 1] ?? 0)) {
      pairs.push([i, j]);
      [i, j] = [i + 1, j + 1];
    } else if (here === (best[(i + 1) * width + j] ?? 0)) i += 1;
    else j += 1;
  }
  return pairs;
}
