import * as assert from "uvu/assert";
import {
  applySeverities,
  createFinding,
  findingCatalogue,
  sortFindings,
  type Finding,
  type FindingCode,
  type FindingData,
} from "../../../src/model/finding.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { parsePhaseId, type PhaseId } from "../../../src/model/plan-id.ts";
import { createSourceText } from "../../../src/model/source-text.ts";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

function oidOf(digits: string, rest: string): Oid {
  const oid = parseOid(digits.padEnd(40, rest));
  if (oid === undefined) throw new Error(`no oid: ${digits}`);
  return oid;
}

function phaseIdOf(text: string): PhaseId {
  const phase = parsePhaseId(text);
  if (phase === undefined) throw new Error(`no phase: ${text}`);
  return phase;
}

const amended = oidOf("18c8beca", "0");
const rewritten = oidOf("2f0000aa", "1");
const similar = oidOf("18c8bec1", "2");
const third = oidOf("18c8bec2", "2");
const fourth = oidOf("18c8bec3", "2");
/** The longest text that is quoted whole. */
const longest = "x".repeat(72);

/** Why a scope is no plan tag; a reason that is not known here is said as it is. */
const flaws: Readonly<Record<string, string>> = {
  "dash-not-hyphen": "it has a dash where a hyphen is due",
  "full-width-punctuation": "it has full-width punctuation",
  "invisible-character": "it has an invisible character",
  "phase-number-absent": "the phase number is missing",
  "placeholder-unfilled": "a placeholder was not filled in",
  "plan-number-absent": "the plan number is missing",
  "separator-not-hyphen": "phase and plan are not joined by a hyphen",
  "separator-doubled": "the hyphen is doubled",
  "separator-trailing": "it ends in a separator",
  "space-in-scope": "it has a blank in it",
  "bracket-not-parenthesis": "the scope stands in brackets, not in parentheses",
  "breaking-mark-misplaced": "the exclamation mark belongs before the colon",
  "colon-absent": "the colon after the scope is missing",
  "parenthesis-doubled": "a parenthesis is doubled",
  "parenthesis-unclosed": "the parenthesis is not closed",
  "space-before-colon": "a blank stands before the colon",
  "space-before-scope": "a blank stands before the scope",
  "type-absent": "the type before the scope is missing",
  "of-tomorrow": "of-tomorrow",
};

type Example<Code extends FindingCode> = readonly [data: FindingData[Code], message: string, help: string | null];

