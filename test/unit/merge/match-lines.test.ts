import * as assert from "uvu/assert";
import { matchLines } from "../../../src/merge/match-lines.ts";
import { suite } from "../../support/suite.ts";

const match = (a: string, b: string): readonly number[] => [...matchLines(a.split(""), b.split(""))];

suite("matching lines", (test) => {
  test("matches what is equal and leaves out what is not", () => {
    assert.equal(match("abc", "abc"), [0, 1, 2]);
    assert.equal(match("abc", "axc"), [0, -1, 2]);
    assert.equal(match("", "abc"), []);
    assert.equal(match("abc", ""), [-1, -1, -1]);
  });

  test("prefers lines that stand once in both to more lines that do not", () => {
    // The heading H is what the text is about; blank lines (.) are anywhere.
    assert.equal(match("..H", "H.."), [-1, -1, 0]);
  });

  test("puts an insertion and a removal as late as they can stand", () => {
    assert.equal(match("a.b", "a.x.b"), [0, 1, 4]);
    assert.equal(match("a.x.b", "a.b"), [0, 1, -1, -1, 2]);
    assert.equal(match("aab", "aaab"), [0, 1, 3]);
  });

  test("takes nearly linear time on texts made to be hard", () => {
    const lines = (length: number, of: (index: number) => number): readonly string[] =>
      Array.from({ length }, (_, index) => String(of(index)));
    const took = (length: number): number => {
      const startedAt = performance.now();
      matchLines(
        lines(length, (index) => index % 7),
        lines(length, (index) => (index * index) % 5),
      );
      matchLines(
        lines(length, (index) => index),
        lines(length, (index) => length - index),
      );
      return performance.now() - startedAt;
    };
    took(2000);
    const small = took(10_000);
    // Ten times the lines; wide of ten, so that a busy machine passes, and far from a hundred.
    assert.ok(took(100_000) < 50 * Math.max(small, 4));
  });
});
