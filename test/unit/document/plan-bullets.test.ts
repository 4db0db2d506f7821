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
