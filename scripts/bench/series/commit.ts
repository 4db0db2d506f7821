import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { allCommitSteps, type CommitStep, type CommitSteps, createCommitSteps } from "../commit-steps.ts";
import { runBareNode, runForOutput } from "../environment.ts";
import { measure, type Measurement } from "../measurement.ts";
import { createUnit, runPaired } from "../paired-runs.ts";
import type { Peers } from "../peers.ts";
import {
  assertRefuses,
  createPlannedClone,
  installPlanlink,
  type PlannedClone,
  unknownPlanMessage,
} from "../planned-clone.ts";
import type { Series, SeriesContext } from "../series.ts";
import { pairwiseOverheads } from "../statistics.ts";

/** A way to have hooks. */
interface Arrangement extends CommitSteps {
  readonly setUp: (clone: PlannedClone) => void;
}

const hookNames = ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"];

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

function writeEmptyHooks(clone: PlannedClone): void {
  for (const hook of hookNames) writeFile(join(clone.directory, ".git", "hooks", hook), "#!/bin/sh\n:\n");
}

/** Sets husky up as its own documentation says, with hooks of the given text. */
function setUpHusky(clone: PlannedClone, peers: Peers, hooks: Readonly<Record<string, string>>): void {
  symlinkSync(peers.modules, join(clone.directory, "node_modules"));
  runForOutput(process.execPath, ["node_modules/husky/bin.js"], { cwd: clone.directory, env: clone.env });
  for (const [hook, text] of Object.entries(hooks)) writeFile(join(clone.directory, ".husky", hook), text);
}

function setUpCommitlint(clone: PlannedClone): void {
  writeFile(
    join(clone.directory, "commitlint.config.mjs"),
    'export default { extends: ["@commitlint/config-conventional"] };\n',
  );
}

function setUpLefthook(clone: PlannedClone, peers: Peers, command: string): void {
  symlinkSync(peers.modules, join(clone.directory, "node_modules"));
  writeFile(join(clone.directory, "lefthook.yml"), `commit-msg:\n  commands:\n    check:\n      run: ${command}\n`);
  runForOutput(join(peers.modules, ".bin", "lefthook"), ["install"], { cwd: clone.directory, env: clone.env });
}

function listArrangements(context: SeriesContext, peers: Peers): readonly Arrangement[] {
  const { versions } = peers;
  const has = (name: string): boolean => versions[name] !== undefined;
  const lint = "node_modules/.bin/commitlint --edit";
  const refusesWords = (clone: PlannedClone): void => assertRefuses(clone, "no type here");
  const refusesPlan = (clone: PlannedClone): void => assertRefuses(clone, unknownPlanMessage);
  const husky: readonly Arrangement[] = [
    {
      name: "husky, empty hooks",
      steps: allCommitSteps,
      hasPlanlink: false,
      setUp: (clone) => setUpHusky(clone, peers, { "pre-commit": ":\n", "commit-msg": ":\n", "post-commit": ":\n" }),
    },
    {
      name: "husky + planlink",
      steps: allCommitSteps,
      hasPlanlink: true,
      setUp: (clone) => {
        // husky's hooks look for planlink among the project's packages.
        const place = join(peers.modules, "planlink");
        mkdirSync(place, { recursive: true });
        if (!existsSync(join(place, "dist"))) symlinkSync(context.dist, join(place, "dist"));
        setUpHusky(clone, peers, {});
        installPlanlink(clone, context.dist, "husky");
        refusesPlan(clone);
      },
    },
  ];
  const huskyCommitlint: Arrangement = {
    name: "husky + commitlint",
    steps: ["tagged"],
    hasPlanlink: false,
    setUp: (clone) => {
      setUpHusky(clone, peers, { "commit-msg": `${lint} "$1"\n` });
      setUpCommitlint(clone);
      refusesWords(clone);
    },
  };
  const lefthookEmpty: Arrangement = {
    name: "lefthook, empty command",
    steps: ["tagged"],
    hasPlanlink: false,
    setUp: (clone) => setUpLefthook(clone, peers, '"true"'),
  };
  const lefthookCommitlint: Arrangement = {
    name: "lefthook + commitlint",
    steps: ["tagged"],
    hasPlanlink: false,
    setUp: (clone) => {
      setUpLefthook(clone, peers, `${lint} {1}`);
      setUpCommitlint(clone);
      refusesWords(clone);
    },
  };
  return [
    { name: "plain", steps: allCommitSteps, hasPlanlink: false, setUp: () => {} },
    { name: "four empty sh hooks", steps: ["tagged"], hasPlanlink: false, setUp: writeEmptyHooks },
    {
      name: "planlink",
      steps: allCommitSteps,
      hasPlanlink: true,
      setUp: (clone) => {
        installPlanlink(clone, context.dist, "native");
        refusesPlan(clone);
      },
    },
    ...(has("husky") ? husky : []),
    ...(has("husky") && has("@commitlint/cli") ? [huskyCommitlint] : []),
    ...(has("lefthook") ? [lefthookEmpty] : []),
    ...(has("lefthook") && has("@commitlint/cli") ? [lefthookCommitlint] : []),
  ];
}

