import * as assert from "uvu/assert";
import { mergeDocuments } from "../../../src/merge/merge-documents.ts";
import { suite } from "../../support/suite.ts";

const style = { markerSize: 7, oursLabel: "O", theirsLabel: "T" };
/** What two versions of one line in a section come to, the lines of the result joined by slashes. */
function mergeLine(
  base: string,
  ours: string,
  theirs: string,
  around: readonly [string, string] = ["## Notes\n\n", "\n\nend\n"],
): string {
  const [before, after] = around;
  const put = (line: string): string => `${before}${line}${after}`;
  const { text } = mergeDocuments({ base: put(base), ours: put(ours), theirs: put(theirs) }, style);
  return text.slice(before.length, text.length - after.length).replaceAll("\n", " / ");
}

suite("two versions of one line", (test) => {
  test("with a label that GSD reads come to one, with another to both", () => {
    const labels =
      "Current Phase;Current Phase Name;Total Phases;Current Plan;Total Plans in Phase;Phase;Plan;Status;Progress;Last Activity;Last Activity Description;Last Date;Last Session;Paused At;Resume File;Stopped At;Current focus;Total plans completed".split(
        ";",
      );
    assert.equal(
      labels.map((label) => mergeLine(`${label}: x`, `${label}: y`, `${label}: z`)),
      [
        "Current Phase: z",
        "Current Phase Name: z",
        "Total Phases: z",
        "Current Plan: z",
        "Total Plans in Phase: z",
        "Phase: z",
        "Plan: z",
        "Status: z",
        "Progress: z",
        "Last Activity: z",
        "Last Activity Description: z",
        "Last Date: z",
        "Last Session: z",
        "Paused At: z",
        "Resume File: z",
        "Stopped At: z",
        "Current focus: z",
        "Total plans completed: z",
      ],
    );
    for (const [base, ours, theirs, merged] of [
      ["Mood: x", "Mood: y", "Mood: z", "Mood: y / Mood: z"],
      ["- Status: x", "- Status: y", "- Status: z", "- Status: y / - Status: z"],
      ["**Status:** x", "**Status:** y", "**Status:** z", "**Status:** z"],
      ["Status: x", "Mood: y", "Status: z", "Status: z / Mood: y"],
      [
        "*Updated: 2026-01-01*",
        "*Updated: 2026-01-02 10:00*",
        "*Updated: 2026-01-02 09:00*",
        "*Updated: 2026-01-02 10:00*",
      ],
      [
        "*Updated: 2026-01-01*",
        "*Updated: 2026-01-02*",
        "*Updated: 2026-01-02 *",
        "*Updated: 2026-01-02* / *Updated: 2026-01-02 *",
      ],
      ["*Updated: day 1*", "*Updated: day 2*", "*Updated: day 33*", "*Updated: day 2* / *Updated: day 33*"],
      ["Last look 2026-01-01.", "Last look 2026-01-03.", "Last look 2026-01-02.", "Last look 2026-01-03."],
    ] as const)
      assert.is(mergeLine(base, ours, theirs), merged, `${base} | ${ours} | ${theirs}`);
  });

  test("that said there was nothing give way to what there is", () => {
    for (const [nothing, merged] of [
      ["None", "words / - one / - two"],
      ["None.", "words / - one / - two"],
      ["none yet", "words / - one / - two"],
      ["Nothing so far.", "words / - one / - two"],
      ["(none currently)", "words / - one / - two"],
      ["*None pending*", "words / - one / - two"],
      ["`none active`", "words / - one / - two"],
      ["- None", "words / - one / - two"],
      ["* none yet", "words / - one / - two"],
      ["[None]", "words / - one / - two"],
      ["-", "words / - one / - two"],
      ["Nothing at all", "words / <<<<<<< O / - one / ======= / - two / >>>>>>> T"],
      ["Nobody knows", "words / <<<<<<< O / - one / ======= / - two / >>>>>>> T"],
      [`None yet ${"x".repeat(80)}`, "words / <<<<<<< O / - one / ======= / - two / >>>>>>> T"],
    ] as const) {
      assert.is(mergeLine(`words\n${nothing}`, "words\n- one", "words\n- two"), merged, nothing);
    }
    assert.is(mergeLine("None yet.\nmore words", "- one", "- two"), "<<<<<<< O / - one / ======= / - two / >>>>>>> T");
    assert.is(mergeLine("words\nNone yet.", "words\n- one", "words\n- two"), "words / - one / - two");
  });

  test("of rows of a plan come to the one with a duration", () => {
    const table = [
      "## Performance Metrics\n\n| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n",
      "\n\nend\n",
    ] as const;
    const row = (duration: string): string => `| Phase 01 P01 | ${duration} | 1 | 1 |`;
    for (const [one, other, better] of [
      ["5min", "-", "5min"],
      ["1.5h", "540", "1.5h"],
      ["1.25 hours", "540", "1.25 hours"],
      ["3 minutes", "540", "3 minutes"],
      ["30sec", "540", "30sec"],
      ["30s", "540", "30s"],
      ["~3m", "540", "~3m"],
      ["5mint", "540", "540"],
      ["123456min", "540", "540"],
      ["540", "-", "540"],
      ["5400", "12345", "5400"],
      ["x540", "12", "12"],
      ["7min", "9min", "9min"],
      ["9min", "9min of work", "9min"],
    ] as const) {
      const merged = mergeLine(row("BLOCKED"), row(one), row(other), table);
      assert.is(mergeLine(row("BLOCKED"), row(other), row(one), table), merged, `${one} ${other}`);
      assert.is(merged.split("|")[2]?.trim(), better, `${one} ${other}`);
    }
  });

  test("of figures come from the side that is ahead", () => {
    const figures = ["## Performance Metrics\n\n", "\n\nend\n"] as const;
    for (const [base, ours, theirs, merged] of [
      [
        "- Total plans completed: 1",
        "- Total plans completed: 2",
        "- Total plans completed: 10",
        "- Total plans completed: 10",
      ],
      ["- Average duration: 1", "- Average duration: 2", "- Average duration: 10", "- Average duration: 10"],
      ["- Average duration: a", "- Average duration: b", "- Average duration: c", "- Average duration: c"],
      ["- Trend: up", "- Trend: down", "- Trend: stable", "- Trend: stable"],
    ] as const) {
      assert.is(mergeLine(base, ours, theirs, figures), merged, ours);
      assert.is(mergeLine(base, theirs, ours, figures), merged, theirs);
    }
  });

  test("of rows and items of one plan in two places come to one, in the place of the first", () => {
    const [head, rule] = ["| Plan | Duration | Tasks | Files |", "|---|---|---|---|"];
    const merge = (base: string, ours: string, theirs: string): string =>
      mergeDocuments({ base, ours, theirs }, style).text.replaceAll("\n", " / ");
    const base = `## Performance Metrics\n\n- Total plans completed: 1\n\n${head}\n${rule}\n| Phase 01 P01 | 5min | 1 | 1 |\n\nend\n`;
    const ours = base.replace(
      "| Phase 01 P01 | 5min | 1 | 1 |\n",
      "| Phase 01 P01 | 5min | 1 | 1 |\n| Phase 01 P02 | 7min | 2 | 2 |\n",
    );
    for (const [theirs, merged] of [
      [
        base.replace("end\n", "end\n\n| Phase 01 P02 | - | 2 | 2 |\n"),
        "## Performance Metrics /  / - Total plans completed: 1 /  / | Plan | Duration | Tasks | Files | / |---|---|---|---| / | Phase 01 P01 | 5min | 1 | 1 | / | Phase 01 P02 | 7min | 2 | 2 | /  / end /  / ",
      ],
      [
        base.replace("end\n", "end\n\n| Phase 1 P02 | 8min | 2 | 2 |\n"),
        "## Performance Metrics /  / - Total plans completed: 1 /  / | Plan | Duration | Tasks | Files | / |---|---|---|---| / | Phase 01 P01 | 5min | 1 | 1 | / | Phase 1 P02 | 8min | 2 | 2 | /  / end /  / ",
      ],
      [
        base.replace("- Total plans completed: 1\n", "- Total plans completed: 1\n- 01-02: 9min, 2 tasks\n"),
        "## Performance Metrics /  / - Total plans completed: 1 / - 01-02: 9min, 2 tasks /  / | Plan | Duration | Tasks | Files | / |---|---|---|---| / | Phase 01 P01 | 5min | 1 | 1 | /  / end / ",
      ],
      [
        base.replace("end\n", "end\n\n| Phase 01 P02 | 7min | 2 | 2 |\n| Phase 01 P02 | 7min | 2 | 2 |\n"),
        "## Performance Metrics /  / - Total plans completed: 1 /  / | Plan | Duration | Tasks | Files | / |---|---|---|---| / | Phase 01 P01 | 5min | 1 | 1 | / | Phase 01 P02 | 7min | 2 | 2 | /  / end /  / | Phase 01 P02 | 7min | 2 | 2 | / ",
      ],
      [
        base.replace(
          "| Phase 01 P01 | 5min | 1 | 1 |\n",
          "| Phase 01 P02 | 6min | 2 | 2 |\n| Phase 01 P01 | 5min | 1 | 1 |\n",
        ),
        "## Performance Metrics /  / - Total plans completed: 1 /  / | Plan | Duration | Tasks | Files | / |---|---|---|---| / | Phase 01 P02 | 7min | 2 | 2 | / | Phase 01 P01 | 5min | 1 | 1 | /  / end / ",
      ],
    ] as const)
      assert.is(merge(base, ours, theirs), merged, theirs);
  });
});
