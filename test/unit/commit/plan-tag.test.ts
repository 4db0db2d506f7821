import * as assert from "uvu/assert";
import { parseCommitMessage } from "../../../src/commit/message.ts";
import { parsePlanTag, planTagCoversPlan, readPlanTag, type PlanTag } from "../../../src/commit/plan-tag.ts";
import { parsePlanId, type PlanId } from "../../../src/model/plan-id.ts";
import { readOptionalFile, suite } from "../../support/suite.ts";

/** A tag in one word or two, so that a table of them can be read. */
function describe(tag: PlanTag): string {
  switch (tag.kind) {
    case "plan":
      return `plan ${tag.planIds.join(",")}`;
    case "phase":
      return `phase ${tag.phases.join(",")}`;
    case "milestone":
      return `milestone ${tag.milestone}`;
    case "quick":
      return `quick ${tag.quickIds.join(",")}`;
    case "gsd2":
      return `gsd2 ${[tag.unit.milestone, tag.unit.slice, tag.unit.task].filter((part) => part !== null).join("/")}`;
    case "untagged":
      return "untagged";
    case "malformed":
      return `malformed ${tag.reason} ${tag.suggestion ?? "-"}`;
  }
}

function scopesRead(table: Readonly<Record<string, string>>): void {
  for (const [scope, expected] of Object.entries(table)) {
    assert.is(describe(parsePlanTag(`feat(${scope}): add metrics`)), expected, `feat(${scope}):`);
    assert.is(describe(parsePlanTag(`docs(${scope})!: add metrics (12-34)`)), expected, `docs(${scope})!:`);
  }
}

function headersRead(table: Readonly<Record<string, string>>): void {
  for (const [header, expected] of Object.entries(table)) assert.is(describe(parsePlanTag(header)), expected, header);
}

function untaggedScopes(scopes: readonly string[]): void {
  scopesRead(Object.fromEntries(scopes.map((scope) => [scope, "untagged"])));
}

function planId(text: string): PlanId {
  const id = parsePlanId(text);
  if (id === undefined) throw new Error(`no plan: ${text}`);
  return id;
}

