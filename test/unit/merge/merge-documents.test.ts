import * as assert from "uvu/assert";
import { mergeDocuments, type MergedDocument } from "../../../src/merge/merge-documents.ts";
import { suite } from "../../support/suite.ts";

const style = { markerSize: 7, oursLabel: "HEAD", theirsLabel: "feature" };

function merge(base: string, ours: string, theirs: string): MergedDocument {
  return mergeDocuments({ base, ours, theirs }, style);
}

/** A merge without conflicts. */
function clean(base: string, ours: string, theirs: string): string {
  const { text, conflicts } = merge(base, ours, theirs);
  assert.is(conflicts, 0, text);
  return text;
}

const state = `---
status: executing
stopped_at: Completed 01-01-PLAN.md
last_updated: "2026-01-04T09:17:00Z"
progress:
  completed_plans: 1
  percent: 16
---

# Project State

**Current focus:** Phase 1

## Current Position

Phase: 1 of 2 (Alpha)
Plan: 1 of 3 in current phase
Status: In progress
Last activity: 2026-01-04 — Completed 01-01

Progress: [██░░░░░░░░] 16%

## Performance Metrics

**Velocity:**

- Total plans completed: 1
- Average duration: 7 min

**Per-Plan Metrics:**

| Plan | Duration | Tasks | Files |
|------|----------|-------|-------|
| Phase 01 P01 | 7min | 2 tasks | 2 files |

## Accumulated Context

### Decisions

- One lamp, three sectors

### Blockers/Concerns

None yet.

## Session Continuity

Last session: 2026-01-04 09:16
Stopped at: Completed 01-01-PLAN.md
Resume file: None
`;

/** State with replacements; each must hit. */
function edit(text: string, ...replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`no ${from}`);
    return result.replace(from, () => to);
  }, text);
}

function complete(plan: string, at: string, count: number): string {
  return edit(
    state,
    ["stopped_at: Completed 01-01-PLAN.md", `stopped_at: Completed ${plan}-PLAN.md`],
    ['last_updated: "2026-01-04T09:17:00Z"', `last_updated: "${at}"`],
    ["completed_plans: 1", `completed_plans: ${count}`],
    ["percent: 16", `percent: ${count * 16}`],
    ["Plan: 1 of 3", `Plan: ${Number(plan.slice(3))} of 3`],
    ["Last activity: 2026-01-04 — Completed 01-01", `Last activity: ${at.slice(0, 10)} — Completed ${plan}`],
    ["16%\n\n##", `${count * 16}%\n\n##`],
    ["completed: 1\n- Average duration: 7 min", `completed: ${count}\n- Average duration: ${count + 6} min`],
    ["| 2 files |\n", `| 2 files |\n| Phase 01 P${plan.slice(3)} | ${count}min | 3 tasks | 3 files |\n`],
    ["three sectors\n", `three sectors\n- [${plan}] decided\n`],
    ["Last session: 2026-01-04 09:16", `Last session: ${at.slice(0, 10)} ${at.slice(11, 16)}`],
    ["Stopped at: Completed 01-01-PLAN.md", `Stopped at: Completed ${plan}-PLAN.md`],
  );
}

