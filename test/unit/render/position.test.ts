import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { harbourWith, sync } from "../../support/synced.ts";

const summary = "# Phase 3 Plan 1: Horn Summary\n";
/** Plan 03-01 is done as well, at 11:00 on 5 March, its last commit of work at 09:20; phase 3 has two more plans. */
const fog = harbourWith({
  commits: [
    {
      at: "2026-03-05T11:00:00+02:00",
      message: "docs(03-01): complete fog horn\n",
      paths: [".planning/phases/03-fog-horn/03-01-SUMMARY.md", ".planning/STATE.md"],
    },
  ],
  files: {
    ".planning/phases/03-fog-horn/03-01-SUMMARY.md": `---\nduration: 20min\n---\n\n${summary}`,
    ".planning/phases/03-fog-horn/03-03-PLAN.md": "# 03-03\n",
  },
});

async function syncPosition(...lines: readonly string[]): Promise<readonly string[]> {
  const text = ["## Current Position", "", ...lines, ""].join("\n");
  return (await sync(text, fog, new Set(), true)).text.split("\n").slice(2, -1);
}

type Table = Readonly<Record<string, string | null>>;

/** Plan lines under `Phase: 3 of 4`: what they become, `null` where they stay. */
const plans: Table = {
  "Plan: 1 of 3 in current phase": null,
  "Plan: 2 of 3 in current phase": null,
  "Plan: 3 of 3": null,
  "Plan: 0 of 3": null,
  "Plan: 4 of 3": "Plan: 2 of 3",
  "Plan: 01 of 02": "Plan: 02 of 03",
  "Plan: 1/2": "Plan: 2/3",
  "Plan: 1 / 2": "Plan: 2 / 3",
  "Plan: 1 of 4": null,
  "Plan: 5 of 4": "Plan: 2 of 4",
  "Plan: 1 of 3 complete": null,
  "Plan: 2 of 3 complete": "Plan: 1 of 3 complete",
  "Plan: 2 of 3 plans done": "Plan: 1 of 3 plans done",
  "Plan: 0 of 3 complete": null,
  "Plan: #1 of 2": "Plan: #2 of 3",
  "Plan: currently 4 of 3": null,
  "Plan: `4` of 3": null,
  "Plan: no 4 of 3": "Plan: no 2 of 3",
  "Plan: 4 of 3-4": null,
  "Plan: 4 of 3.": null,
  "Plan: 4 of 3, then rest": "Plan: 2 of 3, then rest",
  "Plan: 4 of 3x": null,
  "Plan: 02-03": "Plan: 03-01",
  "Plan: 02.1-01": "Plan: 03-01",
  "Plan: plan 02-01": "Plan: plan 03-01",
  "Plan: Plan  02-01": "Plan: Plan  03-01",
  "Plan: PLAN\t02-01": "Plan: PLAN\t03-01",
  "Plan: plan   02-01": null,
  "Plan: 03-01": null,
  "Plan: 03-02": null,
  "Plan: 09-01": null,
  "Plan: 02-01 done": null,
  "Plan: 2-1": "Plan: 03-01",
  "Plan: TBD": null,
  "Plan: ": null,
  "Plan: 12 of 2": "Plan: 02 of 3",
  "Plan: 4 of 003": "Plan: 2 of 003",
  "**Plan:** 4 of 3": "**Plan:** 2 of 3",
  "Plan: 1234 of 3": null,
  "Plan: 4  of 3": null,
  "Plan: x 4 of 3": "Plan: x 2 of 3",
  "Plan: 02-01 → 03": null,
};