suite("plan tags", (test) => {
  test("reads numbers in every padding", () => {
    scopesRead({
      "67-04": "plan 67-04",
      "167-04": "plan 167-04",
      "083-03": "plan 83-03",
      "1-1": "plan 1-01",
      "1028-05": "plan 1028-05",
      "0118-02": "plan 118-02",
      "204-205": "plan 204-205",
      "00-03": "plan 0-03",
    });
  });

  test("reads decimals and letters", () => {
    scopesRead({
      "02.1-03": "plan 2.1-03",
      "24.3.1-01": "plan 24.3.1-01",
      "02-02.5": "plan 2-02.5",
      "12a-01": "plan 12A-01",
      "2D-2": "plan 2D-02",
      "31-31B": "plan 31-31b",
      "24.3.1-07b": "plan 24.3.1-07b",
    });
  });

  test("reads words beside the numbers", () => {
    scopesRead({
      "67-ci-cd-04": "plan 67-04",
      "67-04-audit": "plan 67-04",
      "134-02-t2": "plan 134-02",
      "14-01-task-3": "plan 14-01",
      "13-02c-01": "plan 13-02c",
      "67-04 task 2": "plan 67-04",
      "phase-46-01": "plan 46-01",
      "phase-18.2-07": "plan 18.2-07",
      "Phase 9.2 Plan 40": "plan 9.2-40",
      "phase-13/plan-01": "plan 13-01",
      "phase-13-plan-01": "plan 13-01",
      "phase-03-polish/04": "plan 3-04",
      "05-polish/05.8": "plan 5-05.8",
      "plan-02-01": "plan 2-01",
      "67-P04": "plan 67-04",
    });
  });

  test("reads gap plans", () => {
    scopesRead({
      "140.3-G4": "plan 140.3-gap-04",
      "24.2-GAP-02": "plan 24.2-gap-02",
      "05-GAP_CLOSURE-03": "plan 5-gap-03",
      "14-03-GAPCLOSURE-01": "plan 14-gap-01",
      "GAP-02-01": "plan 2-gap-01",
      "14-fix-01": "plan 14-fix-01",
      "10-fix-tests-06": "plan 10-06",
    });
  });

  test("takes a lone number behind a foreign one for its continuation", () => {
    untaggedScopes(["c-0144+0150", "sprint-0+1", "issue-12,13", "NEW-C12-05+06"]);
    scopesRead({ "api,67-04": "plan 67-04", "api,67": "phase 67" });
  });

  test("reads lists, shorthand and ranges", () => {
    scopesRead({
      "35-03,35-04": "plan 35-03,35-04",
      "35-03, 36-01": "plan 35-03,36-01",
      "12-05,06": "plan 12-05,12-06",
      "12-05+06": "plan 12-05,12-06",
      "43-02/03": "plan 43-02,43-03",
      "43-02/03/04": "plan 43-02,43-03,43-04",
      "05-02/05-03": "plan 5-02,5-03",
      "67-04 and 67-05": "plan 67-04,67-05",
      "35-03..05": "plan 35-03,35-04,35-05",
      "35-03..35-05": "plan 35-03,35-04,35-05",
      "35-03–35-04": "plan 35-03,35-04",
      "35-05..03": "plan 35-05,35-03",
      "35-03..36-01": "plan 35-03,36-01",
      "35-03,35-03": "plan 35-03",
      "67-04,api": "plan 67-04",
      "api,67-04": "plan 67-04",
      "67-04/ui": "plan 67-04",
    });
  });

  test("keeps what qualifies a plan", () => {
    const qualified = (scope: string): unknown => {
      const tag = parsePlanTag(`feat(${scope}): x`);
      return tag.kind === "plan" ? [tag.planIds.join(), tag.phase, tag.workstream, tag.milestone, tag.prefix] : tag;
    };
    assert.equal(qualified("67-04"), ["67-04", "67", null, null, null]);
    assert.equal(qualified("v0.28-01-02"), ["1-02", "1", null, "v0.28", null]);
    assert.equal(qualified("v0.28/01-02"), ["1-02", "1", null, "v0.28", null]);
    assert.equal(qualified("m2s1.1-02"), ["1.1-02", "1.1", null, "m2", null]);
    assert.equal(qualified("player/13-01"), ["13-01", "13", "player", null, null]);
    assert.equal(qualified("web/player/13-01"), ["13-01", "13", "web/player", null, null]);
    assert.equal(qualified("player/02-shell/03"), ["2-03", "2", "player", null, null]);
    assert.equal(qualified("HER-2-02"), ["2-02", "2", null, null, "HER"]);
    assert.equal(qualified("CP-ST-06-02"), ["6-02", "6", null, null, "CP-ST"]);
    assert.equal(qualified("Q18-01"), ["18-01", "18", null, null, "Q"]);
    assert.equal(qualified("P41-D-03"), ["41D-03", "41D", null, null, null]);
    assert.equal(qualified("35-03,36-01"), ["35-03,36-01", null, null, null, null]);
  });

  test("reads phases", () => {
    scopesRead({
      "67": "phase 67",
      "04": "phase 4",
      "0110": "phase 110",
      "03.3": "phase 3.3",
      "20.2.3": "phase 20.2.3",
      "7E": "phase 7E",
      "8b": "phase 8B",
      "phase-67": "phase 67",
      phase14: "phase 14",
      "Phase 3": "phase 3",
      "phase-02-local-agent": "phase 2",
      "19-ci": "phase 19",
      "129-review": "phase 129",
      "14.2-fix": "phase 14.2",
      "12-WR-03": "phase 12",
      "49-IN-01": "phase 49",
      "02-review-WR-07": "phase 2",
      "02-review-CR-01+CR-02": "phase 2",
      "35,36": "phase 35,36",
      "35..37": "phase 35,36,37",
      "phases-15-17": "phase 15,16,17",
      "design-system/02": "phase 2",
      "ui-audit/phase-09": "phase 9",
      "C8/33": "phase 33",
      "watch/02-frontend": "phase 2",
      m2s1: "phase 1",
      P44: "phase 44",
      P1d: "phase 1D",
      "v0.24-04": "phase 4",
      "phase-v0.39-01": "phase 1",
    });
    const several = parsePlanTag("docs(35,36): x");
    assert.is(several.kind === "phase" && several.phase, null);
    const qualified = parsePlanTag("docs(v0.24-04): x");
    assert.is(qualified.kind === "phase" && qualified.milestone, "v0.24");
  });

  test("reads milestones, quick tasks and units of gsd-2", () => {
    scopesRead({
      "v1.1": "milestone v1.1",
      v2: "milestone v2",
      "v1.0.1": "milestone v1.0.1",
      "v1.3-uat": "milestone v1.3",
      "quick-63": "quick 63",
      "quick-001": "quick 1",
      "quick-4-01": "quick 4",
      "quick-6b": "quick 6b",
      "quick-260326": "quick 260326",
      "quick-111,112": "quick 111,112",
      "quick-260621-kmm": "quick 260621-kmm",
      "quick-260621-kmm-02": "quick 260621-kmm",
      "quick-260621-KMM-followup": "quick 260621-kmm",
      "260621-kmm": "quick 260621-kmm",
      "260621-02r-01": "quick 260621-02r",
      "M001/S01/T02": "gsd2 M001/S01/T02",
      "M001-1ya5a3/S01": "gsd2 M001-1ya5a3/S01",
      M002: "gsd2 M002",
      "S01/T02": "gsd2 S01/T02",
      S07: "gsd2 S07",
      T21: "gsd2 T21",
      "M007/S04-P02": "gsd2 M007/S04",
      "M008-S04-P01": "gsd2 M008/S04",
      "M011-S04": "gsd2 M011/S04",
    });
  });

  test("leaves ordinary scopes untagged", () => {
    untaggedScopes([
      "ci",
      "deps-dev",
      "Agent/RAG",
      "state",
      "phase",
      "plan",
      "quick",
      "quick-fix",
      "phase-a",
      "指标",
      "a b",
      "",
    ]);
  });

  test("leaves issues, requirements and other people's numbers untagged", () => {
    untaggedScopes([
      "#604",
      "#12,#13",
      "pr#770",
      "pr3476",
      "bug-2",
      "issue-60",
      "3496",
      "2157,2158",
      "issue/12",
      "gh-12",
    ]);
    untaggedScopes([
      "FOG-61",
      "CP-PTY-01",
      "GAP-01",
      "MIX-16531",
      "P0",
      "P1",
      "P474",
      "CVE-2026-1234",
      "CVE-24-01",
      "RFC-12-34",
    ]);
    untaggedScopes(["wave3b", "wave-2", "sprint-3", "slice-2b", "wave/02", "chain-81-90", "word-03-02"]);
  });

  test("leaves dates, versions and technical words untagged", () => {
    untaggedScopes(["2026", "2026-05", "2026-05-07", "audit-2026-05-07", "audit-2026-05-07-followup", "2026-roadmap"]);
    untaggedScopes(["260621", "261350-abc", "260621-01", "20260507", "07-05-2026", "05/07", "2/3", "12:30"]);
    untaggedScopes(["1.2.3-4", "1.2.3-rc1", "0.24.15.114", "python-3.11", "python/3.11", "node/20.11", "packages/2"]);
    untaggedScopes([
      "3d-viewer",
      "2fa",
      "4k",
      "10x",
      "a11y",
      "s3",
      "S3",
      "S256",
      "x86-64",
      "x86_64",
      "UTF-16-32",
      "v2/auth",
    ]);
  });

  test("leaves prose and headers of git and GSD untagged", () => {
    headersRead({
      "": "untagged",
      "initial commit": "untagged",
      "feat: phase 67 plan 04": "untagged",
      "docs(state): record phase 14 context session": "untagged",
      "wip: 03-engine paused at wave 1 (03-02 done)": "untagged",
      "Merge branch 'feat(67-04)' into main": "untagged",
      "Merge pull request #5 from a/67-04": "untagged",
      "results (12-05): fine": "untagged",
      "call(12-05) fails": "untagged",
      "Add metrics (67-04)": "untagged",
      "67-04 add metrics": "untagged",
      "12:30 meeting": "untagged",
      "docs(#1681)+chore(changeset): x": "untagged",
      "fix(3587)(security): x": "untagged",
    });
  });

  test("reads tags without a type", () => {
    headersRead({
      "67-04: add metrics": "plan 67-04",
      "1.1-37-fix: compact items": "plan 1.1-37",
      "Phase 34: add metrics": "phase 34",
      "Phase 9.2 Plan 40: add metrics": "plan 9.2-40",
      "2026-05-07: notes": "untagged",
      "5-8: notes": "untagged",
    });
  });

  test("sees through fixups, reverts and emoji", () => {
    headersRead({
      "fixup! feat(67-04): x": "plan 67-04",
      "squash! fixup! feat(67-04): x": "plan 67-04",
      "amend! docs(67): x": "phase 67",
      'Revert "feat(67-04): x"': "plan 67-04",
      'Revert "Revert "feat(67-04): x""': "plan 67-04",
      'Reapply "feat(67-04): x" (#12)': "plan 67-04",
      'fixup! Revert "feat(67-04): x"': "plan 67-04",
      "revert: feat(67-04): x": "plan 67-04",
      "revert(67-04): x": "plan 67-04",
      "✨ feat(67-04): x": "plan 67-04",
      "👩‍💻 feat(67-04): x": "plan 67-04",
      ":sparkles: feat(67-04): x": "plan 67-04",
      "Feat(67-04): x": "plan 67-04",
      "feat(67-04):x": "plan 67-04",
      "feat+fix(67-04): x": "plan 67-04",
      "修复(67-04): x": "plan 67-04",
      "docs(00) research": "phase 0",
    });
  });

  test("names the plans that it covers", () => {
    const tag = parsePlanTag("feat(35-03,35-04): x");
    assert.ok(planTagCoversPlan(tag, planId("35-04")));
    assert.not(planTagCoversPlan(tag, planId("35-05")));
    assert.not(planTagCoversPlan(parsePlanTag("feat(167-04): x"), planId("67-04")));
    assert.not(planTagCoversPlan(parsePlanTag("docs(35): x"), planId("35-03")));
  });
});

