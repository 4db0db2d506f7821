import { median } from "./statistics.ts";

/** One thing that is timed. */
export interface Step {
  readonly name: string;
  /** What must be so before it runs; not timed. */
  readonly prepare?: (round: number) => void;
  /** Runs it and answers with the milliseconds that it took. */
  readonly run: (round: number) => number;
  /** Sees that it did what is to be measured; not timed. */
  readonly verify?: (round: number) => void;
}

/** Steps that must follow on each other in each round, such as the commits of one repository. */
export type StepGroup = readonly Step[];

/** Milliseconds of each step, one for each round. */
export interface Timings {
  /** Throws for a name that no step has. */
  of(name: string): readonly number[];
}

export interface PairedOptions {
  readonly rounds: number;
  /** Rounds before these, which do not count: they fill the file cache and planlink's own. */
  readonly warmUps?: number;
}

/** The groups in the order of one round: each comes first in its turn, so that none always runs in another's wake. */
export function orderOfRound<Item>(items: readonly Item[], round: number): readonly Item[] {
  const start = items.length === 0 ? 0 : round % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** Runs all groups in each round, one after the other: A B C, B C A, C A B, … */
export function runPaired(groups: readonly StepGroup[], { rounds, warmUps = 1 }: PairedOptions): Timings {
  const times = new Map<string, number[]>(groups.flat().map(({ name }) => [name, []]));
  for (let round = 0; round < warmUps + rounds; round += 1) {
    for (const { name, prepare, run, verify } of orderOfRound(groups, round).flat()) {
      prepare?.(round);
      const milliseconds = run(round);
      verify?.(round);
      if (round >= warmUps) times.get(name)?.push(milliseconds);
    }
  }
  return {
    of: (name) => {
      const found = times.get(name);
      if (found === undefined) throw new Error(`no step is named ${name}`);
      return found;
    },
  };
}

const repetitions = 3;

/** The unit of all ratios. One start alone is a shaky denominator: it is the median of three. */
export function createUnit(name: string, run: () => number): StepGroup {
  return [{ name, run: () => median(Array.from({ length: repetitions }, run)) }];
}
