import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaPlans, changeLayout, findingsOf, type FakePlan } from "./consistency-fixture.ts";

const titled: readonly FakePlan[] = betaPlans.map((plan) =>
  plan.id === "2-01" ? { ...plan, summary: "# Phase 2 Plan 01: Docker Build Optimization Summary\n" } : plan,
);
const withStatus = (status: string): string => changeLayout(["**Status:** In progress", `**Status:** ${status}`]);

suite("check plan names", (test) => {
  test("finds a plan that is called by the title of another one of its phase", async () => {
    assert.equal(await findingsOf(withStatus("In progress. Next: Plan 02-02 Docker build optimization."), titled), [
      "27 plan-misnamed 02-02 is called “Docker build optimization.”, which is the title of 02-01",
    ]);
  });

  test("says nothing of the plan that has the title, or of words that merely begin alike", async () => {
    for (const status of [
      "In progress. Done: Plan 02-01 Docker Build Optimization",
      "In progress. Next: Plan 02-02 Docker Build",
      "In progress. Next: Plan 02-02, after Docker Build Optimization",
      "In progress. Next: 02-02 - Docker Build Optimizations",
    ]) {
      assert.equal(await findingsOf(withStatus(status), titled), [], status);
    }
  });
});
