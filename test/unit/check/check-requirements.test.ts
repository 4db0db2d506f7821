import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaLayout, betaPlans, findingsOf, type OtherTexts } from "./consistency-fixture.ts";

const table = (...rows: readonly string[]): string =>
  ["## Traceability", "", "| Requirement | Phase | Status |", "|---|---|---|", ...rows, ""].join("\n");
const check = (requirements: string, others: OtherTexts = {}): Promise<readonly string[]> =>
  findingsOf(betaLayout, betaPlans, { requirements, ...others });

suite("check requirements", (test) => {
  test("finds open requirements of a phase that is complete, one finding for all of them", async () => {
    assert.equal(await check(table("| AUTH-01 | Phase 1 | Pending |", "| AUTH-02 | 1 | Pending |")), [
      "REQUIREMENTS.md:5 requirement-contradicted AUTH-01, AUTH-02: “Pending”, but phase 1 has 2 plans, 2 with a SUMMARY",
    ]);
    assert.equal(await check(table("| AUTH-01 through AUTH-14 | Phase 1 | Not started |")), [
      "REQUIREMENTS.md:5 requirement-contradicted AUTH-01 through AUTH-14: “Not started”, but phase 1 has 2 plans, 2 with a SUMMARY",
    ]);
  });

  test("says nothing of the phase under way, of other words, and of tables of other things", async () => {
    for (const row of [
      "| AUTH-01 | Phase 2 | Pending |",
      "| AUTH-01 | Phase 2 | Complete |",
      "| AUTH-01 | Phase 1 | Deferred |",
      "| AUTH-01 | Phase 1, Phase 2 | Pending |",
      "| AUTH-01 | TBD | Pending |",
      "| Sign in | Phase 1 | Pending |",
    ]) {
      assert.equal(await check(table(row)), [], row);
    }
    assert.equal(await check(table("| AUTH-01 | Phase 1 | Pending |").replace("Requirement", "Risk")), []);
  });

  test("believes the SUMMARY that names a requirement before the phase", async () => {
    const summary = "---\nphase: 02\nrequirements-completed:\n  - AUTH-03\n  - AUTH-04\n---\n\n# Summary\n";
    const plans = betaPlans.map((plan) => (plan.id === "2-01" ? { ...plan, summary } : plan));
    const requirements = table("| AUTH-03 | Phase 2 | Pending |", "| AUTH-05 | Phase 2 | Pending |");
    assert.equal(await findingsOf(betaLayout, plans, { requirements }), [
      "REQUIREMENTS.md:5 requirement-contradicted AUTH-03: “Pending”, but the SUMMARY of 02-01 says completed",
    ]);
  });

  test("takes the roadmap's word for a phase without plans, and knows a renumbered phase by its name", async () => {
    const requirements = table("| AUTH-01 | Phase 7 | Pending |", "| AUTH-02 | Phase 8 | Pending |");
    const roadmap = "# Roadmap\n\n- [x] **Phase 7: Gamma**\n- **Phase 8: Name** - formerly phase 1\n";
    assert.equal(await check(requirements, { roadmap }), [
      "REQUIREMENTS.md:5 requirement-contradicted AUTH-01: “Pending”, but the roadmap ticks phase 7",
      "REQUIREMENTS.md:6 requirement-contradicted AUTH-02: “Pending”, but phase 08 has no plans, and phase 1 has 2 plans, 2 with a SUMMARY, bears its name",
    ]);
    const doubtful = "# Roadmap\n\n- [x] **Phase 7: Gamma**\n- [ ] **Phase 7: Gamma**\n- **Phase 8: Other**\n";
    assert.equal(await check(requirements, { roadmap: doubtful }), []);
    const again = "# Roadmap\n\n- **Phase 1: Name**\n- **Phase 8: Name** - once more, for the web\n";
    assert.equal(await check(requirements, { roadmap: again }), [], "the roadmap has both");
    const yetToCome = "# Roadmap\n\n- [ ] **Phase 8: Name** - once more, for the web\n";
    assert.equal(await check(requirements, { roadmap: yetToCome }), [], "the roadmap has the later one open");
  });

  test("finds a status that the requirement's own box contradicts", async () => {
    const boxes = "- [ ] **AUTH-01**: Sign in\n- [x] **AUTH-02**: Sign out\n- [x] see AUTH-03\n\n";
    const rows = [
      "| AUTH-01 | Phase 2 | Complete |",
      "| AUTH-02 | Phase 2 | Complete |",
      "| AUTH-03 | Phase 2 | Pending |",
    ];
    assert.equal(await check(boxes + table(...rows)), [
      "REQUIREMENTS.md:9 requirement-contradicted AUTH-01: “Complete”, but the list of requirements has the box open",
    ]);
  });

  test("holds the rows of STATE.md against those of REQUIREMENTS.md, and totals against the rows", async () => {
    const rows = [
      "| AUTH-01..03 | Phase 2 | Complete |",
      "| DOCS-01 | Phase 2 | Pending |",
      "| DOCS-02 | - | Pending |",
    ];
    const state = `${betaLayout}\n**Total Requirements:** 6\n**Mapped to Phases:** 4\n\n${table(...rows)}`;
    const requirements = table(
      "| AUTH-01 | Phase 2 | Pending |",
      "| AUTH-02 | Phase 2 | Pending |",
      "| AUTH-03 | Phase 2 | Pending |",
    );
    assert.equal(await findingsOf(state, betaPlans, { requirements }), [
      "54 total-contradicted “Total Requirements” says “6”, but the table names 5",
      "61 requirement-contradicted AUTH-01..03: “Complete”, but REQUIREMENTS.md has them open",
    ]);
  });

  test("counts ids with a decimal by themselves, and no phases as requirements", async () => {
    const requirements = `**v1 requirements:** 2 total\n\n**Mapped to phases:** 5 phases\n\n${table(
      "| AUTH-01 | Phase 2 | Pending |",
      "| AUTH-01.1 | Phase 2 | Pending |",
    )}`;
    assert.equal(await check(requirements), []);
    assert.equal(await check(requirements.replace("5 phases", "5")), [
      "REQUIREMENTS.md:3 total-contradicted “Mapped to phases” says “5”, but the table maps 2",
    ]);
  });

  test("says nothing of totals for each of several versions", async () => {
    const requirements =
      "**v1 requirements:** 1\n\n**Mapped to phases:** 1\n\n**v2 requirements:** 1\n\n**Mapped to phases:** 1\n\n" +
      table("| AUTH-01 | Phase 2 | Pending |", "| AUTH-02 | Phase 2 | Pending |");
    assert.equal(await check(requirements), []);
  });

  test("finds a phase all of whose requirements are complete although plans are open and work went on elsewhere", async () => {
    const plans = [
      { id: "1-01", at: "2026-02-19T10:00:00Z" },
      { id: "1-02", at: null, isOpen: true },
      ...betaPlans.slice(2),
    ];
    const of = async (...rows: readonly string[]): Promise<readonly string[]> =>
      (await findingsOf(betaLayout, plans, { requirements: table(...rows) })).filter((text) => text.startsWith("REQ"));
    assert.equal(await of("| AUTH-01 | Phase 1 | ✅ Complete |"), [
      "REQUIREMENTS.md:5 requirement-contradicted AUTH-01: “✅ Complete”, but phase 1 has 2 plans, 1 with a SUMMARY",
    ]);
    assert.equal(await of("| AUTH-01 | Phase 1 | Complete |", "| AUTH-02 | Phase 1 | Pending |"), []);
  });
});
