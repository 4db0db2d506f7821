import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as assert from "uvu/assert";
import { installHooks } from "../../src/commands/install-hooks.ts";
import type { TestRepository } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";
import { createPorts, gitsOwn, type Setting, snapshot, withSetting } from "./install-fixture.ts";

const lines = ".planning/STATE.md merge=planlink\n.planning/planlink.ledger.yaml merge=union\n";
const driverKey = "merge.planlink.driver";

function attributesOf(repository: TestRepository): string | null {
  const path = join(repository.directory, ".gitattributes");
  return existsSync(path) ? readFileSync(path, "latin1") : null;
}

/** A stand-in for `merge.sh` that notes how it was called, and merges to `merged`. */
function buildMergeScript(hookScript: string): void {
  writeFileSync(
    join(dirname(hookScript), "merge.sh"),
    `printf '%s\\n' "$PWD" "$#" "$5" "$4" >"$HOME/merge-call"\ncat "$1" "$2" "$3" >/dev/null && printf 'merged\\n' >"$2"\n`,
  );
}

function takeCall({ sandbox }: Setting): readonly string[] {
  const path = join(sandbox.environment["HOME"] ?? "", "merge-call");
  const call = existsSync(path) ? readFileSync(path, "utf8").split("\n").slice(0, -1) : [];
  writeFileSync(path, "");
  return call;
}

/** Two branches that both change a file, merged. Answers with what is in it afterwards. */
async function mergeFile(repository: TestRepository, path: string, base = "main"): Promise<string> {
  await repository.git(["switch", "--quiet", "-c", "side", base]);
  await repository.commit("docs: theirs", { [path]: "theirs\n" });
  await repository.git(["switch", "--quiet", "-c", "other", `side^`]);
  await repository.commit("docs: ours", { [path]: "ours\n" });
  await repository.git(["merge", "--no-edit", "side"], { expectExit: "any" });
  return repository.readText(path);
}

