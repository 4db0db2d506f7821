import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { findFrontMatterScalar } from "../../src/document/front-matter.ts";
import { findPlainScalar } from "../../src/document/front-matter-lines.ts";
import { parseStateDocument } from "../../src/document/state-document.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

const key = fc.constantFrom("stopped_at", "stopped_at", "status", "milestone", "progress", "x-y");
const value = fc.oneof(
  fc.constantFrom(" Completed 01-02-PLAN.md", " a b", " x (y) z", ' "Completed 01-02: a title"', " 'it is'", ""),
  fc.constantFrom(
    "",
    " ",
    " Completed 01-02-PLAN.md",
    " Completed 01-02",
    ' "Completed 01-02: a title"',
    " 'it is'",
    " 'it''s'",
    ' "a \\" b"',
    " a b # comment",
    " a b#c",
    " a: b",
    " a b:",
    " 12",
    " 1.0",
    " true",
    " null",
    " 2026-01-04",
    " [a, b]",
    " {a: b}",
    " |",
    " >-",
    " &a b c",
    " a b ",
    "\ta b",
    " a\tb c",
    " - a",
    ' "quoted" tail',
    " a b ",
    " é b",
    " a é b",
    ' ""',
  ),
  fc.string({ maxLength: 12 }).map((text) => ` ${text.replaceAll(/[\n\r\0]/g, "")}`),
  fc
    .array(fc.constantFrom("a", "B", " ", "1", "-", ":", "#", '"', "'", ".", "(", ")", "/"), { maxLength: 10 })
    .map((parts) => ` a b${parts.join("")}`),
);
const line = fc
  .tuple(fc.constantFrom(...Array.from({ length: 20 }, () => ""), "  ", "   ", "- "), key, value)
  .map(([indent, name, text]) => `${indent}${name}:${text}`);
const other = fc.constantFrom(
  "",
  "# comment",
  "- item",
  "  continued",
  "progress:\n  total: 3\n  percent: 17",
  "word",
  "---x",
  "...",
);
const frontMatter = fc
  .tuple(
    fc.array(fc.oneof({ weight: 12, arbitrary: line }, { weight: 1, arbitrary: other }), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.constantFrom("\n", "\n", "\r\n"),
  )
  .map(([lines, lineEnding]) => `---\n${lines.join("\n")}\n---\n\n# Project State\n`.replaceAll("\n", lineEnding));

/** One case takes next to nothing. */
const run = lawRuns(402, 5);

suite("a plain scalar of the front matter", (test) => {
  test("is found only where the YAML parser finds the same, at the same place", () => {
    let foundCount = 0;
    fc.assert(
      fc.property(frontMatter, (text) => {
        const document = parseStateDocument(text);
        const block = document.frontMatter;
        if (block === undefined) return;
        const { start, end } = block.contentRange;
        const plain = findPlainScalar(text.slice(start, end), start, "stopped_at");
        if (plain === undefined) return;
        foundCount += 1;
        assert.equal(plain, findFrontMatterScalar(document, ["stopped_at"]), JSON.stringify(text));
      }),
      run,
    );
    assert.ok(foundCount > run.numRuns / 40, `found ${foundCount} times`);
  });

  test("is found in a front matter as GSD writes it", () => {
    const content = `gsd_state_version: 1.0\nstatus: executing\nstopped_at: Completed 01-01-PLAN.md now\nlast_updated: "2026-01-04T09:16:00.000Z"\nprogress:\n  total_phases: 2\n  percent: 17\n`;
    const found = findPlainScalar(content, 10, "stopped_at");
    assert.is(found?.value, "Completed 01-01-PLAN.md now");
    assert.is(
      content.slice((found?.range.start ?? 0) - 10, (found?.range.end ?? 0) - 10),
      "Completed 01-01-PLAN.md now",
    );
  });
});
