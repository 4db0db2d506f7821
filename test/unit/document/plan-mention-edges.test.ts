import * as assert from "uvu/assert";
import {
  findMentionsOfKnownPlans,
  findPhaseMentions,
  findPlanMentions,
  findPlanNumberMentions,
  hasDatedIds,
} from "../../../src/document/plan-mentions.ts";
import { parsePlanId } from "../../../src/model/plan-id.ts";
import type { Range } from "../../../src/model/source-text.ts";
import { suite } from "../../support/suite.ts";

type Cases = readonly (readonly [text: string, read: string])[];

const known = new Set(["67-04", "5-10", "9-12", "12-10"].flatMap((id) => parsePlanId(id) ?? []));

/**
 * Text, and the plans that it names: by itself, where 67-04, 5-10, 9-12 and 12-10 exist, and as `findMentionsOfKnownPlans`
 * has it; `=` where these are the same.
 */
const mentions: Cases = [
  ["67-04", "67-04@0-5 | = | ="],
  ["x67-04", " | = | ="],
  ["_67-04", " | = | ="],
  ["67-04x", "67-04x@0-6 | = | "],
  ["67-04.5", " | = | ="],
  ["67-04.", "67-04@0-5 | = | ="],
  ["67-04%", " | = | ="],
  ["67-04,123", " | = | ="],
  ["67-04,12", "67-04@0-5 | = | ="],
  ["67-04-05", " | = | ="],
  ["67-04-x", " | = | 67-04@0-5"],
  ["67-04-PLAN", "67-04@0-5 | = | ="],
  ["67-04-SUMMARY.md", "67-04@0-5 | = | ="],
  ["67-04-TRD.md", "67-04@0-5 | = | ="],
  ["67-04-PLANS", " | = | 67-04@0-5"],
  ["67-04_x", " | = | ="],
  ["p67-04", "67-04@0-6 | = | ="],
  ["pp67-04", " | = | ="],
  ["Phase-67-04", "67-04@6-11 | = | ="],
  ["phase-67-04", "67-04@6-11 | = | ="],
  ["phase67-04", " | = | ="],
  ["a.ts:67-04", " | = | ="],
  ["a.tsxyz:67-04", "67-04@8-13 | = | ="],
  ["-67-04", " | = | ="],
  [".67-04", " | = | ="],
  ["12.25.1-04", "12.25.1-04@0-10 | = | "],
  ["12A-04", "12A-04@0-6 | = | "],
  ["67-4", " | = | 67-04@0-4"],
  ["67-12", "67-12@0-5 | = | "],
  ["67-12b", "67-12b@0-6 | = | "],
  ["12-10", " | 12-10@0-5 | 12-10@0-5"],
  ["12-10 done", " | 12-10@0-5 | 12-10@0-5"],
  ["12-10 tests", " | = | 12-10@0-5"],
  ["12-10%", " | = | ="],
  ["05-10", " | 5-10@0-5 | 5-10@0-5"],
  ["05-10 x", " | = | 5-10@0-5"],
  ["5-10", " | = | 5-10@0-4"],
  ["on 05-10", " | = | 5-10@3-8"],
  ["due: 05-10", " | = | 5-10@5-10"],
  ["since  05-10", " | = | 5-10@7-12"],
  ["by 05-10", " | = | 5-10@3-8"],
  ["xby 05-10", " | 5-10@4-9 | 5-10@4-9"],
  ["updated 05-10", " | = | 5-10@8-13"],
  ["dated 05-10", " | = | 5-10@6-11"],
  ["date 05-10", " | = | 5-10@5-10"],
  ["on 05-03", " | = | ="],
  ["on 13-03", "13-03@3-8 | = | "],
  ["05-03", "5-03@0-5 | = | "],
  ["05-32", " | = | ="],
  ["13-10", "13-10@0-5 | = | "],
  ["09-12", " | 9-12@0-5 | 9-12@0-5"],
  ["Phase 9-12", " | = | 9-12@6-10"],
  ["Phase 09-12", "9-12@6-11 | = | ="],
  ["Phases 09-12", " | = | 9-12@7-12"],
  ["Phases 9-12", " | = | 9-12@7-11"],
  ["Phase 12-9", "12-09@6-10 | = | ="],
  ["Plans 01-03", " | = | ="],
  ["Plan 9-12", "9-12@5-9 | = | ="],
  ["plan 67-04", "67-04@5-10 | = | ="],
  ["Plans 67-04", "67-04@6-11 | = | ="],
  ["67-70", " | = | ="],
  ["70-67", "70-67@0-5 | = | "],
  ["score 12-10", " | = | 12-10@6-11"],
  ["pages 12-10", " | = | 12-10@6-11"],
  ["lines 67-12", " | = | ="],
  ["67-12 lines", " | = | ="],
  ["67-12 min", " | = | ="],
  ["67-12分", " | = | ="],
  ["weeks 67-12", " | = | ="],
  ["2026-02", " | = | ="],
  ["1999-12", " | = | ="],
  ["20261-02", " | = | ="],
  ["Phase 67 Plan 04", "67-04@0-16 | = | ="],
  ["Phase 67: Plan: 04", "67-04@0-18 | = | ="],
  ["Phase 67 — Plan #04", "67-04@0-19 | = | ="],
  ["Phase 67 (x) Plan 04", "67-04@0-20 | = | ="],
  ["Phase 67 (x (y)) Plan 04", " | = | ="],
  ["Phase 67/Plan 04", "67-04@0-16 | = | ="],
  ["Phase 67 · TRD 04", "67-04@0-17 | = | ="],
  ["Phase 67 > P04", "67-04@0-14 | = | ="],
  ["Phase 67-ci Plan 04", "67-04@0-19 | = | ="],
  ["Phase 67 Plan 67-04", "67-04@0-19 | = | ="],
  ["Phase 67 Plan 04.5", " | = | ="],
  ["phases 67 plan 04", "67-04@0-17 | = | ="],
  ["objective 67 plan 04", "67-04@0-20 | = | ="],
  ["Objective 67 TRD 04b", "67-04b@0-20 | = | ="],
  ["subphase 67 plan 04", " | = | ="],
  ["Phase  67   Plan  04", "67-04@0-20 | = | ="],
  ["Phase:67,Plan:04", "67-04@0-16 | = | ="],
  ["Phase 67 then Plan 04", " | = | ="],
  ["Phase 67\nPlan 04", " | = | ="],
  ["Phase 67    Plan 04", "67-04@0-19 | = | ="],
  ["Plan 04 of Phase 67", "67-04@0-19 | = | ="],
  ["Plan #04 of Phase 67", "67-04@0-20 | = | ="],
  ["Plan  04  of  phase  67", "67-04@0-23 | = | ="],
  ["Plan 2 of 3 (Phase 67)", "67-02@0-21 | = | ="],
  ["Plan 2 of 3 in Phase 67", "67-02@0-23 | = | ="],
  ["Plan 04 from the phase 67", "67-04@0-25 | = | ="],
  ["Plan 04 for Phase 67", "67-04@0-20 | = | ="],
  ["Plan 04, Phase 67", "67-04@0-17 | = | ="],
  ["Plan 04 on Phase 67", " | = | ="],
  ["xPlan 04 of Phase 67", " | = | ="],
  ["TRD 04 of Phase 67", "67-04@0-18 | = | ="],
  ["Plan 04 of Phase 67x", "67X-04@0-20 | = | ="],
  ["f(67-ci-04)", "67-04@2-10 | = | ="],
  ["(67-ci-04)", " | = | ="],
  ["f(67-ci-04", " | = | ="],
  ["f(67-ci-cd-04b)", "67-04b@2-14 | = | ="],
  ["f(67-ci-123)", "67-123@2-11 | = | ="],
  ["Phase 67-ci-04", "67-04@0-14 | = | ="],
  ["Phase 67-ci-04-x", " | = | ="],
  ["Phase-67-ci-04", "67-04@0-14 | = | ="],
  ["Phase 67-ci-14", " | = | ="],
  ["Phase 67-ci-14]", "67-14@0-14 | = | ="],
  ["67-ci-04-PLAN.md", "67-04@0-8 | = | ="],
  ["67-ci-04-SUMMARY", "67-04@0-8 | = | ="],
  ["x-67-ci-04-PLAN.md", " | = | ="],
  ["67-ci-04-PLANX", " | = | ="],
  ["67-CI-04-PLAN.md", " | = | ="],
  ["TRD 0.6", "0-06@0-7 | = | ="],
  ["trd 12.25", " | = | ="],
  ["TRD 0.6.1", " | = | ="],
  ["xTRD 0.6", " | = | ="],
  ["v0.28-01-04", " | = | ="],
  ["v1-2-03", " | = | ="],
  ["P67-04 and Phase 67", "67-04@0-6 | = | ="],
  ["Phase 08-80-percent P01", "8-01@0-23 | = | ="],
  ["Plan 67-04 done", "67-04@5-10 | = | ="],
  ["ID 67-04", "67-04@3-8 | = | ="],
  ["[67-04]", "67-04@1-6 | = | ="],
  ["1-2", " | = | ="],
  ["3-4 of 5", " | = | ="],
  ["10-12", " | = | ="],
  ["12-3", " | = | ="],
  ["67-123", " | = | ="],
  ["1234-04", "1234-04@0-7 | = | "],
  ["12345-04", " | = | ="],
];

