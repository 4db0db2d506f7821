import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import {
  initialize,
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import type { Completed } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";

const program = (name: string): string => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

/** A `git` in front of the real one that behaves as the script says; `"$real" "$@"` is the real one. */
function placeGit(directory: string, real: string, script: string): string {
  const programs = join(directory, "programs");
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, "git"), `#!/bin/sh\nreal='${real}'\n${script}\n`);
  chmodSync(join(programs, "git"), 0o755);
  return programs;
}

async function findGit(repository: PlannedRepository): Promise<string> {
  return (await repository.run("sh", ["-c", "command -v git"])).stdout.trim();
}

/** Nothing of ours lies beside STATE.md. */
function requireTidy(repository: PlannedRepository): void {
  const names = readdirSync(join(repository.directory, ".planning")).filter((name) => /\.lock$|planlink-\d/.test(name));
  assert.equal(names, []);
}

/** A commit that the hooks have not seen, so that each of them has work. */
async function commitUnseen(repository: PlannedRepository): Promise<void> {
  repository.write("src/unseen.txt", "unseen\n");
  await repository.git(["add", "src/unseen.txt"]);
  await repository.git(["commit", "--quiet", "-m", "feat(01-02): unseen"], { env: { PLANLINK: "0" } });
}

/** What a git may do instead of answering. */
const gits: Readonly<Record<string, string>> = {
  "is killed": "kill -KILL $$",
  "is killed in the middle of its answer": '"$real" "$@" | head -c 20; kill -KILL $$',
  "fails without a word": "exit 128",
  "prints garbage": "head -c 300000 /dev/urandom",
  "prints nothing": "exit 0",
  "prints half of its answer": '"$real" "$@" >"$0.out"; head -c $(($(wc -c <"$0.out") / 2)) "$0.out"',
};

suite("a git that does not do its part", (test) => {
  for (const [what, script] of Object.entries(gits))
    test(`${what}: nothing is written, hooks let git go on, and commands say so`, () =>
      withPlannedRepository(async (repository, { directory, environment }) => {
        await initialize(repository);
        await commitUnseen(repository);
        const before = repository.readText(statePath);
        const programs = placeGit(directory, await findGit(repository), script);
        const env = { PATH: `${programs}:${environment["PATH"] ?? ""}` };
        const runs: readonly (readonly [string, Completed])[] = [
          ["post-commit", await repository.run("node", [program("commit-hook.cjs"), "post-commit"], { env })],
          ["post-merge", await repository.run("node", [program("hook.cjs"), "post-merge", "0"], { env })],
          ["sync", await repository.state(["sync"], { env })],
          ["check", await repository.state(["check"], { env })],
        ];
        for (const [name, { exitCode, stdout, stderr }] of runs) {
          assert.not.match(stderr, "a defect", `${name}: ${stderr}`);
          if (name.startsWith("post-")) assert.is(exitCode, 0, `${name}: ${stderr}`);
          else assert.is(exitCode, 2, `${name}: exit ${exitCode}\n${stdout}${stderr}`);
        }
        assert.is(repository.readText(statePath), before);
        requireTidy(repository);
        assert.is((await repository.state(["sync"])).exitCode, 0);
        await repository.git(["commit", "--quiet", "-am", "docs: state"]);
        await requireFixedPoint(repository);
      }));

  test("is slow: the answer is the same", () =>
    withPlannedRepository(async (repository, { directory, environment }) => {
      await initialize(repository);
      await commitUnseen(repository);
      const programs = placeGit(directory, await findGit(repository), 'sleep 0.3; exec "$real" "$@"');
      const env = { PATH: `${programs}:${environment["PATH"] ?? ""}` };
      const slow = await repository.state(["sync", "--dry-run"], { env });
      const quick = await repository.state(["sync", "--dry-run"]);
      assert.is(slow.stdout, quick.stdout);
      assert.is(slow.exitCode, 0);
    }));
});

