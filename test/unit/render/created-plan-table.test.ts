import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { create, sync } from "../../support/synced.ts";

const nothing = { commits: [], files: {} };
const session = "**Last session:** 2026-01-01\n**Stopped at:** Here\n**Resume file:** None";

function stateOf(...lines: readonly string[]): string {
  return [
    "**Status:** done",
    "",
    "## Performance Metrics",
    "",
    ...lines,
    "",
    "## Session Continuity",
    "",
    session,
    "",
  ].join("\n");
}

const head = ["**Per-Plan Metrics:**", "", "| Plan | Duration | Tasks | Files |", "| - | - | - | - |"];

suite("the table of GSD's columns beside tables of other ones", (test) => {
  test("takes the rows that GSD has appended to them; rows of their own columns stay", async () => {
    const own = [
      "| Phase | Plan | Duration | Tasks | Files | Status |",
      "|---|---|---|---|---|---|",
      "| 188 | 01 | 514s | 3 | 3 | COMPLETE |",
    ];
    const gsd = [
      "| Phase 189 P04 | 18min | 4 tasks | 4 files |",
      "| Phase 191-cover P191-10 | 5min | - tasks | 1 files |",
    ];
    const { text, created } = await create(stateOf(...own, ...gsd), nothing);
    assert.is(text, stateOf(...own, "", ...head, ...gsd));
    assert.equal(created, ["Per-Plan Metrics"]);
    assert.equal(await create(text, nothing), { text, created: [] });
    assert.is((await sync(text, nothing)).text, text);
  });

  test("is empty where all rows are of other columns, and stands behind them", async () => {
    const own = [
      "**v1.17:**",
      "",
      "| Phase | Plan | Duration | Tasks | Files |",
      "|---|---|---|---|---|",
      "| 36 | 01 | 3min | 2 | 1 |",
    ];
    const { text } = await create(stateOf(...own));
    assert.is(text, stateOf(...own, "", ...head));
  });

  test("is not made where rows of other columns bear GSD's names: GSD writes under them", async () => {
    const text = stateOf(
      "| Phase | Plan | Duration | Tasks | Files |",
      "|---|---|---|---|---|",
      "| Phase 21 P02 | Light Mode | 3m 54s | 3 tasks | 2 files |",
    );
    assert.equal(await create(text, nothing), { text, created: [] });
  });

  test("is not made a second time, in whatever case its header is written", async () => {
    for (const header of ["| Plan | Duration | Tasks | Files |", "| plan | duration | tasks | files |"]) {
      const text = stateOf(header, "|---|---|---|---|");
      assert.equal(await create(text, nothing), { text, created: [] });
    }
  });
});
