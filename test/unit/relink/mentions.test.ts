import * as assert from "uvu/assert";
import { findMentions, type Mention } from "../../../src/relink/mentions.ts";
import { parsePlanId, type PlanId } from "../../../src/model/plan-id.ts";
import { suite } from "../../support/suite.ts";

const plan = parsePlanId("64-03") as PlanId;

function mentionsOf(...lines: readonly string[]): readonly Mention[] {
  return findMentions({ path: "64-03-SUMMARY.md", text: `${lines.join("\n")}\n`, planId: plan });
}

function only(...lines: readonly string[]): Mention {
  const mentions = mentionsOf(...lines);
  assert.is(mentions.length, 1);
  return mentions[0] as Mention;
}

suite("what documents say beside a commit", (test) => {
  test("a task's title and type, as GSD lists them", () => {
    const mention = only("## Task Commits", "", "3. **Task 3: Create audit logger** - `5bf81ecb` (feat)");
    assert.match(mention.words, /Task 3: Create audit logger/);
    assert.equal([mention.type, mention.task, mention.planId, mention.isOwnSummary], ["feat", 3, plan, true]);
  });

  test("a header that is quoted, before or behind", () => {
    assert.equal(only("- `f9efa61f` - test(18-02): social routes API tests").headers, [
      "test(18-02): social routes API tests",
    ]);
    assert.equal(only("- test(64-03): add it (`f9efa61f`)").headers[0]?.startsWith("test(64-03): add it"), true);
    assert.equal(only("- FOUND: f9efa61f (feat(12-02): swap skills)").headers, ["feat(12-02): swap skills"]);
  });

  test("a message in a line below, under a heading that says what was done", () => {
    const mention = only(
      "### Task 1: Database Fixture Module",
      "**Commit:** `18c8beca`",
      "**Message:** `test(64-03): create database fixture module`",
    );
    assert.equal(mention.headers, ["test(64-03): create database fixture module"]);
    assert.match(mention.words, "create database fixture module");
  });

  test("keys of one item of a front matter, and not of the next", () => {
    const mentions = mentionsOf(
      "---",
      "commits:",
      "  - hash: eafe21d1",
      "    type: feat",
      "    message: Add ordering evidence",
      "  - hash: 07a429a2",
      "    subject: test(70-02): add unit tests",
      "---",
    );
    assert.equal(
      mentions.map(({ headers }) => headers),
      [["feat: Add ordering evidence"], ["test(70-02): add unit tests"]],
    );
  });

  test("the cells of its row, with the files that they name", () => {
    const mention = only(
      "| Task | Name | Commit | Files |",
      "|---|---|---|---|",
      "| 2 | Migrate RecipeConfirm | 2f738411 | src/screens/RecipeConfirm.tsx |",
    );
    assert.match(mention.words, "Migrate RecipeConfirm");
    assert.equal([...mention.files], ["recipeconfirm.tsx"]);
  });

  test("type and scope in one cell, the subject in the next", () => {
    const mention = only(
      "| Commit | Type | Subject |",
      "|---|---|---|",
      "| 42c7cde1 | docs(71-01b) | amend the baseline |",
    );
    assert.equal(mention.headers[0], "docs(71-01b): amend the baseline");
  });

  test("the type that a column names, or the step right before", () => {
    const rows = mentionsOf("| Task | RED commit | GREEN commit |", "|---|---|---|", "| 1 | 526285c1 | fd379a62 |");
    assert.equal(
      rows.map(({ type }) => type),
      ["red", "green"],
    );
    assert.equal(
      mentionsOf("- Task 1: RED 1f73f85a (`test(62-05)` fails first) → GREEN 78282f7b").map(({ type }) => type),
      ["red", "green"],
    );
  });

  test("files under a heading that names one commit, and none where others are named there", () => {
    const below = ["", "- `themes/amber/light.ts`: the day", "- `themes/amber/dark.ts`: the night"];
    const mention = only("### Task 1: three files (commit 0a234911)", ...below);
    assert.equal([...mention.files], ["light.ts", "dark.ts"]);
    const [heading] = mentionsOf("### Task 1: three files (commit 0a234911)", ...below, "- mended in 8fe2ce51");
    assert.equal([...(heading?.files ?? [])], []);
  });

  test("the quick task whose folder the document, or a link of the row, stands in", () => {
    const path = ".planning/quick/003-fix-tools/3-SUMMARY.md";
    const [own] = findMentions({ path, text: "- Task 1 - `5bf81ecb`\n", planId: null });
    assert.equal([[...(own?.quickIds ?? [])], own?.isOwnSummary], [["3"], true]);
    const linked = only("| 14 | Fix tools | 5bf81ecb | [dir](./quick/260814-ehg-fix-tools/) |");
    assert.equal([...linked.quickIds], ["260814-ehg"]);
  });

  test("the heading above a line that says no more than that there is a commit", () => {
    const mention = only(
      "## Deviations",
      "",
      "**1. [Rule 1 - Bug] Fixed the tide offset**",
      "",
      "- **Committed in:** 344e3431",
    );
    assert.match(mention.words, "Fixed the tide offset");
  });

  test("each of several by its own type, all by what stands before them", () => {
    const [red, green] = mentionsOf("1. **Task 1: Adapter parsing** - `7fbd7251` (test), `33c614f1` (feat)");
    assert.equal([red?.type, green?.type], ["test", "feat"]);
    assert.match(green?.words ?? "", "Adapter parsing");
    assert.ok(
      red?.lists.some((list) => green?.lists.includes(list)),
      "they stand in one list",
    );
  });

  test("the commit of the plan's own documents", () => {
    assert.is(only("**Plan metadata:** `37af8a41` (docs: complete plan)").isMetadata, true);
    assert.is(only("1. **Task 1: Measure** - `37af8a41` (docs)").isMetadata, false);
  });
});
