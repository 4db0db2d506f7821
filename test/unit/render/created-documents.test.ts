import * as assert from "uvu/assert";
import type { FakeFacts } from "../../support/fake-project.ts";
import { suite } from "../../support/suite.ts";
import { create, harbour, harbourWith } from "../../support/synced.ts";

const none: FakeFacts = { commits: [], files: {} };
const first: FakeFacts = {
  commits: [{ at: "2026-03-01T10:00:00+02:00", message: "feat(01-01): x", paths: ["src/a.ts"] }],
  files: { ".planning/phases/01-tide-tables/01-01-PLAN.md": "# x" },
};
const horn = ".planning/phases/03-fog-horn";
const done = harbourWith({
  files: { [`${horn}/03-01-SUMMARY.md`]: "duration: 20min\n", [`${horn}/03-02-SUMMARY.md`]: "duration: 20min\n" },
});
const gaps = harbourWith({
  commits: [
    { at: "2026-03-06T10:00:00+02:00", message: "docs(03-gap-01): complete", paths: [`${horn}/03-GAP-01-SUMMARY.md`] },
  ],
  files: { [`${horn}/03-GAP-01-PLAN.md`]: "# x", [`${horn}/03-GAP-01-SUMMARY.md`]: "---\nduration: 7min\n---\n" },
});

/** Parts that recur: the sections as they are created of the harbour and of nothing, its rows, and sections that are there. */
const parts: Readonly<Record<string, string>> = {
  P: "## Current Position\n\n**Phase:** 3 (Fog Horn)\n**Plan:** 1 of 2 in current phase\n**Status:** In progress\n**Last activity:** 2026-03-05 — Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)\n\n**Progress:** [███████░░░] 75%\n\n",
  M: "## Performance Metrics\n\n**Velocity:**\n\n- Total plans completed: 6\n- Average duration: 14 min\n- Total execution time: -\n\n**By Phase:**\n\n| Phase | Plans | Total | Avg/Plan |\n| - | - | - | - |\n| 1 | 2 | 20min | 10min |\n| 2 | 3 | 52min | 17min |\n| 2.1 | 1 | - | - |\n\n**Recent Trend:**\n\n- Last 5 plans: 12min, 8min, 9min, 9min, 34min\n- Trend: Degrading\n\n*Updated after each plan completion*\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n| Phase 01 P01 | 12min | 3 tasks | 4 files |\n| Phase 01 P02 | 8min | 2 tasks | 5 files |\n| Phase 02 P01 | 9min | 2 tasks | 3 files |\n| Phase 02 P02 | 9min | 3 tasks | 5 files |\n| Phase 02 P03 | 34min | 2 tasks | 2 files |\n| Phase 02.1 P01 | - | 1 tasks | 1 files |\n\n",
  S: "## Session Continuity\n\n**Last session:** 2026-03-05 09:20\n**Stopped at:** Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)\n**Resume file:** None\n",
  N: "## Current Position\n\n**Status:** Ready to plan\n**Last activity:** None\n\n**Progress:** [░░░░░░░░░░] 0%\n\n",
  Z: "## Performance Metrics\n\n**Velocity:**\n\n- Total plans completed: 0\n- Average duration: -\n- Total execution time: -\n\n**Recent Trend:**\n\n- Last 5 plans: -\n- Trend: -\n\n*Updated after each plan completion*\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n\n",
  R: "| Phase 01 P01 | 12min | 3 tasks | 4 files |\n| Phase 01 P02 | 8min | 2 tasks | 5 files |\n| Phase 02 P01 | 9min | 2 tasks | 3 files |\n| Phase 02 P02 | 9min | 3 tasks | 5 files |\n| Phase 02 P03 | 34min | 2 tasks | 2 files |\n| Phase 02.1 P01 | - | 1 tasks | 1 files |\n",
  I: "## Session Continuity\n\nLast session: 2026-03-05 09:20\nStopped at: Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)\nResume file: None\n",
  A: "## Current Position\n\nStatus: In progress\n\n",
  B: "## Current Position\n\n**Status:** In progress\n\n",
};

function fill(text: string): string {
  return text.replace(/\{([A-Z])\}/g, (_, name: string) => parts[name] ?? "");
}

