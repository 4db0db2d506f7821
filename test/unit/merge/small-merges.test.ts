import * as assert from "uvu/assert";
import { readInstant } from "../../../src/merge/choose-owned.ts";
import { findFrontMatterKeys } from "../../../src/merge/front-matter-keys.ts";
import { labelOf, likenessOf } from "../../../src/merge/likeness.ts";
import { isNote, standAlone } from "../../../src/merge/lone-lines.ts";
import { matchLines } from "../../../src/merge/match-lines.ts";
import { mergeDocuments } from "../../../src/merge/merge-documents.ts";
import { hasSameProse, readMergeLines, readVersions } from "../../../src/merge/merge-lines.ts";
import { findOwnedLines } from "../../../src/merge/owned-lines.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";
import { betaLayout } from "../check/consistency-fixture.ts";

const style = { markerSize: 7, oursLabel: "O", theirsLabel: "T" };
const split = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** What a merge comes to; the other way round it comes to as many conflicts, and to the same lines without one. */
function merge(base: string, ours: string, theirs: string): string {
  const { text, conflicts } = mergeDocuments({ base, ours, theirs }, style);
  const other = mergeDocuments({ base, ours: theirs, theirs: ours }, style);
  assert.is(other.conflicts, conflicts, text);
  if (conflicts === 0) assert.equal(other.text.split(/\r?\n/).toSorted(), text.split(/\r?\n/).toSorted(), text);
  return text;
}

suite("merges of prose", (test) => {
  test("are as git's where two paragraphs change, and conflict where one does in two ways", () => {
    const para = (word: string): string => `A ${word} paragraph that has\nmore lines than one\nand ends here.\n`;
    for (const [base, ours, theirs, result] of [
      [
        `${para("x")}\n${para("y")}`,
        `${para("a")}\n${para("y")}`,
        `${para("x")}\n${para("b")}`,
        "A a paragraph that has\nmore lines than one\nand ends here.\n\nA b paragraph that has\nmore lines than one\nand ends here.\n",
      ],
      [
        para("x"),
        para("a"),
        para("b"),
        "<<<<<<< O\nA a paragraph that has\n=======\nA b paragraph that has\n>>>>>>> T\nmore lines than one\nand ends here.\n",
      ],
      [
        `one\n\n${para("x")}\nend\n`,
        `one\n\n${para("a")}\nend\n`,
        `one\n\n${para("b")}\nend\n`,
        "one\n\n<<<<<<< O\nA a paragraph that has\n=======\nA b paragraph that has\n>>>>>>> T\nmore lines than one\nand ends here.\n\nend\n",
      ],
      [
        para("x"),
        para("a"),
        "",
        "<<<<<<< O\nA a paragraph that has\nmore lines than one\nand ends here.\n=======\n>>>>>>> T\n",
      ],
      [para("x"), para("a"), para("a"), "A a paragraph that has\nmore lines than one\nand ends here.\n"],
      ["a note\n", "a note of ours\n", "a note of theirs\n", "a note of ours\n\na note of theirs\n"],
      ["a note\n\nb\n", "b\n", "a note and more\n\nb\n", "a note and more\nb\n"],
      ["a\n\nb\n", "a\n\nours one\n\nb\n", "a\n\ntheirs one\n\nb\n", "a\n\nours one\n\ntheirs one\n\nb\n"],
      ["a\n\nb\n", "a\nours\n\nb\n", "a\ntheirs\n\nb\n", "a\n<<<<<<< O\nours\n=======\ntheirs\n>>>>>>> T\n\nb\n"],
      ["a\nb\nc\n", "a\nX\nb\nc\n", "a\nb\nY\nc\n", "a\nX\nb\nY\nc\n"],
      ["a\nb\nc\n", "a\nb\n", "a\nb\nY\nc\n", "a\nb\n<<<<<<< O\n=======\nY\nc\n>>>>>>> T\n"],
      [
        `${"word ".repeat(70)}\n`,
        `${"word ".repeat(70)}ours\n`,
        `${"word ".repeat(70)}theirs\n`,
        `<<<<<<< O
word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word ours
=======
word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word word theirs
>>>>>>> T
`,
      ],
      ["# T\n\nend\n", "# T\n\nours\n", "# T\n\ntheirs\n", "# T\n\nours\n\ntheirs\n"],
      ["# T\n", "# T\n\nours\n", "# T\n\ntheirs\n", "# T\n\nours\n\ntheirs\n"],
      ["", "ours\n", "theirs\n", "ours\n\ntheirs\n"],
      ["", "- a\n", "- b\n", "- a\n- b\n"],
      ["", "- a\n", "prose\n", "- a\n\nprose\n"],
      ["", "| a |\n|---|\n| 1 |\n", "prose\n", "| a |\n|---|\n| 1 |\n\nprose\n"],
    ] as const)
      assert.is(merge(base, ours, theirs), result, JSON.stringify([base, ours, theirs]));
  });

  test("keep the later stamp, and one line of a label of GSD's", () => {
    for (const [base, ours, theirs, result] of [
      ["*Updated: 2026-01-01*\n", "*Updated: 2026-01-02*\n", "*Updated: 2026-01-03*\n", "*Updated: 2026-01-03*\n"],
      ["*Updated: 2026-01-01*\n", "*Updated: 2026-01-03*\n", "*Updated: 2026-01-02*\n", "*Updated: 2026-01-03*\n"],
      [
        "*Updated: 2026-01-01*\n",
        "*Updated: 2026-01-02 (a)*\n",
        "*Updated: 2026-01-03 (b)*\n",
        "*Updated: 2026-01-02 (a)*\n*Updated: 2026-01-03 (b)*\n",
      ],
      ["Updated: 1\n", "Updated: 2\n", "Updated: 3\n", "Updated: 2\nUpdated: 3\n"],
      ["Mood: fine\n", "Mood: good\n", "Mood: bad\n", "Mood: good\nMood: bad\n"],
      ["Stopped at: x\n", "Stopped at: y\n", "Stopped at: z\n", "Stopped at: z\n"],
      ["**Paused at:** x\n", "**Paused at:** y\n", "**Paused at:** z\n", "**Paused at:** z\n"],
      [
        "- Updated: 2026-01-01\n",
        "- Updated: 2026-01-02\n",
        "- Updated: 2026-01-03\n",
        "- Updated: 2026-01-02\n- Updated: 2026-01-03\n",
      ],
      ["a\n\nb\n", "a\n\nStopped at: y\n\nb\n", "a\n\nStopped at: z\n\nb\n", "a\n\nStopped at: z\n\nb\n"],
      ["a\n\nb\n", "a\n\nMood: y\n\nb\n", "a\n\nMood: z\n\nb\n", "a\n\nMood: y\nMood: z\n\nb\n"],
      [
        "a\n\nb\n",
        "a\n\n## New\n\nStopped at: y\n\nb\n",
        "a\n\n## Other\n\nStopped at: z\n\nb\n",
        "a\n\n## New\n## Other\n\nStopped at: y\nStopped at: z\n\nb\n",
      ],
    ] as const)
      assert.is(merge(base, ours, theirs), result, JSON.stringify([base, ours, theirs]));
  });
});

