import { execFileSync } from "node:child_process";
import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { parseShellQuoted, quoteForShell } from "../../../src/install/shell-quote.ts";
import { suite } from "../../support/suite.ts";

suite("quoteForShell", (test) => {
  test("writes one word that a shell reads back as it was", () => {
    const texts = ["", "plain", "it's", "''", "a  b\t\n", '$HOME `x` \\ "y" !', "ü 日本", "-n", "'\\''"];
    const printed = execFileSync("sh", ["-c", `printf '%s\\0' ${texts.map(quoteForShell).join(" ")}`], {
      encoding: "utf8",
    });
    assert.equal(printed.split("\0").slice(0, -1), texts);
  });

  test("is undone by parseShellQuoted, for any text", () => {
    fc.assert(fc.property(fc.string(), (text) => parseShellQuoted(quoteForShell(text)) === text));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", "\\", "a") }),
        (text) => parseShellQuoted(quoteForShell(text)) === text,
      ),
    );
  });

  test("is the only form that parseShellQuoted takes", () => {
    for (const word of ["", "'", "plain", "'a'b'", "'a' ", '"a"', "'a''b'", "'a'\\'"])
      assert.is(parseShellQuoted(word), undefined, word);
    const quotes = fc.string({ unit: fc.constantFrom("'", "\\", "a") });
    fc.assert(
      fc.property(quotes, (word) => {
        const text = parseShellQuoted(word);
        return text === undefined || quoteForShell(text) === word;
      }),
    );
  });
});