/** What each finding says: examples of every form that its words take. */
const examples: { readonly [Code in FindingCode]: readonly Example<Code>[] } = {
  "reference-missing": [
    [
      { text: "18c8beca", planId: null },
      "18c8beca names no object in this repository",
      "find what took its place, or fetch the branch that holds it: state relink",
    ],
    [
      { text: "18c8beca", planId: planIdOf("07-04") },
      "18c8beca names no object in this repository (listed under 07-04)",
      "find what took its place, or fetch the branch that holds it: state relink",
    ],
  ],
  "reference-unreachable": [
    [
      { text: "18c8beca", oid: amended, planId: null, tip: "main" },
      "18c8beca exists, but main does not reach it: amended, rebased, squashed, or on another branch",
      "see what holds it: git branch --all --contains 18c8beca",
    ],
  ],
  "reference-rewritten": [
    [
      { text: "18c8becA", oid: amended, successor: rewritten, planId: null },
      "18c8becA was rewritten to 2f0000aa",
      "state verify-commits --fix",
    ],
    [
      { text: "18c8b", oid: amended, successor: rewritten, planId: planIdOf("07-04") },
      "18c8b was rewritten to 2f000 (listed under 07-04)",
      "state verify-commits --fix",
    ],
  ],
  "reference-ambiguous": [
    [
      { text: "18C8", candidates: [amended, similar] },
      "18C8 names 2 commits: 18c8beca00, 18c8bec122",
      "write more digits: git rev-parse --disambiguate=18c8",
    ],
    [
      { text: amended, candidates: [amended] },
      `${amended} names 1 commit: ${amended}`,
      `write more digits: git rev-parse --disambiguate=${amended}`,
    ],
  ],
  "reference-not-a-commit": [
    [
      { text: "18c8beca", oid: amended, type: "tag" },
      "18c8beca is a tag, not a commit",
      "name its commit: git rev-parse 18c8beca^{commit}",
    ],
    [{ text: "18c8beca", oid: amended, type: "tree" }, "18c8beca is a tree, not a commit", "name the commit instead"],
  ],
  "reference-unknown": [
    [
      { text: "18c8beca" },
      "18c8beca cannot be checked: this clone does not hold all of history",
      "git fetch --unshallow",
    ],
  ],
  "plan-mismatch": [
    [
      { text: "18c8beca", oid: amended, planId: planIdOf("07-04"), taggedPlanId: planIdOf("07-05") },
      "18c8beca is listed under 07-04, but its own message says 07-05",
      "correct the one that is wrong",
    ],
  ],
  "commit-count-mismatch": [
    [{ planId: null, declared: 1, listed: 2 }, "a list says 1 commit and names 2", null],
    [
      { planId: planIdOf("07-04"), declared: 3, listed: 2 },
      "the list of 07-04 says 3 commits and names 2",
      "see what history holds: state log 07-04",
    ],
  ],
  "plan-unlisted": [
    [
      { planId: planIdOf("07-04"), commits: 1 },
      "plan 07-04 is completed with 1 commit, none of them listed here",
      "state log 07-04",
    ],
    [
      { planId: planIdOf("07-04"), commits: 2 },
      "plan 07-04 is completed with 2 commits, none of them listed here",
      "state log 07-04",
    ],
  ],
  "plan-tag-malformed": [
    ...Object.entries(flaws).map(
      ([reason, words]) =>
        [
          { header: "feat(67_04): x", scope: "67_04", reason, suggestion: "67-04" },
          `scope "67_04" is meant as a plan tag, but is not one: ${words}`,
          "write it as 67-04",
        ] as const,
    ),
    [
      { header: "feat(67-): x", scope: "67-", reason: "plan-number-absent", suggestion: null },
      'scope "67-" is meant as a plan tag, but is not one: the plan number is missing',
      "write the plan as phase-plan, such as 67-04",
    ],
  ],
  "plan-unknown": [
    [
      {
        header: "",
        planId: planIdOf("07-09"),
        phase: phaseIdOf("7"),
        known: [],
        suggestion: null,
        suggestionNote: null,
      },
      "plan 07-09 does not exist. There is no phase 07 with plans.",
      null,
    ],
    [
      {
        header: "",
        planId: planIdOf("07-09"),
        phase: phaseIdOf("7"),
        known: [planIdOf("07-01")],
        suggestion: planIdOf("07-01"),
        suggestionNote: null,
      },
      "plan 07-09 does not exist. Phase 07 has only plan 07-01.",
      "did you mean 07-01?",
    ],
    [
      {
        header: "",
        planId: planIdOf("07-09"),
        phase: phaseIdOf("7"),
        known: [planIdOf("07-01"), planIdOf("07-02"), planIdOf("07-03")],
        suggestion: planIdOf("07-03"),
        suggestionNote: "the plan under way",
      },
      "plan 07-09 does not exist. Phase 07 has plans 07-01 to 07-03.",
      "did you mean 07-03 (the plan under way)?",
    ],
  ],
  "phase-unknown": [
    [
      { header: "", planId: planIdOf("09-01"), phase: phaseIdOf("9"), phases: [phaseIdOf("1")] },
      "09-01 is a plan of phase 09, which has none here; there are plans of phase 01 alone",
      "correct the tag, or write the plan's PLAN.md first",
    ],
    [
      {
        header: "",
        planId: planIdOf("09-01"),
        phase: phaseIdOf("9"),
        phases: [phaseIdOf("1"), phaseIdOf("2"), phaseIdOf("7.1")],
      },
      "09-01 is a plan of phase 09, which has none here; there are plans of 3 phases, 01 to 07.1",
      "correct the tag, or write the plan's PLAN.md first",
    ],
  ],
  "plan-ambiguous": [
    [
      { planId: planIdOf("03-01"), scopes: [".planning", "player"], commits: 0 },
      "this message may mean plan 03-01 of .planning or of player: both have it",
      "write the name before the plan: player/03-01",
    ],
    [
      { planId: planIdOf("03-01"), scopes: ["player", "search"], commits: 1 },
      "1 commit may mean plan 03-01 of player or of search: nothing tells which, and it counts for none",
      "write the name before the plan: player/03-01",
    ],
    [
      { planId: planIdOf("03-01"), scopes: ["player", "search"], commits: 2 },
      "2 commits may mean plan 03-01 of player or of search: nothing tells which, and they count for none",
      "write the name before the plan: player/03-01",
    ],
  ],
  "section-absent": [
    [{ section: "Session Continuity" }, "there is no section “Session Continuity”", "state sync --create"],
  ],
  "section-doubled": [
    [
      { section: "Session Continuity", lines: [3, 9] },
      "“Session Continuity” stands 2 times (lines 3, 9); the first one counts",
      "join them by hand",
    ],
  ],
  "section-stale": [
    [
      { section: "Performance Metrics", values: 1 },
      "“Performance Metrics” differs from history in 1 value",
      "state sync",
    ],
    [
      { section: "Performance Metrics", values: 2 },
      "“Performance Metrics” differs from history in 2 values",
      "state sync",
    ],
  ],
  "history-incomplete": [
    [
      { document: ".planning/STATE.md" },
      "this clone does not hold all of history: figures, positions and sections are not checked",
      "git fetch --unshallow",
    ],
  ],
  "ledger-damaged": [
    [
      { lines: [3] },
      "the ledger cannot be read at line 3; the rest of it counts",
      "rebuild what history still holds: state sync",
    ],
    [
      { lines: [3, 4] },
      "the ledger cannot be read at lines 3, 4; the rest of it counts",
      "rebuild what history still holds: state sync",
    ],
    [
      { lines: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
      "the ledger cannot be read at lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12; the rest of it counts",
      "rebuild what history still holds: state sync",
    ],
    [
      { lines: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] },
      "the ledger cannot be read at lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 1 more; the rest of it counts",
      "rebuild what history still holds: state sync",
    ],
  ],
  "ledger-newer": [
    [
      { version: 3, known: 2 },
      "a newer planlink wrote the ledger (version 3, this one knows 2): it is read, and not written",
      "install the newer planlink: npm install --save-dev planlink@latest",
    ],
  ],
  "manifest-unreadable": [
    [
      { reason: "it is not JSON" },
      "GSD’s manifest of phases cannot be read: it is not JSON; it is left as it is",
      "correct it, or remove it and run state sync",
    ],
  ],
  "commit-map-damaged": [
    [
      { file: "filter-repo/commit-map", lines: [3], count: 1 },
      "1 line of filter-repo/commit-map in the git directory is no pair of commits (line 3); the rest counts",
      "nothing to do, unless it should hold more: the map is written by git filter-repo",
    ],
    [
      { file: "filter-repo/commit-map", lines: [3, 4], count: 5 },
      "5 lines of filter-repo/commit-map in the git directory are no pair of commits (lines 3, 4, …); the rest counts",
      "nothing to do, unless it should hold more: the map is written by git filter-repo",
    ],
  ],
  "rewrite-cyclic": [
    [
      { oid: amended },
      "the recorded rewrites of 18c8beca lead back to it; the step that closes the circle is not taken",
      "see whether it is right as it is: git log -1 18c8beca",
    ],
  ],
  "conflict-marker": [
    [{ lines: [7] }, "unresolved merge conflict at line 7", "resolve the conflict by hand, then: state sync"],
    [{ lines: [7, 9] }, "unresolved merge conflict at lines 7, 9", "resolve the conflict by hand, then: state sync"],
  ],
  "front-matter-doubled": [
    [
      { lines: [1, 9] },
      "the front matter stands 2 times (lines 1, 9); tools read one of them",
      "state sync --create joins blocks that say when they were written; else by hand",
    ],
  ],
  "front-matter-invalid": [
    [{ reason: "bad indentation" }, "the front matter is not YAML: bad indentation", "correct it by hand"],
  ],
  "stopped-at-contradicted": [
    [
      { recorded: "Completed 7-03", derived: "", planId: planIdOf("07-04"), completedAt: null },
      "“Stopped at” says “Completed 7-03”; 07-04 was completed since",
      "state sync",
    ],
    [
      { recorded: longest, derived: "", planId: planIdOf("07-04"), completedAt: "2026-02-20" },
      `“Stopped at” says “${longest}”; 07-04 was completed 2026-02-20`,
      "state sync",
    ],
    [
      { recorded: `${longest}y`, derived: "", planId: planIdOf("07-04"), completedAt: "2026-02-20" },
      `“Stopped at” says “${longest.slice(0, 71)}…”; 07-04 was completed 2026-02-20`,
      "state sync",
    ],
  ],
  "last-session-contradicted": [
    [
      { recorded: "2026-02-20", derived: "2026-02-21" },
      "“Last session” says “2026-02-20”; the last work commit of a plan is of 2026-02-21",
      "state sync",
    ],
  ],
  "resume-file-missing": [
    [{ recorded: "gone.md" }, "“Resume file” names “gone.md”, which does not exist", "state sync"],
  ],
  "duration-contradicted": [
    [
      { planId: planIdOf("07-04"), recorded: "2149s", derived: "36min", evidence: "its SUMMARY says so" },
      "07-04: duration “2149s” should be 36min; its SUMMARY says so",
      "state sync",
    ],
  ],
  "duration-implausible": [
    [
      { planId: planIdOf("07-04"), recorded: "1771618929m" },
      "07-04: duration “1771618929m” is not plausible, and nothing tells the right one",
      "correct it by hand",
    ],
    [
      { planId: null, recorded: "1771618929m" },
      "a row: duration “1771618929m” is not plausible, and nothing tells the right one",
      "correct it by hand",
    ],
  ],
  "summary-duration-contradicted": [
    [
      { planId: planIdOf("07-04"), recorded: "9000min", derived: null, evidence: null },
      "the SUMMARY of 07-04 says duration “9000min”, which is not plausible, and nothing tells the right one",
      "correct it by hand",
    ],
    [
      { planId: planIdOf("07-04"), recorded: "9000min", derived: "12min", evidence: "of its commits" },
      "the SUMMARY of 07-04 says duration “9000min”, which should be 12min; of its commits",
      "correct it by hand",
    ],
  ],
  "metric-row-doubled": [
    [
      { planId: planIdOf("07-04"), kept: "line 3", removed: "line 4" },
      "07-04 has two rows (line 3; line 4)",
      "state sync",
    ],
  ],
  "metric-row-absent": [
    [
      { planId: planIdOf("07-04"), row: "| Phase 07 P04 | 3min |" },
      "07-04 is completed and has no row; due is | Phase 07 P04 | 3min |",
      "state sync",
    ],
  ],
  "metric-row-misplaced": [
    [{ planId: planIdOf("07-04") }, "the row of 07-04 stands apart from the per-plan rows", "state sync"],
  ],
  "figure-contradicted": [
    [
      { figure: "Progress", recorded: "40%", derived: "50%", evidence: "5 of 10 plans" },
      "Progress is recorded as “40%”; it is 50% (5 of 10 plans)",
      "state sync",
    ],
  ],
  "position-contradicted": [
    [
      { label: "Phase", recorded: "3 of 5", planId: null, phase: null, evidence: "phase 4 is under way" },
      "“Phase” says “3 of 5”, but phase 4 is under way",
      "bring the line up to date by hand",
    ],
  ],
  "total-contradicted": [
    [
      { label: "Phase", recorded: "3 of 5", expected: "there are 6 phases" },
      "“Phase” says “3 of 5”, but there are 6 phases",
      "bring the line up to date by hand",
    ],
  ],
  "plan-doubled": [
    [
      { planId: planIdOf("07-04"), lines: [3, 9] },
      "plan 07-04 is reported complete 2 times (lines 3, 9)",
      "join the entries by hand",
    ],
  ],
  "plan-unfinished": [
    [
      { planId: planIdOf("07-04"), lacks: "no SUMMARY.md" },
      "plan 07-04 is reported complete, but has no SUMMARY.md",
      "state log 07-04",
    ],
  ],
  "commit-placeholder": [
    [
      { recorded: "pending", task: null, candidates: [], evidence: null },
      "a row has “pending” for its commit; no commit carries its id or its words",
      "write the commit, or a dash where there is none",
    ],
    [
      { recorded: "pending", task: "Add metrics", candidates: [amended], evidence: "its subject" },
      "“Add metrics” has “pending” for its commit; 18c8beca fits (its subject)",
      "git show 18c8beca",
    ],
    [
      {
        recorded: "pending",
        task: "Add metrics",
        candidates: [amended, rewritten, similar, third, fourth],
        evidence: null,
      },
      "“Add metrics” has “pending” for its commit; 18c8beca, 2f0000aa, 18c8bec1, 18c8bec2 fit ()",
      "git show 18c8beca",
    ],
  ],
  "plan-misnamed": [
    [
      { planId: planIdOf("07-04"), recorded: "Quiet Hours", namedPlanId: planIdOf("07-05") },
      "07-04 is called “Quiet Hours”, which is the title of 07-05",
      "state log 07-05",
    ],
  ],
  "check-mark-contradicted": [
    [
      { name: "07-04", isTicked: true, planId: null, phase: null, evidence: "it has no SUMMARY" },
      "“07-04” is ticked, but it has no SUMMARY",
      "bring the check mark up to date by hand",
    ],
    [
      { name: "07-04", isTicked: false, planId: null, phase: null, evidence: "it is completed" },
      "“07-04” is not ticked, but it is completed",
      "bring the check mark up to date by hand",
    ],
  ],
  "requirement-contradicted": [
    [
      { requirements: ["A-1"], recorded: "Pending", phase: null, evidence: "phase 7 is completed" },
      "A-1: “Pending”, but phase 7 is completed",
      "bring the status up to date by hand",
    ],
    [
      {
        requirements: ["A-1", "A-2", "A-3", "A-4", "A-5"],
        recorded: "Pending",
        phase: null,
        evidence: "phase 7 is completed",
      },
      "A-1, A-2, A-3, A-4, A-5: “Pending”, but phase 7 is completed",
      "bring the status up to date by hand",
    ],
    [
      {
        requirements: ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6"],
        recorded: "Pending",
        phase: null,
        evidence: "phase 7 is completed",
      },
      "A-1, A-2, A-3, A-4 and 2 more: “Pending”, but phase 7 is completed",
      "bring the status up to date by hand",
    ],
  ],
};

