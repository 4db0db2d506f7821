import * as assert from "uvu/assert";
import { findCurrentPosition, parseLeadingPhase, plainText } from "../../../src/document/current-position.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

type Cases = readonly (readonly [text: string, read: string])[];

const leadingPhases: Cases = [
  ["67", "67"],
  ["67-ci-cd", "67"],
  ["2 of 5 (Beta)", "2"],
  ["Phase 57.9 — verified", "57.9"],
  ["**67** of 70", "67"],
  ["`67`", "67"],
  ["phase: 3", "3"],
  ["objective 3", "3"],
  ["Phase  3", "3"],
  ["Phase   3", "null"],
  ["67/70", "null"],
  ["67 / 70", "null"],
  ["67%", "null"],
  ["67 %", "null"],
  ["67+", "null"],
  ["67 & 68", "null"],
  ["67 and 68", "null"],
  ["67 to 70", "null"],
  ["67 phases", "null"],
  ["67 plans", "null"],
  ["67 milestones", "null"],
  ["67 objectives", "null"],
  ["67 andes", "67"],
  ["67A", "67A"],
  ["67a.12.3", "67A.12.3"],
  ["67-04", "null"],
  ["67x1", "null"],
  ["67_", "67"],
  ["67.", "null"],
  ["1234", "1234"],
  ["12345", "null"],
  ["x 67", "null"],
  ["", "null"],
  ["_67_ of 70", "67"],
  ["67, 68", "67"],
  ["67-c", "67"],
];

const plainTexts: Cases = [
  ["**67** of 70", "67 of 70"],
  ["`a`", "a"],
  ["_a_ b", "a b"],
  ["a_b", "a_b"],
  ["__a__", "a"],
  ["***a***", "a"],
  [" a ", "a"],
  ["a _ b", "a _ b"],
  ["a*", "a"],
  ["_a", "a"],
  ["b_ c", "b c"],
];

/** Lines of *Current Position*, and its phase line, phase, plan line and last activity; whether it looks ahead. */
const positions: Cases = [
  ["Phase: 3 of 4\nPlan: 1 of 2\nLast activity: x", "Phase 3 Plan Last activity "],
  ["Current Phase: 3\nCurrent Plan: 1", "Current Phase 3 Current Plan - "],
  ["Objective: 3\nTRD: 1", "Objective 3 TRD - "],
  ["Current objective: 3\nCurrent TRD: 1", "Current objective 3 Current TRD - "],
  ["Phase: x\nPhase: 3", "Phase - - - "],
  ["Phases: 3", "- - - - "],
  ["Phase: Not started", "Phase - - - ahead"],
  ["Phase: 3\nPlan: Not started", "Phase 3 Plan - ahead"],
  ["Phase: 3\nStatus: Ready to plan", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: ready for planning", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: Planning", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: planned", "Phase 3 - - "],
  ["Phase: 3\nStatus: not yet planned", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: Defining requirements", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: Gathering", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: Roadmap created", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: New milestone", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: next milestone", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: awaiting next", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: TBD", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: up next", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: ready to execute", "Phase 3 - - "],
  ["Phase: 3\nStatus: ready to discuss", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: ready to start", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: ready to begin", "Phase 3 - - ahead"],
  ["Phase: 3\nStatus: Replanning", "Phase 3 - - "],
  ["Phase: 3\nStatus: planningly", "Phase 3 - - "],
  ["Phase: 3\nPlan: -", "Phase 3 Plan - ahead"],
  ["Phase: 3\nPlan: —", "Phase 3 Plan - ahead"],
  ["Phase: 3\nPlan: none", "Phase 3 Plan - ahead"],
  ["Phase: 3\nPlan: N/A", "Phase 3 Plan - ahead"],
  ["Phase: 3\nPlan: 0 of 3", "Phase 3 Plan - ahead"],
  ["Phase: 3\nPlan: 0/3", "Phase 3 Plan - ahead"],
  ["Phase: 3\nPlan: 0  of 3", "Phase 3 Plan - ahead"],
  ["Phase: 3\nPlan: 10 of 3", "Phase 3 Plan - "],
  ["Phase: 3\nPlan: 1 of 3", "Phase 3 Plan - "],
  [
    "Phase: 3\nStatus: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx planning",
    "Phase 3 - - ",
  ],
  [
    "Phase: 3\nStatus: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx planning",
    "Phase 3 - - ahead",
  ],
  ["Other: planning", "- - - - "],
];

function describe(lines: string): string {
  const position = findCurrentPosition(parseStateDocument(`## Current Position\n\n${lines}\n`));
  if (position === undefined) return "no section";
  const { phaseLine, phase, planLine, lastActivity, looksAhead } = position;
  const labels = [phaseLine?.label ?? "-", phase ?? "-", planLine?.label ?? "-", lastActivity?.label ?? "-"];
  return `${labels.join(" ")} ${looksAhead ? "ahead" : ""}`;
}

suite("parseLeadingPhase", (test) => {
  test("reads the phase that a value begins with, and none from lists and counts", () => {
    for (const [value, read] of leadingPhases) assert.is(String(parseLeadingPhase(value)), read, value);
  });
});

suite("plainText", (test) => {
  test("takes emphasis away, and no underscores within words", () => {
    for (const [value, read] of plainTexts) assert.is(plainText(value), read, value);
  });
});

suite("findCurrentPosition", (test) => {
  test("reads the lines by their labels, and whether they speak of what is to come", () => {
    for (const [lines, read] of positions) assert.is(describe(lines), read, lines);
    assert.is(findCurrentPosition(parseStateDocument("# State\n\nPhase: 3\n")), undefined);
  });
});
