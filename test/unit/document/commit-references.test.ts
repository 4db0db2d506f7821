import * as assert from "uvu/assert";
import { findCommitReferences } from "../../../src/document/commit-references.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

/** The references as a person would list them: `?` marks one that git must confirm, `+` one whose link holds it too. */
const referencesIn = (text: string): string =>
  findCommitReferences(parseStateDocument(text))
    .map(
      ({ text: token, certainty, linkTargetRange }) =>
        `${token}${certainty === "certain" ? "" : "?"}${linkTargetRange === null ? "" : "+"}`,
    )
    .join(" ");

type Cases = readonly (readonly [text: string, references: string])[];
const full = "0f3e55f9432144aa0f3e55f9432144aa0f3e55f9";
const wide = `${full}432144aa0f3e55f9432144aa`;

const groups: readonly (readonly [name: string, cases: Cases])[] = [
  [
    "prose and lists",
    [
      ["Commits: abc1234, def5678", "abc1234 def5678"],
      ["fixed in 0f3e55f.", "0f3e55f"],
      ['(0f3e55f), "9e1c0aa" and **77aa001**', "0f3e55f 9e1c0aa 77aa001"],
      ["`0f3e55f`/`9e1c0aa`/`1234567`", "0f3e55f 9e1c0aa 1234567"],
      ["0f3e55f/9e1c0aa/1234567", "0f3e55f 9e1c0aa 1234567"],
      ["0f3e55f(RED)/9e1c0aa(GREEN)", "0f3e55f 9e1c0aa"],
      ["0f3e55f → 9e1c0aa", "0f3e55f 9e1c0aa"],
      ["0f3e55f..9e1c0aa and 0f3e55f^..9e1c0aa~2", "0f3e55f 9e1c0aa 0f3e55f 9e1c0aa"],
      ["0f3e55f-9e1c0aa or 0f3e55f–9e1c0aa", "0f3e55f 9e1c0aa 0f3e55f 9e1c0aa"],
      ["提交:0f3e55f、9e1c0aa（77aa001）在1a2b3c4f中修复", "0f3e55f 9e1c0aa 77aa001 1a2b3c4f"],
      ["`git show 0f3e55f:src/a.ts`", "0f3e55f"],
      ["main@0f3e55f, commit=9e1c0aa", "0f3e55f 9e1c0aa"],
      [`${full} and commit ${wide}`, `${full} ${wide}`],
      ["COMMIT: ABC1234F, but ABC1234E", "ABC1234F ABC1234E"],
      ["in ABC1234F alone", "ABC1234F?"],
      ["> quoted commit 0f3e55f", "0f3e55f"],
      ["0f3e55f's fix, 9e1c0aa…", "0f3e55f 9e1c0aa"],
    ],
  ],
  [
    "links and URLs",
    [
      [`[0f3e55f](https://host.example/o/r/commit/${full})`, "0f3e55f+"],
      ["[`0f3e55f`](../../commit/0f3e55f)", "0f3e55f+"],
      ["[0f3e55f]: https://host.example/o/r/commit/0f3e55f9432144", "0f3e55f+"],
      ["[9e1c0aa](https://host.example/o/r/commit/0f3e55f)", "9e1c0aa 0f3e55f"],
      ["[the fix](https://host.example/o/r/-/commit/0f3e55f)", "0f3e55f"],
      ["https://host.example/o/r/compare/0f3e55f...9e1c0aa", "0f3e55f 9e1c0aa"],
      ["https://host.example/o/r/actions/runs/23469752557", ""],
      [`https://host.example/o/r/blob/${full}/x.ts#L10`, ""],
      ["[20260520-slug](./quick/20260520-slug/)", ""],
    ],
  ],
  [
    "what only looks like one",
    [
      ["#aabbccd #aabbccdd", ""],
      [`sha256:${wide}`, ""],
      [`digest: \`${wide}\``, ""],
      ["id 441b60a0-a946-44a8-9592-2029e890b072", ""],
      ["worktree-agent-a9506b74", ""],
      ["Ed25519 keys", ""],
      ["app-0f3e55f.js main.0f3e55f.css 20260377_school.sql", ""],
      ["a/b/0f3e55f/c.txt feature/0f3e55f-fix", ""],
      ["0x0f3e55f1 x0f3e55f 0f3e55f_x", ""],
      ["v1.2.3-4-g0f3e55f", ""],
      ["model-4-5-20251001", ""],
      ["0.01666667 $12345678", ""],
      ["AA:BB:CC:DD:EE:FF 2001:0db8:85a3:0000:0000:8a2e:0370:7334", ""],
      ["0f3e55f1@mail.example", ""],
      ["0000000000000000000000000000000000000000", ""],
      ["run 25750801764 and job 2575080", ""],
      [full + "a", ""],
    ],
  ],
  [
    "what only git can tell",
    [
      ["migration 6ab5c0bc3e92 applied", "6ab5c0bc3e92?"],
      ["down_revision = '6ab5c0bc3e92'", "6ab5c0bc3e92?"],
      ["Agent: a074469b8d316ae0c", "a074469b8d316ae0c?"],
      ["bug_id: abc123de", "abc123de?"],
      [`actions/checkout@${full}`, `${full}?`],
      ["docker image app:0f3e55f1", "0f3e55f1?"],
      ["(세션 2286945e)에서, в сессии 2286945e, sesión 2286945e", "2286945e? 2286945e? 2286945e?"],
      ["ported upstream a7a19cc3, and upstream commit a7a19cc4", "a7a19cc3? a7a19cc4?"],
      ["regression hash `c7c49f49`", "c7c49f49?"],
      ["the same head `c7c49f49...` and 'c7c49f48…'", "c7c49f49? c7c49f48?"],
      ["the defaced page and ed25519", "defaced? ed25519?"],
      ["Rows: 12345678", "12345678?"],
      [wide, `${wide}?`],
    ],
  ],
  [
    "words that decide",
    [
      ["the migration (0f3e55f)", "0f3e55f"],
      ["1. **Task 1: add the migration** - `0f3e55f`", "0f3e55f"],
      ["migration commit 6ab5c0bc3e92", "6ab5c0bc3e92"],
      ["commit `0f3e55f...` on upstream", "0f3e55f"],
      ["commit ffdbffc", "ffdbffc"],
      ["HEAD 1234567. The head of the chain is 7654321.", "1234567 7654321?"],
      ["commit message has 1234567 rows", "1234567?"],
    ],
  ],
  [
    "digits alone",
    [
      ["commit 1234567", "1234567"],
      ["5 commits (c0ffee68, 40915227, 3d584fc1)", "c0ffee68 40915227 3d584fc1"],
      ["(40915227, 3d584fc1)", "40915227 3d584fc1"],
      ["`0f3e55f` style + `1234567` tests + `9e1c0aa` docs", "0f3e55f 1234567 9e1c0aa"],
      ["2 commits (8c4e62d3, 40915227), 10000000 rows", "8c4e62d3 40915227 10000000?"],
      ["0f3e55f, 1234567 bytes", "0f3e55f 1234567?"],
      ["0f3e55f, 12345678", "0f3e55f 12345678?"],
      ["40915227: feat(67-04): x", "40915227"],
      ["- 0f3e55f first\n- 1234567 second", "0f3e55f 1234567"],
      ["1. one - `0f3e55f`\n2. two - `1234567`", "0f3e55f 1234567"],
      ["### Commits\n\n- 1234567", "1234567"],
      ["Row moved to 1234567.\n\nCommit: 1234567", "1234567 1234567"],
      ["Done 20260220, commits: 20260221", "20260220? 20260221?"],
    ],
  ],
  [
    "tables",
    [
      ["| Commit | Date |\n|---|---|\n| 1234567 | 20260220 |", "1234567 20260220?"],
      ["| Hash |\n|---|\n| `1234567`, 7654321 |", "1234567 7654321"],
      ["| Task | Where |\n|---|---|\n| 1 | 0f3e55f |\n| 2 | 1234567 |", "0f3e55f 1234567"],
      ["| Commit |\n|---|\n| pending |", ""],
      ["| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n| Phase 12 P03 | 40915227 | 3 tasks | 3 files |", ""],
      ["| Phase 12 P03 | 40915227 | 3 tasks | 3 files |", ""],
      ["| # | Commit | X | Y |\n|---|---|---|---|\n| Phase 12 P03 | 1771618 | 3 tasks | 3 files |", ""],
    ],
  ],
  [
    "code and comments",
    [
      ["```\n0f3e55f feat: x\n```", "0f3e55f"],
      ["```\nid 0f3e55f\nname 9e1c0aa\n```", "0f3e55f? 9e1c0aa?"],
      ["<!-- commit 0f3e55f -->\n<!-- 9e1c0aa -->", "0f3e55f 9e1c0aa?"],
    ],
  ],
  [
    "front matter",
    [
      [`---\nstate_head: ${full}\n---`, full],
      ["---\nstate_head: 1234567\n---", "1234567"],
      ["---\ncommits:\n  - 1234567\n  - hash: 7654321\n---", "1234567 7654321"],
      ["---\nstopped_at: Completed 67-04 (0f3e55f)\nsession_id: 019db1c0-b724-7cf0-aaf7-7af286f07b4c\n---", "0f3e55f"],
    ],
  ],
];

