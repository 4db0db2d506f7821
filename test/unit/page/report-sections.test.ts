import * as assert from "uvu/assert";
import {
  createBands,
  createCountScale,
  createPieceScale,
  createTimeScale,
  drawLine,
  stackCounts,
} from "../../../src/page/charting.ts";
import { chooseApart, thinOut } from "../../../src/page/figure.ts";
import { formatDay, formatMonth, formatTime } from "../../../src/page/page-times.ts";
import { chooseLatest, findCeiling, formatMinutes, formatPlanLabel, overflows } from "../../../src/page/plan-words.ts";
import { renderReportPage } from "../../../src/page/report-page.ts";
import type { ProjectReport, ReportedPlan } from "../../../src/commands/report-project.ts";
import { createFinding, type Finding } from "../../../src/model/finding.ts";
import { parseOid } from "../../../src/model/oid.ts";
import { assertGolden } from "../../support/golden.ts";
import { planIdOf } from "../../support/linked.ts";
import { minuteMs, projectReport, referenceCounts, reportedPlan } from "../../support/reports.ts";
import { suite } from "../../support/suite.ts";

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const startMs = Date.UTC(2026, 0, 5, 9);
const place = { path: ".planning/STATE.md" };
const frame = { generatedAtMs: Date.UTC(2026, 1, 5, 8), version: "1.2.3", styleHash: "aGFzaA==" };

/** What the page says and draws, without the style. */
function renderMain(report: ProjectReport): string {
  return `${/<header>[^]*<\/footer>/.exec(renderReportPage(report, frame))?.[0] ?? ""}\n`;
}

/** The sentence of each section, and what its drawing is, by its id. */
function leadsOf(report: ProjectReport): Readonly<Record<string, string>> {
  const sections = renderMain(report).matchAll(/<section id="([a-z]+)"[^]*?<p>([^]*?)<\/p>[^]*?<\/section>/g);
  return Object.fromEntries([...sections].map(([, id = "", lead = ""]) => [id, lead.replace(/\s+/g, " ")]));
}

function withState(report: ProjectReport, given: Partial<NonNullable<ProjectReport["state"]>>): ProjectReport {
  return { ...report, state: report.state === null ? null : { ...report.state, ...given } };
}

/** A project of some days: plans of three phases and of a milestone that is over, references that went, findings, figures. */
function busyReport(): ProjectReport {
  const at = (days: number, hours: number): number => startMs + days * dayMs + hours * hourMs;
  const beside = (...ids: readonly string[]): Partial<ReportedPlan> => ({ besideIds: ids.map(planIdOf) });
  const plans: readonly ReportedPlan[] = [
    reportedPlan("1-01", at(-9, 0), 14, { milestone: "v1.0", durationEvidence: "recorded" }),
    reportedPlan("1-02", at(-9, 1), 22, { milestone: "v1.0", files: null, title: null }),
    reportedPlan("13-01", at(0, 0), 10, { durationEvidence: "summary", files: 1, workCommits: 1 }),
    reportedPlan("13-02", at(0, 0.5), 30, { ...beside("13-03"), bookkeepingCommits: 0 }),
    reportedPlan("13-03", at(0, 0.6), 12, { ...beside("13-02"), durationEvidence: "inferred" }),
    reportedPlan("13-04", at(0, 5), 95, {
      stretches: [
        { startMs: at(0, 5), endMs: at(0, 5.5), commits: 2 },
        { startMs: at(0, 9), endMs: at(0, 10), commits: 1 },
      ],
    }),
    reportedPlan("14-01", at(1, 0), 8, beside("14-02", "14-03", "14-04", "14-05", "14-06", "14-07", "14-08")),
    reportedPlan("14-02", at(1, 0), 9, { ...beside("14-01"), workCommits: 40, files: 90 }),
    reportedPlan("14-03", at(1, 2), 7, {
      title: "A title that is much longer than what a row of a chart has room for",
    }),
    reportedPlan("14-04", at(1, 3), 170, { milestone: null }),
    reportedPlan("14-05", at(2, 0), 11, { durationMinutes: null, durationEvidence: "none" }),
    reportedPlan("14-06", at(2, 1), 0, { workCommits: 0, bookkeepingCommits: 0, stretches: [] }),
    reportedPlan("15-01", at(2, 2), 6, { status: "in-progress", completedAtMs: null }),
    reportedPlan("15-02", at(2, 3), 6, {
      status: "planned",
      completedAtMs: null,
      stretches: [],
      durationMinutes: null,
    }),
  ];
  const report = projectReport(plans, { tip: { oid: parseOid("18c8beca".padEnd(40, "0")) ?? null, name: "main" } });
  const findings: readonly Finding[] = [
    { ...createFinding("section-absent", { section: "Session Continuity" }, place), line: 9, column: 1 },
    { ...createFinding("reference-missing", { text: "abcdef0", planId: null }, place), line: 75, column: 41 },
    createFinding("reference-missing", { text: "abcdef1", planId: planIdOf("13-01") }, { path: null }),
    createFinding("section-absent", { section: "Performance Metrics" }, place),
    createFinding("section-absent", { section: "Current Position" }, place),
    createFinding("plan-unlisted", { planId: planIdOf("13-02"), commits: 4 }, place),
    createFinding("commit-count-mismatch", { planId: null, declared: 3, listed: 2 }, place),
  ];
  const figures = [
    { subject: "13-01", planId: planIdOf("13-01"), recorded: "540", replacement: "9min", evidence: "540 are seconds" },
    { subject: "Average duration", planId: null, recorded: "900 min", replacement: null, evidence: null },
  ];
  return withState(report, {
    versions: 9,
    references: [
      { atMs: at(0, 0), counts: referenceCounts({ reachable: 4 }) },
      { atMs: at(1, 0), counts: referenceCounts({ reachable: 6, rewritten: 2 }) },
      { atMs: at(1, 6), counts: referenceCounts({ reachable: 6, missing: 2, ambiguous: 1 }) },
      { atMs: at(2, 0), counts: referenceCounts({ reachable: 3, unreachable: 1, "not-a-commit": 1, unknown: 1 }) },
    ],
    current: referenceCounts({ reachable: 3, unreachable: 1, missing: 4 }),
    findings,
    figures: [
      { ...figures[0], replacedAtMs: at(2, 0) },
      { ...figures[1], replacedAtMs: null },
    ] as NonNullable<ProjectReport["state"]>["figures"],
    examined: { references: 8, plans: 12, commits: 60, rows: 11 },
  });
}

