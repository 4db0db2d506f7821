import * as assert from "uvu/assert";
import type { SessionBrief } from "../../../src/commands/brief-session.ts";
import { showTaggedCommits } from "../../../src/commands/infer-commits.ts";
import { readPlanTitles } from "../../../src/commands/read-plan-titles.ts";
import { readCommitHistory } from "../../../src/commands/read-history.ts";
import type { SyncOutcome } from "../../../src/commands/sync-state.ts";
import { createFinding } from "../../../src/model/finding.ts";
import { parseOid } from "../../../src/model/oid.ts";
import { briefToJson, formatBrief, formatSessionStart } from "../../../src/report/brief-text.ts";
import { formatDiff } from "../../../src/report/diff-text.ts";
import { logToJson, showToJson } from "../../../src/report/json.ts";
import { formatLog } from "../../../src/report/log-text.ts";
import { formatReportNote, reportToJson, type WrittenReport } from "../../../src/report/report-note.ts";
import { formatShow } from "../../../src/report/show-text.ts";
import { syncToJson } from "../../../src/report/sync-json.ts";
import { formatLedgerChange, formatManifestChange, formatSync } from "../../../src/report/sync-text.ts";
import { sampleFindings } from "../../support/findings-reports.ts";
import { createFakeWorld, readFakeProject } from "../../support/fake-project.ts";
import { planIdOf } from "../../support/linked.ts";
import { projectReport, referenceCounts, reportedPlan } from "../../support/reports.ts";
import { suite } from "../../support/suite.ts";
import { harbour } from "../../support/synced.ts";
import { paintedStyle, showTones } from "../../support/tones.ts";

const path = ".planning/STATE.md";
const style = paintedStyle();
const world = createFakeWorld(harbour);
const project = await readFakeProject(world);
const history = await readCommitHistory(world.repository, project);
const titles = await readPlanTitles(world.documents, ".planning");
const empty = await readFakeProject(createFakeWorld({ commits: [], files: {} }));
const short = world.tip?.slice(0, 8) ?? "";
const withoutTip = (screen: string): string => showTones(screen).replaceAll(short, "<tip>");

suite("formatShow", (test) => {
  test("says where the project stands", () => {
    const lastWork = project.position.lastWorked?.plan.work.last ?? null;
    assert.is(
      withoutTip(formatShow(project, history, "main\u001b", titles, lastWork, style)),
      `planlink · main\\x1b at <tip>

{bold Done last   }02.1-01 Storm Drill (2026-03-04)
{bold In flight   }03-01: 2 commits for 3 tasks, last: feat(03-01): visibility sensor
{bold Next        }no planned plan in this phase
{bold Plans       }6 of 8 completed
`,
    );
    assert.is(
      withoutTip(formatShow(project, history, short, new Map(), null, paintedStyle(48))),
      `planlink · detached HEAD at <tip>

{bold Done last   }02.1-01 Storm Drill (2026-03-04)
{bold In flight   }03-01: 2 commits for 3 tasks, last:
{bold             }feat(03-01): visibility sensor
{bold Next        }no planned plan in this phase
{bold Plans       }6 of 8 completed
`,
    );
  });

  test("says that nothing is planned, or nothing in this phase", async () => {
    assert.is(
      showTones(formatShow(empty, null, "main", new Map(), null, style)),
      `planlink · main

{bold Done last   }nothing yet
{bold Next        }nothing is planned in .planning
{bold Plans       }0 of 0 completed
`,
    );
    const archived = await readFakeProject(
      createFakeWorld({
        commits: [
          { message: "feat(1-01): x", at: "2026-01-02T23:30:00-05:00", paths: ["a"] },
          {
            message: "docs(1-01): done",
            at: "2026-01-02T23:40:00-05:00",
            paths: [".planning/phases/01-a/01-01-SUMMARY.md"],
          },
        ],
        files: {
          ".planning/phases/01-a/01-01-PLAN.md": "",
          ".planning/phases/01-a/01-01-SUMMARY.md": "# Phase 1 Plan 01: Tides\n",
          ".planning/phases/02-b/02-01-PLAN.md": "",
          ".planning/milestones/v0.9-phases/1-old/1-01-PLAN.md": "",
          ".planning/milestones/v0.9-phases/1-old/1-01-SUMMARY.md": "# Phase 1 Plan 01: Old\n",
        },
      }),
    );
    const lastWork = archived.position.lastWorked?.plan.work.last ?? null;
    const { tip: archivedTip } = archived;
    assert.is(
      showTones(formatShow(archived, null, "main", new Map(), lastWork, style)).replaceAll(
        archivedTip?.slice(0, 8) ?? "",
        "<tip>",
      ),
      `planlink · main at <tip>

{bold Done last   }01-01 Tides (2026-01-03)
{bold Next        }no planned plan in this phase
{bold Plans       }1 of 2 completed, 1 in archived milestones
`,
    );
  });

  test("of --json counts plans and tasks", () => {
    const { head, ...rest } = showToJson(project, "main");
    assert.is(head, world.tip);
    assert.equal(rest, {
      schema: "planlink/show@1",
      branch: "main",
      lastCompleted: "2.1-01",
      lastWorked: "3-01",
      inProgress: [{ planId: "3-01", commits: 2, tasks: 3 }],
      plans: { completed: 6, completedEver: 6, total: 8 },
    });
  });
});

