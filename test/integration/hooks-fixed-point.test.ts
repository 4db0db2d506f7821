import * as assert from "uvu/assert";
import {
  type CompletionStyle,
  type PlannedRepository,
  requireFixedPoint,
  statePath,
  withPlannedRepository,
} from "../support/planned-repository.ts";
import { suite } from "../support/suite.ts";

const styles: readonly CompletionStyle[] = ["all", "paths", "summary-only"];

/** The task commits of a plan, six minutes apart, in a zone such as `+05:30`. */
async function executePlan(repository: PlannedRepository, plan: string, day: string, zone: string): Promise<void> {
  for (const n of [1, 2, 3])
    await repository.workCommit(plan, n, `${day}T10:${String(n * 6).padStart(2, "0")}:00${zone}`);
}

suite("a completion commit carries a STATE.md that is true of itself", (test) => {
  test("nothing is left to do after init", () => withPlannedRepository((repository) => requireFixedPoint(repository)));

  for (const style of styles) {
    test(`when GSD commits ${style}`, () =>
      withPlannedRepository(async (repository) => {
        await executePlan(repository, "01-02", "2026-01-05", "Z");
        if (style === "summary-only") repository.replace(".planning/ROADMAP.md", "# Roadmap", "# Roadmap ");
        const oid = await repository.completePlan("01-02", style);
        assert.is(await repository.git(["rev-parse", "HEAD"]), oid);
        const state = repository.readText(statePath);
        assert.match(state, "| Phase 01 P02 | 6min | 3 tasks | 3 files |");
        assert.match(state, /^\*\*Stopped at:\*\* Completed 01-02/m);
        assert.match(state, /^\*\*Last session:\*\* 2026-01-05 10:18$/m);
        if (style === "summary-only") await repository.git(["checkout", "--quiet", "--", ".planning/ROADMAP.md"]);
        await requireFixedPoint(repository);
      }));

    test(`when GSD's own verbs wrote a row and the session before, and it commits ${style}`, () =>
      withPlannedRepository(async (repository) => {
        await executePlan(repository, "01-02", "2026-01-05", "Z");
        repository.recordLikeGsd("01-02", "9min", "2026-01-05T10:40:12.345Z");
        await repository.completePlan("01-02", style);
        if (style === "summary-only") {
          // What the verbs wrote was left out of the commit: it stays where it is, and stays right.
          assert.is(await repository.status(), ` M .planning/ROADMAP.md\n M ${statePath}`);
          await repository.git(["commit", "--quiet", "-am", "docs(01-02): record the session"]);
        }
        const state = repository.readText(statePath);
        assert.match(state, "| Phase 01 P02 | 9min | 3 tasks | 3 files |");
        assert.match(state, /^\*\*Stopped at:\*\* Completed 01-02-PLAN\.md$/m);
        assert.match(state, /^\*\*Last session:\*\* 2026-01-05T10:40:12\.345Z$/m);
        await requireFixedPoint(repository);
      }));
  }
});

suite("the time of the last session keeps its form and its zone", (test) => {
  const forms: readonly (readonly [string, string, string])[] = [
    ["2026-01-04", "+00:00", "2026-01-05"],
    // Half past ten at +13:00 is still the day before in UTC, and GSD writes UTC: the day may stay.
    ["2026-01-04", "+13:00", "2026-01-04"],
    ["2026-01-04", "-09:30", "2026-01-05"],
    ["2026-01-04T09:16:00.000Z", "+05:30", "2026-01-05T04:48:00.000Z"],
    ["2026-01-04T09:16:00Z", "-08:00", "2026-01-05T18:18:00Z"],
    ["2026-01-04 09:16 UTC", "+05:30", "2026-01-05 04:48 UTC"],
    ["2026-01-04T14:46:00+05:30", "+05:30", "2026-01-05T10:18:00+05:30"],
    ["2026-01-04 09:16", "+00:00", "2026-01-05 10:18"],
  ];
  for (const [written, zone, expected] of forms) {
    test(`${written}, commits at ${zone}`, () =>
      withPlannedRepository(async (repository) => {
        repository.replace(statePath, "2026-01-04 09:16\n", `${written}\n`);
        await executePlan(repository, "01-02", "2026-01-05", zone);
        await repository.completePlan("01-02", "paths", `2026-01-05T10:30:00${zone}`);
        assert.match(repository.readText(statePath), `**Last session:** ${expected}\n`);
        await requireFixedPoint(repository, { TZ: "America/Los_Angeles" });
        assert.is((await repository.state(["sync", "--check"], { env: { TZ: "Asia/Kolkata" } })).exitCode, 0);
      }));
  }

  test("the local time that a person writes is kept", () =>
    withPlannedRepository(async (repository) => {
      await executePlan(repository, "01-02", "2026-01-05", "+05:30");
      repository.recordLikeGsd("01-02", "9min", "2026-01-05 10:25");
      await repository.completePlan("01-02", "all", "2026-01-05T10:30:00+05:30");
      assert.match(repository.readText(statePath), "**Last session:** 2026-01-05 10:25\n");
      await requireFixedPoint(repository);
    }));
});