suite("the sections of the report page", (test) => {
  test("say and draw what they did, of a project of some days", () => {
    assertGolden(".", "report-busy.html", renderMain(busyReport()));
  });

  test("say and draw what they did, of a first plan", () => {
    const report = projectReport([reportedPlan("1-01", startMs, 300)]);
    assertGolden(".", "report-first-plan.html", renderMain(report));
  });

  test("say and draw what they did, of plans over weeks that take hours", () => {
    const plans = [0, 1, 2, 9, 15, 40].map((day, index) =>
      reportedPlan(`2-0${index + 1}`, startMs + day * dayMs, 200 + 40 * index, { files: index, bookkeepingCommits: 0 }),
    );
    assertGolden(".", "report-weeks.html", renderMain(projectReport(plans)));
  });

  test("say in a sentence each how it stands", () => {
    const plans = Array.from({ length: 130 }, (_, index) =>
      reportedPlan(`${index + 1}-01`, startMs + index * 12 * dayMs, index === 100 ? 900 : 10, {
        status: index === 129 ? "in-progress" : "completed",
        milestone: index < 4 ? "v1.0" : null,
        workCommits: index === 99 ? 70 : 3,
        besideIds: index < 2 ? [planIdOf("2-01")] : [],
      }),
    );
    const unseen = reportedPlan("200-01", startMs, 5, { stretches: [] });
    const report = projectReport([...plans, unseen]);
    const { velocity } = report.metrics;
    const metrics = { ...report.metrics, velocity: { ...velocity, plansCompleted: 125, totalMinutes: null } };
    assert.equal(leadsOf({ ...report, metrics }), {
      velocity:
        "125 plans completed, and 5 of archived milestones. A plan takes 17min on average; the trend is stable, the last 5 took 10min, 10min, 10min, 10min, 5min. The chart has the latest 120 of them. A column that reaches the top stands for more.",
      throughput: "131 completed plans with a date; the most in one month: 4 (2026-01).",
      timeline:
        "130 plans with commits: 2 ran beside others, 128 alone. 1 completed plan without tagged work is not shown. The chart has the latest 40. A bar reaches from a plan’s first commit to its last; pauses of more than three hours take no room.",
      phases:
        "130 phases with commits, from 2026-01-05 to 2030-04-02. The chart has the latest 40. The number behind a phase counts its plans.",
      effort:
        "457 work commits and 130 bookkeeping commits carry the tag of one of 130 plans. Files are those that a plan’s SUMMARY counts, else those that its work changes. The chart has the latest 40 plans. A bar that reaches the edge stands for more; the number says how many.",
      references: "STATE.md lists no commit now.",
      figures: "No figure contradicts the evidence.",
      findings:
        "Nothing found; examined 0 references, 131 plans, 0 recorded rows, 0 commits. <code>state explain CODE</code> says what a finding means.",
    });
    assert.equal(leadsOf(projectReport([])), {
      velocity: "No plan is completed yet.",
      throughput: "No completion has a date yet.",
      timeline: "No plan has commits of its own yet.",
      phases: "No phase has commits of its own yet.",
      effort: "No plan has commits of its own yet.",
      references: "STATE.md lists no commit now.",
      figures: "No figure contradicts the evidence.",
      findings:
        "Nothing found; examined 0 references, 0 plans, 0 recorded rows, 0 commits. <code>state explain CODE</code> says what a finding means.",
    });
    assert.equal(leadsOf({ ...projectReport([]), state: null }), {
      velocity: "No plan is completed yet.",
      throughput: "No completion has a date yet.",
      timeline: "No plan has commits of its own yet.",
      phases: "No phase has commits of its own yet.",
      effort: "No plan has commits of its own yet.",
      references: "There is no STATE.md.",
      figures: "There is no STATE.md.",
      findings: "There is no STATE.md to check.",
    });
  });

  test("have cards for what matters most", () => {
    const cardsOf = (report: ProjectReport): readonly string[] =>
      [...renderMain(report).matchAll(/<dd class="figure">([^]*?)<\/dd>\s*<dd class="remark">([^]*?)<\/dd>/g)].map(
        ([, figure = "", remark = ""]) => `${figure}: ${remark}`,
      );
    assert.equal(cardsOf(busyReport()), [
      "12 of 12: 1 in progress",
      "34min: 6h\u00A017min in all",
      "stable: last 8min, 9min, 7min, 2h\u00A050min, 1min",
      "3 of 8: 5 are not: state verify-commits",
      "6: 2 errors, 4 warnings, 1 for information",
    ]);
    assert.equal(cardsOf(projectReport([])), [
      "0 of 0: none in progress",
      "unknown: too few durations are known",
      "stable: no duration is known",
      "none: STATE.md lists no commit",
      "0: nothing found",
    ]);
    assert.equal(cardsOf({ ...projectReport([]), state: null }), [
      "0 of 0: none in progress",
      "unknown: too few durations are known",
      "stable: no duration is known",
      "–: there is no STATE.md",
      "–: there is no STATE.md",
    ]);
    const listed = withState(projectReport([]), { current: referenceCounts({ reachable: 2 }) });
    assert.equal(cardsOf(listed)[3], "2 of 2: every commit listed is in history");
    const { metrics } = projectReport([reportedPlan("1-01", startMs, 10)]);
    const partly = { ...metrics, velocity: { ...metrics.velocity, totalMinutes: null } };
    assert.equal(cardsOf({ ...projectReport([]), metrics: partly })[1], "10min: of the plans whose duration is known");
  });

  test("say of which commit they are", () => {
    const originOf = (tip: ProjectReport["tip"]): string =>
      /<p class="origin">(.*?)<\/p>/.exec(renderMain({ ...projectReport([]), tip }))?.[1] ?? "";
    const oid = parseOid("18c8beca".padEnd(40, "0")) ?? null;
    const end = "· 2026-02-05 08:00 UTC";
    assert.is(originOf({ oid, name: "main" }), `planlink report of main at 18c8beca ${end}`);
    assert.is(originOf({ oid, name: "18c8beca" }), `planlink report of 18c8beca ${end}`);
    assert.is(originOf({ oid: null, name: "main" }), `planlink report of main ${end}`);
  });
});

