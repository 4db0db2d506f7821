import * as assert from "uvu/assert";
import { findCommitLists } from "../../../src/document/commit-references.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

/** Each list as `plan declared: references`, with `..` where it holds a range, and the plan of a member if it is another. */
const listsIn = (text: string): readonly string[] =>
  findCommitLists(parseStateDocument(text)).map(({ planId, declaredCount, holdsRange, references }) => {
    const members = references.map(
      (reference) => reference.text + (reference.planId === planId ? "" : `=${String(reference.planId)}`),
    );
    return `${planId ?? "-"} ${declaredCount ?? "-"}${holdsRange ? ".." : ""}: ${members.join(" ")}`;
  });

suite("commit lists", (test) => {
  const declared: readonly (readonly [text: string, list: string])[] = [
    ["Phase 67 Plan 04 COMPLETE. 2 atomic commits (abc1234, def5678).", "67-04 2: abc1234 def5678"],
    ["67-04: two commits: abc1234 (RED), def5678 (GREEN)", "67-04 2: abc1234 def5678"],
    ["**Commits:** 2 (abc1234 tests, def5678 more tests)", "- 2: abc1234 def5678"],
    ["**Commits (2):** abc1234, def5678", "- 2: abc1234 def5678"],
    ["- 3 commits on branch: abc1234 (a), def5678 (b)", "- 3: abc1234 def5678"],
    ["Phase 63 2 个 commit(`abc1234` x + `def5678` y/z)", "- 2: abc1234 def5678"],
    ["5 commits: abc1234..def5678", "- 5..: abc1234 def5678"],
    ["Commits: abc1234, def5678", "- -: abc1234 def5678"],
    ["Task 2 implementation commit (abc1234)", "- -: abc1234"],
    ["### Commit 2: abc1234", "- -: abc1234"],
    ["Plan 01 commits (abc1234)", "- -: abc1234"],
    ["2 commits:\n\n- abc1234: one\n- def5678: two", "- 2: abc1234 def5678"],
  ];
  for (const [text, list] of declared)
    test(`reads "${list}" from ${JSON.stringify(text)}`, () => assert.equal(listsIn(text), [list]));

  test("reads no count that may mean two lists together", () => {
    assert.equal(
      listsIn("Two commits used: one for the library (abc1234) and one, much later, for the skill file (def5678)."),
      ["- -: abc1234", "- -: def5678"],
    );
  });

  test("puts each reference into exactly one list", () => {
    assert.equal(listsIn("abc1234, def5678 then more. 0f3e55f\n\n| Commit |\n|---|\n| 9e1c0aa |"), [
      "- -: abc1234 def5678",
      "- -: 0f3e55f",
      "- -: 9e1c0aa",
    ]);
  });
});

suite("the plan of a reference", (test) => {
  const own: readonly (readonly [name: string, text: string, planIds: readonly (string | null)[]])[] = [
    [
      "the leading one of a paragraph",
      "Previous: Phase 64-03 COMPLETE - tests (3 tasks). See the plan. 2 atomic commits (abc1234, def5678).",
      ["64-03", "64-03"],
    ],
    ["not one that comes later", "67-04 done (abc1234). Next: Plan 67-05.", ["67-04"]],
    ["not one named in passing", "Plan 67-04 done, depends on 67-01. Commit: abc1234", ["67-04"]],
    ["not one in brackets that are closed", "61-03 done (61-01 is not yet executed), commit abc1234", ["61-03"]],
    ["the nearest of a sentence", "20-04 segment (abc1234), then 20-05 shell (def5678)", ["20-04", "20-05"]],
    [
      "the last that opened a sentence",
      "Plan 53-02 is done. Commits: abc1234. Plan 53-03 is done. Commit: def5678",
      ["53-02", "53-03"],
    ],
    ["none of several", "20-01 hand-off + 20-02 launch + 20-05 shell (abc1234)", [null]],
    ["none in a sentence about another phase", "Phase 70-01 landed. Phase 63 has commit abc1234", [null]],
    ["the header of the commit", "- abc1234: feat(67-04): x\n- def5678 (67-05 summary)", ["67-04", "67-05"]],
    ["the label of a member", "commits 20-04: abc1234, 20-05: def5678", ["20-04", "20-05"]],
    ["a remark of its own", "commits (abc1234 54-01 wrap, def5678 54-02 wrap)", ["54-01", "54-02"]],
    ["the closing brackets of a sentence", "- Reverted abc1234 after all (13-01)", ["13-01"]],
    ["the row's", "| Plan | Commit |\n|---|---|\n| 67-04 | abc1234 |", ["67-04"]],
    ["the row's, behind it", "| Commit | Plan |\n|---|---|\n| abc1234 | 67-04 |", ["67-04"]],
    ["the front matter value's", "---\nstopped_at: Completed 69-03-PLAN.md (commit abc1234)\n---", ["69-03"]],
    ["a number, with the phase before it", "Phase 60 goes on: Plan 01 is at abc1234", ["60-01"]],
    ["a number, with the phase of the line above", "Phase: 60 of 70\nPlan: 2 of 3, commit abc1234", ["60-02"]],
    ["one with a file name", "Completed 69-03-PLAN.md (abc1234)", ["69-03"]],
  ];
  for (const [name, text, planIds] of own) {
    test(`is ${name}`, () => {
      const references = findCommitLists(parseStateDocument(text)).flatMap((list) => list.references);
      assert.equal(
        references.map(({ planId }) => planId),
        planIds,
      );
    });
  }

  const inherited: readonly (readonly [name: string, text: string, planId: string | null])[] = [
    ["its parent item", "- Plan 67-04: tests\n  - Commit: abc1234", "67-04"],
    ["the sentence that introduces its list", "67-04 commits:\n\n- abc1234", "67-04"],
    ["its heading", "## Update (Phase 67 Plan 04)\n\n- Commit: abc1234", "67-04"],
    ["a heading further up", "## Phase 67 Plan 04\n\n### Commits\n\n- abc1234", "67-04"],
    ["a line in bold", "## Update\n\n**PHASE 67 PLAN 04 COMPLETE**\n\n**Commits:**\n- abc1234", "67-04"],
    ["no heading that names two", "## 67-04 and 67-05\n\n- abc1234", null],
    ["no bold line above the last heading", "**Plan 67-04**\n\n## Other\n\n- abc1234", null],
    ["nothing of another phase", "## Phase 67 Plan 04\n\n- Reverted to abc1234 (Phase 66)", null],
  ];
  for (const [name, text, planId] of inherited) {
    test(`comes from ${name}`, () => assert.is(findCommitLists(parseStateDocument(text))[0]?.planId, planId));
  }
});
