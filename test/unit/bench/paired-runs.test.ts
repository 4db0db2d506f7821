import * as assert from "uvu/assert";
import { createUnit, orderOfRound, runPaired, type Step } from "../../../scripts/bench/paired-runs.ts";
import { suite } from "../../support/suite.ts";

suite("paired runs", (test) => {
  test("let each group come first in its turn", () => {
    assert.equal(
      [0, 1, 2, 3].map((round) => orderOfRound(["a", "b", "c"], round).join("")),
      ["abc", "bca", "cab", "abc"],
    );
    assert.equal(orderOfRound([], 4), []);
  });

  test("keep the steps of a group together, and prepare and verify each outside its time", () => {
    const calls: string[] = [];
    const step = (name: string): Step => ({
      name,
      prepare: (round) => calls.push(`prepare ${name}${round}`),
      run: (round) => calls.push(`run ${name}${round}`),
      verify: (round) => calls.push(`verify ${name}${round}`),
    });
    runPaired([[step("a"), step("b")], [step("c")]], { rounds: 2, warmUps: 0 });
    const runs = calls.filter((call) => call.startsWith("run")).map((call) => call.slice(4));
    assert.equal(runs, ["a0", "b0", "c0", "c1", "a1", "b1"]);
    assert.equal(calls.slice(0, 3), ["prepare a0", "run a0", "verify a0"]);
  });

  test("leave the rounds that warm up out of the times", () => {
    const step: Step = { name: "a", run: (round) => 10 * round };
    const timings = runPaired([[step]], { rounds: 2, warmUps: 3 });
    assert.equal(timings.of("a"), [30, 40]);
    assert.throws(() => timings.of("b"), /no step is named b/);
  });

  test("take the median of three starts as the unit", () => {
    const starts = [20, 90, 22];
    const timings = runPaired([createUnit("node", () => starts.shift() ?? 0)], { rounds: 1, warmUps: 0 });
    assert.equal(timings.of("node"), [22]);
  });
});
