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
const lefthookVersion = "2.2.2";

const modules = installFromNpm("lefthook", lefthookVersion);

const userConfig = `# Our hooks
pre-commit:
  parallel: true
  jobs:
    - name: "ours"   # the first
      run: echo pre-commit >>"$HOME/order"

commit-msg:
    commands:
        ours:
            run: 'grep -q . "{1}"'
    # nothing more
pre-push:
  jobs:
    - run: cat >"$HOME/pushed"
      use_stdin: true
`;

/** Beside what is git's, where lefthook notes which configuration its hooks are of. */
const othersOwn: readonly string[] = [...gitsOwn, ".git/info"];

interface Setting {
  readonly repository: PlannedRepository;
  readonly sandbox: Sandbox;
  readonly lefthook: (...args: readonly string[]) => Promise<void>;
}

/** A planned repository that lefthook manages and that depends on planlink; nothing of planlink is installed. */
async function withLefthook(
  config: string,
  body: (setting: Setting) => Promise<void>,
  configName = "lefthook.yml",
): Promise<void> {
  if (modules === null) throw new Error("a test without lefthook is skipped where it is defined");
  await withPlannedRepository(async (repository, sandbox) => {
    await repository.state(["uninstall"]);
    const own = join(repository.directory, "node_modules");
    cpSync(modules, own, { recursive: true });
    mkdirSync(join(own, "planlink"));
    symlinkSync(dist, join(own, "planlink/dist"));
    await repository.commit("chore: lefthook", { ".gitignore": "node_modules\n", [configName]: config });
    const lefthook = async (...args: readonly string[]): Promise<void> => {
      const { exitCode, stdout, stderr } = await repository.run(process.execPath, [
        join(own, "lefthook/bin/index.js"),
        ...args,
      ]);
      assert.is(exitCode, 0, stdout + stderr);
    };
    await lefthook("install");
    await body({ repository, sandbox, lefthook });
  }, "with blanks & ü");
}

async function init(repository: PlannedRepository, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await repository.state(["init", ...args]);
  assert.is(exitCode, 0, stdout + stderr);
  return stdout;
}

