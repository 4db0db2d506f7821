import * as assert from "uvu/assert";
import type { FakeCommit, FakeFacts } from "../../support/fake-project.ts";
import { suite } from "../../support/suite.ts";
import { harbourWith, sync } from "../../support/synced.ts";

type Rows = readonly (readonly [line: string, written: string | null, messages: readonly string[]])[];

/** Lines of *Session Continuity*, what sync makes of them (`null` where they stay), and what it says. */
const sessions: Rows = [
  ["Last session: 2026-03-05 09:20", null, []],
  ["Last session: 2026-03-05", null, []],
  [
    "Last session: 2026-03-04",
    "Last session: 2026-03-05",
    ["“Last session” says “2026-03-04”; the last work commit of a plan is of 2026-03-05"],
  ],
  ["Last session: 2026-03-05T07:20:00Z", null, []],
  [
    "Last session: 2026-03-05T07:19:59.000Z",
    "Last session: 2026-03-05T07:20:00.000Z",
    ["“Last session” says “2026-03-05T07:19:59.000Z”; the last work commit of a plan is of 2026-03-05T07:20:00.000Z"],
  ],
  [
    "Last session: 2026-03-05T07:00:00.000Z",
    "Last session: 2026-03-05T07:20:00.000Z",
    ["“Last session” says “2026-03-05T07:00:00.000Z”; the last work commit of a plan is of 2026-03-05T07:20:00.000Z"],
  ],
  ["Last session: 2026-03-06", null, []],
  [
    "Last session: 2026-03-05 09:19",
    "Last session: 2026-03-05 09:20",
    ["“Last session” says “2026-03-05 09:19”; the last work commit of a plan is of 2026-03-05 09:20"],
  ],
  ["Last session: 2026-03-05 07:20", null, []],
  [
    "Last session: 2026-03-05 07:19",
    "Last session: 2026-03-05 07:20",
    ["“Last session” says “2026-03-05 07:19”; the last work commit of a plan is of 2026-03-05 07:20"],
  ],
  [
    "Last session: 2026-03-05 06:00",
    "Last session: 2026-03-05 07:20",
    ["“Last session” says “2026-03-05 06:00”; the last work commit of a plan is of 2026-03-05 07:20"],
  ],
  [
    "Last session: TBD",
    "Last session: 2026-03-05 09:20",
    ["“Last session” says “TBD”; the last work commit of a plan is of 2026-03-05 09:20"],
  ],
  [
    "Last session: [date]",
    "Last session: 2026-03-05 09:20",
    ["“Last session” says “[date]”; the last work commit of a plan is of 2026-03-05 09:20"],
  ],
  [
    "Last session:",
    "Last session: 2026-03-05 09:20",
    ["“Last session” says “”; the last work commit of a plan is of 2026-03-05 09:20"],
  ],
  ["Last session: yesterday", null, []],
  [
    "Last session: `2026-03-01`",
    "Last session: `2026-03-05`",
    ["“Last session” says “2026-03-01”; the last work commit of a plan is of 2026-03-05"],
  ],
  [
    'Last session: "2026-03-01"',
    'Last session: "2026-03-05"',
    ["“Last session” says “2026-03-01”; the last work commit of a plan is of 2026-03-05"],
  ],
  [
    "Last session: 2026-03-01 (evening)",
    "Last session: 2026-03-05 (evening)",
    ["“Last session” says “2026-03-01”; the last work commit of a plan is of 2026-03-05"],
  ],
  [
    "Last session: 2026-03-01 — Completed 01-01",
    "Last session: 2026-03-05",
    ["“Last session” says “2026-03-01 — Completed 01-01”; the last work commit of a plan is of 2026-03-05"],
  ],
  [
    "Last Date: 2026-03-01",
    "Last Date: 2026-03-05",
    ["“Last session” says “2026-03-01”; the last work commit of a plan is of 2026-03-05"],
  ],
  [
    "**Last session:** 2026-03-01T10:00:00+02:00",
    "**Last session:** 2026-03-05T09:20:00+02:00",
    ["“Last session” says “2026-03-01T10:00:00+02:00”; the last work commit of a plan is of 2026-03-05T09:20:00+02:00"],
  ],
  [
    "Last session: 2026-03-01 10:00 UTC",
    "Last session: 2026-03-05 07:20 UTC",
    ["“Last session” says “2026-03-01 10:00 UTC”; the last work commit of a plan is of 2026-03-05 07:20 UTC"],
  ],
  [
    "Last session: 2026-03-04 23:59",
    "Last session: 2026-03-05 09:20",
    ["“Last session” says “2026-03-04 23:59”; the last work commit of a plan is of 2026-03-05 09:20"],
  ],
  ["Last session: Mar 1, 2026", null, []],
  ["Resume file: None", null, []],
  ["Resume file: gone.md", null, []],
  ["Resume file: notes.md", null, []],
  ["Resume file: `gone.md`", null, []],
  ["Resume file: `notes.md`", null, []],
  ["Resume file: [x](notes.md)", null, []],
  ["Resume file: [x](gone.md)", null, []],
  ["Resume file: [gone.md]", "Resume file: None", ["“Resume file” names “[gone.md]”, which does not exist"]],
  ["Resume file: --resume-file", "Resume file: None", ["“Resume file” names “--resume-file”, which does not exist"]],
  ["Resume file:", null, []],
  ["Resume file: TBD", null, []],
  ["Resume file: ./notes.md", null, []],
  ["Resume file: .planning/phases/03-fog-horn/.continue-here.md", null, []],
  ["Resume file: phases/03-fog-horn/.continue-here.md", null, []],
  ["Resume file: notes.md and gone.md", null, []],
  ["Resume file: gone.md (later)", null, []],
  ["Resume file: https://x/y.md", null, []],
  ["Resume file: /etc/passwd", null, []],
  ["Resume file: ../x.md", null, []],
  ["Resume file: gone", null, []],
  ["Resume file: words that say nothing", null, []],
  ["Resume file: HANDOFF.json", null, []],
  ["Resume file: [x] gone.md", null, []],
  [
    "Stopped at: None",
    "Stopped at: Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)",
    ["“Stopped at” says “None”; 02.1-01 was completed 2026-03-04 16:00"],
  ],
  [
    "Stopped at:",
    "Stopped at: Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)",
    ["“Stopped at” says “”; 02.1-01 was completed 2026-03-04 16:00"],
  ],
  [
    "Stopped at: Completed 01-01",
    "Stopped at: Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)",
    ["“Stopped at” says “Completed 01-01”; 02.1-01 was completed 2026-03-04 16:00"],
  ],
  ["Stopped at: Completed 02.1-01", null, []],
  [
    "Stopped at: Phase 1 done",
    "Stopped at: Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)",
    ["“Stopped at” says “Phase 1 done”; 02.1-01 was completed 2026-03-04 16:00"],
  ],
  ["Stopped at: project initialized", null, []],
  ["Stopped at: Roadmap created", null, []],
  ["Stopped at: requirements defined", null, []],
  ["Stopped at: initial roadmap.md created", null, []],
  ["Stopped at: Phase 3 planned", null, []],
];

