import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { countSharedMinutes, type PlanTime } from "../../../src/links/shared-time.ts";
import { suite } from "../../support/suite.ts";

const minuteMs = 60_000;

/** A plan whose first and last commits are so many minutes after some instant. */
function plan(first: number, last: number, minutes: number): PlanTime {
  return { minutes, commits: { firstMs: first * minuteMs, lastMs: last * minuteMs } };
}

suite("countSharedMinutes", (test) => {
  test("counts what two plans that ran side by side have in common", () => {
    assert.is(countSharedMinutes([plan(5, 20, 20), plan(10, 30, 25)]), 15);
    assert.is(countSharedMinutes([plan(10, 30, 25), plan(5, 20, 20)]), 15);
    assert.is(countSharedMinutes([plan(0, 30, 30), plan(10, 20, 12)]), 12);
  });

  test("counts nothing of plans that follow each other, though their durations are rough", () => {
    assert.is(countSharedMinutes([plan(5, 20, 20), plan(22, 40, 30)]), 0);
    assert.is(countSharedMinutes([plan(0, 20, 20), plan(20, 40, 20)]), 0);
    assert.is(countSharedMinutes([plan(5, 20, 20), plan(22, 22, 10)]), 0);
  });

  test("counts three at once twice, and what has no commits not at all", () => {
    assert.is(countSharedMinutes([plan(0, 10, 10), plan(0, 10, 10), plan(0, 10, 10)]), 20);
    assert.is(countSharedMinutes([plan(0, 10, 10), { minutes: 500, commits: null }]), 0);
    assert.is(countSharedMinutes([]), 0);
  });

  test("leaves at least the longest plan of the sum, and never depends on the order", () => {
    const plans = fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 90 }))
        .map(([first, length, minutes]) => plan(first, first + length, minutes)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(plans, (all) => {
        const shared = countSharedMinutes(all);
        const sum = all.reduce((left, { minutes }) => left + minutes, 0);
        assert.ok(shared >= 0);
        assert.ok(sum - shared >= Math.max(0, ...all.map(({ minutes }) => minutes)) - 1);
        assert.is(countSharedMinutes(all.toReversed()), shared);
      }),
    );
  });
});
