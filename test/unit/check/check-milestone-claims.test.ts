import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaPlans, changeLayout, findingsOf } from "./consistency-fixture.ts";

const withProgress = (line: string): string =>
  changeLayout(
    ["**Progress:** [██████░░░░] 60%", `**Progress:** ${line}`],
    ["*Updated after each plan completion*", "- Trend: Stable (v0.9 complete, v1.0 ready to start)"],
  );
const roadmap = (phases: string): string => `# Roadmap\n\n## Milestone v1.0: MVP\n\n${phases}\n`;

suite("check milestone claims", (test) => {
  test("finds a milestone that is called not begun and has plans done", async () => {
    assert.equal(await findingsOf(withProgress("[██████░░░░] 60% (v1.0: 3/5 plans)"), betaPlans), [
      "46 position-contradicted “Trend” says “v1.0 ready to start”, but “Progress” says 3/5 for v1.0",
    ]);
    const text = changeLayout(["*Updated after each plan completion*", "- Note: v1.1 not started, v1.0 is under way"]);
    assert.equal(await findingsOf(text, betaPlans), []);
  });

  test("finds a total below the plans that the roadmap's phases of the milestone have", async () => {
    const text = changeLayout(["**Progress:** [██████░░░░] 60%", "**Progress:** [███████░░░] 67% (v1.0: 2/3 plans)"]);
    const both = roadmap("### Phase 1: Alpha\n\n- [ ] **Phase 2: Beta**");
    const found = (await findingsOf(text, betaPlans, { roadmap: both })).filter((finding) => finding.includes("v1.0"));
    assert.equal(found, [
      "30 total-contradicted “Progress” says “v1.0: 2/3”, but the roadmap's phases of v1.0 have 5 plans, 3 with a SUMMARY",
    ]);
    for (const other of [
      roadmap("Phase 1 and what follows"),
      roadmap("### Phase 7"),
      `${both}\n## v1.0 again\n\n- Phase 1`,
    ]) {
      assert.equal(
        (await findingsOf(text, betaPlans, { roadmap: other })).filter((finding) => finding.includes("roadmap")),
        [],
      );
    }
  });

  test("leaves a count of one phase alone that stands beside a milestone", async () => {
    const text = changeLayout([
      "**Progress:** [██████░░░░] 60%",
      "**Progress:** [█████░░░░░] 50% (v1.0 — Phase 1 complete 2/2 plans, 1/2 phases)",
    ]);
    const both = roadmap("### Phase 1: Alpha\n\n### Phase 2: Beta");
    assert.equal(await findingsOf(text, betaPlans, { roadmap: both }), []);
  });

  test("counts the phases that a heading gives as a range", async () => {
    const text = changeLayout(["**Progress:** [██████░░░░] 60%", "**Progress:** [██████████] 100% (v1.0: 2/2 plans)"]);
    const found = await findingsOf(text, betaPlans, { roadmap: "# Roadmap\n\n## v1.0 MVP (Phases 1–2)\n\nwords\n" });
    assert.ok(found.some((finding) => finding.includes("the roadmap's phases of v1.0 have 5 plans")));
  });

  test("finds a table of a milestone that adds up to another total", async () => {
    const text = changeLayout(
      ["**Progress:** [██████░░░░] 60%", "**Progress:** [██████░░░░] 60% (v1.0: 3/5 plans)"],
      ["**By Phase:**", "**By Phase (v1.0):**"],
      ["| 2 | 1 | 8min | 8min |", "| 2 | 3 | 8min | 8min |"],
    );
    assert.equal(await findingsOf(text, betaPlans), [
      "43 total-contradicted “By Phase (v1.0)” says “5 plans”, but “Progress” says 3/5 for v1.0",
    ]);
  });
});
