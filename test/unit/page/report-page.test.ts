import * as assert from "uvu/assert";
import { renderReportPage, reportMarker } from "../../../src/page/report-page.ts";
import { createFinding } from "../../../src/model/finding.ts";
import type { ProjectReport } from "../../../src/commands/report-project.ts";
import { minuteMs, projectReport, referenceCounts, reportedPlan } from "../../support/reports.ts";
import { suite } from "../../support/suite.ts";

const frame = { generatedAtMs: Date.UTC(2026, 0, 5, 8), version: "1.2.3", styleHash: "aGFzaA==" };
const startMs = Date.UTC(2026, 0, 4, 9);

function render(report: ProjectReport): string {
  return renderReportPage(report, frame);
}

/** A section of the page by its id. */
function sectionOf(page: string, id: string): string {
  return new RegExp(`<section id="${id}"[^]*?</section>`).exec(page)?.[0] ?? "";
}

function countMarks(section: string): number {
  return section.match(/class="mark /g)?.length ?? 0;
}

suite("report page", (test) => {
  test("has the same bytes for the same report, and says what it is of and when it was written", () => {
    const report = projectReport([reportedPlan("13-01", startMs, 10)]);
    assert.is(render(report), render(report));
    assert.match(render(report), "planlink report of main · 2026-01-05 08:00 UTC");
    assert.ok(render(report).indexOf(reportMarker) < 1000);
  });

  test("lets no script in, no request out, and no style but its own", () => {
    const page = render(projectReport([reportedPlan("13-01", startMs, 10)]));
    assert.match(
      page,
      "default-src 'none'; style-src 'sha256-aGFzaA=='; img-src data:; base-uri 'none'; form-action 'none'",
    );
    assert.not.match(page, /<script|style="|\son[a-z]+=|https?:|url\(/i);
  });

  test("draws a mark for each plan, and one row for it in each table", () => {
    const plans = [
      reportedPlan("13-01", startMs, 10),
      reportedPlan("13-02", startMs + 20 * minuteMs, 30),
      reportedPlan("13-03", startMs + 25 * minuteMs, 10, { status: "in-progress", completedAtMs: null }),
    ];
    const page = render(projectReport(plans));
    assert.is(countMarks(sectionOf(page, "velocity")), 2);
    assert.is(countMarks(sectionOf(page, "throughput")), 1);
    assert.is(countMarks(sectionOf(page, "timeline")), 3);
    assert.is(countMarks(sectionOf(page, "effort")), 9);
    assert.is(sectionOf(page, "timeline").match(/<th scope="row">/g)?.length, 3);
    assert.match(page, "2 of 3");
  });

  test("says of the columns that go beyond their chart how long they are, as far as there is room", () => {
    const durations = Array.from({ length: 40 }, (_, index) => (index > 36 ? 300 + index : index === 0 ? 400 : 10));
    const plans = durations.map((minutes, index) =>
      reportedPlan(`13-${String(index + 1).padStart(2, "0")}`, startMs + index * 500 * minuteMs, minutes),
    );
    const section = sectionOf(render(projectReport(plans)), "velocity");
    const labels = [...section.matchAll(/class="value middle"[^>]*>([^<]*)</g)].map(([, label]) => label);
    assert.equal(labels, ["6h\u00A040min", "5h\u00A039min"]);
    assert.match(section, "A column that reaches the top stands for more.");
    assert.not.match(sectionOf(render(projectReport(plans.slice(1, 9))), "velocity"), "reaches the top");
  });

  test("has no heading of a table where there is nothing to list", () => {
    const page = render({ ...projectReport([]), state: null });
    assert.not.match(page, "<table");
    assert.match(page, "No plan is completed yet.");
  });

  test("tells plans side by side from those alone, and those that are not completed", () => {
    const [first, second, third] = [
      reportedPlan("13-01", startMs, 10),
      reportedPlan("13-02", startMs, 30),
      reportedPlan("13-03", startMs + 90 * minuteMs, 5, { status: "in-progress", completedAtMs: null }),
    ];
    const besides = { besideIds: [second.planId] };
    const section = sectionOf(
      render(projectReport([{ ...first, ...besides }, { ...second, besideIds: [first.planId] }, third])),
      "timeline",
    );
    assert.is(section.match(/class="mark beside"/g)?.length, 2);
    assert.is(section.match(/class="mark alone open"/g)?.length, 1);
    assert.match(section, "2 ran beside others, 1 alone");
    assert.match(section, "13-01 Title of 13-01: 2026-01-04 09:00 to 2026-01-04 09:10, beside 13-02");
  });

  test("stacks the references of each version by their status", () => {
    const counts = [referenceCounts({ reachable: 4 }), referenceCounts({ reachable: 3, missing: 2 })];
    const report = projectReport([]);
    const state =
      report.state === null
        ? null
        : {
            ...report.state,
            versions: 7,
            references: counts.map((each, index) => ({ atMs: startMs + index * minuteMs, counts: each })),
            current: referenceCounts({ reachable: 3, missing: 2 }),
          };
    const section = sectionOf(render({ ...report, state }), "references");
    assert.is(countMarks(section), 3);
    assert.match(section, "STATE.md lists 5 commits now: 3 reachable, 2 missing.");
    assert.match(section, "2 of 7 versions are shown");
    assert.match(section, '<th scope="col" class="number">missing</th>');
    assert.not.match(section, "unreachable");
  });

  test("shows every finding, errors first, and figures with what replaced them", () => {
    const report = projectReport([]);
    const place = { path: ".planning/STATE.md" };
    const findings = [
      createFinding("section-absent", { section: "<b>Sections</b>" }, place),
      createFinding("reference-missing", { text: "abcdef0", planId: null }, place),
    ];
    const figures = [
      {
        subject: "13-01",
        planId: null,
        recorded: "540",
        replacement: "9min",
        evidence: "540 are seconds",
        replacedAtMs: startMs,
      },
    ];
    const page = render({ ...report, state: report.state === null ? null : { ...report.state, findings, figures } });
    const section = sectionOf(page, "findings");
    assert.ok(section.indexOf("abcdef0 names no object") < section.indexOf("&lt;b&gt;Sections&lt;/b&gt;"));
    assert.match(section, "1 error, 1 warning");
    assert.is(countMarks(section), 2);
    assert.match(sectionOf(page, "figures"), "<del>540</del>");
    assert.match(sectionOf(page, "figures"), "<ins>9min</ins>");
  });

  test("is whole for a project without plans, and without STATE.md", () => {
    const page = render({ ...projectReport([]), title: null, state: null });
    assert.match(page, "<h1><bdi>Project report</bdi></h1>");
    assert.is(page.match(/<section /g)?.length, 8);
    assert.not.match(page, "NaN");
    assert.not.match(page, "undefined");
  });

  test("stays bounded for many plans, and says what it leaves out", () => {
    const plans = Array.from({ length: 3000 }, (_, index) =>
      reportedPlan(
        `${Math.floor(index / 10) + 1}-${(index % 10) + 1}`,
        startMs + index * 90 * minuteMs,
        5 + (index % 40),
      ),
    );
    const page = render(projectReport(plans));
    assert.ok(page.length < 700_000, String(page.length));
    assert.is(countMarks(sectionOf(page, "velocity")), 120);
    assert.is(countMarks(sectionOf(page, "timeline")), 40);
    assert.match(sectionOf(page, "timeline"), "2,500 more rows left out");
  });

  test("stays bounded for texts of any length", () => {
    const long = "word ".repeat(100_000);
    const place = { path: ".planning/STATE.md" };
    const report = projectReport([reportedPlan("13-01", startMs, 10, { title: long.slice(0, 300) })]);
    const figure = {
      subject: long,
      planId: null,
      recorded: long,
      replacement: long,
      evidence: long,
      replacedAtMs: null,
    };
    const findings = [createFinding("total-contradicted", { label: long, recorded: long, expected: long }, place)];
    const page = render({
      ...report,
      state: report.state === null ? null : { ...report.state, findings, figures: [figure] },
    });
    assert.ok(page.length < 40_000, String(page.length));
  });

  test("draws dates and durations of any size without losing the others", () => {
    const plans = [
      reportedPlan("1-01", -8.6e15, 1),
      reportedPlan("1-02", startMs, 20),
      reportedPlan("1-03", startMs + 60 * minuteMs, 9),
      reportedPlan("1-04", 8.6e15, 100_000),
    ];
    const page = render(projectReport(plans));
    assert.not.match(page, /NaN|Infinity|undefined/);
    assert.is(countMarks(sectionOf(page, "velocity")), 4);
  });
});
