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
  const document = parseStateDocument("- 7c5f351");
  const oid = parseOid("7c5f351".padEnd(40, "0")) ?? null;
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

suite("a commit of another plan", (test) => {
  const mismatchIn = (text: string, tag: string): readonly string[] => {
    const document = parseStateDocument(text);
    const oid = parseOid("7c5f351".padEnd(40, "0")) ?? null;
    const facts = { path: "STATE.md", source: document.source, uniqueLengths: new Map<Oid, number>(), tipName: "main" };
    const resolution = { status: "reachable", oid, objectType: "commit", candidates: [], successor: null } as const;
    const references = findCommitReferences(document).filter((reference) => reference.text === "7c5f351");
    return checkReferences(
      references.map((reference) => ({ reference, resolution, taggedPlanIds: [planIdOf(tag)] })),
      [],
      facts,
    ).map(({ message }) => message);
  };

  const found = "7c5f351 is listed under 14-10, but its own message says 14-09";

  test("is reported where the line takes it for its own", () => {
    assert.equal(mismatchIn("- 14-10: 2 commits (def5678, 7c5f351)", "14-09"), [found]);
    assert.equal(mismatchIn("- 14-09: (def5678, 9e1c0aa); 14-10: (0f3e55f, 7c5f351)", "14-09"), [found]);
  });

  test("is left alone where the line says itself whose it is, or calls it something else", () => {
    for (const [text, tag] of [
      ["- Plan 14-10: landed under sibling commits def5678 (14-09) + 7c5f351 (14-09 docs)", "14-09"],
      ["- Plan 14-10: landed in 7c5f351 (14-09 docs) by a race; the body of 7c5f351 acknowledges 14-10", "14-09"],
      ["- Plan 14-14: the fix landed under 14-16 commit absorption (7c5f351), split attribution", "14-16"],
      ["- Plan 14-17: absorbed into sibling commit 7c5f351 under feat(14-18): header", "14-18"],
      ["- Plan 23-01: sibling 23-02 constructor prelude absorbed into commit 7c5f351 during a race", "23-01"],
      ["- Plan 23-06: RED and GREEN in single commit 7c5f351 (Phase 14-03 precedent)", "23-06"],
      ["- Plan 09-10: deployed the server, image 7c5f351", "09-09"],
    ] as const)
      assert.equal(mismatchIn(text, tag), [], text);
  });
});

suite("counts of commits", (test) => {
  test("are held against the commits that the list names", () => {
    assert.equal(countsIn("- [67-04]: 3 atomic commits (7c5f351, def5678)"), [
      ["commit-count-mismatch", { planId: "67-04", declared: 3, listed: 2 }],
    ]);
    assert.equal(countsIn("- [67-04]: 2 atomic commits (7c5f351, def5678)"), []);
  });

  test("count what a squash has made one commit", () => {
    assert.equal(countsIn("- [67-04]: 3 atomic commits (7c5f351, 7c5f351, 7c5f351)"), []);
    assert.equal(countsIn("- [67-04]: 3 atomic commits (7c5f351, 7c5f351)"), [
      ["commit-count-mismatch", { planId: "67-04", declared: 3, listed: 1 }],
    ]);
  });
});
