import * as assert from "uvu/assert";
import type { PlanFigures } from "../../../src/links/plan-figures.ts";
import { weighRecordedDuration } from "../../../src/render/row-durations.ts";
import { figuresOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

/** A plan whose SUMMARY says so many minutes, or whose commits span them, or of which nothing is known. */
function stated(minutes: number, spanMinutes: number | null = null): PlanFigures {
  const estimate = spanMinutes === null ? null : { commitCount: 3, minutes: spanMinutes, leadMinutes: 0 };
  return figuresOf("01-01", { durationMinutes: minutes, durationEvidence: "summary", estimate });
}

function spanned(minutes: number, leadMinutes = 0, commitCount = 3): PlanFigures {
  const estimate = { commitCount, minutes, leadMinutes };
  return figuresOf("01-01", { durationMinutes: minutes, durationEvidence: "commits", estimate });
}

const unknown = figuresOf("01-01", { durationMinutes: null, durationEvidence: "none", estimate: null });

function verdict(cell: string, figures: PlanFigures | undefined): string {
  const weighed = weighRecordedDuration(cell, figures);
  if (weighed.kind === "implausible") return "implausible";
  return weighed.kind === "kept" ? `kept ${weighed.minutes}` : `→ ${weighed.newText}`;
}

suite("weighRecordedDuration", (test) => {
  test("keeps a value with a unit, whatever the commits span", () => {
    for (const [cell, minutes] of [
      ["9min", 9],
      ["25 min", 25],
      ["2160s", 36],
      ["1h 40min", 100],
      ["~30s (task commits only)", 0.5],
      ["5m + 10m(T2 人工实测)", 15],
      ["21h 46m", 1306],
    ] as const) {
      for (const figures of [stated(9), spanned(2), unknown, undefined])
        assert.is(verdict(cell, figures), `kept ${minutes}`, cell);
    }
  });

  test("reads a bare number as seconds or minutes, whichever the evidence supports", () => {
    assert.is(verdict("540", stated(9)), "→ 9min");
    assert.is(verdict("540", spanned(9)), "→ 9min");
    assert.is(verdict("540", spanned(7)), "→ 9min");
    assert.is(verdict("1980", stated(33)), "→ 33min");
    assert.is(verdict("6000", stated(100)), "→ 1h 40min");
    assert.is(verdict("45", stated(44)), "kept 45");
    assert.is(verdict("120", stated(118)), "kept 120");
    assert.is(verdict("8", spanned(3)), "kept 8");
    assert.is(verdict("5", spanned(1)), "kept 5");
  });

  test("keeps a small bare number as the minutes that GSD writes", () => {
    for (const figures of [stated(3), spanned(60), unknown, undefined]) assert.is(verdict("~20", figures), "kept 20");
    assert.is(verdict("90", undefined), "kept 90");
  });

  test("replaces what is impossible by the evidence", () => {
    assert.is(verdict("1771618929m", stated(35)), "→ 35min");
    assert.is(verdict("31616115", stated(25)), "→ 25min");
    assert.is(verdict("1772535000", spanned(9)), "→ 9min");
    assert.is(verdict("29560137m", spanned(12)), "→ 12min");
  });

  test("neither believes nor changes what is impossible where there is no evidence", () => {
    for (const cell of ["1771618929m", "31616115", "29560137m", "540", "91"]) {
      assert.is(verdict(cell, unknown), "implausible", cell);
      assert.is(verdict(cell, undefined), "implausible", cell);
    }
  });

  test("replaces more than a day only where it is far from the evidence", () => {
    assert.is(verdict("50h", stated(20)), "→ 20min");
    assert.is(verdict("50h", stated(1200)), "kept 3000");
    assert.is(verdict("50h", unknown), "kept 3000");
    assert.is(verdict("23h", stated(5)), "kept 1380");
  });

  test("fills a placeholder in where there is evidence, and leaves words alone", () => {
    assert.is(verdict("-", stated(9)), "→ 9min");
    assert.is(verdict("", spanned(9)), "→ 9min");
    assert.is(verdict("TBD", stated(9)), "→ 9min");
    assert.is(verdict("-", unknown), "kept null");
    assert.is(verdict("-", undefined), "kept null");
    for (const cell of ["BLOCKED", "Light Mode Audit", "~4 commits", "1 session"])
      assert.is(verdict(cell, stated(9)), "kept null", cell);
  });

  test("tells the evidence, and what was wrong", () => {
    const evidence = (cell: string, figures: PlanFigures): string => {
      const weighed = weighRecordedDuration(cell, figures);
      return weighed.kind === "replaced" ? weighed.evidence : "";
    };
    assert.is(evidence("540", stated(9, 8)), "540 are seconds; SUMMARY says 9min, its commits span 8min");
    assert.is(
      evidence("31616115", stated(25, 10)),
      "31616115 is a year in seconds; SUMMARY says 25min, its commits span 10min",
    );
    assert.match(evidence("1771618929m", stated(35)), /point in time, not a duration; SUMMARY says 35min/);
    assert.match(evidence("1772535000", spanned(9)), /point in time.*its commits span 9min/);
    assert.is(evidence("-", stated(9)), "SUMMARY says 9min");
  });

  test("keeps what it has written", () => {
    for (const minutes of [0.2, 1, 9.4, 59, 99.6, 100, 181, 1500]) {
      const first = weighRecordedDuration("1771618929m", stated(minutes));
      assert.ok(first.kind === "replaced");
      assert.match(verdict(first.newText, stated(minutes)), /^kept/);
    }
  });
});
