import * as assert from "uvu/assert";
import { findUnread } from "../../../src/check/find-unread.ts";
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
      "16 | Phase 01 P01 | BLOCKED | 2 tasks | 3 files |: its duration is in words",
      "17 | Phase 212 PWAVE2C | 12 | 2 tasks | 3 files |: its plan is not in the grammar of plan ids",
      "18 | the last one | 12 | 2 | 3 |: a row of the per-plan table that names no plan",
    ]);
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
      "4 Stopped at: 01-02: a label of its author's own, or one that stands above already",
      "5 Mood: calm: a label of its author's own, or one that stands above already",
      "6 Some words.: words",
      "8 ## Performance Metrics: a second section of this name",
    ]);
  });
});
