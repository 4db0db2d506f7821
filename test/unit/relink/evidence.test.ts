import * as assert from "uvu/assert";
import { tagCommits } from "../../../src/links/tagged-commits.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import type { CommitFact } from "../../../src/model/ports.ts";
import { groupMentions, toPlainText } from "../../../src/relink/lost-commits.ts";
import { weighSubjects } from "../../../src/relink/match-lost.ts";
import { findMentions } from "../../../src/relink/mentions.ts";
import { carriesOtherPlan, findSharedTask, scorePair } from "../../../src/relink/pair-score.ts";
import {
  createDetailsOf,
  createRelinkCommits,
  subjectOf,
  type RelinkCommit,
} from "../../../src/relink/relink-commits.ts";
import { findIdentifiers, wordsOf } from "../../../src/relink/words.ts";
import { findMessageWitnesses, findSpokenOf } from "../../../src/relink/witnesses.ts";
import { parseOidPrefix, type OidPrefix } from "../../../src/model/oid.ts";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";

function oid(start: string): Oid {
  const full = parseOid(start.padEnd(40, "0"));
  if (full === undefined) throw new Error(`${start} begins no oid`);
  return full;
}

function fact(index: number, message: string, parents = 1): CommitFact {
  const time = { epochMs: Date.UTC(2026, 1, 1) + index * 60_000, offsetMinutes: 0 };
  return {
    oid: oid(`c${index}`),
    parents: Array.from({ length: parents }, (_, parent) => oid(`e${parent}`)),
    authored: time,
    committed: time,
    message,
  };
}

const subjects = [
  "feat(01-01): rotate the lamp of the harbour",
  "test(01-01): measure how the foghornSignal sounds (task 2/3)",
  "docs(01-01): complete lamp plan",
  "fix(02-01)!: round heights of water up",
  "docs(01): plan the phase of lamps",
  "fix(quick-260621-kmm): patch the sail",
  "chore: tidy the shed",
  "Merge branch 'anchor'",
  "feat(01-02): paint the tide tables\n\n* feat(01-02): paint the first table\n- fix(01-02): round it\n* not a header\n\nMore words about brushes.",
];
const commits = createRelinkCommits(
  tagCommits(subjects.map((message, index) => fact(index, message, message.startsWith("Merge") ? 2 : 1))),
);
const details = createDetailsOf(
  new Map([
    [oid("c0"), ["src/lamp.ts", "src/turn/gear.ts"]],
    [oid("c2"), [".planning/STATE.md"]],
    [oid("c8"), ["src/tables.ts"]],
  ]),
  ".planning",
);

suite("what references may mean", (test) => {
  test("is taken apart: header, subject, type, task, names and words", () => {
    assert.equal(
      commits.map(({ header, subject, type, task, isMerge, isWithinSquash, position, identifiers, words, body }) => [
        header,
        subject,
        type,
        task,
        isMerge,
        isWithinSquash,
        position,
        [...identifiers].join(),
        [...words].join(" "),
        body.length,
      ]),
      [
        [
          "feat(01-01): rotate the lamp of the harbour",
          "rotate the lamp of the harbour",
          "feat",
          null,
          false,
          false,
          0,
          "",
          "rotate lamp harbour",
          0,
        ],
        [
          "test(01-01): measure how the foghornSignal sounds (task 2/3)",
          "measure how the foghornsignal sounds (task 2/3)",
          "test",
          2,
          false,
          false,
          1,
          "foghornsignal",
          "measure how foghornsignal sound",
          0,
        ],
        [
          "docs(01-01): complete lamp plan",
          "complete lamp plan",
          "docs",
          null,
          false,
          false,
          2,
          "",
          "complete lamp plan",
          0,
        ],
        [
          "fix(02-01)!: round heights of water up",
          "round heights of water up",
          "fix",
          null,
          false,
          false,
          3,
          "",
          "round height water up",
          0,
        ],
        [
          "docs(01): plan the phase of lamps",
          "plan the phase of lamps",
          "docs",
          null,
          false,
          false,
          4,
          "",
          "plan phase lamp",
          0,
        ],
        ["fix(quick-260621-kmm): patch the sail", "patch the sail", "fix", null, false, false, 5, "", "patch sail", 0],
        ["chore: tidy the shed", "tidy the shed", "chore", null, false, false, 6, "", "tidy shed", 0],
        ["Merge branch 'anchor'", "merge branch 'anchor'", "", null, true, false, 7, "", "merge branch anchor", 0],
        [
          "feat(01-02): paint the tide tables",
          "paint the tide tables",
          "feat",
          null,
          false,
          false,
          8,
          "",
          "paint tide tabl",
          103,
        ],
        [
          "feat(01-02): paint the first table",
          "paint the first table",
          "feat",
          null,
          false,
          true,
          8,
          "",
          "paint first table",
          0,
        ],
        ["fix(01-02): round it", "round it", "fix", null, false, true, 8, "", "round it", 0],
      ],
    );
    assert.equal(
      commits.map((commit) => {
        const { isBookkeeping, words, files } = details(commit);
        return [isBookkeeping, [...words].join(" "), [...files].join(" ")];
      }),
      [
        [false, "src lamp ts turn gear", "lamp.ts gear.ts"],
        [false, "", ""],
        [true, "plann state md", "state.md"],
        [false, "", ""],
        [false, "", ""],
        [false, "", ""],
        [false, "", ""],
        [true, "", ""],
        [false, "01 02 paint first table round it not header more word about brush src tabl ts", "tables.ts"],
        [false, "", ""],
        [false, "", ""],
      ],
    );
    assert.equal(["feat(a)!: X y ", "Feat: x", "no type: x y", "plain", "fix(a(b)): x"].map(subjectOf), [
      "x y",
      "x",
      "no type: x y",
      "plain",
      "fix(a(b)): x",
    ]);
  });

  test("has words and names", () => {
    for (const [text, words] of [
      ["Adding the foghornSignal to boxes", ["add", "foghorn", "signal", "box"]],
      ["buses tested tests ties used", ["bus", "test", "ties", "used"]],
      ["潮汐表 と x", ["潮汐", "汐表"]],
      ["a I 1 22", ["22"]],
      ["ﬁne ＡＢＣ", ["fine", "abc"]],
      ["implement tasks for commits", ["task", "commit"]],
    ] as const)
      assert.equal([...wordsOf(text)], words, text);
    assert.equal(
      [
        ...findIdentifiers(
          "foghornSignal snake_case_name _private_ lowercase Capitalized HTTPServerThing short_ $dollarName kebab-caseName aBcdefgh",
        ),
      ],
      ["foghornsignal", "snake_case_name", "httpserverthing", "$dollarname", "abcdefgh"],
    );
    assert.is(toPlainText("**Bold** `code` | cell: \"x\"\n  y_z 'q'"), "bold code cell x y z q");
  });
});

