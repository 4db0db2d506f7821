import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { create, sync } from "../../support/synced.ts";

const nothing = { commits: [], files: {} };

const body = [
  "",
  "**Status:** done",
  "",
  "## Performance Metrics",
  "",
  "| Plan | Duration | Tasks | Files |",
  "|---|---|---|---|",
  "",
  "## Session Continuity",
  "",
  "**Last session:** 2026-03-05",
  "**Stopped at:** Here",
  "**Resume file:** None",
  "",
];

function stateOf(...blocks: readonly (readonly string[])[]): string {
  const fenced = blocks.flatMap((lines, index) => [...(index === 0 ? [] : [""]), "---", ...lines, "---"]);
  return [...fenced, ...body].join("\n");
}

const older = [
  "gsd_state_version: 1.0",
  "status: unknown",
  "stopped_at: Here",
  'last_updated: "2026-03-01T23:54:34.778Z"',
  "progress:",
  "  total_plans: 49",
  "active_phase: 3",
];
const newer = [
  "gsd_state_version: 1.0",
  "status: active",
  "stopped_at: Here",
  'last_updated: "2026-03-02T00:00:00Z"',
  "next_action: read",
  "progress:",
  "  total_plans: 9",
  "  completed_plans: 7",
];

suite("front matter that stands twice, under --create", (test) => {
  test("becomes one: all keys stay, and what was written last stands, whichever is above", async () => {
    const above = stateOf([
      ...newer.slice(0, 4),
      "progress:",
      "  total_plans: 9",
      "  completed_plans: 7",
      "active_phase: 3",
      "next_action: read",
    ]);
    const { text, created } = await create(stateOf(older, newer), nothing);
    assert.is(text, above);
    assert.equal(created, ["one front matter"]);
    assert.equal(await create(text, nothing), { text, created: [] });
    assert.is((await create(stateOf(newer, older), nothing)).text, stateOf([...newer, "active_phase: 3"]));
    assert.is((await create(stateOf(older, newer, older), nothing)).text, above);
  });

  test("of one time keeps what the upper block says", async () => {
    const other = older.map((line) => line.replace("unknown", "paused"));
    assert.is((await create(stateOf(older, other), nothing)).text, stateOf(older));
  });

  test("takes what --create adds into the one that is left", async () => {
    const without = (lines: readonly string[]): readonly string[] =>
      lines.filter((line) => !line.startsWith("stopped"));
    const { text } = await create(stateOf(without(older), without(newer)), nothing);
    assert.match(text, /^---\ngsd_state_version: 1\.0\nstatus: active\nstopped_at: Here\n/);
    assert.is(text.match(/^stopped_at/gm)?.length, 1);
  });

  test("stays where a block does not say when it was written, or is not plain; and sync never joins", async () => {
    for (const second of [
      newer.filter((line) => !line.startsWith("last_updated")),
      [...newer, "status: done"],
      [...newer, "no key here"],
    ]) {
      const text = stateOf(older, second);
      assert.equal(await create(text, nothing), { text, created: [] });
    }
    const text = stateOf(older, newer);
    assert.is((await sync(text, nothing)).text, text);
  });
});