suite("formatLog", (test) => {
  const withoutOids = (screen: string): string =>
    showTones(screen).replaceAll(/(?<![0-9a-f])[0-9a-f]{8}(?![0-9a-f])/g, "<oid>");

  test("lists plans with their durations, and their commits where these are asked for", () => {
    assert.is(
      showTones(formatLog(project.figures, titles, null, style)),
      `01-01    {green completed  } Tide Table Reader           4 commits   12min (summary)
01-02    {green completed  } Moon Phases                 3 commits   8min (summary)
02-01    {green completed  } Light Sectors               4 commits   9min (summary)
02-02    {green completed  } Lamp Rotation               4 commits   9min (summary)
02-03    {green completed  } Keeper's Log                3 commits   34min (commits)
02.1-01  {green completed  } Storm Drill                 2 commits
03-01    {yellow in-progress}                             2 commits   29min (commits)
03-02    {dim planned    }                             0 commits
`,
    );
    assert.is(
      withoutOids(formatLog(project.figures.slice(-2), titles, showTaggedCommits(history), paintedStyle(60))),
      `03-01    {yellow in-progress}                             2 commits   29min (commits)
  {yellow <oid>} {dim 2026-03-05 09:00} feat(03-01): blow the horn
  {yellow <oid>} {dim 2026-03-05 09:20} feat(03-01): visibility sensor
03-02    {dim planned    }                             0 commits
`,
    );
    assert.is(formatLog([], titles, null, style), "no plans and no tagged commits\n");
  });

  test("says by what commits without a tag are inferred", () => {
    const figures = project.figures.filter(({ plan }) => plan.planId === "2-03");
    const tagged = figures.flatMap(({ plan }) => history.commitsOf(plan));
    const [first] = tagged;
    if (first === undefined) throw new Error("no commit");
    const inferred = {
      ...first,
      header: "chart the shoals",
      isBookkeeping: false,
      evidence: "inferred",
      inferredFrom: ["hash", "subject", "files", "scope"],
    } as const;
    const shown = { commitsOf: () => [inferred, ...tagged], inferredOf: () => [inferred] };
    assert.is(
      withoutOids(formatLog(figures, new Map(), shown, style)),
      `02-03    {green completed  } Keeper's Log                3 commits   34min (commits)
{dim   and 1 commit without its tag, inferred}
  {yellow <oid>} {dim 2026-03-04 09:30} chart the shoals{dim  (inferred: its oid, its subject, its files, its scope)}
  {yellow <oid>} {dim 2026-03-04 09:30} feat(02-03): keep the log
  {yellow <oid>} {dim 2026-03-04 09:55} feat(02-03): sign the log
  {yellow <oid>} {dim 2026-03-04 09:57} docs(02-03): complete keeper's log pl…{dim  (bookkeeping)}
`,
    );
    const [plan] = logToJson(figures, shown).plans;
    assert.equal(
      plan?.commits.map(({ oid, ...rest }) => ({ ...rest, digits: oid.length })),
      [
        {
          header: "chart the shoals",
          authoredAt: "2026-03-04T07:30:00.000Z",
          committedAt: "2026-03-04T07:30:00.000Z",
          bookkeeping: false,
          evidence: "inferred",
          inferredFrom: ["hash", "subject", "files", "scope"],
          digits: 40,
        },
        {
          header: "feat(02-03): keep the log",
          authoredAt: "2026-03-04T07:30:00.000Z",
          committedAt: "2026-03-04T07:30:00.000Z",
          bookkeeping: false,
          evidence: "tag",
          inferredFrom: [],
          digits: 40,
        },
        {
          header: "feat(02-03): sign the log",
          authoredAt: "2026-03-04T07:55:00.000Z",
          committedAt: "2026-03-04T07:55:00.000Z",
          bookkeeping: false,
          evidence: "tag",
          inferredFrom: [],
          digits: 40,
        },
        {
          header: "docs(02-03): complete keeper's log plan",
          authoredAt: "2026-03-04T07:57:00.000Z",
          committedAt: "2026-03-04T07:57:00.000Z",
          bookkeeping: true,
          evidence: "tag",
          inferredFrom: [],
          digits: 40,
        },
      ],
    );
    assert.equal([plan?.inferredCommits, plan?.phase, plan?.plan, plan?.durationMinutes], [1, "2", "03", 33.75]);
  });
});

