import * as assert from "uvu/assert";
import type { ResolvedReference } from "../../../src/check/check-references.ts";
import type { Relink, RelinkOutcome, Unresolved } from "../../../src/commands/relink-documents.ts";
import type { VerifyOutcome } from "../../../src/commands/verify-commits.ts";
import { findCommitReferences } from "../../../src/document/commit-references.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { createFinding } from "../../../src/model/finding.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { relinkToJson, verifyToJson } from "../../../src/report/json.ts";
import { formatRelink, type RelinkWords } from "../../../src/report/relink-text.ts";
import { formatVerify, type VerifyWords } from "../../../src/report/verify-text.ts";
import { planIdOf } from "../../support/linked.ts";
import { referenceCounts } from "../../support/reports.ts";
import { suite } from "../../support/suite.ts";
import { paintedStyle, showTones } from "../../support/tones.ts";

const path = ".planning/STATE.md";
const style = paintedStyle();

function oidOf(start: string): Oid {
  const oid = parseOid(start.padEnd(40, "0"));
  if (oid === undefined) throw new Error(`${start} begins no oid`);
  return oid;
}

type Resolution = ResolvedReference["resolution"];

function resolution(status: Resolution["status"], more: Partial<Resolution> = {}): Resolution {
  return { status, oid: null, candidates: [], successor: null, objectType: null, ...more };
}

const reachable = resolution("reachable", { oid: oidOf("1111111") });

/** A document whose references come to the given answers, in order. */
function verified(
  text: string,
  answers: readonly Resolution[],
  tags: readonly (readonly string[])[] = [],
  at: string = path,
): VerifyOutcome["documents"][number] {
  const references = findCommitReferences(parseStateDocument(text)).map((reference, index) => ({
    reference,
    resolution: answers[index] ?? reachable,
    taggedPlanIds: (tags[index] ?? []).map(planIdOf),
  }));
  return { path: at, text, references, findings: [], asked: [] };
}

const text = [
  "# State",
  "",
  "- 01-01: 2 atomic commits (aaaaaaa1, aaaaaaa2)",
  "- 02-01: 5 atomic commits (bbbbbbb1, bbbbbbb2, bbbbbbb3, bbbbbbb4, bbbbbbb5)",
  "- commit ccccccc1",
  "",
].join("\n");
const answers = [
  reachable,
  reachable,
  resolution("missing"),
  resolution("unreachable", { oid: oidOf("bbbbbbb2") }),
  resolution("ambiguous", { candidates: [oidOf("bbbbbbb31"), oidOf("bbbbbbb32")] }),
  resolution("not-a-commit", { oid: oidOf("bbbbbbb4"), objectType: "tree" }),
  resolution("rewritten", { oid: oidOf("bbbbbbb5"), successor: oidOf("5555555") }),
  resolution("unknown"),
];
const tip = { oid: oidOf("7777777"), name: "main" };

function outcomeOf(documents: VerifyOutcome["documents"], more: Partial<VerifyOutcome> = {}): VerifyOutcome {
  const all = documents.flatMap(({ references }) => references);
  const counts = referenceCounts({});
  for (const {
    resolution: { status },
  } of all)
    (counts as Record<string, number>)[status] = (counts[status] ?? 0) + 1;
  return {
    tip,
    isShallow: false,
    documents,
    counts,
    findings: [],
    examined: { references: all.length },
    ...more,
  };
}

function relinked(more: Partial<Relink> = {}): Relink {
  return {
    document: path,
    point: { line: 4, column: 28 },
    text: "bbbbbbb1",
    planId: planIdOf("2-01"),
    to: oidOf("9999999"),
    header: "feat(02-01): chart the shoals\u001b",
    confidence: "exact",
    evidence: [],
    isApplied: true,
    ...more,
  };
}

function unresolved(more: Partial<Unresolved> = {}): Unresolved {
  return {
    document: path,
    point: { line: 4, column: 38 },
    text: "bbbbbbb2",
    planId: planIdOf("2-01"),
    reason: "several commits fit",
    candidates: [],
    ...more,
  };
}

