import * as assert from "uvu/assert";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { createPlanId } from "../../../src/model/plan-id.ts";
import { findRoadmapTitles, titleOf } from "../../../src/planning/roadmap-titles.ts";
import { suite } from "../../support/suite.ts";

function find(...lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(findRoadmapTitles(parseStateDocument(["# Roadmap", "", ...lines, ""].join("\n"))));
}

suite("findRoadmapTitles", (test) => {
  test("reads what items call their plans, without what stands in brackets behind", () => {
    assert.equal(
      find(
        "- [ ] 67-05-PLAN.md - CI/CD Pipeline Documentation (runbook, guide)",
        "- [x] 67-04: **Monitoring** & Alerting",
        "- Plan 02.1-03 — 后端常量真相源收口",
        "1. [67-06](phases/67/67-06-PLAN.md) – Quiet Hours",
      ),
      {
        "67-05": "CI/CD Pipeline Documentation",
        "67-04": "Monitoring & Alerting",
        "2.1-03": "后端常量真相源收口",
        "67-06": "Quiet Hours",
      },
    );
  });

  test("says nothing of a plan that is called several things, or nothing, or stands in a fold", () => {
    assert.equal(
      find(
        "- 01-01: One",
        "- 01-01: Another",
        "- [ ] 01-02-PLAN.md",
        "- [ ] 01-03: TBD",
        "- Phase 1 needs 01-04: first",
        "",
        "<details>",
        "",
        "- [x] 01-05: Of old",
        "",
        "</details>",
      ),
      {},
    );
  });
});

suite("titleOf", (test) => {
  test("takes the SUMMARY.md's word first, and the roadmap's of the milestone at hand alone", () => {
    const planId = createPlanId("13", "04");
    if (planId === undefined) throw new Error("13-04 is a plan id");
    const titles = new Map([[planId, "Weekly Digest"]]);
    const plan = (milestone: string | null): { planId: typeof planId; files: { milestone: string | null } } => ({
      planId,
      files: { milestone },
    });
    assert.is(titleOf({ plan: plan(null), summary: { title: "Digest" } }, titles), "Digest");
    assert.is(titleOf({ plan: plan(null), summary: null }, titles), "Weekly Digest");
    assert.is(titleOf({ plan: plan("v1.0"), summary: null }, titles), null);
  });
});