suite("formatBrief", (test) => {
  const oid = parseOid("ab".repeat(20)) ?? null;
  if (oid === null) throw new Error("no oid");
  const now = Date.parse("2026-03-07T12:00:00Z");
  const nothing: SessionBrief = {
    tip: { oid: null, name: "main" },
    lastWork: null,
    lastCompleted: null,
    inFlight: [],
    next: null,
    dirty: { paths: [], staged: 0, planning: [] },
    underWay: null,
    stoppedAt: null,
    resumeFile: null,
    blockers: [],
    findings: [],
  };
  const full: SessionBrief = {
    tip: { oid, name: "main\u001b" },
    lastWork: { epochMs: Date.parse("2026-03-05T12:00:00Z"), offsetMinutes: 120 },
    lastCompleted: project.position.lastCompleted,
    inFlight: [
      {
        planId: planIdOf("3-01"),
        title: "Alerts\u001b",
        path: "p",
        commits: 2,
        tasks: 3,
        lastCommit: { oid, header: "feat(03-01): two\u001b" },
      },
      { planId: planIdOf("3-02"), title: null, path: null, commits: 1, tasks: null, lastCommit: null },
    ],
    next: { planId: planIdOf("3-03"), title: "Next\u001b", path: ".planning/x\u001b" },
    dirty: {
      paths: ["a", "b", "c\u001b", "d", "e", "f"],
      staged: 2,
      planning: [".planning/STATE.md"],
    },
    underWay: "rebase",
    stoppedAt: "Phase 3 waits for the buoy\u001b",
    resumeFile: ".planning/resume.md\u001b",
    blockers: ["one\u001b", "two", "three", "four", "five", "six", "seven"],
    findings: sampleFindings(),
  };

  test("says what there is to know before work goes on", () => {
    assert.is(
      showTones(formatBrief(nothing, now, style)),
      `planlink · main · no work commits yet

{bold Done last   }nothing yet
{bold Next        }no planned plan
`,
    );
    assert.is(
      showTones(formatBrief(full, now, style)),
      `planlink · main\\x1b at abababab · 2 days since the last work commit

{bold Done last   }02.1-01 Storm Drill (1 task, 2026-03-04)
{bold In flight   }03-01 Alerts\\x1b: 2 commits for 3 tasks, last: abababab feat(03-01):
{bold             }two\\x1b
{bold In flight   }03-02: 1 commit
{bold Next        }03-03 Next\\x1b (planned, no commits): .planning/x\\x1b
{bold Stopped at  }Phase 3 waits for the buoy\\x1b
{bold Resume file }.planning/resume.md\\x1b
{bold Blocker     }one\\x1b
{bold Blocker     }two
{bold Blocker     }three
{bold Blocker     }four
{bold Blocker     }five
{bold             }and 2 more blockers
{bold Under way   }a rebase: finish or abort it first
{bold Dirty       }6 paths not committed, 2 staged: a, b, c\\x1b, d, e, …
{bold             }1 planning document not committed
{bold Watch out   }1 dead reference (state verify-commits) · 3 other findings (state
{bold             }check)
`,
    );
  });

  test("says what is said already only once, and counts what is one in the singular", () => {
    const title = project.position.lastCompleted?.summary?.title ?? "";
    const stoppedAt = `Completed 02.1-01: ${title}`;
    const brief: SessionBrief = {
      ...full,
      tip: { oid, name: "abababab" },
      lastWork: { epochMs: now - 3_600_000, offsetMinutes: 0 },
      inFlight: [],
      next: { planId: planIdOf("3-03"), title: null, path: null },
      dirty: { paths: ["a"], staged: 0, planning: [] },
      stoppedAt,
      resumeFile: null,
      blockers: ["long ".repeat(60)],
      findings: sampleFindings().slice(0, 1),
    };
    assert.is(
      showTones(formatBrief(brief, now, paintedStyle(300))),
      `planlink · detached HEAD at abababab · last work commit less than a day ago

{bold Done last   }02.1-01 Storm Drill (1 task, 2026-03-04)
{bold Next        }03-03 (planned, no commits)
{bold Blocker     }long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long long…
{bold Under way   }a rebase: finish or abort it first
{bold Dirty       }1 path not committed, none staged: a
{bold Watch out   }1 other finding (state check)
`,
    );
    assert.match(formatBrief({ ...brief, stoppedAt: `${stoppedAt}.` }, now, style), "Stopped at");
    assert.match(
      formatBrief({ ...brief, lastWork: { epochMs: now - 86_400_000, offsetMinutes: 0 } }, now, style),
      /1 day since the last work commit\n/,
    );
    const edited = {
      ...createFinding("plan-unlisted", { planId: planIdOf("1-03"), commits: 2 }, { path }),
      edits: [{ range: { start: 0, end: 1 }, newText: "" }],
    };
    assert.match(
      formatBrief({ ...brief, findings: [edited, edited] }, now, style),
      "2 values that history contradicts (state sync)\n",
    );
    assert.match(
      formatBrief({ ...brief, findings: [edited] }, now, style),
      "1 value that history contradicts (state sync)\n",
    );
  });

  test("of --json counts findings, and says nothing twice", () => {
    const { inFlight, ...rest } = briefToJson(full);
    assert.is(inFlight, full.inFlight);
    assert.equal(rest, {
      schema: "planlink/resume@1",
      head: "abababababababababababababababababababab",
      branch: "main\u001b",
      lastWorkAt: "2026-03-05T12:00:00.000Z",
      lastCompleted: {
        planId: "2.1-01",
        title: "Storm Drill",
        completedAt: "2026-03-04T14:00:00.000Z",
        tasks: 1,
        durationMinutes: null,
      },
      next: { planId: "3-03", title: "Next\u001b", path: ".planning/x\u001b" },
      dirty: { paths: ["a", "b", "c\u001b", "d", "e", "f"], staged: 2, planning: [".planning/STATE.md"] },
      underWay: "rebase",
      stoppedAt: "Phase 3 waits for the buoy\u001b",
      resumeFile: ".planning/resume.md\u001b",
      blockers: ["one\u001b", "two", "three", "four", "five", "six", "seven"],
      findings: { errors: 1, warnings: 2 },
      deadReferences: 1,
    });
    assert.equal(briefToJson(nothing).lastCompleted, null);
    assert.equal(briefToJson(nothing).lastWorkAt, null);
    assert.equal(
      formatSessionStart("a\n"),
      `{"hookSpecificOutput":{"hookEventName":"SessionStart","additionalContext":"a\\n"}}
`,
    );
  });
});

