import * as assert from "uvu/assert";
import { findFractions, findOnlyMilestone } from "../../../src/document/fractions.ts";
import { suite } from "../../support/suite.ts";

type Cases = readonly (readonly [text: string, read: string])[];

/** Text, and its fractions: as written, in numbers, what they count, where. */
const fractions: Cases = [
  ["38/48 plans", "38/48=38/48 plans @0-5"],
  ["38 / 48 plans", "38 / 48=38/48 plans @0-7"],
  ["1 of 4 plans complete", "1 of 4=1/4 plans @0-6"],
  ["1 of  4 plans", ""],
  ["38/48", "38/48=38/48 items @0-5"],
  ["38/48 plan", "38/48=38/48 plans @0-5"],
  ["3/4 trds", "3/4=3/4 plans @0-3"],
  ["3/4 phases", "3/4=3/4 phases @0-3"],
  ["3/4 phase", "3/4=3/4 phases @0-3"],
  ["3/4 objectives", "3/4=3/4 phases @0-3"],
  ["3/4 requirements", "3/4=3/4 items @0-3"],
  ["3/4 reqs", "3/4=3/4 items @0-3"],
  ["3/4 milestones", "3/4=3/4 items @0-3"],
  ["3/4 tasks", "3/4=3/4 items @0-3"],
  ["3/4 tests", "3/4=3/4 other @0-3"],
  ["3/4 must-haves", "3/4=3/4 other @0-3"],
  ["3/4 complete", "3/4=3/4 items @0-3"],
  ["3/4 completed plans", "3/4=3/4 plans @0-3"],
  ["3/4 done", "3/4=3/4 items @0-3"],
  ["3/4 executed", "3/4=3/4 items @0-3"],
  ["3/4 completely", "3/4=3/4 other @0-3"],
  ["3/4 done.", "3/4=3/4 items @0-3"],
  ["3/4 (75%)", "3/4=3/4 items @0-3"],
  ["3/4 (~75%)", "3/4=3/4 items @0-3"],
  ["3/4 (see)", "3/4=3/4 other @0-3"],
  ["3/4)", "3/4=3/4 items @0-3"],
  ["3/4, more", "3/4=3/4 items @0-3"],
  ["3/4; more", "3/4=3/4 items @0-3"],
  ["3/4 | x", "3/4=3/4 items @0-3"],
  ["3/4 — x", "3/4=3/4 items @0-3"],
  ["3/4 → x", "3/4=3/4 items @0-3"],
  ["3/4 - x", "3/4=3/4 other @0-3"],
  ["3/4 x", "3/4=3/4 other @0-3"],
  ["3/4 phases partially complete", "3/4=3/4 other @0-3"],
  ["3/4 plans started", "3/4=3/4 other @0-3"],
  ["3/4 plans in progress", "3/4=3/4 other @0-3"],
  ["3/4 plans remaining", "3/4=3/4 other @0-3"],
  ["3/4 plans left", "3/4=3/4 other @0-3"],
  ["3/4 ready plans", "3/4=3/4 other @0-3"],
  ["3/4 planned", "3/4=3/4 other @0-3"],
  ["Phase 3/4", ""],
  ["Phase 3 of 4", ""],
  ["phase #3/4", ""],
  ["Wave 1/3", ""],
  ["wave  1/3", "1/3=1/3 items @6-9"],
  ["Plan 2 of 3", ""],
  ["milestone 1 of 2", ""],
  ["Step 1/2", ""],
  ["day 1/7", ""],
  ["Week 1 of 4", ""],
  ["task 2/3", ""],
  ["Part 1/2", ""],
  ["session 1/2", ""],
  ["sprint 1/2", ""],
  ["batch 1/2", ""],
  ["round 1/2", ""],
  ["job 1/2", ""],
  ["objective 1/2", ""],
  ["trd 1/2", ""],
  ["subphase 1/2", "1/2=1/2 items @9-12"],
  ["biphase 3/4 plans", "3/4=3/4 plans @8-11"],
  ["plans: 72/72", "72/72=72/72 plans @7-12"],
  ["Plans: 3/4 done", "3/4=3/4 plans @7-10"],
  ["phases: 3/4", "3/4=3/4 phases @8-11"],
  ["plan: 3/4", "3/4=3/4 plans @6-9"],
  ["(plans: 3/4)", "3/4=3/4 plans @8-11"],
  ["xplans: 3/4", "3/4=3/4 items @8-11"],
  ["plans:3/4", "3/4=3/4 items @6-9"],
  ["plans: 3/4 tests", "3/4=3/4 other @7-10"],
  ["Phase 2 in progress - 4/6 plans", "4/6=4/6 plans of a phase @22-25"],
  ["Phase 2: 4/6", "4/6=4/6 items of a phase @9-12"],
  ["objective 2 4/6 phases", "4/6=4/6 phases @12-15"],
  ["phase two 4/6 plans", "4/6=4/6 plans @10-13"],
  ["4/6 plans of phase 2", "4/6=4/6 plans @0-3"],
  ["1/0", ""],
  ["0/4", "0/4=0/4 items @0-3"],
  ["12345/3", ""],
  ["3/12345", ""],
  ["1.3/4", ""],
  ["3/4.5", ""],
  ["3/4,5", ""],
  ["3/4%", ""],
  ["3/4/5", ""],
  ["1-3/4", ""],
  ["3/4-5", ""],
  ["-3/4", ""],
  ["3/4 very nice plans", "3/4=3/4 plans @0-3"],
  ["3/4 one two three four plans", "3/4=3/4 other @0-3"],
  ["3/4 a-b plans", "3/4=3/4 plans @0-3"],
  ["3/4\tplans", "3/4=3/4 plans @0-3"],
  ["2 of 3 plans and 1 of 2 phases", "2 of 3=2/3 plans @0-6; 1 of 2=1/2 phases @17-23"],
  ["20/02/2026", ""],
  ["3/4: x", "3/4=3/4 other @0-3"],
  ["3/4] x", "3/4=3/4 items @0-3"],
  ["3/4 planned plans", "3/4=3/4 other @0-3"],
  ["3/4 pending", "3/4=3/4 other @0-3"],
  ["3/4 begun plans", "3/4=3/4 other @0-3"],
  ["3/4 partial", "3/4=3/4 other @0-3"],
  ["3 of 4 plans.", "3 of 4=3/4 plans @0-6"],
];

const milestones: Cases = [
  ["v1.0", "v1.0"],
  ["V1.0 and v1.0", "v1.0"],
  ["v1.0 and v1.1", "null"],
  ["v2", "v2"],
  ["xv2", "null"],
  ["v1.2.3", "v1.2.3"],
  ["v1.2.3.4", "null"],
  ["v1.0rc1", "null"],
  ["v1.0-rc", "v1.0"],
  ["1.0", "null"],
  ["v123", "v123"],
  ["v1234", "null"],
  [".v1", "null"],
  ["v1.0.", "v1.0"],
];

function describe(text: string): string {
  return findFractions(text)
    .map(
      ({ text: written, part, whole, counts, isOfPhase, range }) =>
        `${written}=${part}/${whole} ${counts}${isOfPhase ? " of a phase" : ""} @${range.start}-${range.end}`,
    )
    .join("; ");
}

suite("findFractions", (test) => {
  test("reads what counts something, and no places in a sequence, dates and scores", () => {
    for (const [text, read] of fractions) assert.is(describe(text), read, text);
  });
});

suite("findOnlyMilestone", (test) => {
  test("reads the one milestone of a text", () => {
    for (const [text, read] of milestones) assert.is(String(findOnlyMilestone(text)), read, text);
  });
});
