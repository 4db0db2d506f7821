import * as assert from "uvu/assert";
import { clip, count, displayWidth, pad, paint, printable, showPath, wrap } from "../../../src/report/terminal.ts";
import { suite } from "../../support/suite.ts";

suite("printable", (test) => {
  test("shows control characters as escapes", () => {
    assert.is(printable("a\u001b[31mred\u001b[0m"), "a\\x1b[31mred\\x1b[0m");
    assert.is(printable("a\r\nb\tc\0d\u007fe\u009bf"), "a\\x0d\\x0ab\\x09c\\x00d\\x7fe\\x9bf");
    assert.is(printable("a\u2028b\u2029c"), "a\\u2028b\\u2029c");
    assert.is(
      printable("\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007"),
      "\\x1b]8;;https://example.org\\x07link\\x1b]8;;\\x07",
    );
  });

  test("shows what reverses or hides text as escapes", () => {
    for (const character of [
      "\u061c",
      "\u200b",
      "\u200e",
      "\u200f",
      "\u202a",
      "\u202e",
      "\u2060",
      "\u2066",
      "\u2069",
      "\ufeff",
    ]) {
      assert.is(printable(`a${character}b`), `a\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}b`);
    }
  });

  test("leaves every other text as it is", () => {
    for (const text of ["", "plain", "äöü 指标 🔔 é — “quoted”", "\\x1b is text", "عربى"])
      assert.is(printable(text), text);
  });
});

suite("displayWidth", (test) => {
  test("counts columns of a terminal", () => {
    assert.equal(["", "abc", "指标", "🔔", "✅", "✔", "e\u0301", "，"].map(displayWidth), [0, 3, 4, 2, 2, 1, 1, 2]);
  });
});

suite("clip and pad", (test) => {
  test("keep to a number of columns", () => {
    assert.equal(
      [clip("abcdef", 6), clip("abcdef", 5), clip("指标指标", 5), clip("指标指标", 6)],
      ["abcdef", "abcd…", "指标…", "指标…"],
    );
    assert.equal([pad("ab", 4), pad("指", 4), pad("abcdef", 4)], ["ab  ", "指  ", "abcdef"]);
  });
});

suite("showPath", (test) => {
  const style = { color: false, width: 80 };

  test("links a path to its file where links are shown, and is the path elsewhere", () => {
    const addressOf = (path: string): string => `file://host/top/${path}`;
    assert.is(showPath(style, "a\u001bb"), "a\\x1bb");
    assert.is(
      showPath({ ...style, addressOf }, "a.md"),
      "\u001b]8;;file://host/top/a.md\u001b\\a.md\u001b]8;;\u001b\\",
    );
    assert.is(
      showPath({ ...style, addressOf }, "a.md", "7:\u001b1"),
      "\u001b]8;;file://host/top/a.md\u001b\\7:\\x1b1\u001b]8;;\u001b\\",
    );
    assert.is(showPath({ ...style, addressOf }, "a.md", ""), "");
  });
});

suite("wrap", (test) => {
  test("breaks at blanks, counts columns, and cuts no word", () => {
    assert.equal(wrap("one two three", 7), ["one two", "three"]);
    assert.equal(wrap("指标 指标 x", 9), ["指标 指标", "x"]);
    assert.equal(wrap("abcdefghij k", 4), ["abcdefghij", "k"]);
    assert.equal(wrap("", 4), [""]);
  });

  test("breaks a long word where its script breaks between characters", () => {
    assert.equal(wrap("x 指标指标指标", 5), ["x", "指标", "指标", "指标"]);
  });
});

suite("paint and count", (test) => {
  test("paint only where colour is wanted, and never nothing", () => {
    assert.is(paint({ color: true, width: 80 }, "red", "x"), "\u001b[31mx\u001b[39m");
    assert.is(paint({ color: false, width: 80 }, "red", "x"), "x");
    assert.is(paint({ color: true, width: 80 }, "red", ""), "");
  });

  test("give a number its noun", () => {
    assert.equal(
      [count(1, "commit"), count(0, "plan"), count(2766, "commit")],
      ["1 commit", "0 plans", "2,766 commits"],
    );
  });
});
