import * as assert from "uvu/assert";
import { endOfWrittenTime, formatLike, parseWrittenTime } from "../../../src/render/zoned-time.ts";
import { toZonedTime } from "../../support/fake-project.ts";
import { suite } from "../../support/suite.ts";

const time = toZonedTime("2026-02-20T16:58:42-05:00");

suite("parseWrittenTime", (test) => {
  test("reads every form of real projects and writes it back in that form", () => {
    for (const [text, written] of [
      ["2026-01-01T10:00:00.123Z", "2026-02-20T21:58:42.000Z"],
      ["2026-01-01T10:00:00Z", "2026-02-20T21:58:42Z"],
      ["2026-01-01T10:00Z", "2026-02-20T21:58Z"],
      ["2026-01-01 10:00:00Z", "2026-02-20 21:58:42Z"],
      ["2026-01-01 10:00 UTC", "2026-02-20 21:58 UTC"],
      ["2026-01-01 10:00:00 UTC", "2026-02-20 21:58:42 UTC"],
    ] as const) {
      const form = parseWrittenTime(text);
      assert.ok(form !== undefined);
      assert.is(form.length, text.length, text);
      assert.is(formatLike(form, time, true), written, text);
    }
    for (const [text, written] of [
      ["2026-01-01", "2026-02-20"],
      ["2026-01-01 10:00", "2026-02-20 16:58"],
      ["2026-01-01T10:00", "2026-02-20T16:58"],
      ["2026-01-01T10:00:00-04:00", "2026-02-20T16:58:42-05:00"],
    ] as const) {
      const form = parseWrittenTime(text);
      assert.ok(form !== undefined);
      assert.is(formatLike(form, time, false), written, text);
    }
  });

  test("reads the time that a text begins with", () => {
    assert.is(parseWrittenTime("2026-03-03 (127-01 execution)")?.length, 10);
    assert.is(parseWrittenTime("2026-02-15T18:58:27Z (plan execution)")?.length, 20);
    for (const text of ["", "-", "yesterday", "26-01-01", "`2026-01-01`", "2026/01/01"])
      assert.is(parseWrittenTime(text), undefined, text);
  });

  test("tells the instant, by the zone that it names or is given", () => {
    assert.is(parseWrittenTime("2026-01-01 10:00")?.epochMs(-300), Date.parse("2026-01-01T15:00Z"));
    assert.is(parseWrittenTime("2026-01-01 10:00 UTC")?.epochMs(-300), Date.parse("2026-01-01T10:00Z"));
    assert.is(parseWrittenTime("2026-01-01T10:00:00+0530")?.epochMs(0), Date.parse("2026-01-01T04:30Z"));
  });

  test("ends with the last instant that the written time can mean", () => {
    const ends = ["2026-01-01", "2026-01-01 10:00", "2026-01-01T10:00:00Z", "2026-01-01T10:00:00.5Z"].map((text) => {
      const form = parseWrittenTime(text);
      return form === undefined ? 0 : endOfWrittenTime(form, 0) - form.epochMs(0);
    });
    assert.equal(ends, [86_400_000, 60_000, 1000, 1]);
  });
});