suite("merges of lists and tables", (test) => {
  test("unite what stands for itself", () => {
    for (const [base, ours, theirs, result] of [
      ["- a\n- b\n- c\n", "- a\n- x\n- b\n- c\n", "- a\n- y\n- b\n- c\n", "- a\n- x\n- y\n- b\n- c\n"],
      ["- a\n- b\n- c\n", "- b\n- c\n", "- a\n- c\n", "- c\n"],
      [
        "- a one two three\n",
        "- a one two three four\n",
        "- a one two three five\n",
        "- a one two three four\n- a one two three five\n",
      ],
      [
        "- a one two three\n",
        "- other words entirely\n",
        "- a one two three five\n",
        "- a one two three five\n- other words entirely\n",
      ],
      [
        "- a\n  tail\n- b\n",
        "- a\n  tail of ours\n- b\n",
        "- a\n  tail of theirs\n- b\n",
        "- a\n<<<<<<< O\n  tail of ours\n=======\n  tail of theirs\n>>>>>>> T\n- b\n",
      ],
      ["- a\n- b\n", "- a\n  more\n- b\n", "- a\n- x\n- b\n", "- a\n  more\n- x\n- b\n"],
      [
        "- a\n- b\n",
        "- a\n  more\n- b\n",
        "- a\n  other\n- b\n",
        "- a\n<<<<<<< O\n  more\n=======\n  other\n>>>>>>> T\n- b\n",
      ],
      ["- a\n- b\n", "- a\n  more\n- x\n- b\n", "- a\n- y\n- b\n", "- a\n  more\n- x\n- y\n- b\n"],
      ["- a\n", "- a\n- s\n", "- a\n- s\n- t\n", "- a\n- s\n- t\n"],
      ["None yet.\n", "- x\n", "- y\n", "- x\n- y\n"],
      ["- None\n", "- x\n", "- y\n", "- x\n- y\n"],
      ["(none yet)\n", "- x\n", "None.\n", "None.\n- x\n"],
      ["Nothing so far\n", "- x\n", "- y\n", "- x\n- y\n"],
      ["1. a\n2. b\n", "1. a\n2. b\n3. c\n", "1. a\n2. b\n3. d\n", "1. a\n2. b\n3. c\n3. d\n"],
      [
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 5 | 6 |\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n",
      ],
      [
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "| a | b |\n|---|---|\n| 1 | 3 |\n",
        "| a | b |\n|---|---|\n| 1 | 4 |\n",
        "| a | b |\n|---|---|\n<<<<<<< O\n| 1 | 3 |\n=======\n| 1 | 4 |\n>>>>>>> T\n",
      ],
      [
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "| a | b |\n|---|---|\n",
        "| a | b |\n|---|---|\n| 1 | 4 |\n",
        "| a | b |\n|---|---|\n| 1 | 4 |\n",
      ],
      [
        "- [ ] a thing\n- [ ] b thing\n",
        "- [x] a thing\n- [ ] b thing\n",
        "- [ ] b thing\n",
        "- [x] a thing\n- [ ] b thing\n",
      ],
      ["## A\n\n- a\n", "- x\n", "## A\n\n- a is revised here\n", "- x\n- a is revised here\n"],
      [
        "## A\n\n- a b c d e f\n\n## B\n",
        "## B\n",
        "## A\n\n- a b c d e f g\n\n## B\n",
        "<<<<<<< O\n=======\n## A\n\n- a b c d e f g\n\n>>>>>>> T\n## B\n",
      ],
      ["- a\n\n## B\n", "- a\n- x\n\n## B\n", "- a\n\nprose\n\n## B\n", "- a\n- x\n\nprose\n\n## B\n"],
      ["p\n\n## B\n", "p\n- x\n\n## B\n", "p\n- y\n\n## B\n", "p\n- x\n- y\n\n## B\n"],
      ["* a\n+ b\n", "* a\n* x\n+ b\n", "* a\n+ y\n+ b\n", "* a\n* x\n+ y\n+ b\n"],
    ] as const)
      assert.is(merge(base, ours, theirs), result, JSON.stringify([base, ours, theirs]));
  });

  test("keep code, HTML and front matter whole", () => {
    for (const [base, ours, theirs, result] of [
      [
        "```\na\nb\n```\n",
        "```\na1\nb\n```\n",
        "```\na\nb1\n```\n",
        "```\n<<<<<<< O\na1\nb\n=======\na\nb1\n>>>>>>> T\n```\n",
      ],
      ["```\na\n```\n", "```\na\nx\n```\n", "```\na\ny\n```\n", "```\na\n<<<<<<< O\nx\n=======\ny\n>>>>>>> T\n```\n"],
      ["x\n", "x\n\n```\na\n```\n", "x\n\n```\nb\n```\n", "x\n\n```\n<<<<<<< O\na\n=======\nb\n>>>>>>> T\n```\n"],
      ["<!--\na\n-->\n", "<!--\nb\n-->\n", "<!--\nc\n-->\n", "<!--\n<<<<<<< O\nb\n=======\nc\n>>>>>>> T\n-->\n"],
      [
        "---\nstatus: a\nmine: 1\n---\n",
        "---\nstatus: b\nmine: 1\n---\n",
        "---\nstatus: c\nmine: 2\n---\n",
        "---\nstatus: c\nmine: 2\n---\n",
      ],
      [
        "---\nmine: 1\n---\n",
        "---\nmine: 2\n---\n",
        "---\nmine: 3\n---\n",
        "---\n<<<<<<< O\nmine: 2\n=======\nmine: 3\n>>>>>>> T\n---\n",
      ],
      [
        '---\nlast_updated: "2026-01-01T10:00:00Z"\nstatus: a\n---\n',
        '---\nlast_updated: "2026-01-02T10:00:00Z"\nstatus: b\n---\n',
        '---\nlast_updated: "2026-01-02T09:00:00Z"\nstatus: c\n---\n',
        '---\nlast_updated: "2026-01-02T10:00:00Z"\nstatus: b\n---\n',
      ],
      ["## H\n", "## H of ours\n", "## H of theirs\n", "<<<<<<< O\n## H of ours\n=======\n## H of theirs\n>>>>>>> T\n"],
      [
        "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
        "x\n",
        "y\n",
        `<<<<<<< O
x
=======
y
>>>>>>> T
`,
      ],
      [
        "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
        "x\n",
        "x\n",
        `x
`,
      ],
      [
        "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
        "x\n",
        "",
        `<<<<<<< O
x
=======
>>>>>>> T
`,
      ],
      [
        "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
        "x\n",
        "y\nx\n",
        `<<<<<<< O
=======
y
>>>>>>> T
x
`,
      ],
    ] as const)
      assert.is(merge(base, ours, theirs), result, JSON.stringify([base, ours, theirs]));
  });
});

