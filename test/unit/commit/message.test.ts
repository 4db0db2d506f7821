import * as assert from "uvu/assert";
import { cleanMessageFile, messageLines, parseCommitMessage } from "../../../src/commit/message.ts";
import { withSandbox } from "../../support/git-sandbox.ts";
import { suite } from "../../support/suite.ts";

/**
 * Shapes on which hand-made parsers and git have disagreed: message, header, trailers. What is expected was said by git,
 * and is held against it below. Each begins with text, as git's own commits do.
 */
const messages: readonly (readonly [message: string, header: string, trailers: readonly string[]])[] = [
  ["feat(67-04): add metrics\n", "feat(67-04): add metrics", []],
  ["feat(67-04): add metrics", "feat(67-04): add metrics", []],
  ["feat(67-04): a title\nthat goes on\n   indented \n\nBody.\n", "feat(67-04): a title that goes on    indented", []],
  [
    "feat(67-04): add metrics\n\nBody.\n\nPlan: 67-04\nCo-Authored-By: A <a@example.org>\n",
    "feat(67-04): add metrics",
    ["Plan: 67-04", "Co-Authored-By: A <a@example.org>"],
  ],
  ["feat(67-04): add metrics\n\nPlan: 67-04\n", "feat(67-04): add metrics", ["Plan: 67-04"]],
  ["Plan: 67-04\n", "Plan: 67-04", []],
  ["feat: x\n\nPlan: 67-04\n\nResolves #12\n", "feat: x", []],
  ["feat: x\n\nBody text\nPlan: 67-04\n", "feat: x", []],
  [
    "feat: x\n\none\ntwo\nPlan: 67-04\nSigned-off-by: A <a@example.org>\n",
    "feat: x",
    ["Plan: 67-04", "Signed-off-by: A <a@example.org>"],
  ],
  ["feat: x\n\none\ntwo\nthree\nfour\nSigned-off-by: A <a@example.org>\n", "feat: x", []],
  ["feat: x\n\nKey: first\n  second\n\tthird\nOther: y\n", "feat: x", ["Key: first second third", "Other: y"]],
  ["feat: x\n\nKey : spaced key\nKey:no space\nKey:   \n", "feat: x", ["Key: spaced key", "Key: no space", "Key: "]],
  ["feat: x\n\nnot a key: value\n", "feat: x", []],
  ["feat: x\n\n: value\nKey: y\n", "feat: x", []],
  ["feat: x\n\nKey: y\n(cherry picked from commit 1234567890)\n", "feat: x", ["Key: y"]],
  ["feat: x\n\nKey: y\n# a comment\n", "feat: x", ["Key: y"]],
  ["feat: x\n\n# a comment\nKey: y\n\n\n", "feat: x", ["Key: y"]],
  ["feat: x\n\nKey: y\n\nConflicts:\n\tsrc/a.ts\n", "feat: x", ["Key: y"]],
  ["feat: x\n\nKey: y\n---\n a.ts | 2 +-\n", "feat: x", ["Key: y"]],
  ["feat: x\n\nKey: y\n----\n", "feat: x", []],
  [
    "feat: x\n\nKey: y\n\n# ------------------------ >8 ------------------------\ndiff --git a/a b/a\n",
    "feat: x",
    ["Key: y"],
  ],
  ["feat: x\r\n\r\nBody\r\n\r\nKey: y\r\n", "feat: x", ["Key: y"]],
  ["feat: x\n \t\nKey: y\n", "feat: x", ["Key: y"]],
  ["feat: x\n\nRésumé: y\n", "feat: x", []],
  ["feat: x\n\nGSD-Task: S01/T02\nGSD-Unit: M001/S01\n", "feat: x", ["GSD-Task: S01/T02", "GSD-Unit: M001/S01"]],
  ["feat: ünïcode — 指标\n\nBody 指标\n\nKey: 指标\n", "feat: ünïcode — 指标", ["Key: 指标"]],
  ["feat: x\n\nKey: y\n--- a\nPlan: 1\n", "feat: x", ["Key: y"]],
  ["feat: x\n\nKey: y\n---", "feat: x", []],
  ["feat: x\n\nKey: y\n---\t\n", "feat: x", ["Key: y"]],
  ["feat: x\n\nKey: y\n---x\n", "feat: x", []],
  ["feat: x\n\na\nb\nc\nSigned-off-by: A <a@b>\n", "feat: x", ["Signed-off-by: A <a@b>"]],
  ["feat: x\n\na\n b\nKey: y\n", "feat: x", []],
  ["feat: x\n\nKey: y\nodd\n more\nSigned-off-by: A <a@b>\n", "feat: x", ["Key: y", "Signed-off-by: A <a@b>"]],
  ["feat: x\n\nKey: y\n\nConflicts:\n\tsrc/a.ts\nand so on\n", "feat: x", []],
  ["feat: x\n\nKey: y\n\nConflicts:", "feat: x", ["Conflicts: "]],
  ["feat: x\n\nKey: y\n\tConflicts:\n\tsrc/a.ts\n", "feat: x", ["Key: y Conflicts: src/a.ts"]],
  ["# c\nfeat: x\n\nKey: y\n", "# c feat: x", ["Key: y"]],
  ["feat: x\n\nKey: y\n# c\nOther: z\n", "feat: x", ["Key: y", "Other: z"]],
  ["feat: x\n\nKey: y\n# c\n folded\n", "feat: x", []],
  ["feat: x\n\n folded\nKey: y\n", "feat: x", []],
  ["feat: x\n\nKey: y\n\n \n\t\n", "feat: x", ["Key: y"]],
  ["feat: x\n\nKey: y\n \nOther: z\n", "feat: x", ["Other: z"]],
  ["Feat: x", "Feat: x", []],
  ["feat: x \t\r\n", "feat: x", []],
  [" feat: x\n", " feat: x", []],
  ["feat: x\n\n\n", "feat: x", []],
  ["feat: x\n\nKey:y:z\n", "feat: x", ["Key: y:z"]],
  ["feat: x\n\n-: y\n", "feat: x", ["-: y"]],
  ["feat: x\n\nKey\t: y\n", "feat: x", ["Key: y"]],
  ["feat: x\n\n Key: y\n", "feat: x", []],
  ["feat: x\n\nKey: a\n \n", "feat: x", ["Key: a"]],
  ["feat: x\n\nK1: a\n  b\n\n", "feat: x", ["K1: a b"]],
  ["feat: x\n\nthe 1st: y\n", "feat: x", []],
  ["feat: x\n\nKey: y\n# ------------------------ >8 ------------------------", "feat: x", ["Key: y"]],
  ["feat: x\n\n(cherry picked from commit 12)\n", "feat: x", []],
  ["feat: x\n\na\n(cherry picked from commit 12)\n", "feat: x", []],
  ["feat: x\n\nSigned-off-by: A\n B\nodd\nodd\nodd\n", "feat: x", ["Signed-off-by: A B"]],
  ["feat: x\n\nKey: y\n\n# a\n\n# b\n", "feat: x", ["Key: y"]],
];