function relinkOutcome(more: Partial<RelinkOutcome> = {}): RelinkOutcome {
  return {
    relinks: [],
    unresolved: [],
    changed: [],
    cyclic: [],
    successors: new Map(),
    examined: { references: 8, documents: 1, commits: 1234 },
    ...more,
  };
}

suite("formatVerify", (test) => {
  const words: VerifyWords = { fixed: 0, hints: undefined, withSummaries: false };
  const titles = new Map([[planIdOf("2-01"), "Shoals and sands, and what else a long title may say"]]);
  const show = (outcome: VerifyOutcome, more: Partial<VerifyWords> = {}, width = 80): string =>
    showTones(formatVerify(outcome, titles, { ...words, ...more }, paintedStyle(width)));

  test("groups references by plan, the newest first, and says of each dead one what became of it", () => {
    assert.is(
      show(outcomeOf([verified(text, answers)])),
      `{bold .planning/STATE.md}   8 references in 2 plans · history of main at 77777770

  02-01    Shoals and sands, and what else a long ti…  {red 0 of 5 reachable}
           bbbbbbb1   missing
           bbbbbbb2   unreachable  exists as bbbbbbb2, not in this history
           bbbbbbb3   ambiguous  bbbbbbb31000, bbbbbbb32000
           bbbbbbb4   not a commit  it is a tree
           bbbbbbb5   rewritten
  01-01                                                {green 2 of 2 reachable}
  -        no plan named                               {red 0 of 1 reachable}
           ccccccc1   unknown

{red ✖} 5 dead references in 1 plan.
  what they may have meant:   {cyan state relink --dry-run}
{yellow ▲} 1 reference cannot be checked in this incomplete clone:   {cyan git fetch --unshallow}
`,
    );
  });

  test("says what a dead reference may have meant, and how to mend it", () => {
    const hints = relinkOutcome({
      relinks: [
        relinked(),
        relinked({ point: { line: 4, column: 58 }, confidence: "low" }),
        relinked({ point: { line: 4, column: 68 }, confidence: "high", header: "long ".repeat(20) }),
      ],
      unresolved: [
        unresolved({ candidates: ["aa", "bb", "cc", "dd"].map(oidOf) }),
        unresolved({ point: { line: 4, column: 48 } }),
      ],
    });
    assert.is(
      show(outcomeOf([verified(text, answers)]), { hints }),
      `{bold .planning/STATE.md}   8 references in 2 plans · history of main at 77777770

  02-01    Shoals and sands, and what else a long ti…  {red 0 of 5 reachable}
           bbbbbbb1   missing   {dim was 9999999 feat(02-01): chart the shoals\\x1b}
           bbbbbbb2   unreachable {dim 4 commits fit: aa00000, bb00000, cc00000}
           bbbbbbb3   ambiguous  bbbbbbb31000, bbbbbbb32000
           bbbbbbb4   not a commit  it is a tree
           bbbbbbb5   rewritten {dim was 9999999? long long long long long long long…}
  01-01                                                {green 2 of 2 reachable}
  -        no plan named                               {red 0 of 1 reachable}
           ccccccc1   unknown

{red ✖} 5 dead references in 1 plan.
  2 can be relinked with certainty:   {cyan state relink}
  see each with its evidence:         {cyan state relink --dry-run}
{yellow ▲} 1 reference cannot be checked in this incomplete clone:   {cyan git fetch --unshallow}
`,
    );
    assert.is(
      show(outcomeOf([verified(text, answers)]), { hints, withSummaries: true }, 60),
      `{bold .planning/STATE.md}
  8 references in 2 plans · history of main at 77777770

  02-01    Shoals and sands, and what else a long ti…  {red 0 of 5 reachable}
           bbbbbbb1   missing   {dim was 9999999 feat(02-01): ch…}
           bbbbbbb2   unreachable {dim 4 commits fit: aa00000, b…}
           bbbbbbb3   ambiguous  bbbbbbb31000, bbbbbbb32000
           bbbbbbb4   not a commit  it is a tree
           bbbbbbb5   rewritten {dim was 9999999? long long long…}
  01-01                                                {green 2 of 2 reachable}
  -        no plan named                               {red 0 of 1 reachable}
           ccccccc1   unknown

{red ✖} 5 dead references in 1 plan.
  2 can be relinked with certainty:   {cyan state relink --all}
  see each with its evidence:         {cyan state relink --all --dry-run}
{yellow ▲} 1 reference cannot be checked in this incomplete clone:   {cyan git fetch --unshallow}
`,
    );
    assert.is(
      show(outcomeOf([verified("- commit ccccccc1\n", [resolution("missing")])]), { hints: relinkOutcome() }),
      `{bold .planning/STATE.md}   1 reference in 0 plans · history of main at 77777770

  -        no plan named                               {red 0 of 1 reachable}
           ccccccc1   missing

{red ✖} 1 dead reference in 1 plan.
  which commits a plan has now:   {cyan state log PLAN}
`,
    );
  });

  test("says that all are reachable, or that there are none, and how many were relinked", () => {
    assert.is(
      show(outcomeOf([verified(text, [])], { tip: { oid: tip.oid, name: "7777777" } }), { fixed: 2 }),
      `{bold .planning/STATE.md}   8 references in 2 plans · history of 7777777 at 77777770

  02-01    Shoals and sands, and what else a long ti…  {green 5 of 5 reachable}
  01-01                                                {green 2 of 2 reachable}
  -        no plan named                               {green 1 of 1 reachable}

{green ✔} 2 references relinked
{green ✔} every reference is reachable from 7777777
`,
    );
    assert.is(
      show(outcomeOf([verified("# State\n", [])], { tip: { oid: null, name: "main" } })),
      `{bold .planning/STATE.md}   0 references in 0 plans · history of main


{green ✔} no commit references to check
`,
    );
  });

  test("leaves documents out that have no reference where there are several, and shows other findings", () => {
    const summary = ".planning/phases/01-a/01-01-SUMMARY.md";
    const findings = [
      createFinding(
        "plan-mismatch",
        { text: "aaaaaaa1", oid: oidOf("aaaaaaa1"), planId: planIdOf("1-01"), taggedPlanId: planIdOf("1-02") },
        { path },
      ),
      createFinding("plan-unlisted", { planId: planIdOf("1-03"), commits: 2 }, { path }),
      createFinding("reference-missing", { text: "bbbbbbb1", planId: null }, { path }),
    ];
    const documents = [verified("# State\n", []), verified("- commit aaaaaaa1\n", [], [], summary)];
    assert.is(
      show(outcomeOf(documents, { findings }), { withSummaries: true }),
      `{bold .planning/phases/01-a/01-01-SUMMARY.md}
  1 reference in 0 plans · history of main at 77777770

  -        no plan named                               {green 1 of 1 reachable}

{bold .planning/STATE.md}
{yellow ▲} aaaaaaa1 is listed under 01-01, but its own message says 01-02
  {cyan correct the one that is wrong}

{green ✔} every reference is reachable from main
`,
    );
  });

  test("says what an incomplete clone cannot tell", () => {
    const outcome = outcomeOf([
      verified("- commit aaaaaaa1, commit aaaaaaa2\n", [resolution("unknown"), resolution("missing")]),
    ]);
    assert.is(
      show(outcome),
      `{bold .planning/STATE.md}   2 references in 0 plans · history of main at 77777770

  -        no plan named                               {red 0 of 2 reachable}
           aaaaaaa1   unknown
           aaaaaaa2   missing

{red ✖} 1 dead reference in 1 plan.
  what they may have meant:   {cyan state relink --dry-run}
{yellow ▲} 1 reference cannot be checked in this incomplete clone:   {cyan git fetch --unshallow}
`,
    );
  });
});

