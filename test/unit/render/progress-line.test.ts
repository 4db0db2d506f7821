import * as assert from "uvu/assert";
import { renderProgressLine } from "../../../src/render/progress-line.ts";
import { suite } from "../../support/suite.ts";

const counts = { completedPlans: 6, totalPlans: 8, otherPercents: [40], evidence: "" };

/** Progress lines of a project with 6 of 8 plans done, whose phase has 40 %: what they become, `null` where they stay. */
const lines: Readonly<Record<string, string | null>> = {
  "75%": null,
  "74%": null,
  "76%": null,
  "73%": "75%",
  "77%": "75%",
  "40%": null,
  "41%": null,
  "42%": "75%",
  "50%": "75%",
  "0%": "75%",
  "100%": "75%",
  "[████████░░] 75%": null,
  "[███████░░░] 75%": null,
  "[██████░░░░] 75%": "[████████░░] 75%",
  "[█████████░] 75%": "[████████░░] 75%",
  "[█████░░░░░] 75%": "[████████░░] 75%",
  "[██████████] 75%": "[████████░░] 75%",
  "[█████░░░░░] 50%": "[████████░░] 75%",
  "[████░░░░░░] 40%": null,
  "[██████░░░░] 40%": "[████░░░░░░] 40%",
  "`[█████░░░░░]` 50%": "`[████████░░]` 75%",
  "█████░░░░░ 50%": "████████░░ 75%",
  "[▓▓▓▓▓▒▒▒▒▒] 50%": "[▓▓▓▓▓▓▓▓▒▒] 75%",
  "[▰▰▰▰▱▱▱▱] 50%": "[▰▰▰▰▰▰▱▱] 75%",
  "[■■■■□□□□] 50%": "[■■■■■■□□] 75%",
  "[●●●●○○○○] 50%": "[●●●●●●○○] 75%",
  "[####....] 50%": "[######..] 75%",
  "[=====-----] 50%": "[========--] 75%",
  "[====>.....] 50%": "[========..] 75%",
  "[##########] 50%": "[########..] 75%",
  "[▰▰▰▰▰] 50%": "[▰▰▰▰▱] 75%",
  "[■■■■■] 50%": "[■■■■□] 75%",
  "[●●●●●] 50%": "[●●●●○] 75%",
  "[=====] 50%": "[====.] 75%",
  "[█████] 50%": "[████░] 75%",
  "[░░░░░] 50%": "[████░] 75%",
  "[▱▱▱▱▱] 50%": "[▰▰▰▰▱] 75%",
  "[□□□□□] 50%": "[■■■■□] 75%",
  "[○○○○○] 50%": "[●●●●○] 75%",
  "[.....] 50%": "[====.] 75%",
  "[-----] 50%": "[====-] 75%",
  "[▒▒▒▒▒] 50%": "[████▒] 75%",
  "[▓▓▓▓▓] 50%": "[▓▓▓▓░] 75%",
  "[>>>>>] 50%": "[████░] 75%",
  "[████] 50%": null,
  "75% (6/8)": null,
  "75% (5/8)": "75% (6/8)",
  "75% (6/9)": "75% (6/8)",
  "50% (5/8 plans)": "75% (6/8 plans)",
  "50% (5/10 plans complete)": "75% (6/8 plans complete)",
  "75% (5 of 8 plans completed)": "75% (6 of 8 plans completed)",
  "75% — 5/8 plans complete": "75% — 6/8 plans complete",
  "75% - plans: 5/8": "75% - plans: 6/8",
  "75% (plan: 5 / 8)": "75% (plan: 6 / 8)",
  "75% 5/8": "75% 6/8",
  "75% (6/8 plans complete)": null,
  "50% (6/8 plans complete)": "75% (6/8 plans complete)",
  "40% (6/8)": null,
  "40% (5/8)": "75% (6/8)",
  "75% (5/8 tests)": null,
  "75% of plans": null,
  "~50%": null,
  "50% so far": null,
  "see 50%": null,
  "1000%": null,
  "[█████░░░░░]50%": "[████████░░]75%",
  "[█████░░░░░]\t50%  ": "[████████░░]\t75%",
  "[█████░░░░░]     50%": null,
  "50%     (5/8)": null,
  "75% (5/8) ": "75% (6/8)",
  "75%(5/8)": "75%(6/8)",
  "75% (5/8 plans": "75% (6/8 plans",
  "75% (5  of 8)": null,
  "75% (5/8  plans  complete)": "75% (6/8  plans  complete)",
  "75% (5/8  plan complete)": "75% (6/8  plan complete)",
  "[████████░░] 75% (5/8)": "[████████░░] 75% (6/8)",
  "[█████░░░░░] 50% (4/8 plans)": "[████████░░] 75% (6/8 plans)",
  "50% (12345/8)": null,
  "": null,
};

suite("renderProgressLine", (test) => {
  test("mends lines of a bar, a percentage and a count, in the form that they have", () => {
    for (const [line, expected] of Object.entries(lines)) {
      assert.is(renderProgressLine(line, counts), expected, line);
      // Once is enough.
      if (expected !== null) assert.is(renderProgressLine(expected, counts), null, expected);
    }
  });

  test("says nothing without plans, and no more than all of it", () => {
    assert.is(renderProgressLine("50%", { ...counts, totalPlans: 0 }), null);
    assert.is(renderProgressLine("50%", { ...counts, completedPlans: 9 }), "100%");
    assert.is(renderProgressLine("[█████░░░░░] 50%", { ...counts, completedPlans: 0 }), "[░░░░░░░░░░] 0%");
  });
});