suite("evidence for a commit", (test) => {
  const weights = weighSubjects(commits);
  const score = (text: string, commit: RelinkCommit, isSummaryOf: string | null = null, ownHeader?: string): string => {
    const mentions = findMentions({
      path: isSummaryOf === null ? ".planning/STATE.md" : `.planning/phases/x/${isSummaryOf}-SUMMARY.md`,
      text: `# T\n\n${text}\n`,
      planId: isSummaryOf === null ? null : planIdOf(isSummaryOf),
    });
    const [cited] = groupMentions(
      mentions,
      () => undefined,
      () => ownHeader,
    );
    if (cited === undefined) throw new Error(`no reference in ${text}`);
    const {
      score: sum,
      support,
      likeness,
      quoted,
      type,
      isOfPlan,
    } = scorePair(cited, commit, details(commit), weights, 3);
    const shared = findSharedTask(cited, commit);
    return `${sum.toFixed(2)} ${support.toFixed(2)} ${likeness.toFixed(2)} type ${type}${isOfPlan ? " plan" : ""}${carriesOtherPlan(cited, commit) ? " other" : ""}${shared === null ? "" : ` task ${shared}`}${quoted === null ? "" : ` “${quoted}”`}`;
  };
  const at = (index: number): RelinkCommit => {
    const commit = commits[index];
    if (commit === undefined) throw new Error(`no commit ${index}`);
    return commit;
  };

  test("is weighed by plan, type, words, files, names and tasks", () => {
    for (const [text, index, weighed] of [
      [
        "- abcdef12 feat(01-01): rotate the lamp of the harbour",
        0,
        "2.91 0.29 0.29 type 1 plan task 1-01 “feat(01-01): rotate the lamp of the harbour”",
      ],
      [
        "- abcdef12 feat(01-01): rotate the lamp of the…",
        0,
        "2.80 0.18 0.18 type 1 plan task 1-01 “feat(01-01): rotate the lamp of the…”",
      ],
      ["- abcdef12 feat(01-01): rotate the lamp of the harbour", 1, "-0.18 0.00 0.00 type -1 plan task 1-01"],
      [
        "- 01-01: rotate the lamp of the harbour (commit abcdef12)",
        0,
        "2.16 0.29 0.29 type 0 plan task 1-01 “rotate the lamp of the harbour”",
      ],
      ["- 01-01: the lamp (commit abcdef12)", 0, "0.53 0.06 0.06 type 0 plan task 1-01"],
      ["- 01-01: lamp.ts and gear.ts (commit abcdef12)", 0, "1.42 0.95 0.15 type 0 plan task 1-01"],
      ["- 01-01: lamp.ts and others.ts (commit abcdef12)", 0, "0.80 0.33 0.13 type 0 plan task 1-01"],
      ["- commit abcdef12", 0, "-0.06 0.00 0.00 type 0"],
      ["- 02-01: commit abcdef12", 0, "-0.86 0.00 0.00 type 0 other"],
      ["- **Task 2: Horn** - abcdef12 (test)", 1, "0.39 0.00 0.00 type 1"],
      ["- 01-01: **Task 2: Horn** - abcdef12 (test)", 1, "0.92 0.30 0.00 type 1 plan task 1-01"],
      ["- 01-01: **Task 3: Horn** - abcdef12 (feat)", 1, "-0.08 0.00 0.00 type -1 plan task 1-01"],
      ["- 01-01: RED abcdef12", 1, "0.62 0.00 0.00 type 1 plan task 1-01"],
      ["- 01-01: `foghornSignal` sounds (commit abcdef12)", 1, "0.98 0.51 0.11 type 0 plan task 1-01"],
      ["- 01-01: **Plan metadata:** abcdef12 (docs: complete plan)", 2, "1.12 0.20 0.20 type 1 plan task 1-01"],
      ["- 01-01: **Plan metadata:** abcdef12 (docs: complete plan)", 0, "0.02 0.00 0.00 type -1 plan task 1-01"],
      ["- 01-01: complete lamp plan (commit abcdef12)", 2, "2.43 0.26 0.26 type 0 plan task 1-01 “complete lamp plan”"],
      ["- 01-01: planned in commit abcdef12", 4, "0.14 0.00 0.00 type 0"],
      ["- 02-01: planned in commit abcdef12", 4, "-0.36 0.00 0.00 type 0"],
      ["- Quick task 260621-kmm: commit abcdef12", 5, "0.47 0.00 0.00 type 0 plan task 260621-kmm"],
      ["- tidy the shed (commit abcdef12)", 6, "0.22 0.28 0.28 type 0"],
      ["- merge branch 'anchor' (commit abcdef12)", 7, "0.66 0.42 0.42 type 0 “merge branch 'anchor'”"],
      [
        "- 01-02: paint the first table (commit abcdef12)",
        9,
        "2.33 0.46 0.46 type 0 plan task 1-02 “paint the first table”",
      ],
      ["- 01-02: brushes in tables.ts (commit abcdef12)", 8, "1.08 0.61 0.21 type 0 plan task 1-02"],
    ] as const)
      assert.is(score(text, at(index)), weighed, `${text} / ${index}`);
  });

  test("counts for more in the plan's own SUMMARY, and for nothing beside the commit's own header", () => {
    assert.equal(
      [
        score("1. the lamp - abcdef12", at(0), "01-01"),
        score("1. the lamp - abcdef12", at(0), "01-02"),
        score("1. 01-01: the lamp - abcdef12", at(0), "01-02"),
        score(
          "- abcdef12 feat(01-01): rotate the lamp of the harbour",
          at(0),
          null,
          "feat(01-01): rotate the lamp of the harbour",
        ),
        score("- abcdef12 feat(01-01): rotate the lamp of the harbour", at(0), null, "feat(01-01): rotate"),
        score("- abcdef12 one\n- abcdef12 the lamp of the harbour\n- abcdef12 three", at(0)),
      ],
      [
        "0.55 0.08 0.08 type 0 plan task 1-01",
        "-0.78 0.08 0.08 type 0 other",
        "0.53 0.06 0.06 type 0 plan task 1-01",
        "2.91 0.29 0.29 type 1 plan task 1-01 “feat(01-01): rotate the lamp of the harbour”",
        "0.51 0.29 0.29 type 1 plan task 1-01",
        "0.16 0.22 0.22 type 0",
      ],
    );
  });
});

suite("witnesses", (test) => {
  const prefix = (text: string): OidPrefix => {
    const parsed = parseOidPrefix(text);
    if (parsed === undefined) throw new Error("no prefix");
    return parsed;
  };

  test("are texts and messages that speak of a commit", () => {
    const wanted = new Set(["abcdef1", "1234567"].map(prefix));
    assert.equal([...findSpokenOf("ABCDEF1 abcdef12 x1234567 1234567.", wanted)], ["abcdef1", "1234567"]);
    const messages = ["fix: x\n\nsource: 1234567", "feat: y", "feat: see abcdef1", "docs: 1234567 again\n\nbody"].map(
      (message, index) => fact(index, message),
    );
    const { sources, first } = findMessageWitnesses(tagCommits(messages), wanted);
    assert.equal(sources, [
      { path: null, text: "source: 1234567", planId: null },
      { path: null, text: "", planId: null },
      { path: null, text: "body", planId: null },
    ]);
    assert.equal(
      [...first],
      [
        ["1234567", "c300000000000000000000000000000000000000"],
        ["abcdef1", "c200000000000000000000000000000000000000"],
      ],
    );
  });
});
