import { join } from "node:path";
import { measure, type Measurement } from "../measurement.ts";
import { canReadPeakMemory, type PeakMemory, runForPeakMemory } from "../peak-memory.ts";
import { createPlannedClone, installPlanlink, withoutHooks } from "../planned-clone.ts";
import type { Series } from "../series.ts";
import { removeCache } from "../verify-clone.ts";

/** Node itself takes half of it. */
const atMost = 120;
const megabyte = 1_000_000;

function describe(label: string, runs: readonly PeakMemory[]): readonly Measurement[] {
  const peaksOf = (matches: (name: string) => boolean): readonly number[] =>
    runs.map((peaks) => Math.max(0, ...[...peaks].map(([name, peak]) => (matches(name) ? peak / megabyte : 0))));
  return [
    // Node names its process after its main thread.
    measure(
      "planlink",
      `${label}: node`,
      "MB",
      peaksOf((name) => name.startsWith("node") || name === "MainThread"),
      { atMost },
    ),
    measure(
      "git",
      `${label}: the largest git that it starts`,
      "MB",
      peaksOf((name) => name === "git"),
    ),
  ];
}

/** Peak memory on a million commits. */
export const memorySeries: Series = {
  name: "memory",
  summary: "peak memory on a million commits",
  async run(context) {
    const rounds = Math.min(3, context.slowRounds);
    const result = {
      name: "memory",
      title: "Peak memory, 1,000,000 commits",
      words: "The high-water mark of resident memory of each process.",
      rounds,
    };
    if (!canReadPeakMemory()) return { ...result, measurements: [], notes: ["Only measured on Linux."] };
    const source = await context.openRepository("million");
    const clone = createPlannedClone(source, join(context.scratch, "clone"), context.env, rounds);
    installPlanlink(clone, context.dist, "native");
    const program = join(context.dist, "state.js");
    const options = { cwd: clone.directory, env: context.env };
    const state = (...args: readonly string[]): Promise<PeakMemory> =>
      runForPeakMemory(process.execPath, [program, ...args], options);
    const cases: readonly (readonly [label: string, run: (round: number) => Promise<PeakMemory>])[] = [
      ["verify-commits, warm cache", () => state("verify-commits")],
      ["sync, warm cache", () => state("sync")],
      [
        "post-commit of a tagged commit, warm cache",
        (round) => {
          clone.stageWork(round);
          clone.commit(`feat(${clone.planOf(round)}): add the list`, withoutHooks);
          return runForPeakMemory(join(clone.directory, ".git", "hooks", "post-commit"), [], options);
        },
      ],
      [
        "verify-commits, no cache",
        () => {
          removeCache(clone.directory);
          return state("verify-commits");
        },
      ],
      [
        "sync, no cache",
        () => {
          removeCache(clone.directory);
          return state("sync");
        },
      ],
    ];
    const measurements: Measurement[] = [];
    for (const [label, run] of cases) {
      const runs: PeakMemory[] = [];
      for (let round = 0; round < rounds; round += 1) runs.push(await run(round));
      measurements.push(...describe(label, runs));
    }
    return {
      ...result,
      measurements,
      notes: [
        "Git maps the files in which it keeps objects; what it has looked at counts as its memory, and the system can take it back at any time.",
      ],
    };
  },
};
