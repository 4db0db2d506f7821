import * as assert from "uvu/assert";
import { showsUnicode } from "../../../src/cli/terminal-signs.ts";
import { suite } from "../../support/suite.ts";

suite("showsUnicode", (test) => {
  test("goes by the first locale that is set, and expects the best where none is", () => {
    const cases: readonly (readonly [Readonly<Record<string, string>>, boolean])[] = [
      [{}, true],
      [{ LANG: "C.UTF-8" }, true],
      [{ LANG: "en_US.utf8" }, true],
      [{ LANG: "C" }, false],
      [{ LANG: "de_DE@euro" }, false],
      [{ LC_ALL: "", LC_CTYPE: "C.UTF-8", LANG: "C" }, true],
      [{ LC_ALL: "POSIX", LANG: "C.UTF-8" }, false],
    ];
    for (const [environment, expected] of cases)
      assert.is(showsUnicode(environment), expected, JSON.stringify(environment));
  });
});
