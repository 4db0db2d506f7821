import { join } from "node:path";
import { runBareNode } from "../environment.ts";
import { timeHooks, type TimedHooks } from "../hook-times.ts";
import { measure, type Measurement } from "../measurement.ts";
import { createUnit, runPaired } from "../paired-runs.ts";
import {
  assertRefuses,
  createPlannedClone,
  installPlanlink,
  replacePlanning,
  unknownPlanMessage,
} from "../planned-clone.ts";
import { recipes } from "../recipes.ts";
import type { Series, SeriesContext } from "../series.ts";
import { pairwiseRatios } from "../statistics.ts";

const warmUps = 2;
const sizes = [
  ["thousand", "1,000 commits"],
  ["million", "1,000,000 commits"],
] as const;

async function createGroup(context: SeriesContext, name: (typeof sizes)[number][0]): Promise<TimedHooks> {
  const source = await context.openRepository(name);
  const clone = createPlannedClone(source, join(context.scratch, name), context.env, warmUps + context.rounds);
  replacePlanning(clone, recipes.thousand);
  installPlanlink(clone, context.dist, "native");
  assertRefuses(clone, unknownPlanMessage);
  return timeHooks(clone, { name, tracePath: join(context.scratch, `${name}.trace`), warmUps });
}

/** What the hooks of a tagged commit cost in a long history and in a short one. */
export const postCommitSeries: Series = {
  name: "post-commit",
  summary: "post-commit at a million commits against a thousand",
  async run(context) {
    const [thousand, million] = [await createGroup(context, "thousand"), await createGroup(context, "million")];
    const unit = createUnit("node", () => runBareNode({ cwd: context.scratch, env: context.env }));
    const timings = runPaired([unit, thousand.group, million.group], { rounds: context.rounds, warmUps });
    const node = timings.of("node");
    const hooks = ["pre-commit", "commit-msg", "post-commit"];
    const single = sizes.flatMap(([name, label]) =>
      hooks.map((hook): Measurement => {
        const milliseconds = (name === "thousand" ? thousand : million).of(hook);
        return measure("planlink", `${hook}, ${label}`, "× node", pairwiseRatios(milliseconds, node), { milliseconds });
      }),
    );
    return {
      name: "post-commit",
      title: "The hooks of a tagged commit in a long history",
      words:
        "Tagged commits in turn in two repositories with the same planning documents (100 plans and more); git itself says how long each of its hooks took (`GIT_TRACE2_EVENT`). The cache is warm.",
      rounds: context.rounds,
      measurements: [
        measure(
          "planlink",
          "post-commit, a million commits against a thousand",
          "×",
          pairwiseRatios(million.of("post-commit"), thousand.of("post-commit")),
          { atMost: 1.2 },
        ),
        measure(
          "planlink",
          "all hooks, a million commits against a thousand",
          "×",
          pairwiseRatios(timings.of("million"), timings.of("thousand")),
        ),
        ...single,
      ],
      notes: [],
    };
  },
};
