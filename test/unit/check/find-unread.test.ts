import * as assert from "uvu/assert";
import { findKeptSections, findUnread } from "../../../src/check/find-unread.ts";
import { findMetricsElements } from "../../../src/document/metrics-elements.ts";
import { formatUnread } from "../../../src/report/unread-text.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";
import { betaLayout } from "./consistency-fixture.ts";

const read = (text: string): readonly string[] =>
  findUnread(parseStateDocument(text)).map(({ line, text: shown, reason }) => `${line} ${shown}: ${reason}`);

suite("find unread", (test) => {
  test("finds nothing in the layout that every version of GSD reads", () => {
    assert.equal(read(betaLayout), []);
  });

  test("says why rows, tables, figures and list items are left alone", () => {
    const text = [
      "## Performance Metrics",
      "- Total plans completed: 200 (v1.0)",
      "- Gulls: 12",
      "- 01-01: 5min, 2 tasks",
      "",
      "| Phase | Plans | Total | Avg/Plan |",
      "|---|---|---|---|",
      "| 1-28 | 200 | 150h | 45min |",
      "",
      "| Phase | Coverage | By |",
      "|---|---|---|",
      "| 1 | 80% | Ansel |",
      "",
      "| Plan | Duration | Tasks | Files |",
      "|---|---|---|---|",
      "| Phase 01 P01 | BLOCKED | 2 tasks | 3 files |",
      "| Phase 212 PWAVE2C | 12 | 2 tasks | 3 files |",
      "| the last one | 12 | 2 | 3 |",
      "| Phase 01 P02 | - | 2 tasks | 3 files |",
    ].join("\n");
    assert.equal(read(text), [
      "2 - Total plans completed: 200 (v1.0): a figure of another time: it has a qualifier, or stands under one",
      "3 - Gulls: 12: a list item of its author's own",
      "8 | 1-28 | 200 | 150h | 45min |: a row of By Phase that names no single phase",
      "10 | Phase | Coverage | By |: a table that is neither By Phase nor of per-plan rows",
      "16 | Phase 01 P01 | BLOCKED | 2 tasks | 3 files |: no duration stands where one is due",
      "17 | Phase 212 PWAVE2C | 12 | 2 tasks | 3 files |: its plan is not in the grammar of plan ids",
      "18 | the last one | 12 | 2 | 3 |: a row of the per-plan table that names no plan",
    ]);
  });

  test("tells a trend of another time from a list item of its author's own", () => {
    const text = "## Performance Metrics\n\n- Last 5 plans (v1.0): [42min, 38min]\n- Trending topics: 3\n";
    assert.equal(read(text), [
      "3 - Last 5 plans (v1.0): [42min, 38min]: a figure of another time: it has a qualifier, or stands under one",
      "4 - Trending topics: 3: a list item of its author's own",
    ]);
  });

  test("tells By Phase of another time from a table of its author's own", () => {
    const text = [
      "## Performance Metrics",
      "**By Phase (v1.0):**",
      "",
      "| Phase | Plans | Total | Avg/Plan |",
      "|---|---|---|---|",
      "| 1 | 2 | 10min | 5min |",
    ].join("\n");
    assert.equal(read(text), [
      "4 | Phase | Plans | Total | Avg/Plan |: By Phase of another time: its label has a qualifier, or it is the second one",
    ]);
  });

  test("reads a row by the columns of its table where it was written for them", () => {
    const text = [
      "## Performance Metrics",
      "| Phase | Plan | Duration | Tasks | Files |",
      "|---|---|---|---|---|",
      "| Phase 21 P02 | Light Mode Audit | 3m 54s | 3 tasks | 2 files |",
      "| Phase 21 P03 | 9min | 3 tasks | 2 files |",
    ].join("\n");
    assert.equal(read(text), []);
    const { planRows } = findMetricsElements(parseStateDocument(text)) ?? { planRows: [] };
    assert.equal(
      planRows.map(({ duration }) => duration?.text),
      ["3m 54s", "9min"],
    );
  });

  test("says which words of the session, and which second sections, are nobody's", () => {
    const text = [
      "## Session Continuity",
      "Last session: yesterday evening",
      "Stopped at: 01-01",
      "Stopped at: 01-02",
      "Mood: calm",
      "Some words.",
      "## Performance Metrics",
      "## Performance Metrics",
    ].join("\n");
    assert.equal(read(text), [
      "2 Last session: yesterday evening: its value begins with no date",
      "4 Stopped at: 01-02: its label stands above already",
      "5 Mood: calm: a label of its author's own",
      "6 Some words.: prose",
      "8 ## Performance Metrics: a second section of this name",
    ]);
  });

  test("is shown in passages, and tells where nothing was read from where nothing was left", () => {
    const style = { color: false, width: 60 };
    const show = (text: string): string => {
      const document = parseStateDocument(text);
      return formatUnread({ lines: findUnread(document), sections: findKeptSections(document) }, style);
    };
    assert.is(show("# State\n"), "\nno section that is kept is there: nothing was read\n");
    assert.match(show(betaLayout), /^\nin “Performance Metrics” and “Session Continuity” nothing was left unread\n$/);
    assert.is(
      show("## Session Continuity\n\nOne.\n\nTwo.\nThree.\n\n**Mood:** calm\n"),
      [
        "",
        "left alone in “Session Continuity”,",
        "as their author's own:",
        "  3-6  One.",
        "       prose, and further lines alike",
        "    8  **Mood:** calm",
        "       a label of its author's own",
        "",
      ].join("\n"),
    );
  });
});
