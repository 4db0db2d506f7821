import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runBareNode, runForOutput, runTimed } from "../environment.ts";
import { measure } from "../measurement.ts";
import { createUnit, runPaired, type StepGroup } from "../paired-runs.ts";
import type { Series } from "../series.ts";
import { pairwiseRatios } from "../statistics.ts";

interface VerifyOutput {
  readonly references: readonly { readonly text: string }[];
}

/** Runs that may end with findings: 0 and 1 are both answers. */
function runJudging(program: string, args: readonly string[], options: Parameters<typeof runTimed>[2]): number {
  return runTimed("sh", ["-c", '"$@" || [ $? -eq 1 ]', "sh", process.execPath, program, ...args], options);
}

/** Real histories, where they are at hand. */
export const replaysSeries: Series = {
  name: "replays",
  summary: "real histories, where they are at hand",
  async run(context) {
    const { corpus, env } = context;
    const result = {
      name: "replays",
      title: "Real histories",
      words:
        "`state verify-commits` and `state sync --check` in histories of public projects, warm cache, against GSD's `verify commits` with the same hashes.",
      rounds: context.rounds,
    };
    if (corpus === null) return { ...result, measurements: [], notes: ["Left out: the histories are not at hand."] };
    const peers = await context.readPeers();
    const program = join(context.dist, "state.js");
    const names = readdirSync(join(corpus, "replay"))
      .filter((name) => name.endsWith(".bundle"))
      .map((name) => name.slice(0, -".bundle".length))
      .sort();
    const cases = names.map((name) => {
      const cwd = join(context.scratch, name);
      const bundle = join(corpus, "replay", `${name}.bundle`);
      runForOutput("git", ["clone", "--quiet", "--template=", "-b", "main", bundle, cwd], { cwd: ".", env });
      const commits = runForOutput("git", ["rev-list", "--count", "HEAD"], { cwd, env }).trim();
      const answer = runForOutput(
        "sh",
        ["-c", '"$@" || [ $? -eq 1 ]', "sh", process.execPath, program, "verify-commits", "--json"],
        { cwd, env },
      );
      const hashes = (JSON.parse(answer) as VerifyOutput).references.map(({ text }) => text);
      return { name, cwd, hashes, label: `${name} (${commits} commits, ${hashes.length} references)` };
    });
    const groups = cases.flatMap(({ name, cwd, hashes }): readonly StepGroup[] => [
      [{ name: `${name}: verify`, run: () => runJudging(program, ["verify-commits"], { cwd, env }) }],
      [{ name: `${name}: sync`, run: () => runJudging(program, ["sync", "--check"], { cwd, env }) }],
      ...peers.verifiers.map((verifier): StepGroup => {
        const args = ["verify", "commits", ...hashes];
        return [{ name: `${name}: ${verifier.name}`, run: () => runJudging(verifier.program, args, { cwd, env }) }];
      }),
    ]);
    const unit = createUnit("node", () => runBareNode({ cwd: context.scratch, env }));
    const timings = runPaired([unit, ...groups], { rounds: context.slowRounds });
    const line = (of: "planlink" | "peer", label: string, step: string): ReturnType<typeof measure> =>
      measure(of, label, "× node", pairwiseRatios(timings.of(step), timings.of("node")), {
        milliseconds: timings.of(step),
      });
    return {
      ...result,
      rounds: context.slowRounds,
      measurements: cases.flatMap(({ name, label }) => [
        line("planlink", `verify-commits, ${label}`, `${name}: verify`),
        line("planlink", `sync --check, ${name}`, `${name}: sync`),
        ...peers.verifiers.map((verifier) => line("peer", `${verifier.name}, ${name}`, `${name}: ${verifier.name}`)),
      ]),
      notes: peers.notes,
    };
  },
};
