import { cpSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { withSandbox } from "../support/git-sandbox.ts";
import {
  baseState,
  createPlannedRepository,
  initialize,
  openPlanned,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

suite("hooks in repositories of every form", (test) => {
  test("an empty one: the first commit, of the plans and STATE.md themselves", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const fresh = await sandbox.createRepository("fresh");
      cpSync(join(repository.directory, ".planning"), join(fresh.directory, ".planning"), { recursive: true });
      const planned = openPlanned(sandbox, "fresh");
      await initialize(planned);
      await planned.git(["add", "--all"]);
      await planned.silently(["commit", "--quiet", "-m", "docs: plan the project"]);
      assert.is(await planned.git(["rev-list", "--count", "HEAD"]), "1");
      assert.is(await planned.status(), "");
      await planned.workCommit("01-02", 1);
      await planned.completePlan("01-02", "paths");
      await requireFixedPoint(planned);
    }));

  test("an empty one: a first task commit, partial, with planning documents left out", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const fresh = await sandbox.createRepository("fresh");
      cpSync(join(repository.directory, ".planning"), join(fresh.directory, ".planning"), { recursive: true });
      const planned = openPlanned(sandbox, "fresh");
      await initialize(planned);
      await planned.workCommit("01-02", 1);
      assert.is(await planned.status(), "?? .gitattributes\n?? .planning/");
      // Not tracked yet, so nothing is in the way of a rebase: the file is kept true from the first commit on.
      assert.match(planned.readText(statePath), "**Last session:** 2026-01-05 09:00\n");
    }));

  test("one with SHA-256 objects", () =>
    withSandbox(async (sandbox) => {
      const repository = await createPlannedRepository(sandbox, { initArgs: ["--object-format=sha256"] });
      await repository.workCommit("01-02", 1);
      const oid = await repository.workCommit("01-02", 2);
      assert.is(oid.length, 64);
      await repository.completePlan("01-02", "paths");
      await requireFixedPoint(repository);
      repository.replace(
        statePath,
        "- Keep the text",
        `- Done in commit ${oid.slice(0, 10)} and commit ${oid}\n- Keep the text`,
      );
      await repository.silently(["commit", "--quiet", "-am", "docs: cite"]);
      const remote = await sandbox.createRepository("upstream.git", {
        bare: true,
        initArgs: ["--object-format=sha256"],
      });
      await repository.silently(["push", "--quiet", remote.directory, "main", "HEAD:refs/heads/two"]);
      repository.replace(statePath, "- Keep the text", `- Done in commit ${"abc4".repeat(16)}\n- Keep the text`);
      await repository.silently(["commit", "--quiet", "-am", "docs: cite what is not there"]);
      const { exitCode } = await repository.run("git", ["push", remote.directory, "main"]);
      assert.is(exitCode, 1);
      await repository.silently(["push", "--quiet", remote.directory, ":refs/heads/two"]);
    }));

  test("one whose HEAD points at a branch that is not born yet", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["checkout", "--quiet", "--orphan", "other"]);
      await repository.silently(["commit", "--quiet", "-m", "docs: start over"]);
      assert.is(await repository.status(), "");
      assert.is(await repository.git(["rev-list", "--count", "HEAD"]), "1");
    }));

  test("one without planning documents, until it has some", () =>
    withSandbox(async (sandbox) => {
      const repository = openPlanned(
        sandbox,
        (await sandbox.createRepository("repository")).directory.split("/").at(-1) ?? "",
      );
      await initialize(repository);
      await repository.workCommit("01-99", 1);
      repository.write(statePath, baseState);
      repository.write(".planning/phases/01-alpha/01-02-PLAN.md", "# Plan\n");
      await repository.git(["add", "--all"]);
      await repository.silently(["commit", "--quiet", "-m", "docs: plan"]);
      const { exitCode } = await repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-99): x"]);
      assert.is(exitCode, 1);
    }));

  test("one with a sparse checkout that leaves .planning out", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["sparse-checkout", "set", "--cone", "src"]);
      await repository.workCommit("01-99", 1);
      assert.is(await repository.status(), "");
    }));

  test("one with a split index and an untracked cache", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["config", "core.untrackedCache", "true"]);
      await repository.git(["update-index", "--split-index"]);
      for (const style of ["paths", "all"] as const) {
        const plan = style === "paths" ? "01-02" : "01-03";
        await repository.workCommit(plan, 1);
        await repository.completePlan(plan, style);
        await requireFixedPoint(repository);
      }
    }));

  test("one whose settings change what git prints", () =>
    withPlannedRepository(async (repository) => {
      for (const [key, value] of [
        ["color.ui", "always"],
        ["core.quotePath", "true"],
        ["diff.renames", "copies"],
        ["diff.noprefix", "true"],
        ["log.showSignature", "true"],
        ["log.date", "relative"],
        ["status.short", "true"],
        ["status.branch", "true"],
        ["core.abbrev", "4"],
        ["diff.relative", "true"],
        ["i18n.logOutputEncoding", "ISO-8859-1"],
        ["core.pager", "false"],
        ["pager.log", "false"],
        ["log.mailmap", "true"],
      ] as const) {
        await repository.git(["config", key, value]);
      }
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      assert.is(await repository.git(["diff", "--name-only", "HEAD"]), "");
      assert.is((await repository.state(["sync", "--check"])).exitCode, 0);
      assert.is((await repository.state(["check"])).exitCode, 0);
      assert.is((await repository.state(["sync", "--commit"])).exitCode, 0);
      assert.is(await repository.git(["log", "-1", "--format=%s"]), "docs(01-02): complete title of 01-02 plan");
    }));

  test("one whose planning documents lie deeper, as `planlink.directory` says", () =>
    withPlannedRepository(async (repository) => {
      await repository.state(["uninstall"]);
      await repository.git(["mv", ".planning", "src/.planning"]);
      await repository.git(["commit", "--quiet", "-m", "chore: move the plans"]);
      await repository.git(["config", "planlink.directory", "src/.planning"]);
      assert.is((await repository.state(["init"], { cwd: join(repository.directory, "src") })).exitCode, 0);
      repository.write("src/a.txt", "x\n");
      await repository.git(["add", "--all"]);
      await repository.silently(["commit", "--quiet", "-m", "feat(01-02): add a"]);
      assert.match(repository.readText(`src/${statePath}`), "**Last session:** 2026-01-05 09:0");
      assert.is((await repository.state(["sync", "--check"])).exitCode, 0);
      assert.is((await repository.run("git", ["commit", "--allow-empty", "-m", "feat(01-99): x"])).exitCode, 1);
      const summary = "src/.planning/phases/01-alpha/01-02-SUMMARY.md";
      repository.write(summary, "---\nduration: 5min\n---\n\n# Phase 01 Plan 02: Title Summary\n");
      await repository.git(["add", summary]);
      await repository.silently([
        "commit",
        "--quiet",
        "-m",
        "docs(01-02): complete",
        "--",
        summary,
        `src/${statePath}`,
      ]);
      await requireFixedPoint(repository);
    }));
});
