import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { installHooks } from "../../src/commands/install-hooks.ts";
import { uninstallHooks } from "../../src/commands/uninstall-hooks.ts";
import { rejects, suite } from "../support/suite.ts";
import {
  buildProgram,
  createPorts,
  foreignHook,
  isConflict,
  snapshot,
  takeOrder,
  withSetting,
  writeHook,
} from "./install-fixture.ts";

suite("hooks installed natively again, or taken out", (test) => {
  test("a second init plans nothing, a dry run changes nothing", async () => {
    await withSetting(async ({ sandbox, repository, hooks, hookScript, install }) => {
      writeHook(join(hooks, "pre-commit"), foreignHook("pre-commit"));
      const before = snapshot(repository.directory);
      const dry = await installHooks(createPorts(sandbox, repository), {
        hookScript,
        manager: undefined,
        dryRun: true,
      });
      assert.not.ok(dry.isApplied);
      assert.equal(snapshot(repository.directory), before);

      const first = await install();
      assert.equal(first.operations, dry.operations);
      const installed = snapshot(repository.directory);
      const second = await install();
      assert.equal(second.operations, []);
      assert.not.ok(second.isApplied);
      assert.equal(
        second.hooks.map(({ change }) => change),
        Array<string>(6).fill("unchanged"),
      );
      assert.equal(snapshot(repository.directory), installed);
    });
  });

  test("uninstall restores every byte and mode, whatever the hooks were", async () => {
    await withSetting(async ({ repository, hooks, install, uninstall }) => {
      writeHook(
        join(hooks, "pre-commit"),
        Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe]).toString("latin1"),
        0o700,
      );
      writeHook(join(hooks, "commit-msg"), "#!/bin/sh\r\nexit 0\r\n", 0o644);
      repository.write("scripts/hook", "#!/bin/sh\n");
      symlinkSync("../../scripts/hook", join(hooks, "post-commit"));
      symlinkSync("nowhere", join(hooks, "post-merge"));
      writeHook(join(hooks, "post-checkout"), "#!/bin/sh\n");
      const before = snapshot(repository.directory);
      const installed = await install();
      assert.is(installed.hooks.filter(({ previousPath }) => previousPath !== null).length, 4);
      assert.ok(lstatSync(join(hooks, "post-commit.before-planlink")).isSymbolicLink());
      const outcome = await uninstall();
      assert.equal(outcome.left, []);
      assert.is(outcome.hooks.filter(({ isRestored }) => isRestored).length, 4);
      assert.equal(snapshot(repository.directory), before);
      assert.equal((await uninstall()).operations, []);
    });
  });

  test("uninstall removes a hooks directory that was not there, and keeps one that has got other hooks", async () => {
    await withSetting(async ({ repository, hooks, install, uninstall }) => {
      rmSync(hooks, { recursive: true });
      const before = snapshot(repository.directory);
      await install();
      await uninstall();
      assert.equal(snapshot(repository.directory), before);
      await install();
      writeHook(join(hooks, "post-checkout"), "#!/bin/sh\n");
      await uninstall();
      assert.ok(existsSync(join(hooks, "post-checkout")));
    });
  });

  test("uninstall works without the record, and from a linked worktree", async () => {
    await withSetting(async ({ sandbox, repository, hooks, install }) => {
      writeHook(join(hooks, "pre-push"), foreignHook("pre-push"));
      const before = snapshot(hooks);
      await install();
      rmSync(join(repository.directory, ".git/planlink"), { recursive: true });
      await repository.git(["worktree", "add", "--quiet", "../linked", "-b", "linked"]);
      await uninstallHooks(createPorts(sandbox, sandbox.open("linked")), { dryRun: false });
      assert.equal(snapshot(hooks), before);
    });
  });

  test("a hook that was edited since is left, by init and by uninstall, and named", async () => {
    await withSetting(async ({ hooks, install, uninstall }) => {
      writeHook(join(hooks, "pre-commit"), foreignHook("pre-commit"));
      await install();
      const path = join(hooks, "pre-commit");
      const edited = `${readFileSync(path, "utf8")}# mine\n`;
      writeFileSync(path, edited);
      const again = await install();
      assert.equal(again.operations, []);
      assert.equal(again.notes, [{ code: "hook-edited", path }]);
      const outcome = await uninstall();
      assert.equal(outcome.left, [{ path, reason: "edited" }]);
      assert.is(readFileSync(path, "utf8"), edited);
      assert.is(readFileSync(`${path}.before-planlink`, "utf8"), foreignHook("pre-commit"));
      assert.not.ok(existsSync(join(hooks, "commit-msg")));
    });
  });

  test("a hook whose place another program has taken is left, and init asks which of the two to keep", async () => {
    await withSetting(async ({ hooks, install, uninstall }) => {
      const path = join(hooks, "pre-commit");
      writeHook(path, foreignHook("pre-commit"));
      await install();
      writeHook(path, foreignHook("newcomer"));
      await rejects(install(), isConflict);
      const outcome = await uninstall();
      assert.equal(outcome.left, [{ path: `${path}.before-planlink`, reason: "replaced" }]);
      assert.is(readFileSync(path, "utf8"), foreignHook("newcomer"));
    });
  });

  test("init mends hooks that were deleted, made unexecutable, or point to a program that has moved", async () => {
    await withSetting(async ({ sandbox, repository, hooks, install }) => {
      writeHook(join(hooks, "pre-commit"), foreignHook("pre-commit"));
      await install();
      rmSync(join(hooks, "pre-commit"));
      chmodSync(join(hooks, "commit-msg"), 0o644);
      const hookScript = buildProgram(join(sandbox.directory, "elsewhere"));
      const outcome = await installHooks(createPorts(sandbox, repository), {
        hookScript,
        manager: undefined,
        dryRun: false,
      });
      assert.equal(
        outcome.hooks.map(({ change }) => change),
        ["created", "updated", "updated", "updated", "updated", "updated"],
      );
      await repository.commit("feat(01-01): one");
      assert.equal(takeOrder(sandbox), [
        "foreign pre-commit",
        "planlink pre-commit",
        "planlink commit-msg",
        "planlink post-commit",
      ]);
    });
  });

  test("a hook that a later manager has moved and runs is in place; uninstall restores what it would have moved", async () => {
    await withSetting(async ({ sandbox, repository, hooks, install, uninstall }) => {
      const path = join(hooks, "pre-commit");
      const manager = foreignHook("manager", '"$0.legacy" "$@"\n');
      writeHook(path, foreignHook("pre-commit"));
      await install();
      renameSync(path, `${path}.legacy`);
      writeHook(path, manager);
      const again = await install();
      assert.equal(again.operations, []);
      assert.equal(again.notes, [{ code: "hook-run-by-other", path: `${path}.legacy` }]);
      await repository.commit("feat(01-01): one");
      assert.equal(takeOrder(sandbox).slice(0, 3), ["foreign manager", "foreign pre-commit", "planlink pre-commit"]);
      await uninstall();
      assert.is(readFileSync(path, "utf8"), manager);
      assert.is(readFileSync(`${path}.legacy`, "utf8"), foreignHook("pre-commit"));
    });
  });

  test("hooks that chain one another in a circle come to an end", async () => {
    await withSetting(async ({ sandbox, repository, hooks, install }) => {
      const path = join(hooks, "pre-commit");
      writeHook(path, foreignHook("circle", '"${0%/*}/pre-commit" "$@"\n'));
      await install();
      const { exitCode, stderr } = await repository.run("git", ["commit", "--quiet", "--allow-empty", "-m", "x"]);
      assert.is(exitCode, 0);
      assert.is(stderr, "planlink: the pre-commit hooks call one another in a circle; stopped\n");
      assert.ok(takeOrder(sandbox).length < 30);
    });
  });
});
