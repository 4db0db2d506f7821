import * as assert from "uvu/assert";
import { findCommitPlaceholders } from "../../../src/document/commit-cells.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

/** A document, and its placeholders: text, quick ids, plan, description, day, digits of the column. */
const documents: readonly (readonly [text: string, placeholders: string])[] = [
  [
    "### Quick Tasks Completed\n\n| # | Description | Date | Commit | Directory |\n|---|---|---|---|---|\n| 7 | Fix | 2026-02-20 | pending | [q](./quick/7-fix/) |\n",
    'pending [7] - "Fix" 2026-02-20 7 pending',
  ],
  [
    "### Quick Tasks Completed\n\n| # | Name | Completed | Commit |\n|---|---|---|---|\n| 260621-kmm | **Fix** | 2026-02-20 10:00 | pending |\n",
    'pending [260621-kmm] - "Fix" 2026-02-20 7 pending',
  ],
  [
    "### Quick Tasks Completed\n\n| # | Title | Done | Commit |\n|---|---|---|---|\n| quick-12 | Fix | soon | pending |\n",
    'pending [12] - "Fix" - 7 pending',
  ],
  [
    "### Quick Tasks Completed\n\n| # | Beschreibung | Datum | Commit |\n|---|---|---|---|\n| q5 | Fix | 2026-02-20 | pending |\n",
    'pending [5] - "Fix" 2026-02-20 7 pending',
  ],
  [
    "### Quick Tasks Completed\n\n| # | 描述 | 日期 | 提交 | 目录 |\n|---|---|---|---|---|\n| 5 | Fix | 2026-02-20 | 待提交 | x |\n",
    '待提交 [5] - "Fix" 2026-02-20 7 待提交',
  ],
  [
    "### Quick Tasks Completed\n\n| # | Task | Commit |\n|---|---|---|\n| 5 | Fix | pending |\n",
    'pending [] - "Fix" - 7 pending',
  ],
  [
    "### Quick Tasks Completed\n\n| # | Description | Commit | Dir |\n|---|---|---|---|\n| x | Fix | pending | [260621-kmm-fix](./quick/260621-kmm-fix/) |\n",
    'pending [260621-kmm] - "Fix" - 7 pending',
  ],
  [
    "### Quick Tasks Completed\n\n| # | Description | Commit | Link |\n|---|---|---|---|\n| 12345 | Fix | pending | quick/63-x |\n",
    'pending [63] - "Fix" - 7 pending',
  ],
  [
    "### Other\n\n| # | Description | Date | Commit |\n|---|---|---|---|\n| 7 | Fix | 2026-02-20 | pending |\n",
    'pending [] - "Fix" 2026-02-20 7 pending',
  ],
  [
    "Quick tasks:\n\n| # | Description | Date | Commit |\n|---|---|---|---|\n| 7 | Fix | 2026-02-20 | pending |\n",
    'pending [7] - "Fix" 2026-02-20 7 pending',
  ],
  [
    "Quick tasks:\n\nx\n\n| # | Description | Date | Commit |\n|---|---|---|---|\n| 7 | Fix | 2026-02-20 | pending |\n",
    'pending [] - "Fix" 2026-02-20 7 pending',
  ],
  [
    "| Plan | Commit |\n|---|---|\n| Phase 67-04 | pending |\n| plan  67-05 | abc123456 |\n| 67-06 | abc12345 |\n",
    'pending [] 67-04 "" - 8 pending',
  ],
  [
    "| Plan | Commit |\n|---|---|\n| 67-04 | pending |\n| 67-05 | a.abc123456 |\n| 67-06 | abc1234-x |\n",
    'pending [] 67-04 "" - 7 pending',
  ],
  ["| Commit |\n|---|\n| pending |\n", 'pending [] - "" - 7 pending'],
  ["| Commit |\n|---|\n", ""],
];

function describe(text: string): string {
  return findCommitPlaceholders(parseStateDocument(text))
    .map(({ text: cell, quickIds, planId, description, day, digits, range }) =>
      [
        cell,
        `[${quickIds.join(",")}]`,
        planId ?? "-",
        `"${description}"`,
        day ?? "-",
        digits,
        text.slice(range.start, range.end),
      ].join(" "),
    )
    .join("; ");
}

function has(header: string, row: string): boolean {
  return describe(`| ${header} |\n|---|---|\n| ${row} |\n`) !== "";
}

suite("findCommitPlaceholders", (test) => {
  test("knows every way to promise a commit", () => {
    for (const cell of [
      "pending",
      "pending commit",
      "TBD",
      "tba",
      "tbc",
      "todo",
      "this commit",
      "commit hash",
      "commit-hash",
      "commit_hash",
      "final commit",
      "docs hash",
      "short_sha",
      "short-sha",
      "hash",
      "sha",
      "to be committed",
      "to be filled",
      "to be added",
      "uncommitted",
      "待提交",
      "待确认",
      "待确认 commit",
      "待定",
      "未提交",
      "xxxxxx",
      "??",
      "{commit}",
      "<sha>",
      "<a b>",
      "[pending]",
      "_pending_",
      "((pending))",
      "（待提交）",
      "`pending`",
      "**pending**",
      "{commit hash here}",
    ])
      assert.is(has("Task | Commit", `67-04 | ${cell}`), true, cell);
    for (const cell of [
      "tbx",
      "to be done",
      "xxxxx",
      "?",
      "{x}",
      "pending!",
      "pending review",
      "-",
      "n/a",
      "abc1234",
      "{c0mmit}",
    ])
      assert.is(has("Task | Commit", `67-04 | ${cell}`), false, cell);
  });

  test("looks in columns of commits alone", () => {
    for (const title of [
      "commits",
      "Commit(s)",
      "Final Commit",
      "Commit hash",
      "commit sha",
      "Commits hashes",
      "commit id",
      "commit oid",
      "commithash",
      "提交",
      "`Commit`",
    ])
      assert.is(has(`Task | ${title}`, "67-04 | pending"), true, title);
    for (const title of ["Commit date", "Committed"])
      assert.is(has(`Task | ${title}`, "67-04 | pending"), false, title);
  });

  test("reads the plan where a column names it", () => {
    const planOf = (title: string): unknown =>
      findCommitPlaceholders(parseStateDocument(`| ${title} | Commit |\n|---|---|\n| 67-04 | pending |\n`))[0]?.planId;
    for (const title of ["#", "No.", "no", "ID", "task id", "Quick ID", "quick task", "Plan", "phase-plan"])
      assert.is(planOf(title), "67-04", title);
    for (const title of ["Name", "Plans", "Nº", "Tasks"]) assert.is(planOf(title), null, title);
  });

  test("reads what the row says of it", () => {
    for (const [text, placeholders] of documents) assert.is(describe(text), placeholders, text);
  });
});