suite("verifyToJson", (test) => {
  test("has each reference with its place, and the tag that agrees with its plan if one does", () => {
    const tags = [["9-09", "1-01"], ["9-09"], []];
    const { references, ...rest } = verifyToJson(outcomeOf([verified(text, answers, tags)], { isShallow: true }), 3);
    assert.equal(references.slice(0, 3), [
      {
        document: ".planning/STATE.md",
        line: 3,
        column: 28,
        text: "aaaaaaa1",
        status: "reachable",
        oid: "1111111000000000000000000000000000000000",
        planId: "1-01",
        taggedPlanId: "1-01",
        successor: null,
        candidates: [],
      },
      {
        document: ".planning/STATE.md",
        line: 3,
        column: 38,
        text: "aaaaaaa2",
        status: "reachable",
        oid: "1111111000000000000000000000000000000000",
        planId: "1-01",
        taggedPlanId: "9-09",
        successor: null,
        candidates: [],
      },
      {
        document: ".planning/STATE.md",
        line: 4,
        column: 28,
        text: "bbbbbbb1",
        status: "missing",
        oid: null,
        planId: "2-01",
        taggedPlanId: null,
        successor: null,
        candidates: [],
      },
    ]);
    assert.equal(references.at(-2)?.successor, oidOf("5555555"));
    assert.equal(rest, {
      schema: "planlink/verify-commits@1",
      head: "7777777000000000000000000000000000000000",
      shallow: true,
      summary: {
        references: 8,
        reachable: 2,
        rewritten: 1,
        unreachable: 1,
        missing: 1,
        ambiguous: 1,
        "not-a-commit": 1,
        unknown: 1,
      },
      relinked: 3,
      findings: [],
    });
  });
});

