import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import { type PlannedRepository, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";
import { gitsOwn, snapshot } from "./install-fixture.ts";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

function hasPreCommit(): boolean {
  try {
    execFileSync("pre-commit", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const userConfig = `# Ours
repos:
-   repo: local   # first
    hooks:
    -   id: theirs
        name: theirs
        entry: sh -c 'echo theirs >>"$HOME/order"'
        language: system
        stages: [commit]
        always_run: true
        pass_filenames: false

# the end
ci: {autofix_prs: false}
`;
const configName = ".pre-commit-config.yaml";

interface Setting {
  readonly repository: PlannedRepository;
  readonly sandbox: Sandbox;
  readonly preCommit: (...args: readonly string[]) => Promise<void>;
}

async function withPreCommit(config: string | null, body: (setting: Setting) => Promise<void>): Promise<void> {
  await withPlannedRepository(async (repository, sandbox) => {
    await repository.state(["uninstall"]);
    mkdirSync(join(repository.directory, "node_modules/planlink"), { recursive: true });
    symlinkSync(dist, join(repository.directory, "node_modules/planlink/dist"));
    const files = { ".gitignore": "node_modules\n", ...(config === null ? {} : { [configName]: config }) };
    await repository.commit("chore: pre-commit", files);
    const preCommit = async (...args: readonly string[]): Promise<void> => {
      const { exitCode, stdout, stderr } = await repository.run("pre-commit", args);
      assert.is(exitCode, 0, stdout + stderr);
    };
    await body({ repository, sandbox, preCommit });
  }, "with blanks & ü");
}

async function init(repository: PlannedRepository, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await repository.state(["init", ...args]);
  assert.is(exitCode, 0, stdout + stderr);
  return stdout;
}

async function run(repository: PlannedRepository, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await repository.run("git", args);
  assert.is(exitCode, 0, stdout + stderr);
  return stdout + stderr;
}

async function refusesBadMessage(repository: PlannedRepository): Promise<void> {
  const refused = await repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-09): no such plan"]);
  assert.is(refused.exitCode, 1, refused.stdout + refused.stderr);
  assert.match(refused.stdout + refused.stderr, /01-09/);
}

suite("hooks installed through pre-commit", (define) => {
  const test = (name: string, body: () => Promise<void>): void => {
    if (hasPreCommit()) define(name, body);
    else define.skip(name, "there is no pre-commit on PATH");
  };

  test("check in its configuration, write beside it, and lose no change that is not staged", () =>
    withPreCommit(userConfig, async ({ repository, sandbox, preCommit }) => {
      await preCommit("install");
      const said = await init(repository);
      assert.match(said, /installed 6 hooks \(pre-commit, .*\.pre-commit-config\.yaml\)/);
      assert.match(said, /pre-commit stops every commit until its configuration is staged/);
      await run(repository, "add", "-A");
      await run(repository, "commit", "-m", "chore: planlink");
      await refusesBadMessage(repository);
      repository.write("work.txt", "work\n");
      await run(repository, "add", "work.txt");
      const stateBefore = repository.readText(".planning/STATE.md");
      await run(repository, "commit", "-m", "feat(01-02): add task 1");
      const refreshed = repository.readText(".planning/STATE.md");
      assert.is.not(refreshed, stateBefore, "post-commit refreshes STATE.md");
      assert.match(readFileSync(join(sandbox.environment["HOME"] ?? "", "order"), "utf8"), /^(?:theirs\n)+$/);

      // STATE.md differs from the index now, and a person adds a line; the commit of a summary writes it.
      repository.replace(".planning/STATE.md", "- Keep the text", "- A line that is not staged\n- Keep the text");
      repository.write(
        ".planning/phases/01-foundation/01-02-SUMMARY.md",
        "---\nphase: 01-foundation\nplan: 02\n---\n\n# Summary\n",
      );
      await run(repository, "add", ".planning/phases");
      await run(repository, "commit", "-m", "docs(01-02): complete plan");
      assert.match(await repository.git(["show", "--stat", "HEAD"]), /STATE\.md/);
      assert.match(repository.readText(".planning/STATE.md"), /A line that is not staged/);
      assert.not.match(await repository.git(["show", "HEAD:.planning/STATE.md"]), /A line that is not staged/);
      await run(repository, "checkout", "--", ".planning/STATE.md");

      await repository.state(["sync", "--commit"]);
      await sandbox.createRepository("origin.git", { bare: true });
      await run(repository, "push", "../origin.git", "main");
      repository.replace(
        ".planning/STATE.md",
        "- Keep the text of a person as it is\n",
        "- Keep the text of a person as it is (commit dddddddd)\n",
      );
      await run(repository, "commit", "--no-verify", "-qam", "docs: cite a commit that is not there");
      for (const branch of ["main", "other"]) {
        const stopped = await repository.run("git", ["push", "../origin.git", `main:${branch}`]);
        assert.is.not(stopped.exitCode, 0, "pre-push stops");
        assert.match(stopped.stdout + stopped.stderr, /dddddddd/);
      }
      const { stdout, exitCode } = await repository.state(["doctor"]);
      assert.is(exitCode, 0, stdout);
      assert.match(stdout.replace(/\s+/g, " "), /hooks of pre-commit's in \.pre-commit-config\.yaml; beside them/);
    }));

  test("learn of rewrites, also where pre-commit has taken post-rewrite, and survive its next install", () =>
    withPreCommit(userConfig, async ({ repository, preCommit }) => {
      await preCommit("install");
      await init(repository);
      await run(repository, "add", "-A");
      await run(repository, "commit", "-m", "chore: planlink");
      const rewrites = (): readonly string[] => repository.readText(".git/planlink/rewrites").trim().split("\n");
      for (const types of [["pre-commit"], ["post-rewrite", "pre-commit"]]) {
        await preCommit("install", ...types.flatMap((type) => ["--hook-type", type]));
        repository.write(`${types.length}.txt`, "work\n");
        await run(repository, "add", `${types.length}.txt`);
        await run(repository, "commit", "-m", "chore: work");
        const old = (await repository.git(["rev-parse", "HEAD"])).trim();
        await run(repository, "commit", "--amend", "-m", "chore: worked");
        const amended = (await repository.git(["rev-parse", "HEAD"])).trim();
        assert.ok(rewrites().some((line) => line.startsWith(`${old} ${amended} amend`)));
        await run(repository, "branch", "-f", "side", "HEAD~1");
        await run(repository, "checkout", "-q", "side");
        await run(repository, "commit", "--allow-empty", "-m", `chore: side ${types.length}`);
        await run(repository, "checkout", "-q", "main");
        await run(repository, "rebase", "side");
        const rebased = (await repository.git(["rev-parse", "HEAD"])).trim();
        assert.ok(
          rewrites().some((line) => line.startsWith(`${amended} ${rebased} rebase`)),
          rewrites().join("\n"),
        );
        assert.match(await init(repository), /hooks are in place/);
      }
    }));

  test("leave configuration and hooks byte for byte as they were, in every form, also when people wrote in between", async () => {
    const types = "default_install_hook_types:";
    // More forms of text are in test/unit/install/config-forms.test.ts.
    const forms: readonly (readonly [string | null, boolean])[] = [
      [`${types} [pre-commit]  # ours\n${userConfig}`, true],
      [userConfig, false],
      [null, false],
    ];
    for (const [form, isActive] of forms)
      await withPreCommit(form, async ({ repository, preCommit }) => {
        if (isActive && form !== null) await preCommit("install");
        const without = [...gitsOwn, configName, ".git/FETCH_HEAD"];
        const before = snapshot(repository.directory, without);
        await init(repository, "--manager", "pre-commit");
        assert.match(await init(repository), /hooks are in place/);
        await run(repository, "add", configName);
        await refusesBadMessage(repository);
        const edit = (text: string): string => text.replace("name: theirs", "name: mine").replace("# the end", "# end");
        repository.write(configName, edit(repository.readText(configName)));
        await run(repository, "rm", "-q", "--cached", "--force", configName);
        const { exitCode, stdout } = await repository.state(["uninstall"]);
        assert.is(exitCode, 0, stdout);
        if (form !== null) assert.is(repository.readText(configName), edit(form));
        assert.equal(snapshot(repository.directory, without), before, `${form ?? "no file"} ${isActive}`);
        assert.is(existsSync(join(repository.directory, configName)), form !== null);
      });
  });

  test("move to native and back by one command", () =>
    withPreCommit(userConfig, async ({ repository, preCommit }) => {
      await preCommit("install");
      const before = snapshot(repository.directory, gitsOwn);
      await init(repository);
      assert.match(await init(repository, "--manager", "native"), /took them out of pre-commit before/);
      assert.is(repository.readText(configName), userConfig);
      await refusesBadMessage(repository);
      assert.match(await init(repository, "--manager", "pre-commit"), /took them out of native before/);
      await run(repository, "add", configName);
      await refusesBadMessage(repository);
      await run(repository, "reset", "-q");
      await repository.state(["uninstall"]);
      assert.equal(snapshot(repository.directory, gitsOwn), before);
    }));
});
