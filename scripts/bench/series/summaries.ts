import { join } from "node:path";
import { runBareNode } from "../environment.ts";
import { measure } from "../measurement.ts";
import { createUnit, runPaired } from "../paired-runs.ts";
import { recipes } from "../recipes.ts";
import type { Series } from "../series.ts";
import { pairwiseRatios } from "../statistics.ts";
import { createVerifyClone } from "../verify-clone.ts";

/** `state verify-commits --all` in a project with thousands of SUMMARY.md files. */
export const summariesSeries: Series = {
  name: "summaries",
  summary: "state verify-commits --all with 5,000 SUMMARY.md files",
  async run(context) {
    const source = await context.openRepository("many-summaries");
    const { references } = recipes["many-summaries"];
    const [cold, warm] = ["cold", "warm"].map((name) =>
      createVerifyClone(source, join(context.scratch, name), context, { references, hasCommitGraph: true }),
    );
    if (cold === undefined || warm === undefined) throw new Error("two clones are made");
    const timings = runPaired(
      [
        createUnit("node", () => runBareNode({ cwd: context.scratch, env: context.env })),
        [cold.verify("cold", "cold", ["--all"])],
        [warm.verify("warm", "warm", ["--all"])],
      ],
      { rounds: context.slowRounds },
    );
    const lines = (["cold", "warm"] as const).flatMap((name) => {
      const milliseconds = timings.of(name);
      const label = name === "cold" ? "no cache" : "warm cache";
      return [
        measure(
          "planlink",
          label,
          "s",
          milliseconds.map((each) => each / 1000),
          { atMost: 3 },
        ),
        measure("planlink", label, "× node", pairwiseRatios(milliseconds, timings.of("node")), { milliseconds }),
      ];
    });
    return {
      name: "summaries",
      title: "state verify-commits --all, 5,000 SUMMARY.md files",
      words: "200 of the files list a commit each, STATE.md lists 48; the history has 20,000 commits.",
      rounds: context.slowRounds,
      measurements: lines,
      notes: [],
    };
  },
};
