import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaLayout, betaPlans, changeLayout, findingsOf } from "./consistency-fixture.ts";

const withFooter = (footer: string): string => `${betaLayout}\n---\n\n*${footer}*\n`;

suite("check next steps", (test) => {
  test("finds a heading that calls a complete phase upcoming", async () => {
    const text = changeLayout(["## Session Continuity", "## Upcoming: Phase 1 - Alpha\n\n## Session Continuity"]);
    assert.equal(await findingsOf(text, betaPlans), [
      "48 position-contradicted “Upcoming” says “Phase 1 - Alpha”, but phase 1 is complete: 2 of 2 plans have their SUMMARY",
    ]);
  });

  test("says nothing of a phase that is under way, or of what is left of a complete one", async () => {
    for (const heading of [
      "Upcoming: Phase 2 - Beta",
      "Upcoming: Phase 3",
      "Upcoming: Phase 1 gap closure",
      "Phase 1: Alpha",
    ]) {
      const text = changeLayout(["## Session Continuity", `## ${heading}\n\n## Session Continuity`]);
      assert.equal(await findingsOf(text, betaPlans), [], heading);
    }
  });

  test("finds a next action that is done", async () => {
    assert.equal(await findingsOf(withFooter("Next action: Plan Phase 1 (/gsd:plan-phase 1)"), betaPlans), [
      "56 position-contradicted “Next action” says “Plan Phase 1 (/gsd:plan-phase 1)”, but phase 1 is complete: 2 of 2 plans have their SUMMARY",
    ]);
    assert.equal(await findingsOf(withFooter("Next: `/gsd:plan-phase 2`"), betaPlans), [
      "56 position-contradicted “Next” says “`/gsd:plan-phase 2`”, but phase 2 is planned already: 1 of its 3 plans has its SUMMARY",
    ]);
    assert.equal(await findingsOf(withFooter("Next action: Execute 02-01-PLAN.md"), betaPlans), [
      "56 position-contradicted “Next action” says “Execute 02-01-PLAN.md”, but 02-01 has its SUMMARY",
    ]);
  });

  test("says nothing of a next action that is to be done, or that is none of planning or executing", async () => {
    const actions = [
      "Phase 1 complete. Ready for the next milestone.",
      "Execute 02-02-PLAN.md",
      "/gsd:execute-phase 2",
      "Plan Phase 3",
      "Verify phase 1",
      "/gsd:plan-phase 1 --gaps",
      "Ship it",
    ];
    for (const action of actions)
      assert.equal(await findingsOf(withFooter(`Next action: ${action}`), betaPlans), [], action);
  });

  test("says nothing of a next action where phases are numbered anew", async () => {
    const text = changeLayout(["2 of 2 (Beta)", "1 of 4 (Gamma)"], ["2 of 3 in current phase", "Not started"]);
    assert.equal(await findingsOf(`${text}\n*Next action: Plan Phase 1*\n`, betaPlans), []);
  });

  test("finds an update that is older than the newest plan", async () => {
    const named = changeLayout([
      "*Updated after each plan completion*",
      "*Updated: 2026-02-20 (Phase 1 Plan 02 complete)*",
    ]);
    assert.equal(await findingsOf(named, betaPlans), [
      "46 position-contradicted “Updated” says “2026-02-20 (Phase 1 Plan 02 complete)”, but 02-01 was completed after it (2026-02-20 21:41)",
    ]);
    assert.equal(await findingsOf(withFooter("Last updated: 2026-02-18 after the roadmap"), betaPlans), [
      "56 position-contradicted “Last updated” says “2026-02-18 after the roadmap”, but 02-01 was completed 2026-02-20 21:41",
    ]);
  });

  test("holds the newest entry of a diary of updates against history, and no older one", async () => {
    const diary = (...days: readonly string[]): string => days.map((day) => `Updated: ${day} after work`).join("*\n*");
    assert.equal(await findingsOf(withFooter(diary("2026-02-17", "2026-02-20", "2026-02-18")), betaPlans), []);
    assert.equal((await findingsOf(withFooter(diary("2026-02-17", "2026-02-18")), betaPlans)).length, 1);
  });

  test("says nothing of an update of the day before, which may be the same day elsewhere", async () => {
    assert.equal(await findingsOf(withFooter("Last updated: 2026-02-19"), betaPlans), []);
    assert.equal(await findingsOf(withFooter("State initialized: 2026-01-01"), betaPlans), []);
  });
});
