import * as assert from "uvu/assert";
import { toAsciiSigns } from "../../../src/report/ascii-signs.ts";
import { suite } from "../../support/suite.ts";

suite("toAsciiSigns", (test) => {
  test("writes our signs in ASCII, column by column, and leaves names as they are", () => {
    assert.is(toAsciiSigns("✔ “a” → b · ▁▄█ ██▌"), '+ "a" > b - _=# ##=');
    assert.is(toAsciiSigns("… 3 earlier plans\nTitle of s…"), "... 3 earlier plans\nTitle of s~");
    assert.is(toAsciiSigns("Übersicht 指标"), "Übersicht 指标");
  });
});
