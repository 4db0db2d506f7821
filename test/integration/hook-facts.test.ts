import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { findHookPlaces, readHeadBranch } from "../../src/files/hook-places.ts";
import { parseCommitWithPaths, requireOid } from "../../src/git/commit-log.ts";
import { GitRepository } from "../../src/git/git-repository.ts";
import { createProcessRunner } from "../../src/git/process-runner.ts";
import { type Sandbox, type TestRepository, withSandbox } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";

/** As in `hooks/hook.sh`. */
const tellCommit: readonly string[] = [
  "diff-tree",
  "--always",
  "--root",
  "-r",
  "-z",
  "--raw",
  "--no-renames",
  "--abbrev=7",
  "--no-notes",
  "--encoding=UTF-8",
  "--date=raw",
  "--format=tformat:%H%x00%P%x00%ad%x00%cd%x00%B",
];

function open(sandbox: Sandbox, directory: string): Promise<GitRepository> {
  return GitRepository.open(createProcessRunner(directory, sandbox.environment), directory, {
    // Git itself is asked.
    findPlain: () => undefined,
    readRecords: async () => [],
  });
}

suite("what a hook learns from files is what git says", (test) => {
  test("in an ordinary repository, a linked worktree, a submodule and behind a link", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository("main ü");
      await repository.commit("fix: a", { "a.txt": "a\n" });
      await repository.git(["worktree", "add", "--quiet", "../linked", "-b", "agent/x"]);
      const library = await sandbox.createRepository("library");
      await library.commit("fix: b", { "b.txt": "b\n" });
      await repository.git([
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        library.directory,
        "sub",
      ]);
      symlinkSync(repository.directory, join(sandbox.directory, "link"));
      for (const [directory, gitDirectory] of [
        ["main ü", undefined],
        ["linked", join(repository.directory, ".git/worktrees/linked")],
        ["main ü/sub", "../.git/modules/sub"],
        ["link", undefined],
      ] as const) {
        const path = join(sandbox.directory, directory);
        const asked = await open(sandbox, path);
        const { topLevel, gitDirectory: itsGit, commonDirectory, isShallow } = asked;
        const expected = { topLevel, gitDirectory: itsGit, commonDirectory: realpathSync(commonDirectory), isShallow };
        assert.equal(
          findHookPlaces(path, gitDirectory === undefined ? {} : { GIT_DIR: gitDirectory }),
          expected,
          directory,
        );
        assert.is(readHeadBranch(itsGit), (await asked.readHead()).branch, directory);
      }
      await repository.git(["checkout", "--quiet", "--detach"]);
      assert.is(readHeadBranch(join(repository.directory, ".git")), null);
    }));

  test("and where they do not tell, git is asked", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      mkdirSync(join(repository.directory, "folder"));
      for (const [directory, environment] of [
        ["folder", {}],
        [".", { GIT_WORK_TREE: "." }],
        [".", { GIT_DIR: "" }],
        [".", { GIT_DIR: "nowhere" }],
        [".", { GIT_COMMON_DIR: ".git" }],
        ["nowhere", {}],
      ] as const)
        assert.is(
          findHookPlaces(join(repository.directory, directory), environment),
          undefined,
          JSON.stringify(environment),
        );
      writeFileSync(join(repository.directory, ".git/HEAD"), "ref: refs/heads/.invalid\n");
      assert.is(readHeadBranch(join(repository.directory, ".git")), undefined);
    }));
});

suite("the commit that git tells of on the way", (test) => {
  const told = async (repository: TestRepository): Promise<string> => {
    const { exitCode, stdout } = await repository.run("git", [...tellCommit, "HEAD"]);
    return exitCode === 0 ? `${stdout}end` : stdout;
  };

  test("is the one that it tells when asked: a root, with odd paths and messages, empty, a merge", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      await repository.git(["config", "diff.renames", "copies"]);
      await repository.git(["config", "log.showRoot", "false"]);
      await repository.git(["config", "i18n.logOutputEncoding", "ISO-8859-1"]);
      const commits: readonly (() => Promise<unknown>)[] = [
        () =>
          repository.commit("feat(01-02): a\n\nbody\n\n:100644 x\n", {
            "a b.txt": "1\n",
            "über\nzwei": "2\n",
            ":x": "3\n",
          }),
        () =>
          repository.commit("fix: é — 漢字", { "a b.txt": "2\n" }, { date: "2026-02-20T21:41:00", offset: "+0530" }),
        () => repository.commit("chore: nothing"),
        async () => {
          await repository.git(["checkout", "--quiet", "-b", "side"]);
          await repository.commit("fix: side", { "c.txt": "c\n" });
          await repository.git(["checkout", "--quiet", "main"]);
          await repository.commit("fix: main", { "d.txt": "d\n" });
          await repository.git(["merge", "--quiet", "--no-edit", "side"]);
        },
      ];
      for (const make of commits) {
        await make();
        const asked = await open(sandbox, repository.directory);
        const oid = requireOid((await asked.resolveCommit("HEAD")) ?? "");
        const known = parseCommitWithPaths(await told(repository));
        assert.equal(known?.commit, (await asked.readSingleCommits([oid]))[0]);
        assert.equal(known?.paths, (await asked.readChangedPaths([oid])).get(oid) ?? []);
      }
    }));

  test("is none where git has told nothing, or was cut short", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      assert.is(parseCommitWithPaths(await told(repository)), undefined);
      await repository.commit("feat(01-02): a", { "a.txt": "1\n", "b.txt": "2\n" });
      const whole = await told(repository);
      assert.is(parseCommitWithPaths(whole)?.paths.length, 2);
      for (let length = 0; length < whole.length; length += 1)
        assert.is(parseCommitWithPaths(whole.slice(0, length)), undefined);
    }));
});
