import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaPlans, changeLayout, findingsOf } from "./consistency-fixture.ts";

suite("check project totals", (test) => {
  test("takes the plans' share and the lesser share, in the body and in the front matter", async () => {
    for (const percent of ["percent: 50", "percent: 60"]) {
      for (const bar of ["[██████░░░░] 60%", "[█████░░░░░] 50%"]) {
        assert.equal(
          await findingsOf(changeLayout(["percent: 50", percent], ["[██████░░░░] 60%", bar]), betaPlans),
          [],
        );
      }
    }
  });

  test("finds a percentage that neither share gives", async () => {
    assert.equal(await findingsOf(changeLayout(["percent: 50", "percent: 93"]), []), [
      "14 total-contradicted “percent” says “93”, but 3 of 5 plans are 60%, and 1 of 2 phases are 50%",
    ]);
    assert.equal(await findingsOf(changeLayout(["[██████░░░░] 60%", "[████████░░] 80%"]), betaPlans), [
      "30 total-contradicted “Progress” says “[████████░░] 80%”, but the front matter says 50%",
    ]);
  });

  test("says nothing of a percentage that is copied from the body", async () => {
    const text = changeLayout(
      ["percent: 50", "percent: 25"],
      ["[██████░░░░] 60%", "[██░░░░░░░░] 25% (Phase 9: 1 of 4 plans)"],
    );
    assert.equal(await findingsOf(text, []), []);
  });

  test("finds more done than there is", async () => {
    assert.equal(await findingsOf(changeLayout(["completed_plans: 3", "completed_plans: 6"]), betaPlans), [
      "13 total-contradicted “completed_plans” says “6”, but total_plans is 5",
    ]);
  });

  test("finds a count that the disk contradicts, where the total is the disk's", async () => {
    assert.equal(
      await findingsOf(
        changeLayout(
          ["completed_plans: 3", "completed_plans: 2"],
          ["percent: 50", "percent: 40"],
          ["[██████░░░░] 60%", ""],
        ),
        betaPlans,
      ),
      ["13 total-contradicted “completed_plans” says “2”, but 3 of the 5 plans of phases 1 to 2 have a SUMMARY"],
    );
  });

  test("says nothing of a total that is another milestone's", async () => {
    const text = changeLayout(["total_plans: 5", "total_plans: 9"], ["completed_plans: 3", "completed_plans: 4"]);
    assert.equal(await findingsOf(text, betaPlans), []);
    // Two plans are those of phase 1: the count may well be of it.
    const first = changeLayout(
      ["total_plans: 5", "total_plans: 2"],
      ["completed_plans: 3", "completed_plans: 2"],
      ["percent: 50", "percent: 100"],
      ["[██████░░░░] 60%", ""],
    );
    assert.equal(await findingsOf(first, betaPlans), []);
  });

  test("finds a fraction that the front matter contradicts", async () => {
    assert.equal(
      await findingsOf(changeLayout(["[██████░░░░] 60%", "[░░░░░░░░░░] 0% (v1.0 milestone — 0/2 phases)"]), betaPlans),
      [
        "30 total-contradicted “Progress” says “[░░░░░░░░░░] 0% (v1.0 milestone — 0/2 phases)”, but the front matter counts 1 of 2 phases",
      ],
    );
    assert.equal(
      await findingsOf(
        changeLayout(["[██████░░░░] 60%", "[██████████] 100% (v0.9 milestone — 2/2 phases)"]),
        betaPlans,
      ),
      [],
    );
  });

  test("finds a milestone's total that the document contradicts", async () => {
    assert.equal(await findingsOf(changeLayout(["completed: 3\n", "completed: 0 (v1.0)\n"]), betaPlans), [
      "36 total-contradicted “Total plans completed” says “0 (v1.0)”, but the front matter counts 3 completed plans for v1.0",
    ]);
    const byProgress = changeLayout(
      ["completed: 3\n", "completed: 18 (v0.9)\n"],
      ["[██████░░░░] 60%", "[██████████] 100% (v0.9: 20/20 plans) → [██████░░░░] 60% (v1.0: 3/5 plans)"],
    );
    assert.equal(await findingsOf(byProgress, betaPlans), [
      "36 total-contradicted “Total plans completed” says “18 (v0.9)”, but “Progress” says 20/20 for v0.9",
    ]);
  });

  test("says nothing of a qualified total that nothing else speaks of", async () => {
    for (const value of ["200 (v0.9)", "126 (v0.1-v0.9)", "27 (1 retro + 26 forward)"]) {
      assert.equal(await findingsOf(changeLayout(["completed: 3\n", `completed: ${value}\n`]), betaPlans), [], value);
    }
  });
});
