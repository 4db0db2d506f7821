import { join } from "node:path";
import * as assert from "uvu/assert";
import type { Sandbox } from "../support/git-sandbox.ts";
import {
  createPlannedRepository,
  initialize,
  openPlanned,
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { withSandbox } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";

const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
const planOf = (number: number): string => `03-0${number}`;
const directory = ".planning/phases/03-gamma";

/** Adds a phase of eight plans, one for each worktree. */
async function addPlans(repository: PlannedRepository): Promise<void> {
  const text = "<task>\n<name>Task 1</name>\n</task>\n<task>\n<name>Task 2</name>\n</task>\n";
  const files = numbers.map((number) => [`${directory}/${planOf(number)}-PLAN.md`, text] as const);
  await repository.commit("docs(03): plan the phase", Object.fromEntries(files));
}

/** One executor at work: two commits and a SUMMARY that lists them; STATE.md only where hooks may write it. */
async function execute(worktree: PlannedRepository, number: number): Promise<readonly string[]> {
  const plan = planOf(number);
  const oids = [await worktree.workCommit(plan, 1), await worktree.workCommit(plan, 2)];
  const list = oids.map((oid) => oid.slice(0, 7)).join(", ");
  const summary = `${directory}/${plan}-SUMMARY.md`;
  worktree.write(
    summary,
    `---\nphase: ${plan}\nduration: 6min\n---\n\n# Phase 3 Plan ${number}: Title of ${plan} Summary\n\n2 atomic commits (${list})\n`,
  );
  await worktree.git(["add", "--", summary, statePath]);
  await worktree.silently(["commit", "--quiet", "-m", `docs(${plan}): complete title of ${plan} plan`]);
  assert.is(await worktree.status(), "");
  return oids;
}

async function addWorktree(repository: PlannedRepository, sandbox: Sandbox, name: string): Promise<PlannedRepository> {
  await repository.git(["worktree", "add", "--quiet", "-b", name, join(sandbox.directory, name)]);
  return openPlanned(sandbox, name);
}

/** What STATE.md has of every plan: one row each, and the plan completed last. */
function requireRecorded(repository: PlannedRepository, recorded: readonly number[]): void {
  const text = repository.readText(statePath);
  for (const number of numbers) {
    const rows = text.match(new RegExp(`^\\| Phase 03 P0${number} \\|.*$`, "gm")) ?? [];
    assert.is(rows.length, recorded.includes(number) ? 1 : 0, `${planOf(number)}:\n${text}`);
  }
  assert.match(text, /^\*\*Stopped at:\*\* Completed 0?3-0\d/m);
}

/** The commits that a SUMMARY lists are in this history, and carry the plan's tag. */
async function requireReferences(repository: PlannedRepository, count: number): Promise<void> {
  const { stdout } = await repository.state(["verify-commits", "--all", "--json"]);
  const { references } = JSON.parse(stdout) as {
    references: readonly { document: string; status: string; taggedPlanId: string | null }[];
  };
  const listed = references.filter(({ document }) => document.startsWith(directory));
  assert.is(listed.length, count);
  for (const { document, status, taggedPlanId } of listed) {
    assert.is(status, "reachable", document);
    assert.match(document, `03-0${taggedPlanId?.slice(-1) ?? ""}-SUMMARY.md`);
  }
}

/** The orchestrator's own commit of planning documents takes up what the hooks have written. */
async function orchestrate(repository: PlannedRepository): Promise<void> {
  repository.write(".planning/notes.md", "merged\n");
  await repository.git(["add", ".planning/notes.md"]);
  await repository.silently(["commit", "--quiet", "-m", "docs(03): record the phase"]);
  assert.is(await repository.status(), "");
  assert.is((await repository.state(["sync", "--check"])).exitCode, 0);
  const check = await repository.state(["check"]);
  assert.is(check.exitCode, 0, check.stdout);
}

suite("hooks and linked worktrees", (test) => {
  test("fire in worktrees made before and after init", () =>
    withSandbox(async (sandbox) => {
      const repository = await createPlannedRepository(sandbox, { init: false });
      const before = await addWorktree(repository, sandbox, "before");
      await initialize(repository);
      const after = await addWorktree(repository, sandbox, "after");
      for (const worktree of [before, after]) {
        await worktree.workCommit("01-02", 1);
        assert.is(await worktree.status(), ` M ${statePath}`);
        const { exitCode } = await worktree.run("git", ["commit", "--allow-empty", "-m", "feat(01_02): x"]);
        assert.is(exitCode, 1);
      }
    }));

  test("eight executors at once, merged one after the other: every plan's row and commits are there, once", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await addPlans(repository);
      const worktrees: PlannedRepository[] = [];
      for (const number of numbers) worktrees.push(await addWorktree(repository, sandbox, `worktree-agent-${number}`));
      await Promise.all(worktrees.map((worktree, index) => execute(worktree, index + 1)));
      for (const number of numbers) {
        await repository.silently(["merge", "--quiet", "--no-ff", "--no-edit", `worktree-agent-${number}`]);
        requireRecorded(repository, numbers.slice(0, number));
      }
      await requireReferences(repository, 16);
      await orchestrate(repository);
      const log = await repository.git(["log", "--no-merges", "--format=%s"]);
      for (const number of numbers)
        assert.is(log.split("\n").filter((line) => line.includes(`(${planOf(number)}):`)).length, 3);
    }));

  test("eight people's worktrees at once, each with its own STATE.md, merged one after the other", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await addPlans(repository);
      const worktrees: PlannedRepository[] = [];
      for (const number of numbers) worktrees.push(await addWorktree(repository, sandbox, `topic-${number}`));
      await Promise.all(worktrees.map((worktree, index) => execute(worktree, index + 1)));
      for (const number of numbers) {
        await repository.git(["merge", "--quiet", "--no-ff", "--no-edit", `topic-${number}`]);
        requireRecorded(repository, numbers.slice(0, number));
      }
      await requireReferences(repository, 16);
      await orchestrate(repository);
    }));

  test("executors' branches that come back by squash, pick and fast-forward are recorded, and their references follow", () =>
    withPlannedRepository(async (repository, sandbox) => {
      await addPlans(repository);
      const [first, second, third] = [
        await addWorktree(repository, sandbox, "worktree-agent-1"),
        await addWorktree(repository, sandbox, "worktree-agent-2"),
        await addWorktree(repository, sandbox, "worktree-agent-3"),
      ];
      await Promise.all([execute(first, 1), execute(second, 2), execute(third, 3)]);
      await repository.silently(["merge", "--quiet", "--ff-only", "worktree-agent-1"]);
      requireRecorded(repository, [1]);
      await repository.git(["merge", "--quiet", "--squash", "worktree-agent-2"]);
      await repository.git(["commit", "--quiet", "-m", "feat(03-02): build it all"]);
      requireRecorded(repository, [1, 2]);
      await repository.git(["cherry-pick", "worktree-agent-3~3..worktree-agent-3"]);
      requireRecorded(repository, [1, 2, 3]);
      await requireReferences(repository, 6);
      await orchestrate(repository);
      await requireFixedPoint(repository);
    }));
});
