/** Index in `ours` of the line that a line of `base` is matched with; -1 for a line without a match. Matches never cross. */
export type LineMatches = Int32Array;

interface Span {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
  readonly depth: number;
}

/** Differences that the exact search looks for; beyond, the lines count as rewritten. Bounds time and memory. */
const maximumDistance = 400;
/** Unique lines split a span at most so often; the rest is left to the exact search. */
const maximumDepth = 24;

/**
 * Matches the lines of two texts, given as their keys: equal ends first, then the lines that are unique in both
 * (patience), then the shortest edit between them (Myers).
 *
 * Time is nearly linear in the number of lines, on hostile input too: the exact search is bounded, and what it cannot
 * settle stays unmatched. An insertion or removal that could stand at several places stands at the last of them, as in
 * git: so two sides that insert at one place do it at the same one.
 */
export function matchLines(a: readonly string[], b: readonly string[]): LineMatches {
  const numbers = new Map<string, number>();
  const intern = (key: string): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  const aKeys = Int32Array.from(a, intern);
  const bKeys = Int32Array.from(b, intern);
  const matches = new Int32Array(a.length).fill(-1);
  const spans: Span[] = [{ aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length, depth: 0 }];
  for (let whole = spans.pop(); whole !== undefined; whole = spans.pop()) {
    const span = matchEnds(aKeys, bKeys, whole, matches);
    if (span.aStart === span.aEnd || span.bStart === span.bEnd) continue;
    const anchors = span.depth < maximumDepth ? findAnchors(aKeys, bKeys, span) : [];
    if (anchors.length === 0) {
      matchExactly(aKeys, bKeys, span, matches);
      continue;
    }
    let { aStart, bStart } = span;
    for (const [aIndex, bIndex] of anchors) {
      matches[aIndex] = bIndex;
      spans.push({ aStart, aEnd: aIndex, bStart, bEnd: bIndex, depth: span.depth + 1 });
      [aStart, bStart] = [aIndex + 1, bIndex + 1];
    }
    spans.push({ ...span, aStart, bStart, depth: span.depth + 1 });
  }
  slideDown(aKeys, bKeys, matches);
  return matches;
}

/** Moves each insertion and each removal down as long as the line that it begins with equals the one after it. */
function slideDown(a: Int32Array, b: Int32Array, matches: LineMatches): void {
  // All before `aNext` and `bNext` is settled; the lines up to `aEnd` and `bEnd` are removed or inserted there.
  let [aNext, bNext, aEnd] = [0, 0, 0];
  for (;;) {
    aEnd = Math.max(aEnd, aNext);
    while (aEnd < a.length && matches[aEnd] === -1) aEnd += 1;
    if (aEnd === a.length) return;
    const bEnd = matches[aEnd] ?? 0;
    const [removed, inserted] = [aEnd - aNext, bEnd - bNext];
    if (removed === 0 && inserted > 0 && b[bNext] === b[bEnd]) {
      matches[aEnd] = bNext;
      [aNext, bNext] = [aEnd + 1, bNext + 1];
    } else if (inserted === 0 && removed > 0 && a[aNext] === a[aEnd]) {
      matches[aNext] = bEnd;
      matches[aEnd] = -1;
      [aNext, bNext] = [aNext + 1, bEnd + 1];
    } else [aNext, bNext] = [aEnd + 1, bEnd + 1];
  }
}

function matchEnds(a: Int32Array, b: Int32Array, span: Span, matches: LineMatches): Span {
  let { aStart, aEnd, bStart, bEnd } = span;
  for (; aStart < aEnd && bStart < bEnd && a[aStart] === b[bStart]; aStart += 1, bStart += 1) matches[aStart] = bStart;
  for (; aStart < aEnd && bStart < bEnd && a[aEnd - 1] === b[bEnd - 1]; aEnd -= 1, bEnd -= 1)
    matches[aEnd - 1] = bEnd - 1;
  return { aStart, aEnd, bStart, bEnd, depth: span.depth };
}

