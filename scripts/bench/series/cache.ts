import { join } from "node:path";
import { runBareNode, runForOutput, runTimed } from "../environment.ts";
import { cloneForWork } from "../generated-repository.ts";
import { measure } from "../measurement.ts";
import { createUnit, runPaired } from "../paired-runs.ts";
import type { Series } from "../series.ts";
import { combineRounds, pairwiseRatios } from "../statistics.ts";
import { removeCache } from "../verify-clone.ts";

/** Building what planlink knows of history, against git reading the same history. */
export const cacheSeries: Series = {
  name: "cache",
  summary: "a first run without a cache against git log --name-only",
  async run(context) {
    const source = await context.openRepository("twenty-thousand");
    const [cold, warm] = ["cold", "warm"].map((name) => join(context.scratch, name));
    if (cold === undefined || warm === undefined) throw new Error("two clones are made");
    const program = join(context.dist, "state.js");
    const { env } = context;
    for (const cwd of [cold, warm]) {
      cloneForWork(source, cwd, env);
      runForOutput(process.execPath, [program, "sync"], { cwd, env });
    }
    const check = (cwd: string): number => runTimed(process.execPath, [program, "sync", "--check"], { cwd, env });
    const tagged = runForOutput("git", ["log", "--format=%H", "-E", "--grep=^[a-z]+\\([0-9]+-[0-9]+\\): "], {
      cwd: cold,
      env,
    });
    const namesOf = ["log", "--format=%H", "--name-only", "-z"];
    const timings = runPaired(
      [
        createUnit("node", () => runBareNode({ cwd: context.scratch, env })),
        [{ name: "cold", prepare: () => removeCache(cold), run: () => check(cold) }],
        [{ name: "warm", run: () => check(warm) }],
        [{ name: "log", run: () => runTimed("git", namesOf, { cwd: cold, env }) }],
        [
          {
            name: "log of tagged",
            run: () =>
              runTimed("git", [...namesOf, "--no-walk=unsorted", "--stdin"], { cwd: cold, env, input: tagged }),
          },
        ],
      ],
      { rounds: context.rounds },
    );
    const node = timings.of("node");
    const building = combineRounds(
      [timings.of("cold"), timings.of("warm")],
      (all = Number.NaN, without = Number.NaN) => all - without,
    );
    const whole = timings.of("log");
    const some = timings.of("log of tagged");
    return {
      name: "cache",
      title: "A first run, 20,000 commits",
      words: "`state sync --check` without a cache, and git listing the changed files of the same commits.",
      rounds: context.rounds,
      measurements: [
        measure(
          "planlink",
          "first run, against git log --name-only -z",
          "×",
          pairwiseRatios(timings.of("cold"), whole),
          {
            atMost: 1.5,
          },
        ),
        measure(
          "planlink",
          "first run less a later one, against git log --name-only -z",
          "×",
          pairwiseRatios(building, whole),
        ),
        measure(
          "planlink",
          "first run less a later one, against git log of the tagged commits alone",
          "×",
          pairwiseRatios(building, some),
        ),
        measure("planlink", "first run", "× node", pairwiseRatios(timings.of("cold"), node), {
          milliseconds: timings.of("cold"),
        }),
        measure("planlink", "later run", "× node", pairwiseRatios(timings.of("warm"), node), {
          milliseconds: timings.of("warm"),
        }),
        measure("git", "git log --name-only -z", "× node", pairwiseRatios(whole, node), { milliseconds: whole }),
        measure("git", "git log --name-only -z of the tagged commits alone", "× node", pairwiseRatios(some, node), {
          milliseconds: some,
        }),
      ],
      notes: [],
    };
  },
};
