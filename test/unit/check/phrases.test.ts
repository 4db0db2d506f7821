import * as assert from "uvu/assert";
import { findCompletionClaims, parseCompletionClaim } from "../../../src/check/completion-claims.ts";
import { isOutdated, isLater, readClaim } from "../../../src/check/check-position.ts";
import { findRequirementIds } from "../../../src/check/requirement-rows.ts";
import { findRoadmapMarks } from "../../../src/check/roadmap-marks.ts";
import { isQualified } from "../../../src/check/check-roadmap.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { planIdOf } from "../../support/linked.ts";
import { phaseOfPlan } from "../../../src/model/plan-id.ts";
import { suite } from "../../support/suite.ts";
import { betaLayout, betaPlans, changeLayout, findingsOf, type FakePlan } from "./consistency-fixture.ts";

/** The findings of a text, without the line and the code, and what all of the table share. */
const evidenceOf = async (text: string, plans: readonly FakePlan[] = betaPlans): Promise<string> =>
  (await findingsOf(text, plans))
    .map((finding) => finding.replace(/^\d+ \S+ /, "").replace(/^.*?(?:, but |, and )/, ""))
    .join("; ");

suite("what calls a plan complete", (test) => {
  const rows: readonly (readonly [text: string, planId: string | null])[] = [
    ["02-01 complete", "2-01"],
    ["02-01-PLAN.md complete", "2-01"],
    ["02-01-SUMMARY done", "2-01"],
    ["02-01-TRD.md: shipped", "2-01"],
    ["Phase 2 Plan 01 — COMPLETE", "2-01"],
    ["Plan 02-01 was executed", "2-01"],
    ["Plan 02-01 is done", "2-01"],
    ["02-01 ✅ complete", "2-01"],
    ["02-01) - finished", "2-01"],
    ["Completed 02-01", "2-01"],
    ["Executed plan 02-01 today", "2-01"],
    ["finished phase plan 02-01", "2-01"],
    ["Shipped TRD 02-01", "2-01"],
    ["Objective 02-01 done", "2-01"],
    ["**02-01** complete", "2-01"],
    ["02-01, 02-02 complete", null],
    ["Completed 02-01, 02-02", null],
    ["Completed 02-01 after which 02-02 begins", null],
    ["02-01 complete-ish", null],
    ["02-01 completed/verified", null],
    ["02-01 completes", null],
    ["02-01 not complete", null],
    ["02-01 will be complete", null],
    ["02-01 complete except for docs", null],
    ["02-01 complete (tasks 1-2)", null],
    ["02-01 complete, awaiting review", null],
    ["02-01 complete pending checkpoint", null],
    ["02-01 complete. Partially", null],
    ["02-01 complete once merged", null],
    ["02-01 complete through task 3", null],
    ["02-01 complete - checkpoint passed", null],
    ["02-01 complete — criteria met", null],
    ["02-01 complete research", null],
    ["02-01 complete taskings", "2-01"],
    ["Completed 02-01 tasks 1 and 2", null],
    ["Completed 02-01 planning", null],
    ["Completed 02-01 but not all", null],
    ["Completed 02-01 wavelets", "2-01"],
    ["Not completed 02-01", null],
    ["The reader 02-01 complete", null],
    ["complete", null],
    [`${"x ".repeat(160)}02-01 complete`, null],
  ];
  test("names the plan, and no other thing", () => {
    for (const [text, planId] of rows) assert.is(parseCompletionClaim(text), planId, text);
  });

  test("is found in prose, lists and label lines, with its label and its place", () => {
    const claims = (text: string): readonly string[] => {
      const document = parseStateDocument(text);
      return findCompletionClaims(document).map(
        ({ planId, label, isHeading, range, unit }) =>
          `${planId} ${unit.kind} “${label}”${isHeading ? " heading" : ""}: ${document.source.text.slice(range.start, range.end)}`,
      );
    };
    for (const [text, found] of [
      ["- [x] 02-01 complete\n  more of it\n", ["2-01 item “”: 02-01 complete"]],
      ["- [ ] 02-01 complete\n", []],
      ["* [X] 02-01 complete\n", ["2-01 item “”: 02-01 complete"]],
      ["+ 02-01 complete\n", ["2-01 item “”: 02-01 complete"]],
      ["12. 02-01 complete\n", ["2-01 item “”: 02-01 complete"]],
      ["3) 02-01 complete\n", ["2-01 item “”: 02-01 complete"]],
      ["> 02-01 complete\n", ["2-01 paragraph “”: 02-01 complete"]],
      ["Previous: 02-01 complete\n", ["2-01 pair “Previous”: Previous: 02-01 complete"]],
      [
        "Previous one: 2026-02-20 — 02-01 complete\n",
        ["2-01 pair “Previous one”: Previous one: 2026-02-20 — 02-01 complete"],
      ],
      ["2026-02-20T10:00:00Z - 02-01 complete\n", ["2-01 paragraph “”: 2026-02-20T10:00:00Z - 02-01 complete"]],
      ["2026-02-20 10:00 02-01 complete\n", ["2-01 paragraph “”: 2026-02-20 10:00 02-01 complete"]],
      ["2026-02-20: 02-01 complete\n", ["2-01 paragraph “”: 2026-02-20: 02-01 complete"]],
      ["- **Last:** 02-01 complete\n", ["2-01 item “Last”: **Last:** 02-01 complete"]],
      ["**02-01 complete**\n", ["2-01 paragraph “” heading: **02-01 complete**"]],
      ["**02-01 complete:**\n", ["2-01 paragraph “” heading: **02-01 complete:**"]],
      ["02-01 complete:\n\n- a\n", ["2-01 paragraph “” heading: 02-01 complete:"]],
      ["02-01 complete: words\n", ["2-01 paragraph “”: 02-01 complete: words"]],
      ["02-01 complete,\nand more\n", ["2-01 paragraph “”: 02-01 complete,"]],
      ["| 02-01 complete |\n|---|\n| 02-01 complete |\n", []],
      ["```\n02-01 complete\n```\n", []],
      ["## 02-01 complete\n", []],
      ["- a\n  - 02-01 complete\n", ["2-01 item “”: 02-01 complete"]],
      ["previous: 02-01 complete\n", []],
      ["Some very long label that is no label: 02-01 complete\n", []],
    ] as const)
      assert.equal(claims(text), found, text);
  });
});

