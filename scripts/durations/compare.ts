import { quantile } from "../bench/statistics.ts";

/** A duration that somebody recorded, with what commits alone tell of it. Minutes. */
export interface DurationPair {
  readonly recorded: number;
  readonly derived: number;
}

/** How far derived durations lie from recorded ones. */
export interface DurationErrors {
  readonly count: number;
  /** The middle of |derived - recorded| / recorded. */
  readonly medianError: number;
  /** The share of those that are neither longer than twice as long nor shorter than half. */
  readonly withinFactorTwo: number;
  /** Quarters of derived / recorded. */
  readonly ratio: { readonly q1: number; readonly median: number; readonly q3: number };
  /** Shares of derived / recorded, between the bounds of `ratioBounds`; one more than there are bounds. */
  readonly distribution: readonly number[];
}

/** What separates the columns of the distribution. */
const ratioBounds: readonly number[] = [0.25, 0.5, 0.8, 1.25, 2, 4];

/** Adds up how far the pairs lie apart; `null` without any. */
export function compareDurations(pairs: readonly DurationPair[]): DurationErrors | null {
  if (pairs.length === 0) return null;
  const ratios = pairs.map(({ derived, recorded }) => derived / recorded);
  const share = (holds: (ratio: number) => boolean): number => ratios.filter(holds).length / ratios.length;
  return {
    count: pairs.length,
    medianError: quantile(
      ratios.map((ratio) => Math.abs(ratio - 1)),
      0.5,
    ),
    withinFactorTwo: share((ratio) => ratio >= 0.5 && ratio <= 2),
    ratio: { q1: quantile(ratios, 0.25), median: quantile(ratios, 0.5), q3: quantile(ratios, 0.75) },
    distribution: [0, ...ratioBounds].map((low, index) =>
      share((ratio) => ratio >= low && ratio < (ratioBounds[index] ?? Number.POSITIVE_INFINITY)),
    ),
  };
}

/** A named group of pairs. */
export interface DurationGroup {
  readonly name: string;
  readonly pairs: readonly DurationPair[];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** One table of groups, a line each; a group without pairs has no line. */
export function formatDurationTable(title: string, groups: readonly DurationGroup[]): string {
  const bounds = ratioBounds.map(String);
  const heads = bounds.map((bound, index) => (index === 0 ? `<${bound}` : `${bounds[index - 1] ?? ""}-${bound}`));
  const ratios = [...heads, `>${bounds.at(-1) ?? ""}`].map((head) => head.padStart("100 %".length));
  const columns = ["plans", "median error", "within 2x", "ratio", ...ratios];
  const width = Math.max(...groups.map(({ name }) => name.length), title.length);
  const lines = groups.flatMap(({ name, pairs }) => {
    const errors = compareDurations(pairs);
    if (errors === null) return [];
    const cells = [
      String(errors.count),
      percent(errors.medianError),
      percent(errors.withinFactorTwo),
      errors.ratio.median.toFixed(2),
      ...errors.distribution.map((part) => `${Math.round(part * 100)} %`),
    ];
    return [[name.padEnd(width), ...cells.map((cell, index) => cell.padStart(columns[index]?.length ?? 0))].join("  ")];
  });
  return `${[[title.padEnd(width), ...columns].join("  "), ...lines].join("\n")}\n`;
}
