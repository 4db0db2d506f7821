import * as assert from "uvu/assert";
import { findMetricsElements } from "../../../src/document/metrics-elements.ts";
import type { LabelLine } from "../../../src/document/label-lines.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

/**
 * What stands in *Performance Metrics*, and what of it is owned: five bullets, the phases of the By Phase table (`?` for none, `!`
 * for a placeholder), the plan table, and the per-plan rows with their duration (`t` in a table, `b` a list item, `o` outside).
 */
const sections: readonly (readonly [text: string, elements: string])[] = [
  ["", "- | - | - | - | - | - | - | "],
  [
    "- Total plans completed: 5\n- Average duration: 3min\n- Total execution time: 1h\n- Last 5 plans: 3min\n- Trend: Stable",
    "Total plans completed=5 | Average duration=3min | Total execution time=1h | Last 5 plans=3min | Trend=Stable | - | - | ",
  ],
  [
    "**Velocity:**\n- Total plans completed: 5\n\n**Recent Trend:**\n- Last 5 plans: x\n- Trend: y",
    "Total plans completed=5 | - | - | Last 5 plans=x | Trend=y | - | - | ",
  ],
  ["**Velocity**:\n- Trend: y\n- Total plans completed: 5", "Total plans completed=5 | - | - | - | - | - | - | "],
  ["**Velocity：**\n- Total plans completed: 5", "Total plans completed=5 | - | - | - | - | - | - | "],
  ["**Other:**\n- Total plans completed: 5\n- Trend: x", "- | - | - | - | - | - | - | "],
  ["### Velocity\n- Total plans completed: 5", "Total plans completed=5 | - | - | - | - | - | - | "],
  ["### Velocity (v1.0)\n- Total plans completed: 5", "- | - | - | - | - | - | - | "],
  ["- Total plans completed: 200 (v1.0)\n- Average duration: 3min", "- | - | - | - | - | - | - | "],
  [
    "- Total plans completed: [N]\n- Average duration: 3min",
    "Total plans completed=[N] | Average duration=3min | - | - | - | - | - | ",
  ],
  ["- Total plans completed: [5]", "Total plans completed=[5] | - | - | - | - | - | - | "],
  ["- Total plans completed: -", "Total plans completed=- | - | - | - | - | - | - | "],
  ["- Total plans completed: —", "Total plans completed=— | - | - | - | - | - | - | "],
  ["- Total plans completed: 5 so far", "- | - | - | - | - | - | - | "],
  ["Total plans completed: 5", "- | - | - | - | - | - | - | "],
  [
    "| Metric | Value |\n|---|---|\n| Total plans completed | 5 |\n| Trend | up |",
    "Total plans completed=5 | - | - | - | Trend=up | - | - | ",
  ],
  ["- Last plans: x\n- Last 12 plans: y", "- | - | - | Last 12 plans=y | - | - | - | "],
  ["- Trends: x", "- | - | - | - | - | - | - | "],
  ["- Average durations: x\n- Total execution times: x", "- | - | - | - | - | - | - | "],
  ["- **Velocity:** 5\n- Total plans completed: 5", "Total plans completed=5 | - | - | - | - | - | - | "],
  [
    "| Phase | Plans | Total | Avg/Plan |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |\n| 02 | 2 | 3 | 4 |\n| Phase 3 | 2 | 3 | 4 |\n| phase  4. Name | 2 | 3 | 4 |\n| 5-name | 2 | 3 | 4 |\n| 6-7 | 2 | 3 | 4 |\n| 7.1: x | 2 | 3 | 4 |\n| 8A x | 2 | 3 | 4 |\n| v0.28-01-x | 2 | 3 | 4 |\n| x | 2 | 3 | 4 |\n| - | - | - | - |\n| — | – | - |  |\n| - | 2 | - | - |\n| 9x | 2 | 3 | 4 |\n| Phase 10 P01 | 5min | 1 tasks | 1 files |",
    "- | - | - | - | - | 1 2 3 4 5 ? 7.1 8A v0.28-1 ? ?! ?! ? 9X | - | 10-01(5min)t",
  ],
  [
    "**By Phase:**\n\n| Phase | Plans | Total | Avg/Plan |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |",
    "- | - | - | - | - | 1 | - | ",
  ],
  [
    "**By Phase (v1.0):**\n\n| Phase | Plans | Total | Avg/Plan |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |",
    "- | - | - | - | - | - | - | ",
  ],
  [
    "**Velocity:**\n\n| Phase | Plans | Total | Avg/Plan |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |",
    "- | - | - | - | - | - | - | ",
  ],
  ["| Phase | Plans | Total | Avg/Plan |\n|---|---|---|---|\n", "- | - | - | - | - | empty | - | "],
  ["| Phase | Plans | Total |\n|---|---|---|\n| 1 | 2 | 3 |", "- | - | - | - | - | - | - | "],
  [
    "| *Phase* | `Plans` | **TOTAL** | avg/plan |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |",
    "- | - | - | - | - | 1 | - | ",
  ],
  [
    "| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n| Phase 67-ci P67-04 | 5min | 2 tasks | 3 files |\n| Phase 67 P05 | 6min | 2 tasks | 3 files |\n| 67-06 | 7min | x | y |\n| **67-07** | 8min | x | y |\n| phase 67 p08 | 9min |  |  |\n| Phase Phase 67 PP09 | 1min | a | b |\n| Phase Phase Phase 67 P10 | 1min | a | b |\n| Phase 67 PX | 1min | a | b |\n| Phase67 P11 | 1min | a | b |\n| not | 1 | 2 | 3 |\n| Phase 67 P12 x | 1min | a | b |",
    "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t 67-05(6min)t 67-06(7min)t 67-07(8min)t 67-08(9min)t 67-09(1min)t ?(1min)t",
  ],
  [
    "| Phase | Plan | Duration |\n|---|---|---|\n| 67 | 04 | 5min |\n| Phase 67 - ci | P05 | 6min |\n| 67-ci | 67-06 | 7min |\n| x | 07 | 8min |\n| 67x | 08 | 8min |",
    "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t 67-05(6min)t 67-06(7min)t 67X-08(8min)t",
  ],
  ["| Phase-Plan | Dauer |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t"],
  ["| Phase Plan | 时长 |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t"],
  ["| Plan | Time |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | - | "],
  ["| Plan | Durations |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | - | "],
  ["| Task | Duration |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | - | "],
  ["| Plan | durée |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t"],
  ["| Plan | duración |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t"],
  ["| Plan | durata |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t"],
  ["| Plan | duração |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t"],
  ["| Plan | 耗时 |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t"],
  ["| Plan | 用时 |\n|---|---|\n| 67-04 | 5min |", "- | - | - | - | - | - | table 2 of 1 | 67-04(5min)t"],
  [
    "| Plan | Name | Duration | Note |\n|---|---|---|---|\n| Phase 21 P02 | Light Mode | 3m 54s | x |\n| Phase 21 P03 | 4min | 2 tasks | 3 files |\n| Phase 21 P04 | words | words | x |\n| Phase 21 P05 | ~4min | ~5min | x |\n| Phase 21 P06 | x | 5min |",
    "- | - | - | - | - | - | table 2 of 1 | 21-02(3m 54s)t 21-03(4min)t 21-04(words)t 21-05(~4min)t 21-06(x)t",
  ],
  [
    "Words.\n| Phase 67 P04 | 5min | 2 tasks | 3 files |\n\n| Phase 67 P05 | 5min | 2 tasks | 3 files |\n\n- 67-06: 5min\n- x",
    "- | - | - | - | - | - | - | 67-04(5min) 67-05(5min) 67-06(5min)b",
  ],
  [
    "| Phase 67 P04 | 5min | 2 tasks | 3 files |\n|---|---|---|---|\n| Phase 67 P05 | 6min | 2 tasks | 3 files |",
    "- | - | - | - | - | - | - | 67-05(6min)t",
  ],
  ["```\n| Phase 67 P04 | 5min | 2 tasks | 3 files |\n```", "- | - | - | - | - | - | - | "],
  [
    "| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n| Phase 67 P04 | 5min | 2 tasks | 3 files |\n\n| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n| Phase 68 P01 | 5min | 2 tasks | 3 files |",
    "- | - | - | - | - | - | table 6 of 2 | 67-04(5min)t 68-01(5min)t",
  ],
  [
    "x\n\n## Other\n\n| A | B | C | D |\n|---|---|---|---|\n| x | y | z | w |\n| Phase 67 P04 | 5min | 2 tasks | 3 files |\n| Phase 67 P05 | 5min | ~12 task | 3 files |\n| Phase 67 P06 | 5min | two tasks | 3 files |\n| Phase 67 P07 | 5min |\n| Phase 67 P08 | 5min | 2 tasksy | 3 files |",
    "- | - | - | - | - | - | - | 67-04(5min)to 67-05(5min)to",
  ],
  [
    "x\n\n## Other\n\n| A | Duration | C |\n|---|---|---|\n| Phase 67 P04 | 5min | 2 tasks |",
    "- | - | - | - | - | - | - | ",
  ],
  [
    "x\n\n## Other\n\n| A | Time | C |\n|---|---|---|\n| Phase 67 P04 | 5min | 2 tasks |",
    "- | - | - | - | - | - | - | ",
  ],
  ["  | Phase 67 P04 | 5min | 2 tasks | 3 files |", "- | - | - | - | - | - | - | 67-04(5min)"],
  ["x | Phase 67 P04 | 5min | 2 tasks | 3 files |", "- | - | - | - | - | - | - | "],
  ["|Phase 67 P04|5min|2 tasks|3 files|", "- | - | - | - | - | - | - | 67-04(5min)"],
];