const phases: Cases = [
  ["Phase 67", "67@0-8"],
  ["phase: 67", "67@0-9"],
  ["phase-67", "67@0-8"],
  ["Phase  67", "67@0-9"],
  ["Phase    67", ""],
  ["objective 67", "67@0-12"],
  ["Objectives 67", ""],
  ["phases 67", ""],
  ["xphase 67", ""],
  ["_phase 67", ""],
  ["Phase 67x1", ""],
  ["Phase 67A", "67A@0-9"],
  ["Phase 67.12", "67.12@0-11"],
  ["Phase 67.12.1 and phase 5", "67.12.1@0-13 5@18-25"],
  ["Phase 67-ci", "67@0-8"],
  ["Phase 67_x", ""],
  ["Phase x", ""],
];

const planNumbers: Cases = [
  ["Plan 04", "04@0-7"],
  ["Plan: 4 of 5", "4@0-7"],
  ["plan #4", "4@0-7"],
  ["Plan  04", "04@0-8"],
  ["Plan   04", ""],
  ["TRD 4", "4@0-5"],
  ["trd:4b", "4b@0-6"],
  ["xplan 4", ""],
  ["plan 4x2", ""],
  ["plan 4-5", ""],
  ["plan 4.5", ""],
  ["plan 4_", ""],
  ["plan 4 of phase 3", ""],
  ["plan 4\tof phase 3", ""],
  ["plan 4 of phases", ""],
  ["Plans 4", ""],
  ["plan 1234", ""],
  ["Plan 04b done", "04b@0-8"],
];