suite("several plans reach the fixed point", (test) => {
  test("when STATE.md was behind, and our own refresh of it is left out of the commit", () =>
    withPlannedRepository(async (repository) => {
      repository.replace(statePath, "| 1 | 1 | 7min | 7min |", "| - | - | - | - |");
      repository.replace(statePath, "- Last 5 plans: 7min", "- Last 5 plans: -");
      await repository.git(["commit", "--quiet", "-am", "docs: leave it behind"], { env: { PLANLINK: "0" } });
      await repository.workCommit("01-02", 1);
      assert.match(repository.readText(statePath), "| 1 | 1 | 7min | 7min |");
      await repository.completePlan("01-02", "summary-only");
      assert.is(await repository.status(), " M .planning/ROADMAP.md");
      await repository.git(["checkout", "--quiet", "--", ".planning/ROADMAP.md"]);
      await requireFixedPoint(repository);
    }));

  test("one after the other, across a phase, in changing zones", () =>
    withPlannedRepository(async (repository) => {
      const zones = ["+05:30", "-08:00", "Z"];
      for (const [index, plan] of ["01-02", "01-03", "02-01"].entries()) {
        await executePlan(repository, plan, `2026-01-0${5 + index}`, zones[index] ?? "Z");
        await repository.completePlan(plan, styles[index] ?? "all", `2026-01-0${5 + index}T10:30:00${zones[index]}`);
        if (styles[index] === "summary-only") await repository.git(["commit", "--quiet", "-am", "docs: tick"]);
        await requireFixedPoint(repository);
      }
    }));

  test("while a second plan is in progress, and when that one ends", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      await repository.workCommit("01-03", 1);
      await repository.workCommit("01-02", 2);
      await repository.workCommit("01-03", 2);
      await repository.completePlan("01-02", "paths");
      assert.match(
        repository.readText(statePath),
        /^\*\*Stopped at:\*\* Completed 01-02.*; 01-03 in progress \(2 of 3 tasks\)$/m,
      );
      await requireFixedPoint(repository);
      await repository.workCommit("01-03", 3);
      assert.match(repository.readText(statePath), /01-03 in progress \(3 of 3 tasks\)$/m);
      await repository.completePlan("01-03", "all");
      await requireFixedPoint(repository);
    }));

  test("when the clock of the machine that records is behind that of the one that works", () =>
    withPlannedRepository(async (repository) => {
      await executePlan(repository, "01-02", "2026-01-05", "Z");
      repository.writeSummary("01-02", 0);
      repository.replace(".planning/phases/01-alpha/01-02-SUMMARY.md", "duration: 0min\n", "");
      await repository.completePlan("01-02", "paths", "2026-01-05T10:13:00Z");
      await requireFixedPoint(repository);
    }));

  test("two plans that ran at once on branches and were merged", () =>
    withPlannedRepository(async (repository) => {
      await repository.git(["switch", "--quiet", "-c", "worktree-agent-a"]);
      await repository.workCommit("01-02", 1);
      await repository.workCommit("01-02", 2);
      const summary = repository.writeSummary("01-02");
      await repository.git(["add", summary]);
      await repository.git(["commit", "--quiet", "-m", "docs(01-02): complete a plan", "--", summary]);
      await repository.git(["stash", "--quiet"]);
      await repository.git(["switch", "--quiet", "main"]);
      await repository.workCommit("01-03", 1);
      await repository.workCommit("01-03", 2);
      await repository.completePlan("01-03", "all");
      await requireFixedPoint(repository);
      await repository.git(["merge", "--quiet", "--no-edit", "worktree-agent-a"], { expectExit: "any" });
      await repository.git(["checkout", "--quiet", "--ours", statePath], { expectExit: "any" });
      await repository.git(["add", "--all"]);
      await repository.git(["commit", "--quiet", "--no-edit"], { expectExit: "any" });
      // The orchestrator's next commit of planning documents takes up what the merge brought.
      repository.replace(".planning/ROADMAP.md", "# Roadmap", "# The roadmap");
      await repository.git(["commit", "--quiet", "-am", "docs(phase-01): update tracking after the wave"]);
      assert.match(repository.readText(statePath), "| Phase 01 P02 |");
      await requireFixedPoint(repository);
    }));

  test("a commit that holds the last task and the SUMMARY names its plan; only its own time comes later", () =>
    withPlannedRepository(async (repository) => {
      await repository.workCommit("01-02", 1);
      repository.write("src/01-02/task-2.txt", "task 2\n");
      repository.writeSummary("01-02");
      await repository.git(["add", "--all"]);
      await repository.silently(["commit", "--quiet", "-m", "feat(01-02): add task 2 and record the plan"]);
      assert.match(repository.readText(statePath), /^\*\*Stopped at:\*\* Completed 01-02/m);
      assert.is(await repository.status(), "");
      assert.is((await repository.state(["check"])).exitCode, 0);
      repository.replace(".planning/PROJECT.md", "# Sample", "# The sample");
      await repository.silently(["commit", "--quiet", "-am", "docs: name the project"]);
      await requireFixedPoint(repository);
    }));
});
