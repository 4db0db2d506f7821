import { diffSequences } from "./merge-line-diff.ts";
import { alikeFrom, isEmptyStatement, measureLikeness } from "./merge-likeness.ts";
import type { MergeUnit } from "./merge-units.ts";

/** Larger gaps are not searched for versions of one text: the time would grow with their product. */
const mostComparisons = 10_000;

/**
 * Finds for each unit the one that is the same thing in the other run, in order and never crossing: units of equal text
 * first, then equal keys, then likeness; a paragraph that was replaced by as many others is their earlier version.
 */
export function pairUnits(from: readonly MergeUnit[], to: readonly MergeUnit[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  let [fromStart, toStart] = [0, 0];
  for (const [fromEqual, toEqual] of [...findEqual(from, to), [from.length, to.length] as const]) {
    pairGap(from, to, { fromStart, fromEnd: fromEqual, toStart, toEnd: toEqual }, pairs);
    if (fromEqual < from.length) pairs.set(fromEqual, toEqual);
    [fromStart, toStart] = [fromEqual + 1, toEqual + 1];
  }
  return pairs;
}

function findEqual(from: readonly MergeUnit[], to: readonly MergeUnit[]): readonly (readonly [number, number])[] {
  const numbers = new Map<string, number>();
  const encode = (units: readonly MergeUnit[]): Uint32Array =>
    Uint32Array.from(units, ({ text }) => {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    });
  const equal: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  for (const hunk of [...diffSequences(encode(from), encode(to)), { aStart: from.length, aEnd: from.length, bStart: to.length, bEnd: to.length }]) {
    for (; i < hunk.aStart; i += 1, j += 1) equal.push([i, j]);
    [i, j] = [hunk.aEnd, hunk.bEnd];
  }
  return equal;
}

interface Gap {
  readonly fromStart: number;
  readonly fromEnd: number;
  readonly toStart: number;
  readonly toEnd: number;
}

function pairGap(from: readonly MergeUnit[], to: readonly MergeUnit[], gap: Gap, pairs: Map<number, number>): void {
  const { fromStart, fromEnd, toStart, toEnd } = gap;
  const [fromCount, toCount] = [fromEnd - fromStart, toEnd - toStart];
  if (fromCount === 0 || toCount === 0 || fromCount * toCount > mostComparisons) return;
  const scores: Float64Array[] = [];
  for (let i = 0; i < fromCount; i += 1) {
    scores.push(Float64Array.from({ length: toCount }, (_, j) => scorePair(from[fromStart + i], to[toStart + j], fromCount === 1 && toCount === 1)));
  }
  // The heaviest pairing that does not cross, by dynamic programming from the end.
  const best = Array.from({ length: fromCount + 1 }, () => new Float64Array(toCount + 1));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = fromCount - 1; i >= 0; i -= 1) {
    for (let j = toCount - 1; j >= 0; j -= 1) {
      const score = scores[i]?.[j] ?? 0;
      const paired = score > 0 ? score + at(i + 1, j + 1) : 0;
      const row = best[i];
      if (row !== undefined) row[j] = Math.max(paired, at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < fromCount && j < toCount; ) {
    const score = scores[i]?.[j] ?? 0;
    if (score > 0 && at(i, j) === score + at(i + 1, j + 1)) {
      pairs.set(fromStart + i, toStart + j);
      [i, j] = [i + 1, j + 1];
    } else if (at(i, j) === at(i + 1, j)) i += 1;
    else j += 1;
  }
}

/** How sure it is that two units of different text are versions of one thing; 0 when they are not. */
function scorePair(a: MergeUnit | undefined, b: MergeUnit | undefined, isAlone: boolean): number {
  if (a === undefined || b === undefined) return 0;
  if (a.key !== null && b.key !== null) return a.key === b.key ? 3 : isAlone && a.kind === "heading" && b.kind === "heading" ? 1 : 0;
  if (a.kind !== b.kind || isEmptyStatement(a) || isEmptyStatement(b)) return 0;
  const likeness = measureLikeness(a.text, b.text);
  if (likeness >= alikeFrom) return 1 + likeness;
  // Prose that was rewritten from end to end still stands for what was there; of lists each item stands for itself.
  return a.kind === "text" || isAlone ? 0.5 + likeness : 0;
}