function say(code: FindingCode, rows: readonly Example<FindingCode>[]): void {
  for (const [data, ...words] of rows) {
    const { message, help } = createFinding(code, data, { path: null });
    assert.equal([message, help], words, code);
  }
}

function finding(code: FindingCode, place: Partial<Finding>): Finding {
  return {
    ...createFinding("section-absent", { section: "Session Continuity" }, { path: ".planning/STATE.md" }),
    code,
    ...place,
  };
}

suite("findings", (test) => {
  const codes = Object.keys(findingCatalogue) as readonly FindingCode[];

  test("say what is the matter, and what to do", () => {
    for (const code of codes) say(code, examples[code]);
  });

  test("are warnings, but for those that block and those that are shown on request", () => {
    const of = (severity: string): readonly string[] =>
      codes.filter((code) => findingCatalogue[code].severity === severity);
    assert.equal(of("error"), [
      "reference-missing",
      "reference-unreachable",
      "reference-rewritten",
      "reference-ambiguous",
      "reference-not-a-commit",
      "plan-tag-malformed",
      "plan-unknown",
      "conflict-marker",
      "front-matter-invalid",
      "stopped-at-contradicted",
    ]);
    assert.equal(of("info"), ["plan-unlisted"]);
    assert.is(of("warning").length, codes.length - 11);
  });

  test("stand where their range begins", () => {
    const source = createSourceText("# State\n\n- 😀 18c8beca\n");
    const range = { start: source.text.indexOf("18c8"), end: source.text.indexOf("18c8") + 8 };
    const edits = [{ range, newText: "2f0000aa" }];
    const data = { text: "18c8beca", planId: null };
    assert.equal(createFinding("reference-missing", data, { path: ".planning/STATE.md", source, range }, edits), {
      code: "reference-missing",
      severity: "error",
      path: ".planning/STATE.md",
      line: 3,
      column: 5,
      message: "18c8beca names no object in this repository",
      help: "find what took its place, or fetch the branch that holds it: state relink",
      data,
      edits,
    });
    const { path, line, column, edits: none } = createFinding("reference-missing", data, { path: null });
    assert.equal([path, line, column, none], [null, null, null, []]);
  });

  test("are in the order of path, line, column, code and words", () => {
    const ordered = [
      finding("section-stale", { path: null, line: 9 }),
      finding("section-stale", { path: "a.md", line: null, column: 9 }),
      finding("section-stale", { path: "a.md", line: 2, column: 9 }),
      finding("section-stale", { path: "a.md", line: 10, column: null, message: "z" }),
      finding("section-absent", { path: "a.md", line: 10, column: 1, message: "z" }),
      finding("section-stale", { path: "a.md", line: 10, column: 1, message: "a" }),
      finding("section-stale", { path: "a.md", line: 10, column: 1, message: "b" }),
      finding("section-absent", { path: "b.md", line: 1, column: 1 }),
    ];
    assert.equal(sortFindings(ordered.toReversed()), ordered);
    assert.equal(sortFindings([...ordered.slice(3), ...ordered.slice(0, 3)]), ordered);
    assert.equal(sortFindings(ordered), ordered);
  });

  test("take the severities of the configuration, or are dropped", () => {
    const given = [finding("section-stale", {}), finding("section-absent", {}), finding("plan-doubled", {})];
    assert.equal(
      applySeverities(given, { "section-stale": "off", "plan-doubled": "error" }).map(({ code, severity }) => [
        code,
        severity,
      ]),
      [
        ["section-absent", "warning"],
        ["plan-doubled", "error"],
      ],
    );
  });
});
