import * as assert from "uvu/assert";
import { readMilestonePhases } from "../../../src/planning/milestone-phases.ts";
import { suite } from "../../support/suite.ts";

function read(...texts: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...readMilestonePhases(texts)].map(([phase, milestones]) => [phase, [...milestones]]));
}

suite("milestones of phases", (test) => {
  test("stand beside a range, in a heading, in a list, and in a table", () => {
    assert.equal(read("- ✅ **v1.0 MVP** — Phases 1–2 (shipped 2026-02-23)\n- ✅ **v1.5 Cleanup** — Phase 28"), {
      1: ["v1.0"],
      2: ["v1.0"],
      28: ["v1.5"],
    });
    assert.equal(read("<summary>✅ v1.1 Plugin (Phases 6--7) — SHIPPED</summary>"), { 6: ["v1.1"], 7: ["v1.1"] });
    assert.equal(read("| 8. Utilities | v2.0 | 2/2 | Complete |\n| 9.1 | v2.0 |"), { 8: ["v2.0"], 9.1: ["v2.0"] });
  });

  test("are that of the heading above, until one of its rank", () => {
    const text = [
      "## v1.20 Signals",
      "- [x] **Phase 55: Sync**",
      "### Phase 56: More",
      "Depends on phase 54.",
      "## Elsewhere",
      "### Phase 57: Loose",
    ];
    assert.equal(read(text.join("\n")), { 55: ["v1.20"], 56: ["v1.20"] });
    assert.equal(read("## v2.0 Beta (Shipped: 2026-02-28)\n\n**Phases completed:** 8-9 (2 phases, 14 plans)"), {
      8: ["v2.0"],
      9: ["v2.0"],
    });
  });

  test("are read in every form of a range", () => {
    const [ten, twelve] = [{ 10: ["v1.0"] }, { 10: ["v1.0"], 11: ["v1.0"], 12: ["v1.0"] }];
    for (const line of [
      "v1.0: Phases 10-12",
      "v1.0: phases 10 - 12",
      "v1.0: Phase 10 to 12",
      "v1.0: Phases:  10—12",
      "v1.0 **Phases completed:** 10--12",
      "v1.0 Phases  completed 10–12.",
      "- [x] v1.0 (phases 10to12)",
    ])
      assert.equal(read(line), twelve, line);
    for (const line of [
      "v1.0: Phases 10-10",
      "v1.0 has phase 10 alone",
      "v1.0 ended with Phase  10.",
      "| Phase  10 | v1.0 |",
      "|10|v1.0|",
      "  | **10. Search** | v1.0 |",
      "| 10: Search | v1.0 |",
      "| 10  | v1.0 |",
      "+ [ ] Phase 10 — Search, v1.0",
      "[x]  Phase 10 (v1.0)",
      "\tPhase\t10 (v1.0)",
      "#### Phase 10: Search (v1.0)",
      "##  **Phase 10** (v1.0)",
    ])
      assert.equal(read(line), ten, line);
    assert.equal(read("v1.0: Phase 12A"), { "12A": ["v1.0"] });
    assert.equal(read("v1.0: see phase 12.25.1, of old"), { "12.25.1": ["v1.0"] });
    assert.equal(read("| 12B.25 | v1.0 |"), { "12B.25": ["v1.0"] });
    assert.equal(read("## v1.0\n### Phase 12C.25.1: x"), { "12C.25.1": ["v1.0"] });
    assert.is(Object.keys(read("v1.0: Phases 1-9999")).length, 200);
    assert.equal(read("v1.0: Phases 12-10"), {});
  });

  test("belong to versions as tags write them", () => {
    for (const [line, milestone] of [
      ["V12.34.5.6: Phases 1-1", "v12.34.5.6"],
      ["v2: phase 1", "v2"],
      ["v1.0 and once more V1.0: phase 1", "v1.0"],
      ["(v1.0) phase 1", "v1.0"],
    ] as const)
      assert.equal(read(line), { 1: [milestone] }, line);
    for (const line of [
      "dev1.0: phase 1",
      "v1.0.0.0.0: phase 1",
      "v12345: phase 1",
      "v1.0rc2: phase 1",
      "x.v1: phase 1",
    ])
      assert.equal(read(line), {}, line);
  });

  test("are not taken from phases in the middle of a sentence, unless it names the milestone", () => {
    for (const line of [
      "see Phase 55",
      "Phases 55",
      "x- Phase 55",
      "- Phase 55x1",
      "Phase fifty-five",
      "| 55 | x |",
      "- Phase 55.1.2.3",
      "phase 55",
    ])
      assert.equal(read(`## v1.0\n${line}`), {}, line);
    for (const line of [
      "v1.0, in biphase 10",
      "v1.0, phase 10.1.2.3",
      "v1.0, phase 10 - 12x",
      "v1.0, phase 10–12x",
      "v1.0, phase 10 to 12x",
      "v1.0 x | 10 |",
    ])
      assert.equal(read(line), {}, line);
    assert.equal(read(`## v1.0\n- Phase 1${" ".repeat(500)}v1.1`), { 1: ["v1.0"] });
  });

  test("end with their heading, and not with what only looks like one", () => {
    assert.equal(read("## v1.0\n#Phase 9\n#hashtag\n####### Seven\n- Phase 1\n#\tv1.1\n- Phase 2"), {
      1: ["v1.0"],
      2: ["v1.1"],
    });
    assert.equal(read("### v1.0\n#### Details\n- Phase 1\n## Rest\n- Phase 2"), { 1: ["v1.0"] });
    assert.equal(read("a ## v1.0\n- Phase 1"), {});
    assert.equal(read("## v1.0\n- Phase 1", "- Phase 2"), { 1: ["v1.0"] });
  });

  test("are several where numbers start again", () => {
    assert.equal(read("- v1.0 First - Phases 1-2\n- v1.1 Second - Phases 1-1"), { 1: ["v1.0", "v1.1"], 2: ["v1.0"] });
  });

  test("are not read from counts, dates and lines of two milestones", () => {
    assert.equal(read("## v1.0\n\n**Phases completed:** 15 phases, 71 plans\n- 9 phases, 14 plans\n2026-02-23"), {});
    assert.equal(read("From v1.0 to v1.1: phases 1-3"), {});
    assert.equal(read(`- v1.0: Phases 1-999999${"9".repeat(400)}`), {});
  });
});
