import * as assert from "uvu/assert";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";
import { harbour, harbourWith, sync, syncMetrics } from "../../support/synced.ts";

const table: readonly string[] = ["| Plan | Duration | Tasks | Files |", "|---|---|---|---|"];

/** Rows of all completed plans but the given ones, so that none is due. */
function rowsBut(...left: readonly string[]): readonly string[] {
  const rows = ["01 P01 | 12min", "01 P02 | 8min", "02 P01 | 9min", "02 P02 | 9min", "02 P03 | 25min", "02.1 P01 | -"];
  return rows
    .filter((row) => !left.some((start) => row.startsWith(start)))
    .map((row) => `| Phase ${row} | 2 tasks | 3 files |`);
}

suite("per-plan rows", (test) => {
  test("keep their bytes where nothing contradicts them", async () => {
    const lines = [...table, ...rowsBut(), "|  Phase 02 P99|whatever |  |", "| not a plan | 540 | 1 | 1 |"];
    assert.equal(await syncMetrics(lines), lines);
  });

  test("have their duration mended in place, and nothing else", async () => {
    const lines = [...table, "|Phase 01-tide-tables P01-01|  720  |3 tasks 🎉|4 files|", ...rowsBut("01 P01")];
    assert.equal((await syncMetrics(lines))[2], "|Phase 01-tide-tables P01-01|  12min  |3 tasks 🎉|4 files|");
  });

  test("are kept once: the mended one before the impossible, the one with a unit before the bare, the later before the earlier", async () => {
    for (const [rows, kept] of [
      [["540", "9min"], "9min"],
      [["9min", "9"], "9min"],
      [["9", "8"], "8"],
      [["1771618929m", "8"], "8"],
      [["10min", "9min"], "9min"],
      [["9min", "-", "9min"], "9min"],
    ] as const) {
      const lines = [
        ...table,
        ...rowsBut("02 P02"),
        ...rows.map((duration) => `| Phase 02 P02 | ${duration} | 3 tasks | 5 files |`),
      ];
      const left = (await syncMetrics(lines)).filter((line) => line.includes("02 P02"));
      assert.equal(left, [`| Phase 02 P02 | ${kept} | 3 tasks | 5 files |`], rows.join());
    }
  });

  test("are doubled however the plan is spelt", async () => {
    const spellings = [
      "| Phase 2 P2 |",
      "| Phase 02-harbour-lights P02-02 |",
      "| Phase Phase 02 PP02 |",
      "| phase 02 p02 |",
    ];
    const lines = [...table, ...rowsBut("02 P02"), ...spellings.map((start) => `${start} 9min | 3 tasks | 5 files |`)];
    assert.equal(
      (await syncMetrics(lines)).filter((line) => /p0?2 |P02-02/i.test(line) && !/01 P02/.test(line)).length,
      1,
    );
  });

  test("of a number that two plans bear are left as they are", async () => {
    const facts = harbourWith({
      commits: [
        { at: "2025-01-01T09:00:00Z", message: "docs(02): plan", paths: [".planning/phases/02-old/02-CONTEXT.md"] },
        { at: "2025-01-01T09:10:00Z", message: "feat(02-02): old", paths: ["src/old.ts"] },
      ],
      files: { ".planning/milestones/v0.9-phases/02-old/02-02-SUMMARY.md": "duration: 3min\n" },
    });
    const lines = [
      ...table,
      ...rowsBut("02 P02"),
      "| Phase 02 P02 | 540 | 1 tasks | 1 files |",
      "| Phase 02 P02 | 9min | 3 tasks | 5 files |",
    ];
    assert.equal(await syncMetrics(lines, facts), lines);
  });

  test("that end a list stay: without them the indented line below and the table after it would belong to the list", async () => {
    const below = ["  a line of text", ...table, ...rowsBut()];
    const lines = ["- an item", "", "  more of it", "", "| Phase 03 P09 | 12min | 2 tasks | 3 files |", ...below];
    assert.equal(await syncMetrics(lines), lines);
    // Of two rows of a plan that one is kept.
    const doubled = lines.map((line) => line.replace("03 P09", "01 P01"));
    assert.equal(
      await syncMetrics(doubled),
      doubled.filter((line, index) => index < 6 || !line.includes("01 P01")),
    );
    // With nothing behind it that its going would change, it goes.
    const free = lines.map((line) => line.trimStart());
    free.splice(5, 0, "");
    assert.is((await syncMetrics(free)).at(-1), "| Phase 03 P09 | 12min | 2 tasks | 3 files |");
  });

  test("as list items leave what follows an item with it: a new one goes in front", async () => {
    const lines = ["- 01-01: 12min, 3 tasks, 4 files", "- 01-02: 8min, 2 tasks, 5 files", "  - and what was learnt"];
    const written = await syncMetrics(lines);
    assert.equal([written[0], ...written.slice(-2)], lines);
    assert.ok(written.length > lines.length);
  });

  test("that stand elsewhere move into the per-plan table, mended on the way", async () => {
    const lines = [
      "| Phase | Plans | Status |",
      "|---|---|---|",
      "| Phase 02 P02 | 540 | 3 tasks | 5 files |",
      "",
      "*Updated after each plan completion*",
      "  | Phase 01 P02 | 8min | 2 tasks | 3 files |",
      "| Phase 05-other PWAVE1B | 8 | 4 tasks | 2 files |",
      "",
      ...table,
      ...rowsBut("02 P02", "01 P02"),
    ];
    const expected = [
      "| Phase | Plans | Status |",
      "|---|---|---|",
      "",
      "*Updated after each plan completion*",
      "| Phase 05-other PWAVE1B | 8 | 4 tasks | 2 files |",
      "",
      ...table,
      ...rowsBut("02 P02", "01 P02"),
      "| Phase 02 P02 | 9min | 3 tasks | 5 files |",
      "| Phase 01 P02 | 8min | 2 tasks | 3 files |",
    ];
    assert.equal(await syncMetrics(lines), expected);
  });

  test("stay in their own of several per-plan tables; new ones go into the last", async () => {
    const own = (...rows: readonly string[]): readonly string[] => [
      "| Phase | Plan | Duration | Tasks | Files |",
      "|---|---|---|---|---|",
      ...rows,
    ];
    const lines = [
      "**v0.9:**",
      "",
      ...own("| 01 | 01 | 720 | 3 | 4 |", "| 01 | 02 | 8min | 2 | 5 |"),
      "",
      "**v1.0:**",
      "",
      ...own("| 02 | 01 | 9min | 2 | 3 |", "| 02 | 02 | 9min | 3 | 5 |"),
    ];
    assert.equal(await syncMetrics(lines), [
      ...lines.map((line) => line.replace("720", "12min")),
      "| 02 | 03 | 34min | 2 | 2 |",
      "| 02.1 | 01 | - | 1 | 1 |",
    ]);
  });

  test("of a plan that mends a phase are written as people write them", async () => {
    const facts = harbourWith({
      files: {
        ".planning/phases/02-harbour-lights/02-GAP_CLOSURE-03-SUMMARY.md": "duration: 4min\ncompleted: 2026-03-05\n",
      },
    });
    assert.equal((await syncMetrics([...table, ...rowsBut()], facts)).slice(8), [
      "| Phase 02 PGAP-03 | 4min | - | - |",
    ]);
    assert.equal(
      (
        await syncMetrics([...table, ...rowsBut(), "| Phase 02 PGAP_CLOSURE-03 | 4 | 1 tasks | 1 files |"], facts)
      ).slice(8),
      ["| Phase 02 PGAP_CLOSURE-03 | 4 | 1 tasks | 1 files |"],
    );
  });

  test("stay where they are where there is no per-plan table", async () => {
    const lines = [
      "*Updated after each plan completion*",
      ...rowsBut("02 P02"),
      "| Phase 02 P02 | 540 | 3 tasks | 5 files |",
      "",
      "prose",
    ];
    assert.equal(
      await syncMetrics(lines),
      lines.map((line) => line.replace("540", "9min")),
    );
  });

  test("are added for plans completed since the first recorded one", async () => {
    const lines = [...table, "| Phase 02 P02 | 9min | 3 tasks | 5 files |"];
    assert.equal((await syncMetrics(lines)).slice(3), [
      "| Phase 02 P03 | 34min | 2 tasks | 2 files |",
      "| Phase 02.1 P01 | - | 1 tasks | 1 files |",
    ]);
  });

  test("are added for every completed plan to a table that is empty, and to no table that is not there", async () => {
    assert.is((await syncMetrics(table)).length, 8);
    assert.equal(await syncMetrics(["No table."]), ["No table."]);
  });

  test("are not brought back from the archive", async () => {
    const archived = new Set([planIdOf("02-03")]);
    const lines = [...table, ...rowsBut("02 P03")];
    assert.equal(await syncMetrics(lines, harbour, archived), lines);
  });

  test("are added the way the table has its columns", async () => {
    const cases: readonly (readonly [readonly string[], string])[] = [
      [
        ["| Phase | Plan | Duration | Tasks | Files |", "|---|---|---|---|---|", "| 02 | 02 | 9min | 3 | 5 |"],
        "| 02 | 03 | 34min | 2 | 2 |",
      ],
      [
        ["| Phase | Plan | Duration | Notes |", "|---|---|---|---|", "| 2 | 02 | 9min | calm |"],
        "| 2 | 03 | 34min |  |",
      ],
      [
        [
          "| Phase-Plan | Duration | Tasks | Files | Date |",
          "|---|---|---|---|---|",
          "| 02-02 | 9min | 3 | 5 | 2026-03-03 |",
        ],
        "| 02-03 | 34min | 2 | 2 |  |",
      ],
      [
        ["| Phase Plan | Duration | Tasks | Files |", "|---|---|---|---|", "| 2-02 | 9min | 3 | 5 |"],
        "| 2-03 | 34min | 2 | 2 |",
      ],
      [
        [
          "| Phase | Plan | Duration | Tasks | Files |",
          "|---|---|---|---|---|",
          "| Phase 02 P02 | 9min | 3 tasks | 5 files |",
        ],
        "| Phase 02 P03 | 34min | 2 tasks | 2 files |",
      ],
    ];
    for (const [lines, row] of cases) assert.is((await syncMetrics(lines))[3], row);
  });

  test("mend the duration by the header of their table", async () => {
    const lines = [
      "| Phase | Plan | Notes | Duration |",
      "|---|---|---|---|",
      "| 02-harbour-lights | 02-02 | `P02` | 540 |",
      "| 02 | P03 | 540 | 34min |",
    ];
    assert.equal((await syncMetrics(lines)).slice(2, 4), [
      "| 02-harbour-lights | 02-02 | `P02` | 9min |",
      "| 02 | P03 | 540 | 34min |",
    ]);
  });

  test("are not taken for rows where they are a table's header", async () => {
    const lines = [
      "| Phase 01 P01 | 540 | a | b |",
      "|---|---|---|---|",
      "| x | y | z | w |",
      "",
      ...table,
      ...rowsBut(),
    ];
    assert.equal(await syncMetrics(lines), lines);
  });

  test("go on with a table in a list, indented like it", async () => {
    const lines = [
      "- Rows:",
      "",
      "  | Plan | Duration | Tasks | Files |",
      "  |---|---|---|---|",
      "  | Phase 02.1 P01 | - | 1 tasks | 1 files |",
      "- more",
      "",
      "| Phase 02 P03 | 34min | 2 tasks | 2 files |",
    ];
    const synced = await syncMetrics(lines);
    assert.equal(synced.slice(4, 7), [
      "  | Phase 02.1 P01 | - | 1 tasks | 1 files |",
      "  | Phase 02 P03 | 34min | 2 tasks | 2 files |",
      "- more",
    ]);
  });

  test("each carry the fix for themselves alone", async () => {
    const { findings } = await sync(
      ["## Performance Metrics", "", ...table, ...rowsBut("02 P03", "02.1"), ""].join("\n"),
    );
    const due = findings.filter(({ code }) => code === "metric-row-absent");
    assert.equal(
      due.map(({ edits, line }) => [edits.length, line]),
      [
        [1, 8],
        [1, 8],
      ],
    );
  });

  test("without evidence are reported, not changed", async () => {
    const { text, findings } = await sync(
      "## Performance Metrics\n\n| Phase 09 P01 | 31616115 | 1 tasks | 1 files |\n",
    );
    assert.is(text, "## Performance Metrics\n\n| Phase 09 P01 | 31616115 | 1 tasks | 1 files |\n");
    assert.equal(
      findings.map(({ code, edits }) => [code, edits.length]),
      [["duration-implausible", 0]],
    );
  });

  test("at the end of a text without a final newline leave it without one", async () => {
    const text = ["## Performance Metrics", "", ...table, ...rowsBut("02.1")].join("\n");
    assert.is((await sync(text)).text, `${text}\n| Phase 02.1 P01 | - | 1 tasks | 1 files |`);
    assert.is(
      (await sync(text.replace(/\n/g, "\r\n"))).text,
      `${text}\n| Phase 02.1 P01 | - | 1 tasks | 1 files |`.replace(/\n/g, "\r\n"),
    );
  });
});