suite("a line's date and words", (test) => {
  test("are read up to the end of the first sentence", () => {
    for (const [text, claim] of [
      ["2026-02-20 — Completed 02-01. Then more", { day: "2026-02-20", head: " — Completed 02-01" }],
      ["2026-02-20T10:00:00.123456Z done; More", { day: "2026-02-20", head: " done" }],
      ["2026-02-20 10:00 +02:00 done", { day: "2026-02-20", head: " done" }],
      ["2026-02-20 10:00 UTC done! no", { day: "2026-02-20", head: " done! no" }],
      ["2026-02-20 10:00+0200 done? Yes", { day: "2026-02-20", head: " done" }],
      ["2026-02-20T10:00:30 done.", { day: "2026-02-20", head: " done." }],
      ["on 2026-02-20", { day: null, head: "on 2026-02-20" }],
      ["v1.2. äh. Ähm", { day: null, head: "v1.2. äh" }],
      ["**2026-02-20** `x`", { day: "2026-02-20", head: " x" }],
      ["", { day: null, head: "" }],
    ] as const)
      assert.equal(readClaim(text), claim, text);
    assert.is(readClaim(`2026-02-20 ${"x".repeat(500)}`).head.length, 230);
    assert.is(readClaim("x".repeat(500)).head.length, 240);
  });

  test("are older or younger only by more than time zones do", () => {
    const newest = {
      planId: planIdOf("2-01"),
      phase: phaseOfPlan(planIdOf("2-01")),
      completedAtMs: 0,
      completedAt: "",
      days: ["2026-02-20", "2026-02-21"] as const,
    };
    const days = ["2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-30", "2026-13-01"];
    assert.equal(
      days.filter((day) => isOutdated(day, newest)),
      ["2026-02-18"],
    );
    assert.equal(
      days.filter((day) => isLater(day, newest)),
      ["2026-02-22", "2026-02-30", "2026-13-01"],
    );
  });
});

