import { join } from "node:path";
import * as assert from "uvu/assert";
import {
  openPlanned,
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

/** A branch on which 01-02 is worked on; STATE.md is left as it was, as executors do. */
async function featureBranch(repository: PlannedRepository): Promise<void> {
  await repository.git(["switch", "--quiet", "-c", "feature"]);
  for (const n of [1, 2]) await repository.workCommit("01-02", n);
  await repository.git(["checkout", "--quiet", "--", statePath]);
  await repository.git(["switch", "--quiet", "main"]);
}

suite("hooks and merges", (test) => {
  test("a fast-forward takes up the plan in progress that it brought", () =>
    withPlannedRepository(async (repository) => {
      await featureBranch(repository);
      await repository.silently(["merge", "--quiet", "--ff-only", "feature"]);
      assert.is(await repository.status(), ` M ${statePath}`);
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 09:01\n");
      await repository.completePlan("01-02", "all");
      await requireFixedPoint(repository);
    }));

  test("a fast-forward to a completion commit leaves a clean tree", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["switch", "--quiet", "-c", "feature"]);
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      await repository.git(["switch", "--quiet", "main"]);
      await repository.silently(["merge", "--quiet", "feature"]);
      await requireFixedPoint(repository);
    }));

  test("a true merge takes it up as well, and makes one commit", () =>
    withPlannedRepository(async (repository) => {
      await featureBranch(repository);
      await repository.commit("chore: work elsewhere", { "elsewhere.txt": "x\n" });
      const head = await repository.git(["rev-parse", "HEAD"]);
      await repository.silently(["merge", "--quiet", "--no-edit", "feature"]);
      assert.is(await repository.git(["rev-parse", "HEAD^1"]), head);
      assert.is(await repository.git(["log", "-1", "--format=%s"]), "Merge branch 'feature'");
      assert.is(await repository.status(), ` M ${statePath}`);
      await repository.completePlan("01-02", "paths");
      await requireFixedPoint(repository);
    }));

  test("merge --squash and the commit after it", () =>
    withPlannedRepository(async (repository) => {
      await featureBranch(repository);
      await repository.git(["merge", "--squash", "feature"]);
      assert.is(await repository.git(["diff", "--name-only"]), "");
      await repository.silently(["commit", "--quiet", "-m", "feat(01-02): squash of two tasks"]);
      assert.is(await repository.status(), ` M ${statePath}`);
      await repository.completePlan("01-02", "all");
      await requireFixedPoint(repository);
    }));

  test("a conflict in STATE.md is left to the user; what they resolve is caught up with", () =>
    withPlannedRepository(async (repository) => {
      const item = "- Keep the text of a person as it is";
      const prose = "The harbour opens at nine\nand closes at five.";
      repository.replace(statePath, item, `${item}\n\n${prose}`);
      await repository.silently(["commit", "--quiet", "-am", "docs: add the hours"]);
      await repository.git(["switch", "--quiet", "-c", "feature"]);
      repository.replace(statePath, prose, "The harbour opens at eight\nand closes at four.");
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      await repository.git(["switch", "--quiet", "main"]);
      repository.replace(statePath, prose, "The harbour opens at noon\nand closes at night.");
      await repository.workCommit("01-03", 1);
      await repository.completePlan("01-03", "paths");
      const { exitCode } = await repository.run("git", ["merge", "--no-edit", "feature"]);
      assert.is(exitCode, 1);
      assert.match(repository.readText(statePath), "<<<<<<< HEAD");
      await repository.git(["checkout", "--quiet", "--ours", "--", statePath]);
      await repository.git(["checkout", "--quiet", "--theirs", "--", ".planning/ROADMAP.md"]);
      await repository.git(["add", "--all"]);
      await repository.silently(["commit", "--quiet", "--no-edit"]);
      assert.is(await repository.git(["rev-list", "--count", "--merges", "HEAD"]), "1");
      repository.replace(".planning/ROADMAP.md", "# Roadmap", "# The roadmap");
      await repository.silently(["commit", "--quiet", "-am", "docs: update the roadmap"]);
      assert.match(repository.readText(statePath), "| Phase 01 P02 |");
      assert.match(repository.readText(statePath), "| Phase 01 P03 |");
      await requireFixedPoint(repository);
    }));

  test("a plan that came without STATE.md is recorded after a merge whose conflict lay elsewhere", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["switch", "--quiet", "-c", "feature"]);
      await repository.workCommit("01-02", 1);
      repository.write("src/shared.txt", "theirs\n");
      const summary = repository.writeSummary("01-02");
      await repository.git(["checkout", "--quiet", "--", statePath]);
      await repository.git(["add", "--", "src/shared.txt", summary]);
      await repository.git(["commit", "--quiet", "-m", "docs(01-02): complete the plan"], { env: { PLANLINK: "0" } });
      await repository.git(["switch", "--quiet", "main"]);
      await repository.commit("chore: share a file", { "src/shared.txt": "ours\n" });
      const { exitCode } = await repository.run("git", ["merge", "--no-edit", "feature"]);
      assert.is(exitCode, 1);
      repository.write("src/shared.txt", "both\n");
      await repository.git(["add", "--all"]);
      await repository.silently(["commit", "--quiet", "--no-edit"]);
      assert.match(repository.readText(statePath), "| Phase 01 P02 |");
    }));

  test("conflict markers that were committed are never regenerated around", () =>
    withPlannedRepository(async (repository) => {
      const marked = repository
        .readText(statePath)
        .replace("## Session", () => "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> feature\n\n## Session");
      repository.write(statePath, marked);
      await repository.silently(["commit", "--quiet", "-am", "docs: commit a conflict"]);
      await repository.workCommit("01-02", 1);
      await repository.completePlan("01-02", "paths");
      assert.is(repository.readText(statePath), marked);
      assert.is(await repository.status(), "");
    }));

  test("a merge whose message names an unknown plan passes, as git wrote it", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["switch", "--quiet", "-c", "feat/01-40-odd"]);
      await repository.commit("chore: work", { "a.txt": "x\n" });
      await repository.git(["switch", "--quiet", "main"]);
      await repository.commit("chore: work elsewhere", { "elsewhere.txt": "x\n" });
      await repository.silently(["merge", "--quiet", "--no-edit", "feat/01-40-odd"]);
    }));
});

