import * as assert from "uvu/assert";
import { formatDuration, parseDuration } from "../../../src/planning/duration.ts";
import { suite } from "../../support/suite.ts";

/** Every spelling that duration cells of real projects have, with its minutes. */
const spellings: readonly (readonly [string, number])[] = [
  ["8min", 8],
  ["6 min", 6],
  ["2149s", 2149 / 60],
  ["6m", 6],
  ["~25min", 25],
  ["~65m", 65],
  ["~12 min", 12],
  ["1m 18s", 1.3],
  ["5 minutes", 5],
  ["3.5 min", 3.5],
  ["~15min (task commits only)", 15],
  ["5min 27s", 5.45],
  ["1771618929m", 1_771_618_929],
  ["1m15s", 1.25],
  ["3m 54s", 3.9],
  ["~34s (task commits only)", 34 / 60],
  ["~1h", 60],
  ["5m + 10m(T2 人工实测)", 15],
  ["2 min 19 sec", 2 + 19 / 60],
  ["21h 46m", 21 * 60 + 46],
  // Averages, totals and summaries add these.
  ["0.2 hours", 12],
  ["3 hours 1 minutes", 181],
  ["1 hour, 5 minutes", 65],
  ["1 hour and 5 minutes", 65],
  ["1h30m", 90],
  ["~5 days", 5 * 24 * 60],
  ["96 seconds", 1.6],
  ["~9 min (Wave 9 agent) + ~4 min (orchestrator)", 13],
  ["~9min(T9)+ ~2min(T9 人工验证实测)", 11],
  ["约 9 分钟（22:10–22:19 UTC）", 9],
  ["1 小时 5 分钟", 65],
  ["90秒", 1.5],
  ["PT9M", 9],
  ["PT1H5M30S", 65.5],
  ["P1DT2H", 26 * 60],
  ["<5min", 5],
  ["about 20 min", 20],
  ["≈ 7 min", 7],
  ["5 MIN", 5],
  ["\t8min  ", 8],
  ["5min, 8min", 5],
  ["12 min (two runs)", 12],
  ["9 seconds (9 minutes)", 0.15],
  ["1 day", 24 * 60],
  ["2天", 2 * 24 * 60],
  ["1d 2h", 26 * 60],
  ["1 hr 5 secs", 60 + 5 / 60],
  ["2 hrs", 120],
  ["1 hour", 60],
  ["1 minute 1 second", 1 + 1 / 60],
  ["3.25 min", 3.25],
  ["0.1234 h", 7.404],
  ["approx 7 min", 7],
  ["~3 días (cal.) · trabajo efectivo ~45 min", 3 * 24 * 60],
  ["2 horas 5 minutos", 125],
  ["etwa 2 Stunden", 120],
  ["3 Tage", 3 * 24 * 60],
  ["20 minuti", 20],
  ["1 heure 10 minutes", 70],
  ["2 часа 5 мин", 125],
  ["약 6분 25초", 6 + 25 / 60],
  ["~25분", 25],
  ["1시간 5분", 65],
  ["1時間5分", 65],
  ["1,146 seconds (19 minutes, 6 seconds)", 19.1],
  ["1,5 h", 90],
  ["1h30", 90],
  ["1h 30", 90],
  ["1h 30 tasks", 60],
  ["1h30 min", 90],
  ["Approx. 7 min", 7],
  ["approximately 7 min", 7],
  ["circa 7 min", 7],
  ["ca 7 min", 7],
  ["ca. 7 min", 7],
  ["~ 7 min", 7],
  ["5min and 8min", 5],
  ["5m（测试）+10m", 15],
  ["5m (tests)＋  about 10m", 15],
  ["5m x + 10m", 5],
  ["1h and 30 people", 60],
  ["P12D", 12 * 24 * 60],
  ["PT12H", 12 * 60],
  ["PT123M", 123],
  ["PT90S", 1.5],
  ["P1DT1H1M1S.", 25 * 60 + 1 + 1 / 60],
  ["P5M", 5],
];

suite("parseDuration", (test) => {
  test("reads every spelling of real projects", () => {
    for (const [text, minutes] of spellings) {
      const written = parseDuration(text);
      assert.ok(written?.kind === "minutes", text);
      assert.ok(Math.abs(written.minutes - minutes) < 1e-9, `${text}: ${written.minutes}`);
    }
  });

  test("leaves it open what a number without a unit means", () => {
    for (const [text, value] of [
      ["540", 540],
      ["~20", 20],
      ["31616115", 31_616_115],
      ["3.5", 3.5],
      ["12 (guessed)", 12],
      ["3.2516 | x", 3.2516],
      ["12  , or so", 12],
      ["12;", 12],
      ["12（约）", 12],
      ["  12", 12],
    ] as const) {
      const written = parseDuration(text);
      assert.ok(written?.kind === "bare", text);
      assert.is(written.value, value);
    }
  });

  test("tells how much of the text is the duration", () => {
    assert.is(parseDuration("~6.3 min/plan")?.length, 8);
    assert.is(parseDuration("2m 19s")?.length, 6);
    assert.is(parseDuration("12 (guessed)")?.length, 2);
    assert.is(parseDuration("PT9M.")?.length, 4);
    assert.is(parseDuration("  8min  ")?.length, 6);
    assert.is(parseDuration(" 12 ")?.length, 3);
    assert.is(parseDuration("5m (tests) + 10m, again")?.length, 16);
  });

  test("finds none where words, ranges and dates stand", () => {
    for (const text of [
      "",
      "-",
      "—",
      "BLOCKED",
      "1 session",
      "~4 commits",
      "Light Mode Audit",
      "2-3 min",
      "2026-02-20",
      "10:30",
      "v1.2",
      "3 months",
      "P",
      "PT",
      "PTA",
      "multi-session",
      "12abc",
      "about",
      "aboutness 7 min",
      "roughly about 7 min",
      "see PT9M",
      "PT9Mx",
      "circa7 min",
      "ca.7 min",
      "approx.7 min",
      "approx7 min",
      "12 x",
      "12 or so",
      "5mm",
    ]) {
      assert.is(parseDuration(text), undefined, text);
    }
  });

  test("takes time in proportion to hostile text", () => {
    const startedAt = performance.now();
    for (const piece of ["1m + ", "9", " ", "1h 1m ", "(", "+(", "P1D", "~"])
      parseDuration(`1m${piece.repeat(200_000)}`);
    assert.ok(performance.now() - startedAt < 10_000);
  });
});

suite("formatDuration", (test) => {
  test("writes minutes, and hours from a hundred minutes on", () => {
    assert.equal([0, 0.2, 1.4, 8.5, 99, 100, 120, 181.4].map(formatDuration), [
      "1min",
      "1min",
      "1min",
      "9min",
      "99min",
      "1h 40min",
      "2h",
      "3h 1min",
    ]);
  });

  test("is read back as what it says", () => {
    for (let minutes = 1; minutes < 2000; minutes += 7) {
      const written = parseDuration(formatDuration(minutes));
      assert.ok(written?.kind === "minutes" && written.minutes === minutes, String(minutes));
    }
  });
});
