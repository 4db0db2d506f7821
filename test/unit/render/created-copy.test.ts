import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { create, harbour, sync } from "../../support/synced.ts";

const nothing = { commits: [], files: {} };

function stateOf(
  copy: string,
  body: string,
  updated = "2026-03-05T10:00:00.000Z",
  session = "2026-03-05 10:00",
): string {
  return [
    "---",
    "gsd_state_version: 1.0",
    "status: executing",
    copy,
    `last_updated: "${updated}"`,
    "---",
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
    `**Last session:** ${session}`,
    `**Stopped at:** ${body}`,
    "**Resume file:** None",
    "",
  ].join("\n");
}

suite("the two places of “Stopped at” under --create", (test) => {
  test("say the same afterwards: an empty one takes over the other's words", async () => {
    for (const copy of ["stopped_at: null", "stopped_at:", "stopped_at: ''", "stopped_at: None"]) {
      const { text, created } = await create(stateOf(copy, "Quick task 5: a fix"), nothing);
      assert.is(text, stateOf('stopped_at: "Quick task 5: a fix"', "Quick task 5: a fix"), copy);
      assert.equal(created, ["stopped_at in the front matter"]);
      assert.equal(await create(text, nothing), { text, created: [] });
    }
    const { text, created } = await create(stateOf("stopped_at: Quick task 5", "None"), nothing);
    assert.is(text, stateOf("stopped_at: Quick task 5", "Quick task 5"));
    assert.equal(created, ["Stopped at"]);
  });

  test("say what history agrees with, and what it tells where it agrees with neither", async () => {
    const right = "Completed 02.1-01 in the evening";
    const wrong = "Completed 01-01-PLAN.md";
    assert.is((await create(stateOf(`stopped_at: ${right}`, wrong))).text, stateOf(`stopped_at: ${right}`, right));
    assert.is((await create(stateOf(`stopped_at: ${wrong}`, right))).text, stateOf(`stopped_at: ${right}`, right));
    const { text } = await create(stateOf("stopped_at: Completed 01-02-PLAN.md", wrong), harbour);
    const synced = (await sync(text, harbour)).text;
    assert.match(synced, /\nstopped_at: "Completed 02\.1-01: [^"]+"\n/);
    assert.match(synced, /\n\*\*Stopped at:\*\* Completed 02\.1-01: /);
    assert.equal((await create(synced, harbour)).created, []);
  });

  test("say what was written later where history agrees with both, and stay where nothing tells", async () => {
    const [one, other] = ["Phase 3 is under way", "Phase 3: reading"];
    const told = (updated: string, session: string): Promise<{ readonly created: readonly string[] }> =>
      create(stateOf(`stopped_at: "${other}"`, one, updated, session), nothing);
    for (const [updated, session] of [
      ["2026-03-05T10:00:00.000Z", "2026-03-05T10:00:00Z"],
      ["2026-03-05T10:01:00.000Z", "2026-03-05T10:00:59Z"],
      ["2026-03-05T09:00:00.000Z", "2026-03-05T10:00:00Z"],
      ["2026-03-05T10:00:00.000Z", "2026-03-05"],
    ] as const)
      assert.equal((await told(updated, session)).created, ["stopped_at in the front matter"], updated);
    for (const [updated, session] of [
      ["2026-03-05T11:00:00.000Z", "2026-03-05T10:00:00Z"],
      ["2026-03-06", "2026-03-05"],
    ] as const)
      assert.equal((await told(updated, session)).created, ["Stopped at"], updated);
    for (const [updated, session] of [
      ["", "2026-03-05"],
      ["2026-03-06", "today"],
    ] as const)
      assert.equal((await told(updated, session)).created, [], updated);
    const text = stateOf(`stopped_at: "${other}"`, one, "2026-03-05T11:00:00.000Z", "2026-03-05T10:00:00Z");
    assert.is((await create(text, nothing)).text, text.replace(one, other));
  });

  test("are decided by the session as sync leaves it, so that once is enough", async () => {
    const text = stateOf(
      'stopped_at: "Phase 3: reading"',
      "Phase 3 is under way",
      "2026-03-04T10:00:00.000Z",
      "2026-03-03T09:00:00Z",
    );
    const { text: created } = await create(text);
    assert.match(created, /\nstopped_at: Phase 3 is under way\n/);
    const { text: synced } = await sync(created);
    assert.match(synced, /Last session:\*\* 2026-03-05/);
    assert.equal(await create(synced), { text: synced, created: [] });
  });

  test("are decided by the session that the same run makes, where there was none or it said nothing", async () => {
    const text = stateOf('stopped_at: "Phase 3: reading"', "Phase 3 is under way", "2026-03-09T10:00:00.000Z", "");
    for (const each of [text, text.replace("**Last session:** \n", "")]) {
      const { text: created } = await create(each);
      assert.match(created, /\n\*\*Stopped at:\*\* Phase 3: reading\n/);
      const { text: synced } = await sync(created);
      assert.equal(await create(synced), { text: synced, created: [] });
    }
  });

  test("stay as they are where the front matter's runs over lines, or is no text", async () => {
    for (const copy of ["stopped_at: >-\n  Phase 3\n  reading", "stopped_at: 5", "stopped_at: [a, b]"]) {
      const text = stateOf(copy, "Here");
      assert.equal(await create(text, nothing), { text, created: [] });
    }
  });
});
