import * as assert from "uvu/assert";
import { parsePlanBullet } from "../../../src/document/plan-bullets.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

function read(line: string): string | undefined {
  const bullet = parsePlanBullet(parseStateDocument(`${line}\n`), 0);
  if (bullet === undefined) return undefined;
  const cells = bullet.row.cells.map(({ text, range }) => {
    assert.is(line.slice(range.start, range.end), text);
    return text;
  });
  return `${bullet.planId}: ${cells.slice(1).join(" / ")}`;
}

suite("parsePlanBullet", (test) => {
  test("reads a plan's figures in the forms of real projects", () => {
    for (const [line, expected] of [
      ["- 57-01: 5min, 2 tasks, 2 files", "57-01: 5min / 2 tasks / 2 files"],
      ["- 57.5-01: 12min, 3 tasks, 7 files", "57.5-01: 12min / 3 tasks / 7 files"],
      ["- 59-01: 16min, 2 tasks, 112 files (5 code + 107)", "59-01: 16min / 2 tasks / 112 files (5 code + 107)"],
      ["- Plan 23-01: 3 min, 2 tasks, 4 files, 15 tests added", "23-01: 3 min / 2 tasks / 4 files"],
      ["* **Phase 3 Plan 01:** 4min", "3-01: 4min /  / "],
      ["- Phase 108 P02: 3 tasks, 5 files, ~40 min", "108-02: ~40 min / 3 tasks / 5 files"],
      ["- Phase 095-01: 10 minutes, 1 task", "95-01: 10 minutes / 1 task / "],
      ["  - `01-02`: 540, 2 tasks", "1-02: 540 / 2 tasks / "],
      ["- 01-02: -, 2 tasks, 3 files", "1-02: - / 2 tasks / 3 files"],
      ["- 01-02: -", "1-02: - /  / "],
      ["- 01-02: 2 tasks, 3 files", "1-02:  / 2 tasks / 3 files"],
      ["- 01-02：5min，2 tasks", "1-02: 5min / 2 tasks / "],
    ] as const) {
      assert.is(read(line), expected, line);
    }
  });

  test("leaves items alone that tell of a plan, or of something else", () => {
    for (const line of [
      "- 57-01: done in 5min, at last",
      "- Phase 095-01: Jest configuration and npm scripts (10 min)",
      "- Last plan: 01-03 (12 min)",
      "- 57-01: 5",
      "- 57-01: the 2 tasks, 3 files of yesterday and 5min",
      "- v1.10 plan 47-01: 5 min",
      "- Phase 100: 5 min",
      "- Timeline: 2 days (2026-02-17 → 2026-02-18)",
      "57-01: 5min, 2 tasks, 2 files",
      "    - 57-01: 5min in code",
      "- 10:30: 5min",
    ]) {
      assert.is(read(line), undefined, line);
    }
  });
});

