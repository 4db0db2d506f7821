import * as assert from "uvu/assert";
import { findPinnedLines } from "../../../src/document/pinned-lines.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

/** The lines that begin with `row`, and those of them that may not go. */
function pinnedOf(...lines: readonly string[]): readonly number[] {
  const rows = lines.flatMap((line, index) => (line.trimStart().startsWith("row") ? [index] : []));
  return [...findPinnedLines(parseStateDocument(lines.join("\n")), new Set(rows))].toSorted((a, b) => a - b);
}

suite("lines that may not go", (test) => {
  test("stand over text, a table or an indented line", () => {
    assert.equal(pinnedOf("- item", "", "row", "text"), [2]);
    assert.equal(pinnedOf("- item", "", "row", "| a |", "|---|"), [2]);
    assert.equal(pinnedOf("- item", "", "row", "", "  indented"), [2]);
    assert.equal(pinnedOf("row", "- "), [0]);
    assert.equal(pinnedOf("row", "2. two"), [0]);
  });

  test("are none over a heading, an item, the end, or text after a blank line", () => {
    assert.equal(pinnedOf("- item", "", "row"), []);
    assert.equal(pinnedOf("- item", "", "row", "# heading"), []);
    assert.equal(pinnedOf("row", "- item", "  more"), []);
    assert.equal(pinnedOf("- item", "", "row", "", "text"), []);
    assert.equal(pinnedOf("- item", "", "row", "", "| a |", "|---|"), []);
  });

  test("are the same when others of them have gone", () => {
    assert.equal(pinnedOf("row 1", "row 2", "", "text"), []);
    assert.equal(pinnedOf("row 1", "row 2", "text"), [0, 1]);
    assert.equal(pinnedOf("row 1", "", "row 2", "text"), [2]);
    assert.equal(pinnedOf("row 1", "", "row 2", "", "  indented"), [2]);
  });
});
