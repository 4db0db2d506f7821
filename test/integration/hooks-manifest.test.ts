import { existsSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { type PlannedRepository, requireFixedPoint, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const path = ".planning/.phase-manifest.json";

function commitsOf(text: string, phase: string): readonly string[] {
  const { phases } = JSON.parse(text) as { phases: Record<string, { commits: readonly string[] }> };
  return phases[phase]?.commits ?? [];
}

/** What GSD's own search finds of a phase, oldest first. */
async function searched(repository: PlannedRepository, phase: string): Promise<readonly string[]> {
  const log = await repository.git(["log", "--reverse", "--no-merges", "--format=%H %s"]);
  return log
    .split("\n")
    .filter((line) => new RegExp(`\\(0*${phase}(-[0-9]+)?\\):`).test(line))
    .map((line) => line.slice(0, 40));
}

async function configure(repository: PlannedRepository): Promise<void> {
  await repository.commit("chore: configure", { ".planning/planlink.yaml": "manifest: true\n" });
}

suite("hooks and GSD's manifest of phases", (test) => {
  test("a planning commit carries the commits so far, as GSD's own search finds them", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository);
      await repository.commit("docs(01): research the phase", { ".planning/phases/01-alpha/01-RESEARCH.md": "x\n" });
      await repository.workCommit("01-02", 1);
      const before = await searched(repository, "1");
      await repository.completePlan("01-02", "paths");
      const text = await repository.git(["show", `HEAD:${path}`]);
      assert.equal(commitsOf(text, "01"), before);
      assert.equal(commitsOf(text, "02"), []);
      await requireFixedPoint(repository);
      assert.is((await repository.state(["sync"])).exitCode, 0);
      assert.equal(commitsOf(repository.readText(path), "01"), await searched(repository, "1"));
    }));

  test("without the setting there is none", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "all");
      await repository.state(["sync"]);
      assert.not(existsSync(join(repository.directory, path)));
    }));

  test("follows a rebase with the next planning commit", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository);
      await repository.workCommit("01-02", 1);
      await repository.workCommit("01-02", 2);
      await repository.completePlan("01-02", "all");
      await repository.git(["rebase", "--quiet", "-i", "HEAD~3"], {
        env: { GIT_SEQUENCE_EDITOR: "sed -i -e '2s/^pick/squash/'" },
      });
      await repository.workCommit("01-03", 1);
      const before = await searched(repository, "1");
      await repository.completePlan("01-03", "all");
      assert.equal(commitsOf(await repository.git(["show", `HEAD:${path}`]), "01"), before);
    }));

  test("one that cannot be read stays, and check and sync say so", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository);
      await repository.commit("chore: break it", { [path]: "{ oops\n" });
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "all");
      assert.is(repository.readText(path), "{ oops\n");
      for (const command of ["check", "sync"]) {
        const { stdout, exitCode } = await repository.state([command]);
        assert.match(stdout, "manifest of phases cannot be read");
        assert.is(exitCode, 0);
      }
      assert.is(repository.readText(path), "{ oops\n");
    }));

  test("sync --commit commits it, and an ignored one is written and not committed", () =>
    withPlannedRepository(async (repository) => {
      await configure(repository);
      await repository.state(["sync", "--commit"]);
      assert.equal(commitsOf(await repository.git(["show", `HEAD:${path}`]), "01"), await searched(repository, "1"));
      await repository.git(["rm", "--quiet", path]);
      await repository.commit("chore: ignore it", { ".gitignore": `${path}\n` });
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "all");
      assert.is(await repository.git(["ls-files", path]), "");
      assert.is(commitsOf(repository.readText(path), "01").length > 0, true);
    }));
});
