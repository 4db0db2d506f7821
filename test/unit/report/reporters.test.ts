import * as assert from "uvu/assert";
import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { findingCatalogue } from "../../../src/model/finding.ts";
import { parseFindingExplanations } from "../../../src/report/finding-explanations.ts";
import type { FindingsReport } from "../../../src/report/findings-report.ts";
import { formatGitlabCodeQuality } from "../../../src/report/gitlab-code-quality.ts";
import { formatJunit, formatJunitFailure } from "../../../src/report/junit.ts";
import { formatSarif, formatSarifFailure } from "../../../src/report/sarif.ts";
import {
  createHostileReport,
  createReport,
  hostileText,
  sampleFindings,
  statePath,
} from "../../support/findings-reports.ts";
import { findGitlabErrors, findJunitErrors, findSarifErrors } from "../../support/report-schemas.ts";
import { suite } from "../../support/suite.ts";

const page = readFileSync(new URL("../../../docs/findings.md", import.meta.url), "utf8");
const explanations = parseFindingExplanations(page);
const failure = { version: "1.2.3", code: "no-repository", message: hostileText, help: hostileText };

interface SarifLog {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly { readonly id: string; readonly help: unknown; readonly helpUri: string }[];
      };
    };
    readonly columnKind: string;
    readonly invocations: readonly { readonly executionSuccessful: boolean }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region?: unknown };
      }[];
      readonly partialFingerprints: unknown;
    }[];
    readonly properties: unknown;
  }[];
}

function parseSarif(report: FindingsReport): SarifLog["runs"][number] {
  const [run] = (JSON.parse(formatSarif(report, explanations)) as SarifLog).runs;
  if (run === undefined) throw new Error("no run");
  return run;
}

suite("formatSarif", (test) => {
  test("is valid by the schema of SARIF 2.1.0, with and without findings, ranges and places", () => {
    for (const report of [
      createReport([]),
      createReport(sampleFindings(), { range: "a..b", inherited: 3 }),
      createReport(
        sampleFindings().map((finding) => ({ ...finding, path: null })),
        { document: null },
      ),
      createHostileReport(hostileText),
    ])
      assert.equal(findSarifErrors(formatSarif(report, explanations)), []);
    assert.equal(findSarifErrors(formatSarifFailure(failure)), []);
    assert.ok(findSarifErrors('{"version":"2.1.0","runs":[{"tool":{"driver":{}},"columnKind":"bytes"}]}').length >= 2);
  });

  test("has a rule for each code of the catalogue, with help and a link, and results that point at them", () => {
    const { tool, results } = parseSarif(createReport(sampleFindings()));
    assert.equal(
      tool.driver.rules.map(({ id }) => id),
      Object.keys(findingCatalogue),
    );
    for (const { id, help, helpUri } of tool.driver.rules) {
      assert.ok(help, `${id} has help`);
      assert.is(helpUri, `https://unpkg.com/planlink@1.2.3/docs/findings.md#${id}`);
    }
    for (const { ruleId, ruleIndex } of results) assert.is(tool.driver.rules[ruleIndex]?.id, ruleId);
  });

  test("says where, how grave, by which fingerprint, and what was examined", () => {
    const { results, properties, columnKind, invocations } = parseSarif(
      createReport(sampleFindings(), { range: "a..b" }),
    );
    assert.equal(
      results.map(({ level }) => level),
      ["note", "warning", "error", "warning"],
    );
    assert.equal(results[2]?.locations[0]?.physicalLocation, {
      artifactLocation: { uri: statePath, uriBaseId: "%SRCROOT%" },
      region: { startLine: 75, startColumn: 41 },
    });
    assert.is(results[0]?.locations[0]?.physicalLocation.region, undefined);
    assert.equal(results[2]?.partialFingerprints, { "planlinkDebt/v1": "f2" });
    assert.equal(properties, {
      command: "check",
      examined: { references: 13, plans: 9, commits: 45, rows: 8 },
      range: "a..b",
      inherited: 0,
    });
    assert.equal([columnKind, invocations], ["unicodeCodePoints", [{ executionSuccessful: true }]]);
  });

  test("makes no link, no placeholder and no other address of a text of the repository", () => {
    const [finding] = sampleFindings();
    if (finding === undefined) throw new Error("no finding");
    const report = createReport([{ ...finding, path: "a b/100%#?.md", message: "[x](1) {0}", help: null }]);
    const [result] = parseSarif(report).results;
    assert.is(result?.message.text, String.raw`\[x\](1) {{0}}`);
    assert.is(result?.locations[0]?.physicalLocation.artifactLocation.uri, "a%20b/100%25%23%3F.md");
  });

  test("says that a check could not be made, and nothing of results", () => {
    const log = JSON.parse(formatSarifFailure({ ...failure, message: "no", help: null })) as SarifLog;
    assert.is(log.runs[0]?.invocations[0]?.executionSuccessful, false);
    assert.is(log.runs[0]?.results, undefined);
  });
});

