import * as assert from "uvu/assert";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";
import { create, harbour, harbourWith, sync } from "../../support/synced.ts";

const metrics = `## Performance Metrics

**Velocity:**

- Total plans completed: 6
- Average duration: 14 min
- Total execution time: -

**By Phase:**

| Phase | Plans | Total | Avg/Plan |
| - | - | - | - |
| 1 | 2 | 20min | 10min |
| 2 | 3 | 52min | 17min |
| 2.1 | 1 | - | - |

**Recent Trend:**

- Last 5 plans: 12min, 8min, 9min, 9min, 34min
- Trend: Degrading

*Updated after each plan completion*

**Per-Plan Metrics:**

| Plan | Duration | Tasks | Files |
| - | - | - | - |
| Phase 01 P01 | 12min | 3 tasks | 4 files |
| Phase 01 P02 | 8min | 2 tasks | 5 files |
| Phase 02 P01 | 9min | 2 tasks | 3 files |
| Phase 02 P02 | 9min | 3 tasks | 5 files |
| Phase 02 P03 | 34min | 2 tasks | 2 files |
| Phase 02.1 P01 | - | 1 tasks | 1 files |
`;

const position = `## Current Position

**Phase:** 3 (Fog Horn)
**Plan:** 1 of 2 in current phase
**Status:** In progress
**Last activity:** 2026-03-05 — Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)

**Progress:** [███████░░░] 75%
`;

const continuity = `## Session Continuity

**Last session:** 2026-03-05 09:20
**Stopped at:** Completed 02.1-01: Storm Drill; 03-01 in progress (2 of 3 tasks)
**Resume file:** None
`;

suite("created sections", (test) => {
  test("follow the one layout that every build of GSD reads", async () => {
    const { text, created } = await create("# Project State\n");
    assert.is(text, `# Project State\n\n${position}\n${metrics}\n${continuity}`);
    assert.equal(created, ["Current Position", "Performance Metrics", "Session Continuity"]);
  });

  test("say no position where the file says a status, however it is written", async () => {
    for (const line of [
      "Status: done",
      "**Status:** done",
      "- **Status**: done",
      "| Field | Value |\n|---|---|\n| Status | done |",
      "**Status**：好",
    ]) {
      const { created } = await create(`# State\n\n## Where we are\n\n${line}\n`);
      assert.equal(created, ["Performance Metrics", "Session Continuity"], line);
    }
    const { created } = await create("---\nstatus: executing\n---\n\n# State\n\n## Current Position\n\nWords.\n");
    assert.equal(created, ["Performance Metrics", "Session Continuity"]);
  });

  test("say where the project stands, from its first day on", async () => {
    const empty = (await create("# State\n", { commits: [], files: {} })).text;
    assert.match(
      empty,
      /\n\*\*Status:\*\* Ready to plan\n\*\*Last activity:\*\* None\n\n\*\*Progress:\*\* \[░{10}\] 0%\n/,
    );
    const planned = { commits: [], files: { ".planning/phases/03-fog-horn/03-01-PLAN.md": "# Plan\n" } };
    assert.match(
      (await create("# State\n", planned)).text,
      /\*\*Phase:\*\* 3 \(Fog Horn\)\n\*\*Plan:\*\* 1 of 1 in current phase\n\*\*Status:\*\* Ready to execute\n/,
    );
    const done = {
      ...planned,
      files: { ...planned.files, ".planning/phases/03-fog-horn/03-01-SUMMARY.md": "# Done\n" },
    };
    assert.match((await create("# State\n", done)).text, /\*\*Status:\*\* Phase complete — ready for verification\n/);
  });

  test("take over what is recorded elsewhere as the place where work stopped, where history tells none", async () => {
    const text =
      "# State\n\nStatus: done\n\n## Session Update: 2026-03-16\n\n**Stopped At:** Completed 195-07-PLAN.md\n";
    assert.match(
      (await create(text, { commits: [], files: {} })).text,
      /\*\*Stopped at:\*\* Completed 195-07-PLAN\.md\n\*\*Resume/,
    );
    assert.match((await create(text)).text, /\*\*Stopped at:\*\* Completed 02\.1-01/);
  });

  test("stand before the accumulated context, and at the end", async () => {
    const text = "# State\n\n## Accumulated Context\n\nWords.\n";
    assert.is(
      (await create(text)).text,
      `# State\n\n${position}\n${metrics}\n## Accumulated Context\n\nWords.\n\n${continuity}`,
    );
    const session = `# State\n\n${continuity}`;
    assert.is((await create(session)).text, `# State\n\n${position}\n${metrics}\n${continuity}`);
  });

  test("take the line ending of the file, and end a text that had no final newline", async () => {
    assert.is(
      (await create("# State\r\n")).text,
      `# State\n\n${position}\n${metrics}\n${continuity}`.replace(/\n/g, "\r\n"),
    );
    assert.is((await create("# State")).text, `# State\n\n${position}\n${metrics}\n${continuity}`);
    assert.is((await create("")).text, `${position}\n${metrics}\n${continuity}`);
  });

  test("never stand before a byte order mark", async () => {
    const { text } = await create("\uFEFF## Session Continuity\n");
    assert.is(text.lastIndexOf("\uFEFF"), 0);
    assert.ok(text.startsWith("\uFEFF## Current Position\n"));
  });

  test("are not created behind a comment or a fence that nothing closes", async () => {
    for (const text of ["# State\n\n<!-- to do\n", "# State\n\n```\ncode\n"])
      assert.equal(await create(text), { text, created: [] });
  });

  test("are not created in a document with conflict markers", async () => {
    const text = "# State\n<<<<<<< a\n=======\n>>>>>>> b\n";
    assert.equal(await create(text), { text, created: [] });
  });

  test("say nothing of plans that were archived, and need no history", async () => {
    const { text } = await create("# State\n", harbour, new Set([planIdOf("02-02")]));
    assert.not.match(text, /Phase 02 P02/);
    const empty = (await create("# State\n", { commits: [], files: {} })).text;
    assert.not.match(empty, /By Phase/);
    assert.match(empty, /\n\| Plan \| Duration \| Tasks \| Files \|\n\| - \| - \| - \| - \|\n/);
    assert.match(empty, /\*\*Stopped at:\*\* None\n/);
  });

  test("are what sync finds right", async () => {
    const { text } = await create("# State\n");
    assert.is((await sync(text)).text, text);
    assert.equal((await create(text)).created, []);
  });

  test("begun before the first plan get their phases when they are asked for again", async () => {
    const empty = (await create("# State\n", { commits: [], files: {} })).text;
    const { text, created } = await create(empty);
    assert.equal(created, ["By Phase"]);
    assert.ok((await sync(text)).text.includes(`\n\n${metrics}\n## Session Continuity`));
  });

  test("take titles as they are, Markdown and all", async () => {
    const facts = harbourWith({
      files: { ".planning/phases/02.1-storm-drill/02.1-01-SUMMARY.md": "# Plan 02.1-01: `a|b` *c* <d> [e](f) \\_g\n" },
    });
    assert.match(
      (await create("# State\n", facts)).text,
      /\*\*Stopped at:\*\* Completed 02\.1-01: `a\|b` \*c\* <d> \[e\]\(f\) \\_g; 03-01/,
    );
  });
});

