import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { create, sync } from "../../support/synced.ts";

const nothing = { commits: [], files: {} };

const metrics = [
  "## Performance Metrics",
  "",
  "**Per-Plan Metrics:**",
  "",
  "| Plan | Duration | Tasks | Files |",
  "| - | - | - | - |",
  "",
].join("\n");

function stateOf(position: string, session: string): string {
  return `# State\n\n## Current Position\n\n${position}\n\n${metrics}\n## Session Continuity\n\n${session}\n`;
}

const plainSession = "Last session: 2026-01-01\nStopped at: Here\nResume file: None";
const boldSession = "**Last session:** 2026-01-01\n**Stopped at:** Here\n**Resume file:** None";

suite("labels that --create makes bold", (test) => {
  test("are the status and those of the session; phase, plan, activity and progress stay", async () => {
    const position = (status: string): string =>
      `Phase: 1 of 2\nPlan: 1 of 3\n${status} Ready to plan\nLast activity: 2026-01-01\n\nProgress: [░░░░░░░░░░] 0%`;
    for (const ending of ["\n", "\r\n"]) {
      const text = stateOf(position("Status:"), plainSession).replaceAll("\n", ending);
      const { text: newText, created } = await create(text, nothing);
      assert.is(newText, stateOf(position("**Status:**"), boldSession).replaceAll("\n", ending));
      assert.equal(created, ["bold labels (Status, Last session, Stopped at, Resume file)"]);
      assert.equal(await create(newText, nothing), { text: newText, created: [] });
      assert.is((await sync(newText, nothing)).text, newText);
    }
  });

  test("keep their spelling and their case", async () => {
    const text = stateOf("status: done", "Last Date: 2026-01-01\nStopped At: Here\nResume File: None");
    assert.is(
      (await create(text, nothing)).text,
      stateOf("**status:** done", "**Last Date:** 2026-01-01\n**Stopped At:** Here\n**Resume File:** None"),
    );
  });

  test("stay as they are where a bold one of the name stands, and as list items, cells, and without a value", async () => {
    for (const [position, session] of [
      ["Status: done\n\nWords **Status:** of old.", boldSession],
      ["**Status:** done", `${boldSession}\n\nStopped at: a second one`],
      ["**Status:** done", "- Last session: 2026-01-01\n- Stopped at: Here\n- Resume file: None"],
      [
        "| Field | Value |\n|---|---|\n| Status | done |",
        "| Last session | 2026-01-01 |\n|---|---|\n| Stopped at | Here |\n| Resume file | None |",
      ],
      ["```\nStatus: done\n```\n**Status:** done", boldSession],
    ] as const) {
      const text = stateOf(position, session);
      assert.equal(await create(text, nothing), { text, created: [] });
    }
  });
});

suite("labels of the session that say nothing", (test) => {
  test("are filled in by --create as they would be made", async () => {
    const text = stateOf("**Status:** done", "Last session:\n- Stopped at:\n**Resume file:** ");
    const { text: newText, created } = await create(text);
    assert.is(
      newText.slice(newText.indexOf("## Session")),
      "## Session Continuity\n\n**Last session:** 2026-03-05 09:20\n" +
        "- Stopped at: Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)\n**Resume file:** None\n",
    );
    assert.equal(created, ["bold labels (Last session)", "Last session, Stopped at, Resume file"]);
    assert.equal((await create(newText)).created, []);
  });
});

suite("a status that --create adds", (test) => {
  test("says what a form that no build reads says, or what history does", async () => {
    for (const [position, status] of [
      ["- **Phase**: 5\n- **Status**: Milestone Completed", "Milestone Completed"],
      ["**Status**: paused", "paused"],
      ["Words.", "Ready to plan"],
    ] as const) {
      const { text, created } = await create(stateOf(position, boldSession), nothing);
      assert.is(text, stateOf(`**Status:** ${status}\n\n${position}`, boldSession));
      assert.equal(created, ["Status"]);
      assert.equal(await create(text, nothing), { text, created: [] });
    }
  });

  test("is none where the front matter says it, or another section", async () => {
    const text = stateOf("Words.", boldSession);
    for (const each of [`---\nstatus: executing\n---\n\n${text}`, `${text}\n## Notes\n\nStatus: done\n`])
      assert.equal(await create(each, nothing), { text: each, created: [] });
  });
});
