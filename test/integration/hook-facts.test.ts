import { mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as assert from "uvu/assert";
import { findHookPlaces, readHeadBranch } from "../../src/files/hook-places.ts";
import { parseCommitsWithPaths, requireOid } from "../../src/git/commit-log.ts";
import { GitRepository } from "../../src/git/git-repository.ts";
import { createProcessRunner } from "../../src/git/process-runner.ts";
import { type Sandbox, type TestRepository, withSandbox } from "../support/git-sandbox.ts";
import { type PlannedRepository, withPlannedRepository } from "../support/planned-repository.ts";
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
        const [known] = parseCommitsWithPaths(await told(repository));
        assert.equal(known?.commit, (await asked.readSingleCommits([oid]))[0]);
        assert.equal(known?.paths, (await asked.readChangedPaths([oid])).get(oid) ?? []);
      }
      const asked = await open(sandbox, repository.directory);
      const listed = await repository.run("git", ["rev-list", "HEAD"]);
      const { stdout } = await repository.run("git", [...tellCommit, "--stdin"], { input: listed.stdout });
      const all = parseCommitsWithPaths(`${stdout}end`);
      const oids = all.map(({ commit }) => commit.oid);
      assert.equal(oids, listed.stdout.trim().split("\n"));
      assert.equal(
        all.map(({ commit }) => commit),
        await asked.readSingleCommits(oids),
      );
      const paths = await asked.readChangedPaths(oids);
      for (const { commit, paths: known } of all) assert.equal(known, paths.get(commit.oid) ?? []);
    }));

  test("is none where git has told nothing, or was cut short", () =>
    withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      assert.is(parseCommitsWithPaths(await told(repository)).length, 0);
      await repository.commit("feat(01-02): a", { "a.txt": "1\n", "b.txt": "2\n" });
      const whole = await told(repository);
      assert.is(parseCommitsWithPaths(whole)[0]?.paths.length, 2);
      for (let length = 0; length < whole.length; length += 1)
        assert.is(parseCommitsWithPaths(whole.slice(0, length)).length, 0);
    }));

  test("comes with those before it that started no Node, so that git is not asked again", () =>
    withPlannedRepository(async (repository) => {
      const trace = join(repository.directory, "../trace");
      const commands = async (plan: string, n: number): Promise<readonly string[]> => {
        rmSync(trace, { force: true });
        repository.write(`src/${plan}-${n}.ts`, "export {};\n");
        await repository.git(["add", `src/${plan}-${n}.ts`]);
        await repository.git(["commit", "--quiet", "-m", `feat(${plan}): add ${n}`], { env: { GIT_TRACE: trace } });
        return [...readFileSync(trace, "utf8").matchAll(/ trace: built-in: git (\S+)/g)]
          .map((match) => match[1] ?? "")
          .filter((name) => name !== "commit" && name !== "diff-index" && name !== "gc" && name !== "maintenance");
      };
      const untagged = (message: string): Promise<string> =>
        repository.git(["commit", "--quiet", "--allow-empty", "-m", message]);
      await commands("01-02", 1);
      assert.equal(await commands("01-02", 2), ["diff-tree"]);
      await untagged("fix: something");
      await untagged("docs: words");
      assert.equal((await commands("01-02", 3)).toSorted(), ["diff-tree", "rev-list"]);
      assert.equal(await commands("01-02", 4), ["diff-tree"]);
      await repository.completePlan("01-02");
      assert.equal((await commands("01-03", 1)).toSorted(), ["diff-tree", "rev-list"]);
      // An amend takes away what was seen last, and a merge brings what was not.
      await untagged("fix: once more");
      await repository.git(["reset", "--quiet", "--hard", "HEAD~2"]);
      assert.ok((await commands("01-03", 2)).includes("rev-list"));
      await requireSameState(repository);
      await untagged("fix: on main");
      const aside = await repository.git(["commit-tree", "HEAD~4^{tree}", "-p", "HEAD~4", "-m", "feat(02-01): aside"]);
      await repository.git(["merge", "--quiet", "--no-edit", "-s", "ours", aside], { env: { PLANLINK: "0" } });
      await commands("01-03", 3);
      await requireSameState(repository);
      // What git told of a commit that is no longer there is not of this history.
      await setTimeout(120);
      for (const n of [4, 5, 6]) await commands("01-03", n);
      await repository.git(["reset", "--quiet", "--hard", "HEAD~1"]);
      await commands("01-03", 7);
      await requireSameState(repository);
    }));
});

/** Holds what hooks made of the cached history to what is made of all of it. */
async function requireSameState(repository: PlannedRepository): Promise<void> {
  const warm = await repository.state(["log", "--json"]);
  rmSync(join(repository.directory, ".git/planlink/cache"), { recursive: true, force: true });
  assert.equal(warm.stdout, (await repository.state(["log", "--json"])).stdout);
}