suite("hooks in linked worktrees", (test) => {
  for (const when of ["before", "after"]) {
    test(`added ${when} init: each worktree keeps its own STATE.md`, () =>
      withPlannedRepository(async (repository, sandbox) => {
        if (when === "before") await repository.state(["uninstall"]);
        await repository.git(["worktree", "add", "--quiet", "-b", "topic", "../w t"]);
        if (when === "before") assert.is((await repository.state(["init"])).exitCode, 0);
        const linked = openPlanned(sandbox, "w t");
        await linked.workCommit("01-02", 1);
        assert.is(await linked.status(), ` M ${statePath}`);
        await linked.completePlan("01-02", "paths");
        await requireFixedPoint(linked);
        assert.is(await repository.status(), "");
        await linked.workCommit("01-03", 1);
        await linked.completePlan("01-03", "all");
        await requireFixedPoint(linked);
        // The main worktree's own hooks see nothing of it.
        await repository.workCommit("02-01", 1);
        assert.not.match(repository.readText(statePath), "Phase 01 P02");
      }));
  }

  for (const branch of ["worktree-agent-x", "agent-7", "worktree-wf_12"]) {
    test(`an executor's worktree on ${branch} never writes STATE.md, and its messages are checked`, () =>
      withPlannedRepository(async (repository, sandbox) => {
        await repository.git(["worktree", "add", "--quiet", "-b", branch, "../executor"]);
        const linked = openPlanned(sandbox, "executor");
        const before = linked.readText(statePath);
        await linked.workCommit("01-02", 1);
        await linked.completePlan("01-02", "summary-only");
        assert.is(linked.readText(statePath), before);
        assert.is(await linked.git(["show", `HEAD:${statePath}`]), before.trimEnd());
        const refused = await linked.run("git", ["commit", "--allow-empty", "-m", "feat(01-20): x"]);
        assert.is(refused.exitCode, 1);
        // The orchestrator takes the work in and is the only one to write.
        await linked.git(["checkout", "--quiet", "--", ".planning/ROADMAP.md"]);
        await repository.silently(["merge", "--quiet", "--no-edit", branch]);
        repository.replace(".planning/ROADMAP.md", "- [ ] 01-02", "- [x] 01-02");
        await repository.silently(["commit", "--quiet", "-am", "docs(phase-01): update tracking after wave 1"]);
        assert.match(repository.readText(statePath), "| Phase 01 P02 |");
        await requireFixedPoint(repository);
      }));
  }

  test("a branch of such a name in the main worktree is an ordinary branch", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["switch", "--quiet", "-c", "agent-smith"]);
      await repository.workCommit("01-02", 1);
      assert.is(await repository.status(), ` M ${statePath}`);
    }));

  test("in a submodule the hooks work on the submodule", () =>
    withPlannedRepository(async (repository, sandbox) => {
      const outer = await sandbox.createRepository("outer");
      await outer.commit("chore: start", { "a.txt": "x\n" });
      await outer.git([
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        repository.directory,
        "inner",
      ]);
      const inner = openPlanned(sandbox, join("outer", "inner"));
      assert.is((await inner.state(["init"])).exitCode, 0);
      await inner.workCommit("01-02", 1);
      await inner.completePlan("01-02", "paths");
      await requireFixedPoint(inner);
      assert.is(await outer.git(["status", "--porcelain"]), "A  .gitmodules\nAM inner");
    }));
});