const withHandoffs = harbourWith({
  files: {
    ".planning/phases/03-fog-horn/.continue-here.md": "x",
    ".planning/HANDOFF.json": "{}",
    "notes.md": "x",
  },
});

const commit = (message: string, at = "2026-03-06T10:00:00+02:00"): FakeCommit => ({
  message,
  at,
  paths: ["src/x.ts"],
});
const withQuickTasks = harbourWith({
  commits: [
    commit("fix(quick-2): do it"),
    commit("docs(quick-2): Do a thing"),
    commit("docs(quick-3): only documents"),
    commit("fix(quick-4): one"),
    commit("fix(quick-4): two", "2026-03-06T11:00:00+02:00"),
    commit("feat: add the tide gauge sensor"),
    commit("feat(x): paint the old harbour wall"),
    commit("paint the old harbour wall", "2026-03-07T10:00:00+02:00"),
    commit("feat(x): oil the long fog horn well", "2026-03-08T00:30:00+02:00"),
    { ...commit("Merge quick-5", "2026-03-08T10:00:00+02:00"), isMerge: true },
    commit("fix(quick-260621-kmm): x", "2026-03-08T10:00:00+02:00"),
  ],
});

/** Rows of a table of quick tasks with a placeholder for their commit. */
const quickRows: Rows = [
  [
    "| 2 | Do a thing | 2026-03-06 | pending |",
    "| 2 | Do a thing | 2026-03-06 | 166a2bb |",
    ["“2” has “pending” for its commit; 166a2bbc fits (the only commit with its id: fix(quick-2): do it)"],
  ],
  [
    "| 2 | Do a thing | 2026-03-06 | this commit |",
    null,
    ["“2” has “this commit” for its commit; 166a2bbc, 420c95d9 fit (2 commits carry its id)"],
  ],
  [
    "| 3 | x | 2026-03-06 | pending |",
    "| 3 | x | 2026-03-06 | 74f9184 |",
    ["“3” has “pending” for its commit; 74f9184f fits (the only commit with its id: docs(quick-3): only documents)"],
  ],
  [
    "| 4 | x | 2026-03-06 | pending |",
    null,
    ["“4” has “pending” for its commit; 65519fad, 57b07d54 fit (2 commits carry its id)"],
  ],
  [
    "| 5 | x | 2026-03-06 | pending |",
    null,
    ["“5” has “pending” for its commit; no commit carries its id or its words"],
  ],
  [
    "| 9 | add the tide gauge sensor | 2026-03-06 | pending |",
    "| 9 | add the tide gauge sensor | 2026-03-06 | dca859f |",
    [
      "“9” has “pending” for its commit; dca859fa fits (of 2026-03-06, and its subject is the same: feat: add the tide gauge sensor)",
    ],
  ],
  [
    "| 9 | Add the Tide-Gauge sensor! | 2026-03-06 | TBD |",
    "| 9 | Add the Tide-Gauge sensor! | 2026-03-06 | dca859f |",
    [
      "“9” has “TBD” for its commit; dca859fa fits (of 2026-03-06, and its subject is the same: feat: add the tide gauge sensor)",
    ],
  ],
  [
    "| 9 | add the tide gauge sensor | 2026-03-05 | pending |",
    null,
    ["“9” has “pending” for its commit; no commit carries its id or its words"],
  ],
  [
    "| 9 | add the tide gauge sensor | | pending |",
    null,
    ["“9” has “pending” for its commit; dca859fa fits (its subject is the same: feat: add the tide gauge sensor)"],
  ],
  [
    "| 9 | add the tide gauge | 2026-03-06 | pending |",
    null,
    [
      "“9” has “pending” for its commit; dca859fa fits (of 2026-03-06, and its subject is similar: feat: add the tide gauge sensor)",
    ],
  ],
  [
    "| 9 | add the gauge | 2026-03-06 | pending |",
    null,
    [
      "“9” has “pending” for its commit; dca859fa fits (of 2026-03-06, and its subject is similar: feat: add the tide gauge sensor)",
    ],
  ],
  [
    "| 9 | paint the old harbour wall | 2026-03-06 | pending |",
    "| 9 | paint the old harbour wall | 2026-03-06 | f4936d8 |",
    [
      "“9” has “pending” for its commit; f4936d8e fits (of 2026-03-06, and its subject is the same: feat(x): paint the old harbour wall)",
    ],
  ],
  [
    "| 9 | paint the old harbour wall | | pending |",
    null,
    [
      "“9” has “pending” for its commit; f4936d8e, 2fa9faa5 fit (its subject is the same: feat(x): paint the old harbour wall)",
    ],
  ],
  [
    "| 9 | oil the long fog horn well | 2026-03-07 | pending |",
    "| 9 | oil the long fog horn well | 2026-03-07 | 4662e43 |",
    [
      "“9” has “pending” for its commit; 4662e43e fits (of 2026-03-07, and its subject is the same: feat(x): oil the long fog horn well)",
    ],
  ],
  [
    "| 9 | oil the long fog horn well | 2026-03-08 | pending |",
    "| 9 | oil the long fog horn well | 2026-03-08 | 4662e43 |",
    [
      "“9” has “pending” for its commit; 4662e43e fits (of 2026-03-08, and its subject is the same: feat(x): oil the long fog horn well)",
    ],
  ],
  [
    "| 9 | sensor | 2026-03-06 | pending |",
    null,
    ["“9” has “pending” for its commit; no commit carries its id or its words"],
  ],
  ["| 9 | | 2026-03-06 | pending |", null, ["“9” has “pending” for its commit; no commit carries its id or its words"]],
  [
    "| 260621-kmm | x | 2026-03-06 | pending |",
    "| 260621-kmm | x | 2026-03-06 | 2f0b0ea |",
    [
      "“260621-kmm” has “pending” for its commit; 2f0b0ea0 fits (the only commit with its id: fix(quick-260621-kmm): x)",
    ],
  ],
];

