import * as assert from "uvu/assert";
import { findCheckBoxes } from "../../../src/document/check-boxes.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

type Cases = readonly (readonly [text: string, read: string])[];

/** A document, and its boxes: ticked or not, text, place, line. */
const documents: Cases = [
  ["- [x] a\n- [ ] b", "x a @6-7 0; _ b @14-15 1"],
  ["* [X] a", "x a @6-7 0"],
  ["+ [ ] a", "_ a @6-7 0"],
  ["1. [x] a", "x a @7-8 0"],
  ["12) [x] a", "x a @8-9 0"],
  ["1234567890. [x] a", ""],
  ["> - [x] a", "x a @8-9 0"],
  ["  - [x] a b  ", "x a b @8-13 0"],
  ["-  [x]  a", "x a @8-9 0"],
  ["- [x]a", ""],
  ["- [y] a", ""],
  ["-[x] a", ""],
  ["x - [x] a", ""],
  ["- [x]", ""],
  ["- [] a", ""],
  ["<details>\n\n- [x] a\n\n</details>\n\n- [ ] b", "_ b @38-39 6"],
  ["<details>\n\n<details>\n\n</details>\n\n- [x] a\n\n</details>\n\n- [ ] b", "_ b @61-62 10"],
  ["</details>\n\n- [x] a", "x a @18-19 2"],
  ["<details-x>\n\n- [x] a", "x a @19-20 2"],
  ["<DETAILS open>\n\n- [x] a", ""],
  ["```\n- [x] a\n```", ""],
];

function describe(text: string): string {
  return findCheckBoxes(parseStateDocument(text))
    .map((box) => `${box.isTicked ? "x" : "_"} ${box.text} @${box.range.start}-${box.range.end} ${box.lineIndex}`)
    .join("; ");
}

suite("findCheckBoxes", (test) => {
  test("finds the boxes of list items, but for those in folds and code", () => {
    for (const [text, read] of documents) assert.is(describe(text), read, text);
  });

  test("reads lines of up to 2000 characters", () => {
    const box = (length: number): string => `- [x] ${"a".repeat(length - 6)}`;
    assert.is(describe(box(2000)).slice(-8), "6-2000 0");
    assert.is(describe(box(2001)), "");
  });
});
