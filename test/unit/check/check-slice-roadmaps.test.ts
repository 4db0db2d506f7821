import * as assert from "uvu/assert";
import { checkSliceRoadmaps } from "../../../src/check/check-slice-roadmaps.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import type { PlanFigures } from "../../../src/links/plan-figures.ts";
import { findPlanFiles } from "../../../src/planning/plan-files.ts";
import { suite } from "../../support/suite.ts";

/** Slices 01 to 03 of M001: the first has its summary, the second none, the third no files. And the first of M002-abc123. */
const figures = findPlanFiles(
  [
    "M001/slices/S01/S01-PLAN.md",
    "M001/slices/S01/S01-SUMMARY.md",
    "M001/slices/S02/S02-PLAN.md",
    "M002-abc123/slices/S01/S01-PLAN.md",
  ].map((path) => `.gsd/milestones/${path}`),
  ".gsd",
).map((files): PlanFigures => ({ plan: { planId: files.planId, files } }) as PlanFigures);

function found(lines: readonly string[], directory = "M001"): readonly string[] {
  const path = `.gsd/milestones/${directory}/${directory}-ROADMAP.md`;
  const document = parseStateDocument(`# Editor\n\n${lines.join("\n")}\n`);
  return checkSliceRoadmaps([{ path, document }], figures).map(({ line, message }) => `${line} ${message}`);
}

suite("the check marks of gsd-2's roadmaps", (test) => {
  test("agree with the summaries of their slices, or are reported", () => {
    const marks = (...boxes: readonly string[]): readonly string[] =>
      boxes.map((box, index) => `- [${box}] **S0${index + 1}: Canvas** \`risk:high\` \`depends:[S01]\``);
    assert.equal(found(marks("x", " ", "x")), []);
    assert.equal(found(marks(" ", "x", " ")), [
      "3 “S01” is not ticked, but M001/S01 has its SUMMARY",
      "4 “S02” is ticked, but M001/S02 has no SUMMARY",
    ]);
    assert.equal(found(marks("x"), "M002-abc123"), ["3 “S01” is ticked, but M002-abc123/S01 has no SUMMARY"]);
  });

  test("stand in a table as well", () => {
    const table = (one: string, two: string): readonly string[] => [
      "| ID | Slice | Risk | Depends | Done | After this |",
      "|----|-------|------|---------|------|------------|",
      `| S01 | Canvas | high | — | ${one} | x |`,
      `| S02 | Shell | high | S01 | ${two} | S01 ✅ |`,
    ];
    assert.equal(found(table("✅", "⬜")), []);
    assert.equal(found(table("⬜", "✅")), [
      "5 “S01” is not ticked, but M001/S01 has its SUMMARY",
      "6 “S02” is ticked, but M001/S02 has no SUMMARY",
    ]);
    assert.equal(found(table("?", "🔄")), []);
  });

  test("of several slices, of tasks and of other things say nothing of one, nor do words that say why", () => {
    assert.equal(
      found([
        "- [ ] S01, S02 reviewed",
        "- [ ] S01–S03: all of it",
        "- [ ] S01/T02: the grid",
        "- [ ] Success with S01",
        "- [ ] **S01: Canvas** — superseded by S04",
      ]),
      [],
    );
  });
});
