import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import * as assert from "uvu/assert";
import { installHooks } from "../../src/commands/install-hooks.ts";
import type { TestRepository } from "../support/git-sandbox.ts";
import { linkPrograms } from "../support/link-programs.ts";
import { suite } from "../support/suite.ts";
import {
  buildProgram,
  createPorts,
  foreignHook,
  gitsOwn,
  setExit,
  snapshot,
  takeCalls,
  takeOrder,
  withSetting,
  writeHook,
} from "./install-fixture.ts";

suite("hooks installed natively", (test) => {
  test("run on commit, merge and push, with git's arguments and input", async () => {
    await withSetting(async ({ sandbox, repository, install }) => {
      await sandbox.createRepository("origin.git", { bare: true });
      const outcome = await install();
      assert.is(outcome.manager, "native");
      assert.equal(
        outcome.hooks.map(({ change }) => change),
        Array<string>(6).fill("created"),
      );

      const oid = await repository.commit("feat(01-01): one");
      await repository.git(["push", "--quiet", "../origin.git", "main"]);
      await repository.git(["branch", "side"]);
      await repository.commit("feat(01-01): two");
      await repository.git(["checkout", "--quiet", "side"]);
      await repository.git(["merge", "--quiet", "main"]);

      const calls = takeCalls(sandbox);
      assert.equal(
        calls.map(({ hook }) => hook),
        [
          "pre-commit",
          "commit-msg",
          "post-commit",
          "pre-push",
          "pre-commit",
          "commit-msg",
          "post-commit",
          "post-merge",
        ],
      );
      assert.equal(calls.map(({ args }) => args).slice(0, 4), [
        [],
        [".git/COMMIT_EDITMSG"],
        [],
        ["../origin.git", "../origin.git"],
      ]);
      assert.is(calls[3]?.input, `refs/heads/main ${oid} refs/heads/main ${"0".repeat(40)}\n`);
      assert.ok(calls.every(({ active, directory }) => active === "1" && directory === repository.directory));
    });
  });

  test("run at the top for a commit made in a sub-folder, and are installed from one", async () => {
    await withSetting(async ({ sandbox, repository, install }) => {
      repository.write("sub/deep/file", "");
      await install(undefined, "sub/deep");
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "feat(01-01): one"], {
        cwd: join(repository.directory, "sub/deep"),
      });
      assert.equal([...new Set(takeCalls(sandbox).map(({ directory }) => directory))], [repository.directory]);
    });
  });

  test("stop git on findings of commit-msg and pre-push, and never otherwise", async () => {
    await withSetting(async ({ sandbox, repository, install }) => {
      await sandbox.createRepository("origin.git", { bare: true });
      await install();
      const commit = (): ReturnType<TestRepository["run"]> =>
        repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-01): x"]);
      const push = (): ReturnType<TestRepository["run"]> => repository.run("git", ["push", "../origin.git", "main"]);
      for (const end of ["1", "2", "70", "SIGKILL", "SIGSEGV"]) {
        setExit(sandbox, end);
        const committed = await commit();
        assert.is(committed.exitCode, 0, committed.stderr);
        assert.match(
          committed.stderr,
          /^planlink: the check could not be made \(exit code \d+\); commit-msg does not block$/m,
        );
        assert.match(committed.stderr, /^planlink: hook post-commit did not finish \(exit code \d+\)$/m);
        const pushed = await push();
        assert.is(pushed.exitCode, 0, pushed.stderr);
        assert.match(
          pushed.stderr,
          /^planlink: the check could not be made \(exit code \d+\); pre-push does not block$/m,
        );
      }
      setExit(sandbox, "40");
      const before = await repository.git(["rev-parse", "HEAD"]);
      assert.is((await commit()).exitCode, 1);
      assert.is(await repository.git(["rev-parse", "HEAD"]), before);
      assert.is.not((await push()).exitCode, 0);
    });
  });

  test("run a hook that was there before first, with the same arguments and input, and heed its refusal", async () => {
    await withSetting(async ({ sandbox, repository, hooks, install }) => {
      await sandbox.createRepository("origin.git", { bare: true });
      writeHook(
        join(hooks, "commit-msg"),
        foreignHook("commit-msg", 'test -f "$1" && ! grep -q refuse "$1" || exit 3\n'),
      );
      writeHook(
        join(hooks, "pre-push"),
        foreignHook("pre-push", 'cat >"$HOME/input"; printf "%s|" "$@" >"$HOME/arguments"\n'),
      );
      writeHook(join(hooks, "post-commit"), foreignHook("post-commit", "exit 9\n"));
      const outcome = await install();
      assert.equal(
        outcome.hooks.filter(({ previousPath }) => previousPath !== null).map(({ name }) => name),
        ["commit-msg", "post-commit", "pre-push"],
      );

      const oid = await repository.commit("feat(01-01): one");
      assert.equal(takeOrder(sandbox), [
        "planlink pre-commit",
        "foreign commit-msg",
        "planlink commit-msg",
        // git is past stopping by then, so a post-commit hook that fails does not silence ours.
        "foreign post-commit",
        "planlink post-commit",
      ]);
      takeCalls(sandbox);
      await repository.git(["push", "--quiet", "../origin.git", "main"]);
      const expected = `refs/heads/main ${oid} refs/heads/main ${"0".repeat(40)}\n`;
      assert.is(takeCalls(sandbox)[0]?.input, expected);
      assert.is(readFileSync(join(sandbox.directory, "home/input"), "utf8"), expected);
      assert.is(readFileSync(join(sandbox.directory, "home/arguments"), "utf8"), "../origin.git|../origin.git|");
      await repository.git(["push", "--quiet", "../origin.git", "main"]);
      assert.is(takeCalls(sandbox)[0]?.input, "");
      assert.equal(takeOrder(sandbox), [
        "foreign pre-push",
        "planlink pre-push",
        "foreign pre-push",
        "planlink pre-push",
      ]);

      const refused = await repository.run("git", ["commit", "--allow-empty", "-m", "refuse"]);
      assert.is.not(refused.exitCode, 0);
      assert.equal(takeOrder(sandbox), ["planlink pre-commit", "foreign commit-msg"]);
    });
  });

  test("copy the input to the byte for an earlier hook, also when that does not read it", async () => {
    await withSetting(async ({ sandbox, repository, hooks, install }) => {
      writeHook(join(hooks, "pre-push"), foreignHook("pre-push"));
      await install();
      for (const input of ["", "\n", "a\n\n\n", "no line break", "\\n %s $(x) `é`\n", "line\n".repeat(40_000)]) {
        // With SIGPIPE ignored, as some programs start git, a shell would complain of the pipe that nobody reads.
        const { exitCode, stderr } = await repository.run(
          "sh",
          ["-c", "trap '' PIPE; exec .git/hooks/pre-push origin url"],
          { input },
        );
        assert.is(stderr, "");
        assert.is(exitCode, 0);
        assert.ok(takeCalls(sandbox)[0]?.input === input, JSON.stringify(input.slice(0, 20)));
      }
    });
  });

  test("leave out an earlier hook that git would not have run", async () => {
    await withSetting(async ({ sandbox, repository, hooks, install }) => {
      writeHook(join(hooks, "pre-commit"), foreignHook("pre-commit"), 0o644);
      symlinkSync("../../nowhere", join(hooks, "post-commit"));
      await install();
      await repository.commit("feat(01-01): one");
      assert.equal(takeOrder(sandbox), ["planlink pre-commit", "planlink commit-msg", "planlink post-commit"]);
    });
  });

  test("run in linked worktrees made before and after", async () => {
    await withSetting(async ({ sandbox, repository, install }) => {
      await repository.git(["worktree", "add", "--quiet", "../before", "-b", "before"]);
      await install();
      await repository.git(["worktree", "add", "--quiet", "../after", "-b", "after"]);
      for (const name of ["before", "after"]) {
        const worktree = sandbox.open(name);
        await worktree.commit("feat(01-01): there");
        assert.equal(
          takeCalls(sandbox).map(({ hook, directory }) => [hook, directory]),
          [
            ["pre-commit", worktree.directory],
            ["commit-msg", worktree.directory],
            ["post-commit", worktree.directory],
          ],
        );
      }
    });
  });

  test("installed from a linked worktree, serve all and plan nothing in the others", async () => {
    await withSetting(async ({ sandbox, repository, hookScript, install }) => {
      await repository.git(["worktree", "add", "--quiet", "../linked", "-b", "linked"]);
      const worktree = sandbox.open("linked");
      await installHooks(createPorts(sandbox, worktree), { hookScript, manager: undefined, dryRun: false });
      const [attributes, ...others] = (await install()).operations;
      // A file of the work tree: the others get it with the commit that holds it.
      assert.ok(attributes?.kind === "write-file" && attributes.path.endsWith("repository/.gitattributes"));
      assert.equal(others, []);
      assert.equal((await install()).operations, []);
      await repository.commit("feat(01-01): one");
      assert.is(takeCalls(sandbox).length, 3);
    });
  });

  test("stand in the directory that core.hooksPath names in this repository, made for them if need be", async () => {
    await withSetting(async ({ sandbox, repository, install, uninstall }) => {
      await repository.git(["config", "core.hooksPath", "tools/git hooks"]);
      const before = snapshot(repository.directory, gitsOwn);
      const outcome = await install();
      assert.is(outcome.directory, join(repository.directory, "tools/git hooks"));
      assert.equal(outcome.notes, [{ code: "hooks-in-work-tree", path: outcome.directory }]);
      await repository.commit("feat(01-01): one");
      assert.is(takeCalls(sandbox).length, 3);
      assert.equal((await install()).operations, []);
      await repository.git(["reset", "--quiet", "HEAD^"]);
      await uninstall();
      assert.equal(snapshot(repository.directory, gitsOwn), before);
    });
  });

  test("find planning documents in a sub-folder that planlink.directory names, in linked worktrees, too", async () => {
    await withSetting(async ({ sandbox, repository, install, uninstall }) => {
      await repository.git(["mv", ".planning", "planning"]);
      await repository.commit("chore: move");
      await install();
      await repository.commit("feat(01-01): not seen");
      assert.equal(takeCalls(sandbox), []);
      await repository.git(["config", "planlink.directory", "planning"]);
      assert.equal(
        (await install()).operations.map((operation) => ("path" in operation ? basename(operation.path) : "")),
        ["install.json", "directory", ".gitattributes"],
      );
      assert.match(repository.readText(".gitattributes"), /^planning\/STATE\.md merge=planlink\n(?!.*\.planning)/s);
      assert.equal((await install()).operations, []);
      await repository.git(["worktree", "add", "--quiet", "../linked", "-b", "linked"]);
      for (const name of ["repository", "linked"]) {
        await sandbox.open(name).commit("feat(01-01): seen");
        assert.is(takeCalls(sandbox).length, 3);
      }
      await uninstall();
      assert.not.ok(existsSync(join(repository.directory, ".git/planlink")));
    });
  });

  test("prefer the program that the work tree depends on, and say in one line when there is none", async () => {
    await withSetting(async ({ sandbox, repository, hookScript, install }) => {
      await install();
      rmSync(join(hookScript, ".."), { recursive: true });
      const gone = await repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", "feat(01-01): one"]);
      assert.is(gone.exitCode, 0);
      const lines = gone.stderr.trimEnd().split("\n");
      assert.is(lines.length, 3);
      assert.ok(lines.every((line) => line.startsWith(`planlink: ${hookScript} is gone; hook `)));
      const off = await repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", "x"], {
        env: { PLANLINK: "0" },
      });
      assert.is(off.stderr, "");

      buildProgram(join(repository.directory, "node_modules/planlink/dist"));
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "feat(01-01): two"]);
      assert.is(takeCalls(sandbox).length, 3);
    });
  });

  test("are switched off by PLANLINK=0, the earlier hooks excepted", async () => {
    await withSetting(async ({ sandbox, repository, hooks, install }) => {
      writeHook(join(hooks, "pre-commit"), foreignHook("pre-commit"));
      await install();
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "x"], { env: { PLANLINK: "0" } });
      assert.equal(takeOrder(sandbox), ["foreign pre-commit"]);
    });
  });

  test("let git go on without Node on PATH", async () => {
    await withSetting(async ({ sandbox, repository, hooks, install }) => {
      writeHook(join(hooks, "pre-push"), foreignHook("pre-push"));
      await install();
      await sandbox.createRepository("origin.git", { bare: true });
      const programs = linkPrograms(
        join(sandbox.directory, "programs"),
        ["git", "sh", "cat"],
        sandbox.environment["PATH"] ?? "",
      );
      const committed = await repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", "x"], {
        env: { PATH: programs },
      });
      assert.is(committed.exitCode, 0);
      assert.equal(
        committed.stderr.trimEnd().split("\n"),
        ["pre-commit", "commit-msg", "post-commit"].map(
          (name) => `planlink: node is not on PATH; hook ${name} skipped, nothing was checked`,
        ),
      );
      const pushed = await repository.run("git", ["push", "--quiet", "../origin.git", "main"], {
        env: { PATH: programs },
      });
      assert.is(pushed.stderr, "planlink: node is not on PATH; hook pre-push skipped, nothing was checked\n");
      assert.is(pushed.exitCode, 0);
    });
  });

  test("work in a repository whose path needs quoting", async () => {
    await withSetting(async ({ sandbox, repository, install, uninstall }) => {
      const before = snapshot(repository.directory, gitsOwn);
      await install();
      await repository.git(["worktree", "add", "--quiet", '../it\'s "another" ö', "-b", "linked"]);
      const linked = sandbox.open('it\'s "another" ö');
      await linked.commit("feat(01-01): one");
      assert.is(takeCalls(sandbox).length, 3);
      await uninstall();
      assert.equal(snapshot(repository.directory, gitsOwn), before);
    }, "a 'repo'  \"x\" $y `ß` 日本");
  });
});
