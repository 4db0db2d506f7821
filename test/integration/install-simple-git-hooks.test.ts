import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import { installFromNpm } from "../support/npm-packages.ts";
import { type PlannedRepository, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";
import { gitsOwn, snapshot } from "./install-fixture.ts";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const version = "2.14.0";
const modules = installFromNpm("simple-git-hooks", version);

const packageText = `{
    "name": "größe",
    "simple-git-hooks": {
        "pre-commit": "echo theirs >>\\"$HOME/order\\"; exit 0",
        "pre-push": "cat >\\"$HOME/pushed\\""
    },
    "devDependencies": {"simple-git-hooks": "*"}
}
`;

interface Setting {
  readonly repository: PlannedRepository;
  readonly sandbox: Sandbox;
  /** Runs simple-git-hooks itself. */
  readonly set: () => Promise<void>;
}

async function withSimpleGitHooks(
  files: Readonly<Record<string, string>>,
  body: (setting: Setting) => Promise<void>,
): Promise<void> {
  if (modules === null) throw new Error("a test without simple-git-hooks is skipped where it is defined");
  await withPlannedRepository(async (repository, sandbox) => {
    await repository.state(["uninstall"]);
    const own = join(repository.directory, "node_modules");
    cpSync(modules, own, { recursive: true });
    mkdirSync(join(own, "planlink"));
    symlinkSync(dist, join(own, "planlink/dist"));
    await repository.commit("chore: simple-git-hooks", { ".gitignore": "node_modules\n", ...files });
    const set = async (): Promise<void> => {
      await repository.run(process.execPath, [join(own, "simple-git-hooks/cli.js")]);
    };
    await body({ repository, sandbox, set });
  }, "with blanks & ü");
}

async function init(repository: PlannedRepository, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await repository.state(["init", ...args]);
  assert.is(exitCode, 0, stdout + stderr);
  return stdout;
}

async function refusesBadMessage(repository: PlannedRepository): Promise<void> {
  const refused = await repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-09): no such plan"]);
  assert.is(refused.exitCode, 1, refused.stdout + refused.stderr);
  assert.match(refused.stdout + refused.stderr, /01-09/);
}

