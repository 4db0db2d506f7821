import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { harbourWith, sync, syncMetrics } from "../../support/synced.ts";

const head: readonly string[] = ["**By Phase:**", "", "| Phase | Plans | Total | Avg/Plan |", "|---|---|---|---|"];

async function rows(...lines: readonly string[]): Promise<readonly string[]> {
  return (await syncMetrics([...head, ...lines])).slice(head.length);
}

const agreeing: readonly string[] = ["| 1 | 2 | 20min | 10min |", "| 2 | 3 | 52min | 17min |", "| 2.1 | 1 | - | - |"];

suite("the By Phase table", (test) => {
  test("keeps every format that agrees", async () => {
    for (const lines of [
      agreeing,
      ["| 01 | 2 | 20 min | 10 min |", "| 02 | 3 | 52 min | 17.3 min |", "| 02.1 | 1 | - | - |"],
      [
        "| 01-tide-tables | 2/2 | 20min | 10min |",
        "| 02-harbour-lights | 3/3 | 52min | 17.3min |",
        "| 02.1-storm-drill | 1/1 | - | - |",
      ],
      [
        "| 1. Tide Tables | 2 of 2 | ~20 min | ~10 min |",
        "| 2. Harbour Lights | 3 | 0.9 hours | 17m |",
        "| 2.1. Storm Drill | 1 | n/a | — |",
      ],
      ["| Phase 1 | 2 | 1200s | 600s |", "| Phase 2 - Lights | 3 | 3120s | 1040s |", "| Phase 2.1: Drill | 1 |  |  |"],
    ]) {
      assert.equal(await rows(...lines), lines);
    }
  });

  test("has its counts mended in the form that they have", async () => {
    assert.equal(
      await rows("| 1 | 1 | 20min | 10min |", "| 2. Harbour | 1/3 | 52min | 17min |", "| 2.1 | 0 of 1 | - | - |"),
      ["| 1 | 2 | 20min | 10min |", "| 2. Harbour | 3/3 | 52min | 17min |", "| 2.1 | 1 of 1 | - | - |"],
    );
  });

  test("may count the plans of a phase that is not finished", async () => {
    const facts = harbourWith({ files: { ".planning/phases/02-harbour-lights/02-04-PLAN.md": "# Plan\n" } });
    for (const count of ["3", "4", "3/4"]) {
      const lines = [...head, `| 2 | ${count} | 52min | 17min |`, "| 2.1 | 1 | - | - |"];
      assert.equal(await syncMetrics(lines, facts), lines);
    }
    assert.match((await syncMetrics([...head, "| 2 | 3/3 | 52min | 17min |"], facts)).join(), /\| 3\/4 \|/);
  });

  test("has its times mended in the style of the table", async () => {
    for (const [row, mended] of [
      ["| 1 | 2 | 12 min | 12 min |", "| 1 | 2 | 20 min | 10 min |"],
      ["| 1 | 2 | 720s | 720s |", "| 1 | 2 | 1200s | 600s |"],
      ["| 1 | 2 | 5 | 5 |", "| 1 | 2 | 20min | 10min |"],
      ["| 1 | 2 | ~12m | ~6m |", "| 1 | 2 | 20m | 10m |"],
    ] as const) {
      assert.is((await rows(row, ...agreeing.slice(1)))[0], mended);
    }
  });

  test("keeps what people wrote in its cells", async () => {
    const lines = [
      "| 1 | 2 (and a half) | 12min (one evening) | calm |",
      "| 2-3 | 5 | joint | - |",
      "| Setup | 9 | 9min | 9min |",
      "| 77 | 9 | 9min | 1min |",
      "| 2.1 |",
    ];
    assert.equal(await rows(...lines), lines);
  });

  test("fills a placeholder row with the phases that have completed plans", async () => {
    assert.equal(await rows("| - | - | - | - |"), agreeing);
    assert.equal(await rows("| — | — | — | — |"), agreeing);
    assert.equal(await rows(), agreeing);
  });

  test("gains a row for a phase that it lacks, in order, labelled like the others", async () => {
    assert.equal(await rows("| 1 | 2 | 20min | 10min |", "| 2.1 | 1 | - | - |"), agreeing);
    assert.equal((await rows("| 01-tide-tables | 2 | 20min | 10min |"))[2], "| 02.1-storm-drill | 1 | - | - |");
    assert.equal((await rows("| 01 | 2 | 20min | 10min |"))[1], "| 02 | 3 | 52min | 17min |");
    assert.equal((await rows("| 1. Tides | 2 | 20 min | 10 min |"))[1], "| 2 | 3 | 52 min | 17 min |");
  });

  test("counts by directory where a number has several, as far as its rows tell which", async () => {
    const facts = harbourWith({
      files: {
        ".planning/phases/02-moorings/02-01-SUMMARY.md": "duration: 3min\n",
        ".planning/phases/02-moorings/02-02-PLAN.md": "# Plan\n",
      },
    });
    const agree = [
      "| 02-harbour-lights | 3/3 | 52min | 17min |",
      "| 2. Moorings | 1/2 | 3min | 3min |",
      "| 02.1-storm-drill | 1/1 | - | - |",
    ];
    assert.equal((await syncMetrics([...head, ...agree], facts)).slice(head.length), agree);
    const mended = await syncMetrics(
      [...head, "| 02-harbour-lights | 2/2 | 3min | 3min |", "| 02-moorings | 0/1 | - | - |", ...agree.slice(2)],
      facts,
    );
    assert.equal(mended.slice(head.length), [
      "| 02-harbour-lights | 3/3 | 52min | 17min |",
      "| 02-moorings | 1/2 | 3min | 3min |",
      ...agree.slice(2),
    ]);
    // A bare number may mean either, or both; another name is nobody's.
    for (const row of [
      "| 2 | 3 | 1min | 1min |",
      "| 2 | 1/2 | - | - |",
      "| 2 | 4 | 55min | 14min |",
      "| 02-piers | 9 | 9min | 1min |",
    ]) {
      assert.is((await syncMetrics([...head, row, "| 2.1 | 1 | - | - |"], facts))[head.length], row);
    }
    assert.is(
      (await syncMetrics([...head, "| 2 | 9 | 9min | 1min |", "| 2.1 | 1 | - | - |"], facts))[head.length],
      "| 2 | 4 | 55min | 14min |",
    );
    const gained = await syncMetrics([...head, "| 01-tide-tables | 2 of 2 | 20min | 10min |"], facts);
    assert.equal(gained.slice(head.length + 1), [
      "| 02-harbour-lights | 3 of 3 | 52min | 17min |",
      "| 02-moorings | 1 of 2 | 3min | 3min |",
      "| 02.1-storm-drill | 1 of 1 | - | - |",
    ]);
  });

  test("gains none for phases before its first, nor where a row names several", async () => {
    assert.equal(await rows("| 2 | 3 | 52min | 17min |"), ["| 2 | 3 | 52min | 17min |", "| 2.1 | 1 | - | - |"]);
    assert.equal(await rows("| 1-2 | 5 | - | - |"), ["| 1-2 | 5 | - | - |"]);
  });

  test("is told by its header, and left alone where it counts another time", async () => {
    for (const lines of [
      ["**By Phase (v1.0):**", "", ...head.slice(2), "| 1 | 9 | 9min | 1min |"],
      ["**By Phase:**", "", "| Phase | Plans | Status |", "|---|---|---|", "| 1 | 9 | done |"],
      ["**Milestones:**", "", ...head.slice(2), "| 1 | 9 | 9min | 1min |"],
    ]) {
      assert.equal(await syncMetrics(lines), lines);
    }
  });

  test("adds up what the per-plan rows say", async () => {
    const lines = [
      ...head,
      "| 1 | 2 | 20min | 10min |",
      ...agreeing.slice(1),
      "",
      "| Plan | Duration | Tasks | Files |",
      "|---|---|---|---|",
    ];
    const withRows = [
      ...lines,
      ...["01 P01 | 30min", "01 P02 | 480", "02 P01 | 9", "02 P02 | 9min", "02 P03 | 25min", "02.1 P01 | 4min"].map(
        (row) => `| Phase ${row} | 1 tasks | 1 files |`,
      ),
    ];
    assert.equal((await syncMetrics(withRows)).slice(4, 7), [
      "| 1 | 2 | 38min | 19min |",
      "| 2 | 3 | 43min | 14min |",
      "| 2.1 | 1 | 4min | 4min |",
    ]);
  });

  test("stands at the end of a text without a final newline", async () => {
    const text = ["## Performance Metrics", "", ...head].join("\n");
    assert.is((await sync(text)).text, [text, ...agreeing].join("\n"));
  });
});
