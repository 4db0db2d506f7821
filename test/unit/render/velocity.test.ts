import * as assert from "uvu/assert";
import { averageMinutes, findTrend, totalMinutes } from "../../../src/render/velocity.ts";
import { suite } from "../../support/suite.ts";
import { harbour, harbourWith, syncMetrics } from "../../support/synced.ts";

async function bullet(line: string): Promise<string> {
  return (await syncMetrics([line]))[0] ?? "";
}

/** With the duration of 02.1-01, so that the total is known: 66 minutes in 6 plans. */
const complete = harbourWith({ files: { ".planning/phases/02.1-storm-drill/02.1-01-SUMMARY.md": "duration: 3min\n" } });

async function completeBullet(line: string): Promise<string> {
  return (await syncMetrics([line], complete))[0] ?? "";
}

suite("the Velocity bullets", (test) => {
  test("keep what agrees, in every form", async () => {
    for (const line of [
      "- Total plans completed: 6",
      "- Total plans completed: [6]",
      "* **Total plans completed:** 6",
      "- Average duration: 14.4 min",
      "- Average duration: ~14 min/plan",
      "- Average duration: 864 seconds",
      "- Average duration: 14 分钟",
    ]) {
      assert.is(await bullet(line), line);
    }
    for (const line of [
      "- Total execution time: 1.3 hours",
      "- Total execution time: 75 min",
      "- Total execution time: 1 hours 15 minutes",
      "- Total execution time: ~1h 15min",
    ]) {
      assert.is(await completeBullet(line), line);
    }
  });

  test("are mended in the form that they have", async () => {
    for (const [line, mended] of [
      ["- Total plans completed: 0", "- Total plans completed: 6"],
      ["- **Total plans completed:** 4", "- **Total plans completed:** 6"],
      ["- Total plans completed:", "- Total plans completed: 6"],
      ["- Average duration: -", "- Average duration: 14 min"],
      ["- Average duration: --", "- Average duration: 14 min"],
      ["- Average duration: N/A", "- Average duration: 14 min"],
      ["- Average duration: [X] min", "- Average duration: 14 min"],
      ["- Average duration: 45 min/plan", "- Average duration: 14 min/plan"],
      ["- Average duration: ~3 minutes", "- Average duration: 14 minutes"],
      ["- Average duration: 3m", "- Average duration: 14m"],
    ] as const) {
      assert.is(await bullet(line), mended, line);
    }
    for (const [line, mended] of [
      ["- Total execution time: 0 hours", "- Total execution time: 1.3 hours"],
      ["- Total execution time: 12 min", "- Total execution time: 75 min"],
      ["- Total execution time: 3 hours 1 minutes", "- Total execution time: 1 hour 15 minutes"],
      ["- Total execution time: 0.2 hours", "- Total execution time: 1.3 hours"],
    ] as const) {
      assert.is(await completeBullet(line), mended, line);
    }
  });

  test("say no total while some plan's duration is unknown", async () => {
    assert.is(await bullet("- Total execution time: 0.2 hours"), "- Total execution time: 0.2 hours");
  });

  test("keep what has words that only their writer could bring up to date", async () => {
    for (const line of [
      "- Average duration: Not measured for v1.2 yet",
      "- Total execution time: ~20 min (wall clock, sequential)",
      "- Total execution time: ~5 days across 3 milestones",
      "- Total execution time: ~501 min (through v3.0) + 75 min (Phase 32)",
    ]) {
      assert.is(await completeBullet(line), line);
    }
  });

  test("are left alone as a group where the count belongs to a milestone", async () => {
    const lines = [
      "**Velocity:**",
      "- Total plans completed: 200 (v0.9)",
      "- Average duration: 45 min",
      "- Total execution time: 150 hours",
    ];
    assert.equal(await syncMetrics(lines, complete), lines);
    const group = [
      "**Velocity (v0.9):**",
      "- Total plans completed: 31",
      "- Average duration: 4 min",
      "",
      "**v1 Velocity:**",
      "- Average duration: 4 min",
    ];
    assert.equal(await syncMetrics(group, complete), group);
  });

  test("count as the By Phase table does, or with the archived plans", async () => {
    const archived = harbourWith({
      files: { ".planning/milestones/v0.9-phases/01-old/01-01-SUMMARY.md": "duration: 3min\n" },
    });
    assert.equal(await syncMetrics(["- Total plans completed: 6"], archived), ["- Total plans completed: 6"]);
    assert.equal(await syncMetrics(["- Total plans completed: 7"], archived), ["- Total plans completed: 7"]);
    assert.equal(await syncMetrics(["- Total plans completed: 5"], archived), ["- Total plans completed: 6"]);
    assert.equal(await syncMetrics(["- Total plans completed: 40"], archived), ["- Total plans completed: 7"]);
    const table = [
      "",
      "**By Phase:**",
      "",
      "| Phase | Plans | Total | Avg/Plan |",
      "|---|---|---|---|",
      "| Setup 9 | 4 | - | - |",
      "| 2 | 3 | 52min | 17min |",
    ];
    assert.is((await syncMetrics(["- Total plans completed: 5", ...table]))[0], "- Total plans completed: 7");
  });

  test("never count less than the By Phase table, of which not all phases are on disk", async () => {
    const table = ["", "| Phase | Plans | Total | Avg/Plan |", "|---|---|---|---|"];
    const rows = ["| 0 | 7 | - | - |", "| 1 | 2 | 20min | 10min |", "| 2 | 3 | 52min | 17min |", "| 2.1 | 1 | - | - |"];
    for (const recorded of ["0", "6", "13", "20", "40"]) {
      const [line] = await syncMetrics([`- Total plans completed: ${recorded}`, ...table, ...rows]);
      assert.is(line, recorded === "6" ? "- Total plans completed: 6" : "- Total plans completed: 13");
    }
  });

  test("take the time of some plans for no total of more", async () => {
    const files: Record<string, string> = {
      ".planning/phases/02.1-storm-drill/02.1-01-SUMMARY.md": "duration: 3min\n",
    };
    for (const plan of ["01", "02", "03", "04", "05", "06", "07"])
      files[`.planning/milestones/v0.9-phases/01-old/01-${plan}-SUMMARY.md`] = "# Old\n";
    const archived = harbourWith({ files });
    const lines = ["- Average duration: ~30 min", "- Total execution time: ~58 hours"];
    assert.equal(await syncMetrics(["- Total plans completed: 40", ...lines], archived), [
      "- Total plans completed: 13",
      ...lines,
    ]);
    assert.equal(await syncMetrics(["- Total plans completed: 6", ...lines], archived), [
      "- Total plans completed: 6",
      "- Average duration: 13 min",
      "- Total execution time: 1.3 hours",
    ]);
    const table = ["", "| Phase | Plans | Total | Avg/Plan |", "|---|---|---|---|", "| 2.1 | 1 | 3min | 3min |"];
    const unknown = await syncMetrics(["- Total plans completed: 1", "- Total execution time: 0 hours", ...table]);
    assert.is(unknown[1], "- Total execution time: 0 hours");
  });

  test("are nobody's where there are no completed plans", async () => {
    const lines = [
      "- Total plans completed: 3",
      "- Average duration: 5 min",
      "- Last 5 plans: 5min",
      "- Trend: Stable",
    ];
    assert.equal(await syncMetrics(lines, { commits: harbour.commits.slice(0, 2), files: {} }), lines);
  });
});