suite("formatSync", (test) => {
  const outcome: SyncOutcome = {
    path,
    oldText: "a\nb\n",
    newText: "a\nb\n",
    created: [],
    findings: [],
    examined: { rows: 1, plans: 2, commits: 1000 },
    hasConflict: false,
  };
  const place = { path, line: 3, column: 7 };
  const stale = {
    ...createFinding("resume-file-missing", { recorded: "gone.md" }, { path }),
    ...place,
    edits: [{ range: { start: 0, end: 1 }, newText: "" }],
  };
  const left = {
    ...createFinding("duration-implausible", { planId: planIdOf("1-01"), recorded: "540" }, { path }),
    ...place,
  };
  const show = (more: Partial<SyncOutcome>, verb: Parameters<typeof formatSync>[1] = "wrote", width = 80): string =>
    showTones(formatSync({ ...outcome, ...more }, verb, paintedStyle(width)));

  test("says that all agrees, and what stays as it is", () => {
    assert.is(
      show({}),
      `{green ✔} .planning/STATE.md agrees with history
  {dim examined 2 plans, 1,000 commits, 1 recorded row}
`,
    );
    assert.is(
      show({ findings: [left] }),
      `{bold .planning/STATE.md}
{yellow ▲} {dim 3:7}  01-01: duration “540” is not plausible, and nothing tells the right one
       {cyan correct it by hand}
{green ✔} .planning/STATE.md agrees with history; 1 value without evidence left as written
  {dim examined 2 plans, 1,000 commits, 1 recorded row}
`,
    );
    assert.is(
      show({ hasConflict: true }),
      `{red ✖} .planning/STATE.md has unresolved conflict markers: it is left alone
  resolve them, then:   {cyan state sync}
`,
    );
  });

  test("says what was mended, what is to be, and how", () => {
    const newText = "a\nc\n";
    assert.is(
      show({ newText, findings: [stale] }),
      `{bold .planning/STATE.md}
{yellow ▲} {dim 3:7}  “Resume file” names “gone.md”, which does not exist
{green ✔} wrote .planning/STATE.md: 1 value mended
  {dim examined 2 plans, 1,000 commits, 1 recorded row}
`,
    );
    assert.is(
      show({ newText, findings: [stale, stale, left] }, "would write"),
      `{bold .planning/STATE.md}
{yellow ▲} {dim 3:7}  “Resume file” names “gone.md”, which does not exist
{yellow ▲} {dim 3:7}  “Resume file” names “gone.md”, which does not exist
{yellow ▲} {dim 3:7}  01-01: duration “540” is not plausible, and nothing tells the right one
       {cyan correct it by hand}
{green ✔} would write .planning/STATE.md
  2 values to mend, 1 without evidence left as it is
  {dim examined 2 plans, 1,000 commits, 1 recorded row}
`,
    );
    assert.is(
      show({ newText, findings: [left, left] }, "is stale"),
      `{bold .planning/STATE.md}
{yellow ▲} {dim 3:7}  01-01: duration “540” is not plausible, and nothing tells the right one
{yellow ▲} {dim 3:7}  01-01: duration “540” is not plausible, and nothing tells the right one
       {cyan correct it by hand}
{red ✖} .planning/STATE.md is stale: 2 without evidence left as they are
  {dim examined 2 plans, 1,000 commits, 1 recorded row}
  mend it:   {cyan state sync}
`,
    );
    assert.is(
      show({ newText, created: ["Performance Metrics", "Session Continuity"], findings: [stale] }, "wrote", 60),
      `{bold .planning/STATE.md}
{yellow ▲} {dim 3:7}  “Resume file” names “gone.md”, which does not exist
{green ✔} wrote .planning/STATE.md
  created Performance Metrics, Session Continuity, 1 value
  mended
  {dim examined 2 plans, 1,000 commits, 1 recorded row}
`,
    );
    assert.is(
      show({ newText, created: ["Performance Metrics"] }, "wrote", 60),
      `{green ✔} wrote .planning/STATE.md: created Performance Metrics
  {dim examined 2 plans, 1,000 commits, 1 recorded row}
`,
    );
  });

  test("says what became of the manifest and the ledger", () => {
    const findings = sampleFindings().slice(0, 1);
    const manifest = { path: ".planning/.phase-manifest.json\u001b", text: "", findings, isChanged: true };
    assert.is(
      showTones(formatManifestChange(manifest, false, style)),
      `{bold .planning/STATE.md}
{dim ·} plan 67-03 is completed with 4 commits, none of them listed here
  {cyan state log 67-03}
  wrote .planning/.phase-manifest.json\\x1b
`,
    );
    assert.is(
      formatManifestChange({ ...manifest, findings: [] }, true, style),
      `  would write .planning/.phase-manifest.json\\x1b
`,
    );
    assert.is(formatManifestChange({ ...manifest, findings: [], isChanged: false }, true, style), "");
    const ledger = { path: "ledger.yaml\u001b", text: "", findings, commits: 1, isChanged: true };
    assert.is(
      showTones(formatLedgerChange(ledger, true, style)),
      `{bold .planning/STATE.md}
{dim ·} plan 67-03 is completed with 4 commits, none of them listed here
  {cyan state log 67-03}
  would write ledger.yaml\\x1b: 1 commit
`,
    );
    assert.is(
      formatLedgerChange({ ...ledger, findings: [], commits: 2 }, false, style),
      `  wrote ledger.yaml\\x1b: 2 commits
`,
    );
    assert.is(formatLedgerChange({ ...ledger, findings: [], isChanged: false }, false, style), "");
  });

  test("of --json has the findings of all three files", () => {
    const findings = sampleFindings();
    const ledger = { path: "ledger.yaml", text: "", findings: findings.slice(1, 2), commits: 7, isChanged: true };
    const manifest = { path: "manifest.json", text: "", findings: findings.slice(2, 3), isChanged: false };
    const json = syncToJson({ ...outcome, findings: findings.slice(0, 1), created: ["x"] }, ledger, manifest);
    assert.equal(
      { ...json, findings: json.findings.map(({ code }) => code) },
      {
        schema: "planlink/sync@1",
        changed: false,
        documents: [{ path: ".planning/STATE.md", edits: [] }],
        findings: ["plan-unlisted", "section-absent", "reference-missing"],
        ledger: { path: "ledger.yaml", changed: true, commits: 7 },
        manifest: { path: "manifest.json", changed: false },
        created: ["x"],
        examined: { rows: 1, plans: 2, commits: 1000 },
      },
    );
    assert.equal(syncToJson(outcome, { ...ledger, findings: [] }, undefined).findings, []);
  });

  test("of --diff is a patch, with its lines painted and control characters shown", () => {
    const [oldText, newText] = ["a\r\nb\tb\nc\u001b\nd\ne\nf\n", "a\r\nB\tb\nc\u001b\nd\ne\nf\ng\r\n"];
    assert.is(
      showTones(formatDiff({ ...outcome, oldText, newText }, style)).replaceAll("\r", "<CR>"),
      `{red --- a/.planning/STATE.md}
{green +++ b/.planning/STATE.md}
{cyan @@ -1,3 +1,3 @@}
 a<CR>
{red -b	b}
{green +B	b}
 c\\x1b
{cyan @@ -6,1 +6,2 @@}
 f
{green +g<CR>}
`,
    );
  });
});

