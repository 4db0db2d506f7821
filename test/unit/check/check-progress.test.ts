import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { findingsOf } from "./consistency-fixture.ts";

const progress = async (line: string): Promise<readonly string[]> => findingsOf(`# Project State\n\n${line}\n`, []);

suite("check progress", (test) => {
  test("finds a percentage that its fraction is not", async () => {
    assert.equal(
      await progress("Progress: [██████████] 100% (v1.0: 20/20 plans) → [███████░░░] 70% (v2.0: 18/24 plans complete)"),
      ["3 total-contradicted “Progress” says “[███████░░░] 70% (v2.0: 18/24 plans complete)”, but 18/24 is 75%"],
    );
    assert.equal(await progress("**Progress:** 40% (3 of 4 plans)"), [
      "3 total-contradicted “Progress” says “40% (3 of 4 plans)”, but 3 of 4 is 75%",
    ]);
    assert.equal(await progress("Progress: ███████░░░ 7/9 plans (70%)"), [
      "3 total-contradicted “Progress” says “███████░░░ 7/9 plans (70%)”, but 7/9 is 78%",
    ]);
  });

  test("takes every way of rounding, and the one fraction of several that fits", async () => {
    for (const line of [
      "Progress: [███████░░░] 66% (2/3 plans)",
      "Progress: [███████░░░] 67% (2/3 plans)",
      "Progress: [███████░░░] ~70% (2/3 plans)",
      "Progress: [████████░░] 77% (3/4 phases, 7/9 plans, 27/33 requirements)",
      "Progress: [████████░░] 87.5% (7/8 plans)",
      "Progress: [█░░░░░░░░░░░░░] 1/14 (~7%)",
      "Progress: [██████████] 100% (plans: 72/72)",
    ])
      assert.equal(await progress(line), [], line);
  });

  test("says nothing of a fraction that counts something else", async () => {
    for (const line of [
      "Progress: [████░░░░░░] 44% (3/6 phases complete)",
      "Progress: [██░░░░░░░░] 20% (Phase 2 of 5)",
      "Progress: [███░░░░░░░] 30% (Phase 1 complete, Phase 2 in progress - 4/6 plans)",
      "Progress: [███░░░░░░░] 30% (165/165 tests passing)",
      "Progress: [██░░░░░░░░] 20% (0 of 5 phases partially complete)",
      "- 100% pass rate (67/69 tests, 2 skipped)",
      "Coverage: 17% (18,139 / 105,700 lines)",
    ])
      assert.equal(await progress(line), [], line);
  });

  test("finds a bar that is off by more than one cell", async () => {
    assert.equal(await progress("Progress: [█░░░░░░░░░] 25%"), [
      "3 total-contradicted “Progress” says “[█░░░░░░░░░] 25%”, but its bar is filled to 10%",
    ]);
    assert.equal(await progress("`[##########]` 12%"), [
      "3 total-contradicted “Progress” says “[##########]` 12%”, but its bar is filled to 100%",
    ]);
  });

  test("gives a bar one cell of slack, and both readings of a second kind of cell", async () => {
    for (const line of [
      "Progress: [██░░░░░░░░] 25%",
      "Progress: [███░░░░░░░] 25%",
      "Progress: [█████▓░░░░] 60%",
      "Progress: [====>.....] 45%",
      "Progress: [▓░░░░░░░░░] 3%",
      "Progress: [..........] 0%",
      "Progress: [██████████] v1.0 shipped",
      "Progress: [██████░░░░] 6/7",
      "- [ ] 25% of the users",
    ])
      assert.equal(await progress(line), [], line);
  });

  test("leaves code alone", async () => {
    assert.equal(await findingsOf("```\nProgress: [█░░░░░░░░░] 90%\n```\n", []), []);
  });

  test("takes time in proportion to hostile text", async () => {
    for (const part of ["[█", "█", "1/1 ", "99% (", "(", "[####] "]) {
      const started = performance.now();
      await progress(`Progress: ${part.repeat(100_000)}`);
      assert.ok(performance.now() - started < 10_000, part);
    }
  });
});
