import { median, summarize, type Spread } from "./statistics.ts";

/** `×`: a ratio; `× node`: a multiple of `node -e 0`; seconds; megabytes of 1,000,000 bytes. */
export type Unit = "× node" | "×" | "s" | "MB";

/** One line of the results. */
export interface Measurement {
  readonly label: string;
  readonly unit: Unit;
  readonly spread: Spread;
  /** Median of the milliseconds of what was timed, for orientation only. */
  readonly milliseconds: number | null;
  /** What the project allows itself, in the unit. */
  readonly atMost: number | null;
  readonly of: "planlink" | "git" | "peer";
}

export interface SeriesResult {
  readonly name: string;
  readonly title: string;
  /** What was done, in a sentence or two. */
  readonly words: string;
  readonly rounds: number;
  readonly measurements: readonly Measurement[];
  readonly notes: readonly string[];
}

/** Makes a line from the values of all rounds. */
export function measure(
  of: Measurement["of"],
  label: string,
  unit: Unit,
  values: readonly number[],
  { milliseconds = null, atMost = null }: { milliseconds?: readonly number[] | null; atMost?: number | null } = {},
): Measurement {
  const ms = milliseconds === null ? null : median(milliseconds);
  return { of, label, unit, spread: summarize(values), milliseconds: ms, atMost };
}
