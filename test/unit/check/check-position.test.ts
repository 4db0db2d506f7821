import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaLayout, betaPlans, changeLayout, findingsOf, type FakePlan } from "./consistency-fixture.ts";

const done = (id: string, at: string): FakePlan => ({ id, at });
/** Phase 2 complete, phase 3 begun. */
const gammaPlans: readonly FakePlan[] = [
  ...betaPlans.slice(0, 3),
  done("2-02", "2026-02-21T10:00:00Z"),
  done("2-03", "2026-02-21T12:00:00Z"),
  done("3-01", "2026-02-21T15:00:00Z"),
  { id: "3-02", at: null, isOpen: true },
];
const onlyPosition = async (text: string, plans: readonly FakePlan[]): Promise<readonly string[]> =>
  (await findingsOf(text, plans)).filter((finding) => finding.includes("position-contradicted"));

suite("check position", (test) => {
  test("says nothing of a state that is right after a plan's completion", async () => {
    assert.equal(await findingsOf(betaLayout, betaPlans), []);
  });

  test("says nothing while the next plan is in progress", async () => {
    const plans = betaPlans.map((plan) => (plan.id === "2-02" ? { ...plan, at: "2026-02-25T08:00:00Z" } : plan));
    assert.equal(await findingsOf(betaLayout, plans), []);
  });

  test("says nothing without a repository", async () => {
    assert.equal(await findingsOf(betaLayout, []), []);
  });

  test("finds lines that name a plan or a phase before the newest", async () => {
    const text = changeLayout(["last_activity: 2026-02-20\n", ""], ["stopped_at: Completed 02-01-PLAN.md\n", ""]);
    assert.equal(await onlyPosition(text, gammaPlans), [
      "19 position-contradicted “Current focus” says “Phase 2 - Beta”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)",
      "23 position-contradicted “Phase” says “2 of 2 (Beta)”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)",
      "26 position-contradicted “Last activity” says “2026-02-20 — Completed 02-01”, but 03-01 was completed after it (2026-02-21 15:00)",
    ]);
  });

  test("finds an activity that is days older than the newest plan, whatever it names", async () => {
    const text = changeLayout(["2026-02-20 — Completed 02-01", "2026-02-17 — Roadmap created"]);
    const [finding] = await onlyPosition(text, betaPlans);
    assert.is(
      finding,
      "28 position-contradicted “Last activity” says “2026-02-17 — Roadmap created”, but 02-01 was completed 2026-02-20 21:41",
    );
  });

  test("takes a day for what it may be in any zone", async () => {
    const plans = [...betaPlans.slice(0, 2), done("2-01", "2026-02-21T01:41:00+03:00"), ...betaPlans.slice(3)];
    assert.equal(await onlyPosition(changeLayout(["2026-02-20 — Completed 02-01", "2026-02-20"]), plans), []);
  });

  test("says nothing of an activity after the newest plan, or of one that is no plan's", async () => {
    for (const activity of [
      "2026-02-22 — Completed 01-02 again",
      "2026-02-21 — Quick task 3: fix what 01-02 broke",
      "2026-02-21 — Phase 1 UAT passed",
    ]) {
      const text = changeLayout(["2026-02-20 — Completed 02-01", activity]);
      assert.equal(await onlyPosition(text, betaPlans), [], activity);
    }
  });

  test("lets a plan be named whose record came after the newest work", async () => {
    const plans = betaPlans.map((plan) =>
      plan.id === "1-02" ? { ...plan, recordedAt: "2026-02-20T22:30:00Z" } : plan,
    );
    assert.equal(await onlyPosition(changeLayout(["Completed 02-01\n", "Completed 01-02\n"]), plans), []);
  });

  test("lets the later one of a wave be named", async () => {
    const plans = [
      ...betaPlans.slice(0, 2),
      done("2-01", "2026-02-20T21:41:00Z"),
      done("2-02", "2026-02-20T20:00:00Z"),
    ];
    const text = changeLayout(
      ["**Plan:** 2 of 3 in current phase", "**Plan:** 02-02"],
      ["Completed 02-01\n", "Completed 02-02\n"],
    );
    assert.equal(await onlyPosition(text, plans), []);
  });

  test("says nothing of a phase that is ahead, although its number was complete in another milestone", async () => {
    const text = changeLayout(
      ["Phase 2 - Beta", "Phase 1 - Gamma"],
      ["2 of 2 (Beta)", "1 of 4 (Gamma)"],
      ["2 of 3 in current phase", "Not started"],
      ["In progress", "Ready to plan"],
      ["2026-02-20 — Completed 02-01", "2026-02-20 — Roadmap created"],
    );
    assert.equal(await onlyPosition(text, betaPlans), []);
  });

  test("says nothing of numbers that recur or that were archived", async () => {
    const text = changeLayout(["Completed 02-01\n", "Completed 01-02\n"]);
    const twice = { id: "1-02", at: "2026-01-02T10:00:00Z", directory: ".planning/phases/1-old" };
    assert.equal(await onlyPosition(text, [...betaPlans, twice]), []);
    const archived = betaPlans.map((plan) =>
      plan.id.startsWith("1-") ? { ...plan, directory: ".planning/milestones/v0.9-phases/1-name" } : plan,
    );
    assert.equal(await onlyPosition(text, archived), []);
  });

  test("finds the copies of the front matter that the body does not share", async () => {
    const text = changeLayout([
      "stopped_at: Completed 02-01-PLAN.md",
      "current_phase: 1\nstopped_at: Completed 01-02-PLAN.md",
    ]);
    assert.equal(await onlyPosition(text, betaPlans), [
      "6 position-contradicted “current_phase” says “1”, but 02-01 was completed after all of phase 1 (2026-02-20 21:41)",
      "7 position-contradicted “stopped_at” says “Completed 01-02-PLAN.md”, but 02-01 was completed after it (2026-02-20 21:41)",
    ]);
  });

  test("leaves a copy alone that is mended with the body", async () => {
    const text = changeLayout(
      ["stopped_at: Completed 02-01-PLAN.md", "stopped_at: Completed 01-02-PLAN.md"],
      ["**Stopped at:** Completed 02-01-PLAN.md", "**Stopped at:** Completed 01-02-PLAN.md"],
    );
    assert.equal(await onlyPosition(text, betaPlans), []);
  });

  test("says nothing of a document in conflict", async () => {
    const text = changeLayout([
      "**Status:** In progress\n",
      "<<<<<<< ours\n**Status:** In progress\n=======\n**Status:** Done\n>>>>>>> theirs\n",
    ]);
    assert.equal(await findingsOf(text, gammaPlans), []);
  });
});
