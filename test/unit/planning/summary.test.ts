import * as assert from "uvu/assert";
import { parseDocumentTitle } from "../../../src/planning/document-title.ts";
import { countPlanTasks, isPlanSummary, parsePlanSummary, parsePlanTitle } from "../../../src/planning/summary.ts";
import { suite } from "../../support/suite.ts";

function frontMatter(...lines: readonly string[]): string {
  return `---\nphase: 61-sync\nplan: 02\n${lines.join("\n")}\n---\n\n# Phase 61 Plan 02: Rating Sync Summary\n`;
}

suite("parsePlanSummary", (test) => {
  test("reads durations in the spellings of front matter and body", () => {
    for (const [line, minutes] of [
      ["duration: 12min", 12],
      ['duration: "9 minutes"', 9],
      ["duration: '5 min'", 5],
      ["  duration: ~9 min", 9],
      ["duration_minutes: 8", 8],
      ["duration_seconds: 392", 392 / 60],
      ["duration_sec: 90", 1.5],
      ['duration: "PT9M"', 9],
      ["duration: 约 9 分钟（2026-06-12 10:01–10:10 UTC）", 9],
      ["- **Duration:** 2 minutes 19 seconds", 2 + 19 / 60],
      ["**Duration**: ~9 minutes", 9],
      ["* Duration: 9 minutes (540 seconds)", 9],
      ["**Total Duration:** 1h 5min", 65],
      ["- **Actual Duration:** ~15 minutes", 15],
      ["**Execution Time:** 2 minutes 29 seconds (149 seconds)", 2 + 29 / 60],
      ["**Duration：** 30 分钟", 30],
      ["total_duration: 12min", 12],
      ["actual-duration: 12min", 12],
      ["total execution time: 12min", 12],
      ["Time taken: 12 min", 12],
      ["duration_mins: 8", 8],
      ["duration-min: 8.5", 8.5],
      ["duration_secs: 90", 1.5],
      ["duration_s: 90", 1.5],
      ["+  Duration:\t12min", 12],
      ["\t- **Duration** : **12min**", 12],
      ["duration:12min", 12],
      ["duration: 10s", 10 / 60],
      ["duration: ~3 días (cal.) · trabajo efectivo ~45 min con 3 iteraciones", 45],
      ["duration: 6h11m wall (two sessions; ~35 min of execution; a power-off between)", 35],
      ["duration: ~90 min wall clock (most of it a pause)", 90],
      ["duration: 2 days, active: 3h 10m", 190],
      ["duration: 3 days", 3 * 24 * 60],
      ["duration: ~60 minutes estimated (actual: 8 minutes)", 8],
      ["duration: 25 min (active, 2 sessions)", 25],
    ] as const) {
      const { duration, bareDuration } = parsePlanSummary(frontMatter(line));
      assert.ok(duration !== null && Math.abs(duration.minutes - minutes) < 1e-9, `${line}: ${duration?.minutes}`);
      assert.is(bareDuration, null);
    }
  });

  test("leaves a number without a unit open", () => {
    const { duration, bareDuration } = parsePlanSummary(frontMatter("duration: 540"));
    assert.equal([duration, bareDuration], [null, 540]);
  });

  test("reads no duration from what only looks like one", () => {
    for (const line of [
      "duration_minutes: 8 or so",
      "duration_minutes: ~8",
      "duration_minutes: x8",
      "duration_minutes: 8.x",
      "a: duration: 12min",
      "- - duration: 12min",
      "duration = 12min",
      `duration: ${"a ".repeat(200)}12min`,
      `x${"y".repeat(41)}: 12min`,
      "duration: soon, 12min",
      "duration: ~60 minutes estimated (actual: ~8 minutes for Plan 01, actual: ~9 minutes for Plan 04)",
      "duration: 2 hours planned",
      "duration: ~30 seconds for 28 tests",
      "duration: 2 min to run the full test suite",
      "duration: ~16 minutes for Plans 01 and 04 (~8 minutes each)",
    ])
      assert.equal([parsePlanSummary(frontMatter(line)).duration], [null], line);
    // Within quotes, but not beside them.
    assert.is(parsePlanSummary(frontMatter('duration: "12min" (guessed)')).duration, null);
    assert.is(parsePlanSummary(frontMatter("duration: ' 12min '")).duration?.text, "12min");
    assert.is(parsePlanSummary(frontMatter("duration: **  12min**")).duration?.text, "12min");
  });

  test("reads figures at the top and at the end of a long text, and not in the prose between", () => {
    const prose = (lines: number): string => "Words that say nothing.\n".repeat(lines);
    assert.is(parsePlanSummary(`${prose(199)}tasks: 5\n${prose(500)}`).tasks, 5);
    assert.is(parsePlanSummary(`${prose(500)}tasks: 5\n${prose(190)}`).tasks, 5);
    assert.is(parsePlanSummary(`${prose(250)}tasks: 5\n${prose(500)}`).tasks, null);
    assert.is(parsePlanSummary(`${prose(199)}tasks: 5\n${prose(199)}`).tasks, 5);
    assert.is(parsePlanSummary(`${prose(201)}tasks: 5\n${prose(197)}`).tasks, 5);
    assert.is(parsePlanSummary(`tasks: 5${" ".repeat(392)}\ntasks: 6`).tasks, 5);
    assert.is(parsePlanSummary(`tasks: 5${" ".repeat(393)}\ntasks: 6`).tasks, 6);
  });

  test("goes on to the next label where one cannot be read", () => {
    assert.is(parsePlanSummary(frontMatter("duration: TBD", "duration: 8min")).duration?.minutes, 8);
    assert.is(parsePlanSummary(frontMatter("duration: multi-session", "execution_time: 20 min")).duration?.minutes, 20);
  });

  test("believes the front matter before the body, where each task may have a duration", () => {
    const body = "\n**Duration**: 1 minute\n\n### Task 2\n\n**Duration**: 7 minutes\n";
    assert.is(parsePlanSummary(`${frontMatter("duration_minutes: 9")}${body}`).duration?.minutes, 9);
    assert.is(parsePlanSummary(`${frontMatter("duration: 540")}${body}`).bareDuration, 540);
    assert.is(parsePlanSummary(`${frontMatter("duration: TBD")}${body}`).duration?.minutes, 1);
  });

  test("takes a test run's seconds for no plan's duration", () => {
    assert.is(parsePlanSummary(frontMatter("**Execution Time:** ~0.82 seconds")).duration, null);
    assert.is(parsePlanSummary("# X\n\nTime:        0.698s\nDuration: 9.2s\n").duration, null);
  });

  test("reads tasks and files", () => {
    for (const [lines, tasks, files] of [
      [["tasks: 5", "files: 4"], 5, 4],
      [["tasks_completed: 3", "files_modified: 9"], 3, 9],
      [["tasks_total: 2", "files_changed: 3"], 2, 3],
      [["- **Tasks:** 3/3 completed", "- **Files modified:** 7 (2 created, 5 modified)"], 3, 7],
      [["- **Tasks:** 2 of 9", "- **Files modified:** 2 created, 5 modified"], 2, 7],
      [["files_created: 1", "files_modified: 0"], null, 1],
      [["files_created: 2", "files_modified: 3"], null, 5],
      [["- **Files modified:** src/a.ts", "- **Files modified:** 4"], null, 4],
      [["created: [src/a.ts, src/b.ts]", "modified: [src/c.ts]"], null, 3],
      [["tasks: all", "files: many"], null, null],
      [["tasks_complete: ~12", "files_touched: 40"], 12, 40],
      [["completed_tasks: 3", "file_count: 2"], 3, 2],
      [["task_count: 3 of 3", "files_modified: 10 created + 25 updated"], 3, 35],
      [["total_tasks: 3 (all)", "files_modified: 10 created,25 modified"], 3, 35],
      [["tasks: 2026-02-20", "tasks-total: 4", "files: 3.5"], 4, null],
      [["tasks: all 5", "tasks_completed: 4", "files_modified: some 5"], 4, null],
      [["files_created: 12"], null, 12],
      [["files_created: ~2", "files_modified: ~13"], null, 15],
      [["files_created: 2 scripts", "files_modified: 3"], null, 3],
      [["files_created: 2", "files_modified: 5 (2 created, 3 modified)"], null, 5],
      [["files_created: 2", "files_modified: src/a.ts"], null, 2],
      [["files_created: v2", "files_modified: 3"], null, 3],
      [["files_created: 2", "files_modified: 3", "files_modified: a 4"], null, 5],
      [["created: [src/a.ts, , ]", "modified: see [src/c.ts]"], null, 1],
      [["created: []", "modified: [src/c.ts] and more"], null, null],
      [["**Tasks:**", "files_modified:"], null, null],
    ] as const) {
      const summary = parsePlanSummary(frontMatter(...lines));
      assert.equal([summary.tasks, summary.files], [tasks, files], lines.join("; "));
    }
  });

  test("reads when the plan was completed, a day from its start", () => {
    for (const [line, iso] of [
      ["completed: 2026-02-20", "2026-02-20T00:00:00.000Z"],
      ["- **Completed:** 2026-02-20T14:05:30Z", "2026-02-20T14:05:30.000Z"],
      ["completed_at: 2026-02-20T14:05:30.123Z", "2026-02-20T14:05:30.000Z"],
      ['completed_date: "2026-02-20 14:05"', "2026-02-20T14:05:00.000Z"],
      ["**Date:** 2026-02-20T14:05:30-05:00", "2026-02-20T19:05:30.000Z"],
      ["completed: 2026-02-20T14:05:30+0530", "2026-02-20T08:35:30.000Z"],
      ["completed: 2026-02-20T14:05:30.123456789 UTC", "2026-02-20T14:05:30.000Z"],
      ["completion_date: 2026-02-20 14:05 -05:30", "2026-02-20T19:35:00.000Z"],
      ["date_completed: 2026-02-20 (evening)", "2026-02-20T00:00:00.000Z"],
      ["completed_date: 2026-12-31T23:59", "2026-12-31T23:59:00.000Z"],
    ] as const) {
      const { completedAtMs } = parsePlanSummary(frontMatter(line));
      assert.is(completedAtMs === null ? null : new Date(completedAtMs).toISOString(), iso, line);
    }
    assert.is(parsePlanSummary(frontMatter("completed: yes")).completedAtMs, null);
    assert.is(parsePlanSummary(frontMatter("completed: on 2026-02-20")).completedAtMs, null);
  });

  test("reads the requirements that a plan completed, on one line or as a list", () => {
    const of = (...lines: readonly string[]): readonly string[] => parsePlanSummary(frontMatter(...lines)).requirements;
    assert.equal(of("requirements-completed: [AUTH-01, MEAS-ARCH-02a]"), ["AUTH-01", "MEAS-ARCH-02a"]);
    assert.equal(of("requirements_completed:", "  - AUTH-01", "  - AUTH-02", "tags: [X-03]"), ["AUTH-01", "AUTH-02"]);
    assert.equal(of("requirements-completed: []", "affects: [AUTH-01]"), []);
    assert.equal(of("requirements: [AUTH-01]"), []);
    assert.equal(of("requirement-complete: AUTH-01"), ["AUTH-01"]);
    assert.equal(of("reqs_completed:AUTH-01, AUTH-01, AUTH-01234"), ["AUTH-01"]);
    assert.equal(of("Requirements-Completed:\tAUTH-1"), ["AUTH-1"]);
    assert.equal(of("my-requirements-completed: [AUTH-01]"), []);
    assert.equal(of("requirements-completed:", "", "\t-\tA-1", "  ", "- B-02", "-C-03", "- D-04"), ["A-1", "B-02"]);
    assert.equal(of("requirements-completed:", "  - A-1", "next: B-2", "  - C-3"), ["A-1"]);
    const many = Array.from({ length: 120 }, (_, index) => `  - REQ-${index}`);
    assert.is(of("requirements-completed:", ...many).length, 99);
    assert.is(of("requirements-completed:", ...many.slice(0, 50), "tags: x", ...many.slice(50)).length, 50);
    assert.equal(of(`requirements-completed: A-1${" ".repeat(2000)}B-2`), ["A-1"]);
    assert.equal(of("requirements-completed: [xA-1, A-1x2, A--1, a-1, ABCDEFGHIJKLMNOPQ-1, A-B-C-D-E-1]"), []);
    assert.equal(of("tags: [B-2]", "requirements-completed: [A-1]"), ["A-1"]);
    assert.equal(parsePlanSummary("# Summary\n\nrequirements-completed: [AUTH-01]\n").requirements, []);
  });

  test("prefers the heading's title to the one stated", () => {
    assert.is(parsePlanSummary(frontMatter('title: "61-02: Something else"')).title, "Rating Sync");
    assert.is(parsePlanSummary('---\ntitle: "61-02: Rating Sync"\n---\n\nNo heading.\n').title, "Rating Sync");
  });

  test("finds nothing in a text that says nothing, and reads CRLF as LF", () => {
    assert.equal(parsePlanSummary(""), {
      title: null,
      duration: null,
      bareDuration: null,
      tasks: null,
      files: null,
      completedAtMs: null,
      requirements: [],
    });
    const text = frontMatter("duration: 12min", "tasks: 3", "completed: 2026-02-20");
    assert.equal(parsePlanSummary(text.replace(/\n/g, "\r\n")), parsePlanSummary(text));
  });

  test("takes time in proportion to hostile text", () => {
    const startedAt = performance.now();
    for (const piece of ["a", "a ", "**", " ", "-", "a:", "#", "summary ", "9"]) {
      parsePlanSummary(`---\n${piece.repeat(100_000)}\n# ${piece.repeat(100_000)}`);
      parsePlanSummary(`${piece}\n`.repeat(50_000));
    }
    assert.ok(performance.now() - startedAt < 10_000);
  });
});