suite("formatGitlabCodeQuality", (test) => {
  test("has what GitLab asks of each finding; one without a line is at the first", () => {
    const text = formatGitlabCodeQuality(createReport(sampleFindings()));
    assert.equal(findGitlabErrors(text), []);
    const items = JSON.parse(text) as readonly Record<string, unknown>[];
    assert.equal(
      items.map((item) => [item["check_name"], item["severity"], item["fingerprint"], item["location"]]),
      [
        ["planlink/plan-unlisted", "info", "f0", { path: statePath, lines: { begin: 1 } }],
        ["planlink/section-absent", "minor", "f1", { path: statePath, lines: { begin: 1 } }],
        ["planlink/reference-missing", "major", "f2", { path: statePath, lines: { begin: 75 } }],
        ["planlink/resume-file-missing", "minor", "f3", { path: statePath, lines: { begin: 91 } }],
      ],
    );
    assert.is(formatGitlabCodeQuality(createReport([])), "[]\n");
    assert.equal(findGitlabErrors(formatGitlabCodeQuality(createHostileReport(hostileText))), []);
    assert.ok(findGitlabErrors('[{"description":"x"}]').length > 0);
  });
});

suite("formatJunit", (test) => {
  test("is valid by Jenkins' schema", async () => {
    const reports = [
      createReport([]),
      createReport(sampleFindings(), { range: "a..b", inherited: 3 }),
      createHostileReport(hostileText),
    ];
    assert.equal(await findJunitErrors(...reports.map(formatJunit), formatJunitFailure(failure)), []);
    assert.ok((await findJunitErrors("<testsuites><testsuite/></testsuites>")).length > 0);
    assert.ok((await findJunitErrors("<testsuites>\u0001</testsuites>")).length > 0);
  });

  test("fails a test for what blocks alone, and always has one that says what was examined", () => {
    const text = formatJunit(createReport(sampleFindings()));
    assert.match(text, /<testsuites name="planlink" tests="5" failures="1" errors="0"/);
    assert.is(text.match(/<testcase /g)?.length, 5);
    assert.is(text.match(/<failure /g)?.length, 1);
    assert.match(text, /<testcase name="examined 13 references, 9 plans, 8 recorded rows, 45 commits"/);
    assert.match(
      text,
      /<testcase name="\.planning\/STATE\.md:75:41: 18c8beca names no object[^"]*" classname="planlink\.reference-missing"/,
    );
    assert.match(formatJunitFailure(failure), /tests="1" failures="0" errors="1"/);
  });
});

suite("reporters", (test) => {
  test("write valid reports whatever the text, and the same bytes for the same report", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom("]", ">", "&", "<", "{", "%", "\n", "\u0000", "\ud800", "\uffff") }),
    );
    const write = (report: FindingsReport): readonly string[] => [
      formatSarif(report, explanations),
      formatGitlabCodeQuality(report),
      formatJunit(report),
    ];
    const junits: string[] = [];
    fc.assert(
      fc.property(text, (value) => {
        const [sarif = "", gitlab = "", junit = ""] = write(createHostileReport(value));
        assert.equal(write(createHostileReport(value)), [sarif, gitlab, junit]);
        assert.equal(findSarifErrors(sarif), []);
        assert.equal(value.startsWith("/") || value.startsWith("./") ? [] : findGitlabErrors(gitlab), []);
        junits.push(junit);
      }),
      { numRuns: 300, seed: 7 },
    );
    assert.equal(await findJunitErrors(...junits), []);
  });
});
