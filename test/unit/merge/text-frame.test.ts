import * as assert from "uvu/assert";
import { frameTexts } from "../../../src/merge/text-frame.ts";
import { suite } from "../../support/suite.ts";

suite("what surrounds the lines of a text", (test) => {
  test("a final newline that one side took away stays away", () => {
    assert.is(frameTexts("a\n", "a", "a\nb\n").join(["a\n", "b\n"]), "a\nb");
    assert.is(frameTexts("a", "a\n", "a").join(["a\n"]), "a\n");
    assert.is(frameTexts("a", "a", "a").join(["a\n"]), "a");
    const lone = frameTexts("a\nb\r", "a\nb\r", "a\nb\r");
    assert.is(lone.join(lone.ours), "a\nb\r");
  });

  test("a byte order mark follows the side that changed it, and is no part of the first line", () => {
    const framed = frameTexts("\uFEFFa\n", "a\n", "\uFEFFb\n");
    assert.equal([framed.base, framed.ours, framed.theirs], [["a\n"], ["a\n"], ["b\n"]]);
    assert.is(framed.join(["b\n"]), "b\n");
    assert.is(frameTexts("a\n", "\uFEFFa\n", "a\n").join(["a\n"]), "\uFEFFa\n");
  });

  test("when one side turned all line endings round, the other side's lines follow", () => {
    const framed = frameTexts("a\nb\n", "a\r\nb\r\n", "a\nb\nc\n");
    assert.equal(framed.theirs, ["a\r\n", "b\r\n", "c\r\n"]);
    assert.is(framed.lineEnding, "\r\n");
  });

  test("a text with both line endings is left as it is", () => {
    const framed = frameTexts("a\nb\r\n", "a\nb\r\nc\r\n", "a\nb\r\n");
    assert.equal(framed.ours, ["a\n", "b\r\n", "c\r\n"]);
  });
});
