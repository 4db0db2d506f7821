import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import {
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const configPath = ".planning/planlink.yaml";

/** Commits a file of ours without the hooks, so that a story begins with a clean tree. */
async function configure(repository: PlannedRepository, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  await repository.git(["add", "--all"]);
  await repository.git(["commit", "--quiet", "-m", "chore: configure"], { env: { PLANLINK: "0" } });
}

/** A PATH with everything of the sandbox's but Node. */
function pathWithoutNode(sandbox: Sandbox): string {
  const directory = join(sandbox.directory, "bin");
  mkdirSync(directory);
  for (const folder of (sandbox.environment["PATH"] ?? "").split(delimiter).toReversed()) {
    for (const program of ["git", "sh", "cat", "sed"]) {
      try {
        symlinkSync(join(folder, program), join(directory, program));
      } catch {
        // There already from another folder of PATH; a link that leads nowhere is passed over by the shell.
      }
    }
  }
  return directory;
}

suite("the configuration decides when STATE.md is written", (test) => {
  test("update: off writes nothing, and messages and pushes are still checked", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository, { [configPath]: "update: off\n" });
      await repository.workCommit("01-02", 1);
      assert.is(await repository.status(), "");
      await repository.completePlan("01-02", "paths");
      assert.is(await repository.status(), "");
      assert.is((await repository.state(["sync", "--check"])).exitCode, 1);
      assert.is((await repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-40): x"])).exitCode, 1);
    }));

  test("update: record writes within planning commits only", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository, { [configPath]: "update: record\n" });
      await repository.workCommit("01-02", 1);
      assert.is(await repository.status(), "");
      await repository.completePlan("01-02", "paths");
      await requireFixedPoint(repository);
    }));

  test("update: live writes after every tagged commit, also of a completed plan", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository, { [configPath]: "update: live\n" });
      await repository.workCommit("01-01", 3);
      assert.is(await repository.status(), ` M ${statePath}`);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 09:01\n");
    }));

  test("update: auto leaves the file alone after a follow-up to a completed plan, and after an untagged commit", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository, { [configPath]: "update: auto\n" });
      await repository.workCommit("01-01", 3);
      assert.is(await repository.status(), "");
      repository.write("x.txt", "x\n");
      await repository.git(["add", "x.txt"]);
      await repository.silently(["commit", "--quiet", "-m", "chore: add x"]);
      assert.is(await repository.status(), "");
    }));

  test("a plan that is not on disk is nobody's to record: its commits are warned of, and leave the file alone", () =>
    withPlannedRepository(async (repository) => {
      for (const path of ["a.txt", "b.txt"]) {
        repository.write(path, "x\n");
        await repository.git(["add", path]);
        const committed = await repository.run("git", ["commit", "--quiet", "-m", `feat(77-01): add ${path}`]);
        assert.is(committed.exitCode, 0);
        assert.match(committed.stderr, "77-01 is a plan of phase 77, which has none here");
      }
      assert.is(await repository.status(), "");
    }));

  test("commit_docs: false writes the working file and stages nothing", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository, { ".planning/config.json": '{"commit_docs": false}\n' });
      const committed = await repository.git(["rev-parse", `HEAD:${statePath}`]);
      await repository.workCommit("01-02", 1);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 09:01\n");
      repository.writeSummary("01-02");
      await repository.git(["add", ".planning/phases"]);
      await repository.silently(["commit", "--quiet", "-m", "docs(01-02): complete"]);
      assert.is(await repository.git(["rev-parse", `HEAD:${statePath}`]), committed);
      assert.is(await repository.git(["diff", "--cached", "--name-only"]), "");
    }));

  for (const commitDocs of ["true", "false"]) {
    test(`an ignored .planning is written and never staged (commit_docs: ${commitDocs})`, () =>
      withPlannedRepository(async (repository) => {
        await repository.git(["rm", "--quiet", "-r", "--cached", ".planning"]);
        await configure(repository, { ".gitignore": ".planning/\n" });
        repository.write(".planning/config.json", `{"commit_docs": ${commitDocs}}\n`);
        await repository.workCommit("01-02", 1);
        assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 09:01\n");
        repository.writeSummary("01-02");
        await repository.workCommit("01-03", 1);
        assert.match(repository.readText(statePath), "| Phase 01 P02 |");
        assert.is(await repository.status(), "");
        assert.is(await repository.git(["ls-files", ".planning"]), "");
        assert.is((await repository.state(["sync", "--check"])).exitCode, 0);
      }));
  }

  for (const [text, place] of [
    ["update: sometimes\n", ":1:9: "],
    ["strict: true\nupdate: [\n", ":"],
    ["sevrity: {}\n", ":1:1: "],
  ] as const) {
    test(`a config that cannot be read is named with its line, and stops nothing: ${JSON.stringify(text)}`, () =>
      withPlannedRepository(async (repository) => {
        await configure(repository, { [configPath]: text });
        repository.write("x.txt", "x\n");
        await repository.git(["add", "x.txt"]);
        const { exitCode, stdout, stderr } = await repository.run("git", ["commit", "--quiet", "-m", "feat(01-02): x"]);
        assert.is(exitCode, 0);
        assert.is(stdout, "");
        assert.match(stderr, `${configPath}${place}`);
        assert.is(await repository.status(), "");
        assert.is(await repository.git(["log", "-1", "--format=%s"]), "feat(01-02): x");
      }));
  }
});

suite("switching the hooks off, or finding them unable", (test) => {
  test("PLANLINK=0 switches all of them off", () =>
    withPlannedRepository(async (repository) => {
      const env = { PLANLINK: "0" };
      repository.writeSummary("01-02");
      await repository.git(["add", "--all"]);
      await repository.silently(["commit", "--quiet", "-m", "docs(01-99): no such plan"], { env });
      assert.is(await repository.status(), "");
      assert.not.match(repository.readText(statePath), "Phase 01 P02");
    }));

  test("without Node on PATH git goes on, and each hook says so in one line", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const env = { PATH: pathWithoutNode(sandbox) };
      repository.write("x.txt", "x\n");
      await repository.git(["add", "x.txt"]);
      const { exitCode, stdout, stderr } = await repository.run("git", ["commit", "--quiet", "-m", "feat(01-99): x"], {
        env,
      });
      assert.is(exitCode, 0);
      assert.is(stdout, "");
      assert.match(stderr, /^(?:planlink: node is not on PATH; hook [a-z-]+ skipped, nothing was checked\n){1,4}$/);
    }));

  test("without .planning the hooks do nothing", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["rm", "--quiet", "-r", ".planning"]);
      await repository.silently(["commit", "--quiet", "-m", "chore: drop the plans"]);
      await repository.workCommit("01-99", 1);
      assert.is(await repository.status(), "");
    }));

  test("without STATE.md they check messages and write nothing", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["rm", "--quiet", statePath]);
      await repository.silently(["commit", "--quiet", "-m", "docs: drop the state"]);
      await repository.workCommit("01-02", 1);
      const summary = repository.writeSummary("01-02");
      await repository.git(["add", summary, ".planning/ROADMAP.md"]);
      await repository.silently(["commit", "--quiet", "-m", "docs(01-02): complete"]);
      assert.is(await repository.status(), "");
    }));

  test("a STATE.md that lacks the sections is left as it is", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository, { [statePath]: "# State\n\nNothing yet.\n" });
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      assert.is(repository.readText(statePath), "# State\n\nNothing yet.\n");
      assert.is(await repository.status(), "");
    }));
});
