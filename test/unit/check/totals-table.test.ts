import * as assert from "uvu/assert";
import { suite } from "../../support/suite.ts";
import { betaPlans, changeLayout, findingsOf, type FakePlan, type OtherTexts } from "./consistency-fixture.ts";

const found = async (
  text: string,
  plans: readonly FakePlan[] = betaPlans,
  others: OtherTexts = {},
): Promise<readonly string[]> =>
  (await findingsOf(text, plans, others)).map((finding) => finding.replace(/^(\S+) total-contradicted /, "$1 "));
const progress = (value: string): string => changeLayout(["**Progress:** [██████░░░░] 60%", `**Progress:** ${value}`]);

suite("totals of the body", (test) => {
  test("agree with themselves, the front matter and the disk, or do not", async () => {
    for (const [value, findings] of [
      ["[██████░░░░] 60%", []],
      ["[█████░░░░░] 60%", []],
      ["[████░░░░░░] 60%", ["30 “Progress” says “[████░░░░░░] 60%”, but its bar is filled to 40%"]],
      ["[██░░░░░░░░] 60%", ["30 “Progress” says “[██░░░░░░░░] 60%”, but its bar is filled to 20%"]],
      ["[██░░░░░░░░] ~60%", ["30 “Progress” says “[██░░░░░░░░] ~60%”, but its bar is filled to 20%"]],
      ["[██████████] 60%", ["30 “Progress” says “[██████████] 60%”, but its bar is filled to 100%"]],
      ["[██████░░░░] 60% (3/5 plans)", []],
      ["[██████░░░░] 61% (3/5 plans)", []],
      ["[██████░░░░] 62% (3/5 plans)", ["30 “Progress” says “[██████░░░░] 62% (3/5 plans)”, but 3/5 is 60%"]],
      ["[██████░░░░] ~64% (3/5 plans)", []],
      ["[███████░░░] ~66% (3/5 plans)", ["30 “Progress” says “[███████░░░] ~66% (3/5 plans)”, but 3/5 is 60%"]],
      [
        "[████████░░] 80% (4/5 plans)",
        ["30 “Progress” says “[████████░░] 80% (4/5 plans)”, but the front matter counts 3 of 5 plans"],
      ],
      [
        "[████░░░░░░] 40% (2/5 plans)",
        ["30 “Progress” says “[████░░░░░░] 40% (2/5 plans)”, but the front matter counts 3 of 5 plans"],
      ],
      ["[███████░░░] 75% (3/4 plans)", []],
      ["[█████░░░░░] 50% (3/6 plans)", []],
      ["[█████░░░░░] 50% (1/2 phases)", []],
      [
        "[██████████] 100% (2/2 phases)",
        ["30 “Progress” says “[██████████] 100% (2/2 phases)”, but the front matter counts 1 of 2 phases"],
      ],
      ["[███░░░░░░░] 33% (1/3 phases)", []],
      ["[█████░░░░░] 50% (5/3 plans)", []],
      ["[█████░░░░░] 50% (12/24 tests)", []],
      ["[█████░░░░░] 50% (11/24 tests)", []],
      ["[█████████░] 90%", ["30 “Progress” says “[█████████░] 90%”, but the front matter says 50%"]],
      ["~90%", []],
      ["90%", ["30 “Progress” says “90%”, but the front matter says 50%"]],
      ["Phase 2: [███░░░░░░░] 33% (1/3 plans)", []],
      ["Phase 1 complete 90%", []],
      ["v0.9: 4/5 plans 80%", []],
      ["v1.0: 4/5 plans 80%", []],
      ["100% (Phase 2: 2/3 plans)", ["30 “Progress” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
    ] as const)
      assert.equal(await found(progress(value)), findings, value);
  });

  test("stand under labels of progress, or beside a bar", async () => {
    for (const [line, findings] of [
      ["Overall progress: 20% (4/5 plans)", ["46 “Overall progress” says “20% (4/5 plans)”, but 4/5 is 80%"]],
      ["Total Progress: 20% (4/5 plans)", ["46 “Total Progress” says “20% (4/5 plans)”, but 4/5 is 80%"]],
      ["Phase progress: 20% (4/5 plans)", ["46 “Phase progress” says “20% (4/5 plans)”, but 4/5 is 80%"]],
      ["Milestone progress: 20% (4/5 plans)", ["46 “Milestone progress” says “20% (4/5 plans)”, but 4/5 is 80%"]],
      ["Project progress bar: 20% (4/5 plans)", ["46 “Project progress bar” says “20% (4/5 plans)”, but 4/5 is 80%"]],
      ["Progress (all): 20% (4/5 plans)", ["46 “Progress (all)” says “20% (4/5 plans)”, but 4/5 is 80%"]],
      ["Overall: 20% (4/5 plans)", ["46 “Overall” says “20% (4/5 plans)”, but 4/5 is 80%"]],
      ["Coverage: 20% (4/5 plans)", []],
      ["My progress: 20% (4/5 plans)", []],
      ["Tests ██░░░░░░░░ 80%", ["46 “Progress” says “██░░░░░░░░ 80%”, but its bar is filled to 20%"]],
      ["Tests: [##........] 80%", ["46 “Tests” says “[##........] 80%”, but its bar is filled to 20%"]],
      ["Tests: [==>.......] 80%", ["46 “Tests” says “[==>.......] 80%”, but its bar is filled to 30%"]],
      ["Tests ▓▓▒▒░░░░ 80%", ["46 “Progress” says “▓▓▒▒░░░░ 80%”, but its bar is filled to 50%"]],
      ["Tests ▰▰▱▱▱▱▱▱▱▱ 80%", ["46 “Progress” says “▰▰▱▱▱▱▱▱▱▱ 80%”, but its bar is filled to 20%"]],
      ["Tests ■■□□□□□□□□ 80%", ["46 “Progress” says “■■□□□□□□□□ 80%”, but its bar is filled to 20%"]],
      ["Tests ●●○○○○○○○○ 80%", []],
      ["Tests █░ 80%", []],
    ] as const)
      assert.equal(await found(changeLayout(["*Updated after each plan completion*", line])), findings, line);
  });
});

suite("totals of the front matter", (test) => {
  const block = ([phases, donePhases, plans, donePlans, percent]: readonly string[]): string =>
    changeLayout(
      ["total_phases: 2", `total_phases: ${phases}`],
      ["completed_phases: 1", `completed_phases: ${donePhases}`],
      ["total_plans: 5", `total_plans: ${plans}`],
      ["completed_plans: 3", `completed_plans: ${donePlans}`],
      ["percent: 50", `percent: ${percent}`],
    );

  test("agree with themselves and the disk, or do not", async () => {
    for (const [values, findings] of [
      [["2", "1", "5", "3", "50"], []],
      [["2", "1", "5", "3", "60"], []],
      [["2", "1", "5", "3", "61"], []],
      [["2", "1", "5", "3", "62"], ["14 “percent” says “62”, but 3 of 5 plans are 60%, and 1 of 2 phases are 50%"]],
      [["2", "1", "5", "3", "55"], ["14 “percent” says “55”, but 3 of 5 plans are 60%, and 1 of 2 phases are 50%"]],
      [["2", "1", "5", "6", "100"], ["13 “completed_plans” says “6”, but total_plans is 5"]],
      [["2", "3", "5", "3", "60"], ["11 “completed_phases” says “3”, but total_phases is 2"]],
      [["2", "3", "5", "3", "100"], ["11 “completed_phases” says “3”, but total_phases is 2"]],
      [
        ["2", "1", "5", "4", "80"],
        ["13 “completed_plans” says “4”, but 3 of the 5 plans of phases 1 to 2 have a SUMMARY"],
      ],
      [
        ["2", "1", "5", "2", "40"],
        ["13 “completed_plans” says “2”, but 3 of the 5 plans of phases 1 to 2 have a SUMMARY"],
      ],
      [["2", "1", "3", "3", "100"], []],
      [["2", "1", "8", "3", "38"], []],
      [["0", "0", "0", "0", "0"], []],
      [["0", "1", "0", "3", "7"], []],
      [
        ["2", "2", "5", "5", "100"],
        ["13 “completed_plans” says “5”, but 3 of the 5 plans of phases 1 to 2 have a SUMMARY"],
      ],
      [["x", "1", "5", "3", "60"], []],
      [["x", "x", "5", "3", "77"], ["14 “percent” says “77”, but 3 of 5 plans are 60%"]],
      [["2", "1", "x", "3", "60"], []],
    ] as const)
      assert.equal(await found(block(values)), findings, values.join());
  });

  test("may copy the percentage of the body", async () => {
    const text = changeLayout(["percent: 50", "percent: 80"], ["[██████░░░░] 60%", "[████████░░] 80% (12/15 tests)"]);
    assert.equal(await found(text), ["14 “percent” says “80”, but 3 of 5 plans are 60%, and 1 of 2 phases are 50%"]);
    assert.equal(await found(text.replace("12/15", "15/15")), [
      "14 “percent” says “80”, but 3 of 5 plans are 60%, and 1 of 2 phases are 50%",
    ]);
  });
});

suite("totals of a milestone", (test) => {
  const total = (line: string, above: string, progressLine = "[██████░░░░] 60% (v1.0: 3/5 plans)"): string =>
    changeLayout(
      ["**Progress:** [██████░░░░] 60%", `**Progress:** ${progressLine}`],
      ["**Velocity:**", above],
      ["- Total plans completed: 3", line],
    );

  test("are held against what the document says of it elsewhere", async () => {
    for (const [line, above, findings] of [
      [
        "- Total plans completed: 4 (v1.0)",
        "**Velocity:**",
        ["36 “Total plans completed” says “4 (v1.0)”, but “Progress” says 3/5 for v1.0"],
      ],
      ["- Total plans completed: 3 (v1.0)", "**Velocity:**", []],
      ["- Total plans completed: 4 (v0.9)", "**Velocity:**", []],
      ["- Total plans completed: 4 (all)", "**v1.0 Velocity:**", []],
      [
        "- Total plans completed: 4",
        "**v1.0 Velocity:**",
        ["36 “Total plans completed” says “4”, but “Progress” says 3/5 for v1.0"],
      ],
      [
        "- Total plans completed: [4]",
        "**v1.0 Velocity**",
        ["36 “Total plans completed” says “[4]”, but “Progress” says 3/5 for v1.0"],
      ],
      ["- Total plans completed: 4", "**Velocity:**", []],
      ["- Total plans completed: 4.5", "**v1.0 Velocity:**", []],
      ["- Total plans done: 4", "**v1.0 Velocity:**", []],
      ["- Total plans completed: 4", "**v1.0 Velocity:** of late", []],
      ["- Total plans completed: 4", "**v1.0 Velocity:**\n\n**Today:**", []],
    ] as const)
      assert.equal(await found(total(line, above)), findings, `${above} ${line}`);
    assert.equal(await found(total("- Total plans completed: 4 (v1.0)", "**Velocity:**", "[██████░░░░] 60%")), [
      "36 “Total plans completed” says “4 (v1.0)”, but the front matter counts 3 completed plans for v1.0",
    ]);
    assert.equal(await found(total("- Total plans completed: 4 (v1.1)", "**Velocity:**", "[██████░░░░] 60%")), []);
  });
});

suite("milestones that are called not begun", (test) => {
  const note = (words: string, progressLine = "[██████░░░░] 60% (v1.0: 3/5 plans)"): string =>
    changeLayout(
      ["**Progress:** [██████░░░░] 60%", `**Progress:** ${progressLine}`],
      ["*Updated after each plan completion*", words],
    );

  test("are held against their plans", async () => {
    for (const [words, findings] of [
      [
        "v1.0 ready to start",
        ["46 position-contradicted “Milestone” says “v1.0 ready to start”, but “Progress” says 3/5 for v1.0"],
      ],
      [
        "v1.0 is ready to begin",
        ["46 position-contradicted “Milestone” says “v1.0 is ready to begin”, but “Progress” says 3/5 for v1.0"],
      ],
      [
        "V1.0 ready to plan.",
        ["46 position-contradicted “Milestone” says “V1.0 ready to plan”, but “Progress” says 3/5 for v1.0"],
      ],
      [
        "v1.0 not started",
        ["46 position-contradicted “Milestone” says “v1.0 not started”, but “Progress” says 3/5 for v1.0"],
      ],
      [
        "v1.0 not yet begun",
        ["46 position-contradicted “Milestone” says “v1.0 not yet begun”, but “Progress” says 3/5 for v1.0"],
      ],
      [
        "v1.0 yet to start",
        ["46 position-contradicted “Milestone” says “v1.0 yet to start”, but “Progress” says 3/5 for v1.0"],
      ],
      [
        "v1.0 is upcoming",
        ["46 position-contradicted “Milestone” says “v1.0 is upcoming”, but “Progress” says 3/5 for v1.0"],
      ],
      [
        "- Next: v1.0 upcoming",
        ["46 position-contradicted “Next” says “v1.0 upcoming”, but “Progress” says 3/5 for v1.0"],
      ],
      ["v1.0 ready to ship", []],
      ["v1.0 not startedly", []],
      ["v1.1 not started", []],
      ["v1.0.1 not started", []],
      ["xv1.0 not started", []],
      ["v1 not started", []],
      ["v1.0, not started", []],
      ["```\nv1.0 not started\n```", []],
      [`v1.0 not started ${"x".repeat(2000)}`, []],
    ] as const)
      assert.equal(await found(note(words)), findings, words);
    assert.equal(await found(note("v1.0 not started", "[░░░░░░░░░░] 0% (v1.0: 0/5 plans)")), [
      "30 “Progress” says “[░░░░░░░░░░] 0% (v1.0: 0/5 plans)”, but the front matter counts 3 of 5 plans",
    ]);
  });

  test("are held against the roadmap where the document has no total of theirs", async () => {
    const text = note("v1.0 not started", "[██████░░░░] 60%");
    for (const [roadmap, findings] of [
      [
        "## v1.0 MVP\n\n- [x] Phase 1: Alpha\n- [ ] **Phase 2: Beta**\n",
        ["46 position-contradicted “Milestone” says “v1.0 not started”, but 3 of its 5 plans have a SUMMARY"],
      ],
      [
        "## v1.0 MVP (Phases 1-2)\n",
        ["46 position-contradicted “Milestone” says “v1.0 not started”, but 3 of its 5 plans have a SUMMARY"],
      ],
      [
        "## v1.0 MVP (Phase 2 to 2)\n",
        ["46 position-contradicted “Milestone” says “v1.0 not started”, but 1 of its 3 plans have a SUMMARY"],
      ],
      [
        "## v1.0 MVP (phases 1 – 1)\n",
        ["46 position-contradicted “Milestone” says “v1.0 not started”, but 2 of its 2 plans have a SUMMARY"],
      ],
      [
        "## v1.0 MVP\n\n### Phase 1\n\n## Other\n\n### Phase 2\n",
        ["46 position-contradicted “Milestone” says “v1.0 not started”, but 2 of its 2 plans have a SUMMARY"],
      ],
      [
        "## v1.0 MVP\n\n* Phase 2\n",
        ["46 position-contradicted “Milestone” says “v1.0 not started”, but 1 of its 3 plans have a SUMMARY"],
      ],
      ["## v1.0 MVP\n\nPhase 2\n", []],
      ["## v1.0 MVP\n\n- of Phase 2\n", []],
      [
        "## v1.0 MVP\n\n- ✅ Phase 1\n",
        ["46 position-contradicted “Milestone” says “v1.0 not started”, but 2 of its 2 plans have a SUMMARY"],
      ],
      ["## v1.0 MVP\n\n- Phase 9\n", []],
      ["## v1.0 and v1.1\n\n- Phase 1\n", []],
      ["## v1.0\n\n- Phase 1\n\n## v1.0\n\n- Phase 2\n", []],
      ["## v1.1\n\n- Phase 1\n", []],
    ] as const)
      assert.equal(await found(text, betaPlans, { roadmap: `# Roadmap\n\n${roadmap}` }), findings, roadmap);
  });
});

suite("tables of a milestone", (test) => {
  const table = (title: string, last: string, header = "| Phase | Plans | Total | Avg/Plan |"): string =>
    changeLayout(
      ["**Progress:** [██████░░░░] 60%", "**Progress:** [██████░░░░] 60% (v1.0: 3/5 plans)"],
      ["**By Phase:**", title],
      ["| Phase | Plans | Total | Avg/Plan |", header],
      ["| 2 | 1 | 8min | 8min |", last],
    );

  test("add up to its total, or do not", async () => {
    for (const [title, last, findings] of [
      ["**By Phase (v1.0):**", "| 2 | 1 | 8min | 8min |", []],
      [
        "**By Phase (v1.0)**",
        "| 2 | 3 | 8min | 8min |",
        ["43 “By Phase (v1.0)” says “5 plans”, but “Progress” says 3/5 for v1.0"],
      ],
      [
        "**By Phase (v1.0):**",
        "| 2 | **3** | 8min | 8min |",
        ["43 “By Phase (v1.0)” says “5 plans”, but “Progress” says 3/5 for v1.0"],
      ],
      ["**By Phase (v1.0):**", "| 2 | ? | 8min | 8min |", []],
      [
        "**By Phase (v1.0):**",
        "| 2 | 0 | 8min | 8min |",
        ["43 “By Phase (v1.0)” says “2 plans”, but “Progress” says 3/5 for v1.0"],
      ],
      ["**By Phase (v0.9):**", "| 2 | 3 | 8min | 8min |", []],
      ["**By Phase (v1.0, v1.1):**", "| 2 | 3 | 8min | 8min |", []],
      ["**Phases of v1.0:**", "| 2 | 3 | 8min | 8min |", []],
      ["By Phase (v1.0):", "| 2 | 3 | 8min | 8min |", []],
    ] as const)
      assert.equal(await found(table(title, last)), findings, `${title} ${last}`);
    const close = table("**By Phase (v1.0):**", "| 2 | 3 | 8min | 8min |").replace("(v1.0):**\n\n", "(v1.0):**\n");
    assert.equal(await found(close), ["42 “By Phase (v1.0)” says “5 plans”, but “Progress” says 3/5 for v1.0"]);
    const other = table("**By Phase (v1.0):**", "| 2 | 3 | 8min | 8min |", "| Phase | PLANS | Total | Avg |");
    assert.equal(await found(other), ["43 “By Phase (v1.0)” says “5 plans”, but “Progress” says 3/5 for v1.0"]);
    const none = table("**By Phase (v1.0):**", "| 2 | 3 | 8min | 8min |", "| Phase | Work | Total | Avg |");
    assert.equal(await found(none), []);
  });
});

suite("totals of phases", (test) => {
  test("in the plan line", async () => {
    for (const [value, findings] of [
      ["2 of 3 in current phase", []],
      ["1 of 3", []],
      ["3 of 3", []],
      ["4 of 3", ["26 “Plan” says “4 of 3”, but there is no plan 4 among 3"]],
      ["Plan 2 of 3", []],
      ["2/4", []],
      ["2 of 2", ["26 “Plan” says “2 of 2”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["2 of 3 complete", ["26 “Plan” says “2 of 3 complete”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["3 of 3 complete", ["26 “Plan” says “3 of 3 complete”, but phase 2 has 3 plans, 1 with a SUMMARY"]],
      ["1 of 3. Complete", []],
      ["2 of 3-4", []],
      ["two of 3", []],
      ["02-02 of 3", []],
      ["**2** of **3**", []],
    ] as const)
      assert.equal(
        await found(changeLayout(["**Plan:** 2 of 3 in current phase", `**Plan:** ${value}`])),
        findings,
        value,
      );
  });

  test("in lines of today", async () => {
    const line = (text: string): string => changeLayout(["**Status:** In progress", text]);
    for (const [text, findings] of [
      ["**Status:** Phase 2: 1/3 complete", []],
      [
        "**Status:** Phase 2: 2/3 complete",
        ["27 “Status” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "**Status:** Phase 2 (2/3 plans)",
        ["27 “Status” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "**Status:** Phase 2 complete: 2/3 plans",
        ["27 “Status” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "**Status:** 2/3 plans in Phase 2",
        ["27 “Status” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "**Status:** 2/3 plans complete for phase 2",
        ["27 “Status” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "**Status:** 2 of 3 plans of objective 2",
        ["27 “Status” says “Phase 2: 2 of 3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      ["**Status:** 2/3 plans in Phase 2-01", []],
      ["**Status:** 2/3 plans in Phase 9", []],
      ["**Status:** 2/3 done in Phase 2", []],
      ["**Status:** Phase 2: 2/3 tests", []],
      [
        "**Status:** Phase 2: 2/3 executed",
        ["27 “Status” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "**Status:** Phase 2: 1/2 plans",
        ["27 “Status” says “Phase 2: 1/2”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      ["**Status:** Phase 2: 1/4 plans", []],
      ["**Status:** Phase 2: 3/2 plans", []],
      [
        "**Status:** Phase 1: 1/2 plans",
        ["27 “Status” says “Phase 1: 1/2”, but phase 1 has 2 plans, 2 with a SUMMARY"],
      ],
      ["**Status:** Phase 2: 2/3 complete across phases 1-2", []],
      ["**Status:** Phase 2: 2/3 complete in total", []],
      ["**Status:** Phase 2: 2/3 complete overall", []],
      [
        "**Status:** Phase 2: 2/3 complete, in total much",
        ["27 “Status” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      ["**Status:** Phase 2: 2/3 plans of the milestone", []],
      [
        "**Phase (Beta):** 2 — Phase 2: 2/3 plans",
        ["27 “Phase (Beta)” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      ["**Progress of work:** Phase 2: 2/3 plans", []],
      [
        "**Overall:** Phase 2: 2/3 plans",
        ["27 “Overall” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      [
        "**Current plan:** Phase 2: 2/3 plans",
        ["27 “Current plan” says “Phase 2: 2/3”, but phase 2 has 3 plans, 1 with a SUMMARY"],
      ],
      ["**Previous:** Phase 2: 2/3 plans", []],
    ] as const)
      assert.equal(await found(line(text)), findings, text);
  });
});
