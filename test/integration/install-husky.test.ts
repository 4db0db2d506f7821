import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import { installHooks } from "../../src/commands/install-hooks.ts";
import { uninstallHooks } from "../../src/commands/uninstall-hooks.ts";
import { rejects, suite } from "../support/suite.ts";
import {
  buildProgram,
  createPorts,
  foreignHook,
  gitsOwn,
  isConflict,
  type Setting,
  setExit,
  snapshot,
  takeCalls,
  takeOrder,
  withSetting,
  writeHook,
} from "./install-fixture.ts";

const husky = fileURLToPath(new URL("../../node_modules/husky/bin.js", import.meta.url));

/** A repository that husky manages and that depends on planlink. */
async function withHusky(
  body: (setting: Setting & { readonly runHusky: () => Promise<void> }) => Promise<void>,
): Promise<void> {
  await withSetting(async (setting) => {
    const { repository } = setting;
    const runHusky = async (): Promise<void> => {
      const { exitCode, stdout, stderr } = await repository.run(process.execPath, [husky]);
      assert.is(exitCode, 0, stdout + stderr);
    };
    buildProgram(join(repository.directory, "node_modules/planlink/dist"));
    const declared = JSON.stringify({ devDependencies: { husky: "^9.1.7" } });
    await repository.commit("chore: husky", {
      ".gitignore": "node_modules\n",
      "package.json": declared,
      ".husky/.keep": "",
    });
    await runHusky();
    await body({ ...setting, runHusky });
  });
}