function crlf(text: string): string {
  return fill(text).replaceAll("\n", "\r\n");
}

/** Documents, what `sync --create` makes of them (`null` where they stay), and what it says that it created. */
const documents: readonly (readonly [FakeFacts, string, string | null, readonly string[]])[] = [
  [
    none,
    "",
    "{N}{Z}## Session Continuity\n\n**Last session:** None\n**Stopped at:** None\n**Resume file:** None\n",
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    first,
    "# State\n",
    "# State\n\n## Current Position\n\n**Phase:** 1 (Tide Tables)\n**Plan:** 1 of 1 in current phase\n**Status:** In progress\n**Last activity:** 2026-03-01 — 01-01 in progress (1 commit)\n\n**Progress:** [░░░░░░░░░░] 0%\n\n{Z}## Session Continuity\n\n**Last session:** 2026-03-01 10:00\n**Stopped at:** 01-01 in progress (1 commit)\n**Resume file:** None\n",
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    done,
    "# State",
    "# State\n\n## Current Position\n\n**Phase:** 3 (Fog Horn)\n**Plan:** 2 of 2 in current phase\n**Status:** Phase complete — ready for verification\n**Last activity:** 2026-03-05 — Completed 03-01\n\n**Progress:** [██████████] 100%\n\n## Performance Metrics\n\n**Velocity:**\n\n- Total plans completed: 8\n- Average duration: 16 min\n- Total execution time: -\n\n**By Phase:**\n\n| Phase | Plans | Total | Avg/Plan |\n| - | - | - | - |\n| 1 | 2 | 20min | 10min |\n| 2 | 3 | 53min | 18min |\n| 2.1 | 1 | - | - |\n| 3 | 2 | 40min | 20min |\n\n**Recent Trend:**\n\n- Last 5 plans: 8min, 9min, 9min, 35min, 20min\n- Trend: Degrading\n\n*Updated after each plan completion*\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n| Phase 03 P02 | 20min | - | - |\n| Phase 01 P01 | 12min | 3 tasks | 4 files |\n| Phase 01 P02 | 8min | 2 tasks | 5 files |\n| Phase 02 P01 | 9min | 2 tasks | 3 files |\n| Phase 02 P02 | 9min | 3 tasks | 5 files |\n| Phase 02 P03 | 35min | 2 tasks | 2 files |\n| Phase 02.1 P01 | - | 1 tasks | 1 files |\n| Phase 03 P01 | 20min | 2 tasks | 2 files |\n\n## Session Continuity\n\n**Last session:** 2026-03-05 09:20\n**Stopped at:** Completed 03-01\n**Resume file:** None\n",
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    gaps,
    "# State\n",
    "# State\n\n## Current Position\n\n**Phase:** 3 (Fog Horn)\n**Plan:** 2 of 3 in current phase\n**Status:** Ready to execute\n**Last activity:** 2026-03-05 — Completed 03-gap-01\n\n**Progress:** [███████░░░] 78%\n\n## Performance Metrics\n\n**Velocity:**\n\n- Total plans completed: 7\n- Average duration: 13 min\n- Total execution time: -\n\n**By Phase:**\n\n| Phase | Plans | Total | Avg/Plan |\n| - | - | - | - |\n| 1 | 2 | 20min | 10min |\n| 2 | 3 | 52min | 17min |\n| 2.1 | 1 | - | - |\n| 3 | 1 | 7min | 7min |\n\n**Recent Trend:**\n\n- Last 5 plans: 8min, 9min, 9min, 34min, 7min\n- Trend: Degrading\n\n*Updated after each plan completion*\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n{R}| Phase 03 PGAP-01 | 7min | - | - |\n\n## Session Continuity\n\n**Last session:** 2026-03-05 09:20\n**Stopped at:** Completed 03-gap-01\n**Resume file:** None\n",
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [harbour, "\uFEFF", "\uFEFF\n\n{P}{M}{S}", ["Current Position", "Performance Metrics", "Session Continuity"]],
  [
    harbour,
    "---\nstopped_at: Completed 02.1-01\n---\n",
    "---\nstopped_at: Completed 02.1-01\n---\n\n{P}{M}## Session Continuity\n\n**Last session:** 2026-03-05 09:20\n**Stopped at:** Completed 02.1-01\n**Resume file:** None\n",
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    harbour,
    "---\nstopped_at: Completed 01-01\n---\n\n# State\n",
    '---\nstopped_at: "Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)"\n---\n\n# State\n\n{P}{M}{S}',
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    harbour,
    "---\nstopped_at: [a, b]\n---\n\n# State\n",
    "---\nstopped_at: [a, b]\n---\n\n# State\n\n{P}{M}{S}",
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    harbour,
    "---\nx: 1\n---\n\n# State\n",
    "---\nx: 1\n---\n\n# State\n\n{P}{M}{S}",
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    none,
    "---\nstopped_at: Words\n---\n\n# State\n",
    "---\nstopped_at: Words\n---\n\n# State\n\n{N}{Z}## Session Continuity\n\n**Last session:** None\n**Stopped at:** Words\n**Resume file:** None\n",
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    none,
    "# State\n\n**Stopped at:** Words\n",
    "# State\n\n**Stopped at:** Words\n\n{N}{Z}## Session Continuity\n\n**Last session:** None\n**Stopped at:** Words\n**Resume file:** None\n",
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\nWords.\n\n{I}",
    "{B}## Performance Metrics\n\nWords.\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n{R}\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\n| Phase 01 P01 | 12min | 2 tasks | 3 files |\n\nWords.\n\n{I}",
    "{B}## Performance Metrics\n\n\nWords.\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n| Phase 01 P01 | 12min | 2 tasks | 3 files |\n\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\nWords.\n| Phase 01 P01 | 12min | 2 tasks | 3 files |\n\n{I}",
    "{B}## Performance Metrics\n\nWords.\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n| Phase 01 P01 | 12min | 2 tasks | 3 files |\n\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\n| Plan | Name | Duration |\n|---|---|---|\n| 01-01 | Tide | 12min |\n| Phase 01 P02 | 8min | 2 tasks | 3 files |\n\n{I}",
    "{B}## Performance Metrics\n\n| Plan | Name | Duration |\n|---|---|---|\n| 01-01 | Tide | 12min |\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n| Phase 01 P02 | 8min | 2 tasks | 3 files |\n\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\n- 01-01: 12min\n\n{I}",
    "{B}## Performance Metrics\n\n- 01-01: 12min\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\n**Recent Trend:**\n\n- Last 5 plans: -\n\n{I}",
    "{B}## Performance Metrics\n\n**By Phase:**\n\n| Phase | Plans | Total | Avg/Plan |\n| - | - | - | - |\n| 1 | 2 | 20min | 10min |\n| 2 | 3 | 52min | 17min |\n| 2.1 | 1 | - | - |\n\n**Recent Trend:**\n\n- Last 5 plans: -\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n{R}\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "By Phase", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\nx\n\n**Recent Trend**:\n- Last 5 plans: -\n\n{I}",
    "{B}## Performance Metrics\n\nx\n\n**By Phase:**\n\n| Phase | Plans | Total | Avg/Plan |\n| - | - | - | - |\n| 1 | 2 | 20min | 10min |\n| 2 | 3 | 52min | 17min |\n| 2.1 | 1 | - | - |\n\n**Recent Trend**:\n- Last 5 plans: -\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n{R}\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "By Phase", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\nx\n**Recent Trend:**\n- Last 5 plans: -\n\n{I}",
    "{B}## Performance Metrics\n\nx\n**Recent Trend:**\n- Last 5 plans: -\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n{R}\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\nx\n\n**RECENT TREND**\n- Last 5 plans: -\n\n{I}",
    "{B}## Performance Metrics\n\nx\n\n**By Phase:**\n\n| Phase | Plans | Total | Avg/Plan |\n| - | - | - | - |\n| 1 | 2 | 20min | 10min |\n| 2 | 3 | 52min | 17min |\n| 2.1 | 1 | - | - |\n\n**RECENT TREND**\n- Last 5 plans: -\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n{R}\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "By Phase", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\nx\n\nRecent Trend:\n- Last 5 plans: -\n\n{I}",
    "{B}## Performance Metrics\n\nx\n\nRecent Trend:\n- Last 5 plans: -\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n{R}\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Performance Metrics\n\nx\n\n## Accumulated Context\n\n| A | B | C | D |\n|---|---|---|---|\n| x | y | z | w |\n  | Phase 01 P01 | 12min | 2 tasks | 3 files |\n\n{I}",
    "{B}## Performance Metrics\n\nx\n\n**Per-Plan Metrics:**\n\n| Plan | Duration | Tasks | Files |\n| - | - | - | - |\n| Phase 01 P01 | 12min | 2 tasks | 3 files |\n\n## Accumulated Context\n\n| A | B | C | D |\n|---|---|---|---|\n| x | y | z | w |\n\n{S}",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "Per-Plan Metrics"],
  ],
  [
    harbour,
    "{A}## Accumulated Context\n\nWords.\n",
    "{B}{M}## Accumulated Context\n\nWords.\n\n{S}",
    ["bold labels (Status)", "Performance Metrics", "Session Continuity"],
  ],
  [
    harbour,
    "# State\n\n## Session\n\nWords.\n",
    "# State\n\n{P}{M}## Session\n\n**Last session:** 2026-03-05 09:20\n**Stopped at:** Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)\n**Resume file:** None\n\nWords.\n",
    ["Last session, Stopped at, Resume file", "Current Position", "Performance Metrics"],
  ],
  [
    harbour,
    "# State\n\nStatus: Words\n",
    "# State\n\nStatus: Words\n\n{M}{S}",
    ["Performance Metrics", "Session Continuity"],
  ],
  [harbour, "# State\n\n```\n", null, []],
  [harbour, "# State\n\n<!--\n", null, []],
  [
    harbour,
    crlf("# State\n\n## Accumulated Context\n"),
    crlf("# State\n\n{P}{M}## Accumulated Context\n\n{S}"),
    ["Current Position", "Performance Metrics", "Session Continuity"],
  ],
  [
    harbour,
    "{A}## Session Continuity\n\nLast session: 2026-03-05 09:20\nResume file: None\n",
    "{B}{M}## Session Continuity\n\n**Last session:** 2026-03-05 09:20\n**Resume file:** None\n**Stopped at:** Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)\n",
    ["bold labels (Status, Last session, Resume file)", "Stopped at", "Performance Metrics"],
  ],
  [
    harbour,
    "{A}## Session Continuity\n\n**Resume file:** None\n",
    "{B}{M}## Session Continuity\n\n**Resume file:** None\n**Last session:** 2026-03-05 09:20\n**Stopped at:** Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)\n",
    ["bold labels (Status)", "Last session, Stopped at", "Performance Metrics"],
  ],
  [
    harbour,
    "{A}## Session Continuity\n\nLast session:\nStopped at: \nResume file: TBD\n",
    "{B}{M}## Session Continuity\n\n**Last session:** 2026-03-05 09:20\n**Stopped at:** Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)\n**Resume file:** TBD\n",
    ["bold labels (Status, Last session, Stopped at, Resume file)", "Last session, Stopped at", "Performance Metrics"],
  ],
  [
    harbour,
    "{A}## Session Continuity\n",
    "{B}{M}{S}",
    ["bold labels (Status)", "Last session, Stopped at, Resume file", "Performance Metrics"],
  ],
  [
    harbour,
    "---\nstopped_at: Completed 01-01\n---\n\n{A}## Session Continuity\n\nLast session: 2026-03-05 09:20\nStopped at: Completed 01-02\nResume file: None\n",
    "---\nstopped_at: Completed 01-02\n---\n\n{B}{M}## Session Continuity\n\n**Last session:** 2026-03-05 09:20\n**Stopped at:** Completed 01-02\n**Resume file:** None\n",
    [
      "bold labels (Status, Last session, Stopped at, Resume file)",
      "stopped_at in the front matter",
      "Performance Metrics",
    ],
  ],
];

suite("documents under --create", (test) => {
  documents.forEach(([facts, before, after, elements], index) => {
    test(`get what they lack, and keep what they have: ${index + 1}`, async () => {
      const { text, created } = await create(fill(before), facts);
      assert.is(text, fill(after ?? before));
      assert.equal(created, elements);
    });
  });
});