suite("merges of the frame", (test) => {
  test("keep line endings, the end of the file and the mark in front", () => {
    for (const [base, ours, theirs, result] of [
      ["a\nb\n", "a\r\nb\r\n", "a\nb\nc\n", "a<CR>\nb<CR>\nc<CR>\n"],
      ["a\r\nb\r\n", "a\r\nb\r\nx\r\n", "a\nb\n", "a\nb\nx\n"],
      ["a\r\nb\n", "a\r\nb\nx\n", "a\r\ny\r\nb\n", "a<CR>\ny<CR>\nb\nx\n"],
      ["a\nb", "a\nb\n", "x\na\nb", "x\na\nb\n"],
      ["a\nb\n", "a\nb", "a\nb\nc\n", "a\nb\nc"],
      ["a\nb", "a\nb1", "a\nb2", "a\n<<<<<<< O\nb1\n=======\nb2\n>>>>>>> T\n"],
      ["\uFEFFa\n", "a\n", "\uFEFFa\nb\n", "a\nb\n"],
      ["a\n", "\uFEFFa\n", "a\nb\n", "<BOM>a\nb\n"],
      ["a\n", "b", "c", "b\n\nc"],
      ["a\r", "a\r\nb\r", "c\na\r", "c\na<CR>\nb<CR>"],
      ["", "a", "b", "a\n\nb"],
      [
        "a\r\n\r\nb\r\n",
        "a\r\n\r\nx\r\n\r\nb\r\n",
        "a\r\n\r\ny\r\n\r\nb\r\n",
        "a<CR>\n<CR>\nx<CR>\n<CR>\ny<CR>\n<CR>\nb<CR>\n",
      ],
    ] as const)
      assert.is(
        merge(base, ours, theirs).replaceAll("\r", "<CR>").replaceAll("\uFEFF", "<BOM>"),
        result,
        JSON.stringify([base, ours, theirs]),
      );
  });

  test("write markers of the wanted size, with labels where there are any", () => {
    const texts = { base: "```\na\n```\n", ours: "```\nb\n```\n", theirs: "```\nc\n```\n" };
    assert.is(
      mergeDocuments(texts, { markerSize: 3, oursLabel: "", theirsLabel: "x y" }).text,
      "```\n<<<\nb\n===\nc\n>>> x y\n```\n",
    );
    assert.equal(mergeDocuments({ ...texts, ours: texts.base }, style), { text: texts.theirs, conflicts: 0 });
    assert.equal(mergeDocuments({ ...texts, theirs: texts.base }, style), { text: texts.ours, conflicts: 0 });
  });
});

