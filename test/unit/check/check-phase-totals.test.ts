import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaLayout, betaPlans, changeLayout, findingsOf, type FakePlan } from "./consistency-fixture.ts";

const withPlan = (value: string): string => changeLayout(["2 of 3 in current phase", value]);
const twoDone: readonly FakePlan[] = betaPlans.map((plan) =>
  plan.id === "2-02" ? { id: "2-02", at: "2026-02-20T21:50:00Z" } : plan,
);

suite("check phase totals", (test) => {
  test("takes the number of the plan that is next and of the one that is done", async () => {
    for (const value of ["1 of 3 in current phase", "2 of 3 in current phase", "02 of 03", "1 of 3 complete", "2/3"]) {
      assert.equal(await findingsOf(withPlan(value), betaPlans), [], value);
    }
  });

  test("finds a number of plans below the phase's", async () => {
    assert.equal(await findingsOf(withPlan("2 of 2 in current phase"), betaPlans), [
      "26 total-contradicted “Plan” says “2 of 2 in current phase”, but phase 2 has 3 plans, 1 with a SUMMARY",
    ]);
  });

  test("finds a number that is behind, ahead or beyond its own total", async () => {
    const behind = changeLayout(
      ["2 of 3 in current phase", "1 of 3 in current phase"],
      ["completed_plans: 3", "completed_plans: 4"],
      ["percent: 50", "percent: 80"],
      ["Completed 02-01\n", "Completed 02-02\n"],
    );
    assert.equal(
      (await findingsOf(behind, twoDone)).filter((finding) => finding.includes("“Plan”")),
      ["26 total-contradicted “Plan” says “1 of 3 in current phase”, but phase 2 has 3 plans, 2 with a SUMMARY"],
    );
    assert.equal(await findingsOf(withPlan("3 of 3 complete"), betaPlans), [
      "26 total-contradicted “Plan” says “3 of 3 complete”, but phase 2 has 3 plans, 1 with a SUMMARY",
    ]);
    assert.equal(await findingsOf(withPlan("4 of 3"), betaPlans), [
      "26 total-contradicted “Plan” says “4 of 3”, but there is no plan 4 among 3",
    ]);
  });

  test("says nothing where a later plan of the wave was done first, or plans are yet to be written", async () => {
    const wave = betaPlans.map((plan) => (plan.id === "2-02" ? { id: "2-02", at: "2026-02-20T20:00:00Z" } : plan));
    const text = changeLayout(
      ["2 of 3 in current phase", "1 of 3 in current phase"],
      ["completed_plans: 3", "completed_plans: 4"],
    );
    assert.equal(
      (await findingsOf(text, wave)).filter((finding) => finding.includes("“Plan”")),
      [],
    );
    assert.equal(await findingsOf(withPlan("2 of 5 in current phase"), betaPlans), []);
    assert.equal(await findingsOf(withPlan("8/8 complete"), betaPlans), []);
  });

  test("does not count a summary without a plan as one, nor the other way round", async () => {
    const plans = [...betaPlans, { id: "2-04", at: "2026-02-20T21:00:00Z", isUnplanned: true }];
    assert.equal(
      (await findingsOf(withPlan("2 of 3 in current phase"), plans)).filter((finding) => finding.includes("“Plan”")),
      [],
    );
  });

  test("finds what the progress line says of phases", async () => {
    const text = changeLayout([
      "[██████░░░░] 60%",
      "[██████░░░░] 60% - Phase 1: 1/2 complete, Phase 2: 1/3 complete, Phase 2-01: 1/1 complete",
    ]);
    assert.equal(await findingsOf(text, betaPlans), [
      "30 total-contradicted “Progress” says “Phase 1: 1/2”, but phase 1 has 2 plans, 2 with a SUMMARY",
    ]);
    const inPhase = changeLayout(["[██████░░░░] 60%", "[███████░░░] 67% (2/3 plans in Phase 2)"]);
    assert.equal(await findingsOf(inPhase, betaPlans), [
      "30 total-contradicted “Progress” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY",
    ]);
    const other = changeLayout(["**Status:** In progress", "**Status:** Phase 1 verified (13/13 must-haves)"]);
    assert.equal(await findingsOf(other, betaPlans), []);
  });

  test("leaves a count of several phases alone that stands behind one of them", async () => {
    for (const words of ["known plans across Phases 1-2; more to come", "plans in all", "plans total", "plans overall"])
      assert.equal(await findingsOf(withPlan(`2 of 3 in Phase 2 (30 of 30 ${words})`), betaPlans), [], words);
    const [finding] = await findingsOf(withPlan("2 of 3 in Phase 2 (30 of 30 plans)"), betaPlans);
    assert.match(finding ?? "", /“Phase 2: 30 of 30”, but phase 2 has 3 plans/);
  });

  test("finds rows of phase tables that the disk contradicts", async () => {
    const table = (title: string, rows: string): string =>
      changeLayout([
        "## Session Continuity",
        `## ${title}\n\n| Phase | Plans | Status |\n|---|---|---|\n${rows}\n\n## Session Continuity`,
      ]);
    assert.equal(await findingsOf(table("Phases", "| 1 | 2/2 | Complete |\n| 2 | 3/3 | ✅ Complete |"), betaPlans), [
      "53 total-contradicted “Phase 2” says “3/3”, but phase 2 has 3 plans, 1 with a SUMMARY",
    ]);
    assert.equal(await findingsOf(table("Phases", "| 1 | - | Not started |\n| 2 | - | ✅ Complete |"), betaPlans), [
      "52 total-contradicted “Phase 1” says “Not started”, but phase 1 has 2 plans, 2 with a SUMMARY",
      "53 total-contradicted “Phase 2” says “✅ Complete”, but phase 2 has 3 plans, 1 with a SUMMARY",
    ]);
    assert.equal(
      await findingsOf(
        table("Phases", "| 1 | 2/2 | Complete |\n| 2 | 1/3 | In progress |\n| 3 | 0/2 | Not started |"),
        betaPlans,
      ),
      [],
    );
    assert.equal(
      await findingsOf(table("v0.9 phases (SHIPPED)", "| 1 | 4/4 | Complete |\n| 2 | 6/6 | Complete |"), betaPlans),
      [],
    );
  });

  test("says nothing of a phase whose number means two directories", async () => {
    const plans = [...betaPlans, { id: "2-01", at: "2026-01-02T10:00:00Z", directory: ".planning/phases/2-old" }];
    assert.equal(await findingsOf(withPlan("2 of 2 in current phase"), plans), []);
  });

  test("holds a row against the directory of its number only where the names agree", async () => {
    const roadmap = (name: string): string =>
      `# Roadmap\n\n| Phase | Plans | Status |\n|---|---|---|\n| 1. ${name} | 3/3 | Complete |\n`;
    const plans = betaPlans.map((plan) =>
      plan.id.startsWith("1-") ? { ...plan, directory: ".planning/phases/01-artifact-removal" } : plan,
    );
    assert.is((await findingsOf(betaLayout, plans, { roadmap: roadmap("Removing artifacts") })).length, 1);
    assert.is((await findingsOf(betaLayout, plans, { roadmap: roadmap("清理") })).length, 1);
    assert.equal(await findingsOf(betaLayout, plans, { roadmap: roadmap("Foundation") }), []);
  });
});