/** The longest run of lines that occur once in each half and stand in the same order in both. */
function findAnchors(a: Int32Array, b: Int32Array, span: Span): readonly (readonly [number, number])[] {
  const places = new Map<number, { a: number; b: number }>();
  const twice = -2;
  for (let index = span.aStart; index < span.aEnd; index += 1) {
    const place = places.get(a[index] ?? -1);
    if (place === undefined) places.set(a[index] ?? -1, { a: index, b: -1 });
    else place.a = twice;
  }
  for (let index = span.bStart; index < span.bEnd; index += 1) {
    const place = places.get(b[index] ?? -1);
    if (place !== undefined) place.b = place.b === -1 ? index : twice;
  }
  const pairs: (readonly [number, number])[] = [];
  // A Map keeps the order of insertion: that of `a`.
  for (const place of places.values()) if (place.a >= 0 && place.b >= 0) pairs.push([place.a, place.b]);
  return longestIncreasing(pairs);
}

/** Patience sorting: of pairs in the order of their first number, the longest run that also ascends in the second. */
function longestIncreasing(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const tails: number[] = [];
  const previous = new Int32Array(pairs.length).fill(-1);
  for (const [index, [, b]] of pairs.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (tails[low - 1] ?? -1);
    tails[low] = index;
  }
  const run: (readonly [number, number])[] = [];
  for (let index = tails.at(-1) ?? -1; index !== -1; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) run.push(pair);
  }
  return run.reverse();
}

/** Myers' greedy search for the shortest edit. Keeps the furthest points of every round, to walk back along them. */
function matchExactly(a: Int32Array, b: Int32Array, span: Span, matches: LineMatches): void {
  const { aStart, aEnd, bStart, bEnd } = span;
  const [aLength, bLength] = [aEnd - aStart, bEnd - bStart];
  const limit = Math.min(aLength + bLength, maximumDistance);
  const offset = limit + 1;
  const furthest = new Int32Array(2 * limit + 3);
  const rounds: Int32Array[] = [];
  for (let distance = 0; distance <= limit; distance += 1) {
    rounds.push(furthest.slice(offset - distance, offset + distance + 1));
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      const down =
        diagonal === -distance ||
        (diagonal !== distance && (furthest[offset + diagonal - 1] ?? 0) < (furthest[offset + diagonal + 1] ?? 0));
      let x = down ? (furthest[offset + diagonal + 1] ?? 0) : (furthest[offset + diagonal - 1] ?? 0) + 1;
      let y = x - diagonal;
      while (x < aLength && y < bLength && y >= 0 && a[aStart + x] === b[bStart + y]) [x, y] = [x + 1, y + 1];
      furthest[offset + diagonal] = x;
      if (x >= aLength && y >= bLength) {
        walkBack(rounds, distance, span, matches);
        return;
      }
    }
  }
}

function walkBack(rounds: readonly Int32Array[], distance: number, span: Span, matches: LineMatches): void {
  let [x, y] = [span.aEnd - span.aStart, span.bEnd - span.bStart];
  for (let round = distance; round >= 0; round -= 1) {
    // As it was before this round: `before` spans the diagonals -round to round.
    const before = rounds[round];
    const at = (diagonal: number): number => before?.[diagonal + round] ?? 0;
    const diagonal = x - y;
    const isDown = diagonal === -round || (diagonal !== round && at(diagonal - 1) < at(diagonal + 1));
    const fromX = round === 0 ? 0 : at(isDown ? diagonal + 1 : diagonal - 1);
    const fromY = round === 0 ? 0 : fromX - (isDown ? diagonal + 1 : diagonal - 1);
    const snakeStart = round === 0 || isDown ? fromX : fromX + 1;
    while (x > snakeStart) {
      [x, y] = [x - 1, y - 1];
      matches[span.aStart + x] = span.bStart + y;
    }
    [x, y] = [fromX, fromY];
  }
}