suite("formatRelink", (test) => {
  const words: RelinkWords = { isApplied: false, isDry: false, leastConfidence: "high", withSummaries: false };
  const show = (outcome: RelinkOutcome, more: Partial<RelinkWords> = {}, width = 80): string =>
    showTones(formatRelink({ ...outcome, findings: [] }, { ...words, ...more }, paintedStyle(width)));
  const evidence = [
    "recorded by git as a rewrite of it",
    "same patch",
    "the only commit of 02-01 on that day, at noon",
  ];
  const outcome = relinkOutcome({
    relinks: [
      relinked({ evidence }),
      relinked({ point: { line: 3, column: 5 }, planId: null, text: "0123456789abcdef", confidence: "high" }),
      relinked({ point: { line: 4, column: 5 }, confidence: "low", isApplied: false, header: "wide ".repeat(30) }),
    ],
    unresolved: [
      unresolved({ candidates: ["a1", "b2", "c3", "d4", "e5"].map(oidOf) }),
      unresolved({ document: ".planning/A.md", candidates: ["a1", "b2"].map(oidOf), planId: null }),
      unresolved({ document: ".planning/Z.md", reason: "no commit fits" }),
    ],
    changed: [{ path, text: "", newText: "" }],
  });

  test("shows each dead reference in the order of the documents, with its evidence, and the sum", () => {
    assert.is(
      show(outcome, { isDry: true }),
      `-       bbbbbbb2  {red unresolved}
        {dim several commits fit: a1000000, b2000000}
-       0123456789ab → 999999900000  {green high   }feat(02-01): chart the shoals\\x1b
02-01   bbbbbbb1 → 99999990  {yellow low    }wide wide wide wide wide wide wide wide wid…
02-01   bbbbbbb1 → 99999990  {green exact  }feat(02-01): chart the shoals\\x1b
        {dim recorded by git as a rewrite of it; same patch}
        {dim the only commit of 02-01 on that day, at noon}
02-01   bbbbbbb2  {red unresolved}
        {dim several commits fit: a1000000, b2000000, c3000000, d4000000, …}
02-01   bbbbbbb2  {red unresolved}
        {dim no commit fits}
2 of 6 with certainty · 1 low · 3 unresolved      apply: {cyan state relink}
  {dim examined 8 references in 1 document, 1,234 commits}
`,
    );
    assert.is(
      show(outcome, { isDry: true, leastConfidence: "low", withSummaries: true }, 50),
      `{bold .planning/A.md}
-       bbbbbbb2  {red unresolved}
        {dim several commits fit: a1000000, b2000000}
{bold .planning/STATE.md}
-       0123456789ab → 999999900000  {green high   }feat(02-01): chart …
02-01   bbbbbbb1 → 99999990  {yellow low    }wide wide wide wide…
02-01   bbbbbbb1 → 99999990  {green exact  }feat(02-01): chart …
        {dim recorded by git as a rewrite of it}
        {dim same patch}
        {dim the only commit of 02-01 on that day, at …}
02-01   bbbbbbb2  {red unresolved}
        {dim several commits fit: a1000000, b2000000, …}
{bold .planning/Z.md}
02-01   bbbbbbb2  {red unresolved}
        {dim no commit fits}
2 of 6 with certainty · 1 low · 3 unresolved      apply: {cyan state relink --all --min-confidence low}
  {dim examined 8 references in 1 document, 1,234 commits}
`,
    );
  });

  test("says what was written", () => {
    assert.is(
      show(relinkOutcome({ relinks: [relinked()], changed: outcome.changed }), { isApplied: true }),
      `02-01   bbbbbbb1 → 99999990  {green exact  }feat(02-01): chart the shoals\\x1b
{green ✔} relinked 1 reference in .planning/STATE.md
1 of 1 with certainty
  {dim examined 8 references in 1 document, 1,234 commits}
`,
    );
    const two = [...outcome.changed, { path: "b", text: "", newText: "" }];
    assert.match(
      show(relinkOutcome({ relinks: [relinked(), relinked()], changed: two }), {
        isApplied: true,
        leastConfidence: "low",
      }),
      "relinked 2 references in 2 documents",
    );
  });

  test("says so where no reference is dead, and what is wrong with the evidence", () => {
    assert.is(
      show(relinkOutcome()),
      `{green ✔} no dead reference
  {dim examined 8 references in 1 document}
`,
    );
    const findings = [createFinding("ledger-damaged", { lines: [3] }, { path: ".planning/planlink.ledger.yaml" })];
    assert.match(formatRelink({ ...relinkOutcome(), findings }, words, style), "planlink.ledger.yaml");
  });

  test("of --json has what was relinked, and why the rest was not", () => {
    assert.equal(relinkToJson({ ...outcome, findings: [] }, true), {
      schema: "planlink/relink@1",
      applied: true,
      relinked: [
        {
          document: ".planning/STATE.md",
          line: 4,
          column: 28,
          from: "bbbbbbb1",
          to: "9999999000000000000000000000000000000000",
          planId: "2-01",
          evidence: [
            "recorded by git as a rewrite of it",
            "same patch",
            "the only commit of 02-01 on that day, at noon",
          ],
          confidence: "exact",
        },
        {
          document: ".planning/STATE.md",
          line: 3,
          column: 5,
          from: "0123456789abcdef",
          to: "9999999000000000000000000000000000000000",
          planId: null,
          evidence: [],
          confidence: "high",
        },
      ],
      unresolved: [
        {
          document: ".planning/STATE.md",
          line: 4,
          column: 38,
          text: "bbbbbbb2",
          planId: "2-01",
          reason: "several commits fit",
          candidates: [
            "a100000000000000000000000000000000000000",
            "b200000000000000000000000000000000000000",
            "c300000000000000000000000000000000000000",
            "d400000000000000000000000000000000000000",
            "e500000000000000000000000000000000000000",
          ],
        },
        {
          document: ".planning/A.md",
          line: 4,
          column: 38,
          text: "bbbbbbb2",
          planId: null,
          reason: "several commits fit",
          candidates: ["a100000000000000000000000000000000000000", "b200000000000000000000000000000000000000"],
        },
        {
          document: ".planning/Z.md",
          line: 4,
          column: 38,
          text: "bbbbbbb2",
          planId: "2-01",
          reason: "no commit fits",
          candidates: [],
        },
        {
          document: ".planning/STATE.md",
          line: 4,
          column: 5,
          text: "bbbbbbb1",
          planId: "2-01",
          reason: "one commit fits, with confidence low",
          candidates: ["9999999000000000000000000000000000000000"],
        },
      ],
      findings: [],
      examined: { references: 8, documents: 1, commits: 1234 },
    });
    const unsure = relinkOutcome({ relinks: [relinked({ isApplied: false, confidence: "low", evidence })] });
    assert.equal(
      relinkToJson({ ...unsure, findings: [] }, false).unresolved[0]?.reason,
      "one commit fits, with confidence low: recorded by git as a rewrite of it; same patch; the only commit of 02-01 on that day, at noon",
    );
  });
});