function cut(message: string): readonly [string, readonly string[]] {
  const { header, trailers } = parseCommitMessage(message);
  return [header, trailers.map(({ key, value }) => `${key}: ${value}`)];
}

suite("parseCommitMessage", (test) => {
  test("cuts header and trailers", () => {
    for (const [message, ...expected] of messages) assert.equal(cut(message), expected, JSON.stringify(message));
  });

  test("cuts header and trailers as git does", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      const tree = await repository.git(["hash-object", "-t", "tree", "-w", "--stdin"], { input: "" });
      for (const [message, header, trailers] of messages) {
        const oid = await repository.git(["commit-tree", tree], { input: message });
        assert.is(await repository.git(["log", "-1", "--format=%s", oid]), header, JSON.stringify(message));
        const listed = await repository.git(["interpret-trailers", "--parse"], { input: message });
        assert.is(listed, trailers.join("\n"), JSON.stringify(message));
      }
    });
  });

  test("leaves out blank lines before the header and around the body", () => {
    assert.equal(parseCommitMessage("\n \nfeat: x\n\n\nOne.\n\nTwo.\n\n\nPlan: 67-04\n"), {
      header: "feat: x",
      body: "One.\n\nTwo.",
      trailers: [{ key: "Plan", value: "67-04" }],
    });
  });

  test("keeps in the body what follows the trailers", () => {
    assert.is(parseCommitMessage("feat: x\n\nKey: y\n---\nPlan: 67-04\n").body, "---\nPlan: 67-04");
  });

  test("gives an empty message for an empty text", () => {
    assert.equal(parseCommitMessage(""), { header: "", body: "", trailers: [] });
    assert.equal(parseCommitMessage("\n\n"), { header: "", body: "", trailers: [] });
  });

  test("shows every line, wherever git takes the trailers to be", () => {
    const lines = messageLines(parseCommitMessage("feat: x\n\nGSD-Task: S01/T02\n\nResolves #12\n"));
    assert.ok(lines.includes("GSD-Task: S01/T02"));
    assert.ok(messageLines(parseCommitMessage("feat: x\n\nPlan: 67-04\n")).includes("Plan: 67-04"));
  });

  test("takes a long run of spaces or lines in its stride", () => {
    const startedAt = performance.now();
    parseCommitMessage(
      `feat: x${" ".repeat(1_000_000)}y\n\n${"Key: v\n".repeat(100_000)}${" folded\n".repeat(100_000)}`,
    );
    assert.ok(performance.now() - startedAt < 10_000);
  });
});

