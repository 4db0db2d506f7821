import * as assert from "uvu/assert";
import { findBlockers } from "../../../src/document/blockers.ts";
import { findCommitReferences } from "../../../src/document/commit-references.ts";
import { findContinuityElements } from "../../../src/document/continuity-elements.ts";
import { findLabelAnywhere } from "../../../src/document/label-lines.ts";
import { editsForMoves } from "../../../src/document/reference-edits.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { parseOid } from "../../../src/model/oid.ts";
import { applyEdits } from "../../../src/model/source-text.ts";
import { suite } from "../../support/suite.ts";

suite("editsForMoves", (test) => {
  const to = parseOid("fedcba9876543210".repeat(3).slice(0, 40));
  if (to === undefined) throw new Error("it is an oid");
  const move = (text: string, uniqueLength: number | null): string => {
    const references = findCommitReferences(parseStateDocument(text));
    const lengths = uniqueLength === null ? new Map() : new Map([[to, uniqueLength]]);
    const moves = references.map((reference) => ({ reference, to }));
    return applyEdits(text, editsForMoves(moves, lengths));
  };

  test("keep length and case of a token, and take the target of a link along", () => {
    for (const [before, after, uniqueLength] of [
      ["commit abc1234", "commit fedcba9", 7],
      ["commit abc123456", "commit fedcba987", 7],
      ["commit abc1234", "commit fedcba98765", 11],
      ["commit ABC1234", "commit FEDCBA9", 7],
      ["commit 1234567", "commit fedcba9", 7],
      [`commit ${"a1".repeat(20)}`, `commit ${to}`, 7],
      ["commit abc1234", `commit ${to}`, null],
      ["[abc1234](https://x/commit/abc1234567)", "[fedcba9](https://x/commit/fedcba9876)", 7],
      ["commits abc1234, def5678", "commits fedcba9, fedcba9", 7],
    ] as const)
      assert.is(move(before, uniqueLength), after, before);
  });
});

suite("findLabelAnywhere", (test) => {
  test("finds the first value of a label in the body, before that of a table", () => {
    for (const [text, value] of [
      ["Status: a\nStatus: b\n", "a"],
      ["**STATUS:** a\n", "a"],
      ["Status:\nStatus: b\n", "b"],
      ["---\nStatus: front\n---\n\nStatus: body\n", "body"],
      ["---\nstatus: front\n---\n", undefined],
      ["| Field | Value |\n|---|---|\n| Status | a |\n\nStatus: b\n", "b"],
      ["| Field | Value |\n|---|---|\n| Mood | x |\n| Status | |\n| **Status** | a |\n", "a"],
      ["| Status | a |\n|---|---|\n", "a"],
      ["| Status | a | b |\n|---|---|---|\n", undefined],
      ["My status: a\n", undefined],
      ["```\nStatus: a\n```\n", undefined],
      ["", undefined],
    ] as const)
      assert.is(findLabelAnywhere(parseStateDocument(text), "Status"), value, text);
  });
});

suite("findContinuityElements", (test) => {
  test("reads the first of each label, under either heading", () => {
    const describe = (text: string): string => {
      const elements = findContinuityElements(parseStateDocument(text));
      if (elements === undefined) return "-";
      const { lastSession, stoppedAt, resumeFile } = elements;
      return [lastSession, stoppedAt, resumeFile].map((line) => line?.value ?? "-").join(" ");
    };
    const lines = "Last session: a\nStopped at: b\nResume file: c\nStopped at: d\n";
    assert.is(describe(`## Session Continuity\n\n${lines}`), "a b c");
    assert.is(describe(`## Session\n\n${lines}`), "a b c");
    assert.is(describe("## Session\n\nLAST DATE: a\nstopped At: b\n"), "a b -");
    assert.is(describe("## Session\n\nSession: a\nStopped: b\nResume: c\n"), "- - -");
    assert.is(describe(`## Sessions\n\n${lines}`), "-");
    assert.is(describe(`### Session\n\n${lines}`), "-");
  });
});

suite("conflict markers", (test) => {
  test("are those of a conflict that has its opening and its end", () => {
    const linesOf = (text: string): readonly number[] => parseStateDocument(text).conflictMarkerLines;
    assert.equal(linesOf("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> main\n"), [1, 3, 5]);
    assert.equal(linesOf("<<<<<<< HEAD\na\n||||||| base\nb\n=======\nc\n>>>>>>> main\n"), [0, 2, 4, 6]);
    assert.equal(linesOf("Title\n=======\n"), []);
    assert.equal(linesOf("<<<<<<< HEAD\na\n"), []);
    assert.equal(linesOf("=======\n>>>>>>> main\n"), []);
    assert.equal(linesOf("<<<<<<< HEAD\n======== \n>>>>>>> main\n"), [0, 2]);
    assert.equal(linesOf("<<<<<<<HEAD\n=======\n>>>>>>>main\n"), []);
    assert.equal(linesOf(" <<<<<<< HEAD\n=======\n >>>>>>> main\n"), []);
    assert.equal(linesOf("<<<<<<<< HEAD\n=======\n>>>>>>>> main\n"), []);
  });
});

suite("the edges of blockers", (test) => {
  test("are known in headings and items", () => {
    const find = (heading: string, ...items: readonly string[]): readonly string[] =>
      findBlockers(parseStateDocument(`${heading}\n\n${items.join("\n")}\n`));
    for (const title of [
      "Blockers",
      "blockers/concerns",
      "Open blockers",
      "Active Concerns",
      "Current blockers",
      "Known concerns",
    ])
      assert.equal(find(`## ${title}`, "- x"), ["x"], title);
    for (const title of ["Past blockers", "Blocker", "Blockersx", "My open blockers", "No concerns"])
      assert.equal(find(`## ${title}`, "- x"), [], title);
    assert.equal(
      find("## Blockers", "- [ ]  open", "123. three", "12) two", "   - indented", "1234. four", "-none", "plain"),
      ["open", "three", "two", "indented"],
    );
    for (const item of [
      "None yet currently",
      "no known blockers",
      "nothing open",
      "_None._",
      "`none`",
      "(none at present)",
      "TBD",
      "-- none",
    ])
      assert.equal(find("## Blockers", `- ${item}`), item === "-- none" ? ["-- none"] : [], item);
    for (const item of ["Nothing works", "no key", "None of it runs"])
      assert.equal(find("## Blockers", `- ${item}`), [item]);
    for (const item of [
      "[X] a",
      "☑ a",
      "✔ a",
      "CLOSED by x",
      "**DONE**",
      "[FIXED] a",
      "done: a",
      "Closed] a",
      "**Name:** RESOLVED",
      "Name: **FIXED** x",
      `${"n".repeat(80)}: RESOLVED`,
    ])
      assert.equal(find("## Blockers", `- ${item}`), [], item);
    for (const item of ["DONEX a", "Done a", "a FIXED", `${"n".repeat(81)}: RESOLVED`, "Name: RESOLVEDLY"])
      assert.equal(find("## Blockers", `- ${item}`), [item], item);
  });
});
