import * as assert from "uvu/assert";
import type { FakeFacts } from "../../support/fake-project.ts";
import { suite } from "../../support/suite.ts";
import { harbour, harbourWith, sync } from "../../support/synced.ts";

/** With the duration of 02.1-01, so that the total is known. */
const complete = harbourWith({ files: { ".planning/phases/02.1-storm-drill/02.1-01-SUMMARY.md": "duration: 3min\n" } });

const table: readonly string[] = ["| Plan | Duration | Tasks | Files |", "|---|---|---|---|"];
const byPhase: readonly string[] = ["**By Phase:**", "", "| Phase | Plans | Total | Avg/Plan |", "|---|---|---|---|"];
const row1 = "| Phase 01 P01 | 12min | 2 tasks | 3 files |";
const row2 = "| Phase 01 P02 | 8min | 2 tasks | 3 files |";
const row3 = "| Phase 02 P01 | 9min | 2 tasks | 3 files |";
const row4 = "| Phase 02 P02 | 9min | 2 tasks | 3 files |";
const row5 = "| Phase 02 P03 | 25min | 2 tasks | 3 files |";
const row6 = "| Phase 02.1 P01 | - | 2 tasks | 3 files |";

type Lines = readonly string[];

/** Lines of *Performance Metrics*, what they become (`null` where they stay), and what is said of them. */
const sections: readonly (readonly [FakeFacts, Lines, Lines | null, Lines])[] = [
  [
    harbour,
    ["- Total plans completed: 0"],
    ["- Total plans completed: 6"],
    ["Total plans completed is recorded as “0”; it is 6 (6 plans have a SUMMARY)"],
  ],
  [
    harbour,
    ["- Total plans completed:"],
    ["- Total plans completed: 6"],
    ["Total plans completed is recorded as “”; it is 6 (6 plans have a SUMMARY)"],
  ],
  [
    harbour,
    ["- Total plans completed:\t"],
    ["- Total plans completed:\t6"],
    ["Total plans completed is recorded as “”; it is 6 (6 plans have a SUMMARY)"],
  ],
  [
    harbour,
    ["- Total plans completed: [5]"],
    ["- Total plans completed: 6"],
    ["Total plans completed is recorded as “[5]”; it is 6 (6 plans have a SUMMARY)"],
  ],
  [harbour, ["- Total plans completed: 6 plans"], null, []],
  [harbour, ["- Total plans completed: 5 plans so far"], null, []],
  [
    harbour,
    ["- Total plans completed: 7"],
    ["- Total plans completed: 6"],
    ["Total plans completed is recorded as “7”; it is 6 (6 plans have a SUMMARY)"],
  ],
  [harbour, ["- Total plans completed: many"], null, []],
  [
    harbour,
    ["- Average duration: 10 min"],
    ["- Average duration: 14 min"],
    ["Average duration is recorded as “10 min”; it is 14 min (5 of 6 plans have a duration)"],
  ],
  [
    harbour,
    ["- Average duration: -"],
    ["- Average duration: 14 min"],
    ["Average duration is recorded as “-”; it is 14 min (5 of 6 plans have a duration)"],
  ],
  [
    harbour,
    ["- Average duration:"],
    ["- Average duration: 14 min"],
    ["Average duration is recorded as “”; it is 14 min (5 of 6 plans have a duration)"],
  ],
  [harbour, ["- Average duration: soon"], null, []],
  [harbour, ["- Average duration: 10 min (guess)"], null, []],
  [harbour, ["- Average duration: 13 min"], null, []],
  [
    harbour,
    ["- Average duration: 0.5 hours"],
    ["- Average duration: 0.2 hours"],
    ["Average duration is recorded as “0.5 hours”; it is 0.2 hours (5 of 6 plans have a duration)"],
  ],
  [harbour, ["- Average duration: 15 min"], null, []],
  [
    harbour,
    ["- Average duration: 16 min"],
    ["- Average duration: 14 min"],
    ["Average duration is recorded as “16 min”; it is 14 min (5 of 6 plans have a duration)"],
  ],
  [
    harbour,
    ["- Last 5 plans: 8min, 9min, 9min, 25min"],
    ["- Last 5 plans: 12min, 8min, 9min, 9min, 34min"],
    [
      "Last 5 plans is recorded as “8min, 9min, 9min, 25min”; it is 12min, 8min, 9min, 9min, 34min (the last 5 plans with a duration)",
    ],
  ],
  [
    harbour,
    ["- Last 5 plans: 12min, 8min, 9min, 9min, 25min"],
    ["- Last 5 plans: 12min, 8min, 9min, 9min, 34min"],
    [
      "Last 5 plans is recorded as “12min, 8min, 9min, 9min, 25min”; it is 12min, 8min, 9min, 9min, 34min (the last 5 plans with a duration)",
    ],
  ],
  [
    harbour,
    ["- Last 5 plans: [25min, 9min, 9min, 8min, 12min]"],
    ["- Last 5 plans: 12min, 8min, 9min, 9min, 34min"],
    [
      "Last 5 plans is recorded as “[25min, 9min, 9min, 8min, 12min]”; it is 12min, 8min, 9min, 9min, 34min (the last 5 plans with a duration)",
    ],
  ],
  [
    harbour,
    ["- Last 3 plans: 9min, 9min, 24min"],
    ["- Last 3 plans: 9min, 9min, 34min"],
    ["Last 3 plans is recorded as “9min, 9min, 24min”; it is 9min, 9min, 34min (the last 3 plans with a duration)"],
  ],
  [
    harbour,
    ["- Last 3 plans: 9min, 9min, 12min"],
    ["- Last 3 plans: 9min, 9min, 34min"],
    ["Last 3 plans is recorded as “9min, 9min, 12min”; it is 9min, 9min, 34min (the last 3 plans with a duration)"],
  ],
  [harbour, ["- Last 0 plans: 3min"], null, []],
  [harbour, ["- Last plans: 3min"], null, []],
  [
    harbour,
    ["- Last 5 plans:"],
    ["- Last 5 plans: 12min, 8min, 9min, 9min, 34min"],
    ["Last 5 plans is recorded as “”; it is 12min, 8min, 9min, 9min, 34min (the last 5 plans with a duration)"],
  ],
  [
    harbour,
    ["- Last 5 plans: -"],
    ["- Last 5 plans: 12min, 8min, 9min, 9min, 34min"],
    ["Last 5 plans is recorded as “-”; it is 12min, 8min, 9min, 9min, 34min (the last 5 plans with a duration)"],
  ],
  [harbour, ["- Last 5 plans: all fine"], null, []],
  [harbour, ["- Last 5 plans: 9min, fine"], null, []],
  [
    harbour,
    ["- Last 2 plans: 9 min"],
    ["- Last 2 plans: 9 min, 34 min"],
    ["Last 2 plans is recorded as “9 min”; it is 9 min, 34 min (the last 2 plans with a duration)"],
  ],
  [
    harbour,
    ["- Trend: Stable"],
    ["- Trend: Degrading"],
    ["Trend is recorded as “Stable”; it is Degrading (the last 5 plans)"],
  ],
  [
    harbour,
    ["- Trend: Improving"],
    ["- Trend: Degrading"],
    ["Trend is recorded as “Improving”; it is Degrading (the last 5 plans)"],
  ],
  [harbour, ["- Trend: degrading"], null, []],
  [harbour, ["- Trend: DEGRADING"], null, []],
  [
    harbour,
    ["- Trend: [Improving/Stable/Degrading]"],
    ["- Trend: Degrading"],
    ["Trend is recorded as “[Improving/Stable/Degrading]”; it is Degrading (the last 5 plans)"],
  ],
  [harbour, ["- Trend: -"], ["- Trend: Degrading"], ["Trend is recorded as “-”; it is Degrading (the last 5 plans)"]],
  [harbour, ["- Trend:"], ["- Trend: Degrading"], ["Trend is recorded as “”; it is Degrading (the last 5 plans)"]],
  [
    harbour,
    ["- Trend: Starting"],
    ["- Trend: Degrading"],
    ["Trend is recorded as “Starting”; it is Degrading (the last 5 plans)"],
  ],
  [harbour, ["- Trend: up and up"], null, []],
  [
    complete,
    ["- Total execution time: 1 hour"],
    ["- Total execution time: 1.3 hours"],
    ["Total execution time is recorded as “1 hour”; it is 1.3 hours (6 of 6 plans have a duration)"],
  ],
  [
    complete,
    ["- Total execution time: 1.1 hours"],
    ["- Total execution time: 1.3 hours"],
    ["Total execution time is recorded as “1.1 hours”; it is 1.3 hours (6 of 6 plans have a duration)"],
  ],
  [complete, ["- Total execution time: 1.2 hours"], null, []],
  [complete, ["- Total execution time: 1.25 hours"], null, []],
  [complete, ["- Total execution time: 1.3 hours"], null, []],
  [complete, ["- Total execution time: 72 min"], null, []],
  [
    complete,
    ["- Total execution time: 60 min"],
    ["- Total execution time: 75 min"],
    ["Total execution time is recorded as “60 min”; it is 75 min (6 of 6 plans have a duration)"],
  ],
  [
    complete,
    ["- Total execution time: -"],
    ["- Total execution time: 1.3 hours"],
    ["Total execution time is recorded as “-”; it is 1.3 hours (6 of 6 plans have a duration)"],
  ],
  [
    complete,
    ["- Total execution time:"],
    ["- Total execution time: 1.3 hours"],
    ["Total execution time is recorded as “”; it is 1.3 hours (6 of 6 plans have a duration)"],
  ],
  [complete, ["- Total execution time: long"], null, []],
  [complete, ["- Total execution time: 1h 2min (so far)"], null, []],
  [
    harbour,
    [...table, row2, row3, row4, row5, row6, "| Phase 01 P01 | 720 | 3 tasks | 4 files |"],
    [...table, row2, row3, row4, row5, row6, "| Phase 01 P01 | 12min | 3 tasks | 4 files |"],
    ["01-01: duration “720” should be 12min; 720 are seconds; SUMMARY says 12min, its commits span 11min"],
  ],
  [harbour, [...table, row2, row3, row4, row5, row6, "| Phase 01 P01 | 13min | 3 tasks | 4 files |"], null, []],
  [harbour, [...table, row2, row3, row4, row5, row6, "| Phase 01 P01 | 40min | 3 tasks | 4 files |"], null, []],
  [
    harbour,
    [...table, row2, row3, row4, row5, row6, "| Phase 01 P01 | 1771618929m | 3 tasks | 4 files |"],
    [...table, row2, row3, row4, row5, row6, "| Phase 01 P01 | 12min | 3 tasks | 4 files |"],
    [
      "01-01: duration “1771618929m” should be 12min; 1771618929m is a point in time, not a duration; SUMMARY says 12min, its commits span 11min",
    ],
  ],
  [
    harbour,
    [...table, row1, row2, row3, row4, row5, "| Phase 02.1 P01 | 1771618929m | 3 tasks | 4 files |"],
    null,
    ["02.1-01: duration “1771618929m” is not plausible, and nothing tells the right one"],
  ],
  [
    harbour,
    [...table, row1, row2, row3, row4, row5, "| Phase 02.1 P01 | 540 | 3 tasks | 4 files |"],
    null,
    ["02.1-01: duration “540” is not plausible, and nothing tells the right one"],
  ],
  [harbour, [...table, row1, row2, row3, row4, row5, "| Phase 02.1 P01 | 5 years | 3 tasks | 4 files |"], null, []],
  [
    harbour,
    [...table, row1, row2, row3, row4, row5, "| Phase 02.1 P01 | 400 days | 3 tasks | 4 files |"],
    null,
    ["02.1-01: duration “400 days” is not plausible, and nothing tells the right one"],
  ],
  [
    harbour,
    [...table, row1, row2, row3, row4, row6, "| Phase 02 P03 | - | 3 tasks | 4 files |"],
    [...table, row1, row2, row3, row4, row6, "| Phase 02 P03 | 34min | 3 tasks | 4 files |"],
    ["02-03: duration “-” should be 34min; its commits span 25min, and work began about 9min before"],
  ],
  [harbour, [...table, row1, row2, row3, row4, row6, "| Phase 02 P03 | 1500s | 3 tasks | 4 files |"], null, []],
  [harbour, [...table, row1, row2, row3, row4, row6, "| Phase 02 P03 | 25 | 3 tasks | 4 files |"], null, []],
  [
    harbour,
    [
      ...table,
      row1,
      row2,
      row3,
      row5,
      row6,
      "| Phase 02 P02 | 9min | 3 tasks | 5 files |",
      "| Phase 02 P02 | 8min | 1 tasks | 1 files |",
    ],
    [...table, row1, row2, row3, row5, row6, "| Phase 02 P02 | 8min | 1 tasks | 1 files |"],
    ["02-02 has two rows (8min; 9min)"],
  ],
  [
    harbour,
    [...table, row1, row2, row3, row5],
    [
      ...table,
      row1,
      row2,
      row3,
      row5,
      "| Phase 02 P02 | 9min | 3 tasks | 5 files |",
      "| Phase 02.1 P01 | - | 1 tasks | 1 files |",
    ],
    [
      "02-02 is completed and has no row; due is | Phase 02 P02 | 9min | 3 tasks | 5 files |",
      "02.1-01 is completed and has no row; due is | Phase 02.1 P01 | - | 1 tasks | 1 files |",
    ],
  ],
  [
    harbour,
    [...table, row1],
    [
      ...table,
      row1,
      "| Phase 01 P02 | 8min | 2 tasks | 5 files |",
      row3,
      "| Phase 02 P02 | 9min | 3 tasks | 5 files |",
      "| Phase 02 P03 | 34min | 2 tasks | 2 files |",
      "| Phase 02.1 P01 | - | 1 tasks | 1 files |",
    ],
    [
      "01-02 is completed and has no row; due is | Phase 01 P02 | 8min | 2 tasks | 5 files |",
      "02-01 is completed and has no row; due is | Phase 02 P01 | 9min | 2 tasks | 3 files |",
      "02-02 is completed and has no row; due is | Phase 02 P02 | 9min | 3 tasks | 5 files |",
      "02-03 is completed and has no row; due is | Phase 02 P03 | 34min | 2 tasks | 2 files |",
      "02.1-01 is completed and has no row; due is | Phase 02.1 P01 | - | 1 tasks | 1 files |",
    ],
  ],
  [
    harbour,
    [...table, row1, row2, row3, row5, row6, "", "Words.", "", "| Phase 02 P02 | 9min | 3 tasks | 5 files |"],
    [...table, row1, row2, row3, row5, row6, "| Phase 02 P02 | 9min | 3 tasks | 5 files |", "", "Words.", ""],
    ["the row of 02-02 stands apart from the per-plan rows"],
  ],
  [
    harbour,
    ["- 01-01: 12min, 2 tasks, 3 files", "- 01-02: 8min, 2 tasks, 3 files"],
    [
      "- 01-01: 12min, 2 tasks, 3 files",
      "- 01-02: 8min, 2 tasks, 3 files",
      "- 02-01: 9min, 2 tasks, 3 files",
      "- 02-02: 9min, 3 tasks, 5 files",
      "- 02-03: 34min, 2 tasks, 2 files",
      "- 02.1-01: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - 02-01: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - 02-02: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - 02-03: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - 02.1-01: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    ["- 1-1: 12min, 2 tasks, 3 files", "- 1-2: 8min, 2 tasks, 3 files"],
    [
      "- 1-1: 12min, 2 tasks, 3 files",
      "- 1-2: 8min, 2 tasks, 3 files",
      "- 2-01: 9min, 2 tasks, 3 files",
      "- 2-02: 9min, 3 tasks, 5 files",
      "- 2-03: 34min, 2 tasks, 2 files",
      "- 2.1-01: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - 2-01: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - 2-02: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - 2-03: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - 2.1-01: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    ["- Plan 01-01: 12min, 2 tasks, 3 files", "- Plan 01-02: 8min, 2 tasks, 3 files"],
    [
      "- Plan 01-01: 12min, 2 tasks, 3 files",
      "- Plan 01-02: 8min, 2 tasks, 3 files",
      "- Plan 02-01: 9min, 2 tasks, 3 files",
      "- Plan 02-02: 9min, 3 tasks, 5 files",
      "- Plan 02-03: 34min, 2 tasks, 2 files",
      "- Plan 02.1-01: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - Plan 02-01: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - Plan 02-02: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - Plan 02-03: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - Plan 02.1-01: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    ["- plan  1-01: 12min, 2 tasks, 3 files", "- plan  1-02: 8min, 2 tasks, 3 files"],
    [
      "- plan  1-01: 12min, 2 tasks, 3 files",
      "- plan  1-02: 8min, 2 tasks, 3 files",
      "- plan  2-01: 9min, 2 tasks, 3 files",
      "- plan  2-02: 9min, 3 tasks, 5 files",
      "- plan  2-03: 34min, 2 tasks, 2 files",
      "- plan  2.1-01: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - plan  2-01: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - plan  2-02: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - plan  2-03: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - plan  2.1-01: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    ["- Phase 01 P01: 12min, 2 tasks, 3 files", "- Phase 01 P02: 8min, 2 tasks, 3 files"],
    [
      "- Phase 01 P01: 12min, 2 tasks, 3 files",
      "- Phase 01 P02: 8min, 2 tasks, 3 files",
      "- Phase 02 P01: 9min, 2 tasks, 3 files",
      "- Phase 02 P02: 9min, 3 tasks, 5 files",
      "- Phase 02 P03: 34min, 2 tasks, 2 files",
      "- Phase 02.1 P01: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - Phase 02 P01: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - Phase 02 P02: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - Phase 02 P03: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - Phase 02.1 P01: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    ["- Phase 1 P01: 12min, 2 tasks, 3 files", "- Phase 1 P02: 8min, 2 tasks, 3 files"],
    [
      "- Phase 1 P01: 12min, 2 tasks, 3 files",
      "- Phase 1 P02: 8min, 2 tasks, 3 files",
      "- Phase 2 P01: 9min, 2 tasks, 3 files",
      "- Phase 2 P02: 9min, 3 tasks, 5 files",
      "- Phase 2 P03: 34min, 2 tasks, 2 files",
      "- Phase 2.1 P01: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - Phase 2 P01: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - Phase 2 P02: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - Phase 2 P03: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - Phase 2.1 P01: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    ["- phase  01 Plan 01: 12min, 2 tasks, 3 files", "- phase  01 Plan 02: 8min, 2 tasks, 3 files"],
    [
      "- phase  01 Plan 01: 12min, 2 tasks, 3 files",
      "- phase  01 Plan 02: 8min, 2 tasks, 3 files",
      "- phase  02 Plan 01: 9min, 2 tasks, 3 files",
      "- phase  02 Plan 02: 9min, 3 tasks, 5 files",
      "- phase  02 Plan 03: 34min, 2 tasks, 2 files",
      "- phase  02.1 Plan 01: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - phase  02 Plan 01: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - phase  02 Plan 02: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - phase  02 Plan 03: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - phase  02.1 Plan 01: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    ["- Phase 1 Plan 1: 12min, 2 tasks, 3 files", "- Phase 1 Plan 2: 8min, 2 tasks, 3 files"],
    [
      "- Phase 1 Plan 1: 12min, 2 tasks, 3 files",
      "- Phase 1 Plan 2: 8min, 2 tasks, 3 files",
      "- Phase 2 Plan 01: 9min, 2 tasks, 3 files",
      "- Phase 2 Plan 02: 9min, 3 tasks, 5 files",
      "- Phase 2 Plan 03: 34min, 2 tasks, 2 files",
      "- Phase 2.1 Plan 01: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - Phase 2 Plan 01: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - Phase 2 Plan 02: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - Phase 2 Plan 03: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - Phase 2.1 Plan 01: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    ["- **01-01**: 12min, 2 tasks, 3 files", "- **01-02**: 8min, 2 tasks, 3 files"],
    [
      "- **01-01**: 12min, 2 tasks, 3 files",
      "- **01-02**: 8min, 2 tasks, 3 files",
      "- **02-01**: 9min, 2 tasks, 3 files",
      "- **02-02**: 9min, 3 tasks, 5 files",
      "- **02-03**: 34min, 2 tasks, 2 files",
      "- **02.1-01**: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - **02-01**: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - **02-02**: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - **02-03**: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - **02.1-01**: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    ["- `01-01`: 12min, 2 tasks, 3 files", "- `01-02`: 8min, 2 tasks, 3 files"],
    [
      "- `01-01`: 12min, 2 tasks, 3 files",
      "- `01-02`: 8min, 2 tasks, 3 files",
      "- `02-01`: 9min, 2 tasks, 3 files",
      "- `02-02`: 9min, 3 tasks, 5 files",
      "- `02-03`: 34min, 2 tasks, 2 files",
      "- `02.1-01`: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is - `02-01`: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is - `02-02`: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is - `02-03`: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is - `02.1-01`: -, 1 task, 1 file",
    ],
  ],
  [harbour, ["- 01-01 — 12 min"], null, []],
  [harbour, ["- 01-01 — 12min"], null, []],
  [harbour, ["- 01-01 — -"], null, []],
  [harbour, ["- 01-01 — 12 min, 2 tasks"], null, []],
  [harbour, ["- 01-01 — 12 minutes (guess)"], null, []],
  [
    harbour,
    ["* 01-01: 12min | 2 tasks", "* 01-02: 8min | 1 task"],
    [
      "* 01-01: 12min | 2 tasks",
      "* 01-02: 8min | 1 task",
      "* 02-01: 9min, 2 tasks, 3 files",
      "* 02-02: 9min, 3 tasks, 5 files",
      "* 02-03: 34min, 2 tasks, 2 files",
      "* 02.1-01: -, 1 task, 1 file",
    ],
    [
      "02-01 is completed and has no row; due is * 02-01: 9min, 2 tasks, 3 files",
      "02-02 is completed and has no row; due is * 02-02: 9min, 3 tasks, 5 files",
      "02-03 is completed and has no row; due is * 02-03: 34min, 2 tasks, 2 files",
      "02.1-01 is completed and has no row; due is * 02.1-01: -, 1 task, 1 file",
    ],
  ],
  [
    harbour,
    [...byPhase, "| 1 | 1 | 20min | 10min |", "| 2 | 3 | 50min | 17min |", "| 2.1 | 1 | - | - |"],
    [...byPhase, "| 1 | 2 | 20min | 10min |", "| 2 | 3 | 50min | 17min |", "| 2.1 | 1 | - | - |"],
    ["Phase 1: plans is recorded as “1”; it is 2 (2 of 2 plans have a SUMMARY)"],
  ],
  [
    harbour,
    [...byPhase, "| 1 | 2 | 30min | 10min |", "| 2 | 3 | 52min | 10min |", "| 2.1 | 1 | 3min | - |"],
    [...byPhase, "| 1 | 2 | 20min | 10min |", "| 2 | 3 | 52min | 17min |", "| 2.1 | 1 | 3min | - |"],
    [
      "Phase 1: total is recorded as “30min”; it is 20min (sum of its plans)",
      "Phase 2: average is recorded as “10min”; it is 17min (total by plans)",
    ],
  ],
  [
    complete,
    [...byPhase, "| 1 | - | - | - |", "| 2 | 1/3 | 52min | 17min |", "| 2.1 | 0 of 1 | - | - |"],
    [...byPhase, "| 1 | 2 | 20min | 10min |", "| 2 | 3/3 | 52min | 17min |", "| 2.1 | 1 of 1 | 3min | 3min |"],
    [
      "Phase 1: plans is recorded as “-”; it is 2 (2 of 2 plans have a SUMMARY)",
      "Phase 1: total is recorded as “-”; it is 20min (sum of its plans)",
      "Phase 1: average is recorded as “-”; it is 10min (total by plans)",
      "Phase 2: plans is recorded as “1/3”; it is 3/3 (3 of 3 plans have a SUMMARY)",
      "Phase 2.1: plans is recorded as “0 of 1”; it is 1 of 1 (1 of 1 plans have a SUMMARY)",
      "Phase 2.1: total is recorded as “-”; it is 3min (sum of its plans)",
      "Phase 2.1: average is recorded as “-”; it is 3min (total by plans)",
    ],
  ],
  [
    harbour,
    [...byPhase, "| - | - | - | - |"],
    [...byPhase, "| 1 | 2 | 20min | 10min |", "| 2 | 3 | 52min | 17min |", "| 2.1 | 1 | - | - |"],
    ["By Phase is recorded as “-”; it is rows for 1, 2, 2.1 (phases on disk)"],
  ],
  [
    harbour,
    [...byPhase],
    [...byPhase, "| 1 | 2 | 20min | 10min |", "| 2 | 3 | 52min | 17min |", "| 2.1 | 1 | - | - |"],
    ["By Phase is recorded as “(no row)”; it is rows for 1, 2, 2.1 (phases on disk)"],
  ],
  [
    harbour,
    [...byPhase, "| 01-tide-tables | 2/2 | 20min | 10min |"],
    [
      ...byPhase,
      "| 01-tide-tables | 2/2 | 20min | 10min |",
      "| 02-harbour-lights | 3/3 | 52min | 17min |",
      "| 02.1-storm-drill | 1/1 | - | - |",
    ],
    ["By Phase is recorded as “(no row)”; it is rows for 2, 2.1 (phases on disk)"],
  ],
  [harbour, [...byPhase, "| 02.1-storm-drill | 1/1 | - | - |", "| 03-fog-horn | 0/2 | - | - |"], null, []],
  [
    harbour,
    [...byPhase, "| 1 | 2 | 20min | 10min |", "| 2.1 | 1 | - | - |"],
    [...byPhase, "| 1 | 2 | 20min | 10min |", "| 2 | 3 | 52min | 17min |", "| 2.1 | 1 | - | - |"],
    ["By Phase is recorded as “(no row)”; it is rows for 2 (phases on disk)"],
  ],
  [
    harbour,
    [...byPhase, "  | 01 | 2 | 20min | 10min |", "  | 02.1 | 1 | - | - |"],
    [...byPhase, "  | 01 | 2 | 20min | 10min |", "  | 02 | 3 | 52min | 17min |", "  | 02.1 | 1 | - | - |"],
    ["By Phase is recorded as “(no row)”; it is rows for 2 (phases on disk)"],
  ],
  [harbour, [...byPhase, "| Phase 1 | two | 20min | 10min |", "| Whatever | 1 | - | - |"], null, []],
  [
    harbour,
    [...byPhase, "| 1 | 2 plans | 20min | 12min |", "| 2 | 12 | 52min | 17min |", "| 2.1 | 12/34 | - | - |"],
    [...byPhase, "| 1 | 2 plans | 20min | 10min |", "| 2 | 3 | 52min | 17min |", "| 2.1 | 1/1 | - | - |"],
    [
      "Phase 1: average is recorded as “12min”; it is 10min (total by plans)",
      "Phase 2: plans is recorded as “12”; it is 3 (3 of 3 plans have a SUMMARY)",
      "Phase 2.1: plans is recorded as “12/34”; it is 1/1 (1 of 1 plans have a SUMMARY)",
    ],
  ],
  [
    harbour,
    [...byPhase, "| 1 | 2 | 0.5 hours | 10 min |", "| 2 | 3 | 0.9 hours | 17 min |", "| 2.1 | 1 | - | - |"],
    [...byPhase, "| 1 | 2 | 0.3 hours | 0.2 hours |", "| 2 | 3 | 0.9 hours | 17 min |", "| 2.1 | 1 | - | - |"],
    [
      "Phase 1: total is recorded as “0.5 hours”; it is 0.3 hours (sum of its plans)",
      "Phase 1: average is recorded as “10 min”; it is 0.2 hours (total by plans)",
    ],
  ],
  [
    harbour,
    [
      "- Total plans completed: 4",
      "",
      ...byPhase,
      "| 1 | 2 | 20min | 10min |",
      "| 2 | 3 | 52min | 17min |",
      "| 2.1 | 1 | - | - |",
      "| 9 | 5 | - | - |",
    ],
    [
      "- Total plans completed: 11",
      "",
      ...byPhase,
      "| 1 | 2 | 20min | 10min |",
      "| 2 | 3 | 52min | 17min |",
      "| 2.1 | 1 | - | - |",
      "| 9 | 5 | - | - |",
    ],
    ["Total plans completed is recorded as “4”; it is 11 (the sum of the column Plans)"],
  ],
  // Phase 1 was over before there was a table: its plans have a SUMMARY too, and the total is the column's all the same.
  [
    harbour,
    ["- Total plans completed: 3", "", ...byPhase, "| 2 | 3 | 52min | 17min |", "| 2.1 | 1 | - | - |"],
    ["- Total plans completed: 4", "", ...byPhase, "| 2 | 3 | 52min | 17min |", "| 2.1 | 1 | - | - |"],
    ["Total plans completed is recorded as “3”; it is 4 (the sum of the column Plans)"],
  ],
  [
    harbour,
    [
      "- Total plans completed: 11",
      "- Average duration: 10 min",
      "",
      ...byPhase,
      "| 1 | 2 | 20min | 10min |",
      "| 2 | 3 | 52min | 17min |",
      "| 2.1 | 1 | - | - |",
      "| 9 | 5 | - | - |",
    ],
    null,
    [],
  ],
];

suite("performance metrics", (test) => {
  const step = 8;
  for (let from = 0; from < sections.length; from += step) {
    test(`are mended line by line, and each change says why: ${from + 1} to ${from + step}`, async () => {
      for (const [facts, lines, expected, messages] of sections.slice(from, from + step)) {
        const { text, findings } = await sync(["## Performance Metrics", "", ...lines, ""].join("\n"), facts);
        assert.equal(text.split("\n").slice(2, -1), expected ?? lines, lines.join("\n"));
        assert.equal(
          findings.map(({ message }) => message),
          messages,
        );
      }
    });
  }
});