suite("malformed plan tags", (test) => {
  test("are scopes with a number that is missing or badly joined", () => {
    scopesRead({
      "67-": "malformed plan-number-absent -",
      "phase-67-": "malformed plan-number-absent -",
      "67-04,68-": "malformed plan-number-absent -",
      "-04": "malformed phase-number-absent -",
      "67_04": "malformed separator-not-hyphen 67-04",
      "67 04": "malformed separator-not-hyphen 67-04",
      "67-04,67_05": "malformed separator-not-hyphen 67-04,67-05",
      "67--04": "malformed separator-doubled 67-04",
      "67 - 04": "malformed space-in-scope 67-04",
      "67- 04": "malformed space-in-scope 67-04",
      " 67-04": "malformed space-in-scope 67-04",
      "67-04-": "malformed separator-trailing 67-04",
      "67-04,": "malformed separator-trailing 67-04",
      "67–04": "malformed dash-not-hyphen 67-04",
      "67—04": "malformed dash-not-hyphen 67-04",
      "67−12": "malformed dash-not-hyphen 67-12",
      "67－04": "malformed dash-not-hyphen 67-04",
      "６７-０４": "malformed full-width-punctuation 67-04",
      "67\u200b-04": "malformed invisible-character 67-04",
      "{phase}-{plan}": "malformed placeholder-unfilled -",
      "67-{plan}": "malformed placeholder-unfilled -",
    });
  });

  test("are headers around a plan that are not conventional", () => {
    headersRead({
      "feat(67-04": "malformed parenthesis-unclosed 67-04",
      "feat(67-04 add metrics": "malformed parenthesis-unclosed 67-04",
      "feat(67-04: add (a) metric": "malformed parenthesis-unclosed 67-04",
      "feat((67-04)): x": "malformed parenthesis-doubled 67-04",
      "feat(67-04)): x": "malformed parenthesis-doubled 67-04",
      "feat (67-04): x": "malformed space-before-scope 67-04",
      "feat(67-04) : x": "malformed space-before-colon 67-04",
      "feat(67-04) add metrics": "malformed colon-absent 67-04",
      "feat(67-04)": "malformed colon-absent 67-04",
      "docs(phase-67) add metrics": "malformed colon-absent phase-67",
      "docs(quick-63) add metrics": "malformed colon-absent quick-63",
      "feat(M001/S01) add metrics": "malformed colon-absent M001/S01",
      "feat!(67-04): x": "malformed breaking-mark-misplaced 67-04",
      "feat[67-04]: x": "malformed bracket-not-parenthesis 67-04",
      "feat{67-04}: x": "malformed bracket-not-parenthesis 67-04",
      "(67-04): x": "malformed type-absent 67-04",
      "feat（67-04）：x": "malformed full-width-punctuation 67-04",
      "feat(67-04)：x": "malformed full-width-punctuation 67-04",
    });
  });

  test("are never ordinary scopes that only resemble them", () => {
    untaggedScopes([
      "-1",
      "1_2",
      "1 2",
      "1–2",
      "5–8",
      "10–12",
      "10_15_7",
      "x_04",
      "ci-",
      "-ci",
      "2026_05",
      "(ci",
      "a,",
      ",",
      "-",
      "{scope}",
    ]);
    headersRead({
      "fix (12): x": "untagged",
      "fix(ci add metrics": "untagged",
      "fix (ci): x": "untagged",
      "feat[ci]: x": "untagged",
      "(ci): x": "untagged",
      "fix(a:b): x": "untagged",
      "fix(S01) x": "untagged",
    });
  });

  test("are never GSD's own messages, nor those that quote another's header", () => {
    headersRead({
      "wip(67-): paused": "untagged",
      "state(67_04): x": "untagged",
      "fixup! feat(67-): x": "untagged",
      'Revert "feat(67_04): x"': "untagged",
      'Revert "feat(67-04) x"': "untagged",
    });
  });

  test("keep the scope as it was written", () => {
    assert.equal(parsePlanTag("feat(67 - 04): x"), {
      kind: "malformed",
      scope: "67 - 04",
      reason: "space-in-scope",
      suggestion: "67-04",
    });
  });
});

