import * as assert from "uvu/assert";
import {
  comparePhaseIds,
  comparePlanIds,
  createPlanId,
  formatPlanName,
  parseAnyPlanId,
  parsePhaseId,
  isSliceAlone,
  parsePlanId,
  parsePlanName,
  phaseOfPlan,
  planNumberOf,
  splitMilestone,
  type PhaseId,
  type PlanId,
} from "../../../src/model/plan-id.ts";
import { suite } from "../../support/suite.ts";

function phase(text: string): PhaseId {
  const id = parsePhaseId(text);
  if (id === undefined) throw new Error(`no phase: ${text}`);
  return id;
}

function plan(text: string): PlanId {
  const id = parsePlanId(text);
  if (id === undefined) throw new Error(`no plan: ${text}`);
  return id;
}

suite("plan id", (test) => {
  test("names its milestone, or is a slice of gsd-2, where it is read as any form", () => {
    for (const [text, expected, ofPhase, number, name] of [
      ["v0.28-01-04", "v0.28-1-04", "v0.28-1", "04", "v0.28-01-04"],
      ["V1.0-02.1-03", "v1.0-2.1-03", "v1.0-2.1", "03", "v1.0-02.1-03"],
      ["m2-12-gap-01", "m2-12-gap-01", "m2-12", "gap-01", "m2-12-gap-01"],
      ["M001/S02", "M001/S02", "M001", "S02", "M001/S02"],
      ["M005-8pv12q/S10", "M005-8pv12q/S10", "M005-8pv12q", "S10", "M005-8pv12q/S10"],
      ["S02", "S02", "S02", "S02", "S02"],
      ["067-4", "67-04", "67", "04", "67-04"],
      ["v10-1-04", "v10-1-04", "v10-1", "04", "v10-01-04"],
      ["1a-01", "1A-01", "1A", "01", "01A-01"],
    ] as const) {
      const id = parseAnyPlanId(text);
      if (id === undefined) throw new Error(`no plan: ${text}`);
      assert.equal([id, phaseOfPlan(id), planNumberOf(id), formatPlanName(id)], [expected, ofPhase, number, name]);
      assert.is(parseAnyPlanId(id), id);
    }
    for (const text of [
      "v0.28-01",
      "M001",
      "M1/S02",
      "m001/S02",
      "S02/T01",
      "v0.28",
      "vx-01-02",
      "M001/S",
      "xv0.28-1-04",
      "v0.28x-1-04",
      "xM001/S02",
      "M001x/S02",
      "xS02",
      "S02x",
      "M001/S02x",
    ])
      assert.is(parseAnyPlanId(text), undefined, text);
    // In documents these are no ids: a version, a service, a story.
    for (const text of ["v0.28-01-04", "M001/S02", "S02"]) assert.is(parsePlanId(text), undefined, text);
  });

  test("stands behind plain ids where it names its milestone", () => {
    const ids = ["v0.10-1-01", "v0.9-2-01", "v0.9-1-02", "58-01"].flatMap((text) => parseAnyPlanId(text) ?? []);
    assert.equal(ids.toSorted(comparePlanIds), ["58-01", "v0.9-1-02", "v0.9-2-01", "v0.10-1-01"]);
  });

  test("is taken apart into its milestone and the rest, where it names one", () => {
    assert.equal(
      ["v0.28-1-04", "m2-12-gap-01", "31-31v", "67-04", "M001/S02"].map((text) =>
        splitMilestone(parseAnyPlanId(text) ?? plan(text)),
      ),
      [
        { milestone: "v0.28", planId: "1-04" },
        { milestone: "m2", planId: "12-gap-01" },
        undefined,
        undefined,
        undefined,
      ],
    );
    assert.equal(
      ["S02", "M001/S02", "67-04"].map((text) => isSliceAlone(parseAnyPlanId(text) ?? plan(text))),
      [true, false, false],
    );
  });

  test("makes one phase of every padding and case", () => {
    for (const [text, expected] of [
      ["7", "7"],
      ["007", "7"],
      ["0", "0"],
      ["00", "0"],
      ["12a", "12A"],
      ["02.1", "2.1"],
      ["24.03.01", "24.3.1"],
      ["9.0", "9.0"],
    ]) {
      assert.is(parsePhaseId(text ?? ""), expected);
    }
  });

  test("refuses what is no phase number", () => {
    for (const text of ["", "a", "7-", "7.", ".7", "7ab", "v7", " 7", "7 ", "7\n", "1234567", "-7"]) {
      assert.is(parsePhaseId(text), undefined, text);
    }
  });

  test("makes one plan id of every padding and case", () => {
    for (const [text, expected] of [
      ["67-04", "67-04"],
      ["067-4", "67-04"],
      ["7-112", "7-112"],
      ["12a-01", "12A-01"],
      ["31-31B", "31-31b"],
      ["02.1-03", "2.1-03"],
      ["02-02.5", "2-02.5"],
      ["5-2.05", "5-02.05"],
    ]) {
      assert.is(parsePlanId(text ?? ""), expected);
    }
  });

  test("keeps gap and fix plans apart from the phase's own, whatever they are called", () => {
    for (const text of [
      "24.2-GAP-02",
      "24.2-gap-2",
      "24.2-G2",
      "24.2-gaps-02",
      "24.2-GAP_CLOSURE-02",
      "24.2-gapclosure-02",
    ]) {
      assert.is(parsePlanId(text), "24.2-gap-02", text);
    }
    assert.is(parsePlanId("14-fix-01"), "14-fix-01");
    assert.is(parsePlanId("14-fixes-1"), "14-fix-01");
    assert.is(planNumberOf(plan("14-G1")), "gap-01");
    assert.is(phaseOfPlan(plan("14-G1")), "14");
  });

  test("refuses what is no plan id", () => {
    for (const text of [
      "",
      "67",
      "67-",
      "-04",
      "67_04",
      "67--04",
      "67 -04",
      "67-04-",
      "67-ci",
      "67-00004",
      "ci-04",
      "67-g",
    ]) {
      assert.is(parsePlanId(text), undefined, text);
    }
    assert.is(createPlanId("", "04"), undefined);
  });

  test("finds the plan beside the words of a file's or a directory's name", () => {
    for (const [text, expected] of [
      ["67-04", "67-04"],
      ["67-ci-cd-04", "67-04"],
      ["01-test-infrastructure-02", "1-02"],
      ["16-verify-phase-15", "16-15"],
      ["02-STAB-06", "2-06"],
      ["12-tier-1-GAP-02", "12-02"],
      ["08-80-percent-coverage-04", "8-04"],
      ["02-frontend-02.6", "2-02.6"],
      ["67-04-audit", "67-04"],
      ["00-01-defaults-table", "0-01"],
      ["02-05-upgrade-node-20", "2-05"],
      ["14-10-task-01", "14-10"],
      ["134-02-t1", "134-02"],
      ["13-01-02", "13-01"],
      ["13-02b-01", "13-02b"],
      ["67-P04", "67-04"],
      ["67-plan-4", "67-04"],
      ["67-plan4", "67-04"],
      ["67-P04b", "67-04b"],
      ["5-2.05-audit", "5-02.05"],
      ["67-ci-04b", "67-04b"],
      ["02-frontend-02.65", "2-02.65"],
      ["08-80-percent-coverage-10", "8-10"],
      ["02-05-upgrade-node-22", "2-05"],
      ["14-10-tests-04", "14-04"],
      ["14-10-task2-03", "14-10"],
      ["14-10-t1-03", "14-10"],
      ["14-03-GAP_CLOSURE-01", "14-gap-01"],
      ["14-03-gapclosure1", "14-gap-01"],
      ["14-03-old-gapclosure-01", "14-03"],
      ["14-03-gapclosure-01-notes", "14-03"],
      ["12-DESCR-04", "12-04"],
    ]) {
      assert.is(parsePlanName(text ?? ""), expected, text);
    }
  });

  test("finds no plan where the numbers mean something else", () => {
    for (const text of [
      "67-ci",
      "12-WR-03",
      "12-cr-01",
      "19-python-3.11",
      "19-ci-2",
      "1-2-3",
      "07-05-2026",
      "19-audit-2026-05-07",
      "19-audit-2026-05-07-04",
      "2026-02-20",
      "67-http2",
      "67-p4-metrics",
      "67-node-04-upgrade",
      "67-ci-2026",
      "67-_drafts-04",
      "08-80-2x-04",
      "13-1-02-03",
      "67",
      "ci-04",
      "",
      "-",
      "67-",
    ]) {
      assert.is(parsePlanName(text), undefined, text);
    }
  });

  test("orders phases and plans by value", () => {
    const phases = ["10", "2.1", "2", "2B", "9.10", "9.2"].map((text) => phase(text));
    assert.equal(phases.sort(comparePhaseIds), ["2", "2.1", "2B", "9.2", "9.10", "10"]);
    const plans = ["10-01", "2-10", "2-02", "2-02b", "2-gap-01", "2.1-01"].map((text) => plan(text));
    assert.equal(plans.sort(comparePlanIds), ["2-02", "2-02b", "2-10", "2-gap-01", "2.1-01", "10-01"]);
    for (const [a, b, sign] of [
      ["2A-01", "2B-01", -1],
      ["2-02b", "2-02a", 1],
      ["2-fix-01", "2-gap-01", -1],
      ["2-02.5", "2-02.05", 0],
    ] as const) {
      assert.is(Math.sign(comparePlanIds(plan(a), plan(b))), sign, `${a} ${b}`);
      assert.is(Math.sign(comparePlanIds(plan(b), plan(a))) + sign, 0, `${b} ${a}`);
    }
  });
});
