/** A place where two sequences differ: `[aStart, aEnd)` of the first became `[bStart, bEnd)` of the second. */
export interface Hunk {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

/** After so many edits in one search the best split so far is taken: bounds the time on texts that have little in common. */
const minimumCost = 256;
const mostOccurrences = 1024;
const scanWindow = 100;

/**
 * Compares two sequences of numbers; equal numbers are equal lines.
 *
 * The method is the one of `git diff` and `git merge-file` (Myers' middle snake between common ends, lines without a
 * partner left out first, changes moved down as far as they go), and ties are decided the same way: where git merges
 * people's prose without a conflict, the result must be git's to the line.
 */
export function diffSequences(a: Uint32Array, b: Uint32Array): readonly Hunk[] {
  const changedA = new Uint8Array(a.length);
  const changedB = new Uint8Array(b.length);
  const shortest = Math.min(a.length, b.length);
  let head = 0;
  while (head < shortest && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;

  const [countsA, countsB] = [countEach(a), countEach(b)];
  const keptA = markUnmatched(a, countsB, head, a.length - tail, changedA);
  const keptB = markUnmatched(b, countsA, head, b.length - tail, changedB);
  const search = new SnakeSearch(keptA.map((index) => a[index] ?? 0), keptB.map((index) => b[index] ?? 0));
  search.run();
  keptA.forEach((index, place) => {
    if (search.changedA[place] === 1) changedA[index] = 1;
  });
  keptB.forEach((index, place) => {
    if (search.changedB[place] === 1) changedB[index] = 1;
  });

  slideChanges(a, changedA, changedB);
  slideChanges(b, changedB, changedA);
  return toHunks(changedA, changedB);
}

function countEach(sequence: Uint32Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of sequence) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** A power of two near the square root; git's own rounding. */
function roughRoot(count: number): number {
  let root = 1;
  for (let rest = count; rest > 0; rest >>= 2) root <<= 1;
  return root;
}

/**
 * Marks lines that the other side does not have, and frequent ones (blank lines, rules) in the midst of those: they
 * would only be matched by chance. Returns the indexes of the others.
 */
function markUnmatched(sequence: Uint32Array, otherCounts: ReadonlyMap<number, number>, start: number, end: number, changed: Uint8Array): Uint32Array {
  const limit = Math.min(roughRoot(sequence.length), mostOccurrences);
  const matches = sequence.map((value, index) => {
    if (index < start || index >= end) return 1;
    const count = otherCounts.get(value) ?? 0;
    return count === 0 ? 0 : count >= limit ? 2 : 1;
  });
  const kept: number[] = [];
  for (let index = start; index < end; index += 1) {
    const isKept = matches[index] === 1 || (matches[index] === 2 && !isAmongUnmatched(matches, index, start, end - 1));
    if (isKept) kept.push(index);
    else changed[index] = 1;
  }
  return Uint32Array.from(kept);
}

/** A frequent line stands in a run of unmatched ones: some on either side, and at least three unmatched to each frequent. */
function isAmongUnmatched(matches: Uint32Array, index: number, first: number, last: number): boolean {
  const [low, high] = [Math.max(first, index - scanWindow), Math.min(last, index + scanWindow)];
  const scan = (step: 1 | -1): { readonly none: number; readonly frequent: number } => {
    let [none, frequent] = [0, 1];
    for (let place = index + step; place >= low && place <= high; place += step) {
      if (matches[place] === 0) none += 1;
      else if (matches[place] === 2) frequent += 1;
      else break;
    }
    return { none, frequent };
  };
  const [before, after] = [scan(-1), scan(1)];
  if (before.none === 0 || after.none === 0) return false;
  const frequent = before.frequent + after.frequent;
  return frequent * 4 < frequent + before.none + after.none;
}

/** Myers' linear-space comparison: E. W. Myers, An O(ND) Difference Algorithm and Its Variations, 1986. */
class SnakeSearch {
  readonly changedA: Uint8Array;
  readonly changedB: Uint8Array;
  private readonly a: Uint32Array;
  private readonly b: Uint32Array;
  /** Furthest place reached on each diagonal, from either end. Diagonals may be negative: `zero` is added to each. */
  private readonly forward: Int32Array;
  private readonly backward: Int32Array;
  private readonly zero: number;
  private readonly costLimit: number;

  constructor(a: Uint32Array, b: Uint32Array) {
    this.a = a;
    this.b = b;
    this.changedA = new Uint8Array(a.length);
    this.changedB = new Uint8Array(b.length);
    const diagonals = a.length + b.length + 3;
    this.forward = new Int32Array(diagonals + 1);
    this.backward = new Int32Array(diagonals + 1);
    this.zero = b.length + 1;
    this.costLimit = Math.max(roughRoot(diagonals), minimumCost);
  }

  run(): void {
    const boxes: [number, number, number, number][] = [[0, this.a.length, 0, this.b.length]];
    for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
      let [aStart, aEnd, bStart, bEnd] = box;
      while (aStart < aEnd && bStart < bEnd && this.a[aStart] === this.b[bStart]) [aStart, bStart] = [aStart + 1, bStart + 1];
      while (aStart < aEnd && bStart < bEnd && this.a[aEnd - 1] === this.b[bEnd - 1]) [aEnd, bEnd] = [aEnd - 1, bEnd - 1];
      if (aStart === aEnd) this.changedB.fill(1, bStart, bEnd);
      else if (bStart === bEnd) this.changedA.fill(1, aStart, aEnd);
      else {
        const [aSplit, bSplit] = this.split(aStart, aEnd, bStart, bEnd);
        boxes.push([aSplit, aEnd, bSplit, bEnd], [aStart, aSplit, bStart, bSplit]);
      }
    }
  }

  /** Finds where an optimal path through the box is met from both its ends; past the cost limit, a good place. */
  private split(aStart: number, aEnd: number, bStart: number, bEnd: number): readonly [number, number] {
    const { a, b, forward, backward, zero } = this;
    const [lowest, highest] = [aStart - bEnd, aEnd - bStart];
    const [forwardMiddle, backwardMiddle] = [aStart - bStart, aEnd - bEnd];
    const isOdd = ((forwardMiddle - backwardMiddle) & 1) !== 0;
    let [forwardMin, forwardMax] = [forwardMiddle, forwardMiddle];
    let [backwardMin, backwardMax] = [backwardMiddle, backwardMiddle];
    forward[zero + forwardMiddle] = aStart;
    backward[zero + backwardMiddle] = aEnd;
    for (let cost = 1; ; cost += 1) {
      if (forwardMin > lowest) forward[zero + --forwardMin - 1] = -1;
      else forwardMin += 1;
      if (forwardMax < highest) forward[zero + ++forwardMax + 1] = -1;
      else forwardMax -= 1;
      for (let diagonal = forwardMax; diagonal >= forwardMin; diagonal -= 2) {
        const [below, above] = [forward[zero + diagonal - 1] ?? -1, forward[zero + diagonal + 1] ?? -1];
        let i = below >= above ? below + 1 : above;
        while (i < aEnd && i - diagonal < bEnd && a[i] === b[i - diagonal]) i += 1;
        forward[zero + diagonal] = i;
        const meets = isOdd && backwardMin <= diagonal && diagonal <= backwardMax && (backward[zero + diagonal] ?? 0) <= i;
        if (meets) return [i, i - diagonal];
      }
      if (backwardMin > lowest) backward[zero + --backwardMin - 1] = 0x7fffffff;
      else backwardMin += 1;
      if (backwardMax < highest) backward[zero + ++backwardMax + 1] = 0x7fffffff;
      else backwardMax -= 1;
      for (let diagonal = backwardMax; diagonal >= backwardMin; diagonal -= 2) {
        const [below, above] = [backward[zero + diagonal - 1] ?? 0x7fffffff, backward[zero + diagonal + 1] ?? 0x7fffffff];
        let i = below < above ? below : above - 1;
        while (i > aStart && i - diagonal > bStart && a[i - 1] === b[i - diagonal - 1]) i -= 1;
        backward[zero + diagonal] = i;
        const meets = !isOdd && forwardMin <= diagonal && diagonal <= forwardMax && i <= (forward[zero + diagonal] ?? 0);
        if (meets) return [i, i - diagonal];
      }
      if (cost >= this.costLimit) {
        const ahead = furthest(forwardMin, forwardMax, (diagonal) => clampForward(forward[zero + diagonal] ?? 0, diagonal, aEnd, bEnd));
        const behind = furthest(backwardMin, backwardMax, (diagonal) => clampBackward(backward[zero + diagonal] ?? 0, diagonal, aStart, bStart));
        const isAhead = aEnd + bEnd - behind.sum < ahead.sum - (aStart + bStart);
        const place = isAhead ? ahead : behind;
        return [place.i, place.sum - place.i];
      }
    }
  }
}

interface Reached {
  readonly i: number;
  /** Position in both sequences together. */
  readonly sum: number;
  readonly isBehind: boolean;
}

function clampForward(reached: number, diagonal: number, aEnd: number, bEnd: number): Reached {
  const i = Math.min(reached, aEnd, bEnd + diagonal);
  return { i, sum: 2 * i - diagonal, isBehind: false };
}

function clampBackward(reached: number, diagonal: number, aStart: number, bStart: number): Reached {
  const i = Math.max(reached, aStart, bStart + diagonal);
  return { i, sum: 2 * i - diagonal, isBehind: true };
}

function furthest(first: number, last: number, reach: (diagonal: number) => Reached): Reached {
  let best = reach(last);
  for (let diagonal = last - 2; diagonal >= first; diagonal -= 2) {
    const next = reach(diagonal);
    if (next.isBehind ? next.sum < best.sum : next.sum > best.sum) best = next;
  }
  return best;
}

/** A run of changed lines in one sequence, with the run (possibly empty) at the same place of the other. */
class ChangeRun {
  start: number;
  end: number;
  private readonly changed: Uint8Array;

