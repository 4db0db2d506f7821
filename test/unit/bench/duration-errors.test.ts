import * as assert from "uvu/assert";
import { compareDurations, formatDurationTable } from "../../../scripts/durations/compare.ts";
import { suite } from "../../support/suite.ts";

const pairs = [
  { recorded: 10, derived: 10 },
  { recorded: 10, derived: 20 },
  { recorded: 10, derived: 4 },
  { recorded: 4, derived: 5 },
];

suite("compareDurations", (test) => {
  test("tells the middle error and the share within a factor of two", () => {
    const errors = compareDurations(pairs);
    assert.is(errors?.count, 4);
    assert.is(errors?.medianError.toFixed(3), "0.425");
    assert.is(errors?.withinFactorTwo, 0.75);
    assert.equal(errors?.distribution, [0, 0.25, 0, 0.25, 0.25, 0.25, 0]);
    assert.is(
      errors?.distribution.reduce((sum, part) => sum + part, 0),
      1,
    );
  });

  test("has nothing to tell without pairs", () => {
    assert.is(compareDurations([]), null);
    assert.is(
      formatDurationTable("all", [{ name: "none", pairs: [] }])
        .trimEnd()
        .split("\n").length,
      1,
    );
  });

  test("is written as one line a group, under its columns", () => {
    const [head = "", line = ""] = formatDurationTable("all", [{ name: "possible", pairs }]).split("\n");
    assert.is(line.length, head.length);
    assert.match(line, /^possible +4 +42\.5 % +75\.0 %/);
  });
});