suite("hooks installed through lefthook", (define) => {
  const test = (name: string, body: () => Promise<void>): void => {
    if (modules === null) define.skip(name, `lefthook ${lefthookVersion} cannot be installed from npm here`);
    else define(name, body);
  };
  test("refuse a bad message, refresh STATE.md, and stop a push, beside the hooks that were there", () =>
    withLefthook(userConfig, async ({ repository, sandbox, lefthook }) => {
      const said = await init(repository);
      assert.match(said, /installed 6 hooks \(lefthook, .*lefthook\.yml\)/);
      assert.match(said, /npx lefthook install/);
      await lefthook("install");
      assert.not.match(await init(repository), /lefthook install/);
      const head = await repository.git(["rev-parse", "HEAD"]);
      const refused = await repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-09): no such plan"]);
      assert.is(refused.exitCode, 1);
      assert.match(refused.stdout + refused.stderr, /01-09/);
      assert.is(await repository.git(["rev-parse", "HEAD"]), head);
      repository.write("work.txt", "work\n");
      await repository.git(["add", "work.txt"]);
      const stateBefore = repository.readText(".planning/STATE.md");
      const made = await repository.run("git", ["commit", "-m", "feat(01-02): add task 1"]);
      assert.is(made.exitCode, 0, made.stdout + made.stderr);
      assert.is.not(repository.readText(".planning/STATE.md"), stateBefore, "post-commit refreshes STATE.md");
      assert.match(readFileSync(join(sandbox.environment["HOME"] ?? "", "order"), "utf8"), /^(?:pre-commit\n)+$/);

      await sandbox.createRepository("origin.git", { bare: true });
      const pushed = await repository.run("git", ["push", "../origin.git", "main"]);
      assert.is(pushed.exitCode, 0, pushed.stdout + pushed.stderr);
      const input = readFileSync(join(sandbox.environment["HOME"] ?? "", "pushed"), "utf8");
      assert.match(input, /^refs\/heads\/main [0-9a-f]{40} refs\/heads\/main 0{40}\n$/);
      repository.replace(
        ".planning/STATE.md",
        "- Keep the text of a person as it is\n",
        "- Keep the text of a person as it is (commit dddddddd)\n",
      );
      const spoilt = await repository.run("git", [
        "commit",
        "--no-verify",
        "-qam",
        "docs: cite a commit that is not there",
      ]);
      assert.is(spoilt.exitCode, 0, spoilt.stdout + spoilt.stderr);
      const stopped = await repository.run("git", ["push", "../origin.git", "main"]);
      assert.is.not(stopped.exitCode, 0, "pre-push stops");
      assert.match(stopped.stdout + stopped.stderr, /dddddddd/);
    }));

  test("are proven by state doctor, which changes no hook, and run in linked worktrees", () =>
    withLefthook(userConfig, async ({ repository, sandbox, lefthook }) => {
      await init(repository);
      // A clone in which lefthook has not run.
      rmSync(join(repository.directory, ".git/hooks"), { recursive: true });
      const before = snapshot(repository.directory, [".git/index"]);
      const early = await repository.state(["doctor"]);
      assert.match(early.stdout.replace(/\s+/g, " "), /lefthook has not put its hooks into this clone/);
      assert.equal(snapshot(repository.directory, [".git/index"]), before);
      await lefthook("install");
      const { stdout, exitCode } = await repository.state(["doctor"]);
      assert.is(exitCode, 0, stdout);
      assert.match(stdout, /^✔ hooks: jobs of lefthook's in lefthook\.yml$/m);
      await repository.commit("chore: planlink's jobs");
      await repository.git(["worktree", "add", "--quiet", "-b", "other", "../linked ü tree"]);
      const linked = sandbox.open("linked ü tree");
      symlinkSync(join(repository.directory, "node_modules"), join(linked.directory, "node_modules"));
      const refused = await linked.run("git", ["commit", "--allow-empty", "-m", "feat(01-09): no such plan"]);
      assert.is(refused.exitCode, 1, refused.stdout + refused.stderr);
      assert.match(refused.stdout + refused.stderr, /01-09/);
      const made = await linked.run("git", ["commit", "--allow-empty", "-m", "feat(01-02): add task 1"]);
      assert.is(made.exitCode, 0, made.stdout + made.stderr);
    }));

  test("leave the configuration byte for byte as it was when they are taken out", async () => {
    for (const config of [
      userConfig,
      userConfig.slice(0, -1),
      userConfig.replaceAll("\n", "\r\n"),
      "",
      "# only words\n",
    ]) {
      await withLefthook(config, async ({ repository, lefthook }) => {
        const before = snapshot(repository.directory, othersOwn);
        assert.not.match(await init(repository), "find no planlink");
        const installedText = repository.readText("lefthook.yml");
        for (const line of config.split("\n")) assert.ok(installedText.includes(line.trimEnd()), line);
        const again = await repository.state(["init", "--json"]);
        assert.is((JSON.parse(again.stdout) as { applied: boolean }).applied, false);
        // The hooks that lefthook then puts there are there for us alone.
        await lefthook("install");
        assert.ok(existsSync(join(repository.directory, ".git/hooks/post-merge")));
        const { exitCode, stdout } = await repository.state(["uninstall"]);
        assert.is(exitCode, 0);
        assert.not.match(stdout, "put back");
        assert.is(repository.readText("lefthook.yml"), config);
        assert.is(await repository.status(), "");
        assert.equal(snapshot(repository.directory, othersOwn), before);
      });
    }
  });

  test("stay where somebody has given lefthook more to do there, and say where planlink is not found", () =>
    withLefthook(userConfig, async ({ repository, lefthook }) => {
      rmSync(join(repository.directory, "node_modules/planlink"), { recursive: true });
      assert.match(await init(repository), /▲ these hooks find no planlink here/);
      await lefthook("install");
      repository.write(
        "lefthook.yml",
        `${repository.readText("lefthook.yml")}post-commit:\n  jobs:\n    - run: "true"\n`,
      );
      await repository.state(["uninstall"]);
      assert.ok(existsSync(join(repository.directory, ".git/hooks/post-commit")));
      assert.not.ok(existsSync(join(repository.directory, ".git/hooks/post-merge")));
    }));

  test("run from a configuration in JSON, which keeps its layout", async () => {
    const config = `{
\t"pre-commit": { "parallel": true, "jobs": [ { "name": "ours", "run": "true" } ] },
\t"commit-msg": {
\t\t"commands": { "ours": { "run": "grep -q . {1}" } }
\t}
}
`;
    await withLefthook(
      config,
      async ({ repository, lefthook }) => {
        assert.match(await init(repository), /installed 6 hooks \(lefthook, .*lefthook\.json\)/);
        await lefthook("install");
        const refused = await repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-09): no such plan"]);
        assert.is(refused.exitCode, 1);
        assert.match(refused.stdout + refused.stderr, /01-09/);
        assert.is((await repository.state(["doctor"])).exitCode, 0);
        repository.replace("lefthook.json", '"parallel": true', '"parallel": false');
        await repository.state(["uninstall"]);
        assert.is(repository.readText("lefthook.json"), config.replace("true", "false"));
      },
      "lefthook.json",
    );
  });

  test("are refused in TOML, with the lines to add, and then found", () =>
    withLefthook(
      "[pre-commit]\nparallel = true\n",
      async ({ repository, lefthook }) => {
        const refused = await repository.state(["init"]);
        assert.is(refused.exitCode, 2);
        const lines = refused.stderr.split("\n").filter((line) => /^ {2,}(?:\[\[|\w+ = )/.test(line));
        assert.is(lines.length, 6 * 3 + 2, refused.stderr);
        const text = `${lines.map((line) => line.trim()).join("\n")}\n`;
        repository.write("lefthook.toml", text);
        await lefthook("install");
        await init(repository);
        assert.is(repository.readText("lefthook.toml"), text);
        const stopped = await repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-09): no such plan"]);
        assert.is(stopped.exitCode, 1);
        assert.match(stopped.stdout + stopped.stderr, /01-09/);
        assert.is((await repository.state(["doctor"])).exitCode, 0);
      },
      "lefthook.toml",
    ));

  test("move between native and lefthook by one command, and are never in both", () =>
    withLefthook(userConfig, async ({ repository, lefthook }) => {
      await lefthook("uninstall", "--force");
      repository.write("lefthook.yml", userConfig);
      mkdirSync(join(repository.directory, ".git/hooks"), { recursive: true });
      assert.match(await init(repository, "--manager", "native"), /installed 6 hooks \(native/);
      const native = repository.readText(".git/hooks/commit-msg");
      assert.match(await init(repository, "--manager", "lefthook"), /took them out of native before/);
      assert.not.ok(existsSync(join(repository.directory, ".git/hooks/commit-msg")));
      assert.match(repository.readText("lefthook.yml"), /planlink: begin commit-msg/);
      assert.match(await init(repository, "--manager", "native"), /took them out of lefthook before/);
      assert.is(repository.readText("lefthook.yml"), userConfig);
      assert.is(repository.readText(".git/hooks/commit-msg"), native);
      assert.match(await init(repository, "--manager", "lefthook"), /took them out of native/);
      repository.replace("lefthook.yml", "    - name: planlink", "    - name: planlink # mine");
      const edited = await repository.state(["init", "--manager", "native"]);
      assert.is(edited.exitCode, 2);
      assert.match(edited.stderr, /was edited by hand, so it cannot be moved/);
      await lefthook("install");
      assert.is((await repository.state(["init", "--manager", "native"])).exitCode, 2, "lefthook's hooks are in place");
    }));
});