suite("parseDocumentTitle", (test) => {
  test("says what the plan is about, without its number and the word summary", () => {
    for (const [heading, title] of [
      ["Phase 67 Plan 04: Monitoring & Alerting Enhancement Summary", "Monitoring & Alerting Enhancement"],
      ["Phase 67 Plan 04: Monitoring - Summary", "Monitoring"],
      ["Phase 03-Social-Layer Plan 02: Redaction Summary", "Redaction"],
      ["Phase 2: Plan 03: Keeper's Log", "Keeper's Log"],
      ["Phase 29: Plan 02 Summary", null],
      ["Plan 02-05 Summary: Visual Verification", "Visual Verification"],
      ["Plan 12: Fix API Test Mocks - Summary", "Fix API Test Mocks"],
      ["07-04 Summary: Quick Report Flow", "Quick Report Flow"],
      ["20-01: 数据模型与基础组件 - 完成总结", "数据模型与基础组件"],
      ["15-01 数据库索引与物化视图迁移", "数据库索引与物化视图迁移"],
      ["Objective 10 TRD 03: Decision Queue Summary", "Decision Queue"],
      ["TRD 10-06 SUMMARY — UAT auto-generation", "UAT auto-generation"],
      ["Phase 70-01 SUMMARY — D-10 default-theme", "D-10 default-theme"],
      ["Plan 09-01A Execution Summary - CRITICAL ISSUE FOUND", "CRITICAL ISSUE FOUND"],
      ["Phase 5 Gap Closure 1 Re-execution: Governance Fixes", "Governance Fixes"],
      ["Wave 3 Summary: 集成测试", "集成测试"],
      ["Phase 02 Plan 01: Local Agent - Plan 01 Summary", "Local Agent"],
      ["Phase 19 Plan 09: Final Validation and Phase Summary", "Final Validation and Phase Summary"],
      ["Phase 38 Plan 02: Wave 1 主体（改造）Summary", "Wave 1 主体（改造）"],
      ["14-fix-02 SUMMARY", null],
      ["Phase 24 Plan 04 Summary", null],
      ["Summary", null],
      ["Plan-Skill Integration", "Plan-Skill Integration"],
      ["Planning the harbour", "Planning the harbour"],
      ["Closed heading ##", "Closed heading"],
      ["Closed heading   ###", "Closed heading"],
      ["Issue ## and more", "Issue ## and more"],
      ["C# clients", "C# clients"],
      ["C#", "C#"],
      ["Phase 3:Sync", "Sync"],
      ["Phase 3 -- Sync", "Sync"],
      ["Phase  67  Plan 04: Monitoring", "Monitoring"],
      ["Phase three: Monitoring", "Phase three: Monitoring"],
      ["67.1-04: Monitoring", "Monitoring"],
      ["67-ci-04: Monitoring", "Monitoring"],
      ["67-04b: Monitoring", "Monitoring"],
      ["67-04 - Monitoring", "Monitoring"],
      ["67-ci: Monitoring", "67-ci: Monitoring"],
      ["67-04, Monitoring: first", "67-04, Monitoring: first"],
      ["v0.28-01-04: Monitoring", "Monitoring"],
      ["v1-02: Monitoring", "Monitoring"],
      ["v10-02 – Monitoring", "Monitoring"],
      ["vx-02: Monitoring", "vx-02: Monitoring"],
      ["v1-x: Monitoring", "v1-x: Monitoring"],
      ["S02: Monitoring", "Monitoring"],
      ["S002 – Monitoring", "Monitoring"],
      ["S2: Monitoring", "S2: Monitoring"],
      ["S3 storage: buckets", "S3 storage: buckets"],
      ["Summary: Monitoring", "Monitoring"],
      ["Summaries: how they are read", "Summaries: how they are read"],
      ["Phase 1: Phase 2: Phase 3: Phase 4: Phase 5: x", "Phase 5: x"],
      ["Monitoring Plan  Summary", "Monitoring"],
      ["Monitoring Execution Summary.md", "Monitoring"],
      ["Monitoring — Summary", "Monitoring"],
      ["Summary of alerts sent", "Summary of alerts sent"],
      ["The alerts summary page", "The alerts summary page"],
      ["Final Validation and Summary", "Final Validation and Summary"],
      ["Validation & Phase Summary", "Validation & Phase Summary"],
      ["Validation and  Phase  Summary", "Validation and  Phase  Summary"],
      ["Search and Phase Summary Pages Summary", "Search and Phase Summary Pages"],
      ["监控 总结", "监控"],
      ["监控 执行总结", "监控"],
      ["监控总结页面", "监控总结页面"],
      ["12A-03b  Weekly Digest", "Weekly Digest"],
      ["12.25.1-03 Weekly Digest", "Weekly Digest"],
      ["Weekly 12-03 Digest", "Weekly 12-03 Digest"],
      ["12-03x4 Digest", "12-03x4 Digest"],
      ["Weekly Digest - Plan  04", "Weekly Digest"],
      ["Weekly Digest (TRD 10-06)", "Weekly Digest (TRD 10-06)"],
      ["Weekly Digest, Plan 4 of 9", "Weekly Digest, Plan 4 of 9"],
      ["Phase 29 Plan  02-03, Wave 2", null],
      ["Phase alpha7 Plan v2", null],
      ["Plan 02", null],
      ["67-04", null],
      ["2fa", null],
      ["2 factors", "2 factors"],
      ["Route 66", "Route 66"],
    ] as const) {
      assert.is(parseDocumentTitle(`# ${heading}\n`), title, heading);
    }
  });

  test("takes no YAML comment for the heading", () => {
    assert.is(parseDocumentTitle(frontMatter("", "# Dependency graph", "requires: []", "# Metrics")), "Rating Sync");
    assert.is(parseDocumentTitle(`\uFEFF${frontMatter("# Dependency graph")}`), "Rating Sync");
  });

  test("takes no YAML comment for the heading where the front matter is never closed", () => {
    const unclosed =
      "---\nphase: 61-sync\n\n# Dependency graph\nrequires: []\n# Key decisions\n## 30-minute interval\n\n**Why:** load\n";
    assert.is(parseDocumentTitle(unclosed), null);
    assert.is(parseDocumentTitle(`${unclosed}\n---\n\n# Later rule\n`), null);
    assert.is(parseDocumentTitle(`${unclosed}\n# Phase 61 Plan 02: Rating Sync Summary\n`), "Rating Sync");
    assert.is(parseDocumentTitle("---\nphase: 61\n# Dependency graph\n"), null);
  });

  test("knows front matter by its first line, and its end by another one of its kind", () => {
    for (const text of [
      "--- \n# Comment\n---\t\n# Plan 1-01: One\n",
      "---\n# Comment\n--- x\n----\n ---\n---\n# Plan 1-01: One\n",
      "---\r\n# Comment\r\n---\r\n\r\n# Plan 1-01: One\r\n",
      "---x\n# Plan 1-01: One\n---\n# Two\n",
      "x---\n# Plan 1-01: One\n---\n# Two\n",
      "\n---\n# Plan 1-01: One\n---\n# Two\n",
      "---\n# A comment\n```\n---\n# Not this\n```\n# Plan 1-01: One\n---\n",
      "---\n# A comment\n**Bold:** x\n---\n# Not this\n# Plan 1-01: One\n",
      "---\n# A comment\n###### Rank six\n---\n# Not this\n# Plan 1-01: One\n",
      "---\nnote: a ## b\n# A comment\n---\n# Plan 1-01: One\n",
      "#\t Plan 1-01: One\n",
      "~~~\n# No\n~~~\nsee ``` here\n# Plan 1-01: One\n",
      "Not # this\n #nor this\n# Plan 1-01: One\n",
    ])
      assert.is(parseDocumentTitle(text), "One", JSON.stringify(text));
    assert.is(parseDocumentTitle("a\uFEFF\n# One\n"), "One");
    assert.is(parseDocumentTitle(`# ${"x".repeat(400)}\n`), "x".repeat(300));
  });

  test("takes no line of code for the heading", () => {
    assert.is(parseDocumentTitle("```sh\n# Run all tests\n```\n\n# Plan 28-03: Manual Guide\n"), "Manual Guide");
  });

  test("takes the first heading of rank one, and none where there is none", () => {
    assert.is(parseDocumentTitle("## Two\n\n# Plan 1-01: One\n\n# Other\n"), "One");
    assert.is(parseDocumentTitle("## Two\n#Three\n"), null);
  });
});

