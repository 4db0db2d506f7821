import * as assert from "uvu/assert";
import { mergeDocuments } from "../../../src/merge/merge-documents.ts";
import { suite } from "../../support/suite.ts";

const style = { markerSize: 7, oursLabel: "HEAD", theirsLabel: "feature" };

function clean(base: string, ours: string, theirs: string): string {
  const { text, conflicts } = mergeDocuments({ base, ours, theirs }, style);
  assert.is(conflicts, 0, text);
  return text;
}

function countConflicts(base: string, ours: string, theirs: string): number {
  return mergeDocuments({ base, ours, theirs }, style).conflicts;
}

suite("lines that stand for themselves, changed by both sides", (test) => {
  test("two versions of one label line are both kept, ours first, whatever marks the label", () => {
    for (const of of [
      (value: string) => `Next: ${value}\n`,
      (value: string) => `**Branch:** ${value}\n`,
      (value: string) => `*Current milestone: ${value}*\n`,
      (value: string) => `- Wave: ${value}\n`,
    ]) {
      const around = (value: string): string => `# T\n\nPhase one.\n\n${value}\n`;
      const text = clean(around(of("the lamp")), around(of("the lens")), around(of("the stairs")));
      assert.is(text, around(of("the lens") + of("the stairs")));
    }
  });

  test("a label that GSD reads is not doubled: the side that has come further says it", () => {
    const of = (day: string, plan: string): string =>
      `# T\n\n## Session Continuity\n\nLast session: 2026-01-${day} 10:00\n\n## Notes\n\nStopped at: ${plan}\n`;
    for (const [ours, theirs] of [
      [of("05", "the fifth"), of("06", "the sixth")],
      [of("06", "the sixth"), of("05", "the fifth")],
    ] as const)
      assert.is(clean(of("04", "the fourth"), ours, theirs), of("06", "the sixth"));
  });

  test("nor where both sides put it into one place", () => {
    const of = (day: string, added: string): string =>
      `# T\n\n## Session Continuity\n\nLast session: 2026-01-${day} 10:00\n\n## Notes\n\n- a\n\n${added}`;
    const [first, second] = ["Stopped at: five\nNext: b\n", "Stopped at: six\nNext: c\n"];
    const text = clean(of("04", ""), of("05", first), of("06", second));
    assert.is(text, of("06", "Next: b\nStopped at: six\nNext: c\n"));
  });

  test("of two stamps the later one stands; without a date that tells, both do", () => {
    const of = (value: string): string => `# T\n\n*Updated: ${value}*\n`;
    const later = of("2026-01-06 after plan 3");
    assert.is(clean(of("2026-01-04 after plan 1"), of("2026-01-05 after plan 2"), later), later);
    assert.is(clean(of("2026-01-04 after plan 1"), later, of("2026-01-05 after plan 2")), later);
    assert.is(
      clean(of("after plan 1"), of("after plan 2"), of("after plan 3")),
      "# T\n\n*Updated: after plan 2*\n*Updated: after plan 3*\n",
    );
    const worded = clean(of("2026-01-04"), of("2026-01-05 by the keeper"), of("2026-01-06"));
    assert.is(worded, "# T\n\n*Updated: 2026-01-05 by the keeper*\n*Updated: 2026-01-06*\n");
  });

  test("two versions of a short paragraph on one line are both kept, a blank line between them", () => {
    const of = (text: string): string => `# T\n\n- a\n\n${text}\n\n- b\n`;
    assert.is(
      clean(of("Waits for the lamp."), of("None - 1-2 is completed."), of("None for now, the lens comes next.")),
      of("None - 1-2 is completed.\n\nNone for now, the lens comes next."),
    );
    assert.is(
      clean(of("None - 1-1 is completed."), of("None - 1-2 is completed."), of("None - 1-3 is completed.")),
      of("None - 1-2 is completed.\n\nNone - 1-3 is completed."),
    );
  });

  test("a long paragraph, or one that grew by lines, is a conflict", () => {
    const long = (word: string): string => `# T\n\n${"The lamp burns. ".repeat(25)}${word}\n`;
    assert.is(countConflicts(long("one"), long("two"), long("three")), 1);
    const base = "# T\n\nThe lamp is lit at dusk.\n";
    const grown = "# T\n\nThe lamp is lit at dusk, daily,\nby the keeper.\n";
    assert.is(countConflicts(base, grown, "# T\n\nThe lamp is lit at noon.\n"), 1);
  });

  test("a line that one side revised stays where the other removed it; its neighbours go", () => {
    const base = "- keep\n- oil\n- the lamp is lit at dusk\n- keep, too\n";
    const revised = base.replace("at dusk", "at noon");
    const removed = "- keep\n- keep, too\n";
    const kept = "- keep\n- the lamp is lit at noon\n- keep, too\n";
    assert.is(clean(base, revised, removed), kept);
    assert.is(clean(base, removed, revised), kept);
    const row = (state: string): string => `| Id | State |\n|---|---|\n| T-1 | Done |\n${state}`;
    assert.is(clean(row("| T-2 | Pending |\n"), row("| T-2 | Done |\n"), row("")), row("| T-2 | Done |\n"));
  });

  test("is a conflict where the heading above the revised line went, too, or where the item has more lines", () => {
    const base = "# T\n\nText.\n\n## Old\n\n- the lamp is lit at dusk\n\n## New\n";
    assert.is(countConflicts(base, base.replace("at dusk", "at noon"), "# T\n\nText.\n\n## New\n"), 1);
    const item = (time: string): string => `- the lamp is lit at ${time}\n  by the keeper\n`;
    assert.is(countConflicts(item("dusk"), item("noon"), item("dawn")), 1);
  });
});