suite("hooks installed through simple-git-hooks", (define) => {
  const test = (name: string, body: () => Promise<void>): void => {
    if (modules === null) define.skip(name, `simple-git-hooks ${version} cannot be installed from npm here`);
    else define(name, body);
  };

  test("refuse a bad message, refresh STATE.md, and stop a push, beside the commands that were there", () =>
    withSimpleGitHooks({ "package.json": packageText }, async ({ repository, sandbox, set }) => {
      const home = (name: string): string => readFileSync(join(sandbox.environment["HOME"] ?? "", name), "utf8");
      assert.match(await init(repository), /installed 6 hooks \(simple-git-hooks, .*package\.json\)/);
      assert.match(await init(repository), /hooks are in place/);
      await refusesBadMessage(repository);
      assert.is(home("order"), "theirs\n");
      repository.write("work.txt", "work\n");
      await repository.git(["add", "work.txt"]);
      const stateBefore = repository.readText(".planning/STATE.md");
      const made = await repository.run("git", ["commit", "-m", "feat(01-02): add task 1"]);
      assert.is(made.exitCode, 0, made.stdout + made.stderr);
      assert.is.not(repository.readText(".planning/STATE.md"), stateBefore, "post-commit refreshes STATE.md");
      await sandbox.createRepository("origin.git", { bare: true });
      const pushed = await repository.run("git", ["push", "../origin.git", "main"]);
      assert.is(pushed.exitCode, 0, pushed.stdout + pushed.stderr);
      assert.match(home("pushed"), /^refs\/heads\/main [0-9a-f]{40} refs\/heads\/main 0{40}\n$/);
      const { stdout, exitCode } = await repository.state(["doctor"]);
      assert.is(exitCode, 0, stdout);
      assert.match(stdout, /commands of simple-git-hooks's in package\.json/);
      // What simple-git-hooks makes of the configuration by itself is the same.
      const before = snapshot(join(repository.directory, ".git/hooks"));
      await set();
      assert.equal(snapshot(join(repository.directory, ".git/hooks")), before);
    }));

  test("leave configuration and hooks byte for byte as they were, in every form, also when people wrote in between", async () => {
    const dot = ".simple-git-hooks.json";
    // More forms of text are in test/unit/install/config-forms.test.ts.
    const cases: readonly (readonly [string, string, boolean, (text: string) => string])[] = [
      ["package.json", packageText, true, (text) => text.replace("echo theirs", "echo mine; echo theirs")],
      ["package.json", packageText.replaceAll("\n", "\r\n"), false, (text) => text.replace("größe", "kleiner")],
      ["package.json", '{"devDependencies":{"simple-git-hooks":"*"}}', false, (text) => text],
      [dot, '{\n\t"pre-commit": "true"\n}\n', true, (text) => text.replace("true", "false || true")],
    ];
    for (const [name, text, isActive, edit] of cases)
      await withSimpleGitHooks({ [name]: text }, async ({ repository, set }) => {
        if (isActive) await set();
        const without = [...gitsOwn, name];
        const before = snapshot(repository.directory, without);
        await init(repository, "--manager", "simple-git-hooks");
        await refusesBadMessage(repository);
        repository.write(name, edit(repository.readText(name)));
        const { exitCode, stdout } = await repository.state(["uninstall"]);
        assert.is(exitCode, 0, stdout);
        assert.is(repository.readText(name), edit(text));
        assert.equal(snapshot(repository.directory, without), before, `${text} ${isActive}`);
      });
  });

  test("are left to people where the configuration is a program, or hooks would be deleted", async () => {
    const program = 'module.exports = {\n  "pre-commit": "true",\n};\n';
    await withSimpleGitHooks({ ".simple-git-hooks.cjs": program }, async ({ repository, set }) => {
      const refused = await repository.state(["init"]);
      assert.is(refused.exitCode, 2);
      assert.match(refused.stderr, /\.simple-git-hooks\.cjs, which planlink does not write/);
      const lines = refused.stderr.split("\n").filter((line) => /^ +"[a-z-]+": ".*hook\.sh/.test(line));
      assert.is(lines.length, 6, refused.stderr);
      const others = lines.filter((line) => !line.includes('"pre-commit"'));
      const own = program.replace('"true"', '"true && sh node_modules/planlink/dist/hook.sh pre-commit"');
      repository.write(".simple-git-hooks.cjs", own.replace("{\n", `{\n${others.join("\n")}\n`));
      await init(repository);
      await set();
      await refusesBadMessage(repository);
      assert.is((await repository.state(["doctor"])).exitCode, 0);
    });
    await withSimpleGitHooks({ "package.json": packageText }, async ({ repository }) => {
      mkdirSync(join(repository.directory, ".git/hooks"), { recursive: true });
      repository.write(".git/hooks/post-checkout", "#!/bin/sh\n");
      assert.match(await init(repository), /deletes hooks that it has no command for:\s[^▲]*post-checkout/);
      assert.ok(existsSync(join(repository.directory, ".git/hooks/post-checkout")));
    });
  });

  test("move to native and back by one command, and leave nothing behind", () =>
    withSimpleGitHooks({ "package.json": packageText.replace(/"pre-commit": .*\n/, "") }, async ({ repository }) => {
      const text = repository.readText("package.json");
      const before = snapshot(repository.directory, gitsOwn);
      await init(repository, "--manager", "simple-git-hooks");
      assert.match(await init(repository, "--manager", "native"), /took them out of simple-git-hooks before/);
      assert.is(repository.readText("package.json"), text);
      await refusesBadMessage(repository);
      assert.match(await init(repository, "--manager", "simple-git-hooks"), /took them out of native before/);
      await refusesBadMessage(repository);
      repository.replace("package.json", "hook.sh commit-msg", "hook.sh  commit-msg");
      const edited = await repository.state(["init", "--manager", "native"]);
      assert.is(edited.exitCode, 2);
      assert.match(edited.stderr, /was edited by hand/);
      repository.replace("package.json", "hook.sh  commit-msg", "hook.sh commit-msg");
      await repository.state(["uninstall"]);
      assert.equal(snapshot(repository.directory, gitsOwn), before);
    }));

  test("run in linked worktrees, and say what is missing in a new clone", () =>
    withSimpleGitHooks({ "package.json": packageText }, async ({ repository, sandbox }) => {
      await init(repository);
      await repository.git(["add", "-A"]);
      await repository.git(["commit", "--quiet", "-m", "chore: planlink"]);
      await repository.git(["worktree", "add", "--quiet", "-b", "other", "../linked ü tree"]);
      const linked = sandbox.open("linked ü tree");
      symlinkSync(join(repository.directory, "node_modules"), join(linked.directory, "node_modules"));
      const refused = await linked.run("git", ["commit", "--allow-empty", "-m", "feat(01-09): no such plan"]);
      assert.is(refused.exitCode, 1, refused.stdout + refused.stderr);
      rmSync(join(repository.directory, ".git/hooks"), { recursive: true });
      const { stdout } = await repository.state(["doctor"]);
      assert.match(stdout.replace(/\s+/g, " "), /simple-git-hooks has not put its hooks into this clone/);
    }));
});