suite("merges of figures", (test) => {
  const doc = (...lines: readonly string[]): string => ["## Performance Metrics", "", ...lines, ""].join("\n");
  const table = ["| Plan | Duration | Tasks | Files |", "|---|---|---|---|"];

  test("take the better row, the further figure, and the side that has come further", () => {
    for (const [base, ours, theirs, result] of [
      [
        ["- Total plans completed: 1"],
        ["- Total plans completed: 3"],
        ["- Total plans completed: 2"],
        "## Performance Metrics\n\n- Total plans completed: 3\n",
      ],
      [
        ["- Total plans completed: 1", "- Average duration: 5 min"],
        ["- Total plans completed: 2", "- Average duration: 9 min"],
        ["- Total plans completed: 3", "- Average duration: 6 min"],
        "## Performance Metrics\n\n- Total plans completed: 3\n- Average duration: 6 min\n",
      ],
      [
        [...table, "| Phase 01 P01 | - | 1 | 1 |"],
        [...table, "| Phase 01 P01 | 540 | 1 | 1 |"],
        [...table, "| Phase 01 P01 | 9min | 1 | 1 |"],
        "## Performance Metrics\n\n| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n| Phase 01 P01 | 9min | 1 | 1 |\n",
      ],
      [
        [...table, "| Phase 01 P01 | - | 1 | 1 |"],
        [...table, "| Phase 01 P01 | 1h | 1 | 1 |"],
        [...table, "| Phase 01 P01 | 123456 | 1 | 1 |"],
        "## Performance Metrics\n\n| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n| Phase 01 P01 | 1h | 1 | 1 |\n",
      ],
      [
        [...table, "| Phase 01 P01 | - | 1 | 1 |"],
        [...table, "| Phase 01 P01 | ~5 min | 1 | 1 |"],
        [...table, "| Phase 01 P01 | 7m | 1 | 1 |"],
        "## Performance Metrics\n\n| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n| Phase 01 P01 | ~5 min | 1 | 1 |\n",
      ],
      [
        table,
        [...table, "| Phase 01 P02 | 4min | 1 | 1 |"],
        [...table, "| Phase 1 P02 | - | 1 | 1 |", "| Phase 01 P03 | 4min | 1 | 1 |"],
        "## Performance Metrics\n\n| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n| Phase 01 P02 | 4min | 1 | 1 |\n| Phase 01 P03 | 4min | 1 | 1 |\n",
      ],
      [
        ["| Phase | Plans | Total | Avg/Plan |", "|---|---|---|---|", "| 1 | 1 | 5min | 5min |"],
        ["| Phase | Plans | Total | Avg/Plan |", "|---|---|---|---|", "| 1 | 3 | 9min | 3min |"],
        ["| Phase | Plans | Total | Avg/Plan |", "|---|---|---|---|", "| 1 | 2 | 8min | 4min |"],
        "## Performance Metrics\n\n| Phase | Plans | Total | Avg/Plan |\n|---|---|---|---|\n| 1 | 3 | 9min | 3min |\n",
      ],
      [
        ["| Area | Done |", "|---|---|", "| tides | 1 |"],
        ["| Area | Done |", "|---|---|", "| tides | 2 |"],
        ["| Area | Done |", "|---|---|", "| tides | 3 |"],
        "## Performance Metrics\n\n| Area | Done |\n|---|---|\n| tides | 3 |\n",
      ],
    ] as const)
      assert.is(merge(doc(...base), doc(...ours), doc(...theirs)), result, JSON.stringify([ours, theirs]));
  });

  test("come from the side whose clock is ahead", () => {
    const state = (clock: string, status: string): string =>
      `---\nstatus: ${status}\n${clock}\n---\n\n## Current Position\n\nStatus: ${status}\n\n## Session Continuity\n\nLast session: ${clock.slice(0, 3) === "ses" ? clock.slice(4) : "None"}\n`;
    for (const [clock, later] of [
      ["last_updated: 2026-01-01", "last_updated: 2026-01-02"],
      ["last_updated: 2026-01-01T10:00:00+02:00", "last_updated: 2026-01-01T08:30:00Z"],
      ["last_activity: 2026-01-01 09:00", "last_activity: 2026-01-01 10:00"],
      ["ses 2026-01-01 10:00", "ses 2026-01-01 11:00"],
    ] as const) {
      const base = state(clock, "a");
      assert.match(merge(base, state(later, "m"), state(clock, "z")), "status: m\n", later);
      assert.match(merge(base, state(clock, "m"), state(later, "z")), "status: z\n", later);
    }
  });
});

