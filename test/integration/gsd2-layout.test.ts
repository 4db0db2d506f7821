/** gsd-2 keeps milestones, slices and tasks in `.gsd`: read for what they say, and never written (docs/adr/0083). */
import * as assert from "uvu/assert";
import { type TestRepository, withSandbox } from "../support/git-sandbox.ts";
import { suite } from "../support/suite.ts";

const first = ".gsd/milestones/M001/slices/S01";
const second = ".gsd/milestones/M001/slices/S02";
const later = ".gsd/milestones/M002/slices/S01";

async function withGsd2(body: (repository: TestRepository, cited: string) => Promise<void>): Promise<void> {
  await withSandbox(async (sandbox) => {
    const repository = await sandbox.createRepository();
    await repository.commit(
      "docs(M001): context, requirements, and roadmap",
      {
        ".gsd/milestones/M001/M001-ROADMAP.md": "# M001: Editor\n\n- [ ] **S01: Canvas**\n- [ ] **S02: Shell**\n",
        [`${first}/S01-PLAN.md`]: "# S01: Canvas\n",
        [`${second}/S02-PLAN.md`]: "# S02: Shell\n",
        ".gitignore": ".gsd/STATE.md\n",
      },
      { date: "2026-03-01T08:00:00" },
    );
    const cited = await repository.commit("feat(S01/T01): draw", { "a.txt": "1" }, { date: "2026-03-01T09:00:00" });
    await repository.commit(
      "feat: Drew the grid\n\nIt was missing.\n\nGSD-Task: M001/S01/T02\nResolves #12",
      { "a.txt": "2" },
      { date: "2026-03-01T09:10:00" },
    );
    await repository.commit(
      "chore(M001/S01): auto-commit after complete-slice",
      {
        [`${first}/S01-SUMMARY.md`]: `---\nid: S01\nduration: 25min\n---\n\n# S01: Canvas\n\n| Task | Commit |\n|---|---|\n| 1 | ${cited.slice(0, 7)} |\n`,
        ".gsd/milestones/M001/M001-ROADMAP.md": "# M001: Editor\n\n- [x] **S01: Canvas**\n- [ ] **S02: Shell**\n",
        [`${first}/tasks/T01-SUMMARY.md`]: "---\nid: T01\n---\n\n# T01: draw\n",
      },
      { date: "2026-03-01T09:20:00" },
    );
    await repository.commit("feat(M001/S02): shell", { "b.txt": "1" }, { date: "2026-03-01T10:00:00" });
    await repository.commit(
      "docs(M002): roadmap",
      { [`${later}/S01-PLAN.md`]: "# S01: Sound\n" },
      { date: "2026-03-02T08:00:00" },
    );
    await repository.commit("feat(S01/T01): hum", { "c.txt": "1" }, { date: "2026-03-02T09:00:00" });
    repository.write(".gsd/STATE.md", "# GSD State\n\n<!-- Auto-generated. -->\n\n## M001: Editor\n\n- Slices: 1/2\n");
    await body(repository, cited);
  });
}

interface LoggedPlan {
  readonly planId: string;
  readonly phase: string;
  readonly title: string | null;
  readonly status: string;
  readonly durationMinutes: number | null;
  readonly commits: readonly { readonly header: string }[];
}

suite("gsd-2's planning directory", (test) => {
  test("is read: slices with their commits, also where a tag leaves out the milestone", () =>
    withGsd2(async (repository) => {
      const { stdout, stderr, exitCode } = await repository.state(["log", "--json"]);
      assert.equal([stderr, exitCode], ["", 0]);
      const { plans } = JSON.parse(stdout) as { readonly plans: readonly LoggedPlan[] };
      assert.equal(
        plans.map(({ planId, phase, title, status, commits }) => [
          planId,
          phase,
          title,
          status,
          commits.map(({ header }) => header),
        ]),
        [
          [
            "M001/S01",
            "M001",
            "Canvas",
            "completed",
            ["feat(S01/T01): draw", "feat: Drew the grid", "chore(M001/S01): auto-commit after complete-slice"],
          ],
          ["M001/S02", "M001", null, "in-progress", ["feat(M001/S02): shell"]],
          ["M002/S01", "M002", null, "in-progress", ["feat(S01/T01): hum"]],
        ],
      );
      assert.is(plans[0]?.durationMinutes, 25);
      const { stdout: one } = await repository.state(["log", "M001/S02"]);
      assert.match(one, /^M001\/S02 +in-progress .*1 commit/);
      const { stdout: shown } = await repository.state(["show"]);
      assert.match(shown, /Done last +M001\/S01 Canvas/);
    }));

  test("is checked: references of its summaries, and nothing that only files of ours have", () =>
    withGsd2(async (repository, cited) => {
      const { stdout } = await repository.state(["verify-commits", "--all", "--json"]);
      const { references } = JSON.parse(stdout) as {
        readonly references: readonly { readonly oid: string; readonly status: string }[];
      };
      assert.equal(
        references.map(({ oid, status }) => [oid, status]),
        [[cited, "reachable"]],
      );
      const checked = await repository.state(["check", "--all"]);
      assert.equal([checked.stderr, checked.exitCode], ["", 0]);
      assert.match(checked.stdout, /nothing found/);
    }));

  test("is never written", () =>
    withGsd2(async (repository, cited) => {
      const state = repository.readText(".gsd/STATE.md");
      for (const args of [["sync"], ["sync", "--create"], ["init"], ["relink"], ["verify-commits", "--fix"]]) {
        const { exitCode, stderr } = await repository.state(args);
        assert.is(exitCode, 2, args.join(" "));
        assert.match(stderr, /\.gsd is kept by gsd-2/);
      }
      assert.is(repository.readText(".gsd/STATE.md"), state);
      assert.is(await repository.git(["status", "--porcelain"]), "");
      assert.is(repository.readText(`${first}/S01-SUMMARY.md`).includes(cited.slice(0, 7)), true);
    }));

  test("stands back where there is a .planning", () =>
    withGsd2(async (repository) => {
      repository.write(".planning/phases/01-x/01-01-PLAN.md", "# Plan\n");
      const { stdout } = await repository.state(["log", "--json"]);
      const { plans } = JSON.parse(stdout) as { readonly plans: readonly LoggedPlan[] };
      assert.equal(
        plans.map(({ planId }) => planId),
        ["1-01"],
      );
    }));
});