suite("formatReportNote", (test) => {
  const report = projectReport([reportedPlan("1-01", 0, 10), reportedPlan("1-02", 0, 10)], {
    tip: { oid: parseOid("cd".repeat(20)) ?? null, name: "main" },
    state: {
      versions: 3,
      references: [],
      current: referenceCounts({ reachable: 2, missing: 1 }),
      figures: [],
      findings: sampleFindings(),
      examined: { references: 3, plans: 2, commits: 45, rows: 0 },
    },
  });
  const written: WrittenReport = {
    path: "/r/.planning/report.html",
    name: "report.html",
    bytes: 1025,
    generatedAtMs: Date.parse("2026-03-07T12:00:00Z"),
    opening: null,
  };
  const show = (more: Partial<WrittenReport>, given = report, width = 80): string =>
    showTones(formatReportNote(given, { ...written, ...more }, paintedStyle(width)));

  test("says where the page is, what was looked at, and whether it is open", () => {
    assert.is(
      show({}),
      `{green ✔} wrote report.html (2 KB)
  examined 2 plans, 45 commits, 3 references, 3 versions of STATE.md, 4 findings
`,
    );
    assert.is(
      show({ opening: { failure: null } }, { ...report, state: null }, 30),
      `{green ✔} wrote report.html (2 KB)
  examined 2 plans; there is
  no .planning/STATE.md
  opened it
`,
    );
    assert.is(
      show({ bytes: 1024, opening: { failure: "no browser\u001b" } }),
      `{green ✔} wrote report.html (1 KB)
  examined 2 plans, 45 commits, 3 references, 3 versions of STATE.md, 4 findings
  not opened: no browser\\x1b
`,
    );
    const linked = { ...style, addressOf: (name: string) => `file:///${name}` };
    assert.match(formatReportNote(report, written, linked), "file:///report.html\u001b");
  });

  test("of --json has the numbers at its top", () => {
    assert.equal(reportToJson(report, written), {
      schema: "planlink/report@1",
      output: "/r/.planning/report.html",
      bytes: 1025,
      opened: null,
      openFailure: null,
      generatedAt: "2026-03-07T12:00:00.000Z",
      head: "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
      plans: { completed: 2, all: 2 },
      references: {
        reachable: 2,
        rewritten: 0,
        unreachable: 0,
        missing: 1,
        ambiguous: 0,
        "not-a-commit": 0,
        unknown: 0,
      },
      versions: 3,
      figures: { contradicted: 0, replaced: 0 },
      findings: { error: 1, warning: 2, info: 1 },
    });
    const figures = [{ replacedAtMs: null }, { replacedAtMs: 1 }, { replacedAtMs: 2 }];
    const state = { ...report.state, figures } as unknown as typeof report.state;
    const json = reportToJson({ ...report, state }, { ...written, opening: { failure: "no" } });
    assert.equal(
      [json["figures"], json["opened"], json["openFailure"]],
      [{ contradicted: 1, replaced: 2 }, false, "no"],
    );
    const none = reportToJson({ ...report, state: null }, { ...written, opening: { failure: null } });
    assert.equal(
      [none["figures"], none["opened"], none["references"], none["versions"], none["findings"]],
      [{ contradicted: 0, replaced: 0 }, true, null, 0, { error: 0, warning: 0, info: 0 }],
    );
  });
});