suite("ids of requirements", (test) => {
  test("are found with the ranges that they begin", () => {
    for (const [text, ids] of [
      ["AUTH-01", ["AUTH-01"]],
      ["AUTH-01, AUTH-02 and MEAS-ARCH-02a", ["AUTH-01", "AUTH-02", "MEAS-ARCH-02a"]],
      ["DISC-01.1 DISC-01", ["DISC-01.1", "DISC-01"]],
      ["CORE-01..03", ["CORE-01", "CORE-02", "CORE-03"]],
      ["CORE-01...03", ["CORE-01", "CORE-02", "CORE-03"]],
      ["CORE-01…03", ["CORE-01", "CORE-02", "CORE-03"]],
      ["CORE-8 – 11", ["CORE-8", "CORE-9", "CORE-10", "CORE-11"]],
      ["CORE-08—10", ["CORE-08", "CORE-09", "CORE-10"]],
      ["SKILLS-01 through SKILLS-03", ["SKILLS-01", "SKILLS-02", "SKILLS-03"]],
      ["SKILLS-01 thru 02", ["SKILLS-01", "SKILLS-02"]],
      ["SKILLS-01 to SKILLS-03", ["SKILLS-01", "SKILLS-02", "SKILLS-03"]],
      ["SKILLS-01 until 03", ["SKILLS-01", "SKILLS-02", "SKILLS-03"]],
      ["SKILLS-01~03", ["SKILLS-01", "SKILLS-02", "SKILLS-03"]],
      ["SKILLS-01 to OTHER-03", ["SKILLS-01", "OTHER-03"]],
      ["SKILLS-01a to 03", ["SKILLS-01a"]],
      ["SKILLS-03 to 01", ["SKILLS-03"]],
      ["SKILLS-03 to 03", ["SKILLS-03"]],
      ["SKILLS-01 to 0202", ["SKILLS-01"]],
      ["SKILLS-1 to 202", ["SKILLS-1"]],
      ["SKILLS-01 to 03x", ["SKILLS-01"]],
      ["xAUTH-01 AUTH-01x AUTH-01-2 -AUTH-01 auth-01", ["AUTH-01x"]],
      ["AUTH-01 AUTH-01", ["AUTH-01"]],
      ["A1-B2-C3-D4-05 A-1", ["A1-B2-C3-D4-05", "A-1"]],
      ["AUTH-12345", []],
      [`${" ".repeat(1995)}AUTH-01`, []],
    ] as const)
      assert.equal(findRequirementIds(text), ids, text);
    assert.is(findRequirementIds("S-1 to 201").length, 201);
    assert.is(findRequirementIds("S-1 to 202").length, 1);
  });
});

suite("marks of a roadmap", (test) => {
  test("are of a plan, of a phase, or of anything else", () => {
    const marks = (text: string): readonly string[] =>
      findRoadmapMarks(parseStateDocument(`# Roadmap\n\n- [x] ${text}\n`)).map(
        ({ name, subject, remark, box }) =>
          `${box.isTicked ? "x" : "-"} ${name} | ${subject.kind === "phase" ? subject.phase : `${subject.planId} ${subject.fileName}`} |${remark}`,
      );
    for (const [text, mark] of [
      ["67-04-PLAN.md — Deploy", ["x 67-04-PLAN.md | 67-04 67-04-PLAN.md | — Deploy"]],
      ["`67-04-PLAN.md`: Deploy", ["x 67-04-PLAN.md | 67-04 67-04-PLAN.md |: Deploy"]],
      ["[67-04-PLAN.md](phases/67/67-04-PLAN.md) — Deploy", ["x 67-04-PLAN.md | 67-04 67-04-PLAN.md | — Deploy"]],
      ["67-04-PLAN", ["x 67-04-PLAN | 67-04 67-04-PLAN.md |"]],
      ["67-04-TRD.md", ["x 67-04-TRD.md | 67-04 67-04-TRD.md |"]],
      ["setup-PLAN.md of 67-04", ["x setup-PLAN.md | null setup-PLAN.md | of 67-04"]],
      ["67-04: Deploy", ["x 67-04 | 67-04 null |: Deploy"]],
      ["**67-04** Deploy", ["x 67-04 | 67-04 null | Deploy"]],
      ["Plan 67-04: Deploy", ["x Plan 67-04 | 67-04 null |: Deploy"]],
      ["TRD 67-04: Deploy", ["x TRD 67-04 | 67-04 null |: Deploy"]],
      ["Deploy 67-04", []],
      ["Phase 67: Deploy", ["x Phase 67 | 67 |: Deploy"]],
      ["**Phase 67: Deploy** - words", ["x Phase 67 | 67 |: Deploy - words"]],
      ["Phase  67.1 Deploy", ["x Phase  67.1 | 67.1 | Deploy"]],
      ["objective 7A Deploy", ["x objective 7A | 7A | Deploy"]],
      ["Phase 67-04", []],
      ["Phase 67–69", []],
      ["Phase 67, 68", []],
      ["Phase 67/68", []],
      ["Phase 67 & 68", []],
      ["Phase 67 + 68", []],
      ["Phase 67.", ["x Phase 67 | 67 |."]],
      ["Phase 67 - Deploy", ["x Phase 67 | 67 | - Deploy"]],
      ["Phases 67", []],
      ["Deploy", []],
      ["Phase 12345: x", []],
    ] as const)
      assert.equal(marks(text), mark, text);
  });

  test("say in their words why they stand as they do", () => {
    const words =
      "checkpoint;partial;blocked;deferred;postponed;skipped;superseded;obsolete;cancelled;dropped;merged into;absorbed;folded;optional;follow-up;followup;pending;reopened;⚠;⏸;🚧".split(
        ";",
      );
    assert.equal(
      words.filter((word) => !isQualified(` — ${word} x`)),
      [],
    );
    assert.equal(["", "done", "merged", "folder", "cancer"].filter(isQualified), []);
  });
});

