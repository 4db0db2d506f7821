import { rmSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { type PlannedRepository, statePath, withPlannedRepository } from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const bare =
  "# Project State\r\n\r\n## Session Continuity\r\n\r\n**Last session:** 2026-01-01\r\n**Stopped at:** Nowhere\r\n";

async function prepare(repository: PlannedRepository): Promise<void> {
  await done(repository, "uninstall");
  repository.write(statePath, bare);
  await repository.git(["add", "."]);
  await repository.git(["commit", "--quiet", "-m", "docs: a bare state"]);
}

async function done(repository: PlannedRepository, command: string): Promise<string> {
  const { exitCode, stdout, stderr } = await repository.state([command]);
  assert.is(exitCode, 0, stderr);
  return stdout;
}

suite("sections that state init creates", (test) => {
  test("go again with an uninstall, to the byte, and git sees nothing of it", () =>
    withPlannedRepository(async (repository) => {
      await prepare(repository);
      assert.match(await done(repository, "init"), "created in .planning/STATE.md: Performance Metrics");
      assert.match(repository.readText(statePath), "## Performance Metrics");
      assert.match(await done(repository, "uninstall"), "took out of .planning/STATE.md what state init had created");
      assert.is(repository.readText(statePath), bare);
      assert.is(await repository.status(), "");
    }));

  test("stay when they are committed, or somebody has written there since", () =>
    withPlannedRepository(async (repository) => {
      await prepare(repository);
      await done(repository, "init");
      const created = repository.readText(statePath);
      repository.write(statePath, `${created}\r\nMine.\r\n`);
      assert.not.match(await done(repository, "uninstall"), "took out");
      assert.is(repository.readText(statePath), `${created}\r\nMine.\r\n`);

      repository.write(statePath, bare);
      await done(repository, "init");
      await repository.git(["add", "."]);
      await repository.git(["commit", "--quiet", "-m", "chore: planlink"], { env: { PLANLINK: "0" } });
      await done(repository, "uninstall");
      assert.is(repository.readText(statePath), created);
    }));

  test("do not keep an uninstall from a repository whose STATE.md has gone, or cannot be read", () =>
    withPlannedRepository(async (repository) => {
      await prepare(repository);
      await done(repository, "init");
      rmSync(join(repository.directory, statePath));
      await done(repository, "uninstall");
      repository.write(statePath, bare);
      await done(repository, "init");
      repository.write(statePath, "a\0b");
      await done(repository, "uninstall");
      assert.is(repository.readText(statePath), "a\0b");
    }));
});