  constructor(changed: Uint8Array) {
    this.changed = changed;
    this.start = 0;
    this.end = 0;
    while (this.changed[this.end] === 1) this.end += 1;
  }

  get isEmpty(): boolean {
    return this.start === this.end;
  }

  /** Goes to the next run, past one unchanged line; `false` at the end of the sequence. */
  next(): boolean {
    if (this.end >= this.changed.length) return false;
    this.start = this.end + 1;
    this.end = this.start;
    while (this.changed[this.end] === 1) this.end += 1;
    return true;
  }

  previous(): void {
    this.end = this.start - 1;
    this.start = this.end;
    while (this.changed[this.start - 1] === 1) this.start -= 1;
  }

  slideUp(sequence: Uint32Array): boolean {
    if (this.start === 0 || sequence[this.start - 1] !== sequence[this.end - 1]) return false;
    this.start -= 1;
    this.end -= 1;
    this.changed[this.start] = 1;
    this.changed[this.end] = 0;
    while (this.changed[this.start - 1] === 1) this.start -= 1;
    return true;
  }

  slideDown(sequence: Uint32Array): boolean {
    if (this.end >= sequence.length || sequence[this.start] !== sequence[this.end]) return false;
    this.changed[this.start] = 0;
    this.changed[this.end] = 1;
    this.start += 1;
    this.end += 1;
    while (this.changed[this.end] === 1) this.end += 1;
    return true;
  }
}

/**
 * Moves each run of changes as far down as it goes, or to the last place where it stands beside a run of the other
 * sequence. Runs that touch while moving become one.
 */
function slideChanges(sequence: Uint32Array, changed: Uint8Array, otherChanged: Uint8Array): void {
  const run = new ChangeRun(changed);
  const other = new ChangeRun(otherChanged);
  do {
    if (!run.isEmpty) slideRun(sequence, run, other);
    if (!run.next()) return;
  } while (other.next());
}

function slideRun(sequence: Uint32Array, run: ChangeRun, other: ChangeRun): void {
  let size: number;
  let isBeside: boolean;
  let earliestEnd: number;
  do {
    size = run.end - run.start;
    while (run.slideUp(sequence)) other.previous();
    earliestEnd = run.end;
    isBeside = !other.isEmpty;
    while (run.slideDown(sequence)) {
      other.next();
      if (!other.isEmpty) isBeside = true;
    }
  } while (size !== run.end - run.start);
  if (run.end === earliestEnd || !isBeside) return;
  while (other.isEmpty) {
    run.slideUp(sequence);
    other.previous();
  }
}

function toHunks(changedA: Uint8Array, changedB: Uint8Array): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  while (i < changedA.length || j < changedB.length) {
    if (changedA[i] !== 1 && changedB[j] !== 1) {
      i += 1;
      j += 1;
      continue;
    }
    const [aStart, bStart] = [i, j];
    while (changedA[i] === 1) i += 1;
    while (changedB[j] === 1) j += 1;
    hunks.push({ aStart, aEnd: i, bStart, bEnd: j });
  }
  return hunks;
}
