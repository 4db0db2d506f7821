import * as assert from "uvu/assert";
import {
  findDatedIds,
  findMentionsOfKnownPlans,
  findPhaseMentions,
  hasDatedIds,
  findPlanMentions,
  findPlanNumberMentions,
} from "../../../src/document/plan-mentions.ts";
import { parseAnyPlanId, parsePlanId, type PlanId } from "../../../src/model/plan-id.ts";
import { suite } from "../../support/suite.ts";

const plansIn = (text: string): string =>
  findPlanMentions(text, 0)
    .map(({ planId }) => planId)
    .join(" ");

suite("plan mentions", (test) => {
  const named: readonly (readonly [text: string, planIds: string])[] = [
    ["67-04", "67-04"],
    ["67-04-PLAN.md", "67-04"],
    ["Completed .planning/phases/67-ci-cd/67-04-SUMMARY.md", "67-04"],
    ["Completed 01-core-model-02-PLAN.md", "1-02"],
    ["Phase 67-04", "67-04"],
    ["Phase 67 Plan 04", "67-04"],
    ["Phase 67, Plan 13 COMPLETE", "67-13"],
    ["Phase 67: Plan 04", "67-04"],
    ["Phase 67 (CI and CD) — Plan 04", "67-04"],
    ["Phase 55 Plan 55-01 CLOSED", "55-01"],
    ["Plan 04 of Phase 67", "67-04"],
    ["plan 04 in phase 67", "67-04"],
    ["Plan 2 of 3 (Phase 67)", "67-02"],
    ["Phase 67 P04", "67-04"],
    ["Phase 05 P01a", "5-01a"],
    ["Phase 67-ci-cd-fixes P67-01", "67-01"],
    ["Phase 36-package-support P01", "36-01"],
    ["Phase 08-80-percent-coverage P01", "8-01"],
    ["[Phase 18-social-layer-04]: mocks", "18-04"],
    ["phase 02.1-03", "2.1-03"],
    ["phase-46-01 done", "46-01"],
    ["71-01b and 083-03", "71-01b 83-03"],
    ["P67-04 ok", "67-04"],
    ["24.3.1-01", "24.3.1-01"],
    ["feat(67-04): x", "67-04"],
    ["docs(13-open-claw-03): y", "13-03"],
    ["**TRD 02-02**", "2-02"],
    ["TRD 0.6 complete", "0-06"],
    ["Plans 118-01/118-02 done", "118-01 118-02"],
    ["Phase 62-10 done", "62-10"],
    ["[35-10]: x", "35-10"],
    ["在67-04中", "67-04"],
  ];
  for (const [text, planIds] of named) test(`reads ${planIds} from "${text}"`, () => assert.is(plansIn(text), planIds));

  const others = [
    "2026-02-20",
    "02-20",
    "2026-02",
    "on 02-03",
    "2026-02-20T21:41",
    "10-12 min",
    "40-50 tests",
    "lines 40-50",
    "server.go:128-04",
    "25-28% coverage",
    "pages 12-10",
    "score 12-10",
    "Weeks 1-4",
    "1.5-2.0",
    "v1.2-03",
    "passes (3a-3d)",
    "Phases 67-70",
    "Plans 01-03 are done",
    "Phase 9-12",
    "67-04-2",
    "COV-B-03",
    "Phase 212 PWAVE2C",
    "CVE-2024-0412",
  ];
  for (const text of others) test(`reads no plan from "${text}"`, () => assert.is(plansIn(text), ""));

  test("places the mention in its document", () => {
    const [mention] = findPlanMentions("see Phase 67 Plan 04.", 100);
    assert.equal(mention, { planId: parsePlanId("67-04"), range: { start: 104, end: 120 } });
  });

  test("gives mentions in text order, without overlaps", () => {
    const ranges = findPlanMentions("Phase 55 Plan 55-01, 55-02-PLAN.md, Plan 03 of Phase 55", 0).map(
      ({ range }) => range,
    );
    assert.is(ranges.length, 3);
    ranges.slice(1).forEach((range, index) => assert.ok(range.start >= (ranges[index]?.end ?? 0)));
  });

  test("lets the known plans decide on what only looks like one", () => {
    const known = new Set(["9-12", "67-04"].flatMap((id) => parsePlanId(id) ?? []));
    const plans = (text: string): readonly PlanId[] =>
      findMentionsOfKnownPlans(text, 0, known).map(({ planId }) => planId);
    assert.equal(plans("9-12"), ["9-12"]);
    assert.equal(plans("67-04 and 67-05"), ["67-04"]);
    assert.equal(plans("Plan 67-05"), ["67-05"], "a plan that is named counts though it is not known");
    assert.equal(plans("10-12 min"), []);
  });

  test("reads a month and a day as a plan where there is such a plan", () => {
    const known = new Set(["5-10", "5-12"].flatMap((id) => parsePlanId(id) ?? []));
    const plans = (text: string, ids?: ReadonlySet<PlanId>): readonly PlanId[] =>
      findPlanMentions(text, 0, ids).map(({ planId }) => planId);
    assert.equal(plans("05-10 login form (abc1234)", known), ["5-10"]);
    assert.equal(plans("05-10 login form (abc1234)"), []);
    assert.equal(plans("05-11 login form (abc1234)", known), []);
    for (const text of ["since 05-10", "2026-05-10", "05-12 hours", "5-10", "phases 05-12"])
      assert.equal(plans(text, known), [], text);
    assert.is(hasDatedIds("- 05-10 login form"), true);
    for (const text of ["2026-05-10", "05-10-2026", "v1.05-10", "05-09", "13-10"])
      assert.is(hasDatedIds(text), false, text);
  });

  test("tells of which plans it needs to know whether they exist", () => {
    const idsOf = (text: string): readonly string[] | null => {
      const ids = findDatedIds(text);
      return ids === null ? null : [...ids];
    };
    assert.equal(idsOf("05-10 login (abc1234), 12-31a and 05-10; 67-40, 05-09, 13-10"), ["5-10", "12-31a"]);
    assert.is(idsOf("05-10 and V0.28-2-03"), null, "a plan that names its milestone must be known, too");
    // Whatever surrounds it: what is known of these plans alone reads as what is known of all.
    const all = new Set(["5-10", "9-12", "12-31", "12-31a", "67-40"].flatMap((id) => parsePlanId(id) ?? []));
    const around = ["", " ", "-", "(", "P", "phase-", "x", ".", "`", "plans "];
    for (const id of ["05-10", "09-12", "12-31", "12-31a", "67-40"])
      for (const before of around)
        for (const after of [...around, "-", " h", "/2", "%"]) {
          const text = `${before}${id}${after}`;
          const some = new Set([...(findDatedIds(text) ?? [])].filter((planId) => all.has(planId)));
          assert.equal(findPlanMentions(text, 0, some), findPlanMentions(text, 0, all), text);
        }
  });

  test("finds plans that name their milestone, where there are such plans", () => {
    const text = "Completed v0.28-01-04; see V0.28-2-03-PLAN.md, v1.2-01-02 and v2-2026-02-20";
    const known = new Set(["v0.28-01-04", "v0.28-02-03"].flatMap((id) => parseAnyPlanId(id) ?? []));
    const found = findPlanMentions(text, 0, known).map(({ planId, range }) => [
      planId,
      text.slice(range.start, range.end),
    ]);
    assert.equal(found, [
      ["v0.28-1-04", "v0.28-01-04"],
      ["v0.28-2-03", "V0.28-2-03"],
    ]);
    assert.equal(findPlanMentions(text, 0), []);
  });

  test("finds phases, within the name of a plan too", () => {
    const phases = (text: string): readonly string[] => findPhaseMentions(text, 0).map(({ phaseId }) => phaseId);
    assert.equal(phases("Phase 67 and phase 57.9"), ["67", "57.9"]);
    assert.equal(phases("Phase 02-runtime Plan 01"), ["2"]);
    assert.equal(phases("docs(phase-47a)"), ["47A"]);
    assert.equal(phases("emphases 67, phased 4"), []);
  });

  test("finds plans that are named by their number only", () => {
    const numbers = (text: string): readonly string[] =>
      findPlanNumberMentions(text, 0).map(({ planNumberText }) => planNumberText);
    assert.equal(numbers("Plan 04 done; Plan: 5 of 6"), ["04", "5"]);
    assert.equal(numbers("Plan 67-04, P24, planned 3"), []);
  });

  test("takes linear time on hostile text", () => {
    const texts = ["Phase 67-", "1", "phase 1-a", "phase 1 (", "f(1-a-", "Plan ", "67-"].map((part) =>
      part.repeat(1_000_000 / part.length),
    );
    for (const text of [...texts, `Phase 1-${"a-".repeat(500_000)}`]) {
      const start = performance.now();
      findPlanMentions(text, 0);
      findPhaseMentions(text, 0);
      findPlanNumberMentions(text, 0);
      assert.ok(performance.now() - start < 10_000, text.slice(0, 20));
    }
  });
});