suite("instants", (test) => {
  test("are read with and without a time and a zone", () => {
    const iso = (text: string | undefined): string | null => {
      const instant = readInstant(text);
      return instant === null ? null : new Date(instant).toISOString();
    };
    for (const [text, instant] of [
      ["2026-01-04", "2026-01-04T00:00:00.000Z"],
      ["on 2026-01-04 at 10:00", "2026-01-04T00:00:00.000Z"],
      ["2026-01-04 10:30", "2026-01-04T10:30:00.000Z"],
      ["2026-01-04T10:30:15", "2026-01-04T10:30:15.000Z"],
      ["2026-01-04T10:30:15.123Z", "2026-01-04T10:30:15.000Z"],
      ["2026-01-04T10:30+02:00", "2026-01-04T08:30:00.000Z"],
      ["2026-01-04  10:30 -0530", "2026-01-04T16:00:00.000Z"],
      ["2026-01-04 10:30 Z", "2026-01-04T10:30:00.000Z"],
      ["2026-13-04", null],
      ["2026-1-4", null],
      ["soon", null],
      [undefined, null],
      [`${" ".repeat(391)}2026-01-04`, null],
      [`${" ".repeat(390)}2026-01-04`, "2026-01-04T00:00:00.000Z"],
    ] as const)
      assert.is(iso(text), instant, text);
  });
});

