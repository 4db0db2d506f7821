import { assert as holds, boolean, property, shuffledSubarray } from "fast-check";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { installedHooks } from "../../../src/install/hook-names.ts";
import { findLefthookBlock, insertLefthookBlock, removeLefthookBlock } from "../../../src/install/lefthook-text.ts";
import { suite } from "../../support/suite.ts";

function hookOf(name: string): (typeof installedHooks)[number] {
  const hook = installedHooks.find((kind) => kind.name === name);
  if (hook === undefined) throw new Error(name);
  return hook;
}

function insertAll(text: string): string | undefined {
  return installedHooks.reduce<string | undefined>(
    (result, hook) => (result === undefined ? undefined : insertLefthookBlock(hook, result)),
    text,
  );
}

/** Whole lines of a configuration, as people write them. */
const pieces: readonly string[] = [
  "# words\n",
  "\n",
  "skip_output: [meta]\n",
  "pre-commit:\n  parallel: true\n",
  "pre-push:\n  commands:\n    lint:\n      run: npm run lint # all\n\n",
  "commit-msg:\n    jobs:\n    - run: |\n        first\n        second\n\n    # after\n",
  "post-merge:\n  jobs:\n    - name: a\n      run: x\n    - name: b\n      run: 'y'\n",
  "post-commit:\n  scripts:\n    'x.sh':\n      runner: sh\n",
];

suite("lefthook's configuration", (test) => {
  test("gets one job for each hook beside those that are there, in order", () => {
    const text = insertAll(pieces.join("")) ?? "";
    const values = parse(text) as Record<
      string,
      { jobs?: readonly { name?: string; run: string }[]; commands?: object }
    >;
    assert.equal(
      values["post-merge"]?.jobs?.map(({ name }) => name),
      ["a", "b", "planlink"],
    );
    assert.equal(Object.keys(values["pre-push"]?.commands ?? {}), ["lint", "planlink"]);
    assert.equal(values["commit-msg"]?.jobs?.[0]?.run, "first\nsecond\n");
    for (const { name } of installedHooks) assert.ok(JSON.stringify(values[name]).includes("planlink"), name);
  });

  test("is the same to the last byte after insertion and removal, whatever its form", () => {
    holds(
      property(shuffledSubarray([...pieces]), boolean(), boolean(), (lines, isUnended, isCrLf) => {
        const whole = lines.join("");
        const unix = isUnended ? whole.replace(/\n$/, "") : whole;
        const text = isCrLf ? unix.replaceAll("\n", "\r\n") : unix;
        let result = insertAll(text);
        if (result === undefined) throw new Error("no place");
        for (const hook of installedHooks.toReversed()) {
          assert.is(findLefthookBlock(hook, result).kind, "present");
          result = removeLefthookBlock(hook, result) ?? "";
        }
        assert.is(result, text);
      }),
      { numRuns: 150 },
    );
  });

  test("is left alone where lines have no place, or ours were edited", () => {
    const hook = hookOf("commit-msg");
    const odd = [
      "commit-msg: {}\n",
      "commit-msg:\n",
      "{}\n",
      "- a\n",
      "a: [\n",
      "commit-msg:\n  jobs: [{run: x}]\n",
      "commit-msg:\n  commands:\n    planlink:\n      run: x\n",
      "a: &x\n  jobs:\n    - run: y\ncommit-msg: *x\n",
      "a: 1\n---\nb: 2\n",
      "a: 1\n...\n",
    ];
    for (const text of odd) assert.is(insertLefthookBlock(hook, text), undefined, text);
    const text = insertLefthookBlock(hook, "") ?? "";
    const edited = text.replace("name: planlink", "name: mine");
    assert.is(findLefthookBlock(hook, edited).kind, "edited");
    assert.is(removeLefthookBlock(hook, edited), undefined);
  });
});