for (const [name, cases] of groups) {
  suite(`commit references: ${name}`, (test) => {
    for (const [text, references] of cases) {
      test(`finds "${references}" in ${JSON.stringify(text)}`, () => assert.is(referencesIn(text), references));
    }
  });
}

suite("commit references", (test) => {
  test("gives the token, its folded prefix and its place", () => {
    const text = "\uFEFF# State\r\n\r\nCommit: `ABC1234F`\r\n";
    const [reference] = findCommitReferences(parseStateDocument(text));
    assert.is(reference?.text, "ABC1234F");
    assert.is(reference?.prefix, "abc1234f");
    assert.is(text.slice(reference?.range.start, reference?.range.end), "ABC1234F");
  });

  test("gives the place of the oid in the target of a link", () => {
    const text = "[0f3e55f](https://host.example/o/r/commit/0f3e55f9432144) and 9e1c0aa";
    const range = findCommitReferences(parseStateDocument(text))[0]?.linkTargetRange;
    assert.is(text.slice(range?.start, range?.end), "0f3e55f9432144");
  });

  test("takes linear time on hostile text", () => {
    const parts = [
      "a1b2c3d ",
      "a1b2c3d/",
      "a1b2c3d, ",
      "(a1b2c3d ",
      "a1b2c3d-",
      "a=",
      "Plan 04 a1b2c3d ",
      "| a1b2c3d ",
      "67-04 a1b2c3d\n",
      "- a1b2c3d\n",
    ];
    for (const part of parts) {
      const text = part.repeat(400_000 / part.length);
      const start = performance.now();
      findCommitReferences(parseStateDocument(text));
      assert.ok(performance.now() - start < 15_000, part);
    }
  });
});
