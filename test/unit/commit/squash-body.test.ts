import * as assert from "uvu/assert";
import { parseCommitMessage } from "../../../src/commit/message.ts";
import { parseSquashBody } from "../../../src/commit/squash-body.ts";
import { readHistoryTag, readPlanTag } from "../../../src/commit/plan-tag.ts";
import { suite } from "../../support/suite.ts";

function plansOf(message: string): string {
  const tag = readHistoryTag(parseCommitMessage(message));
  return tag.kind === "plan" ? tag.planIds.join(" ") : tag.kind;
}

function gitList(...headers: readonly string[]): string {
  const commits = headers.map(
    (header, index) =>
      `commit ${String(index).repeat(40)}\nAuthor: A <a@b>\nDate:   Mon Jan 5 09:00:00 2026 +0000\n\n    ${header}\n    \n    feat(99-09): in the body of it\n`,
  );
  return `Squashed commit of the following:\n\n${commits.join("\n")}`;
}

suite("the tag of a squash", (test) => {
  test("is what the commits in git's own list have", () => {
    assert.is(plansOf(gitList("feat(67-04): one", "fix(67-04): two", "chore: three")), "67-04");
    assert.is(plansOf(gitList("feat(67-04): one", "feat(67-05): two")), "67-04 67-05");
    assert.is(plansOf(gitList("chore: one")), "untagged");
  });

  test("is what the bullets under a pull request's title have, when they are of one plan", () => {
    const title = "Monitoring and alerts (#12)";
    assert.is(
      plansOf(`${title}\n\n* feat(67-04): one\n\n* test(67-04): two\n\n---------\n\nCo-authored-by: A <a@b>`),
      "67-04",
    );
    assert.is(plansOf(`${title}\n\n* feat(67-04): one\n\n* feat(67-05): two`), "untagged");
    assert.is(plansOf(`${title}\n\nAs in * feat(67-04): one`), "untagged");
    assert.is(plansOf("Release notes\n\n* feat(67-04): one"), "untagged");
  });

  test("is not what a message about to be committed is judged by", () => {
    assert.is(readPlanTag(parseCommitMessage(gitList("feat(67-04): one"))).kind, "untagged");
  });

  test("does not outweigh a header that says something", () => {
    assert.is(plansOf("feat(67-05): all (#12)\n\n* feat(67-04): one"), "67-05");
    assert.is(plansOf("feat(phase-67): all (#12)\n\n* feat(67-04): one"), "phase");
  });
});

suite("the list of a squash", (test) => {
  const listOf = (message: string): ReturnType<typeof parseSquashBody> => parseSquashBody(parseCommitMessage(message));
  const oid = "0123456789".repeat(4);

  test("of git holds the first line of each commit's message, and nothing that only looks like one", () => {
    const text = [
      "Squashed commit of the following:",
      "",
      "    before any commit",
      `commit ${oid}`,
      "Author: A <a@b>",
      "",
      "    feat: one",
      "    its body",
      ` commit ${oid}`,
      "    quoted",
      `commit ${oid}0 and words`,
      "    no commit",
      `commit ${oid}${"0".repeat(24)}`,
      "    feat: two",
      "",
    ].join("\n");
    assert.equal(listOf(text), { kind: "git", headers: ["feat: one", "feat: two"] });
    assert.equal(listOf("Squashed commit of the following:\n"), { kind: "git", headers: [] });
  });

  test("of a forge stands under a title that ends with the number of a pull request", () => {
    const bullets = "\n\n* feat: one\nwords * between\n *no\n* feat: two";
    assert.equal(listOf(`Title (#12)${bullets}`), { kind: "forge", headers: ["feat: one", "feat: two"] });
    for (const title of ["Title (#12) and more", "Title(#12)", "Title (#x)", "Title (12)", "Title"])
      assert.is(listOf(`${title}${bullets}`), undefined, title);
    assert.is(listOf("Title (#12)\n\nwords"), undefined);
  });
});
