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

  test("are several where numbers start again", () => {
    assert.equal(read("- v1.0 First - Phases 1-2\n- v1.1 Second - Phases 1-1"), { 1: ["v1.0", "v1.1"], 2: ["v1.0"] });
  });

  test("are not read from counts, dates and lines of two milestones", () => {
    assert.equal(read("## v1.0\n\n**Phases completed:** 15 phases, 71 plans\n- 9 phases, 14 plans\n2026-02-23"), {});
    assert.equal(read("From v1.0 to v1.1: phases 1-3"), {});
    assert.equal(read(`- v1.0: Phases 1-999999${"9".repeat(400)}`), {});
  });
});