suite("the Recent Trend bullets", (test) => {
  test("list the last durations, as many as the label says", async () => {
    assert.is(await bullet("- Last 5 plans: -"), "- Last 5 plans: 12min, 8min, 9min, 9min, 34min");
    assert.is(await bullet("- Last 3 plans: 1 min, 2 min, 3 min"), "- Last 3 plans: 9 min, 9 min, 34 min");
    assert.is(await bullet("- Last 5 plans:"), "- Last 5 plans: 12min, 8min, 9min, 9min, 34min");
  });

  test("keep a list that agrees, in either order, and words", async () => {
    for (const line of [
      "- Last 5 plans: 12min, 8min, 9min, 9min, 34min",
      "- Last 5 plans: [34min, 9min, 9min, 8min, 12min]",
      "- Last 5 plans: 12m, 8m, 9m, 540s, ~34m",
      "- Last 5 plans: 228-02 (~3 min), 228-01 (~3 min)",
      "- Last 5 plans (v1.0): 1min, 2min",
      "- Trend: Documentation-only plans fastest",
      "- Trend: Stable (2-4 min avg)",
    ]) {
      assert.is(await bullet(line), line);
    }
  });

  test("name the trend in place of a placeholder or another of our words", async () => {
    for (const value of ["-", "—", "N/A", "Stable", "improving", "Starting"])
      assert.is(await bullet(`- Trend: ${value}`), "- Trend: Degrading");
    assert.is(await bullet("- Trend: degrading"), "- Trend: degrading");
  });

  test("stand in their own group", async () => {
    const lines = ["**Notes:**", "- Trend: Stable", "- Last 5 plans: -"];
    assert.equal(await syncMetrics(lines), lines);
  });
});

suite("the figures behind them", (test) => {
  test("compare the later half with the earlier", () => {
    assert.is(findTrend([]), null);
    assert.is(findTrend([5, 9]), null);
    assert.is(findTrend([10, 10, 10]), "Stable");
    assert.is(findTrend([20, 18, 6, 4]), "Improving");
    assert.is(findTrend([4, 6, 18, 20]), "Degrading");
  });

  test("average over what is known, if that is half; total only over all", () => {
    const known = { plansCompleted: 4, plansLive: 4, plansCompletedEver: 4, knownMinutes: [10, 20], sharedMinutes: 0 };
    assert.equal([averageMinutes(known), totalMinutes(known)], [15, null]);
    assert.is(averageMinutes({ ...known, plansCompleted: 5 }), null);
    assert.is(totalMinutes({ ...known, plansCompleted: 2 }), 30);
    assert.equal(
      [averageMinutes({ ...known, knownMinutes: [] }), totalMinutes({ ...known, plansCompleted: 0, knownMinutes: [] })],
      [null, null],
    );
  });
});
