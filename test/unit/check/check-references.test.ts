import * as assert from "uvu/assert";
import { checkReferences } from "../../../src/check/check-references.ts";
import { findCommitLists } from "../../../src/document/commit-references.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import type { Oid } from "../../../src/model/oid.ts";
import { suite } from "../../support/suite.ts";

/** What the lists of a document are found wrong in, none of their references looked up. */
function countsIn(text: string): readonly unknown[] {
  const document = parseStateDocument(text);
  const facts = {
    path: ".planning/STATE.md",
    source: document.source,
    uniqueLengths: new Map<Oid, number>(),
    tipName: "main",
  };
  return checkReferences([], findCommitLists(document), facts).map(({ code, data }) => [code, data]);
}

suite("counts of commits", (test) => {
  test("are held against the commits that the list names", () => {
    assert.equal(countsIn("- [67-04]: 3 atomic commits (abc1234, def5678)"), [
      ["commit-count-mismatch", { planId: "67-04", declared: 3, listed: 2 }],
    ]);
    assert.equal(countsIn("- [67-04]: 2 atomic commits (abc1234, def5678)"), []);
  });

  test("count what a squash has made one commit", () => {
    assert.equal(countsIn("- [67-04]: 3 atomic commits (abc1234, abc1234, abc1234)"), []);
    assert.equal(countsIn("- [67-04]: 3 atomic commits (abc1234, abc1234)"), [
      ["commit-count-mismatch", { planId: "67-04", declared: 3, listed: 1 }],
    ]);
  });
});