/** An item, and what it is as a row: plan, label, duration, tasks and files with their places, the duration. */
const items: readonly (readonly [text: string, row: string])[] = [
  ["- 57-01: 5min, 2 tasks, 2 files", "57-01 57-01@2-7 | 5min@9-13 | 2 tasks@15-22 | 2 files@24-31 5min"],
  ["* **57-01**: 5min", "57-01 57-01@4-9 | 5min@13-17 | @17-17 | @17-17 5min"],
  ["+ `57-01`: 5min", "57-01 57-01@3-8 | 5min@11-15 | @15-15 | @15-15 5min"],
  ["- **57-01:** 5min", "57-01 57-01@4-9 | 5min@13-17 | @17-17 | @17-17 5min"],
  ["- Plan 57-01: 5min", "57-01 Plan 57-01@2-12 | 5min@14-18 | @18-18 | @18-18 5min"],
  ["- phase  57-01: 5min", "57-01 phase  57-01@2-14 | 5min@16-20 | @20-20 | @20-20 5min"],
  ["- Phase 57 P01: 5min", "57-01 Phase 57 P01@2-14 | 5min@16-20 | @20-20 | @20-20 5min"],
  ["- Phase 57 Plan 01: 5min", "57-01 Phase 57 Plan 01@2-18 | 5min@20-24 | @24-24 | @24-24 5min"],
  ["- Phase 57  plan  1: 5min", "57-01 Phase 57  plan  1@2-19 | 5min@21-25 | @25-25 | @25-25 5min"],
  ["- 57-01： 5min", "57-01 57-01@2-7 | 5min@9-13 | @13-13 | @13-13 5min"],
  ["- 57-01: ~5 min, 2 tasks", "57-01 57-01@2-7 | ~5 min@9-15 | 2 tasks@17-24 | @24-24 ~5 min"],
  ["- 57-01: 5", "-"],
  ["- 57-01: 5, 2 tasks", "57-01 57-01@2-7 | 5@9-10 | 2 tasks@12-19 | @19-19 5"],
  ["- 57-01: -, 2 tasks", "57-01 57-01@2-7 | -@9-10 | 2 tasks@12-19 | @19-19 -"],
  ["- 57-01: -", "57-01 57-01@2-7 | -@9-10 | @10-10 | @10-10 -"],
  ["- 57-01: --", "57-01 57-01@2-7 | --@9-11 | @11-11 | @11-11 --"],
  ["- 57-01: ---", "-"],
  ["- 57-01: 2 tasks", "57-01 57-01@2-7 | @16-16 | 2 tasks@9-16 | @16-16 -"],
  ["- 57-01: 3 files, 2 tasks", "57-01 57-01@2-7 | @25-25 | 2 tasks@18-25 | 3 files@9-16 -"],
  ["- 57-01: 1 task，1 file", "57-01 57-01@2-7 | @22-22 | 1 task@9-15 | 1 file@16-22 -"],
  ["- 57-01: done in 5min", "-"],
  ["- 57-01: 5min, done", "-"],
  ["- 57-01: 5min, done, 2 tasks", "57-01 57-01@2-7 | 5min@9-13 | 2 tasks@21-28 | @28-28 5min"],
  ["- 57-01: 5minx", "-"],
  ["- 57-01: 5.25 hours", "57-01 57-01@2-7 | 5.25 hours@9-19 | @19-19 | @19-19 5.25 hours"],
  ["- 57-01: < 5s", "57-01 57-01@2-7 | < 5s@9-13 | @13-13 | @13-13 < 5s"],
  ["- 57-01: ≈5 secs", "57-01 57-01@2-7 | ≈5 secs@9-16 | @16-16 | @16-16 ≈5 secs"],
  ["- 57-01: 2 tasksy", "-"],
  ["- x 57-01: 5min", "-"],
  ["- 57-01 x: 5min", "-"],
  ["- 57: 5min", "-"],
  ["- 57-01 5min", "-"],
  ["57-01: 5min", "-"],
  ["- 57-01:", "-"],
  ["- 57-01: x, 5min", "-"],
  ["## 57-01: 5min", "-"],
  ["- Phase57 P01: 5min", "-"],
  ["- 57-01 : 5min", "-"],
  ["  -  57-01:   5min ,  2 tasks ", "57-01 57-01@5-10 | 5min@14-18 | 2 tasks@22-29 | @30-30 5min"],
];

suite("the edges of plan bullets", (test) => {
  const describe = (text: string): string => {
    const bullet = parsePlanBullet(parseStateDocument(text), 0);
    if (bullet === undefined) return "-";
    const cells = bullet.row.cells.map((cell) => `${cell.text}@${cell.range.start}-${cell.range.end}`);
    return `${bullet.planId} ${cells.join(" | ")} ${bullet.duration?.text ?? "-"}`;
  };

  test("are known", () => {
    for (const [text, row] of items) assert.is(describe(text), row, text);
  });

  test("are read in lines of up to 1000 characters", () => {
    const line = "- 57-01: 5min, 2 tasks";
    assert.not(describe(line.padEnd(1000)) === "-");
    assert.is(describe(line.padEnd(1001)), "-");
  });
});