suite("created elements", (test) => {
  test("complete a continuity section behind its last label, or under its heading", async () => {
    const { text, created } = await create(
      `${position}\n${metrics}\n## Session Continuity\n\nStopped at: Completed 02.1-01\n\nWords.\n`,
    );
    assert.ok(
      text.endsWith(
        "\n**Stopped at:** Completed 02.1-01\n**Last session:** 2026-03-05 09:20\n**Resume file:** None\n\nWords.\n",
      ),
      text,
    );
    assert.equal(created, ["bold labels (Stopped at)", "Last session, Resume file"]);
    assert.ok((await create(`${metrics}\n## Session Continuity\nWords.\n`)).text.endsWith(`\n${continuity}\nWords.\n`));
    assert.ok((await create(`${metrics}\n## Session Continuity`)).text.endsWith(`\n${continuity}`));
  });

  test("go into the section that is there, not into one that is created behind it", async () => {
    const { text } = await create("## Session Continuity\n## Accumulated Context\n");
    assert.is(text, `${continuity}\n${position}\n${metrics}\n## Accumulated Context\n`);
  });

  test("gather the rows of a section without a per-plan table in a new one, last in the section", async () => {
    const rows = ["| Phase 02 P02 | 9min | 3 tasks | 5 files |", "| Phase 02 P03 | 34min | 2 tasks | 2 files |"];
    const text = [
      "Status: done",
      "",
      "## Performance Metrics",
      "",
      "*Updated*",
      ...rows,
      "",
      "Words.",
      "",
      "## Next",
      "",
    ].join("\n");
    const { text: newText, created } = await create(text);
    assert.equal(created[0], "Per-Plan Metrics");
    const expected = [
      "Status: done",
      "",
      "## Performance Metrics",
      "",
      "*Updated*",
      "",
      "Words.",
      "",
      "**Per-Plan Metrics:**",
      "",
      "| Plan | Duration | Tasks | Files |",
      "| - | - | - | - |",
      ...rows,
      "",
      "## Next",
      "",
    ].join("\n");
    assert.ok(newText.startsWith(expected), newText);
  });
});