/** As the plan lines, what stands behind *Last activity*. */
const activities: Table = {
  "2026-03-05 — Completed 03-01": null,
  "2026-03-05 — Completed 02-01": "2026-03-05 — Completed 03-01: Horn",
  "2026-03-04 — Completed 02-01": "2026-03-05 — Completed 03-01: Horn",
  "2026-03-04": "2026-03-05",
  "2026-03-05": null,
  "2026-03-06 — Completed 02-01": null,
  "2026-03-04: Completed 02-01": "2026-03-05: Completed 03-01: Horn",
  "2026-03-04 | Completed 02-01": "2026-03-05 | Completed 03-01: Horn",
  "2026-03-04 - Completed 02-01": "2026-03-05 - Completed 03-01: Horn",
  "2026-03-04 -- Completed 02-01": "2026-03-05 -- Completed 03-01: Horn",
  "2026-03-04 Completed 02-01": "2026-03-05 Completed 03-01: Horn",
  "2026-03-04 — Completed 03-01": "2026-03-05 — Completed 03-01",
  "2026-03-04 — Roadmap created": "2026-03-05 — Roadmap created",
  "2026-03-05 — Roadmap created": null,
  "2026-03-05 — [what happened]": "2026-03-05 — Completed 03-01: Horn",
  "2026-03-04 — Quick task 3": "2026-03-05 — Quick task 3",
  "2026-03-04T10:00:00Z — Completed 02-01": "2026-03-05T07:20:00Z — Completed 03-01: Horn",
  "2026-03-04T10:00:00+02:00 — Completed 02-01": "2026-03-05T09:20:00+02:00 — Completed 03-01: Horn",
  "2026-03-05T08:59:00Z": null,
  "2026-03-05T09:00:00Z": null,
  "2026-03-05 10:59": null,
  "2026-03-05 11:00": null,
  "2026-03-05 08:30 UTC": null,
  yesterday: null,
  "2026-03-04 — Completed 02-01 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx":
    null,
  "2026-03-05 — Completed 02-01 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx":
    null,
  "2026-03-05 — Completed 02-01 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx":
    "2026-03-05 — Completed 03-01: Horn",
  "2026-03-05 — Completed 02-01: Lamps": "2026-03-05 — Completed 03-01: Horn",
  "2026-03-04 — 03-02 started": "2026-03-05 — 03-02 started",
  "2026-03-04 – Working on 03-01 (1 of 3 tasks)": "2026-03-05 – Working on 03-01 (1 of 3 tasks)",
};

function progress(
  phases: number | string,
  completedPhases: number | string,
  plansInAll: number,
  completedPlans: number,
  percent: number,
): readonly string[] {
  return [
    "progress:",
    `  total_phases: ${phases}`,
    `  completed_phases: ${completedPhases}`,
    `  total_plans: ${plansInAll}`,
    `  completed_plans: ${completedPlans}`,
    `  percent: ${percent}`,
  ];
}

type Lines = readonly string[];

