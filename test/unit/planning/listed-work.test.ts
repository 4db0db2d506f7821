import * as assert from "uvu/assert";
import { listsFile, normalizeWords, parseListedWork } from "../../../src/planning/listed-work.ts";
import { suite } from "../../support/suite.ts";

const summary = `# Phase 67 Plan 04: Monitoring Summary

- **Started:** 2026-02-20T14:00:00Z
- **Completed:** 2026-02-20T14:25:30.5Z

## Task Commits

1. **Task 1: Add   the collector** - \`ABC1234\` (feat)
2. **Task 2: “Alert” rules** - \`0123456789abcdef0123456789abcdef01234567\` (feat)

_Not_ commits: 123456, xabc1234, abc1234z, ${"a".repeat(41)}

## Files Created/Modified

- \`./src/metrics/collector.ts\` - gathers (see [docs/metrics.md]).
- "Makefile.am", -config.yaml; {a/b}: \\c/d\\
- 1.5, 2/3, alone
`;

suite("parseListedWork", (test) => {
  test("reads the commits, the words and the files that a SUMMARY.md names", () => {
    const { prefixes, words, files } = parseListedWork(summary);
    assert.equal([...prefixes], ["abc1234", "0123456789abcdef0123456789abcdef01234567"]);
    assert.ok(words.startsWith("# phase 67 plan 04: monitoring summary - started:"));
    assert.ok(words.includes("task 1: add the collector - abc1234 (feat) 2. task 2: alert rules"));
    assert.ok(words.endsWith("alone"));
    assert.equal(
      [...files],
      [
        "2026-02-20T14:00:00Z",
        "2026-02-20T14:25:30.5Z",
        "Created/Modified",
        "src/metrics/collector.ts",
        "docs/metrics.md",
        "Makefile.am",
        "config.yaml",
        "a/b",
        "c/d",
      ].filter((path) => files.has(path)),
    );
    for (const word of ["1.5", "2/3", "alone", "Files", "./src/metrics/collector.ts"])
      assert.not(files.has(word), word);
  });

  test("reads when work began and ended, where it says both", () => {
    const spanOf = (...lines: readonly string[]): readonly (string | null)[] => {
      const { startedAtMs, endedAtMs } = parseListedWork(lines.join("\n"));
      return [startedAtMs, endedAtMs].map((ms) => (ms === null ? null : new Date(ms).toISOString().slice(0, 19)));
    };
    const whole = ["2026-02-20T14:00:00", "2026-02-20T14:25:30"];
    assert.equal(spanOf(summary), whole);
    assert.equal(spanOf("start_time: 2026-02-20 14:00 UTC", "end_time: 2026-02-20 14:25:30 UTC"), whole);
    assert.equal(spanOf("started-at: 2026-02-20T16:00:00+02:00", "finished at 2026-02-20T14:25:30"), whole);
    assert.equal(spanOf("Start: 2026-02-20T14:00:00Z", "**Ended:** 2026-02-20T09:25:30-05:00"), whole);
    assert.equal(spanOf("START 2026-02-20T14:00:00Z", "COMPLETED 2026-02-20T14:25:30Z"), whole);
    for (const lines of [
      ["started: 2026-02-20T14:00:00Z"],
      ["completed: 2026-02-20T14:25:30Z"],
      ["started: 2026-02-20T14:00:00Z", "completed: 2026-02-20T14:00:00Z"],
      ["started: 2026-02-20T14:25:30Z", "completed: 2026-02-20T14:00:00Z"],
      ["started: 2026-02-20", "completed: 2026-02-21"],
      ["restarted: 2026-02-20T14:00:00Z", "uncompleted: 2026-02-20T14:25:30Z"],
      [],
    ])
      assert.equal(spanOf(...lines), [null, null], lines.join("; "));
  });

  test("reads no more than the first part of a very long text", () => {
    assert.is(parseListedWork(`${"x ".repeat(200_000)}abc1234`).prefixes.size, 0);
    assert.is(parseListedWork(`${"x ".repeat(199_990)}abc1234`).prefixes.size, 1);
  });
});

suite("normalizeWords", (test) => {
  test("leaves out case, marks and runs of blanks", () => {
    assert.is(normalizeWords('  **Add** _the_\t\n`Collector` “now” "here" '), "add the collector now here");
  });
});

suite("listsFile", (test) => {
  test("finds a path, and an end of it that names a folder as well", () => {
    const listed = parseListedWork("src/metrics/collector.ts\nmetrics/store.ts\nindex.ts\n");
    for (const [path, isListed] of [
      ["src/metrics/collector.ts", true],
      ["apps/web/src/metrics/collector.ts", true],
      ["packages/core/src/metrics/store.ts", true],
      ["index.ts", true],
      ["src/index.ts", false],
      ["metrics/collector.ts", false],
      ["src/other.ts", false],
    ] as const)
      assert.is(listsFile(listed, path), isListed, path);
  });
});
