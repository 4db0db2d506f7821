/** The middle of some values and the quarters below and above it. */
export interface Spread {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

/** The value below which the given share of the values lies, interpolated between neighbours. Throws when there is none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error("no values");
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const lower = sorted[below] ?? Number.NaN;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return lower + (upper - lower) * (position - below);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function summarize(values: readonly number[]): Spread {
  return { q1: quantile(values, 0.25), median: median(values), q3: quantile(values, 0.75) };
}

/** Calls a function with the values of each round; every list holds one value for each round, in their order. */
export function combineRounds(
  lists: readonly (readonly number[])[],
  combine: (...values: readonly number[]) => number,
): readonly number[] {
  const rounds = lists[0]?.length ?? 0;
  if (lists.some((list) => list.length !== rounds)) throw new Error("the lists are of different rounds");
  return Array.from({ length: rounds }, (_, round) => combine(...lists.map((list) => list[round] ?? Number.NaN)));
}

/** How many times as long as the base each round took: values that were measured side by side are divided. */
export function pairwiseRatios(values: readonly number[], base: readonly number[]): readonly number[] {
  return combineRounds([values, base], (value = Number.NaN, of = Number.NaN) => value / of);
}

/** What each round took more than `without`, as a multiple of the unit of that round. */
export function pairwiseOverheads(
  values: readonly number[],
  without: readonly number[],
  unit: readonly number[],
): readonly number[] {
  return combineRounds(
    [values, without, unit],
    (value = Number.NaN, less = Number.NaN, of = Number.NaN) => (value - less) / of,
  );
}
