import { join } from "node:path";
import { runBareNode, runTimed } from "../environment.ts";
import { measure, type Measurement } from "../measurement.ts";
import { createUnit, runPaired, type StepGroup, type Timings } from "../paired-runs.ts";
import type { Series, SeriesContext } from "../series.ts";
import { combineRounds, median, pairwiseRatios } from "../statistics.ts";
import { createVerifyClone, type VerifyClone } from "../verify-clone.ts";

/** A clone for cold runs and one for warm runs, so that neither disturbs the other's cache. */
function createPair(
  context: SeriesContext,
  create: (directory: string) => VerifyClone,
  name: string,
): { readonly groups: readonly StepGroup[]; readonly clone: VerifyClone } {
  const [cold, warm] = ["cold", "warm"].map((each) => create(join(context.scratch, `${name}-${each}`)));
  if (cold === undefined || warm === undefined) throw new Error("two clones are made");
  return {
    clone: cold,
    groups: [
      [cold.verify(`${name}: cold`, "cold")],
      [warm.verify(`${name}: warm`, "warm")],
      [cold.walkReferences(`${name}: references`)],
      [cold.walkAll(`${name}: all`)],
    ],
  };
}

/** Git's own best walk: of the two ways to ask, the one that is faster in the median. */
function findBestWalk(timings: Timings, name: string): readonly number[] {
  const [references, all] = [timings.of(`${name}: references`), timings.of(`${name}: all`)];
  return median(references) <= median(all) ? references : all;
}

function describeWalk(timings: Timings, name: string, references: string, graph: string): readonly Measurement[] {
  const node = timings.of("node");
  return (["references", "all"] as const).map((kind) => {
    const milliseconds = timings.of(`${name}: ${kind}`);
    const words =
      kind === "all" ? `git rev-list --count HEAD: ${graph}` : `git rev-list --stdin ^HEAD: ${references}, ${graph}`;
    return measure("git", words, "× node", pairwiseRatios(milliseconds, node), { milliseconds });
  });
}

/** How long a run took, as a share of what node and some times git's walk take together. */
function againstSum(timings: Timings, step: string, walk: readonly number[], times: number): readonly number[] {
  return combineRounds(
    [timings.of(step), timings.of("node"), walk],
    (value = Number.NaN, node = Number.NaN, git = Number.NaN) => value / (node + times * git),
  );
}

/** `state verify-commits` on 20 thousand commits. */
export const verifySeries: Series = {
  name: "verify",
  summary: "state verify-commits on 20 thousand commits, and GSD's verify commits",
  async run(context) {
    const peers = await context.readPeers();
    const source = await context.openRepository("twenty-thousand");
    const pair = (name: string, references: number, hasCommitGraph: boolean): ReturnType<typeof createPair> =>
      createPair(context, (place) => createVerifyClone(source, place, context, { references, hasCommitGraph }), name);
    const few = pair("48", 48, true);
    const many = pair("1000", 1000, true);
    const bare = pair("bare", 48, false);
    const unit = createUnit("node", () => runBareNode({ cwd: context.scratch, env: context.env }));
    const timings = runPaired([unit, ...few.groups, ...many.groups, ...bare.groups], { rounds: context.rounds });
    // The peers start a git for each commit: seconds a run, so they have rounds of their own.
    const cases = [few.clone, many.clone].flatMap((clone) =>
      peers.verifiers.map((verifier) => ({
        ...verifier,
        clone,
        label: `${verifier.name}: ${clone.oids.length} commits`,
      })),
    );
    const peerGroups = cases.map(({ program, clone, label }): StepGroup => {
      const options = { cwd: clone.directory, env: context.env };
      const args = [program, "verify", "commits", ...clone.oids];
      return [{ name: label, run: () => runTimed(process.execPath, args, options) }];
    });
    const peerTimings = runPaired([unit, ...peerGroups], { rounds: context.slowRounds });
    const node = timings.of("node");
    const own = (label: string, step: string, atMost: number | null): Measurement =>
      measure("planlink", label, "× node", pairwiseRatios(timings.of(step), node), {
        milliseconds: timings.of(step),
        atMost,
      });
    return {
      name: "verify",
      title: "state verify-commits, 20,000 commits",
      words: "The references of STATE.md are spread over all of history, and all are reachable.",
      rounds: context.rounds,
      measurements: [
        own("48 references, commit-graph, no cache", "48: cold", 2.2),
        own("48 references, commit-graph, warm cache", "48: warm", 1.8),
        own("1,000 references, commit-graph, no cache", "1000: cold", 2.5),
        own("1,000 references, commit-graph, warm cache", "1000: warm", 1.8),
        own("48 references, no commit-graph, no cache", "bare: cold", null),
        measure(
          "planlink",
          "48 references, no commit-graph, no cache, against node + 1.15 × git's best walk",
          "×",
          againstSum(timings, "bare: cold", findBestWalk(timings, "bare"), 1.15),
          { atMost: 1 },
        ),
        own("48 references, no commit-graph, warm cache", "bare: warm", 1.8),
        ...describeWalk(timings, "48", "48 references", "commit-graph"),
        ...describeWalk(timings, "1000", "1,000 references", "commit-graph").slice(0, 1),
        ...describeWalk(timings, "bare", "48 references", "no commit-graph"),
        ...cases.map(({ label }) =>
          measure("peer", label, "× node", pairwiseRatios(peerTimings.of(label), peerTimings.of("node")), {
            milliseconds: peerTimings.of(label),
          }),
        ),
      ],
      notes: [
        ...peers.notes,
        "GSD's verify commits looks whether an object exists; whether it is in this history it does not ask.",
      ],
    };
  },
};

/** `state verify-commits` on a million commits. */
export const millionSeries: Series = {
  name: "million",
  summary: "state verify-commits on a million commits",
  async run(context) {
    const source = await context.openRepository("million");
    const pair = (name: string, hasCommitGraph: boolean): ReturnType<typeof createPair> =>
      createPair(
        context,
        (place) => createVerifyClone(source, place, context, { references: 48, hasCommitGraph }),
        name,
      );
    const graph = pair("graph", true);
    const bare = pair("bare", false);
    const unit = createUnit("node", () => runBareNode({ cwd: context.scratch, env: context.env }));
    const timings = runPaired([unit, ...graph.groups, ...bare.groups], { rounds: context.slowRounds });
    const node = timings.of("node");
    const lines = (
      [
        ["graph", "commit-graph"],
        ["bare", "no commit-graph"],
      ] as const
    ).flatMap(([name, label]): readonly Measurement[] => [
      measure(
        "planlink",
        `48 references, ${label}, no cache`,
        "× node",
        pairwiseRatios(timings.of(`${name}: cold`), node),
        {
          milliseconds: timings.of(`${name}: cold`),
        },
      ),
      measure(
        "planlink",
        `48 references, ${label}, no cache, against node + git's best walk`,
        "×",
        againstSum(timings, `${name}: cold`, findBestWalk(timings, name), 1),
        { atMost: 1.25 },
      ),
      measure(
        "planlink",
        `48 references, ${label}, warm cache`,
        "× node",
        pairwiseRatios(timings.of(`${name}: warm`), node),
        {
          milliseconds: timings.of(`${name}: warm`),
          atMost: 2,
        },
      ),
      ...describeWalk(timings, name, "48 references", label),
    ]);
    return {
      name: "million",
      title: "state verify-commits, 1,000,000 commits",
      words: "48 references that are spread over all of history; a third of the commits carries a plan tag.",
      rounds: context.slowRounds,
      measurements: lines,
      notes: [],
    };
  },
};
