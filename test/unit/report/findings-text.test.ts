import * as assert from "uvu/assert";
import { createFinding, type Finding } from "../../../src/model/finding.ts";
import { formatFindings } from "../../../src/report/findings-text.ts";
import { displayWidth } from "../../../src/report/terminal.ts";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

const style = { color: false, width: 80 };

function missing(path: string, line: number, text: string): Finding {
  return { ...createFinding("reference-missing", { text, planId: planIdOf("64-03") }, { path }), line, column: 7 };
}

suite("formatFindings", (test) => {
  test("names each document once, above its findings, and says a mend once, after the last that it mends", () => {
    const text = formatFindings(
      [missing(".planning/ROADMAP.md", 3, "aaaaaaa1"), missing(".planning/STATE.md", 120, "bbbbbbb2")],
      style,
      12,
    );
    assert.equal(text.split("\n"), [
      ".planning/ROADMAP.md",
      "✖ 3:7    aaaaaaa1 names no object in this repository (listed under 64-03)",
      ".planning/STATE.md",
      "✖ 120:7  bbbbbbb2 names no object in this repository (listed under 64-03)",
      "         find what took its place, or fetch the branch that holds it:",
      "           state relink",
      "",
    ]);
  });

  test("keeps to 80 columns, lists so many of a kind and counts the rest", () => {
    const findings = Array.from({ length: 20 }, (_, index) => missing("a".repeat(70), index + 1, `${1000000 + index}`));
    const text = formatFindings(findings, style, 12);
    assert.equal(
      text.split("\n").filter((line) => displayWidth(line) > 80),
      [],
    );
    assert.match(text, /… and 8 more of reference-missing \(all with --json\)\n$/);
  });

  test("leaves findings without a place at the margin", () => {
    const finding = createFinding(
      "plan-tag-malformed",
      { header: "x", scope: "67-", reason: "plan-number-absent", suggestion: null },
      { path: null },
    );
    assert.match(formatFindings([finding], style, 12), /^✖ scope "67-" is meant/);
    assert.is(formatFindings([], style, 12), "");
  });
});