suite("hooks installed through husky", (test) => {
  test("are chosen where husky is set up, and run after the lines that were there", async () => {
    await withHusky(async ({ sandbox, repository, install }) => {
      await sandbox.createRepository("origin.git", { bare: true });
      repository.write(".husky/commit-msg", foreignHook("commit-msg"));
      const outcome = await install();
      assert.is(outcome.manager, "husky");
      assert.equal(outcome.notes, []);
      assert.equal(
        outcome.hooks.map(({ change }) => change),
        ["created", "updated", "created", "created", "created", "created"],
      );
      const oid = await repository.commit("feat(01-01): one");
      assert.equal(takeOrder(sandbox), [
        "planlink pre-commit",
        "foreign commit-msg",
        "planlink commit-msg",
        "planlink post-commit",
      ]);
      assert.equal(takeCalls(sandbox)[1]?.args, [".git/COMMIT_EDITMSG"]);
      await repository.git(["push", "--quiet", "../origin.git", "main"]);
      assert.is(takeCalls(sandbox)[0]?.input, `refs/heads/main ${oid} refs/heads/main ${"0".repeat(40)}\n`);
      assert.equal((await install()).operations, []);
    });
  });

  test("take the place of native ones, and give it back, in one step each", async () => {
    await withHusky(async ({ sandbox, repository, hooks, install, runHusky }) => {
      await repository.git(["config", "--unset", "core.hooksPath"]);
      mkdirSync(hooks, { recursive: true });
      writeHook(join(hooks, "commit-msg"), foreignHook("commit-msg"));
      repository.write(".husky/pre-push", "true\n");
      const before = [snapshot(hooks), snapshot(join(repository.directory, ".husky"), ["_"])];
      assert.is((await install("native")).former, null);
      const native = snapshot(hooks);
      await runHusky();
      assert.is((await install("husky")).former, "native");
      assert.equal(snapshot(hooks), before[0]);
      await repository.commit("feat(01-01): one");
      assert.equal(takeOrder(sandbox), ["planlink pre-commit", "planlink commit-msg", "planlink post-commit"]);
      await repository.git(["config", "--unset", "core.hooksPath"]);
      assert.is((await install("native")).former, "husky");
      assert.equal(snapshot(hooks), native);
      assert.equal(snapshot(join(repository.directory, ".husky"), ["_"]), before[1]);
    });
  });

  test("are committed, so that a clone that runs husky has them", async () => {
    await withHusky(async ({ sandbox, repository, install }) => {
      await install();
      await repository.commit("feat(01-01): one");
      await repository.git(["clone", "--quiet", ".", "../clone"]);
      const clone = sandbox.open("clone");
      takeCalls(sandbox);
      await clone.commit("feat(01-01): before husky runs");
      assert.equal(takeCalls(sandbox), []);
      const inactive = await installHooks(createPorts(sandbox, clone), {
        hookScript: "/x/hook.sh",
        manager: undefined,
        dryRun: true,
      });
      assert.is(inactive.manager, "husky");
      assert.equal(inactive.notes, [
        { code: "husky-inactive", path: join(clone.directory, ".husky") },
        { code: "program-absent", path: join(clone.directory, "node_modules/planlink/dist/hook.sh") },
      ]);

      await clone.run(process.execPath, [husky]);
      const missing = await clone.run("git", ["commit", "--quiet", "--allow-empty", "-m", "x"]);
      assert.is(missing.exitCode, 0);
      assert.equal(
        missing.stderr.trimEnd().split("\n"),
        ["pre-commit", "commit-msg", "post-commit"].map(
          (name) => `planlink: not installed here, hook ${name} skipped (npm install)`,
        ),
      );
      buildProgram(join(clone.directory, "node_modules/planlink/dist"));
      await clone.commit("feat(01-01): with planlink");
      assert.is(takeCalls(sandbox).length, 3);
    });
  });

  test("hand pre-push's input to us and to the lines that were there", async () => {
    await withHusky(async ({ sandbox, repository, install }) => {
      repository.write(".husky/pre-push", `#!/bin/sh\nset -u\ncat >"$HOME/input"\n`);
      await install();
      const copy = join(sandbox.directory, "home/input");
      // A zero oid alone, several updates, nothing to push, and more than a pipe holds.
      for (const input of [
        "",
        `(delete) ${"0".repeat(40)} refs/heads/x ${"a".repeat(40)}\n`,
        "a $b `c` \\d 'e' \"f\"\n".repeat(3),
        "line\n".repeat(40_000),
      ]) {
        const { exitCode, stderr } = await repository.run("sh", [".husky/_/pre-push", "origin", "url"], { input });
        assert.is(stderr, "");
        assert.is(exitCode, 0);
        assert.ok(takeCalls(sandbox)[0]?.input === input);
        assert.ok(readFileSync(copy, "utf8") === input);
      }
    });
  });

  test("stop git on findings only, and are switched off by PLANLINK=0", async () => {
    await withHusky(async ({ sandbox, repository, install }) => {
      await install();
      const commit = (env: Record<string, string> = {}) =>
        repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", "x"], { env });
      setExit(sandbox, "2");
      assert.is((await commit()).exitCode, 0);
      setExit(sandbox, "40");
      assert.is.not((await commit()).exitCode, 0);
      takeCalls(sandbox);
      assert.is((await commit({ PLANLINK: "0" })).exitCode, 0);
      assert.equal(takeCalls(sandbox), []);
    });
  });

  test("use the planlink command of PATH where node_modules has none, and heed only its findings", async () => {
    await withHusky(async ({ sandbox, repository, install }) => {
      await install();
      rmSync(join(repository.directory, "node_modules/planlink"), { recursive: true });
      mkdirSync(join(repository.directory, "node_modules/.bin"), { recursive: true });
      const path = join(repository.directory, "node_modules/.bin/planlink");
      const commit = (code: number) => {
        writeFileSync(path, `#!/bin/sh\necho "$*" >>"$HOME/order"\nexit ${code}\n`, { mode: 0o755 });
        return repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", "x"]);
      };
      assert.equal(await commit(2), { exitCode: 0, stdout: "", stderr: "" });
      assert.equal(takeOrder(sandbox), ["hook pre-commit", "hook commit-msg .git/COMMIT_EDITMSG", "hook post-commit"]);
      assert.is.not((await commit(1)).exitCode, 0);
    });
  });

  test("are taken out without a trace, whatever the scripts were", async () => {
    await withHusky(async ({ repository, install, uninstall }) => {
      writeFileSync(join(repository.directory, ".husky/pre-commit"), "npm test", { mode: 0o755 });
      writeFileSync(join(repository.directory, ".husky/commit-msg"), "echo a\r\n\r\necho \xff\r\n", "latin1");
      writeFileSync(join(repository.directory, ".husky/post-commit"), "");
      writeFileSync(join(repository.directory, ".husky/pre-push"), "#!/bin/sh");
      const before = snapshot(repository.directory);
      await install();
      assert.is(
        readFileSync(join(repository.directory, ".husky/commit-msg"), "latin1").indexOf(
          "echo a\r\n\r\necho \xff\r\n# planlink: begin\n",
        ),
        0,
      );
      const outcome = await uninstall();
      assert.equal(outcome.left, []);
      assert.equal(snapshot(repository.directory), before);
      assert.equal((await uninstall()).operations, []);
    });
  });

  test("are taken out of scripts that people have gone on writing, and of a clone that never ran init", async () => {
    await withHusky(async ({ sandbox, repository, install, uninstall }) => {
      await install();
      const added = join(repository.directory, ".husky/commit-msg");
      writeFileSync(added, `echo before\n${readFileSync(added, "utf8")}echo after\n`);
      const edited = join(repository.directory, ".husky/post-commit");
      writeFileSync(edited, readFileSync(edited, "utf8").replace("elif", "  elif"));
      await repository.commit("feat(01-01): one");
      await repository.git(["clone", "--quiet", ".", "../clone"]);
      const clonePorts = createPorts(sandbox, sandbox.open("clone"));
      for (const outcome of [await uninstall(), await uninstallHooks(clonePorts, { dryRun: false })]) {
        assert.equal(
          outcome.left.map(({ reason }) => reason),
          ["edited"],
        );
      }
      for (const name of ["repository", "clone"]) {
        const scripts = snapshot(join(sandbox.directory, name, ".husky"), ["_"]);
        assert.equal(Object.keys(scripts), [".keep", "commit-msg", "post-commit"]);
        assert.match(scripts["commit-msg"] ?? "", /^file 644 echo before\necho after\n$/);
      }
    });
  });

  test("are not replaced by native ones that husky would overwrite, and take over from native ones that it hides", async () => {
    await withHusky(async ({ sandbox, repository, runHusky, install, uninstall }) => {
      await rejects(install("native"), isConflict);
      await repository.git(["config", "--unset", "core.hooksPath"]);
      const before = snapshot(repository.directory, gitsOwn);
      const native = await install("native");
      assert.equal(native.notes, [{ code: "husky-may-hide", path: join(repository.directory, ".husky") }]);
      await runHusky();
      assert.is((await install()).manager, "husky");
      await repository.git(["commit", "--quiet", "--allow-empty", "-m", "feat(01-01): one"]);
      assert.is(takeCalls(sandbox).length, 3);
      await uninstall();
      await repository.git(["config", "--unset", "core.hooksPath"]);
      assert.equal(snapshot(repository.directory, gitsOwn), before);
    });
  });

  test("note a script that leaves before our lines, but not one that only redirects", async () => {
    await withHusky(async ({ repository, install }) => {
      repository.write(".husky/pre-commit", "npm test\nexec lint-staged\n");
      repository.write(".husky/commit-msg", "exec </dev/tty\nexec 2>&1\n");
      const outcome = await install();
      assert.equal(outcome.notes, [
        { code: "block-may-not-run", path: join(repository.directory, ".husky/pre-commit") },
      ]);
    });
  });

  test("in a linked worktree say that husky has not run there", async () => {
    await withHusky(async ({ sandbox, repository, install, hookScript }) => {
      await install();
      await repository.commit("feat(01-01): one");
      await repository.git(["worktree", "add", "--quiet", "../linked", "-b", "linked"]);
      const outcome = await installHooks(createPorts(sandbox, sandbox.open("linked")), {
        hookScript,
        manager: undefined,
        dryRun: false,
      });
      assert.equal(outcome.operations, []);
      assert.equal(outcome.notes, [
        { code: "husky-inactive", path: join(sandbox.directory, "linked/.husky") },
        { code: "program-absent", path: join(sandbox.directory, "linked/node_modules/planlink/dist/hook.sh") },
      ]);
    });
  });
});