suite("isPlanSummary", (test) => {
  const whole = parsePlanSummary(
    frontMatter("duration: 12min", "tasks: 3", "files: 2", "completed: 2026-02-20", "requirements-completed: [A-1]"),
  );

  test("knows what was kept, of every SUMMARY", () => {
    for (const summary of [whole, parsePlanSummary(""), parsePlanSummary(frontMatter("duration: 540"))])
      assert.is(isPlanSummary(JSON.parse(JSON.stringify(summary))), true);
  });

  test("refuses what has another form", () => {
    for (const value of [null, undefined, 7, "summary", [], {}]) assert.is(isPlanSummary(value), false);
    for (const key of Object.keys(whole)) {
      const { [key as keyof typeof whole]: _, ...rest } = whole;
      assert.is(isPlanSummary(rest), false, key);
      for (const value of [{}, [7], true]) assert.is(isPlanSummary({ ...whole, [key]: value }), false, key);
    }
    for (const change of [
      { title: 7 },
      { duration: "12min" },
      { duration: 12 },
      { duration: { minutes: 12 } },
      { duration: { text: "12min" } },
      { duration: { minutes: "12", text: "12min" } },
      { bareDuration: "540" },
      { tasks: "3" },
      { files: "2" },
      { completedAtMs: "2026" },
      { requirements: null },
      { requirements: "A-1" },
      { requirements: ["A-1", null] },
    ])
      assert.is(isPlanSummary({ ...whole, ...change }), false, JSON.stringify(change));
  });
});

