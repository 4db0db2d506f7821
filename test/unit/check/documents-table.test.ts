import * as assert from "uvu/assert";
import { checkReferences, checkUnlisted } from "../../../src/check/check-references.ts";
import { checkSections } from "../../../src/check/check-sections.ts";
import { findUnread } from "../../../src/check/find-unread.ts";
import { findCommitLists, findCommitReferences } from "../../../src/document/commit-references.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { createFinding } from "../../../src/model/finding.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { planIdOf, figuresOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";
import {
  betaLayout,
  betaPlans,
  changeLayout,
  findingsOf,
  type FakePlan,
  type OtherTexts,
} from "./consistency-fixture.ts";

const path = ".planning/STATE.md";
const found = async (
  text: string,
  plans: readonly FakePlan[] = betaPlans,
  others: OtherTexts = {},
): Promise<readonly string[]> =>
  (await findingsOf(text, plans, others)).map((finding) =>
    finding.replace(
      /^(\S+?) (?:total-contradicted|check-mark-contradicted|requirement-contradicted|position-contradicted) /,
      "$1 ",
    ),
  );

/** Phase 2 complete, phase 3 begun. */
const gammaPlans: readonly FakePlan[] = [
  ...betaPlans.slice(0, 3),
  { id: "2-02", at: "2026-02-21T10:00:00Z" },
  { id: "2-03", at: "2026-02-21T12:00:00Z" },
  { id: "3-01", at: "2026-02-21T15:00:00Z" },
  { id: "3-02", at: null, isOpen: true },
];

suite("lines that say where the project stands", (test) => {
  const inPlace = changeLayout(
    ["last_activity: 2026-02-20\n", ""],
    ["stopped_at: Completed 02-01-PLAN.md\n", ""],
    ["Phase 2 - Beta", "Phase 3 - Gamma"],
    ["2 of 2 (Beta)", "3 of 3 (Gamma)"],
    ["2 of 3 in current phase", "2 of 2 in current phase"],
    ["2026-02-20 — Completed 02-01\n", "2026-02-21 — Completed 03-01\n"],
    [
      "progress:\n  total_phases: 2\n  completed_phases: 1\n  total_plans: 5\n  completed_plans: 3\n  percent: 50\n",
      "",
    ],
  );

  test("agree with the plan completed last", async () => {
    assert.equal(await found(inPlace, gammaPlans), []);
  });

  test("name what was done last, or something older", async () => {
    for (const [activity, findings] of [
      [
        "2026-02-21 — Completed 02-03",
        ["20 “Last activity” says “2026-02-21 — Completed 02-03”, but 03-01 was completed after it (2026-02-21 15:00)"],
      ],
      ["2026-02-21 — Completed 02-03 and 03-01", []],
      [
        "2026-02-21 — Completed 02-02, 02-03",
        [
          "20 “Last activity” says “2026-02-21 — Completed 02-02, 02-03”, but 03-01 was completed after them (2026-02-21 15:00)",
        ],
      ],
      [
        "2026-02-21: 02-03 done",
        ["20 “Last activity” says “2026-02-21: 02-03 done”, but 03-01 was completed after it (2026-02-21 15:00)"],
      ],
      [
        "2026-02-21 Executed plan 2-03",
        [
          "20 “Last activity” says “2026-02-21 Executed plan 2-03”, but 03-01 was completed after it (2026-02-21 15:00)",
        ],
      ],
      ["2026-02-21 - reviewed 02-03", []],
      [
        "2026-02-21 02-03 after a talk about 01-02",
        [
          "20 “Last activity” says “2026-02-21 02-03 after a talk about 01-02”, but 03-01 was completed after it (2026-02-21 15:00)",
        ],
      ],
      [
        "2026-02-21 — Completed 02-03. Next 03-02",
        ["20 “Last activity” says “2026-02-21 — Completed 02-03”, but 03-01 was completed after it (2026-02-21 15:00)"],
      ],
      ["2026-02-21 — Completed 09-01", []],
      [
        "2026-02-21 — Completed 03-02",
        ["20 plan-unfinished plan 03-02 is reported complete, but has no SUMMARY.md and no tagged commits"],
      ],
      [
        "2026-02-21 — Phase 2 complete",
        [
          "20 “Last activity” says “2026-02-21 — Phase 2 complete”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)",
        ],
      ],
      [
        "2026-02-21 — Phase 2 (Beta) executed",
        [
          "20 “Last activity” says “2026-02-21 — Phase 2 (Beta) executed”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)",
        ],
      ],
      [
        "2026-02-21 — Phase 2-beta started",
        [
          "20 “Last activity” says “2026-02-21 — Phase 2-beta started”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)",
        ],
      ],
      [
        "2026-02-21 — Phase 2 now in progress",
        [
          "20 “Last activity” says “2026-02-21 — Phase 2 now in progress”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)",
        ],
      ],
      [
        "2026-02-21 — Phase 2 fully shipped",
        [
          "20 “Last activity” says “2026-02-21 — Phase 2 fully shipped”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)",
        ],
      ],
      ["2026-02-21 — Phase 2 verified", []],
      ["2026-02-21 — Phase 2 completely other", []],
      ["2026-02-21 — Phase 3 complete", []],
      ["2026-02-21 — Phase 4 complete", []],
      ["2026-02-21 — talked of Phase 2 complete", []],
      ["2026-02-18", ["20 “Last activity” says “2026-02-18”, but 03-01 was completed 2026-02-21 15:00"]],
      ["2026-02-19 10:00 UTC", ["20 “Last activity” says “2026-02-19”, but 03-01 was completed 2026-02-21 15:00"]],
      ["2026-02-20", []],
      ["2026-02-23 — Phase 2 complete", []],
      [
        "Completed 02-03",
        ["20 “Last activity” says “Completed 02-03”, but 03-01 was completed after it (2026-02-21 15:00)"],
      ],
      [
        "v1.0 phase 2 done",
        [
          "20 “Last activity” says “v1.0 phase 2 done”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)",
        ],
      ],
    ] as const)
      assert.equal(
        await found(inPlace.replace("2026-02-21 — Completed 03-01", activity), gammaPlans),
        findings,
        activity,
      );
  });

  test("name the phase and the plan at hand, or older ones", async () => {
    for (const [from, to, findings] of [
      [
        "3 of 3 (Gamma)",
        "2 of 3 (Beta)",
        ["17 “Phase” says “2 of 3 (Beta)”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)"],
      ],
      [
        "3 of 3 (Gamma)",
        "Phase 02-beta",
        ["17 “Phase” says “Phase 02-beta”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)"],
      ],
      ["3 of 3 (Gamma)", "02-03", ["17 “Phase” says “02-03”, but 03-01 was completed after it (2026-02-21 15:00)"]],
      ["3 of 3 (Gamma)", "4 of 4 (Delta)", []],
      ["3 of 3 (Gamma)", "2 of 3 (Beta) — ready to plan", []],
      [
        "2 of 2 in current phase",
        "02-03",
        ["18 “Plan” says “02-03”, but 03-01 was completed after it (2026-02-21 15:00)"],
      ],
      ["2 of 2 in current phase", "03-01", []],
      ["2 of 2 in current phase", "2 of 2 (02-03)", []],
      ["2 of 2 in current phase", "2", []],
      [
        "Phase 3 - Gamma",
        "Phase 2 - Beta",
        ["13 “Current focus” says “Phase 2 - Beta”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)"],
      ],
      [
        "Phase 3 - Gamma",
        "02-02 the lamp",
        ["13 “Current focus” says “02-02 the lamp”, but 03-01 was completed after it (2026-02-21 15:00)"],
      ],
      ["Phase 3 - Gamma", "whatever comes", []],
      [
        "status: executing",
        "status: executing\ncurrent_phase: 2",
        ["6 “current_phase” says “2”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)"],
      ],
      ["status: executing", "status: executing\ncurrent_phase: 3", []],
      [
        "status: executing",
        "status: executing\nlast_activity: 2026-02-17",
        ["6 “last_activity” says “2026-02-17”, but 03-01 was completed 2026-02-21 15:00"],
      ],
      [
        "status: executing",
        'status: executing\nlast_activity: "2026-02-21 -- Completed 02-03"',
        ["6 “last_activity” says “2026-02-21 -- Completed 02-03”, but 03-01 was completed after it (2026-02-21 15:00)"],
      ],
      [
        "status: executing",
        "status: executing\nstopped_at: Completed 02-03-PLAN.md",
        ["6 “stopped_at” says “Completed 02-03-PLAN.md”, but 03-01 was completed after it (2026-02-21 15:00)"],
      ],
      ["status: executing", "status: executing\nstopped_at: Completed 03-01-PLAN.md", []],
      ["status: executing", "status: executing\nstopped_at: Completed 02-01-PLAN.md", []],
      ["**Current focus:**", "**Focus:**", []],
    ] as const)
      assert.equal(await found(inPlace.replace(from, to), gammaPlans), findings, `${from}: ${to}`);
    const both = inPlace
      .replace("3 of 3 (Gamma)", "2 of 3 (Beta)")
      .replace("status: executing", "status: executing\ncurrent_phase: 2")
      .replace("2026-02-21 — Completed 03-01", "2026-02-17")
      .replace("status: executing", "status: executing\nlast_activity: 2026-02-17");
    assert.equal(await found(both, gammaPlans), [
      "19 “Phase” says “2 of 3 (Beta)”, but 03-01 was completed after all of phase 2 (2026-02-21 15:00)",
      "22 “Last activity” says “2026-02-17”, but 03-01 was completed 2026-02-21 15:00",
    ]);
  });
});

suite("lists of phases that are open", (test) => {
  test("name no complete phase", async () => {
    for (const [lines, findings] of [
      [
        "**Remaining phases:** Phase 1, Phase 2",
        [
          "46 “Remaining phases” says “Remaining phases: Phase 1, Phase 2”, but phase 1 is complete: every plan has its SUMMARY",
        ],
      ],
      [
        "**Remaining phases:**\n\n- Phase 1 Alpha\n- Phase 2 Beta",
        ["48 “Remaining phases” says “Phase 1 Alpha”, but phase 1 is complete: every plan has its SUMMARY"],
      ],
      [
        "Incomplete phases:\n- Phase 1 Alpha",
        ["47 “Incomplete phases” says “Phase 1 Alpha”, but phase 1 is complete: every plan has its SUMMARY"],
      ],
      [
        "### Upcoming Phases\n\n1. Phase 1 Alpha\n2. Objective 2",
        ["48 “Upcoming Phases” says “Phase 1 Alpha”, but phase 1 is complete: every plan has its SUMMARY"],
      ],
      [
        "### Pending objectives\n\n* Objective 1",
        ["48 “Pending objectives” says “Objective 1”, but phase 1 is complete: every plan has its SUMMARY"],
      ],
      [
        "Unfinished phases: Phase 1",
        [
          "46 “Unfinished phases” says “Unfinished phases: Phase 1”, but phase 1 is complete: every plan has its SUMMARY",
        ],
      ],
      [
        "Outstanding phases: 1 and phase 1",
        [
          "46 “Outstanding phases” says “Outstanding phases: 1 and phase 1”, but phase 1 is complete: every plan has its SUMMARY",
        ],
      ],
      [
        "Unstarted phases: Phase 1",
        ["46 “Unstarted phases” says “Unstarted phases: Phase 1”, but phase 1 is complete: every plan has its SUMMARY"],
      ],
      ["- Remaining phases: Phase 1 ✅", []],
      ["- Remaining phases: Phase 1 done", []],
      ["- Remaining phases: ~~Phase 1~~", []],
      ["- [x] Remaining phases: Phase 1", []],
      ["- Remaining phases: Phase 1 gap closure", []],
      ["Remaining phasesX: Phase 1", []],
      ["All remaining work: Phase 1", []],
      [`${"words ".repeat(16)} remaining phases: Phase 1`, []],
    ] as const)
      assert.equal(await found(changeLayout(["*Updated after each plan completion*", lines])), findings, lines);
    assert.equal(
      await found(
        changeLayout(["*Updated after each plan completion*", "Remaining phases: Phase 1, Phase 2, Phase 3"]),
        gammaPlans.slice(0, 5),
      ),
      [
        "13 “completed_plans” says “3”, but 5 of the 5 plans of phases 1 to 2 have a SUMMARY",
        "26 “Plan” says “2 of 3 in current phase”, but phase 2 has 3 plans, 3 with a SUMMARY",
        "28 “Last activity” says “2026-02-20 — Completed 02-01”, but 02-03 was completed after it (2026-02-21 12:00)",
        "46 “Remaining phases” says “Remaining phases: Phase 1, Phase 2, Phase 3”, but phases 1 and 2 are complete: every plan has its SUMMARY",
      ],
    );
  });
});

suite("plans that are called by a name", (test) => {
  const titled = (id: string, at: string, title: string): FakePlan => ({
    id,
    at,
    summary: `# Phase ${id.split("-")[0]} Plan ${id.split("-")[1]}: ${title} Summary\n`,
  });
  const plans: readonly FakePlan[] = [
    titled("1-01", "2026-02-19T10:00:00Z", "Tide Table Reader"),
    titled("1-02", "2026-02-19T12:00:00Z", "Moon Phases"),
    titled("1-03", "2026-02-19T13:00:00Z", "Lamps"),
    ...betaPlans.slice(2),
  ];

  test("have the name of their own SUMMARY", async () => {
    for (const [line, findings] of [
      ["Plan 01-01 Moon Phases", ["46 plan-misnamed 01-01 is called “Moon Phases”, which is the title of 01-02"]],
      [
        "Plan 01-01: Moon Phases are done",
        ["46 plan-misnamed 01-01 is called “Moon Phases are done”, which is the title of 01-02"],
      ],
      ["Plan 01-01 (moon phases)", ["46 plan-misnamed 01-01 is called “moon phases)”, which is the title of 01-02"]],
      ["Plan 01-01 — Moon-Phases", ["46 plan-misnamed 01-01 is called “Moon-Phases”, which is the title of 01-02"]],
      ["Plan 01-01 Moon Phasesque", []],
      ["Plan 01-01 Tide Table Reader", []],
      ["Plan 01-03 Moon Phases", ["46 plan-misnamed 01-03 is called “Moon Phases”, which is the title of 01-02"]],
      ["Plan 01-01 Lamps", []],
      ["Plan 02-01 Moon Phases", []],
      ["Plan 01-01 of Moon Phases", []],
      [
        "01-01, 01-02 Tide Table Reader",
        ["46 plan-misnamed 01-02 is called “Tide Table Reader”, which is the title of 01-01"],
      ],
      ["`Plan 01-01 Moon Phases`", ["46 plan-misnamed 01-01 is called “Moon Phases`”, which is the title of 01-02"]],
    ] as const)
      assert.equal(await found(changeLayout(["*Updated after each plan completion*", line]), plans), findings, line);
  });
});

suite("tables of phases", (test) => {
  const table = (head: string, ...rows: readonly string[]): string =>
    changeLayout([
      "## Session Continuity",
      [`## Progress by phase`, "", head, head.replace(/[^|]+/g, "---"), ...rows, "", "## Session Continuity"].join(
        "\n",
      ),
    ]);

  test("count the plans of the directory, and call it what it is", async () => {
    for (const [row, findings] of [
      ["| 1. Alpha | 2/2 | Complete |", []],
      ["| 1. Name | 1/2 | Complete |", ["52 “Phase 1” says “1/2”, but phase 1 has 2 plans, 2 with a SUMMARY"]],
      ["| Phase 1: Name | 1 of 2 | - |", ["52 “Phase 1” says “1 of 2”, but phase 1 has 2 plans, 2 with a SUMMARY"]],
      ["| 1 | 1/3 plans | - |", ["52 “Phase 1” says “1/3 plans”, but phase 1 has 2 plans, 2 with a SUMMARY"]],
      ["| 1 | 2/3 | - |", []],
      ["| 1 | 3/2 | - |", []],
      ["| 1 | 2/2 | Not started |", ["52 “Phase 1” says “Not started”, but phase 1 has 2 plans, 2 with a SUMMARY"]],
      ["| 1 | 2/2 | Planned |", ["52 “Phase 1” says “Planned”, but phase 1 has 2 plans, 2 with a SUMMARY"]],
      ["| 1 | 2/2 | Todo |", ["52 “Phase 1” says “Todo”, but phase 1 has 2 plans, 2 with a SUMMARY"]],
      ["| 1 | 2/2 | In progress |", []],
      ["| 2 | 1/3 | Complete |", ["52 “Phase 2” says “Complete”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["| 2 | 1/3 | ✅ Done |", ["52 “Phase 2” says “✅ Done”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      [
        "| 2 | 1/3 | Shipped 2026-01-01 |",
        ["52 “Phase 2” says “Shipped 2026-01-01”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      ["| 2 | 1/3 | Completely open |", []],
      ["| 2 | 1/3 | Upcoming |", []],
      ["| 2 | **2/3** | - |", ["52 “Phase 2” says “**2/3**”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["| 2 | 2 / 3 | - |", ["52 “Phase 2” says “2 / 3”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["| 2 | ~2/3 | - |", []],
      ["| 9 | 2/3 | Complete |", []],
      ["| Alpha | 2/3 | Complete |", []],
      ["| 2. Harbour | 2/3 | Complete |", []],
      ["| 2. name it | 2/3 | - |", ["52 “Phase 2” says “2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["| 2. Namen | 2/3 | - |", ["52 “Phase 2” says “2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["| 2. 名称 | 2/3 | - |", ["52 “Phase 2” says “2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["| 2. A b c | 2/3 | - |", ["52 “Phase 2” says “2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
    ] as const)
      assert.equal(await found(table("| Phase | Plans | Status |", row)), findings, row);
  });

  test("are known by their columns", async () => {
    for (const [head, row, findings] of [
      [
        "| Phase | Plans Complete | Status |",
        "| 2 | 2/3 | - |",
        ["52 “Phase 2” says “2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "| Objective | TRDs | Status |",
        "| 2 | 2/3 | - |",
        ["52 “Phase 2” says “2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "| Phase # | Plan done | Status |",
        "| 2 | 2/3 | - |",
        ["52 “Phase 2” says “2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "| **Phase** | Plans completed | Status |",
        "| 2 | 2/3 | - |",
        ["52 “Phase 2” says “2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      ["| Step | Plans | Status |", "| 2 | 2/3 | - |", []],
      [
        "| Phase | Work | Status |",
        "| 2 | 2/3 | Complete |",
        ["52 “Phase 2” says “Complete”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      ["| Requirement | Phase | Status |", "| AUTH-01 | 2 | Complete |", []],
      [
        "| Phase | Milestone | Status |",
        "| 2 | v1.0 | Complete |",
        ["52 “Phase 2” says “Complete”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      ["| Phase | Milestone | Status |", "| 2 | v0.9 | Complete |", []],
      [
        "| Phase | Milestone | Status |",
        "| 2 | later | Complete |",
        ["52 “Phase 2” says “Complete”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
    ] as const)
      assert.equal(await found(table(head, row)), findings, `${head} ${row}`);
  });

  test("are of today, and not of the past", async () => {
    const text = table("| Phase | Plans | Status |", "| 2 | 2/3 | - |");
    for (const [heading, findings] of [
      ["## History", []],
      ["## Archive", []],
      ["## Shipped", []],
      ["## Previous phases", []],
      ["## Completed milestones", []],
      ["## v0.9 phases", []],
      ["## v1.0 phases", ["52 “Phase 2” says “2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["## Performance Metrics", []],
    ] as const)
      assert.equal(await found(text.replace("## Progress by phase", heading)), findings, heading);
    assert.equal(await found(text.replace("2 of 2 (Beta)", "1 of 2 (Alpha)")), [
      "25 “Phase” says “1 of 2 (Alpha)”, but 02-01 was completed after all of phase 1 (2026-02-20 21:41)",
    ]);
  });
});

suite("requirements", (test) => {
  const table = (row: string, more = ""): string =>
    ["## Traceability", "", "| Requirement | Phase | Status |", "|---|---|---|", row, "", more].join("\n");
  const check = async (requirements: string, others: OtherTexts = {}, text = betaLayout): Promise<readonly string[]> =>
    found(text, gammaPlans.slice(0, 6), { requirements, ...others }).then((findings) =>
      findings.filter((finding) => finding.startsWith("REQUIREMENTS") || finding.includes("AUTH")),
    );

  test("are as far as their phases", async () => {
    for (const [row, findings] of [
      [
        "| AUTH-01 | Phase 1 | Pending |",
        ["REQUIREMENTS.md:5 AUTH-01: “Pending”, but phase 1 has 2 plans, 2 with a SUMMARY"],
      ],
      [
        "| AUTH-01 | Objective 1 | Not started |",
        ["REQUIREMENTS.md:5 AUTH-01: “Not started”, but phase 1 has 2 plans, 2 with a SUMMARY"],
      ],
      [
        "| AUTH-01 | 01 | In Progress |",
        ["REQUIREMENTS.md:5 AUTH-01: “In Progress”, but phase 1 has 2 plans, 2 with a SUMMARY"],
      ],
      [
        "| AUTH-01 | Phase 1 | ☐ Todo |",
        ["REQUIREMENTS.md:5 AUTH-01: “☐ Todo”, but phase 1 has 2 plans, 2 with a SUMMARY"],
      ],
      [
        "| AUTH-01 | Phase 1 | To do |",
        ["REQUIREMENTS.md:5 AUTH-01: “To do”, but phase 1 has 2 plans, 2 with a SUMMARY"],
      ],
      [
        "| AUTH-01 | Phase 1 | Open |",
        ["REQUIREMENTS.md:5 AUTH-01: “Open”, but phase 1 has 2 plans, 2 with a SUMMARY"],
      ],
      [
        "| AUTH-01 | Phase 1 | Unstarted |",
        ["REQUIREMENTS.md:5 AUTH-01: “Unstarted”, but phase 1 has 2 plans, 2 with a SUMMARY"],
      ],
      [
        "| AUTH-01 | Phase 1 | Planned |",
        ["REQUIREMENTS.md:5 AUTH-01: “Planned”, but phase 1 has 2 plans, 2 with a SUMMARY"],
      ],
      ["| AUTH-01 | Phase 1 | Opened |", []],
      ["| AUTH-01 | Phase 1 | Complete |", []],
      ["| AUTH-01 | Phase 1 and more | Pending |", []],
      ["| AUTH-01 | - | Pending |", []],
    ] as const)
      assert.equal(await check(table(row)), findings, row);
    const heads = ["Req", "Reqs", "Requirement ID", "ID", "Requirements"];
    for (const head of heads)
      assert.is((await check(table("| AUTH-01 | Phase 1 | Pending |").replace("Requirement", head))).length, 1, head);
    for (const head of ["Identity", "My Req"])
      assert.is((await check(table("| AUTH-01 | Phase 1 | Pending |").replace("Requirement", head))).length, 0, head);
  });

  test("agree with their boxes and with the other document", async () => {
    for (const [row, more, findings] of [
      [
        "| AUTH-01 | Phase 3 | Pending |",
        "- [x] **AUTH-01**: sign in",
        ["REQUIREMENTS.md:5 AUTH-01: “Pending”, but the list of requirements has the box ticked"],
      ],
      [
        "| AUTH-01 | Phase 3 | Complete |",
        "- [ ] `AUTH-01`: sign in",
        ["REQUIREMENTS.md:5 AUTH-01: “Complete”, but the list of requirements has the box open"],
      ],
      ["| AUTH-01 | Phase 3 | Complete |", "- [x] AUTH-01: sign in", []],
      ["| AUTH-01 | Phase 3 | Deferred |", "- [x] AUTH-01: sign in", []],
      ["| AUTH-01 | Phase 3 | Pending |", "- [x] of AUTH-01: sign in", []],
      ["| AUTH-01 | Phase 3 | Pending |", "- [ ] AUTH-01\n- [x] AUTH-01", []],
      ["| AUTH-01..02 | Phase 3 | Pending |", "- [x] AUTH-01", []],
    ] as const)
      assert.equal(await check(table(row, more)), findings, `${row} ${more}`);
    const stateTable = (row: string): string =>
      `${betaLayout}\n| Requirement | Phase | Status |\n|---|---|---|\n${row}\n`;
    for (const [row, other, findings] of [
      [
        "| AUTH-01 | Phase 3 | Pending |",
        "| AUTH-01 | Phase 3 | Complete |",
        ["56 AUTH-01: “Pending”, but REQUIREMENTS.md has it complete"],
      ],
      [
        "| AUTH-01 | Phase 3 | Complete |",
        "| AUTH-01 | Phase 3 | Pending |",
        ["56 AUTH-01: “Complete”, but REQUIREMENTS.md has it open"],
      ],
      [
        "| AUTH-01..02 | Phase 3 | Pending |",
        "| AUTH-01..02 | Phase 3 | Complete |",
        ["56 AUTH-01..02: “Pending”, but REQUIREMENTS.md has them complete"],
      ],
      ["| AUTH-01..03 | Phase 3 | Pending |", "| AUTH-01..02 | Phase 3 | Complete |", []],
      ["| AUTH-01 | Phase 3 | Pending |", "| AUTH-01 | Phase 3 | Pending |", []],
      ["| AUTH-01 | Phase 3 | Deferred |", "| AUTH-01 | Phase 3 | Complete |", []],
    ] as const)
      assert.equal(await check(table(other), {}, stateTable(row)), findings, `${row} ${other}`);
  });

  test("are counted", async () => {
    const rows = "| AUTH-01 | Phase 3 | Pending |\n| AUTH-02 | - | Pending |";
    for (const [more, findings] of [
      ["- v1 requirements: 3 total", ["REQUIREMENTS.md:8 “v1 requirements” says “3 total”, but the table names 2"]],
      ["- v1 requirements: 2", []],
      ["- Total requirements: 3", ["REQUIREMENTS.md:8 “Total requirements” says “3”, but the table names 2"]],
      ["- Requirements: 3\n- v2 requirements: 4", []],
      ["- Mapped to phases: 2", ["REQUIREMENTS.md:8 “Mapped to phases” says “2”, but the table maps 1"]],
      ["- Mapped: 1", []],
      ["- Mapped: 2 phases", []],
      ["- Mapped: 100%", []],
      ["- Mapped: 2.5", []],
      ["- Mapped: 2/2", []],
      ["- Unmapped: 2", []],
      ["- Requirements: 3\n- [ ] AUTH-01\n- [ ] AUTH-02\n- [ ] AUTH-03", []],
    ] as const)
      assert.equal(await check(table(rows, more)), findings, more);
    assert.equal(await check(`${table(rows, "- Requirements: 3")}\n\n${table(rows)}`), []);
  });
});

suite("check marks of a roadmap", (test) => {
  test("are ticked or not, for a reason", async () => {
    for (const [item, findings] of [
      ["- [x] 02-02-PLAN.md", ["ROADMAP.md:3 “02-02-PLAN.md” is ticked, but 02-02 has no SUMMARY"]],
      ["- [ ] 02-01-PLAN.md", ["ROADMAP.md:3 “02-01-PLAN.md” is not ticked, but 02-01 has its SUMMARY"]],
      ["- [ ] 2-01-SUMMARY", ["ROADMAP.md:3 “2-01” is not ticked, but 02-01 has its SUMMARY"]],
      ["- [x] 02-02-PLAN.md (checkpoint)", []],
      ["- [x] 09-01-PLAN.md", []],
      ["- [x] 02-02", ["ROADMAP.md:3 “02-02” is ticked, but 02-02 has no SUMMARY"]],
      ["- [ ] **Phase 1: Alpha**", ["ROADMAP.md:3 “Phase 1” is not ticked, but phase 1 has 2 plans, 2 with a SUMMARY"]],
      ["- [ ] **Phase 1: Alpha** (deferred)", []],
      ["- [x] **Phase 1: Alpha**", []],
      ["- [ ] **Phase 2: Beta**", []],
      ["- [x] **Phase 2: Beta**", ["ROADMAP.md:3 “Phase 2” is ticked, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["- [x] **Phase 9: Beta**", []],
    ] as const)
      assert.equal(await found(betaLayout, betaPlans, { roadmap: `# Roadmap\n\n${item}\n` }), findings, item);
  });
});

suite("references to commits", (test) => {
  const oid = (start: string): Oid => {
    const full = parseOid(start.padEnd(40, "0"));
    if (full === undefined) throw new Error(`${start} begins no oid`);
    return full;
  };

  test("are found dead in one way or another", () => {
    const text = "- 01-01: 6 atomic commits (aaaaaaa1, aaaaaaa2, aaaaaaa3, aaaaaaa4, aaaaaaa5, aaaaaaa6)\n";
    const document = parseStateDocument(text);
    const none = { oid: null, candidates: [], successor: null, objectType: null };
    const resolutions = [
      { ...none, status: "missing" },
      { ...none, status: "ambiguous", candidates: [oid("a1"), oid("a2")] },
      { ...none, status: "unknown" },
      { ...none, status: "not-a-commit", oid: oid("a4"), objectType: "tree" },
      { ...none, status: "unreachable", oid: oid("a5") },
      { ...none, status: "rewritten", oid: oid("a6"), successor: oid("b6") },
    ] as const;
    const references = findCommitReferences(document);
    const facts = { path, source: document.source, uniqueLengths: new Map([[oid("b6"), 9]]), tipName: "main" };
    const answers = (changed: (resolution: (typeof resolutions)[number]) => object): readonly unknown[] =>
      checkReferences(
        references.map((reference, index) => ({
          reference,
          resolution: { ...(resolutions[index] ?? resolutions[0]), ...changed(resolutions[index] ?? resolutions[0]) },
          taggedPlanIds: [],
        })),
        findCommitLists(document),
        facts,
      ).map(({ code, column, data, edits }) => [code, column, data, edits.map(({ newText }) => newText)]);
    assert.equal(
      answers(() => ({})),
      [
        ["reference-missing", 28, { text: "aaaaaaa1", planId: "1-01" }, []],
        [
          "reference-ambiguous",
          38,
          {
            text: "aaaaaaa2",
            candidates: ["a100000000000000000000000000000000000000", "a200000000000000000000000000000000000000"],
          },
          [],
        ],
        ["reference-unknown", 48, { text: "aaaaaaa3" }, []],
        [
          "reference-not-a-commit",
          58,
          { text: "aaaaaaa4", oid: "a400000000000000000000000000000000000000", type: "tree" },
          [],
        ],
        [
          "reference-unreachable",
          68,
          { text: "aaaaaaa5", oid: "a500000000000000000000000000000000000000", planId: "1-01", tip: "main" },
          [],
        ],
        [
          "reference-rewritten",
          78,
          {
            text: "aaaaaaa6",
            oid: "a600000000000000000000000000000000000000",
            successor: "b600000000000000000000000000000000000000",
            planId: "1-01",
          },
          ["b60000000"],
        ],
      ],
    );
    assert.equal(
      answers(() => ({ oid: null, objectType: null })).map((answer) => (answer as unknown[])[0]),
      ["reference-missing", "reference-ambiguous", "reference-unknown"],
    );
    assert.equal(
      answers(({ status }) => (status === "not-a-commit" ? { objectType: null } : { successor: null })).map(
        (answer) => (answer as unknown[])[2],
      ),
      [
        { text: "aaaaaaa1", planId: "1-01" },
        {
          text: "aaaaaaa2",
          candidates: ["a100000000000000000000000000000000000000", "a200000000000000000000000000000000000000"],
        },
        { text: "aaaaaaa3" },
        { text: "aaaaaaa4", oid: "a400000000000000000000000000000000000000", type: "object" },
        { text: "aaaaaaa5", oid: "a500000000000000000000000000000000000000", planId: "1-01", tip: "main" },
      ],
    );
  });

  test("are told apart by what stands beside them", () => {
    const mismatch = (text: string, tag: string): number => {
      const document = parseStateDocument(`${text}\n`);
      const facts = { path, source: document.source, uniqueLengths: new Map<Oid, number>(), tipName: "main" };
      const resolution = {
        status: "reachable",
        oid: oid("7c5f351"),
        candidates: [],
        successor: null,
        objectType: null,
      } as const;
      return checkReferences(
        findCommitReferences(document)
          .filter((reference) => reference.text === "7c5f351")
          .map((reference) => ({ reference, resolution, taggedPlanIds: [planIdOf(tag)] })),
        [],
        facts,
      ).length;
    };
    for (const [text, count] of [
      ["- 14-10: commits (def5678, 7c5f351 14-09)", 0],
      ["- 14-10: commits (def5678 14-09; 7c5f351)", 0],
      ["- 14-10: commits (14-09, 7c5f351)", 0],
      ["- 14-10: commits (7c5f351 | 14-09)", 1],
      ["- 14-10: commits (7c5f351／14-09)", 0],
      ["- 14-10: commits (7c5f351，14-09)", 1],
      ["- 14-10: commits (7c5f351；14-09)", 1],
      ["- 14-10: commits (7c5f351) 14-09", 1],
      [`- 14-10: commit 7c5f351 ${"x".repeat(70)} 14-09`, 1],
      ["- 14-09 led the way to what 14-10 is now about, with commit 7c5f351", 0],
      ["- 14-09 and 14-10: 14-10 has commit 7c5f351", 0],
      ["- 14-09 is done. Four more words stand here before commit 7c5f351", 0],
    ] as const)
      assert.is(mismatch(text, "14-09"), count, text);
  });

  test("of completed plans are listed somewhere, or nowhere", () => {
    const plans = [
      figuresOf("1-01", { workAt: ["2026-01-01T10:00:00Z"] }).plan,
      figuresOf("1-02", { workAt: ["2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"] }).plan,
      figuresOf("1-03", { workAt: ["2026-01-01T10:00:00Z"], isPlanned: true }).plan,
      figuresOf("1-04").plan,
      figuresOf("1-05", { workAt: ["2026-01-01T10:00:00Z"] }).plan,
    ];
    const document = parseStateDocument("- 01-01: commit 7c5f351\n- commit def5678\n");
    const resolution = {
      status: "reachable",
      oid: oid("7c5f351"),
      candidates: [],
      successor: null,
      objectType: null,
    } as const;
    const references = findCommitReferences(document).map((reference, index) => ({
      reference,
      resolution,
      taggedPlanIds: index === 1 ? [planIdOf("1-05")] : [],
    }));
    assert.equal(
      checkUnlisted(references, plans, path).map(({ data }) => data),
      [{ planId: "1-02", commits: 2 }],
    );
    assert.equal(checkUnlisted([], plans, path), []);
  });
});

suite("the frame of a document", (test) => {
  const sections = [
    { name: "Metrics", titles: ["Performance Metrics"] },
    { name: "Session", titles: ["Session Continuity", "Session"] },
  ];
  const frame = (text: string, lines: readonly number[] = []): readonly unknown[] => {
    const document = parseStateDocument(text);
    const stale = (line: number, isFixable: boolean) => ({
      ...createFinding("resume-file-missing", { recorded: "x" }, { path }),
      line,
      edits: isFixable ? [{ range: { start: 0, end: 1 }, newText: "" }] : [],
    });
    const regenerated = [...lines.map((line) => stale(line, true)), stale(3, false), { ...stale(3, true), line: null }];
    return checkSections(document, path, sections, regenerated).map(({ code, line, data }) => [code, line, data]);
  };

  test("has each section once, no markers and one front matter", () => {
    assert.equal(frame("# S\n\n## Performance Metrics\n\n## Session\n"), []);
    assert.equal(frame("# S\n"), [
      ["section-absent", null, { section: "Metrics" }],
      ["section-absent", null, { section: "Session" }],
    ]);
    assert.equal(frame("## Session\n\n## Performance Metrics\n\n## Session Continuity\n\n## Session\n"), [
      ["section-doubled", 5, { section: "Session", lines: [1, 5, 7] }],
    ]);
    assert.equal(frame("## Session\n\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n\n## Performance Metrics\n"), [
      ["conflict-marker", 3, { lines: [3, 5, 7] }],
    ]);
    assert.equal(frame("---\na: 1\n---\n\n---\nb: 1\n---\n\n## Session\n\n## Performance Metrics\n"), []);
  });

  test("says how many values of a section are stale", () => {
    const text = "# S\n\n## Performance Metrics\n\na\n\n## Session\n\nb\n";
    assert.equal(frame(text, [3, 5, 6]), [["section-stale", 3, { section: "Metrics", values: 3 }]]);
    assert.equal(frame(text, [2, 7, 8]), [["section-stale", 7, { section: "Session", values: 2 }]]);
    assert.equal(frame(text, [1]), []);
  });
});

suite("what is left unread", (test) => {
  const unread = (text: string): readonly string[] =>
    findUnread(parseStateDocument(text)).map(({ line, text: shown, reason }) => `${line} ${shown}: ${reason}`);

  test("in Session Continuity", () => {
    for (const [lines, expected] of [
      ["Last session: 2026-02-20", []],
      ['Last session: "2026-02-20"', []],
      ["Last session: soon", ["3 Last session: soon: its value begins with no date"]],
      ["Last session: soon 2026-02-20", ["3 Last session: soon 2026-02-20: its value begins with no date"]],
      ["Last session: -", []],
      ["Last session: [N]", []],
      ["Last session: 2026-02-20\nLast Date: 2026-02-20", ["4 Last Date: 2026-02-20: its label stands above already"]],
      ["Stopped at: x\nStopped at: y", ["4 Stopped at: y: its label stands above already"]],
      ["Resume file: None\nresume FILE: y", ["4 resume FILE: y: its label stands above already"]],
      ["Mood: fine", ["3 Mood: fine: a label of its author's own"]],
      ["just words\n\n---\n***\n_ _ _\n--\n- - x", ["3 just words: prose", "8 --: prose", "9 - - x: prose"]],
      ["```\ncode\n```", []],
    ] as const)
      assert.equal(unread(`## Session Continuity\n\n${lines}\n`), expected, lines);
  });

  test("in Performance Metrics", () => {
    for (const [lines, expected] of [
      ["**Velocity:**\n- Total plans completed: 3\n- Average duration: 5 min\n- Total execution time: 1 hours", []],
      [
        "**Velocity (v1.0):**\n- Total plans completed: 3\n- Average duration: 5 min\n- Total execution time: 1 hours",
        [
          "4 - Total plans completed: 3: a figure of another time: it has a qualifier, or stands under one",
          "5 - Average duration: 5 min: a figure of another time: it has a qualifier, or stands under one",
          "6 - Total execution time: 1 hours: a figure of another time: it has a qualifier, or stands under one",
        ],
      ],
      [
        "- Total plans completed (v1): 3\n- Mood: fine\nMood: fine",
        [
          "3 - Total plans completed (v1): 3: a figure of another time: it has a qualifier, or stands under one",
          "4 - Mood: fine: a list item of its author's own",
        ],
      ],
      ["| a | b |\n|---|---|\n| 1 | 2 |", []],
      [
        "| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |",
        ["3 | a | b | c |: a table that is neither By Phase nor of per-plan rows"],
      ],
      ["| Phase | Plans | Total | Avg/Plan |\n|---|---|---|---|\n| - | - | - | - |", []],
      [
        "**By Phase (v1.0):**\n\n| Phase | Plans | Total | Avg/Plan |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |",
        [
          "5 | Phase | Plans | Total | Avg/Plan |: By Phase of another time: its label has a qualifier, or it is the second one",
        ],
      ],
      [
        "**By Phase:**\n\n| Phase | Plans | Total | Avg/Plan |\n|---|---|---|---|\n| 1 | 2 | 3min | 4min |\n| all | 2 | 3 | 4 |\n| - | - | - | - |",
        ["8 | all | 2 | 3 | 4 |: a row of By Phase that names no single phase"],
      ],
      [
        "| Plan | Duration | Tasks | Files |\n|---|---|---|---|\n| Phase 01 P01 | soon | 1 | 1 |\n| Phase 01 P02 | - | 1 | 1 |\n| all | 5 | 1 | 1 |",
        [
          "5 | Phase 01 P01 | soon | 1 | 1 |: no duration stands where one is due",
          "7 | all | 5 | 1 | 1 |: a row of the per-plan table that names no plan",
        ],
      ],
    ] as const)
      assert.equal(unread(`## Performance Metrics\n\n${lines}\n\n## Other\n\n- Mood: fine\n`), expected, lines);
    assert.equal(unread("## Performance Metrics\n\n## Other\n\n## Performance Metrics\n\n- Mood: x\n"), [
      "5 ## Performance Metrics: a second section of this name",
    ]);
  });
});