suite("lines of a version", (test) => {
  test("are of a kind, and may hold an element", () => {
    const text = [
      "---",
      "status: a",
      "stopped_at: |",
      "  x",
      "progress:",
      "  percent: 1",
      "  odd: 2",
      "other: 1",
      "last_activity: a",
      "  goes on",
      "---",
      "# Project State",
      "Current Phase: 2",
      "Phase: 7",
      "**Current focus:** x",
      "",
      "## Position",
      "Phase: 1",
      "Phase: 2",
      "Mood: fine",
      "**Progress:** [###-------] 30%",
      "- Phase 6: `[###-------]` 3/6",
      "Phase 7 [███░░░] 3/6",
      "Total Phases: 3",
      "## Progress",
      "Phase 8: [===---] 1/2",
      "## Performance Metrics",
      "**Velocity:**",
      "- Total plans completed: 3",
      "- Average duration: 5 min",
      "### Trend of 2026",
      "- Last 5 plans: 1, 2",
      "* Mood 7: x",
      "Mood: x",
      "**By Phase:**",
      "",
      "| Phase | Plans | Total | Avg/Plan |",
      "|---|---|---|---|",
      "| 1 | 2 | 3min | 4min |",
      "| - | - | - | - |",
      "",
      "| Phase | Plans | Total | Avg/Plan |",
      "|---|---|---|---|",
      "| 1 | 2 | 3min | 4min |",
      "| all | 2 | 3min | 4min |",
      "",
      "| Area | Done |",
      "|---|---|",
      "| Tides | 1 |",
      "|  | 1 |",
      "",
      "| Plan | Duration | Tasks | Files |",
      "|---|---|---|---|",
      "| Phase 01 P01 | 5min | 1 | 1 |",
      "| Phase 01 P01 | 6min | 1 | 1 |",
      "prose",
      "| Phase 01 P02 | 5min | 1 | 1 |",
      "## Notes",
      "- item",
      "  tail",
      "    tail too",
      "",
      "  indented",
      "12. item",
      "1234567890. no item",
      "-",
      "*Updated: 2026-01-01*",
      "**Next: the lamp**",
      "_a: b_",
      "*Updated: x* and more",
      "| a row |",
      "```",
      "code",
      "```",
      "<!-- html -->",
      "## Session Continuity",
      "Last session: 2026-01-01",
      "Stopped at: x",
      "Resume file: None",
      "Stopped at: y",
    ];
    const lines = text.map((line) => `${line}\n`);
    assert.equal(
      readMergeLines(lines).map(
        ({ kind, owned, text: line }) =>
          `${kind}${owned === undefined ? "" : ` [${owned.kind}: ${owned.element}]`} ${line.trimEnd()}`,
      ),
      [
        "literal ---",
        "literal [standing: front matter status] status: a",
        "literal stopped_at: |",
        "literal   x",
        "literal progress:",
        "literal [standing: front matter progress.percent]   percent: 1",
        "literal [standing: front matter progress.odd]   odd: 2",
        "literal other: 1",
        "literal last_activity: a",
        "literal   goes on",
        "literal ---",
        "heading # Project State",
        "label [standing: preamble current phase] Current Phase: 2",
        "label [standing: preamble phase] Phase: 7",
        "label [standing: current focus] **Current focus:** x",
        "blank ",
        "heading ## Position",
        "label [standing: position phase] Phase: 1",
        "label Phase: 2",
        "label Mood: fine",
        "label [standing: position progress] **Progress:** [###-------] 30%",
        "item [standing: bar phase 6] - Phase 6: `[###-------]` 3/6",
        "prose [standing: bar phase 7] Phase 7 [███░░░] 3/6",
        "label [standing: position total phases] Total Phases: 3",
        "heading ## Progress",
        "label [standing: bar phase 8] Phase 8: [===---] 1/2",
        "heading ## Performance Metrics",
        "label **Velocity:**",
        "item [velocity: total plans] - Total plans completed: 3",
        "item [velocity: figure velocity: average duration] - Average duration: 5 min",
        "heading ### Trend of 2026",
        "item [velocity: figure trend of 2026: last # plans] - Last 5 plans: 1, 2",
        "item [velocity: figure trend of 2026: mood #] * Mood 7: x",
        "label Mood: x",
        "label **By Phase:**",
        "blank ",
        "row | Phase | Plans | Total | Avg/Plan |",
        "row |---|---|---|---|",
        "row [phase-row: phase 1] | 1 | 2 | 3min | 4min |",
        "row [phase-row: phase -] | - | - | - | - |",
        "blank ",
        "row | Phase | Plans | Total | Avg/Plan |",
        "row |---|---|---|---|",
        "row [velocity: row phase|plans|total|avg/plan: 1] | 1 | 2 | 3min | 4min |",
        "row [velocity: row phase|plans|total|avg/plan: all] | all | 2 | 3min | 4min |",
        "blank ",
        "row | Area | Done |",
        "row |---|---|",
        "row [velocity: row area|done: tides] | Tides | 1 |",
        "row |  | 1 |",
        "blank ",
        "row | Plan | Duration | Tasks | Files |",
        "row |---|---|---|---|",
        "row [plan-row: plan 1-01] | Phase 01 P01 | 5min | 1 | 1 |",
        "row [plan-row: plan 1-01] | Phase 01 P01 | 6min | 1 | 1 |",
        "row [velocity: row plan|duration|tasks|files: prose] prose",
        "row [plan-row: plan 1-02] | Phase 01 P02 | 5min | 1 | 1 |",
        "heading ## Notes",
        "item - item",
        "tail   tail",
        "tail     tail too",
        "blank ",
        "prose   indented",
        "item 12. item",
        "prose 1234567890. no item",
        "item -",
        "label *Updated: 2026-01-01*",
        "label **Next: the lamp**",
        "label _a: b_",
        "prose *Updated: x* and more",
        "row | a row |",
        "literal ```",
        "literal code",
        "literal ```",
        "literal <!-- html -->",
        "heading ## Session Continuity",
        "label [standing: last session] Last session: 2026-01-01",
        "label [standing: stopped at] Stopped at: x",
        "label [standing: resume file] Resume file: None",
        "label Stopped at: y",
      ],
    );
    const layout = [...findOwnedLines(parseStateDocument(betaLayout))].map(
      ([line, { element }]) => `${line + 1} ${element}`,
    );
    assert.equal(layout, [
      "43 phase 1",
      "44 phase 2",
      "36 total plans",
      "37 figure velocity: average duration",
      "50 last session",
      "51 stopped at",
      "52 resume file",
      "25 position phase",
      "26 position plan",
      "27 position status",
      "28 position last activity",
      "30 position progress",
      "21 current focus",
      "2 front matter gsd_state_version",
      "3 front matter milestone",
      "4 front matter milestone_name",
      "5 front matter status",
      "6 front matter stopped_at",
      "7 front matter last_updated",
      "8 front matter last_activity",
      "10 front matter progress.total_phases",
      "11 front matter progress.completed_phases",
      "12 front matter progress.total_plans",
      "13 front matter progress.completed_plans",
      "14 front matter progress.percent",
    ]);
  });

  test("of front matter are scalars of their own", () => {
    const keys = (text: string): readonly string[] =>
      [...findFrontMatterKeys(parseStateDocument(text))].map(([line, key]) => `${line} ${key}`);
    for (const [text, expected] of [
      ["---\na: 1\nb:\n  c: 2\n  d:\n    e: 3\nf: 4\n  g: 5\n---\n", ["1 a", "3 b.c", "5 b.e"]],
      ["---\na: 1\na: 2\nb: |\n  text\nc: >\n  text\nd: 'x'\n---\n", ["1 a", "7 d"]],
      ["---\n  a: 1\nb-c: 2\n9: 3\n_x: 4\nno colon\nempty:   \nlast: x   \n---\n", ["2 b-c", "4 _x", "7 last"]],
      [`---\nlong: ${"x".repeat(20_000)}\nshort: 1\n---\n`, ["2 short"]],
      ["---\nstatus: a\n---\n\n---\nstatus: b\nother: 1\n---\n\n# S\n", ["1 2: status", "5 status", "6 other"]],
      ["# S\n", []],
    ] as const)
      assert.equal(keys(text), expected, text.slice(0, 80));
  });

  test("are steady: what is nobody's in the base is nobody's", () => {
    const versions = readVersions(
      [
        "## Performance Metrics\n\n- Total plans completed: 3\n",
        "- Total plans completed: 3",
        "## Performance Metrics\n\n- Total plans completed: 4\n",
      ].map(split),
    );
    assert.equal(
      versions.map((lines) => lines.map(({ key }) => key.trimEnd())),
      [
        ["## Performance Metrics", "", "\u0000total plans"],
        ["- Total plans completed: 3"],
        ["## Performance Metrics", "", "\u0000total plans"],
      ],
    );
    const unsteady = readVersions(
      ["- Total plans completed: 3\n", "## Performance Metrics\n\n- Total plans completed: 3\n"].map(split),
    );
    assert.equal(
      unsteady.map((lines) => lines.map(({ key }) => key.trimEnd())),
      [["- Total plans completed: 3"], ["## Performance Metrics", "", "- Total plans completed: 3"]],
    );
    const rows = readVersions(
      ["| Phase 01 P01 | 5min | 1 | 1 |\n", "## Performance Metrics\n\n| Phase 01 P01 | 5min | 1 | 1 |\n"].map(split),
    );
    assert.equal(
      rows.map((lines) => lines.map(({ key }) => key.trimEnd())),
      [["\u0000plan 1-01"], ["## Performance Metrics", "", "\u0000plan 1-01"]],
    );
  });

  test("that hold no element are the same prose, or not", () => {
    assert.equal(
      [
        hasSameProse("\uFEFFa\nStopped at: x\n", "a\nStopped at: x\n"),
        hasSameProse("## Session Continuity\nStopped at: x\n", "## Session Continuity\nStopped at: y\n"),
        hasSameProse("a\nb", "a\nb\n"),
        hasSameProse("a\nb\n", "b\na\n"),
        hasSameProse("", ""),
      ],
      [true, true, false, false, true],
    );
  });
});

