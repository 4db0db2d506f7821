import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import type { TestRepository } from "../support/git-sandbox.ts";
import { initialize, openPlanned, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";
import { foreignHook, gitsOwn, snapshot, takeOrder, writeHook } from "./install-fixture.ts";

const noSuchPlan: readonly string[] = ["commit", "--allow-empty", "-m", "feat(01-09): no such plan"];

async function refuses(repository: TestRepository): Promise<boolean> {
  const { exitCode, stderr } = await repository.run("git", noSuchPlan);
  if (exitCode !== 0) assert.match(stderr, "01-09 does not exist");
  return exitCode !== 0;
}

async function uninstall(repository: TestRepository): Promise<void> {
  const { exitCode, stdout, stderr } = await repository.state(["uninstall"]);
  assert.is(exitCode, 0, stdout + stderr);
}

suite("hooks in all the places where git looks for them", (test) => {
  test("of a submodule are its own, and leave nothing there or in the repository around it", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await uninstall(repository);
      const outer = await sandbox.createRepository("outer");
      await outer.commit("chore: start", { "a.txt": "x\n" });
      const add = ["submodule", "--quiet", "add", repository.directory, "libs/inner ü"];
      await outer.git(["-c", "protocol.file.allow=always", ...add]);
      await outer.commit("chore: add a submodule");
      const inner = openPlanned(sandbox, "outer/libs/inner ü");
      const modules = ".git/modules/libs/inner ü";
      mkdirSync(join(outer.directory, modules, "hooks"), { recursive: true });
      writeHook(join(outer.directory, modules, "hooks/pre-commit"), foreignHook("pre-commit"));
      const own = gitsOwn.map((path) => path.replace(".git", modules));
      const before = snapshot(outer.directory, [...gitsOwn, ...own]);

      await initialize(inner);
      assert.ok(await refuses(inner));
      assert.equal(takeOrder(sandbox), ["foreign pre-commit"]);
      assert.not.ok(await refuses(outer), "the repository around it has no hooks of ours");
      const { exitCode, stdout } = await inner.state(["doctor"]);
      assert.is(exitCode, 0, stdout);
      takeOrder(sandbox);
      // A commit of the outer repository runs git in the inner one, with variables of its own.
      await outer.git(["commit", "--quiet", "--allow-empty", "-am", "feat(01-09): outside"]);
      await uninstall(inner);
      assert.equal(snapshot(outer.directory, [...gitsOwn, ...own]), before);
      assert.not.ok(await refuses(inner));
    }));

  test("go from all worktrees at once; the attributes of another worktree are named", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await uninstall(repository);
      await repository.git(["rm", "--quiet", ".gitattributes"]);
      await repository.git(["commit", "--quiet", "-m", "chore: no attributes"]);
      await initialize(repository);
      await repository.git(["worktree", "add", "--quiet", "-b", "other", "../linked"]);
      const linked = openPlanned(sandbox, "linked");
      await initialize(linked);
      const { stdout } = await repository.state(["uninstall", "--json"]);
      const { left } = JSON.parse(stdout) as { left: readonly object[] };
      assert.equal(left, [{ path: join(linked.directory, ".gitattributes"), reason: "other-worktree" }]);
      assert.not.match((await linked.state(["uninstall"])).stdout, "another worktree");
    }));

  test("are served where core.hooksPath names them for one worktree, and in no other", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await uninstall(repository);
      await repository.git(["config", "extensions.worktreeConfig", "true"]);
      await repository.git(["worktree", "add", "--quiet", "-b", "other", "../linked"]);
      const linked = openPlanned(sandbox, "linked");
      const hooks = join(sandbox.directory, "hooks of one");
      mkdirSync(hooks);
      writeHook(join(hooks, "commit-msg"), foreignHook("commit-msg"));
      await linked.git(["config", "--worktree", "core.hooksPath", hooks]);
      const before = snapshot(sandbox.directory, ["home"].concat(gitsOwn.map((path) => `repository/${path}`)));

      await initialize(linked);
      assert.match(snapshot(hooks)["commit-msg.before-planlink"] ?? "", "foreign commit-msg");
      assert.ok(await refuses(linked));
      assert.equal(takeOrder(sandbox), ["foreign commit-msg"]);
      assert.not.ok(await refuses(repository));
      const { exitCode, stdout } = await linked.state(["doctor"]);
      assert.is(exitCode, 0, stdout);
      const elsewhere = await repository.state(["doctor"]);
      assert.is(elsewhere.exitCode, 1);
      assert.match(elsewhere.stdout, "planlink has no hooks in .git/hooks");

      await initialize(repository);
      assert.ok(await refuses(repository));
      assert.ok(await refuses(linked));
      await uninstall(linked);
      const after = snapshot(sandbox.directory, ["home"].concat(gitsOwn.map((path) => `repository/${path}`)));
      assert.equal(after, before);
    }));

  test("are shared with other repositories on request alone where the user's configuration names them", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await uninstall(repository);
      const hooks = join(sandbox.directory, "shared hooks");
      mkdirSync(hooks);
      writeHook(join(hooks, "pre-commit"), foreignHook("pre-commit"));
      const config = join(sandbox.directory, "gitconfig");
      writeFileSync(
        config,
        `${readFileSync(sandbox.environment["GIT_CONFIG_GLOBAL"] ?? "", "utf8")}\n[core]\n\thooksPath = ${hooks}\n`,
      );
      const global = { GIT_CONFIG_GLOBAL: config };
      const here = openPlanned(sandbox, "repository", global);
      const plain = sandbox.open("repository");
      const before = [snapshot(hooks), snapshot(plain.directory, gitsOwn)];
      const refused = await here.state(["init"]);
      assert.is(refused.exitCode, 2);
      assert.match(refused.stderr, hooks);
      assert.equal([snapshot(hooks), snapshot(plain.directory, gitsOwn)], before);
      assert.is((await here.state(["init", "--manager", "native"])).exitCode, 0);
      assert.ok(await refuses(here));
      assert.equal(takeOrder(sandbox), ["foreign pre-commit"]);
      assert.not.ok(await refuses(plain), "without that configuration there are none");
      await uninstall(here);
      assert.equal([snapshot(hooks), snapshot(plain.directory, gitsOwn)], before);
    }));

  test("that git has given Windows line endings are told by state doctor, put right by init, and taken out", () =>
    withPlannedRepository(async (repository) => {
      await uninstall(repository);
      await repository.git(["config", "core.hooksPath", "tools/hooks"]);
      const before = snapshot(repository.directory, gitsOwn);
      await initialize(repository);
      await repository.git(["add", "-A"]);
      await repository.git(["commit", "--quiet", "-m", "chore: hooks"]);
      await repository.git(["config", "core.autocrlf", "true"]);
      rmSync(join(repository.directory, "tools"), { recursive: true });
      await repository.git(["checkout", "--quiet", "--", "tools"]);
      assert.match(readFileSync(join(repository.directory, "tools/hooks/pre-push"), "latin1"), "#!/bin/sh\r\n");

      const told = await repository.state(["doctor"]);
      assert.is(told.exitCode, 1);
      assert.match(
        told.stdout.replace(/\s+/g, " "),
        "hooks: error: Windows line endings, so that git cannot run them: pre-commit, commit-msg",
      );
      assert.match(
        told.stdout.replace(/\s+/g, " "),
        'put "tools/hooks/* text eol=lf" into .gitattributes, then: state init',
      );
      await initialize(repository);
      assert.ok(await refuses(repository));
      const fine = await repository.state(["doctor"]);
      assert.is(fine.exitCode, 0, fine.stdout);

      rmSync(join(repository.directory, "tools"), { recursive: true });
      await repository.git(["checkout", "--quiet", "--", "tools"]);
      await uninstall(repository);
      await repository.git(["config", "--unset", "core.autocrlf"]);
      assert.equal(snapshot(repository.directory, gitsOwn), before);
    }));

  test("do not keep state doctor waiting where somebody's pre-push cannot be started", () =>
    withPlannedRepository(async (repository) => {
      writeHook(join(repository.directory, ".git/hooks/pre-push"), "#!/bin/sh\r\nexit 0\r\n");
      const { exitCode, stdout } = await repository.state(["doctor"]);
      assert.is(exitCode, 1);
      assert.match(stdout.replace(/\s+/g, " "), 'pre-push is run by "/bin/sh\\r", which is not there');
    }));
});
