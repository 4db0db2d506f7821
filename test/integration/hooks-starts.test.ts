import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { type Sandbox, withSandbox } from "../support/git-sandbox.ts";
import {
  initialize,
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { type RunOptions, runProgram } from "../support/run-program.ts";
import { suite } from "../support/suite.ts";

interface Counted {
  readonly repository: PlannedRepository;
  readonly sandbox: Sandbox;
  /** Runs git where each start of Node is counted, and returns the hooks that started it. Throws unless git ends well. */
  starts(args: readonly string[], options?: RunOptions & { readonly exit?: number }): Promise<readonly string[]>;
}

/** A `node` first on PATH that notes which hook it is started for. */
async function withCountedStarts(body: (counted: Counted) => Promise<void>): Promise<void> {
  await withPlannedRepository(async (repository, sandbox) => {
    const programs = join(sandbox.directory, "counting");
    const log = join(sandbox.directory, "starts");
    mkdirSync(programs);
    writeFileSync(
      join(programs, "node"),
      `#!/bin/sh\nprogram= name=\nfor word; do case $word,$program in -*) ;; *,) program=$word ;; *) name=$word; break ;; esac; done\nprintf '%s\\n' "$name" >>'${log}'\nexec '${process.execPath}' "$@"\n`,
    );
    chmodSync(join(programs, "node"), 0o755);
    const starts: Counted["starts"] = async (args, { exit = 0, ...options } = {}) => {
      writeFileSync(log, "");
      await repository.git(args, {
        ...options,
        expectExit: exit,
        env: { PATH: `${programs}:${sandbox.environment["PATH"] ?? ""}`, ...options.env },
      });
      // After a refusal Node is asked for its version as well.
      return readFileSync(log, "utf8")
        .split("\n")
        .filter((name) => /^[a-z-]+$/.test(name));
    };
    await body({ repository, sandbox, starts });
  });
}

const commit = (message: string, ...args: readonly string[]): readonly string[] => [
  "commit",
  "--quiet",
  "--allow-empty",
  "-m",
  message,
  ...args,
];

/** Changes a file of work and stages it. */
async function stageWork(repository: PlannedRepository, text: string, path = "src/work.txt"): Promise<void> {
  repository.write(path, text);
  await repository.git(["add", "--", path]);
}

suite("a commit starts Node", (test) => {
  test("never, when its message names no plan and it holds no planning document", () =>
    withCountedStarts(async ({ repository, starts }) => {
      await stageWork(repository, "1");
      assert.equal(await starts(commit("fix(ui): an ordinary message")), []);
      await stageWork(repository, "2");
      assert.equal(
        await starts(["commit", "--quiet", "-am", "chore: all of it\n\nA body.\n\nSigned-off-by: A <a@b>"]),
        [],
      );
      await stageWork(repository, "3");
      assert.equal(await starts(["commit", "--quiet", "-m", "docs(67): a phase", "--", "src/work.txt"]), []);
      for (const subject of [
        "-n -e",
        "*?[a-z]* {a,b}",
        "\\033[2J \\c \\n",
        "$HOME `id` $(id) ;|&",
        "%s %d %",
        "~root",
      ]) {
        assert.equal(await starts(commit(`fix: ${subject}`)), [], subject);
        assert.is(await repository.git(["log", "-1", "--format=%s"]), `fix: ${subject}`);
      }
    }));

  test("once, in post-commit, when it is tagged with a plan in progress", () =>
    withCountedStarts(async ({ repository, starts }) => {
      await stageWork(repository, "1");
      assert.equal(await starts(commit("feat(01-02): add it")), ["post-commit"]);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 ");
      assert.equal(await starts(commit("test(01-02,01-03)!: both")), ["post-commit"]);
      assert.equal(await starts(commit("fixup! feat(phase-01-02): both")), ["post-commit"]);
    }));

  test("once, when `commit -a` takes along the STATE.md that the commit before left", () =>
    withCountedStarts(async ({ repository, starts }) => {
      for (const n of ["1", "2", "3"]) {
        await stageWork(repository, n);
        assert.equal(await starts(["commit", "--quiet", "-am", `feat(01-02): add ${n}`]), ["post-commit"]);
      }
      assert.is(await repository.git(["show", "--format=", "--name-only", "HEAD"]), `${statePath}\nsrc/work.txt`);
    }));

  test("in pre-commit too, when that STATE.md or another document was changed since", () =>
    withCountedStarts(async ({ repository, starts }) => {
      await stageWork(repository, "1");
      assert.equal(await starts(["commit", "--quiet", "-am", "feat(01-02): add"]), ["post-commit"]);
      await new Promise((resolve) => setTimeout(resolve, 20));
      repository.replace(statePath, "- Keep the text", "- A note\n- Keep the text");
      await stageWork(repository, "2");
      assert.equal(await starts(["commit", "--quiet", "-am", "feat(01-02): more"]), ["pre-commit", "post-commit"]);
      repository.replace(".planning/ROADMAP.md", "# Roadmap", "# The roadmap");
      await stageWork(repository, "3");
      assert.equal(await starts(["commit", "--quiet", "-am", "feat(01-02): more"]), ["pre-commit", "post-commit"]);
      // Another commit than the one that STATE.md was written for is below.
      repository.write("src/other.txt", "x\n");
      await repository.git(["add", "src"]);
      await repository.git(["commit", "--quiet", "-m", "chore: no hooks"], { env: { PLANLINK: "0" } });
      assert.equal(await starts(["commit", "--quiet", "-am", "fix: carry it"]), ["pre-commit"]);
    }));

  test("once, in pre-commit, when it completes a plan, whatever GSD's way to commit", () =>
    withCountedStarts(async ({ repository, starts }) => {
      for (const [plan, way] of [
        ["01-02", "paths"],
        ["01-03", "all"],
        ["02-01", "summary"],
      ] as const) {
        await repository.workCommit(plan, 1);
        const summary = repository.writeSummary(plan);
        await repository.git(["add", "--intent-to-add", summary]);
        if (way === "all") await repository.git(["add", "--all"]);
        const paths = { paths: ["--", summary, statePath, ".planning/ROADMAP.md"], all: [], summary: ["--", summary] }[
          way
        ];
        assert.equal(await starts(commit(`docs(${plan}): complete the plan`, ...paths)), ["pre-commit"], way);
        assert.is(await repository.status(), way === "summary" ? " M .planning/ROADMAP.md" : "");
        await repository.git(["commit", "--quiet", "-am", "docs: the rest"], { expectExit: "any" });
        await requireFixedPoint(repository);
      }
    }));

  test("in pre-commit, however a planning document came to be staged", () =>
    withCountedStarts(async ({ repository, starts }) => {
      const plan = ".planning/phases/01-alpha/01-03-PLAN.md";
      await repository.git(["rm", "--quiet", "--cached", plan]);
      assert.equal(await starts(commit("fix: x")), ["pre-commit"]);
      const oid = await repository.git(["hash-object", "-w", "--stdin"], { input: "# Plan\n" });
      await repository.git(["update-index", "--add", "--cacheinfo", `100644,${oid},${plan}`]);
      assert.equal(await starts(commit("fix: x")), ["pre-commit"]);
      await repository.git(["reset", "--quiet", "--soft", "HEAD~2"]);
      assert.equal(await starts(commit("fix: x")), ["pre-commit"]);
      repository.write(".gsd/STATE.md", "x\n");
      await repository.git(["add", ".gsd"]);
      assert.equal(await starts(commit("fix: x")), ["pre-commit"]);
    }));

  test("on an unborn branch, where there is nothing to compare with", () =>
    withCountedStarts(async ({ repository, starts }) => {
      await repository.git(["checkout", "--quiet", "--orphan", "other"]);
      assert.equal(await starts(commit("fix: x")), ["pre-commit"]);
    }));

  test("in commit-msg, when the message needs to be looked at, and no more after an untagged one", () =>
    withCountedStarts(async ({ repository, starts }) => {
      assert.equal(await starts(commit("feat(01-40): x"), { exit: 1 }), ["commit-msg"]);
      assert.equal(await starts(commit("fix (ui): y")), ["commit-msg"]);
      assert.equal(await starts(commit("fix: y\n\nPlan: 01-02")), ["commit-msg", "post-commit"]);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 ");
      assert.equal(await starts(commit("\u2728 fix: y")), ["commit-msg"]);
    }));

  test("not for a message from an editor, with git's comments, a diff below, or another comment character", () =>
    withCountedStarts(async ({ repository, starts }) => {
      const editor = (text: string): RunOptions => ({
        env: { GIT_EDITOR: `sh -c 'printf "${text}" | cat - "$1" >"$1.new"; mv "$1.new" "$1"' sh` },
      });
      for (const settings of [
        [],
        ["-c", "core.commentChar=;"],
        ["-c", "commit.verbose=true"],
        ["-c", "commit.cleanup=scissors"],
      ]) {
        await stageWork(repository, settings.join(" "));
        assert.equal(
          await starts([...settings, "commit", "--quiet"], editor("fix: edited\\n\\nbody\\n")),
          [],
          settings.join(),
        );
        assert.is(await repository.git(["log", "-1", "--format=%s%n%b"]), "fix: edited\nbody\n");
        await stageWork(repository, `tagged ${settings.join(" ")}`);
        assert.equal(await starts([...settings, "commit", "--quiet"], editor("feat(01-02): edited\\n")), [
          "post-commit",
        ]);
        await stageWork(repository, `refused ${settings.join(" ")}`);
        assert.equal(
          await starts([...settings, "commit", "--quiet"], { ...editor("feat(01-40): edited\\n"), exit: 1 }),
          ["commit-msg"],
        );
        await repository.git(["reset", "--quiet", "--hard"]);
      }
    }));

  test("in post-commit, when hooks before it were left out", () =>
    withCountedStarts(async ({ repository, starts }) => {
      assert.equal(await starts(commit("feat(01-02): x", "--no-verify")), ["post-commit"]);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 ");
      // What an earlier, failed commit has noted is not taken for this one's.
      await repository.run("git", ["hook", "run", "commit-msg", "--", ".git/COMMIT_EDITMSG"]);
      repository.write(".git/planlink/commit", "untagged\nfix: failed\n");
      await stageWork(repository, "1");
      assert.equal(await starts(commit("feat(01-03): x", "--no-verify")), ["post-commit"]);
      repository.write(".git/planlink/commit", "untagged\nfeat(01-03): x\n");
      assert.equal(await starts(["revert", "--no-edit", "HEAD"]), ["post-commit"]);
      // Nor what stays of a longer note below a shorter one.
      await stageWork(repository, "2");
      assert.equal(await starts(commit("fix: an ordinary message, and a rather long one")), []);
      assert.match(repository.readText(".git/planlink/commit"), /^\n/);
      await stageWork(repository, "3");
      assert.equal(await starts(commit("feat(01-03): x", "--no-verify")), ["post-commit"]);
    }));

  test("in post-commit, for an amended commit of work to which planning documents were added", () =>
    withCountedStarts(async ({ repository, starts }) => {
      await stageWork(repository, "1");
      await repository.git(commit("feat(01-02): x"));
      repository.replace(".planning/ROADMAP.md", "# Roadmap", "# The roadmap");
      await repository.git(["add", ".planning/ROADMAP.md"]);
      assert.equal(await starts(["commit", "--quiet", "--amend", "--no-edit"]), [
        "pre-commit",
        "post-commit",
        "post-rewrite",
      ]);
      assert.equal(await starts(["commit", "--quiet", "--amend", "-m", "fix: x"]), ["post-rewrite"]);
    }));

  test("not while git replays commits, but for a pick, whose origin is recorded", () =>
    withCountedStarts(async ({ repository, starts }) => {
      await repository.git(["checkout", "--quiet", "-b", "side"]);
      for (const n of ["1", "2"]) {
        await stageWork(repository, n, `src/${n}.txt`);
        await repository.git(["commit", "--quiet", "-m", `feat(01-02): ${n}`], { env: { PLANLINK: "0" } });
      }
      await repository.git(["checkout", "--quiet", "main"]);
      await stageWork(repository, "main");
      await repository.git(["commit", "--quiet", "-m", "fix: main"], { env: { PLANLINK: "0" } });
      assert.equal(await starts(["cherry-pick", "side"]), ["post-commit"]);
      await repository.git(["reset", "--quiet", "--hard", "HEAD~1"]);
      assert.equal(await starts(["rebase", "--quiet", "main", "side"]), ["post-rewrite"]);
    }));

  test("in a linked worktree no more often than in the main one, once its folder is there", () =>
    withCountedStarts(async ({ repository, sandbox, starts }) => {
      await repository.git(["worktree", "add", "--quiet", "../linked ü", "-b", "linked"]);
      const cwd = join(sandbox.directory, "linked ü");
      assert.equal(await starts(commit("fix: x"), { cwd }), ["post-commit"]);
      assert.equal(await starts(commit("fix: x"), { cwd }), []);
      assert.equal(await starts(commit("feat(01-02): x"), { cwd }), ["post-commit"]);
      assert.equal(await starts(["commit", "--quiet", "-am", "feat(01-02): x"], { cwd }), ["post-commit"]);
      assert.match(readFileSync(join(cwd, statePath), "utf8"), "**Last session:** 2026-01-05 ");
    }));

  test("for planning documents in a folder of any name", () =>
    withCountedStarts(async ({ repository, starts }) => {
      await repository.git(["mv", ".planning", "pläne [x] *"]);
      await repository.git(["commit", "--quiet", "-m", "chore: move"], { env: { PLANLINK: "0" } });
      await repository.git(["config", "planlink.directory", "pläne [x] *"]);
      await initialize(repository);
      assert.equal(await starts(commit("fix: x")), []);
      assert.equal(await starts(commit("feat(01-02): x")), ["post-commit"]);
      assert.equal(await starts(commit("feat(01-40): x"), { exit: 1 }), ["commit-msg"]);
      await repository.git(["add", "--all"]);
      await stageWork(repository, "1");
      assert.equal(await starts(commit("fix: carry it")), ["pre-commit"]);
    }));

  test("for merges: in post-merge, and in pre-commit for a squashed one", () =>
    withCountedStarts(async ({ repository, starts }) => {
      const branch = async (name: string): Promise<void> => {
        await repository.git(["checkout", "--quiet", "-b", name]);
        await stageWork(repository, name, `src/${name}.txt`);
        await repository.git(["commit", "--quiet", "-m", `fix: ${name}`], { env: { PLANLINK: "0" } });
        await repository.git(["checkout", "--quiet", "main"]);
        await repository.git(["commit", "--quiet", "--allow-empty", "-m", "fix: main"], { env: { PLANLINK: "0" } });
      };
      await branch("one");
      await branch("two");
      assert.equal(await starts(["merge", "--quiet", "--no-edit", "one"]), ["post-merge"]);
      await repository.git(["merge", "--quiet", "--squash", "two"]);
      assert.is((await starts(commit("fix: squashed"))).includes("pre-commit"), true);
    }));

  test("for whatever an earlier hook has left to do", () =>
    withCountedStarts(async ({ repository, starts }) => {
      repository.write(".git/planlink/pending", "");
      assert.equal(await starts(commit("fix: x")), ["pre-commit", "commit-msg", "post-commit"]);
      assert.equal(await starts(commit("fix: x")), []);
    }));

  test("for a push of branches, not of tags, deletions or nothing", () =>
    withCountedStarts(async ({ repository, sandbox, starts }) => {
      const remote = await sandbox.createRepository("upstream.git", { bare: true });
      await repository.git(["tag", "v1"]);
      assert.equal(await starts(["push", "--quiet", remote.directory, "main", "main:old"]), ["pre-push"]);
      assert.equal(await starts(["push", "--quiet", remote.directory, "main"]), []);
      assert.equal(await starts(["push", "--quiet", remote.directory, "v1", ":old"]), []);
      assert.equal(await starts(["push", "--quiet", remote.directory, "v1:refs/tags/v2", "main:next"]), ["pre-push"]);
    }));

  test("as often under `set -u` and with a strange IFS, and without the notes as in a git directory that holds none", () =>
    withCountedStarts(async ({ repository, starts }) => {
      const hook = join(repository.directory, ".git/hooks/commit-msg");
      writeFileSync(hook, readFileSync(hook, "utf8").replace("\n# planlink", "\nset -u; IFS=afix:\n# planlink"));
      assert.equal(await starts(commit("fix: x")), []);
      assert.equal(await starts(commit("feat(01-02): x")), ["post-commit"]);
      rmSync(join(repository.directory, ".git/planlink"), { recursive: true });
      assert.equal(await starts(commit("fix: x")), ["post-commit"]);
    }));
});

suite("the notes of the guard", (test) => {
  test("are gone after an uninstall", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.git(commit("fix: x"));
      await repository.git(["commit", "--quiet", "--amend", "--allow-empty", "--message", "fix: y"]);
      for (const name of ["written", "own-text", "rewrites"])
        assert.is(existsSync(join(repository.directory, ".git/planlink", name)), true);
      assert.is((await repository.state(["uninstall"])).exitCode, 0);
      assert.is(existsSync(join(repository.directory, ".git/planlink")), false);
    }));
});

suite("a starter whose program cannot be read", (test) => {
  test("says so with the exit code that lets git go on", () =>
    withSandbox(async ({ directory, environment }) => {
      const starter = join(directory, "commit-hook.cjs");
      copyFileSync(fileURLToPath(new URL("../../dist/commit-hook.cjs", import.meta.url)), starter);
      const { exitCode, stderr } = await runProgram(process.execPath, [starter, "commit-msg"], {
        cwd: directory,
        env: environment,
      });
      assert.is(exitCode, 3);
      assert.match(stderr, /^planlink: the program of the hooks cannot be read \(ENOENT[^\n]*\n {2}if it stays so, /);
    }));
});
