import * as assert from "uvu/assert";
import { findLabelLines, isPlaceholder, parseLabelLine } from "../../../src/document/label-lines.ts";
import { parsePlanRowLabel } from "../../../src/document/metrics-elements.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

suite("parseLabelLine", (test) => {
  test("reads a label plain, bold and as a list item, with the range of its value", () => {
    for (const text of [
      "Stopped at: x y",
      "**Stopped at:** x y",
      "**Stopped at**: x y",
      "- Stopped at:  x y ",
      "* **Stopped at:** x y\t",
      "  + Stopped at: x y",
      "\uFEFFStopped at: x y".slice(1),
    ]) {
      const line = parseLabelLine(parseStateDocument(text), 0);
      assert.ok(line !== undefined, text);
      assert.equal(
        [line.label, line.value, text.slice(line.valueRange.start, line.valueRange.end)],
        ["Stopped at", "x y", "x y"],
        text,
      );
      assert.is(line.isListItem, /^\s*[-+*] /.test(text), text);
    }
  });

  test("gives an empty value a place where one would stand", () => {
    for (const [text, start] of [
      ["Trend:", 6],
      ["Trend: ", 7],
      ["**Trend:**  ", 12],
    ] as const) {
      const line = parseLabelLine(parseStateDocument(text), 0);
      assert.equal([line?.value, line?.valueRange], ["", { start, end: start }], text);
    }
  });

  test("reads full-width colons, with or without a blank behind them", () => {
    for (const text of ["Stopped at：x y", "**Stopped at**：x y", "- **Stopped at：** x y"]) {
      const line = parseLabelLine(parseStateDocument(text), 0);
      assert.equal([line?.label, line?.value], ["Stopped at", "x y"], text);
    }
  });

  test("takes the rows of a table with two columns for label lines, and of no other", () => {
    const two = "## Session\n\n| Field | Value |\n|---|---|\n| **Stopped at:** | x \\| y |\n| `Mood` | calm |\n";
    const three = two.replace("| Field | Value |\n|---|---|", "| Field | Value | By |\n|---|---|---|");
    const read = (text: string): readonly string[] => {
      const document = parseStateDocument(text);
      const [section] = document.sections;
      const lines = section === undefined ? [] : findLabelLines(document, section);
      return lines.map(({ label, value, valueRange, isCell }) => {
        assert.is(text.slice(valueRange.start, valueRange.end), value);
        return `${label}=${value}${isCell ? "" : " (line)"}`;
      });
    };
    assert.equal(read(two), ["Field=Value", "Stopped at=x \\| y", "Mood=calm"]);
    assert.equal(read(three), []);
  });

  test("finds none in what only looks like one", () => {
    for (const text of [
      "http://x.org",
      "10:30 am",
      "**Bold: no end",
      "**Bold** x",
      ": x",
      "Trend:x",
      "*Stopped at: x*",
      "> Trend: x",
      "    Trend: x",
      "| Trend: x |",
      "## Trend: x",
      "<!-- Trend: x -->",
    ]) {
      assert.is(parseLabelLine(parseStateDocument(`\n${text}\n`), 1), undefined, text);
    }
    assert.is(parseLabelLine(parseStateDocument("```\nTrend: x\n```\n"), 1), undefined);
    assert.is(parseLabelLine(parseStateDocument("x"), 7), undefined);
  });
});

suite("isPlaceholder", (test) => {
  test("knows the ways to write nothing yet", () => {
    for (const value of [
      "",
      "-",
      "--",
      "—",
      "- min",
      "N/A",
      "n/a",
      "None",
      "TBD",
      "null",
      "[N]",
      "[YYYY-MM-DD HH:MM]",
      "0 hours",
      "0 min",
      "{date}",
      "--stopped-at",
    ]) {
      assert.is(isPlaceholder(value), true, value);
    }
    for (const value of [
      "0",
      "12 min",
      "None yet, but soon",
      "[x](y)",
      "[██░░] 20%",
      "- and more",
      "-- text",
      "--stopped-at x",
    ])
      assert.is(isPlaceholder(value), false, value);
  });
});

suite("the edges of placeholders", (test) => {
  test("are known, whatever stands beside them", () => {
    for (const value of [
      "-min",
      "—  min",
      "---",
      "n/a",
      "NONE",
      "TBD",
      "--x",
      "--x-y",
      "[X.X] hours",
      "[X.X]  min",
      "[N] minutes",
      "0 hours",
      "0 min",
      "0 minutes",
      "{x}",
      "{}",
      " - ",
      "[]",
    ])
      assert.is(isPlaceholder(value), true, value);
    for (const value of [
      "----",
      "- minutes",
      "na",
      "none.",
      "tbd!",
      "--1",
      "[N] days",
      "[1]",
      "[░]",
      "[#]",
      "[=]",
      "[x]y",
      "0 days",
      "00 min",
      "{x}y",
      "x{y}",
      "x -",
    ])
      assert.is(isPlaceholder(value), false, value);
  });
});

suite("parsePlanRowLabel", (test) => {
  test("reads the spellings of real projects", () => {
    for (const [phase, plan, id] of [
      ["67", "01", "67-01"],
      ["36-npm-package-support", "02", "36-02"],
      ["67-ci-cd", "67-04", "67-04"],
      ["70", "70-03", "70-03"],
      ["09.1", "04", "9.1-04"],
      ["10.1-hotfixes", "01", "10.1-01"],
      ["14.1-avatar", "14.1-01", "14.1-01"],
      ["149", "P10", "149-10"],
      ["140.3", "G4", "140.3-gap-04"],
      ["08-80-percent-coverage-push", "08-80-percent-coverage-01", "8-01"],
      ["08-80-percent-coverage-push", "27b", "8-27b"],
      ["131", "04B", "131-04b"],
      ["127", "127-08A", "127-08a"],
      ["05-quality", "GAP_CLOSURE-05", "5-gap-05"],
      ["14-skills", "GAPCLOSURE-01", "14-gap-01"],
      ["62-test", "62.1", "62-62.1"],
      ["65-01", "01", "65-01"],
      ["43-r2", "01", "43-01"],
      ["v0.7-03", "02", "v0.7-3-02"],
      ["v0.28-01-hooks", "P04", "v0.28-1-04"],
    ] as const) {
      assert.is(parsePlanRowLabel(phase, plan), id, `${phase} ${plan}`);
    }
  });

  test("knows no plan that is not in the grammar", () => {
    for (const [phase, plan] of [
      ["212", "WAVE1B"],
      ["quick-2", "01"],
      ["67", "68-04"],
      ["x", "01"],
    ] as const)
      assert.is(parsePlanRowLabel(phase, plan), null, `${phase} ${plan}`);
  });
});
