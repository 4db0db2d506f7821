import * as fc from "fast-check";
import * as assert from "uvu/assert";
import type { ProjectReport } from "../../src/commands/report-project.ts";
import { createFinding } from "../../src/model/finding.ts";
import { renderReportPage } from "../../src/page/report-page.ts";
import { minuteMs, projectReport, referenceCounts, reportedPlan } from "../support/reports.ts";
import { suite } from "../support/suite.ts";

/** Fixed, so that a failure is the same for everybody; fast-check prints it with the failing case. */
const run = {
  seed: Number(process.env["PLANLINK_SEED"] ?? 20260305),
  numRuns: Number(process.env["PLANLINK_RUNS"] ?? 200),
};

const startMs = Date.UTC(2026, 0, 4, 9);

/** A report in which every text of somebody's is one of these, in turn. */
function reportOf(texts: readonly string[]): ProjectReport {
  let next = 0;
  const text = (): string => {
    next += 1;
    return texts[next % texts.length] ?? "";
  };
  const plans = [
    reportedPlan("13-01", startMs, 10, { title: text(), milestone: `v1${text()}` }),
    reportedPlan("13-02", startMs + 5 * minuteMs, 10, { title: text() }),
    reportedPlan("13-03", startMs + 90 * minuteMs, 5, { title: text(), status: "in-progress", completedAtMs: null }),
  ];
  const place = { path: text() };
  return projectReport(plans, {
    title: text(),
    tip: { oid: null, name: text() },
    state: {
      versions: 1,
      references: [{ atMs: startMs, counts: referenceCounts({ reachable: 2, missing: 1 }) }],
      current: referenceCounts({ reachable: 2, missing: 1 }),
      figures: [
        { subject: text(), planId: null, recorded: text(), replacement: text(), evidence: text(), replacedAtMs: null },
      ],
      findings: [
        createFinding("section-absent", { section: text() }, place),
        createFinding("total-contradicted", { label: text(), recorded: text(), expected: text() }, place),
      ],
      examined: { references: 3, plans: 3, commits: 3, rows: 0 },
    },
  });
}

function render(texts: readonly string[]): string {
  return renderReportPage(reportOf(texts), { generatedAtMs: startMs, version: "1.2.3", styleHash: "aGFzaA==" });
}

/** The tags of a page, with the names of their attributes: what a browser would make of it. */
function readTags(page: string): readonly string[] {
  return [...page.matchAll(/<(?:"[^"]*"|[^">])*>/g)].map(([tag]) => tag.replace(/="[^"]*"/g, "="));
}

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom("<", ">", '"', "'", "&", "`", "/", "=", "-", "!", "x", " ", "\n", "\0", "\u202e"),
    maxLength: 60,
  }),
  fc.constantFrom(
    '"><script>alert(1)</script>',
    "</style><script>",
    "</title><svg onload=alert(1)>",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "javascript:alert(1)",
    "\ud800",
  ),
);

suite("report page laws", (test) => {
  test("no text of a repository becomes markup, or acts", () => {
    const expected = readTags(render(["x"]));
    assert.ok(expected.length > 200);
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 17 }), (texts) => {
        const page = render(texts);
        assert.equal(readTags(page), expected);
        assert.not.match(page, /[^\P{Cc}\n]|[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|\p{Cs}/u);
      }),
      run,
    );
  });

  test("what is shown is what was said", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 }), (text) => {
        const heading = /<h1><bdi>(.*?)<\/bdi><\/h1>/.exec(render([text]))?.[1] ?? "";
        const entities: Readonly<Record<string, string>> = {
          amp: "&",
          lt: "<",
          gt: ">",
          quot: '"',
          "#39": "'",
          "#96": "`",
        };
        assert.is(
          heading.replace(/&([a-z]+|#\d+);/g, (_, name: string) => entities[name] ?? ""),
          text,
        );
      }),
      run,
    );
  });
});
