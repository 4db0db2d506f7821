import * as assert from "uvu/assert";
import type { LinkedPlan } from "../../../src/links/link-index.ts";
import {
  createPlanFigures,
  findPosition,
  isPlausibleDuration,
  readBareDuration,
  type PlanFigures,
} from "../../../src/links/plan-figures.ts";
import { parsePlanSummary } from "../../../src/planning/summary.ts";
import type { FakeCommit } from "../../support/fake-project.ts";
import { figuresOf, indexOf, planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

const phase = ".planning/phases/01-tides";

function at(time: string): number {
  return Date.parse(`2026-03-${time}Z`);
}

function commit(time: string, message: string, ...paths: readonly string[]): FakeCommit {
  return { at: `2026-03-${time}Z`, message, paths };
}

async function planOf(commits: readonly FakeCommit[], isCompleted = true): Promise<LinkedPlan> {
  const index = await indexOf(commits, [`${phase}/01-01-${isCompleted ? "SUMMARY" : "PLAN"}.md`]);
  const plan = index.plans.find(({ planId }) => planId === planIdOf("01-01"));
  if (plan === undefined) throw new Error("no plan");
  return plan;
}

async function figuresFor(
  commits: readonly FakeCommit[],
  summary: string | null,
  isCompleted = true,
): Promise<PlanFigures> {
  const plan = { ...(await planOf(commits, isCompleted)), changedFiles: 7 };
  return createPlanFigures(plan, summary === null ? null : parsePlanSummary(summary));
}

const tenMinutesOfWork: readonly FakeCommit[] = [
  commit("01T09:00:00", "feat(01-01): begin", "src/a.ts"),
  commit("01T09:10:00", "feat(01-01): end", "src/a.ts"),
];

suite("readBareDuration", (test) => {
  test("reads minutes or seconds, whichever lies nearer to the reference", () => {
    assert.equal(readBareDuration(540, 9, 1.2), { minutes: 9, unit: "seconds" });
    assert.equal(readBareDuration(9, 9, 1.2), { minutes: 9, unit: "minutes" });
    assert.equal(readBareDuration(45, 40, 1.2), { minutes: 45, unit: "minutes" });
    assert.equal(readBareDuration(30, 1, 5)?.unit, "seconds");
    // Two tasks of ten files are no work of five seconds, however close their commits.
    assert.equal(readBareDuration(5, 1, 6)?.unit, "minutes");
    assert.is(readBareDuration(5, 1, 3), null);
  });

  test("reads neither where both are too far off", () => {
    assert.is(readBareDuration(31_616_115, 25, 5), null);
    assert.is(readBareDuration(1_771_618_929, 9, 5), null);
    assert.is(readBareDuration(2509, 9, 1.2), null);
    assert.is(readBareDuration(0, 9, 5), null);
  });
});

suite("isPlausibleDuration", (test) => {
  test("holds what is positive and no longer than a week", () => {
    assert.equal([-1, 0, 0.2, 10_080, 10_081].map(isPlausibleDuration), [false, false, true, true, false]);
  });
});

suite("createPlanFigures", (test) => {
  test("believes the SUMMARY before the commits, which miss the work before the first", async () => {
    const figures = await figuresFor(tenMinutesOfWork, "duration: 14min\ntasks: 3\nfiles: 4");
    assert.equal(
      [
        figures.durationMinutes,
        figures.durationEvidence,
        figures.plan.ownWork.spanMinutes,
        figures.tasks,
        figures.files,
      ],
      [14, "summary", 10, 3, 4],
    );
  });

  test("falls back on the commits where the SUMMARY says nothing or nonsense", async () => {
    for (const summary of [null, "no figures", "duration: 1771618929m", "duration: 31616115"]) {
      const figures = await figuresFor(tenMinutesOfWork, summary);
      assert.equal(
        [figures.durationMinutes, figures.durationEvidence, figures.tasks, figures.files],
        [12.5, "commits", 2, 7],
      );
    }
  });

  test("reads a bare number of the SUMMARY by the commits", async () => {
    assert.is((await figuresFor(tenMinutesOfWork, "duration: 720")).durationMinutes, 12);
    assert.is((await figuresFor(tenMinutesOfWork, "duration: 12")).durationMinutes, 12);
    assert.is((await figuresFor([], "duration: 12")).durationMinutes, 12);
    assert.is((await figuresFor([], "duration: 720")).durationMinutes, null);
  });

  test("has no duration without evidence", async () => {
    const figures = await figuresFor([commit("01T09:00:00", "feat(01-01): all at once", "src/a.ts")], null);
    assert.equal([figures.durationMinutes, figures.durationEvidence], [null, "none"]);
  });

  test("leaves out a follow-up fix after the plan was recorded complete", async () => {
    const figures = await figuresFor(
      [
        ...tenMinutesOfWork,
        commit("01T09:12:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`),
        commit("15T09:00:00", "fix(01-01): afterwards", "src/a.ts"),
      ],
      null,
    );
    assert.equal(
      [figures.startedAtMs, figures.completedAtMs, figures.plan.ownWork.spanMinutes],
      [at("01T09:00:00"), at("01T09:10:00"), 10],
    );
  });

  test("takes work after the record for the plan where there was none before", async () => {
    const figures = await figuresFor(
      [
        commit("01T09:00:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`),
        commit("01T10:00:00", "feat(01-01): at last", "src/a.ts"),
      ],
      null,
    );
    assert.is(figures.completedAtMs, at("01T10:00:00"));
  });

  test("dates a plan without work by the commit of its SUMMARY, or by the date in it", async () => {
    const record = commit("03T14:30:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`);
    assert.is((await figuresFor([record], null)).completedAtMs, at("03T14:30:00"));
    assert.is((await figuresFor([], "completed: 2026-03-02")).completedAtMs, at("02T00:00:00"));
    assert.is((await figuresFor([record], "completed: 2026-03-03")).completedAtMs, at("03T14:30:00"));
    // Imported later, or mistyped.
    assert.is((await figuresFor([record], "completed: 2026-01-20")).completedAtMs, Date.parse("2026-01-20"));
    assert.is((await figuresFor([record], "completed: 2062-03-03")).completedAtMs, at("03T14:30:00"));
    assert.is((await figuresFor([], null)).completedAtMs, null);
  });

  test("does not date a plan that is not completed", async () => {
    const figures = await figuresFor(tenMinutesOfWork, null, false);
    assert.equal([figures.startedAtMs, figures.completedAtMs], [at("01T09:00:00"), null]);
  });
});

suite("findPosition", (test) => {
  async function position(commits: readonly FakeCommit[], names: readonly string[]): Promise<readonly unknown[]> {
    const index = await indexOf(
      commits,
      names.map((name) => `${phase}/${name}`),
    );
    const { lastCompleted, lastWorked, inProgress } = findPosition(
      index.plans.map((plan) => createPlanFigures(plan, null)),
    );
    return [
      lastCompleted?.plan.planId ?? null,
      lastWorked?.plan.planId ?? null,
      inProgress.map(({ plan }) => plan.planId),
    ];
  }

  test("names the plan completed last by its work, and those with later unfinished work", async () => {
    const commits = [
      commit("01T09:00:00", "feat(01-01): a", "src/a.ts"),
      commit("01T09:30:00", "feat(01-04): never finished", "src/d.ts"),
      commit("01T10:00:00", "feat(01-02): b", "src/b.ts"),
      commit("01T11:00:00", "docs(01-01): touch up", `${phase}/01-01-SUMMARY.md`),
      commit("01T12:00:00", "feat(01-03): c", "src/c.ts"),
    ];
    const names = ["01-01-SUMMARY.md", "01-02-SUMMARY.md", "01-03-PLAN.md", "01-04-PLAN.md"];
    assert.equal(await position(commits, names), ["1-02", "1-03", ["1-03"]]);
  });

  test("puts the latest work first and leaves out plans without files", async () => {
    const commits = [
      commit("01T09:00:00", "feat(01-01): a", "src/a.ts"),
      commit("01T10:00:00", "feat(01-02): b", "src/b.ts"),
      commit("01T11:00:00", "feat(01-03): c", "src/c.ts"),
      commit("01T12:00:00", "feat(01-09): of a plan that is gone", "src/c.ts"),
    ];
    assert.equal(await position(commits, ["01-01-SUMMARY.md", "01-02-PLAN.md", "01-03-PLAN.md"]), [
      "1-01",
      "1-09",
      ["1-03", "1-02"],
    ]);
  });

  test("lets a day outdo no commit that was made before it began everywhere", async () => {
    const proven = figuresOf("01-02", {
      workAt: ["2026-04-06T13:02:00-06:00"],
      completedAtMs: Date.parse("2026-04-06T19:02:00Z"),
    });
    const settled = { ...proven, completedUntilMs: proven.completedAtMs };
    const onDay = (day: string): PlanFigures => {
      const completedAtMs = Date.parse(`${day}T00:00:00Z`);
      return figuresOf("01-01", { completedAtMs, completedUntilMs: completedAtMs + 36 * 3_600_000 });
    };
    const near = findPosition([onDay("2026-04-07"), settled]);
    assert.is(near.lastCompleted?.plan.planId, "1-02");
    assert.equal(
      near.mayBeLast.map(({ plan }) => plan.planId),
      ["1-01"],
    );
    assert.is(findPosition([onDay("2026-04-08"), settled]).lastCompleted?.plan.planId, "1-01");
  });

  test("knows which other plans may be called the last", async () => {
    const of = async (
      commits: readonly FakeCommit[],
      plans: readonly string[] = ["01-01", "01-02"],
    ): Promise<readonly unknown[]> => {
      const index = await indexOf(
        commits,
        plans.map((plan) => `${phase}/${plan}-SUMMARY.md`),
      );
      return findPosition(index.plans.map((plan) => createPlanFigures(plan, null))).mayBeLast.map(
        ({ plan }) => plan.planId,
      );
    };
    const work = [
      commit("01T04:00:00", "feat(01-03): before", "src/c.ts"),
      commit("01T09:00:00", "feat(01-01): a", "src/a.ts"),
      commit("01T09:10:00", "feat(01-02): b", "src/b.ts"),
      commit("01T09:25:00", "feat(01-01): a", "src/a.ts"),
    ];
    assert.equal(await of(work, ["01-01", "01-02", "01-03"]), ["1-02"]);
    assert.equal(
      await of([
        ...work,
        commit("01T09:30:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`),
        commit("01T09:40:00", "docs(01-02): complete", `${phase}/01-02-SUMMARY.md`),
      ]),
      ["1-02"],
    );
    assert.equal(
      await of([
        ...work,
        commit("01T09:30:00", "docs(01-02): complete", `${phase}/01-02-SUMMARY.md`),
        commit("01T09:40:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`),
      ]),
      [],
    );
    // One after the other; the first one's SUMMARY came last, or is in the commit that is being made.
    const sequence = [
      commit("01T09:00:00", "feat(01-01): a", "src/a.ts"),
      commit("01T09:10:00", "feat(01-02): b", "src/b.ts"),
    ];
    const record = (plan: string, minute: string): FakeCommit =>
      commit(`01T09:${minute}:00`, `docs(${plan}): complete`, `${phase}/${plan}-SUMMARY.md`);
    assert.equal(await of(sequence), []);
    // Nothing dates the third: its commits went into a squash that names no plan.
    assert.equal(await of(sequence, ["01-01", "01-02", "01-03"]), ["1-03"]);
    assert.equal(await of([...sequence, record("01-02", "11"), record("01-01", "12")]), ["1-01"]);
    assert.equal(await of([...sequence, record("01-01", "11"), record("01-02", "12")]), []);
    assert.equal(await of([...sequence, record("01-02", "11")]), ["1-01"]);
    // Minutes apart, whichever was recorded last.
    assert.equal(
      await of([
        ...work,
        commit("01T09:26:00", "feat(01-02): b", "src/b.ts"),
        commit("01T09:30:00", "docs(01-01): complete", `${phase}/01-01-SUMMARY.md`),
        commit("01T09:40:00", "docs(01-02): complete", `${phase}/01-02-SUMMARY.md`),
      ]),
      ["1-01"],
    );
  });

  test("knows of no position before the first plan", async () => {
    assert.equal(await position([], ["01-01-PLAN.md"]), [null, null, []]);
  });

  test("lets the later plan win a tie", async () => {
    const commits = [commit("01T09:00:00", "feat(01-01,01-02): both", "src/a.ts")];
    assert.equal(await position(commits, ["01-01-SUMMARY.md", "01-02-SUMMARY.md"]), ["1-02", "1-02", []]);
  });
});
