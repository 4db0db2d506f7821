import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaLayout, betaPlans, findingsOf, type FakePlan } from "./consistency-fixture.ts";

const check = (roadmap: string, plans: readonly FakePlan[] = betaPlans): Promise<readonly string[]> =>
  findingsOf(betaLayout, plans, { roadmap });

suite("check roadmap", (test) => {
  test("finds a plan that is open and has its SUMMARY, in every way to name it", async () => {
    for (const [item, name] of [
      ["01-02-PLAN.md — Bravo", "01-02-PLAN.md"],
      ["`1-02-PLAN.md`: Bravo", "1-02-PLAN.md"],
      ["[01-02-PLAN.md](phases/1-name/01-02-PLAN.md) — Bravo", "01-02-PLAN.md"],
      ["**01-02**: Bravo", "01-02"],
      ["Plan 01-02: Bravo", "Plan 01-02"],
    ] as const) {
      assert.equal(
        await check(`# Roadmap\n\n- [ ] ${item}\n`),
        [`ROADMAP.md:3 check-mark-contradicted “${name}” is not ticked, but 01-02 has its SUMMARY`],
        item,
      );
    }
  });

  test("finds a plan that is ticked and has no SUMMARY", async () => {
    assert.equal(await check("# Roadmap\n\n- [x] 02-02-PLAN.md — Delta\n- [x] 02-01-PLAN.md\n- [ ] 02-03-PLAN.md\n"), [
      "ROADMAP.md:3 check-mark-contradicted “02-02-PLAN.md” is ticked, but 02-02 has no SUMMARY",
    ]);
  });

  test("says nothing of a plan without a SUMMARY where its phase has one of another name", async () => {
    const plans: readonly FakePlan[] = [...betaPlans, { id: "2", at: null, isUnplanned: true }];
    assert.equal(await check("# Roadmap\n\n- [x] 02-02-PLAN.md — Delta\n", plans), []);
  });

  test("tells plans of one number apart by the names of their files", async () => {
    const plans: readonly FakePlan[] = [
      ...betaPlans,
      { id: "1-02-other", at: "2026-02-18T10:00:00Z", directory: ".planning/phases/01-other", isOpen: true },
    ];
    const open = "# Roadmap\n\n- [ ] 1-02-PLAN.md\n- [ ] 1-02-other-PLAN.md\n";
    assert.equal(await check(open, plans), [
      "ROADMAP.md:3 check-mark-contradicted “1-02-PLAN.md” is not ticked, but 01-02 has its SUMMARY",
    ]);
  });

  test("says nothing of items that say why they are open, of folded milestones, and of other lists", async () => {
    for (const roadmap of [
      "- [ ] 01-02-PLAN.md — ⚠️ CHECKPOINT",
      "- [ ] 01-02-PLAN.md (superseded by 01-01)",
      "<details>\n<summary>v0.9 (shipped)</summary>\n\n- [ ] 01-02-PLAN.md\n\n</details>",
      "- [ ] read 01-02-PLAN.md again",
      "- [ ] Phases 1-2",
      "```\n- [ ] 01-02-PLAN.md\n```",
      "- [ ] 07-01-PLAN.md",
      "- [x] 07-01-PLAN.md",
    ]) {
      assert.equal(await check(`# Roadmap\n\n${roadmap}\n`), [], roadmap);
    }
  });

  test("finds an open phase that is complete once work goes on elsewhere", async () => {
    const text = "# Roadmap\n\n- [ ] **Phase 1: Alpha** - first\n- [ ] **Phase 2: Beta** - second\n";
    assert.equal(await check(text), [
      "ROADMAP.md:3 check-mark-contradicted “Phase 1” is not ticked, but phase 1 has 2 plans, 2 with a SUMMARY",
    ]);
    // Phase 2 is the last one worked on: complete, and perhaps not verified yet.
    const complete = betaPlans.map((plan) => ({ ...plan, isOpen: false }));
    assert.equal(
      (await check(text, complete)).filter((finding) => finding.includes("Phase 2")),
      [],
    );
  });

  test("finds a ticked phase with plans that have no SUMMARY", async () => {
    assert.equal(await check("# Roadmap\n\n- [x] **Phase 1: Alpha**\n- [x] **Phase 2: Beta** (done)\n"), [
      "ROADMAP.md:4 check-mark-contradicted “Phase 2” is ticked, but phase 2 has 3 plans, 1 with a SUMMARY",
    ]);
  });

  test("finds rows of the progress table that differ from the disk", async () => {
    const table = (row: string): string =>
      `# Roadmap\n\n## Progress\n\n| Phase | Milestone | Plans Complete | Status | Completed |\n|---|---|---|---|---|\n${row}\n`;
    assert.equal(await check(table("| 1. Name | v1.0 | 0/2 | Not started | - |")), [
      "ROADMAP.md:7 total-contradicted “Phase 1” says “0/2”, but phase 1 has 2 plans, 2 with a SUMMARY",
    ]);
    assert.equal(await check(table("| 1. Name | v1.0 | 0/TBD | Not started | - |")), [
      "ROADMAP.md:7 total-contradicted “Phase 1” says “Not started”, but phase 1 has 2 plans, 2 with a SUMMARY",
    ]);
    for (const row of [
      "| 1. Name | v1.0 | 2/2 | Complete | 2026-02-19 |",
      "| 2. Name | v1.0 | 1/5 | In progress | - |",
      "| 1. Name | v0.9 | 0/2 | Not started | - |",
      "| 1.1 Name | v1.0 | 0/2 | Not started | - |",
      "| 1-2 | v1.0 | 0/2 | Not started | - |",
    ]) {
      assert.equal(await check(table(row)), [], row);
    }
  });
});
