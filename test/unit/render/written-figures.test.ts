import * as assert from "uvu/assert";
import {
  agreesWithin,
  findDurationStyle,
  formatInStyle,
  hours,
  readFigure,
  spacedMinutes,
  tightMinutes,
} from "../../../src/render/written-figures.ts";
import { suite } from "../../support/suite.ts";

suite("readFigure", (test) => {
  test("reads a duration that stands alone, a bare number in the given unit", () => {
    assert.equal(readFigure("~6.3 min/plan", "min"), { minutes: 6.3, length: 8 });
    assert.is(readFigure("7.5 min per plan", "min")?.minutes, 7.5);
    assert.is(readFigure("3 hours 1 minutes", "h")?.minutes, 181);
    assert.equal(
      [readFigure("12", "min")?.minutes, readFigure("120", "s")?.minutes, readFigure("2", "h")?.minutes],
      [12, 2, 120],
    );
    assert.is(readFigure("10 分钟", "min")?.minutes, 10);
  });

  test("leaves to its writer what has words, or counts days", () => {
    for (const text of [
      "",
      "-",
      "~20 min (wall clock)",
      "14min (one long evening)",
      "~5 days across 3 milestones",
      "~5 days",
      "Not measured for v1.2 yet",
      "0 hours (v4.8)",
      "3 天",
    ]) {
      assert.is(readFigure(text, "min"), null, text);
    }
  });
});

suite("formatInStyle", (test) => {
  test("writes a figure the way the file wrote it", () => {
    for (const [text, minutes, written] of [
      ["3min", 14, "14min"],
      ["3 min", 6.53, "6.5 min"],
      ["~3 minutes", 1, "1 minute"],
      ["8.5m", 12.4, "12m"],
      ["96 seconds", 2.5, "150 seconds"],
      ["240s", 10, "600s"],
      ["0.2 hours", 63, "1.1 hours"],
      ["3 hours 1 minutes", 65, "1 hour 5 minutes"],
      ["~1h 6min", 181, "3h 1min"],
      ["10 分钟", 12.6, "13 分钟"],
      ["2 小时", 90, "1.5 小时"],
      ["-", 9.04, "9min"],
    ] as const) {
      assert.is(formatInStyle(minutes, findDurationStyle([text], tightMinutes)), written, text);
    }
  });

  test("agrees with itself when read again", () => {
    for (const style of [
      tightMinutes,
      spacedMinutes,
      hours,
      findDurationStyle(["3 hours 1 minutes"], hours),
      findDurationStyle(["90s"], hours),
    ]) {
      for (const minutes of [1, 2.34, 9.96, 14.5, 61, 1000]) {
        const read = readFigure(formatInStyle(minutes, style), "min");
        assert.ok(
          read !== null && (agreesWithin(read.minutes, minutes) || Math.abs(read.minutes - minutes) <= 3),
          `${minutes} ${style.unit}`,
        );
      }
    }
  });
});

suite("findDurationStyle", (test) => {
  test("takes the first text that has a unit", () => {
    assert.equal(findDurationStyle(["-", "12", "4 min", "9s"], tightMinutes), {
      unit: "min",
      blank: " ",
      words: ["min"],
    });
    assert.equal(findDurationStyle(["-", "Phase 3"], hours), hours);
  });
});