suite("a standard input that is closed, or never is", (test) => {
  for (const [what, redirection] of [
    ["closed", "<&-"],
    ["held open by somebody who says nothing", "<held"],
  ] as const)
    test(`${what}: hooks that need none end, and do their work`, () =>
      withPlannedRepository(async (repository) => {
        await initialize(repository);
        assert.is((await repository.run("mkfifo", ["held"])).exitCode, 0);
        repository.write(".git/info/exclude", "held\n");
        const holder = "sleep 30 >held & holder=$!";
        const script = `${holder}\ntimeout 20 git commit --quiet --allow-empty -m 'feat(01-02): x' ${redirection}; code=$?\nkill $holder; exit $code`;
        const before = repository.readText(statePath);
        const { exitCode, stderr } = await repository.run("sh", ["-c", script]);
        assert.is(exitCode, 0, stderr);
        assert.is(stderr, "");
        assert.is.not(repository.readText(statePath), before);
      }));

  test("closed: hooks that read it let git go on", () =>
    withPlannedRepository(async (repository) => {
      await initialize(repository);
      for (const args of ["pre-push origin nowhere", "post-rewrite amend"]) {
        const { exitCode, stderr } = await repository.run("sh", ["-c", `node '${program("hook.cjs")}' ${args} <&-`]);
        assert.is(exitCode, 0, `${args}: ${stderr}`);
        assert.not.match(stderr, "a defect");
      }
    }));
});

suite("a clock that goes backwards", (test) => {
  test("makes no hook wait, and no value change to and fro", () =>
    withPlannedRepository(async (repository) => {
      await initialize(repository);
      const future = new Date("2040-01-01T00:00:00Z");
      utimesSync(join(repository.directory, statePath), future, future);
      writeFileSync(join(repository.directory, `${statePath}.lock`), "");
      utimesSync(join(repository.directory, `${statePath}.lock`), future, future);
      await repository.workCommit("01-02", 1, "2026-03-01T10:00:00Z");
      await repository.workCommit("01-02", 2, "2026-02-01T10:00:00Z");
      requireTidy(repository);
      await repository.git(["commit", "--quiet", "-am", "docs: state"]);
      await requireFixedPoint(repository);
    }));
});

suite("a STATE.md that is no file", (test) => {
  const kinds: Readonly<Record<string, (repository: PlannedRepository) => Promise<void>>> = {
    "a directory": async ({ directory }) => {
      mkdirSync(join(directory, statePath));
    },
    "a FIFO": async (repository) => {
      assert.is((await repository.run("mkfifo", [statePath])).exitCode, 0);
    },
    "a link to nothing": async ({ directory }) => {
      symlinkSync("nowhere.md", join(directory, statePath));
    },
    "a link out of the repository": async ({ directory }) => {
      writeFileSync(join(directory, "../outside.md"), "# Mine\n");
      symlinkSync("../../outside.md", join(directory, statePath));
    },
  };
  for (const [what, replace] of Object.entries(kinds))
    test(`${what}: hooks let git go on at once, commands refuse, and it stays`, () =>
      withPlannedRepository(async (repository, { directory }) => {
        await initialize(repository);
        rmSync(join(repository.directory, statePath));
        await replace(repository);
        const committed = await repository.run("timeout", [
          "20",
          "git",
          "commit",
          "--quiet",
          "--allow-empty",
          "-m",
          "feat(01-02): x",
        ]);
        assert.is(committed.exitCode, 0, committed.stderr);
        for (const command of ["sync", "verify-commits", "check"]) {
          const { exitCode, stderr } = await repository.run("timeout", ["20", "node", program("state.js"), command]);
          assert.is(exitCode, 2, `${command}: ${stderr}`);
          assert.not.match(stderr, "a defect");
        }
        requireTidy(repository);
        if (existsSync(join(directory, "outside.md")))
          assert.is(readFileSync(join(directory, "outside.md"), "utf8"), "# Mine\n");
        assert.is((await repository.run("sh", ["-c", `[ ! -f ${statePath} ] || [ -L ${statePath} ]`])).exitCode, 0);
      }));
});
