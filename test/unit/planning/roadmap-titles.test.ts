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

  test("reads items of every mark, and names of every form", () => {
    for (const item of [
      "- 67-04: Monitoring",
      "* [ ] 67-04:   Monitoring",
      "+  [X]  67-04 - Monitoring",
      "> - 67-04 -- Monitoring",
      "12) 67-04 — Monitoring",
      "123456. 67-04–Plan: Monitoring",
      "- plan  67-04: Monitoring",
      "- TRD 67-04: Monitoring",
      "- 67-04-PLAN: Monitoring",
      "- 67-04-TRD.md — Monitoring",
      "- 67-04 : Monitoring",
      "- **67-04**: Monitoring",
      "- `67-04-PLAN.md`: Monitoring",
      "- [67-04](a.md): Monitoring",
      "- 67-04: Monitoring  (runbook).",
      "- 67-04: Monitoring (runbook) ",
    ]) {
      const found = find(item);
      assert.ok(
        item.includes("–Plan") ? Object.keys(found).length === 0 : found["67-04"] === "Monitoring",
        `${item}: ${JSON.stringify(found)}`,
      );
    }
    assert.equal(find("- 67-04: Alerts (mail) and more"), { "67-04": "Alerts (mail) and more" });
    assert.equal(find(`- 67-04: ${"x".repeat(160)}`), { "67-04": "x".repeat(160) });
    assert.equal(find("- 67-04: Same", "- 67-04: Same"), { "67-04": "Same" });
  });

  test("reads no title where the item says something else", () => {
    for (const item of [
      "67-04: Monitoring",
      "x - 67-04: Monitoring",
      "-67-04: Monitoring",
      "- 67-04 Monitoring",
      "- 67-04 -Monitoring",
      "- 67-04:",
      "- 67-04: —",
      "- after 67-04: Monitoring",
      "- plans 67-04: Monitoring",
      "- see [67-04](a.md): Monitoring",
      `- 67-04: ${"x".repeat(161)}`,
      `- ${"x".repeat(200)} 67-04: Monitoring`,
      `- 67-04: Monitoring${" ".repeat(2000)}`,
      "    - 67-04: Monitoring",
    ])
      assert.equal(find(item), {}, item);
    assert.equal(find("```", "- 67-04: Monitoring", "```"), {});
  });

  test("knows where a fold ends, and that folds lie in folds", () => {
    const item = ["", "- 67-04: Monitoring", ""];
    assert.equal(find("<details><summary>v1</summary>", ...item, "</details>", ...item), { "67-04": "Monitoring" });
    assert.equal(find("<details>", "", "<details open>", ...item, "</details>", ...item), {});
    assert.equal(find("</details>", ...item), { "67-04": "Monitoring" });
    assert.equal(find("</details>", "", "<details>", ...item), {});
    assert.equal(find("<details-x>", ...item), { "67-04": "Monitoring" });
    assert.equal(find("<DETAILS>", ...item, "</DETAILS>"), {});
    assert.equal(find("Words of `<details>`.", ...item), { "67-04": "Monitoring" });
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
    assert.is(titleOf({ plan: plan(null), summary: { title: null } }, titles), "Weekly Digest");
    assert.is(titleOf({ plan: { planId, files: null }, summary: null }, titles), "Weekly Digest");
    assert.is(titleOf({ plan: plan(null), summary: null }, new Map()), null);
  });
});
