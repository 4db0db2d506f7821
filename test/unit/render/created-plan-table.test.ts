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

  const columns = ["| Phase | Plan | Duration | Tasks | Files |", "|---|---|---|---|---|"];

  test("is what the last table becomes where there is no row of GSD's: every cell keeps its words", async () => {
    const before = ["**v1.16:**", "", ...columns, "| 35 | 04 | 2min | 2 | 7 |", "", "**v1.17:**", ""];
    const own = [...columns, "| 36 | 01 | 3min | 2 | 1 |", "| 36 | 02 | - | - | ~4 |"];
    const { text, created } = await create(stateOf(...before, ...own), nothing);
    const rows = ["| Phase 36 P01 | 3min | 2 tasks | 1 files |", "| Phase 36 P02 | - | - | ~4 files |"];
    assert.is(text, stateOf(...before, ...head.slice(2), ...rows));
    assert.equal(created, ["Per-Plan Metrics"]);
    assert.equal(await create(text, nothing), { text, created: [] });
    assert.is((await sync(text, nothing)).text, text);
  });

  test("takes the rows to the end of the section where words follow them", async () => {
    const columnsOfPhases = ["| Phase | Plans | Duration |", "|---|---|---|"];
    const rows = ["| 52-01 | 2 tasks | ~8 min |", "| 53-04 | 3 tasks (RED+GREEN) | ~45 min (two sessions) |"];
    const after = ["", "*Updated after each plan*"];
    const { text } = await create(stateOf(...columnsOfPhases, ...rows, ...after), nothing);
    const moved = [
      "| Phase 52 P01 | ~8 min | 2 tasks | - |",
      "| Phase 53 P04 | ~45 min (two sessions) | 3 tasks (RED+GREEN) | - |",
    ];
    assert.is(text, stateOf(...columnsOfPhases, ...after, "", ...head, ...moved));
    assert.equal(await create(text, nothing), { text, created: [] });
  });

  test("has what other columns say in brackets, also in rows that bear GSD's names", async () => {
    const own = [
      "| Phase 21 P02 | Light Mode | 3m 54s | 3 tasks | 2 files |",
      "| Phase 22 P01 | 8min | 2 tasks | 5 files |",
      "| 23 | 01 | 9min | | |",
    ];
    const { text } = await create(stateOf(...columns, ...own), nothing);
    assert.is(
      text,
      stateOf(
        ...head.slice(2),
        "| Phase 21 P02 | 3m 54s | 3 tasks (Light Mode) | 2 files |",
        "| Phase 22 P01 | 8min | 2 tasks | 5 files |",
        "| Phase 23 P01 | 9min | - | - |",
      ),
    );
    const named = [...columns, "| 11-chair-layers | 11-01 | 3min | 2 | 3 |"];
    const { text: directory } = await create(stateOf(...named), nothing);
    assert.is(directory, stateOf(...head.slice(2), "| Phase 11-chair-layers P01 | 3min | 2 tasks | 3 files |"));
    assert.is((await sync(directory, nothing)).text, directory);
    const noted = ["| Plan | Notes | Duration |", "|---|---|---|", "| 05-01 | slow \\| late | 5m |"];
    const { text: remarked } = await create(stateOf(...noted), nothing);
    assert.is(remarked, stateOf(...head.slice(2), "| Phase 05 P01 | 5m | - tasks (slow \\| late) | - |"));
  });

  test("leaves a table alone of which a row is no plan's, and stands behind it", async () => {
    const own = [...columns, "| 36 | 01 | 3min | 2 | 1 |", "| **Total** | | 3min | | |"];
    assert.is((await create(stateOf(...own), nothing)).text, stateOf(...own, "", ...head));
    const phases = ["| Phase | Plans | Duration |", "|---|---|---|", "| 1-3 | 5 plans | 20 min |"];
    assert.is((await create(stateOf(...phases), nothing)).text, stateOf(...phases, "", ...head));
    const named = stateOf(...columns, "| Phase 21 P02 | Dark | 4m | 3 tasks | 2 files |", "| all | | 4m | | |");
    assert.equal(await create(named, nothing), { text: named, created: [] });
  });

  test("is not made a second time, in whatever case its header is written", async () => {
    for (const header of ["| Plan | Duration | Tasks | Files |", "| plan | duration | tasks | files |"]) {
      const text = stateOf(header, "|---|---|---|---|");
      assert.equal(await create(text, nothing), { text, created: [] });
    }
  });
});
