import * as fc from "fast-check";
import * as assert from "uvu/assert";
import {
  combineRounds,
  median,
  pairwiseOverheads,
  pairwiseRatios,
  quantile,
  summarize,
} from "../../../scripts/bench/statistics.ts";
import { suite } from "../../support/suite.ts";

suite("statistics", (test) => {
  test("finds the middle of an odd number of values, and between the two of an even one", () => {
    assert.is(median([9, 1, 5]), 5);
    assert.is(median([4, 1, 3, 2]), 2.5);
    assert.is(median([7]), 7);
  });

  test("leaves the values in the order in which they were measured", () => {
    const values = [3, 1, 2];
    median(values);
    assert.equal(values, [3, 1, 2]);
  });

  test("finds quartiles between neighbours", () => {
    assert.equal(summarize([1, 2, 3, 4, 5]), { q1: 2, median: 3, q3: 4 });
    assert.equal(summarize([10, 20]), { q1: 12.5, median: 15, q3: 17.5 });
    assert.is(quantile([10, 20, 30], 0), 10);
    assert.is(quantile([10, 20, 30], 1), 30);
  });

  test("has no middle of nothing", () => {
    assert.throws(() => median([]), /no values/);
  });

  test("keeps quartiles in order and within the values, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
        const { q1, median: middle, q3 } = summarize(values);
        const slack = 1e-6;
        assert.ok(Math.min(...values) <= q1 + slack && q1 <= middle + slack);
        assert.ok(middle <= q3 + slack && q3 <= Math.max(...values) + slack);
      }),
    );
  });

  test("compares each round with itself, so that a slow minute does not count", () => {
    // The machine was three times as slow in the second round: the ratio is the same.
    assert.equal(pairwiseRatios([20, 60, 22], [10, 30, 11]), [2, 2, 2]);
    assert.equal(pairwiseOverheads([30, 90], [10, 30], [20, 60]), [1, 1]);
  });

  test("refuses to compare lists of different rounds", () => {
    assert.throws(() => combineRounds([[1, 2], [1]], () => 0), /different rounds/);
  });
});