suite("the merge driver's installation", (test) => {
  test("writes attributes and configuration once, and takes both out again", async () => {
    await withSetting(async ({ repository, install, uninstall }) => {
      const before = snapshot(repository.directory);
      const outcome = await install();
      assert.equal(outcome.merge, { change: "changed", attributeLines: lines.split("\n").slice(0, 2) });
      assert.is(attributesOf(repository), lines);
      assert.match(await repository.git(["config", driverKey]), /^program=node_modules\/planlink\/dist\/merge\.sh; /);
      const again = await install();
      assert.equal([again.operations, again.merge], [[], { change: "unchanged", attributeLines: [] }]);
      const removal = await uninstall();
      assert.ok(removal.isMergeRemoved);
      assert.equal(snapshot(repository.directory), before);
      assert.not.ok((await uninstall()).isMergeRemoved);
    });
  });

  test("keeps every byte of attributes that are there, and gives them back", async () => {
    for (const text of [
      "*.png binary\n",
      "*.png binary",
      "# \u00fc\r\n*.png binary\r\n",
      "*.png binary\r\n# no end",
      "\n\n",
      "",
    ]) {
      await withSetting(async ({ repository, install, uninstall }) => {
        writeFileSync(join(repository.directory, ".gitattributes"), text, "latin1");
        const before = snapshot(repository.directory);
        await install();
        assert.ok(attributesOf(repository)?.startsWith(text));
        const found = await repository.git(["check-attr", "merge", "--", ".planning/STATE.md"]);
        assert.match(found, /: planlink$/);
        assert.equal((await install()).operations, []);
        await uninstall();
        assert.equal(snapshot(repository.directory), before, JSON.stringify(text));
      });
    }
  });

  test("takes its own lines out of attributes that others have changed meanwhile", async () => {
    await withSetting(async ({ repository, install, uninstall }) => {
      await install();
      repository.write(".gitattributes", `# ours\n${lines}*.png binary\n`);
      await uninstall();
      assert.is(attributesOf(repository), "# ours\n*.png binary\n");
    });
    await withSetting(async ({ repository, install, uninstall }) => {
      repository.write(".gitattributes", "*.png binary\n");
      await install();
      repository.write(".gitattributes", ".planning/STATE.md merge=planlink\n*.gif binary\n");
      await uninstall();
      assert.is(attributesOf(repository), "*.gif binary\n");
    });
  });

  test("leaves lines that came with the repository", async () => {
    await withSetting(async ({ repository, install, uninstall }) => {
      await repository.commit("chore: attributes", { ".gitattributes": lines });
      assert.equal((await install()).merge.attributeLines, []);
      await uninstall();
      assert.is(attributesOf(repository), lines);
    });
  });

  test("respects what the repository says of these files already", async () => {
    for (const [path, text] of [
      [".gitattributes", ".planning/* merge=ours\n"],
      [".gitattributes", "*.md -merge\n"],
      [".git/info/attributes", "STATE.md merge=union\n"],
    ] as const) {
      await withSetting(async ({ repository, install }) => {
        mkdirSync(join(repository.directory, ".git/info"), { recursive: true });
        repository.write(path, text);
        const outcome = await install();
        assert.ok(
          outcome.notes.some((note) => note.code === "attributes-kept" && note.path === ".planning/STATE.md"),
          JSON.stringify(outcome.notes),
        );
        assert.not.match(attributesOf(repository) ?? "", /STATE\.md merge=planlink/);
        assert.equal((await install()).operations, []);
      });
    }
  });

  test("writes no attributes where git would not read them", async () => {
    await withSetting(async ({ repository, install }) => {
      repository.write("attributes", "*.png binary\n");
      symlinkSync("attributes", join(repository.directory, ".gitattributes"));
      const outcome = await install();
      assert.ok(outcome.notes.some(({ code }) => code === "attributes-blocked"));
      assert.is(repository.readText("attributes"), "*.png binary\n");
    });
  });

  test("keeps a driver's own settings beside ours, and sets one right that points elsewhere", async () => {
    await withSetting(async ({ repository, install, uninstall }) => {
      await repository.git(["config", "merge.planlink.recursive", "text"]);
      await repository.git(["config", "--add", driverKey, "old one"]);
      await repository.git(["config", "--add", driverKey, "old two"]);
      await install();
      assert.is((await repository.git(["config", "--get-all", driverKey])).split("\n").length, 1);
      await uninstall();
      assert.is(await repository.git(["config", "--get-regexp", "^merge[.]"]), "merge.planlink.recursive text");
    });
  });

  test("is found from folders with any name, in git's own merge, with planlink.directory", async () => {
    // Where directories are named so, Git reads the attributes with quotes and escapes.
    for (const directory of [
      "docs/plan ning",
      'a "quoted" \\ one',
      "Pl\u00e4ne/\u8ba1\u5212",
      "[attr]x",
      "#plans",
      "!plans",
      "a*b?c",
      "tab\there",
    ]) {
      await withSetting(async (setting) => {
        const { repository, hookScript, install, uninstall } = setting;
        buildMergeScript(hookScript);
        await repository.git(["mv", ".planning", "moved"]);
        mkdirSync(join(repository.directory, dirname(directory)), { recursive: true });
        renameSync(join(repository.directory, "moved"), join(repository.directory, directory));
        await repository.git(["add", "--all"]);
        await repository.git(["commit", "--quiet", "-m", "chore: move"]);
        await repository.git(["config", "planlink.directory", directory]);
        const before = snapshot(repository.directory, gitsOwn);
        await install();
        assert.equal((await install()).operations, [], directory);
        await repository.commit("chore: attributes");
        const path = `${directory}/STATE.md`;
        assert.is(await mergeFile(repository, path), "merged\n", `${directory}\n${attributesOf(repository)}`);
        assert.equal(takeCall(setting), [repository.directory, "5", path, "7"]);
        // A neighbour that a pattern might match, too, is not ours.
        const found = await repository.git(["check-attr", "-z", "--stdin", "merge"], {
          input: `${path}\0${path}x\0a-b-c/STATE.md\0x/${path}\0`,
        });
        assert.is(found.split("planlink").length, 2, found);
        await repository.git(["switch", "--quiet", "main"]);
        await uninstall();
        assert.equal(snapshot(repository.directory, gitsOwn), before, directory);
      });
    }
  });

  test("serves linked worktrees, and a repository that was moved", async () => {
    await withSetting(async (setting) => {
      const { sandbox, repository, hookScript, install } = setting;
      buildMergeScript(hookScript);
      await repository.git(["worktree", "add", "--quiet", "../before", "-b", "before"]);
      await install();
      await repository.git(["add", ".gitattributes"]);
      await repository.commit("chore: attributes");
      await repository.git(["worktree", "add", "--quiet", "../after it", "-b", "after"]);
      for (const name of ["before", "after it"]) {
        const worktree = sandbox.open(name);
        await worktree.git(["merge", "--quiet", "main"], { expectExit: "any" });
        assert.is(await mergeFile(worktree, ".planning/STATE.md", "HEAD"), "merged\n", name);
        assert.equal(takeCall(setting), [worktree.directory, "5", ".planning/STATE.md", "7"]);
        await worktree.git(["switch", "--quiet", "--detach"]);
        await worktree.git(["branch", "-D", "side", "other"]);
      }
      renameSync(repository.directory, join(sandbox.directory, "moved"));
      assert.is(await mergeFile(sandbox.open("moved"), ".planning/STATE.md", "main"), "merged\n");
    }, 'it\'s a "repository" 100%L');
  });

  test("prefers the program that the work tree depends on", async () => {
    await withSetting(async (setting) => {
      const { sandbox, repository, hookScript } = setting;
      buildMergeScript(hookScript);
      // A percent sign in the path is no placeholder of git's.
      const odd = join(sandbox.directory, "100%A/hook.sh");
      mkdirSync(dirname(odd));
      buildMergeScript(odd);
      await installHooks(createPorts(sandbox, repository), { hookScript: odd, manager: undefined, dryRun: false });
      await repository.git(["add", ".gitattributes"]);
      await repository.commit("chore: attributes");
      assert.is(await mergeFile(repository, ".planning/STATE.md"), "merged\n");
      assert.is(takeCall(setting).length, 4);
      await repository.git(["reset", "--hard", "--quiet", "HEAD^"]);
      repository.write("node_modules/planlink/dist/merge.sh", 'printf "by its own\\n" >"$2"\n');
      await repository.git(["merge", "--no-edit", "side"]);
      assert.is(repository.readText(".planning/STATE.md"), "by its own\n");
    });
  });
});