suite("next steps", (test) => {
  const next = (value: string, label = "Next action"): string =>
    betaLayout.replace("**Status:** In progress", `**Status:** In progress\n**${label}:** ${value}`);

  test("are done already, or not", async () => {
    for (const [value, evidence] of [
      ["Plan Phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Plan Phase 2", "phase 2 is planned already: 1 of its 3 plans has its SUMMARY"],
      ["plan phase 3", ""],
      ["Discuss phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Research phase 2", "phase 2 is planned already: 1 of its 3 plans has its SUMMARY"],
      ["Execute Phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Execute Phase 2", ""],
      ["Begin phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Start Phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Continue with Phase 1", ""],
      ["Implement phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Phase 1 is complete", ""],
      ["Phase 1 shipped", ""],
      ["Phase 1 done", ""],
      ["Objective 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Look at phase 1", ""],
      ["Execute all that is left of phase 1", ""],
      ["/gsd:plan-phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["run /gsd:execute-phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["gsd:execute-phase 2", ""],
      ["/gsd-discuss-phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["/df:research-objective 2", "phase 2 is planned already: 1 of its 3 plans has its SUMMARY"],
      ["`/gsd:plan-phase 2 --gaps`", ""],
      ["/gsd:verify-phase 1", ""],
      ["/gsd:plan-phase x", ""],
      ["02-01", "02-01 has its SUMMARY"],
      ["02-01-PLAN.md", "02-01 has its SUMMARY"],
      ["Execute 02-01", "02-01 has its SUMMARY"],
      ["Execute plan 02-01", "02-01 has its SUMMARY"],
      ["Plan 02-01", "02-01 has its SUMMARY"],
      ["Plan the 02-01", ""],
      ["Execute 02-02", ""],
      ["Tell them about 02-01", ""],
      ["Execute after a long while 02-01", ""],
      ["Replan Phase 1", ""],
      ["Re-plan phase 1", ""],
      ["Execute phase 1 UAT", ""],
      ["Execute phase 1 and ship", ""],
      ["Review phase 1", ""],
      ["Audit Phase 1", ""],
      ["Merge phase 1", ""],
      ["Fix phase 1", ""],
      ["Deploy phase 1", ""],
      ["Test phase 1", ""],
      ["Execute phase 1 prefix", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      [`Execute phase 1 with ${"words ".repeat(8)} review`, "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
    ] as const)
      assert.is(await evidenceOf(next(value)), evidence, value);
  });

  test("stand under one of some labels", async () => {
    const labels = [
      "Next",
      "Next step",
      "Next steps",
      "Next up",
      "Next phase",
      "Next plan",
      "Next command",
      "NEXT ACTION",
    ];
    for (const label of labels)
      assert.match(await evidenceOf(next("Plan Phase 1", label)), "phase 1 is complete", label);
    for (const label of ["Next week", "What next", "Nextstep"])
      assert.is(await evidenceOf(next("Plan Phase 1", label)), "", label);
    for (const [line, recorded] of [
      ["- Next: Plan Phase 1", ["“Next” says “Plan Phase 1”"]],
      ["* **Next:** Plan Phase 1", ["“Next” says “Plan Phase 1”"]],
      ["   Next: Plan Phase 1", ["“Next” says “Plan Phase 1”"]],
      ["_Next: Plan Phase 1_", ["“Next” says “Plan Phase 1”"]],
      ["***Next: Plan Phase 1***", ["“Next” says “Plan Phase 1”"]],
    ] as const)
      assert.equal(
        (await findingsOf(changeLayout(["*Updated after each plan completion*", line]), betaPlans)).map(
          (finding) => / (“.*”), but/.exec(finding)?.[1],
        ),
        recorded,
        line,
      );
    for (const line of ["    Next: Plan Phase 1", "Next:", "Next:Plan Phase 1", "> Next: Plan Phase 1"])
      assert.is(await evidenceOf(changeLayout(["*Updated after each plan completion*", line])), "", line);
  });

  test("are announced in headings", async () => {
    for (const [heading, evidence] of [
      ["Upcoming: Phase 1 - Alpha", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Up next — phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Up Next Phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Next up: Objective 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Next Phase: Phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["next – Phase 1", "phase 1 is complete: 2 of 2 plans have their SUMMARY"],
      ["Next: something in Phase 1", ""],
      ["Upcoming: Phase 1 follow-up", ""],
      ["Upcoming: Phase 1 fixes", ""],
      ["Upcoming: Phase 1 verification", ""],
      ["Upcoming: Phase 1 review", ""],
      ["Upcoming: Phase 1 audit", ""],
      ["Upcoming: Phase 1 part two", ""],
      ["Upcoming: Phase 1 second round", ""],
      ["Upcoming: Phase 1 polish", ""],
      ["Upcoming: Phase 1 retro", ""],
      ["Not upcoming: Phase 1", ""],
      ["Upcoming Phases 1 and 2", ""],
    ] as const)
      assert.is(
        await evidenceOf(changeLayout(["## Session Continuity", `## ${heading}\n\n## Session Continuity`])),
        evidence,
        heading,
      );
  });

  test("are updated in a footer, the newest of which counts", async () => {
    const footer = (...lines: readonly string[]): string =>
      changeLayout(["*Updated after each plan completion*", lines.join("\n")]);
    for (const [lines, evidence] of [
      [["*Updated: 2026-02-17*"], "02-01 was completed 2026-02-20 21:41"],
      [["*Last updated: 2026-02-17*"], "02-01 was completed 2026-02-20 21:41"],
      [["_Updated: 2026-02-17_"], "02-01 was completed 2026-02-20 21:41"],
      [["**Updated:** 2026-02-17"], ""],
      [["Updated: 2026-02-17"], ""],
      [["*Updated: soon*"], ""],
      [["*Updated: 2026-02-17*", "*Updated: 2026-02-16*"], "02-01 was completed 2026-02-20 21:41"],
      [
        ["*Updated: 2026-02-16*", "*Updated: 2026-02-20 (01-02 complete)*"],
        "02-01 was completed after it (2026-02-20 21:41)",
      ],
      [["*Updated: 2026-02-23 (01-02 complete)*"], ""],
      [["*Updated: 2026-02-20 (02-01 complete)*"], ""],
      [["*Updated: 2026-02-20 (03-01 complete)*"], ""],
    ] as const)
      assert.is(await evidenceOf(footer(...lines)), evidence, lines.join());
    assert.is(await evidenceOf(footer(`*Updated: 2026-02-17 ${"x".repeat(2000)}*`)), "");
    assert.is(
      await evidenceOf(
        betaLayout.replace("## Current Position", "## Notes\n\n*Updated: 2026-02-17*\n\n## Current Position"),
      ),
      "",
    );
  });
});
