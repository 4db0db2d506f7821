import * as assert from "uvu/assert";
import { findPlan, lastWorkMs, type LinkedPlan, type LinkIndex } from "../../../src/links/link-index.ts";
import type { FakeCommit } from "../../support/fake-project.ts";
import { historyOf, indexOf, planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

const phase = ".planning/phases/01-tides";

function commit(at: string, message: string, ...paths: readonly string[]): FakeCommit {
  return { at: `2026-03-${at}Z`, message, paths };
}

function plansOf(index: LinkIndex, id: string): readonly LinkedPlan[] {
  return index.plans.filter(({ planId }) => planId === planIdOf(id));
}

function onlyPlan(index: LinkIndex, id: string): LinkedPlan {
  const [plan, second] = plansOf(index, id);
  if (plan === undefined || second !== undefined) throw new Error(`${plansOf(index, id).length} plans ${id}`);
  return plan;
}

suite("buildLinkIndex", (test) => {
  test("takes commits of planning documents alone for bookkeeping, and merges", async () => {
    const commits = [
      commit("01T09:00:00", "feat(01-01): work", "src/a.ts"),
      commit("01T09:05:00", "feat(01-01): work with its record", "src/b.ts", `${phase}/01-01-SUMMARY.md`),
      commit("01T09:06:00", "docs(01-01): complete plan", ".planning/STATE.md"),
      commit("01T09:07:00", "docs(01-01): of the other tool", ".gsd/STATE.md"),
      commit("01T09:08:00", "chore(01-01): nothing at all"),
      { ...commit("01T09:09:00", "merge(01-01): bring it in"), isMerge: true },
    ];
    const paths = [`${phase}/01-01-PLAN.md`];
    const index = await indexOf(commits, paths);
    const plan = onlyPlan(index, "01-01");
    assert.equal(
      (await historyOf(commits, paths)).commitsOf(plan).map(({ isBookkeeping }) => isBookkeeping),
      [false, false, true, true, false, true],
    );
    assert.equal([plan.commitCount, plan.work.count, index.commitCount], [6, 3, 6]);
  });

  test("tells planned, begun and completed plans apart", async () => {
    const index = await indexOf(
      [
        commit("01T09:00:00", "feat(01-01): work", "src/a.ts"),
        commit("01T10:00:00", "feat(01-02): work", "src/a.ts"),
        commit("01T11:00:00", "docs(01-03): plan it", `${phase}/01-03-PLAN.md`),
      ],
      ["01-01-PLAN.md", "01-01-SUMMARY.md", "01-02-PLAN.md", "01-03-PLAN.md", "01-04-SUMMARY.md"].map(
        (name) => `${phase}/${name}`,
      ),
    );
    assert.equal(
      index.plans.map(({ planId, status }) => [planId, status]),
      [
        ["1-01", "completed"],
        ["1-02", "in-progress"],
        ["1-03", "planned"],
        ["1-04", "completed"],
      ],
    );
  });

  test("takes a plan that was planned and recorded anew in its old directory for what it is now", async () => {
    const [plan, summary] = [`${phase}/01-02-PLAN.md`, `${phase}/01-02-SUMMARY.md`];
    const before = [
      commit("01T08:00:00", "docs(01): plan", plan),
      commit("01T09:00:00", "feat(01-02): of the first milestone", "src/a.ts"),
      commit("01T09:10:00", "docs(01-02): complete plan", summary),
    ];
    const work = commit("05T09:00:00", "feat(01-02): of the second milestone", "src/b.ts");
    const record = commit("05T09:05:00", "docs(01-02): complete the new plan", summary);
    const finished = async (...commits: readonly FakeCommit[]): Promise<string | undefined> => {
      const found = onlyPlan(await indexOf([...before, ...commits], [plan, summary]), "01-02").ownWork.last?.epochMs;
      return found === undefined ? undefined : new Date(found).toISOString().slice(0, 10);
    };
    const planned = commit("05T08:00:00", "docs(01): plan the second milestone", plan);
    assert.is(await finished(planned, work, record), "2026-03-05");
    // A later fix is a follow-up, with a line in the SUMMARY or without; and so is one after a PLAN that was corrected.
    assert.is(await finished(work, record), "2026-03-01");
    assert.is(await finished(planned, work), "2026-03-01");
    assert.is(await finished(planned, record), "2026-03-01");
  });

  test("gives a number that recurs to the directory that was the newest when the commit was made", async () => {
    const old = ".planning/milestones/v1.0-phases/01-old";
    const commits = [
      commit("01T08:00:00", "docs(01): plan", ".planning/phases/01-old/01-CONTEXT.md"),
      commit("01T09:00:00", "feat(01-01): old work", "src/a.ts"),
      commit("05T08:00:00", "docs(01): plan anew", ".planning/phases/01-new/01-CONTEXT.md"),
      commit("05T09:00:00", "feat(1-1): new work", "src/b.ts"),
      commit("05T09:05:00", "feat(1-1): more of it", "src/c.ts"),
    ];
    const paths = [`${old}/01-01-SUMMARY.md`, ".planning/phases/01-new/01-01-PLAN.md"];
    const index = await indexOf(commits, paths);
    const history = await historyOf(commits, paths);
    const headers = plansOf(index, "01-01").map((plan) => [
      plan.files?.milestone ?? null,
      history.commitsOf(plan).map(({ header }) => header),
    ]);
    assert.equal(
      plansOf(index, "01-01").map(({ work, changedFiles }) => [work.count, changedFiles]),
      [
        [1, 1],
        [2, 2],
      ],
    );
    assert.equal(headers, [
      ["v1.0", ["feat(01-01): old work"]],
      [null, ["feat(1-1): new work", "feat(1-1): more of it"]],
    ]);
    assert.is(findPlan(index, planIdOf("01-01"))?.files?.milestone, null);
  });

  test("prefers among live plans of one number the one worked on last", async () => {
    const index = await indexOf(
      [
        commit("01T08:00:00", "docs(01): plan", ".planning/phases/01-a/01-CONTEXT.md"),
        commit("02T08:00:00", "docs(01): plan", ".planning/phases/01-b/01-CONTEXT.md"),
        commit("02T09:00:00", "feat(01-01): in b", "src/b.ts"),
      ],
      [".planning/phases/01-a/01-01-PLAN.md", ".planning/phases/01-b/01-01-PLAN.md"],
    );
    assert.is(findPlan(index, planIdOf("01-01"))?.files?.directory, ".planning/phases/01-b");
    assert.is(findPlan(index, planIdOf("09-09")), undefined);
  });

  test("knows plans of which no file is left; a SUMMARY in their commits completes them", async () => {
    const index = await indexOf(
      [
        commit("01T09:00:00", "feat(04-01): work", "src/a.ts"),
        commit("01T09:30:00", "docs(04-01): complete", ".planning/phases/04-gone/04-01-SUMMARY.md"),
        commit("01T10:00:00", "feat(04-02): work", "src/b.ts"),
      ],
      [],
    );
    assert.equal(
      index.plans.map(({ planId, files, status }) => [planId, files, status]),
      [
        ["4-01", null, "completed"],
        ["4-02", null, "in-progress"],
      ],
    );
  });

  test("links a commit to every plan of its tag, and none to a workstream's", async () => {
    const commits = [
      commit("01T09:00:00", "feat(01-01,01-02): both", "src/a.ts"),
      commit("01T09:20:00", "feat(player/01-01): of a workstream", "src/a.ts"),
      commit("01T09:30:00", "fix: untagged", "src/a.ts"),
    ];
    const paths = [`${phase}/01-01-PLAN.md`, `${phase}/01-02-PLAN.md`];
    const index = await indexOf(commits, paths);
    assert.equal(
      index.plans.map(({ commitCount }) => commitCount),
      [1, 1],
    );
    assert.is((await historyOf(commits, paths)).planIdsByOid.size, 1);
  });

  test("remembers when the SUMMARY was first committed, also before the phase was archived", async () => {
    const index = await indexOf(
      [
        commit("01T09:00:00", "feat(01-01): work", "src/a.ts"),
        commit("01T09:10:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`),
        commit("03T09:10:00", "docs(01-01): touch up", `${phase}/01-01-SUMMARY.md`),
      ],
      [".planning/milestones/v1.0-phases/01-tides/01-01-SUMMARY.md"],
    );
    assert.is(onlyPlan(index, "01-01").recordedAtMs, Date.parse("2026-03-01T09:10:00Z"));
  });

  test("lists a plan's commits oldest first, in the order of history", async () => {
    const commits = [
      commit("02T09:00:00", "feat(01-01): first, with a late clock", "src/a.ts"),
      commit("01T09:00:00", "feat(01-01): second", "src/a.ts"),
    ];
    const paths = [`${phase}/01-01-PLAN.md`];
    const plan = onlyPlan(await indexOf(commits, paths), "01-01");
    assert.match((await historyOf(commits, paths)).commitsOf(plan)[0]?.header ?? "", /first/);
    assert.is(lastWorkMs(plan), Date.parse("2026-03-02T09:00:00Z"));
  });

  test("says nothing of work where there is none", async () => {
    const index = await indexOf([], [`${phase}/01-01-PLAN.md`]);
    assert.is(lastWorkMs(onlyPlan(index, "01-01")), Number.NEGATIVE_INFINITY);
    assert.is(onlyPlan(index, "01-01").recordedAtMs, null);
  });
});
