import * as assert from "uvu/assert";
import { parseCompletionClaim } from "../../../src/check/completion-claims.ts";
import { suite } from "../../support/suite.ts";
import { betaPlans, changeLayout, findingsOf } from "./consistency-fixture.ts";

const withLog = (...entries: readonly string[]): string =>
  changeLayout(["## Performance Metrics", `${entries.join("\n\n")}\n\n## Performance Metrics`]);

suite("check completion claims", (test) => {
  test("reads the plan that a text begins by calling complete", () => {
    const claims: readonly (readonly [text: string, planId: string | null])[] = [
      ["Phase 64-04 COMPLETE - Provider tests", "64-04"],
      ["**TRD 20-04 complete (2026-05-06)** — status line", "20-04"],
      ["Completed 02-01-PLAN.md", "2-01"],
      ["Completed Phase 67-02 - Build optimization", "67-02"],
      ["Phase 67 Plan 04 COMPLETE", "67-04"],
      ["64-04 ✅ complete", "64-04"],
      ["64-04 complete except for the docs", null],
      ["64-04 complete pending verification", null],
      ["Completed 64-04 Task 1", null],
      ["Completed 64-04 planning", null],
      ["Completed 64-04, 64-05", null],
      ["64-04 not complete", null],
      ["64-04 INCOMPLETE", null],
      ["Reverted what 64-04 completed", null],
      ["Phase 64 complete", null],
    ];
    for (const [text, planId] of claims) assert.is(parseCompletionClaim(text), planId, text);
  });

  test("finds a plan that a list reports twice", async () => {
    const text = withLog(
      "Previous: Phase 1-02 COMPLETE - API (3 tasks, 10 min).",
      "Previous: Phase 1-01 COMPLETE",
      "Previous: 2026-02-19 — Phase 1-02 COMPLETE: API (2 tasks, 25 min).",
    );
    assert.equal(await findingsOf(text, betaPlans), [
      "36 plan-doubled plan 01-02 is reported complete 2 times (lines 32, 36)",
    ]);
    const items = withLog("- 1-02 complete — API\n- 1-01 complete — base\n- **1-02 complete** — API, again");
    assert.equal(await findingsOf(items, betaPlans), [
      "34 plan-doubled plan 01-02 is reported complete 2 times (lines 32, 34)",
    ]);
  });

  test("says nothing of lines of different labels, of headings, or of the parts of a plan", async () => {
    const texts = [
      withLog("Previous: Phase 2-01 COMPLETE - API", "Earlier: Phase 2-01 COMPLETE"),
      withLog("**Phase 2 Plan 01 Complete:**", "- one", "**Phase 2 Plan 01 COMPLETE:**", "- two"),
      withLog("- Completed 2-01 Task 1\n- Completed 2-01 Task 2\n- Completed 2-01"),
    ];
    for (const text of texts) assert.equal(await findingsOf(text, betaPlans), []);
  });

  test("finds a plan reported complete that has no summary", async () => {
    assert.equal(await findingsOf(withLog("Previous: Phase 2-02 COMPLETE"), betaPlans), [
      "32 plan-unfinished plan 02-02 is reported complete, but has no SUMMARY.md and no tagged commits",
    ]);
    const begun = betaPlans.map((plan) => (plan.id === "2-02" ? { ...plan, at: "2026-02-20T20:00:00Z" } : plan));
    assert.equal(await findingsOf(withLog("- [x] 02-02 complete"), begun), [
      "32 plan-unfinished plan 02-02 is reported complete, but has no SUMMARY.md",
    ]);
    assert.equal(await findingsOf(withLog("- Plan 02-09 complete"), betaPlans), [
      "32 plan-unfinished plan 02-09 is reported complete, but has no PLAN.md, no SUMMARY.md and no tagged commits",
    ]);
  });

  test("says nothing of an open box, of untagged work, of phases that are archived or gone", async () => {
    assert.equal(await findingsOf(withLog("- [ ] 02-02 complete"), betaPlans), []);
    const untagged = betaPlans.map((plan) => (plan.id === "1-02" ? { id: "1-02", at: null } : plan));
    assert.equal(await findingsOf(withLog("Previous: Phase 1-02 COMPLETE"), untagged), []);
    const archived = [
      ...betaPlans,
      { id: "9-01", at: "2026-01-02T10:00:00Z", isOpen: true, directory: ".planning/milestones/v0.9-phases/9-name" },
    ];
    assert.equal(
      await findingsOf(withLog("Previous: Phase 9-01 COMPLETE", "Previous: Phase 8-01 COMPLETE"), archived),
      [],
    );
  });
});