const warmUps = 2;
const ownWords: Readonly<Record<CommitStep, string>> = {
  untagged: "untagged commit",
  tagged: "tagged commit after a completion, STATE.md regenerated",
  carrying: "tagged commit after a tagged one, STATE.md regenerated",
  completion: "completion commit, STATE.md part of it",
};
const otherWords: Readonly<Record<CommitStep, string>> = {
  untagged: "untagged commit",
  tagged: "tagged commit",
  carrying: "second tagged commit",
  completion: "completion commit",
};
const targets: Readonly<Record<CommitStep, number | null>> = {
  untagged: 0.25,
  tagged: 1.6,
  carrying: 1.6,
  completion: null,
};

/** What hooks add to `git commit`, in a repository of 20 thousand commits. */
export const commitSeries: Series = {
  name: "commit",
  summary: "what hooks add to git commit: planlink, husky, lefthook, commitlint",
  async run(context) {
    const peers = await context.readPeers();
    const source = await context.openRepository("twenty-thousand");
    const rounds = warmUps + context.rounds;
    const arrangements = listArrangements(context, peers);
    const groups = arrangements.map((arrangement, index) => {
      const clone = createPlannedClone(source, join(context.scratch, `clone-${index}`), context.env, rounds);
      arrangement.setUp(clone);
      return createCommitSteps(arrangement, clone);
    });
    const unit = createUnit("node", () => runBareNode({ cwd: context.scratch, env: context.env }));
    const timings = runPaired([unit, ...groups], { rounds: context.rounds, warmUps });
    const node = timings.of("node");
    const overhead = (name: string, step: CommitStep): readonly number[] =>
      pairwiseOverheads(timings.of(`${name}: ${step}`), timings.of(`plain: ${step}`), node);
    const line = (name: string, step: CommitStep, of: Measurement["of"]): Measurement =>
      measure(of, `${name}: ${(of === "planlink" ? ownWords : otherWords)[step]}`, "× node", overhead(name, step), {
        milliseconds: timings.of(`${name}: ${step}`),
        atMost: name === "planlink" ? targets[step] : null,
      });
    const own = arrangements.filter(({ hasPlanlink }) => hasPlanlink);
    const others = arrangements.filter(({ hasPlanlink, name }) => !hasPlanlink && name !== "plain");
    const plain = measure(
      "git",
      "git commit without hooks (the whole of it)",
      "× node",
      pairwiseOverheads(
        timings.of("plain: tagged"),
        timings.of("plain: tagged").map(() => 0),
        node,
      ),
      { milliseconds: timings.of("plain: tagged") },
    );
    return {
      name: "commit",
      title: "What hooks add to a commit",
      words:
        "`git commit` with hooks less `git commit` without, in repositories of 20,000 commits and 2,000 files that grow in step.",
      rounds: context.rounds,
      measurements: [
        ...own.flatMap(({ name, steps }) => steps.map((step) => line(name, step, "planlink"))),
        plain,
        ...others.flatMap(({ name, steps }) => steps.map((step) => line(name, step, "peer"))),
        ...compareHusky(arrangements, overhead),
      ],
      notes: [
        ...peers.notes,
        `With ${Object.entries(peers.versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(", ")}.`,
      ],
    };
  },
};

/** What planlink costs through husky, beyond husky's own cost and its own. */
function compareHusky(
  arrangements: readonly Arrangement[],
  overhead: (name: string, step: CommitStep) => readonly number[],
): readonly Measurement[] {
  if (!arrangements.some(({ name }) => name === "husky + planlink")) return [];
  return allCommitSteps.map((step) => {
    const [through, husky, native] = ["husky + planlink", "husky, empty hooks", "planlink"].map((name) =>
      overhead(name, step),
    );
    const rest = (through ?? []).map((value, round) => value - (husky?.[round] ?? 0) - (native?.[round] ?? 0));
    return measure("planlink", `husky + planlink, less husky and planlink alone: ${step}`, "× node", rest);
  });
}
