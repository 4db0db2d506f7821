import * as assert from "uvu/assert";
import { checkReferences } from "../../../src/check/check-references.ts";
import { findCommitLists, findCommitReferences } from "../../../src/document/commit-references.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { planIdOf } from "../../support/linked.ts";
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

/** Which plan's tag is found wrong under which plan. */
function mismatch(listedUnder: string, ...tags: readonly string[]): readonly string[] {
  const document = parseStateDocument("- abc1234");
  const oid = parseOid("abc1234".padEnd(40, "0")) ?? null;
  const [reference] = findCommitReferences(document);
  if (reference === undefined) throw new Error("no reference");
  const facts = { path: "STATE.md", source: document.source, uniqueLengths: new Map<Oid, number>(), tipName: "main" };
  const resolution = { status: "reachable", oid, objectType: "commit", candidates: [], successor: null } as const;
  const resolved = {
    reference: { ...reference, planId: planIdOf(listedUnder) },
    resolution,
    taggedPlanIds: tags.map(planIdOf),
  };
  return checkReferences([resolved], [], facts).map(({ code }) => code);
}

suite("the plan of a listed commit", (test) => {
  test("is that of its tag, halves of a plan counting as one", () => {
    assert.equal(mismatch("71-01", "71-01"), []);
    assert.equal(mismatch("71-01", "71-02"), ["plan-mismatch"]);
    assert.equal(mismatch("71-01b", "71-01"), []);
    assert.equal(mismatch("71-01", "71-01a"), []);
    assert.equal(mismatch("71-01b", "72-01", "71-01"), []);
    assert.equal(mismatch("71-01b", "71-02b"), ["plan-mismatch"]);
    assert.equal(mismatch("71-01"), []);
  });
});

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
