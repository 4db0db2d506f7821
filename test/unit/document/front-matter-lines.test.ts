import * as assert from "uvu/assert";
import { findPlainScalar } from "../../../src/document/front-matter-lines.ts";
import { suite } from "../../support/suite.ts";

/** Front matter, and what `stopped_at` is there with what is written of it in `<>`; `-` where only YAML can tell. */
const blocks: readonly (readonly [content: string, read: string])[] = [
  ["stopped_at: Completed 67-04\n", "Completed 67-04<Completed 67-04>"],
  ['stopped_at: "Completed: 67-04"\n', 'Completed: 67-04<"Completed: 67-04">'],
  ["stopped_at: 'a # b'\n", "a # b<'a # b'>"],
  ['stopped_at: ""\n', '<"">'],
  ["status: x\n\nstopped_at: a b\r\nlast: 7\r\n", "a b<a b>"],
  ["progress:\n  total_plans: 4\n  percent: 5\nstopped_at: a b\n", "a b<a b>"],
  ["progress:\n  stopped_at: c d\nstopped_at: a b\n", "a b<a b>"],
  ["stopped_at: a#b c:d e\n", "a#b c:d e<a#b c:d e>"],
  ["stopped_at: a b\nother_key-1: x\n_x: y\n", "a b<a b>"],
  [`stopped_at: a b\n${"k".repeat(61)}: x\n`, "a b<a b>"],
  [`stopped_at: a b\n${"k".repeat(62)}: x\n`, "-"],
  ["stopped_at: word\n", "-"],
  ["stopped_at: 7 plans\n", "-"],
  ["stopped_at: 2026-02-20 x\n", "-"],
  ["stopped_at:\n", "-"],
  ["stopped_at: a b \n", "-"],
  ["stopped_at: a b\nother: x \n", "-"],
  ['stopped_at: a b\nother: "x "\n', "a b<a b>"],
  ["stopped_at: a b\nstopped_at: a b\n", "-"],
  ["other: a b\n", "-"],
  ["xstopped_at: a b\n", "-"],
  ["", "-"],
  ["stopped_at: a b\n- item\n", "-"],
  ["stopped_at: a b # remark\n", "-"],
  ["stopped_at: a: b\n", "-"],
  ["stopped_at: a b:\n", "-"],
  ["stopped_at:  a b\n", "-"],
  ["stopped_at:a b\n", "-"],
  ["stopped_at: |\n  a b\n", "-"],
  ["stopped_at: [a b]\n", "-"],
  ['stopped_at: "a \\" b"\n', "-"],
  ["stopped_at: 'it''s x'\n", "-"],
  ["stopped_at: a\tb c\n", "-"],
  ["stopped_at: a b\n# comment\n", "-"],
  ["stopped_at: a b\n  more\n", "-"],
  ["stopped_at: a b\n  deeper: x\n", "-"],
  ["a:\n  b: x\n    c: y\nstopped_at: a b\n", "-"],
  ["a:\n    b: x\n  c: y\nstopped_at: a b\n", "-"],
  ["a:\n  b:\n    c: y\nstopped_at: a b\n", "-"],
  ["a:\n  b: x\n  c: y\nd: z\nstopped_at: a b\n", "a b<a b>"],
  ["a: x\n  b: y\nstopped_at: a b\n", "-"],
  ["a:\n         b: y\nstopped_at: a b\n", "-"],
  ["a:\n        b: y\nstopped_at: a b\n", "a b<a b>"],
  [" stopped_at: a b\n", "-"],
  ["1a: x\nstopped_at: a b\n", "-"],
];

suite("findPlainScalar", (test) => {
  test("reads what is a text for YAML as well, and leaves everything else to its parser", () => {
    for (const [content, read] of blocks) {
      const scalar = findPlainScalar(content, 100, "stopped_at");
      const written =
        scalar === undefined
          ? "-"
          : `${String(scalar.value)}<${content.slice(scalar.range.start - 100, scalar.range.end - 100)}>`;
      assert.is(written, read, content);
    }
  });
});
