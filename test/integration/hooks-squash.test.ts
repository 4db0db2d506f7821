import { existsSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";
import { cited, citedPlan, oidsOf, summaryPath } from "../support/cited-plans.ts";
import {
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

/** A branch with four work commits of 01-02 and its completion, which lists them; main has gone on meanwhile. */
async function planBranch(repository: PlannedRepository): Promise<readonly string[]> {
  await repository.git(["switch", "--quiet", "-c", "plan"]);
  const oids = await citedPlan(repository, "01-02", 4);
  await repository.git(["switch", "--quiet", "main"]);
  await repository.commit("chore: work elsewhere", { "elsewhere.txt": "x\n" });
  return oids;
}

const tasks = [1, 2, 3, 4].map((n) => `feat(01-02): add task ${n}`);

/** Commits what is moved as the next planning commit does, and sees that all is true and clean then. */
async function settles(repository: PlannedRepository): Promise<void> {
  const check = await repository.state(["check"]);
  assert.is(check.exitCode, 0, check.stdout);
  repository.write(".planning/notes.md", "notes\n");
  await repository.git(["add", ".planning/notes.md"]);
  await repository.silently(["commit", "--quiet", "-m", "docs: take notes"]);
  await requireFixedPoint(repository);
}

async function listed(repository: PlannedRepository, expected: readonly string[]): Promise<void> {
  assert.equal([cited(repository), cited(repository, summaryPath)], [expected, expected]);
  await settles(repository);
}

const pendingOf = (repository: PlannedRepository): string => join(repository.directory, ".git/planlink/pending");
const recordOf = (repository: PlannedRepository): string => join(repository.directory, ".git/planlink/rewrites");

suite("references follow a squash", (test) => {
  for (const [name, message] of [
    ["git's message", []],
    ["a title alone", ["-m", "feat(01-02): all of it"]],
  ] as const) {
    test(`merge --squash and a commit with ${name}`, () =>
      withPlannedRepository(async (repository) => {
        await planBranch(repository);
        await repository.git(["merge", "--quiet", "--squash", "plan"]);
        await repository.git(["commit", "--quiet", ...message]);
        const head = await repository.git(["rev-parse", "--short=7", "HEAD"]);
        await listed(repository, [head, head, head, head]);
      }));
  }

  test("without pre-commit, for --no-verify", () =>
    withPlannedRepository(async (repository) => {
      await planBranch(repository);
      await repository.git(["merge", "--quiet", "--squash", "plan"]);
      await repository.git(["commit", "--quiet", "--no-verify", "-m", "feat(01-02): all of it"]);
      const head = await repository.git(["rev-parse", "--short=7", "HEAD"]);
      await listed(repository, [head, head, head, head]);
    }));

  test("a squash that is refused or given up leaves nothing for the commit after it", () =>
    withPlannedRepository(async (repository) => {
      await planBranch(repository);
      await repository.git(["merge", "--quiet", "--squash", "plan"]);
      await repository.git(["commit", "--quiet", "-m", "feat(01_02): all of it"], { expectExit: 1 });
      await repository.git(["reset", "--quiet", "--hard"]);
      repository.write("other.txt", "x\n");
      await repository.git(["add", "other.txt"]);
      await repository.git(["commit", "--quiet", "--no-verify", "-m", "chore: something else"]);
      assert.not(existsSync(recordOf(repository)));
      await requireFixedPoint(repository);
    }));
});

suite("references follow picks", (test) => {
  for (const args of [[], ["-x"]]) {
    test(`cherry-pick ${args.join("")} of a plan's commits, its completion last`, () =>
      withPlannedRepository(async (repository) => {
        const before = await planBranch(repository);
        await repository.git(["cherry-pick", ...args, "main~1..plan"]);
        assert.not(existsSync(join(repository.directory, ".git/sequencer")));
        assert.is(await repository.git(["log", "-1", "--format=%s"]), "docs(01-02): complete title of 01-02 plan");
        assert.is(await repository.git(["diff", "--cached", "--name-only"]), "");
        assert.not.equal(cited(repository)[0], before[0]?.slice(0, 7));
        await listed(repository, await oidsOf(repository, ...tasks));
        // The branch keeps its own.
        await repository.git(["switch", "--quiet", "plan"]);
        assert.equal(
          cited(repository),
          before.map((oid) => oid.slice(0, 7)),
        );
        await requireFixedPoint(repository);
      }));
  }

  test("one pick at a time", () =>
    withPlannedRepository(async (repository) => {
      await planBranch(repository);
      for (const back of [4, 3, 2, 1, 0]) await repository.git(["cherry-pick", `plan~${back}`]);
      await listed(repository, await oidsOf(repository, ...tasks));
    }));

  for (const [name, finish] of [
    ["cherry-pick --continue", ["cherry-pick", "--continue"]],
    ["git commit", ["commit", "--quiet", "--no-edit"]],
  ] as const) {
    test(`a conflict on the way, ended by ${name}`, () =>
      withPlannedRepository(async (repository) => {
        await planBranch(repository);
        await repository.commit("chore: in the way", { "src/01-02/task-2.txt": "in the way\n" });
        await repository.git(["cherry-pick", "main~2..plan"], { expectExit: 1 });
        repository.write("src/01-02/task-2.txt", "both\n");
        await repository.git(["add", "src/01-02/task-2.txt"]);
        await repository.git(finish);
        if (finish[0] === "commit") await repository.git(["cherry-pick", "--continue"]);
        await listed(repository, await oidsOf(repository, ...tasks));
      }));
  }

  test("an aborted cherry-pick leaves the documents as they were", () =>
    withPlannedRepository(async (repository) => {
      await planBranch(repository);
      await repository.commit("chore: in the way", { "src/01-02/task-4.txt": "in the way\n" });
      const before = repository.readText(statePath);
      await repository.git(["cherry-pick", "main~2..plan"], { expectExit: 1 });
      await repository.git(["cherry-pick", "--abort"]);
      assert.is(repository.readText(statePath), before);
      assert.is(await repository.status(), "");
      await requireFixedPoint(repository);
      await repository.workCommit("01-03", 1);
      assert.not(existsSync(pendingOf(repository)));
    }));

  test("a picked executor's plan is recorded, although its commits carry no STATE.md", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["switch", "--quiet", "-c", "worktree-agent-1"]);
      await repository.workCommit("01-02", 1);
      await repository.git(["checkout", "--quiet", "--", statePath]);
      const summary = repository.writeSummary("01-02");
      await repository.git(["checkout", "--quiet", "--", ".planning/ROADMAP.md"]);
      await repository.git(["add", summary]);
      await repository.git(["commit", "--quiet", "--no-verify", "-m", "docs(01-02): complete title of 01-02 plan"]);
      await repository.git(["checkout", "--quiet", "--", statePath]);
      await repository.git(["switch", "--quiet", "main"]);
      await repository.commit("chore: work elsewhere", { "elsewhere.txt": "x\n" });
      await repository.git(["cherry-pick", "main~1..worktree-agent-1"]);
      assert.match(repository.readText(statePath), /^\| Phase 01 P02 \|/m);
      assert.match(repository.readText(statePath), /^\*\*Stopped at:\*\* Completed 0?1-02/m);
    }));
});