suite("countPlanTasks", (test) => {
  test("counts task elements, else headings of tasks", () => {
    assert.is(countPlanTasks('<tasks>\n<task type="auto">\n</task>\n  <task>\n</task>\n</tasks>\n### Task 1\n'), 2);
    assert.is(countPlanTasks("### Task 1: a\n\n## Task 2\n\n#### Task 3\n"), 3);
    assert.is(countPlanTasks("- task: x\n"), null);
    assert.is(countPlanTasks("<task\n  type='auto'>\nsee <task> and <tasks>\n<taskx>\n"), 1);
    assert.is(
      countPlanTasks("##  Task  12\n#### Task 3\nsee ## Task 4\n# Task 5\n##### Task 6\n### Tasks 7\n### Task x\n"),
      2,
    );
  });
});

suite("parsePlanTitle", (test) => {
  test("reads the title that the whole SUMMARY has", () => {
    for (const [text, title] of [
      ["# Phase 67 Plan 04: Monitoring Summary\n\n**Title:** Another\n", "Monitoring"],
      ['---\ntitle: "67-04: Monitoring"\n---\n\nNo heading.\n', "Monitoring"],
      ["No title.\n", null],
    ] as const) {
      assert.is(parsePlanTitle(text), title);
      assert.is(parsePlanSummary(text).title, title);
    }
  });
});