/** The same in a table of plans. */
const planRows: Rows = [
  [
    "| 01-01 | pending |",
    null,
    ["“01-01” has “pending” for its commit; b4f1477d, 1b25c0f1, e1862ae0 fit (01-01 has 3 commits)"],
  ],
  [
    "| 02.1-01 | pending |",
    "| 02.1-01 | a8cc13b |",
    ["“02.1-01” has “pending” for its commit; a8cc13be fits (the only commit of 02.1-01: feat(02.1-01): storm drill)"],
  ],
  ["| 03-01 | pending |", null, ["“03-01” has “pending” for its commit; 5e61450e, fb2d145c fit (03-01 has 2 commits)"]],
  ["| 03-02 | pending |", null, ["“03-02” has “pending” for its commit; no commit carries its id or its words"]],
  ["| 09-01 | pending |", null, ["“09-01” has “pending” for its commit; no commit carries its id or its words"]],
];

async function hold(rows: Rows, before: string, facts: FakeFacts): Promise<void> {
  for (const [line, written, messages] of rows) {
    const { text, findings } = await sync(`${before}${line}\n`, facts);
    assert.is(text, `${before}${written ?? line}\n`);
    assert.equal(
      findings.map(({ message }) => message),
      messages,
    );
  }
}

function cut(rows: Rows): readonly Rows[] {
  return Array.from({ length: Math.ceil(rows.length / 8) }, (_, index) => rows.slice(index * 8, index * 8 + 8));
}

suite("lines under sync", (test) => {
  cut(sessions).forEach((rows, index) => {
    test(`say when the last session was, and where it stopped: ${index + 1}`, () =>
      hold(rows, "## Session Continuity\n\n", withHandoffs));
  });

  cut(quickRows).forEach((rows, index) => {
    test(`get the commit of a quick task where only one can be meant: ${index + 1}`, () => {
      const head = "| # | Description | Date | Commit |\n|---|---|---|---|\n";
      return hold(rows, `### Quick Tasks Completed\n\n${head}`, withQuickTasks);
    });
  });

  test("get the commit of a plan where it has only one", () =>
    hold(planRows, "| Plan | Commit |\n|---|---|\n", withQuickTasks));
});