suite("what charts are made of", (test) => {
  test("are scales of whole numbers and of times", () => {
    const counts = createCountScale(9, [100, 0]);
    assert.equal([0, 5, 10].map(counts.place), [100, 50, 0]);
    assert.equal(
      counts.ticks(2).map(({ value, at, label }) => [value, at, label]),
      [
        [0, 100, "0"],
        [5, 50, "5"],
        [10, 0, "10"],
      ],
    );
    assert.equal(
      createCountScale(0, [0, 10])
        .ticks(5)
        .map(({ label }) => label),
      ["0", "1"],
    );
    const labelsOf = (days: number): readonly string[] =>
      createTimeScale(Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1) + days * dayMs, [0, 100])
        .ticks(3)
        .map(({ label }) => label);
    assert.equal(labelsOf(0.5), [
      "2026-01-01 00:00",
      "2026-01-01 03:00",
      "2026-01-01 06:00",
      "2026-01-01 09:00",
      "2026-01-01 12:00",
    ]);
    assert.equal(labelsOf(4), ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"]);
    assert.equal(labelsOf(90), ["2026-01", "2026-02", "2026-03", "2026-04"]);
  });

  test("are bands, pieces, lines and layers", () => {
    const bands = createBands(4, [0, 100], 0);
    assert.equal([bands.width, ...[0, 1, 3, 7].map(bands.place)], [25, 0, 25, 75, 0]);
    const piece = createPieceScale([
      { start: 0, end: 10, from: 0, to: 50 },
      { start: 100, end: 100, from: 60, to: 80 },
    ]);
    assert.equal([-5, 0, 5, 10, 100, 101, 500].map(piece), [0, 0, 25, 50, 60, 80, 80]);
    assert.is(
      drawLine([
        [0, 0],
        [10, 10],
      ]),
      "M0,0L10,10",
    );
    assert.equal(
      stackCounts(
        ["a", "b"],
        [
          { a: 1, b: 2 },
          { a: 0, b: 3 },
        ],
      ).map(({ name, parts }) => [name, parts]),
      [
        [
          "a",
          [
            [0, 1],
            [0, 0],
          ],
        ],
        [
          "b",
          [
            [1, 3],
            [0, 3],
          ],
        ],
      ],
    );
  });

  test("are labels that have room beside each other", () => {
    const items = [0, 5, 10, 19, 20, 30].map((at) => ({ at, label: String(at), weight: at === 19 ? 9 : 1 }));
    assert.equal(
      thinOut(items, 10).map(({ at }) => at),
      [0, 10, 20, 30],
    );
    assert.equal(
      thinOut(
        items.map(({ at }) => ({ at, label: "same" })),
        10,
      ).map(({ at }) => at),
      [0],
    );
    assert.equal(
      chooseApart(items, 10).map(({ at }) => at),
      [19, 0, 30],
    );
  });

  test("are words for times, durations and plans", () => {
    assert.equal(
      [formatTime(startMs), formatDay(startMs), formatMonth(startMs)],
      ["2026-01-05 09:00", "2026-01-05", "2026-01"],
    );
    assert.is(formatTime(Number.NaN), "1970-01-01 00:00");
    assert.is(formatDay(1e20), "+275760-09-13");
    assert.equal([null, 9, 100].map(formatMinutes), ["unknown", "9min", "1h\u00A040min"]);
    const planId = planIdOf("7-04");
    assert.equal(
      [
        formatPlanLabel({ planId, title: null }),
        formatPlanLabel({ planId, title: "Monitoring" }),
        formatPlanLabel({ planId, title: "Monitoring" }, 10),
      ],
      ["07-04", "07-04 Monitoring", "07-04 Mon…"],
    );
  });

  test("are the plans worked on last, and room for all but what is far off", () => {
    const plan = (id: string, from: number, to: number): ReportedPlan =>
      reportedPlan(id, from, 0, { stretches: [{ startMs: from, endMs: to, commits: 1 }] });
    const plans = [
      plan("1-01", 0, 50),
      plan("1-02", 10, 20),
      plan("1-03", 10, 15),
      reportedPlan("1-04", 0, 0, { stretches: [] }),
    ];
    assert.equal(
      chooseLatest(plans, 2).map(({ planId }) => planId),
      ["1-01", "1-02"],
    );
    assert.equal(
      chooseLatest(plans, 9).map(({ planId }) => planId),
      ["1-01", "1-03", "1-02"],
    );
    for (const [values, ceiling] of [
      [[], 0],
      [[5], 5],
      [[0, 0, 0, 9], 9],
      [[1, 1, 1, 1, 3], 3],
      [[1, 1, 1, 1, 4], 2],
      [[1, 2, 3, 4], 4],
    ] as const) {
      assert.is(findCeiling(values), ceiling, values.join());
      assert.is(
        overflows(values),
        values.some((value) => value > ceiling),
      );
    }
  });
});