function messageRead(raw: string, expected: string): void {
  assert.is(describe(readPlanTag(parseCommitMessage(raw))), expected, raw);
}

suite("tags of whole messages", (test) => {
  test("come from the header first", () => {
    messageRead("feat(67-04): x\n\nPlan: 67-05\n", "plan 67-04");
    messageRead("docs(quick-63): x\n\nPlan: 67-05\n", "quick 63");
    messageRead("feat(ci): x\n", "untagged");
    messageRead("", "untagged");
  });

  test("come from a Plan line where the header names no plan", () => {
    messageRead("feat: x\n\nPlan: 67-04\n", "plan 67-04");
    messageRead("feat: x\n\nplan: 067-4, 67-05\n", "plan 67-04,67-05");
    messageRead("feat: x\n\nPlan: 67-04\nPlan: 67-05\n", "plan 67-04,67-05");
    messageRead("feat: x\n\nPlan: 67-04-PLAN.md\n", "plan 67-04");
    messageRead("feat: x\n\nPlan: `.planning/phases/67-ci/67-04-PLAN.md`\n", "plan 67-04");
    messageRead("feat: x\n\nPlan: 67-04 (monitoring)\n", "plan 67-04");
    messageRead("feat: x\n\nPlan: 67-04\n\nResolves #12\n", "plan 67-04");
    messageRead("docs(67): x\n\nPlan: 67-04\n", "plan 67-04");
    messageRead("feat(67-): x\n\nPlan: 67-04\n", "plan 67-04");
  });

  test("are not made of prose", () => {
    messageRead("feat: x\n\nPlan: 2-3 days of work\n", "untagged");
    messageRead("feat: x\n\nPlan: measure first\n", "untagged");
    messageRead("feat: x\n\nThe Plan: 67-04\n  Plan: 67-05\n", "untagged");
    messageRead("feat: x\n\nPlan: 67\n", "untagged");
  });

  test("take the lines of gsd-2 anywhere, and add them to the header", () => {
    messageRead("feat: x\n\nGSD-Task: S01/T02\n", "gsd2 S01/T02");
    messageRead("feat: x\n\nGSD-Task: M001/S01/T02\n\nResolves #12\n", "gsd2 M001/S01/T02");
    messageRead("chore: auto-commit\n\nGSD-Unit: M001/S01\n", "gsd2 M001/S01");
    messageRead("feat: x\n\nGSD-Milestone: M001\nGSD-Task: S01/T02\n", "gsd2 M001/S01/T02");
    messageRead("chore(M001): x\n\nGSD-Task: S01/T02\n", "gsd2 M001/S01/T02");
    messageRead("feat(M001/S04): x\n\nGSD-Unit: M001/S02\n", "gsd2 M001/S04");
    messageRead("feat: x\n\nGSD-Task: none\n", "untagged");
  });
});

suite("plan tags of the corpus", (test) => {
  const corpus = readOptionalFile(new URL("../../../../shared/corpus/plan-tags.tsv", import.meta.url));
  const name = "are read as labelled";
  if (corpus === undefined) {
    test.skip(name, "../shared/corpus/plan-tags.tsv is absent");
    return;
  }
  test(name, () => {
    const rows = corpus
      .split("\n")
      .slice(1)
      .filter((line) => line !== "");
    assert.ok(rows.length > 1000);
    for (const row of rows) {
      const [kind = "", , planIds = "", phase = "", header = ""] = row.split("\t");
      const tag = parsePlanTag(header);
      // A milestone is an ordinary scope to those who plan without milestones.
      assert.ok(tag.kind === kind || (kind === "untagged" && tag.kind === "milestone"), `${kind}: ${header}`);
      if (planIds !== "") {
        assert.equal(tag.kind === "plan" ? [...tag.planIds].sort() : [], planIds.split(",").sort(), header);
      }
      if (kind === "phase" && phase !== "") assert.is(tag.kind === "phase" && tag.phase, phase, header);
    }
  });
});