const edited = [
  "",
  "feat(67-04): add metrics  ",
  "",
  "",
  "Body\t",
  "\u00a0",
  "#67 is fixed",
  "",
  "# Please enter the commit message",
  "Plan: 67-04",
  "   ",
  "",
].join("\n");

/** Text, what is left of it, and what is left with its comments; held against git. */
const strippedTexts: readonly (readonly [text: string, stripped: string, tidied: string])[] = [
  [
    edited,
    "feat(67-04): add metrics\n\nBody\n\u00a0\n\nPlan: 67-04\n",
    "feat(67-04): add metrics\n\nBody\n\u00a0\n#67 is fixed\n\n# Please enter the commit message\nPlan: 67-04\n",
  ],
  ["a\r\n \t\r\n\r\nb\r\n#c\r\n", "a\n\nb\n", "a\n\nb\n#c\n"],
  ["", "", ""],
  ["\n\n", "", ""],
  ["x", "x\n", "x\n"],
  ["#", "", "#\n"],
  ["a\n\n\n\nb\n\n", "a\n\nb\n", "a\n\nb\n"],
  [" #a\n", " #a\n", " #a\n"],
  ["a\n#\nb", "a\nb\n", "a\n#\nb\n"],
  ["\n#\n\na\n", "a\n", "#\n\na\n"],
];

suite("cleanMessageFile", (test) => {
  test("takes blanks at ends of lines, blank lines at both ends and all but one between, and comments if asked", () => {
    const strip = (text: string, cleanup: "strip" | "whitespace"): string =>
      cleanMessageFile(text, { commentPrefix: "#", cleanup });
    for (const [text, stripped, tidied] of strippedTexts) {
      assert.is(strip(text, "strip"), stripped, JSON.stringify(text));
      assert.is(strip(text, "whitespace"), tidied, JSON.stringify(text));
    }
  });

  test("strips as git stripspace does", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      for (const [text, stripped, tidied] of strippedTexts) {
        const run = async (args: readonly string[]): Promise<string> =>
          (await repository.run("git", ["stripspace", ...args], { input: text })).stdout;
        assert.is(await run(["-s"]), stripped);
        assert.is(await run([]), tidied);
      }
    });
  });

  test("knows comments by their prefix, of any length", () => {
    const text = "#67 is fixed\n;; comment\n; text\n";
    assert.is(cleanMessageFile(text, { commentPrefix: ";;", cleanup: "strip" }), "#67 is fixed\n; text\n");
    assert.is(cleanMessageFile(text, { commentPrefix: ";", cleanup: "strip" }), "#67 is fixed\n");
  });

  test("changes nothing in the mode verbatim", () => {
    assert.is(cleanMessageFile(edited, { commentPrefix: "#", cleanup: "verbatim" }), edited);
  });

  test("cuts at the scissors, at the very start too", () => {
    const scissors = "# ------------------------ >8 ------------------------";
    const text = `feat: x\n\n# kept\n${scissors}\n# Do not modify\ndiff --git a/a b/a\n+Plan: 67-04\n`;
    assert.is(cleanMessageFile(text, { commentPrefix: "#", cleanup: "scissors" }), "feat: x\n\n# kept\n");
    assert.is(cleanMessageFile(text, { commentPrefix: "#", cleanup: "strip" }), "feat: x\n");
    assert.is(cleanMessageFile(text, { commentPrefix: "#", cleanup: "verbatim" }), "feat: x\n\n# kept\n");
    assert.is(cleanMessageFile(`${scissors}\ndiff\n`, { commentPrefix: "#", cleanup: "strip" }), "");
    const other = `x\n${scissors}\nstays\n`;
    assert.is(cleanMessageFile(other, { commentPrefix: ";", cleanup: "scissors" }), other);
  });

  test("agrees with what git commit -v records", async () => {
    await withSandbox(async (sandbox) => {
      const repository = await sandbox.createRepository();
      for (const cleanup of ["strip", "whitespace", "scissors", "verbatim"] as const) {
        repository.write("a.txt", `${cleanup}\n`);
        await repository.git(["add", "a.txt"]);
        // The editor puts our text before git's own and keeps a copy of the whole file.
        const editor = `sh -c 'printf "feat: x  \\n\\n\\n\\nBody\\n# remark\\n" | cat - "$1" >edited && cp edited "$1"' -`;
        await repository.git(["commit", "-v", `--cleanup=${cleanup}`], { env: { GIT_EDITOR: editor } });
        const recorded = await repository.run("git", ["cat-file", "commit", "HEAD"]);
        const message = recorded.stdout.slice(recorded.stdout.indexOf("\n\n") + 2);
        assert.is(cleanMessageFile(repository.readText("edited"), { commentPrefix: "#", cleanup }), message, cleanup);
      }
    });
  });
});
