import { join } from "node:path";
import { runBareNode } from "../environment.ts";
import { takeHookTimes } from "../hook-times.ts";
import { measure, type Measurement } from "../measurement.ts";
import { createUnit, runPaired, type StepGroup } from "../paired-runs.ts";
import { assertRefuses, createPlannedClone, installPlanlink, unknownPlanMessage } from "../planned-clone.ts";
import type { Series, SeriesContext } from "../series.ts";
import { pairwiseRatios } from "../statistics.ts";

const warmUps = 2;
const sizes = [
  ["thousand", "1,000 commits"],
  ["million", "1,000,000 commits"],
] as const;

/** A repository in which tagged commits are made, and how long their hooks take. */
async function createGroup(
  context: SeriesContext,
  name: (typeof sizes)[number][0],
): Promise<{ readonly group: StepGroup; readonly hookTimes: readonly ReadonlyMap<string, number>[] }> {
  const source = await context.openRepository(name);
  const clone = createPlannedClone(source, join(context.scratch, name), context.env, warmUps + context.rounds);
  installPlanlink(clone, context.dist, "native");
  assertRefuses(clone, unknownPlanMessage);
  const trace = join(context.scratch, `${name}.trace`);
  const hookTimes: ReadonlyMap<string, number>[] = [];
  let before = "";
  const group: StepGroup = [
    {
      name,
      prepare: (round) => {
        before = clone.readState();
        clone.stageWork(round);
      },
      run: (round) => {
        clone.commit(`feat(${clone.planOf(round)}): add the list`, { GIT_TRACE2_EVENT: trace });
        const times = takeHookTimes(trace);
        if (round >= warmUps) hookTimes.push(times);
        return [...times.values()].reduce((sum, each) => sum + each, 0);
      },
      verify: () => {
        if (clone.readState() === before) throw new Error(`${name}: STATE.md was not regenerated`);
      },
    },
  ];
  return { group, hookTimes };
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
    const timesOf = (hook: string, { hookTimes }: typeof thousand): readonly number[] =>
      hookTimes.map((times) => times.get(hook) ?? 0);
    const hooks = ["pre-commit", "commit-msg", "post-commit"];
    const single = sizes.flatMap(([name, label]) =>
      hooks.map((hook): Measurement => {
        const milliseconds = timesOf(hook, name === "thousand" ? thousand : million);
        return measure("planlink", `${hook}, ${label}`, "× node", pairwiseRatios(milliseconds, node), { milliseconds });
      }),
    );
    return {
      name: "post-commit",
      title: "The hooks of a tagged commit in a long history",
      words:
        "Tagged commits in turn in both repositories; git itself says how long each of its hooks took (`GIT_TRACE2_EVENT`). The cache is warm.",
      rounds: context.rounds,
      measurements: [
        measure(
          "planlink",
          "post-commit, a million commits against a thousand",
          "×",
          pairwiseRatios(timesOf("post-commit", million), timesOf("post-commit", thousand)),
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