suite("a merge of STATE.md", (test) => {
  test("unites what two plans that were completed side by side left, without a conflict", () => {
    const ours = complete("01-02", "2026-01-05T10:00:00Z", 2);
    const theirs = complete("01-03", "2026-01-06T10:00:00Z", 3);
    const text = clean(state, ours, theirs);
    for (const line of [
      "| Phase 01 P01 | 7min | 2 tasks | 2 files |\n| Phase 01 P02 | 2min | 3 tasks | 3 files |\n| Phase 01 P03 | 3min |",
      "- One lamp, three sectors\n- [01-02] decided\n- [01-03] decided\n",
      "Stopped at: Completed 01-03-PLAN.md\n",
      "stopped_at: Completed 01-03-PLAN.md\n",
      "  completed_plans: 3\n",
      "Progress: [██░░░░░░░░] 48%\n",
    ])
      assert.ok(text.includes(line), `${line}\n${text}`);
    // The other way round only the order differs.
    const swapped = clean(state, theirs, ours);
    assert.equal(swapped.split("\n").toSorted(), text.split("\n").toSorted());
  });

  test("keeps one row for a plan that both recorded, wherever they put it", () => {
    const row = "| Phase 01 P02 | 9min | 2 tasks | 2 files |\n";
    const ours = edit(state, ["| 2 files |\n", `| 2 files |\n${row}`]);
    const theirs = edit(state, ["7 min\n", "7 min\n\n| Phase 1 P02 | - | - | - |\n"]);
    const text = clean(state, ours, theirs);
    assert.is(text.match(/P02/g)?.length, 1, text);
    assert.ok(text.includes("P02 | 9min"), text);
  });

  test("keeps a row that says something before one that does not, whichever side has it", () => {
    const base = edit(state, ["| 7min |", "| - |"]);
    const [good, bad] = [edit(base, ["| - |", "| 12min |"]), edit(base, ["| - |", "| 1771618929m |"])];
    assert.is(clean(base, good, bad), good);
    assert.is(clean(base, bad, good), good);
  });

  test("replaces a placeholder by what both sides put in its place", () => {
    const add = (item: string): string => edit(state, ["None yet.\n", `- ${item}\n`]);
    const text = clean(state, add("The lamp rusts"), add("No keeper"));
    assert.ok(text.includes("### Blockers/Concerns\n\n- The lamp rusts\n- No keeper\n\n##"), text);
  });

  test("writes an item that both sides added once", () => {
    const add = (...items: readonly string[]): string =>
      edit(state, ["three sectors\n", `three sectors\n${items.map((item) => `- ${item}\n`).join("")}`]);
    const text = clean(state, add("a", "shared", "b"), add("c", "shared", "d"));
    assert.ok(text.includes("sectors\n- a\n- c\n- shared\n- b\n- d\n"), text);
    const crossed = clean(state, add("one", "two"), add("two", "one"));
    assert.is(crossed.match(/^- (?:one|two)$/gm)?.length, 2, crossed);
  });

  test("lets neighbouring items change side by side", () => {
    const base = "- a\n- b\n- c\n";
    assert.is(clean(base, "- a\n- c\n", "- a\n- b\n- c is done\n"), "- a\n- c is done\n");
    assert.is(clean(base, "- a one two\n- b\n- c\n", "- a\n- b\n- new\n- c\n"), "- a one two\n- b\n- new\n- c\n");
    assert.is(clean("- [ ] a\n- [ ] b\n", "- [x] a\n- [ ] b\n", "- [ ] a\n- [x] b\n"), "- [x] a\n- [x] b\n");
  });

  test("keeps the rest of an item with it", () => {
    const base = "- a\n";
    assert.is(
      clean(base, "- a\n- b\n  more of b\n", "- a\n- c\n  more of c\n"),
      "- a\n- b\n  more of b\n- c\n  more of c\n",
    );
    assert.is(clean(base, "- a\n- b\n", "- a\n  more of a\n"), "- a\n  more of a\n- b\n");
  });

  test("sets two new paragraphs apart", () => {
    const base = "# T\n\nFirst.\n";
    assert.is(
      clean(base, "# T\n\nFirst.\n\nOurs.\n", "# T\n\nFirst.\n\nTheirs.\n"),
      "# T\n\nFirst.\n\nOurs.\n\nTheirs.\n",
    );
  });

  test("unites the contents of a section that both sides added under one heading", () => {
    const base = "# T\n";
    const text = clean(base, "# T\n\n## New\n\n- ours\n", "# T\n\n## New\n\n- theirs\n");
    assert.is(text, "# T\n\n## New\n\n- ours\n- theirs\n");
  });

  test("marks prose that two people changed differently, in that place alone", () => {
    const base = "# T\n\n- a\n\nThe lamp is lit at dusk by the keeper.\nIt burns till dawn.\n\n- z\n";
    const { text, conflicts } = merge(
      base,
      edit(base, ["- a\n", "- a\n- ours\n"], ["at dusk", "at nightfall"]),
      edit(base, ["- z\n", "- y\n- z\n"], ["at dusk", "at noon"]),
    );
    assert.is(conflicts, 1);
    assert.is(
      text,
      `# T

- a
- ours

<<<<<<< HEAD
The lamp is lit at nightfall by the keeper.
=======
The lamp is lit at noon by the keeper.
>>>>>>> feature
It burns till dawn.

- y
- z
`,
    );
  });

  test("marks with as many characters as git asks for, and in the file's line endings", () => {
    const { text } = mergeDocuments(
      { base: "a b c\r\nf\r\n", ours: "a b d\r\nf\r\n", theirs: "a b e\r\nf\r\n" },
      { ...style, markerSize: 9 },
    );
    assert.is(text, "<<<<<<<<< HEAD\r\na b d\r\n=========\r\na b e\r\n>>>>>>>>> feature\r\nf\r\n");
  });

  test("a conflict in the last line ends with a newline, also where the text did not", () => {
    const { text } = merge("x\na", "x\nb", "x\nc");
    assert.is(text, "x\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> feature\n");
  });

  test("marks a paragraph of several lines that both sides changed, though not the same line", () => {
    const base = "one line of it,\nand the next line.\n";
    assert.is(
      merge(base, "one line of this,\nand the next line.\n", "one line of it,\nand the next row.\n").conflicts,
      1,
    );
  });

  test("marks a row that both revised, rather than mix a line that nobody wrote", () => {
    const base = "| a | b |\n|---|---|\n| 1 | x |\n";
    assert.is(merge(base, edit(base, ["| 1 | x |", "| 1 | y |"]), edit(base, ["| 1 | x |", "| 1 | z |"])).conflicts, 1);
  });

  test("marks code that both changed", () => {
    const base = "```\na\nb\n```\n";
    assert.is(merge(base, "```\nA\nb\n```\n", "```\na\nB\n```\n").conflicts, 1);
  });

  test("merges front matter that is no YAML, key by key", () => {
    const base = '---\nstatus: a\nstopped_at: "x" and: y\npercent: 1\n---\n';
    const ours = edit(base, ["status: a", "status: b"], ['"x" and: y', '"x" and: z 2026-01-02']);
    const theirs = edit(base, ["percent: 1", "percent: 2"], ['"x" and: y', '"x" and: w 2026-01-01']);
    const text = clean(base, ours, theirs);
    assert.ok(text.startsWith("---\nstatus: b\n"), text);
    assert.match(text, /percent: 2\n---\n$/);
  });

  test("marks a key of the user's own that both set", () => {
    const base = "---\nstatus: a\nnext_action: rest\n---\n";
    assert.is(merge(base, edit(base, ["rest", "work"]), edit(base, ["rest", "play"])).conflicts, 1);
  });

  test("takes a common ancestor with conflict markers as text", () => {
    const base = "# T\n\n<<<<<<< one\n- a\n=======\n- b\n>>>>>>> two\n";
    assert.is(clean(base, "# T\n\n- a\n- b\n", "# T\n\n- a\n- b\n"), "# T\n\n- a\n- b\n");
    assert.is(clean(base, "# T\n\n- a\n- b\n", `${base}\n- c\n`).includes("- c\n"), true);
  });

  test("is merged in a blink, however long and hostile", () => {
    const rows = (length: number, of: (index: number) => string): string =>
      Array.from({ length }, (_, index) => of(index)).join("\n");
    const base = rows(100_000, (index) => `- item ${index % 11}, ${"x".repeat(28)}`);
    const ours = rows(100_000, (index) => `- item ${(index * index) % 7}, ${"x".repeat(28)}`);
    const theirs = rows(100_000, (index) => `| ${index} | ${"y".repeat(28)} |`);
    const startedAt = performance.now();
    merge(base, ours, theirs);
    merge("", ours, theirs);
    // Twice 4 MB; half a minute is what a busy machine may need, and nothing that grows with the square stays below.
    assert.ok(performance.now() - startedAt < 30_000);
  });
});