suite("likeness", (test) => {
  const lineOf = (text: string): ReturnType<typeof readMergeLines>[number] => {
    const [line] = readMergeLines([`${text}\n`]);
    if (line === undefined) throw new Error("no line");
    return line;
  };

  test("is the share of words, or the same label or cell", () => {
    for (const [before, after, likeness] of [
      ["- a b c d", "- a b c d", 1],
      ["- a b c d", "- a b c e", 0.75],
      ["- a b c d", "- a b e f", 0],
      ["- a a b", "- a b b", 0.6666666666666666],
      ["a b c d", "a b e f", 0.5],
      ["a b c d", "a e f g", 0],
      ["a b", "- a b", 0],
      ["Mood: fine", "**Mood:** bad", 1],
      ["Mood: fine", "Food: fine", 0],
      ["| a | b |", "| a | c |", 1],
      ["| a | b c d |", "| x | b c d |", 0.75],
      ["|  | b |", "|  | c |", 0],
      ["", "", 0],
      ["- ", "- ", 0],
      ["Ä ö 1", "ä Ö 1", 1],
      [`${"x ".repeat(1000)}a b`, `${"x ".repeat(1000)}c d`, 1],
    ] as const)
      assert.is(likenessOf(lineOf(before), lineOf(after)), likeness, `${before} / ${after}`);
    assert.equal(["- **Last Date:** x", "* Mood : y", "none", "A-b: c"].map(labelOf), [
      "last date",
      "mood",
      "non",
      "a b",
    ]);
  });

  test("counts a short paragraph of one line as a note", () => {
    const notes = (...texts: readonly string[]): readonly boolean[] => {
      const lines = readMergeLines(texts.map((text) => `${text}\n`));
      return lines.map((_, index) => isNote(lines, index));
    };
    assert.equal(notes("a", "", "b", "c", "", "- d", "e", "", "<<<<<<< x", "", "x".repeat(298), "", "x".repeat(301)), [
      true,
      false,
      false,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
    const alone = (...texts: readonly string[]): boolean => {
      const lines = readMergeLines(texts.map((text) => `${text}\n`));
      return standAlone(lines, 0, lines.length);
    };
    for (const [texts, result] of [
      [["- a", "- b", "", "| c |"], true],
      [["a", "b"], false],
      [["None yet", "b"], false],
      [["- (none)", "=======", "Mood: x"], true],
      [["# a"], false],
      [["```", "a", "```"], false],
      [["- a", "  b"], false],
      [["nothing pending"], true],
    ] as const)
      assert.is(alone(...texts), result, texts.join());
  });
});

suite("matched lines", (test) => {
  /** Which character of the second text each one of the first is matched with: `0-2` of `abc` and `axc`. */
  const match = (a: string, b: string): string =>
    [...matchLines(a.split(""), b.split(""))].map((index) => (index === -1 ? "-" : index.toString(36))).join("");

  test("are those of the shortest edit between unique ones, changes as low as they go", () => {
    for (const [a, b, matches] of [
      ["", "", ""],
      ["abc", "", "---"],
      ["", "abc", ""],
      ["abc", "abc", "012"],
      ["abc", "axc", "0-2"],
      ["abc", "xyz", "---"],
      ["aab", "ab", "0-1"],
      ["ab", "aab", "02"],
      ["abab", "ab", "01--"],
      ["ab", "abab", "01"],
      ["aaaa", "aa", "01--"],
      ["abcabba", "cbabac", "--023-4"],
      ["abcdefg", "gfedcba", "------0"],
      ["abcdefg", "bdacegf", "-0-14-5"],
      ["aabbaabb", "bbaabbaa", "--012345"],
      ["abcxyzdef", "abcdefxyz", "012---345"],
      ["xaxbxcx", "xbxaxcx", "0--1256"],
      ["aXbYc", "aYbXc", "0--14"],
      ["abcbdbe", "abebdbc", "01----2"],
      ["ababababab", "babab", "-----01234"],
      ["mississippi", "misspelling", "0123----4-8"],
      ["aabcbb", "abbcab", "0-23-5"],
      ["aXaYaZa", "aYaXaZaa", "0--1256"],
      ["abcabcabc", "acbacbacb", "0-1-2-357"],
      ["qwertyuiop", "qzertyuxop", "0-23456-89"],
      ["aabbccdd", "ddccbbaa", "------01"],
    ] as const)
      assert.is(match(a, b), matches, `${a} ${b}`);
  });

  test("never cross, are equal, and are as many as can be where no line is unique", () => {
    let seed = 7;
    const next = (limit: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * limit);
    };
    const longestCommon = (a: string, b: string): number => {
      const best = Array.from({ length: b.length + 1 }, () => 0);
      for (const character of a) {
        let diagonal = 0;
        for (let j = 1; j <= b.length; j += 1) {
          const above = best[j] ?? 0;
          best[j] = character === b[j - 1] ? diagonal + 1 : Math.max(above, best[j - 1] ?? 0);
          diagonal = above;
        }
      }
      return best[b.length] ?? 0;
    };
    for (let round = 0; round < 150; round += 1) {
      const text = (length: number): string => Array.from({ length }, () => "ab"[next(2)]).join("");
      const [a, b] = [`aabb${text(next(12))}`, `aabb${text(next(12))}bbaa`];
      const matches = [...matchLines(a.split(""), b.split(""))];
      const pairs = matches.flatMap((index, at) => (index === -1 ? [] : [[at, index] as const]));
      for (const [at, index] of pairs) assert.is(a[at], b[index], `${a} ${b}`);
      assert.equal(
        pairs.map(([, index]) => index),
        pairs.map(([, index]) => index).toSorted((x, y) => x - y),
      );
      assert.is(new Set(pairs.map(([, index]) => index)).size, pairs.length);
      assert.ok(pairs.length <= longestCommon(a, b));
      assert.ok(pairs.length >= longestCommon(a, b) - 2, `${a} ${b} ${pairs.length}`);
    }
  });
});