/** Lines of the front matter and of the position below it, what they become (`null` where they stay), and why. */
const documents: readonly (readonly [Lines, Lines, Lines | null, Lines | null, Lines])[] = [
  [progress(4, 3, 9, 7, 75), [], null, null, []],
  [
    progress(4, 3, 9, 6, 75),
    [],
    progress(4, 3, 9, 7, 75),
    null,
    ["progress.completed_plans is recorded as “6”; it is 7 (7 of the 9 plans of phases 1 to 3 have a SUMMARY)"],
  ],
  [
    progress(4, 3, 8, 6, 75),
    [],
    progress(4, 3, 9, 7, 75),
    null,
    [
      "progress.total_plans is recorded as “8”; it is 9 (7 of the 9 plans on disk have a SUMMARY)",
      "progress.completed_plans is recorded as “6”; it is 7 (7 of the 9 plans on disk have a SUMMARY)",
    ],
  ],
  [
    progress(4, 3, 9, 7, 10),
    [],
    progress(4, 3, 9, 7, 75),
    null,
    ["progress.percent is recorded as “10”; it is 75 (7 of 9 plans and 3 of 4 phases)"],
  ],
  [progress(4, 3, 9, 7, 78), [], null, null, []],
  [progress(4, 3, 9, 7, 79), [], null, null, []],
  [
    progress(4, 3, 9, 7, 80),
    [],
    progress(4, 3, 9, 7, 75),
    null,
    ["progress.percent is recorded as “80”; it is 75 (7 of 9 plans and 3 of 4 phases)"],
  ],
  [progress(4, 3, 9, 7, 76), [], null, null, []],
  [
    progress(4, 3, 9, 7, 73),
    [],
    progress(4, 3, 9, 7, 75),
    null,
    ["progress.percent is recorded as “73”; it is 75 (7 of 9 plans and 3 of 4 phases)"],
  ],
  [progress(4, 4, 9, 7, 78), [], null, null, []],
  [progress(4, 2, 9, 7, 78), [], null, null, []],
  [progress(4, 1, 9, 7, 78), [], null, null, []],
  [
    progress(6, 3, 20, 7, 78),
    [],
    progress(6, 3, 20, 7, 35),
    null,
    ["progress.percent is recorded as “78”; it is 35 (7 of 20 plans and 3 of 6 phases)"],
  ],
  [
    progress(4, 3, 20, 6, 78),
    [],
    progress(4, 3, 20, 7, 35),
    null,
    [
      "progress.completed_plans is recorded as “6”; it is 7 (7 of the 9 plans on disk have a SUMMARY)",
      "progress.percent is recorded as “78”; it is 35 (7 of 20 plans and 3 of 4 phases)",
    ],
  ],
  [progress(1, 0, 3, 1, 33), [], null, null, []],
  [
    progress(1, 0, 3, 2, 33),
    [],
    progress(1, 0, 3, 1, 33),
    null,
    ["progress.completed_plans is recorded as “2”; it is 1 (1 of the 3 plans of phase 3 have a SUMMARY)"],
  ],
  [progress(4, 0, 0, 0, 0), [], null, null, []],
  [
    progress(4, 3, 9, 10, 75),
    [],
    progress(4, 3, 9, 7, 75),
    null,
    ["progress.completed_plans is recorded as “10”; it is 7 (7 of the 9 plans of phases 1 to 3 have a SUMMARY)"],
  ],
  [
    progress("x", "x", 9, 7, 50),
    [],
    progress("x", "x", 9, 7, 78),
    null,
    ["progress.percent is recorded as “50”; it is 78 (7 of 9 plans)"],
  ],
  [
    ["progress:", "  total_plans: 9", "  completed_plans: 6"],
    [],
    ["progress:", "  total_plans: 9", "  completed_plans: 7"],
    null,
    ["progress.completed_plans is recorded as “6”; it is 7 (7 of the 9 plans of phases 1 to 3 have a SUMMARY)"],
  ],
  [
    ["progress:", "  total_plans: 9", "  completed_plans: 7", "  percent: 50"],
    [],
    ["progress:", "  total_plans: 9", "  completed_plans: 7", "  percent: 78"],
    null,
    ["progress.percent is recorded as “50”; it is 78 (7 of 9 plans)"],
  ],
  [["progress:", "  percent: 50"], [], null, null, []],
  [
    progress(4, 3, 9, 7, 75),
    ["Phase: 3 of 4", "Progress: [██████████] 100%"],
    null,
    ["Phase: 3 of 4", "Progress: [████████░░] 78%"],
    ["Progress is recorded as “[██████████] 100%”; it is [████████░░] 78% (7 of 9 plans by the front matter)"],
  ],
  [progress(4, 3, 9, 7, 75), ["Phase: 3 of 4", "Progress: 33%"], null, null, []],
  [
    progress(4, 3, 9, 7, 75),
    ["Progress: 33%"],
    null,
    ["Progress: 78%"],
    ["Progress is recorded as “33%”; it is 78% (7 of 9 plans by the front matter)"],
  ],
  [progress(4, 3, 9, 7, 75), ["Progress: 78%"], null, null, []],
  [
    progress(4, 3, 9, 6, 75),
    ["Progress: 50%"],
    progress(4, 3, 9, 7, 75),
    ["Progress: 78%"],
    [
      "progress.completed_plans is recorded as “6”; it is 7 (7 of the 9 plans of phases 1 to 3 have a SUMMARY)",
      "Progress is recorded as “50%”; it is 78% (7 of the 9 plans of phases 1 to 3 have a SUMMARY)",
    ],
  ],
  [
    ["x: 1"],
    ["Phase: 3 of 4", "Progress: 50%"],
    null,
    ["Phase: 3 of 4", "Progress: 78%"],
    ["Progress is recorded as “50%”; it is 78% (7 of the 9 plans on disk have a SUMMARY)"],
  ],
  [["x: 1"], ["Phase: 3 of 4", "Progress: 33%"], null, null, []],
  [["x: 1"], ["Phase: 3 of 4", "Progress: 78%", "Other: 50%"], null, null, []],
  [
    ["x: 1"],
    ["PROGRESS: 50%"],
    null,
    ["PROGRESS: 78%"],
    ["PROGRESS is recorded as “50%”; it is 78% (7 of the 9 plans on disk have a SUMMARY)"],
  ],
  [["x: 1"], ["My Progress: 50%", "Progress bar: 50%"], null, null, []],
  [
    ["stopped_at: Completed 02-01"],
    [],
    ['stopped_at: "Completed 03-01: Horn"'],
    null,
    [
      "stopped_at is recorded as “Completed 02-01”; it is Completed 03-01: Horn (the plan completed last is of 2026-03-05 09:20)",
    ],
  ],
  [["stopped_at: Completed 03-01"], [], null, null, []],
  [
    ['stopped_at: "Completed 02-01"'],
    [],
    ['stopped_at: "Completed 03-01: Horn"'],
    null,
    [
      "stopped_at is recorded as “Completed 02-01”; it is Completed 03-01: Horn (the plan completed last is of 2026-03-05 09:20)",
    ],
  ],
  [
    ["stopped_at: 'Completed 02-01'"],
    [],
    ["stopped_at: 'Completed 03-01: Horn'"],
    null,
    [
      "stopped_at is recorded as “Completed 02-01”; it is Completed 03-01: Horn (the plan completed last is of 2026-03-05 09:20)",
    ],
  ],
  [["stopped_at: Completed 02-01 # remark"], [], null, null, []],
  [["stopped_at: Completed 02-01", "  and more"], [], null, null, []],
  [["stopped_at: null"], [], null, null, []],
  [["stopped_at: ~"], [], null, null, []],
  [["stopped_at: 7"], [], null, null, []],
  [["stopped_at:"], [], null, null, []],
  [["stopped_at: |", "  Completed 02-01"], [], null, null, []],
  [
    ["last_activity: fix: x", "stopped_at: Completed 02-01"],
    [],
    ["last_activity: fix: x", 'stopped_at: "Completed 03-01: Horn"'],
    null,
    [
      "stopped_at is recorded as “Completed 02-01”; it is Completed 03-01: Horn (the plan completed last is of 2026-03-05 09:20)",
    ],
  ],
  [["last_activity: fix: x", "stopped_at: true"], [], null, null, []],
  [
    ["last_activity: 2026-03-04 — Completed 02-01"],
    [],
    ['last_activity: "2026-03-05 — Completed 03-01: Horn"'],
    null,
    [
      "last_activity is recorded as “2026-03-04 — Completed 02-01”; it is 2026-03-05 — Completed 03-01: Horn (the last work commit is of 2026-03-05 09:20)",
    ],
  ],
  [
    ["last_activity: 2026-03-04"],
    [],
    ["last_activity: 2026-03-05"],
    null,
    ["last_activity is recorded as “2026-03-04”; it is 2026-03-05 (the last work commit is of 2026-03-05 09:20)"],
  ],
  [
    ['last_activity: "2026-03-04"'],
    [],
    ['last_activity: "2026-03-05"'],
    null,
    ["last_activity is recorded as “2026-03-04”; it is 2026-03-05 (the last work commit is of 2026-03-05 09:20)"],
  ],
  [
    ["last_activity_desc: Completed 02-01"],
    [],
    ['last_activity_desc: "Completed 03-01: Horn"'],
    null,
    [
      "last_activity_desc is recorded as “Completed 02-01”; it is Completed 03-01: Horn (the plan completed last is of 2026-03-05 09:20)",
    ],
  ],
  [["last_activity_desc: Completed 03-01"], [], null, null, []],
  [["last_activity_desc: something"], [], null, null, []],
  [["last_activity_desc: [none]"], [], null, null, []],
  [["last_activity_desc: "], [], null, null, []],
  [
    ["current_plan: 4"],
    ["Phase: 3 of 4", "Plan: 4 of 3"],
    ["current_plan: 2"],
    ["Phase: 3 of 4", "Plan: 2 of 3"],
    [
      "Plan is recorded as “4 of 3”; it is 2 of 3 (phase 3 has 3 plans, 1 with a SUMMARY)",
      "current_plan is recorded as “4”; it is 2 (phase 3 has 3 plans, 1 with a SUMMARY)",
    ],
  ],
  [
    ["current_plan: 3"],
    ["Phase: 3 of 4", "Plan: 4 of 3"],
    null,
    ["Phase: 3 of 4", "Plan: 2 of 3"],
    ["Plan is recorded as “4 of 3”; it is 2 of 3 (phase 3 has 3 plans, 1 with a SUMMARY)"],
  ],
  [
    ["current_plan: 04"],
    ["Phase: 3 of 4", "Plan: 4/3"],
    ["current_plan: 2"],
    ["Phase: 3 of 4", "Plan: 2/3"],
    [
      "Plan is recorded as “4/3”; it is 2/3 (phase 3 has 3 plans, 1 with a SUMMARY)",
      "current_plan is recorded as “04”; it is 2 (phase 3 has 3 plans, 1 with a SUMMARY)",
    ],
  ],
  [["current_plan: 2"], ["Phase: 3 of 4", "Plan: 2 of 3"], null, null, []],
  [
    ["current_plan: x"],
    ["Phase: 3 of 4", "Plan: 4 of 3"],
    null,
    ["Phase: 3 of 4", "Plan: 2 of 3"],
    ["Plan is recorded as “4 of 3”; it is 2 of 3 (phase 3 has 3 plans, 1 with a SUMMARY)"],
  ],
  [
    ["current_plan: 1"],
    ["Phase: 3 of 4", "Plan: 02-01"],
    null,
    ["Phase: 3 of 4", "Plan: 03-01"],
    ["Plan is recorded as “02-01”; it is 03-01 (03-01 was completed 2026-03-05 09:20)"],
  ],
];

