import * as assert from "uvu/assert";
import { formatChart } from "../../../scripts/bench/chart.ts";
import { formatTable } from "../../../scripts/bench/format-results.ts";
import { measure, type SeriesResult } from "../../../scripts/bench/measurement.ts";
import { formatPage, type BenchResults } from "../../../scripts/bench/page.ts";
import { suite } from "../../support/suite.ts";

const series: SeriesResult = {
  name: "commit",
  title: "What hooks add",
  words: "Less is better.",
  rounds: 3,
  measurements: [
    measure("planlink", "kept <in> & bounds", "× node", [1, 2, 3], { milliseconds: [20, 40, 60], atMost: 2 }),
    measure("planlink", "too slow", "× node", [4, 5, 6], { atMost: 2.5 }),
    measure("peer", "husky | commitlint", "× node", [20, 20, 20]),
    measure("git", "noise", "× node", [-0.1, 0, 0.1]),
  ],
  notes: ["With husky 9."],
};
const results: BenchResults = {
  date: "2026-03-01",
  machine: {
    cores: 2,
    processor: "Some Processor",
    memoryGigabytes: 8,
    platform: "linux",
    node: "20.11.0",
    git: "2.39.5",
  },
  rounds: 3,
  loads: [0.4, 1.2, 1.1],
  series: [series],
};

suite("bench results", (test) => {
  test("stand in a table with their spread, and with what was missed", () => {
    const lines = formatTable(series).split("\n");
    assert.is(lines[0], "What hooks add (3 rounds)");
    assert.match(lines[2] ?? "", /^kept <in> & bounds +2\.00 × node +1\.50 to 2\.50 +40\.0 +2\.00$/);
    assert.match(lines[3] ?? "", /^too slow +5\.00 × node +4\.50 to 5\.50 +2\.50 \(missed\)$/);
  });

  test("stand on a page that says when, where and what was missed", () => {
    const page = formatPage(results);
    assert.ok(page.includes("Measured on 2026-03-01: 2 cores (Some Processor), 8 GB, linux, Node 20.11.0, git 2.39.5"));
    assert.ok(page.includes("The machine did nothing else (load in the median 1.10)."));
    assert.ok(
      formatPage({ ...results, loads: [0.4, 9, 8] }).includes("not calm (load in the median 8.00, on 2 cores)"),
    );
    assert.ok(page.includes("Of the 2 limits that planlink sets itself these are missed:"));
    assert.ok(page.includes("- What hooks add: too slow: 5.00, at most 2.50 (× node)"));
    assert.ok(page.includes("| husky \\| commitlint | 20.0 × node | 20.0 to 20.0 |  |  |"));
    assert.ok(page.includes("With husky 9."));
  });

  test("are drawn within the picture, also where noise makes them negative", () => {
    const chart = formatChart(results);
    assert.not.match(chart, /NaN|Infinity/);
    const xs = [...chart.matchAll(/ (?:x|cx|x1|x2)="([^"]*)"/g)].map(([, x]) => Number(x));
    assert.ok(xs.length > 20);
    assert.ok(xs.every((x) => x >= 0 && x <= 960));
    assert.is(chart.match(/<circle /g)?.length, series.measurements.length + 3);
    assert.ok(chart.includes("kept &lt;in&gt; &amp; bounds"));
    assert.ok(chart.includes("prefers-color-scheme: dark"));
  });

  test("are drawn as dots that stand further right the more they cost", () => {
    const chart = formatChart(results);
    const dots = [
      ...chart.matchAll(/<circle class="\w+" cx="([\d.]+)" cy="[\d.]+" r="4.5"\/>\n<text class="text" x="936"/g),
    ];
    const [kept = 0, slow = 0, peer = 0, noise = 0] = dots.map(([, x]) => Number(x));
    assert.ok(noise < kept && kept < slow && slow < peer, chart);
  });
});