const datedIds: Cases = [
  ["05-10", "true"],
  ["12-31", "true"],
  ["12-32", "false"],
  ["00-10", "false"],
  ["13-10", "false"],
  ["x05-10", "false"],
  ["a.05-10", "false"],
  ["1-05-10", "false"],
  ["05-10x", "false"],
  ["05-10-1", "false"],
  ["05-10.", "true"],
  ["05-09", "false"],
  ["05-30", "true"],
];

function list(found: readonly { readonly range: Range; readonly name: string }[]): string {
  return found.map(({ name, range }) => `${name}@${range.start}-${range.end}`).join(" ");
}

function describe(text: string): string {
  const [alone = "", ...others] = [
    findPlanMentions(text, 0),
    findPlanMentions(text, 0, known),
    findMentionsOfKnownPlans(text, 0, known),
  ].map((found) => list(found.map(({ planId, range }) => ({ name: planId, range }))));
  return [alone, ...others.map((other) => (other === alone ? "=" : other))].join(" | ");
}

suite("the edges of plan mentions", (test) => {
  test("are known in every form, with and without the plans that exist", () => {
    for (const [text, read] of mentions) assert.is(describe(text), read, text);
  });

  test("are known of phases and of plans by their number", () => {
    for (const [text, read] of phases)
      assert.is(list(findPhaseMentions(text, 0).map(({ phaseId, range }) => ({ name: phaseId, range }))), read, text);
    for (const [text, read] of planNumbers) {
      const found = findPlanNumberMentions(text, 0);
      assert.is(list(found.map(({ planNumberText, range }) => ({ name: planNumberText, range }))), read, text);
    }
  });

  test("are known of what may be a month and a day", () => {
    for (const [text, read] of datedIds) assert.is(String(hasDatedIds(text)), read, text);
  });
});