const step = 10;

/** Parts of a table, so that no test takes long. */
function cut<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / step) }, (_, index) =>
    items.slice(index * step, (index + 1) * step),
  );
}

suite("the position under sync", (test) => {
  const phase = "Phase: 3 of 4 (Fog Horn)";

  cut(Object.entries(plans)).forEach((part, index) => {
    test(`has its plan line brought up to date where it contradicts the phase's plans, ${index + 1}`, async () => {
      for (const [line, expected] of part)
        assert.equal(await syncPosition(phase, line), [phase, expected ?? line], line);
    });
  });

  test("has its plan line brought up to date up to a certain length", async () => {
    const long = `Plan: 4 of 3 ${"x".repeat(393)}`;
    assert.equal(await syncPosition(phase, long), [phase, long.replace("4", "2")]);
    assert.equal(await syncPosition(phase, `${long}x`), [phase, `${long}x`]);
  });

  test("keeps a plan line of another phase, and one below words that look ahead", async () => {
    for (const other of ["Phase: 2 of 4", "Phase: 4 of 4 — ready to plan", "Status: x"])
      assert.equal(await syncPosition(other, "Plan: 4 of 3"), [other, "Plan: 4 of 3"]);
    const ahead = ["Phase: 4 of 4 — ready to plan", "Plan: 02-01"];
    assert.equal(await syncPosition(...ahead), ahead);
  });

  cut(Object.entries(activities)).forEach((part, index) => {
    test(`has its last activity brought up to date where work came after it, ${index + 1}`, async () => {
      for (const [value, expected] of part)
        assert.equal(await syncPosition(`Last activity: ${value}`), [`Last activity: ${expected ?? value}`], value);
    });
  });

  test("keeps words about the last activity that are longer than any of its own", async () => {
    const value = (day: string, plan: string, length: number): string =>
      `Last activity: ${day} — ${`Completed ${plan} `.padEnd(length, "x")}`;
    for (const [before, after] of [
      [value("2026-03-04", "02-01", 161), null],
      [value("2026-03-05", "02-01", 161), null],
      [value("2026-03-05", "02-01", 160), "Last activity: 2026-03-05 — Completed 03-01: Horn"],
      [value("2026-03-04", "03-01", 161), value("2026-03-05", "03-01", 161)],
    ] as const)
      assert.equal(await syncPosition(before), [after ?? before]);
  });

  cut(documents).forEach((part, index) => {
    test(`agrees with the front matter's copies, which are mended with it, ${index + 1}`, async () => {
      for (const [frontMatter, body, newFrontMatter, newBody, findings] of part) {
        const compose = (above: Lines, below: Lines): string => {
          const position = below.length > 0 ? ["## Current Position", "", ...below, ""] : ["# State", ""];
          return ["---", ...above, "---", "", ...position].join("\n");
        };
        const written = await sync(compose(frontMatter, body), fog, new Set(), true);
        assert.is(written.text, compose(newFrontMatter ?? frontMatter, newBody ?? body));
        assert.equal(
          written.findings.map(({ message }) => message),
          findings,
        );
      }
    });
  });
});