function show(line: LabelLine | undefined): string {
  return line === undefined ? "-" : `${line.label}=${line.value}`;
}

function describe(section: string): string {
  const elements = findMetricsElements(parseStateDocument(`## Performance Metrics\n\n${section}\n`));
  if (elements === undefined) return "none";
  const { totalPlans, averageDuration, totalTime, lastPlans, trend, byPhase, planTable, planTables, planRows } =
    elements;
  const phases = byPhase?.rows
    .map(({ phase, isPlaceholder }) => `${phase ?? "?"}${isPlaceholder ? "!" : ""}`)
    .join(" ");
  const rows = planRows.map(
    ({ planId, duration, table, isBullet, isOutside }) =>
      `${planId ?? "?"}(${duration?.text ?? "-"})${table === undefined ? "" : "t"}${isBullet ? "b" : ""}${isOutside ? "o" : ""}`,
  );
  return [
    ...[totalPlans, averageDuration, totalTime, lastPlans, trend].map(show),
    phases === undefined ? "-" : phases || "empty",
    planTable === undefined ? "-" : `table ${planTable.header.lineIndex} of ${planTables.length}`,
    rows.join(" "),
  ].join(" | ");
}

suite("findMetricsElements", (test) => {
  test("finds what is owned, and nothing that is somebody's history", () => {
    for (const [section, elements] of sections) assert.is(describe(section), elements, section);
    assert.is(findMetricsElements(parseStateDocument("# State\n")), undefined);
  });
});
