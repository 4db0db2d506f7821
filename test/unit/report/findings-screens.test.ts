import * as assert from "uvu/assert";
import { readFileSync } from "node:fs";
import type { RangeOutcome } from "../../../src/commands/check-push.ts";
import { lintMessage, type LintOutcome } from "../../../src/commands/lint-messages.ts";
import { createFinding, type Finding } from "../../../src/model/finding.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { OperationalError } from "../../../src/model/operational-error.ts";
import { phaseOfPlan, qualifyPlan, type PlanId } from "../../../src/model/plan-id.ts";
import { formatCheck } from "../../../src/report/check-text.ts";
import { explanationsToJson, formatExplanation, formatExplanationList } from "../../../src/report/explanation-text.ts";
import { parseFindingExplanations } from "../../../src/report/finding-explanations.ts";
import { formatFindings, summarizeFindings } from "../../../src/report/findings-text.ts";
import { formatPushReport, formatRefusedMessage, formatWarnedMessage } from "../../../src/report/hook-text.ts";
import { formatLint } from "../../../src/report/lint-text.ts";
import { proposeCommand } from "../../../src/report/proposed-message.ts";
import { repositoriesToJson } from "../../../src/report/repositories-json.ts";
import { formatRepositories, type ReportedRepository } from "../../../src/report/repositories-text.ts";
import { formatUnread } from "../../../src/report/unread-text.ts";
import { sampleFindings, statePath } from "../../support/findings-reports.ts";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";
import { paintedStyle, showTones } from "../../support/tones.ts";

const style = paintedStyle();
const examined = { references: 13, plans: 9, commits: 1045, rows: 1 };
const findings = sampleFindings();
const of = (...severities: readonly Finding["severity"][]): readonly Finding[] =>
  findings.filter(({ severity }) => severities.includes(severity));

function oidOf(start: string): Oid {
  const oid = parseOid(start.padEnd(40, "0"));
  if (oid === undefined) throw new Error(`${start} begins no oid`);
  return oid;
}

suite("formatCheck", (test) => {
  const show = (given: readonly Finding[], showInfo: boolean): string =>
    showTones(formatCheck({ findings: given, examined }, statePath, showInfo, style));

  test("shows findings and the sum of them, and says how to see the rest", () => {
    assert.is(
      show(findings, false),
      `{bold .planning/STATE.md}
{yellow ▲}        there is no section “Session Continuity”
         {cyan state sync --create}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under 64-03)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
{yellow ▲} {dim 91:17}  “Resume file” names “gone.md”, which does not exist
         {cyan state sync}

{red ✖} .planning/STATE.md: 1 error, 2 warnings
  {dim examined 13 references, 9 plans, 1 recorded row, 1,045 commits}
  1 more for information:   {cyan state check --all}
`,
    );
    assert.is(
      show(findings, true),
      `{bold .planning/STATE.md}
{dim ·}        plan 67-03 is completed with 4 commits, none of them listed here
         {cyan state log 67-03}
{yellow ▲}        there is no section “Session Continuity”
         {cyan state sync --create}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under 64-03)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
{yellow ▲} {dim 91:17}  “Resume file” names “gone.md”, which does not exist
         {cyan state sync}

{red ✖} .planning/STATE.md: 1 error, 2 warnings, 1 for information
  {dim examined 13 references, 9 plans, 1 recorded row, 1,045 commits}
`,
    );
    assert.is(
      show(of("warning"), false),
      `{bold .planning/STATE.md}
{yellow ▲}        there is no section “Session Continuity”
         {cyan state sync --create}
{yellow ▲} {dim 91:17}  “Resume file” names “gone.md”, which does not exist
         {cyan state sync}

{yellow ▲} .planning/STATE.md: 2 warnings
  {dim examined 13 references, 9 plans, 1 recorded row, 1,045 commits}
`,
    );
    assert.is(
      show([], false),
      `{green ✔} .planning/STATE.md: nothing found
  {dim examined 13 references, 9 plans, 1 recorded row, 1,045 commits}
`,
    );
    assert.is(
      show(of("info"), false),
      `{green ✔} .planning/STATE.md: nothing found
  {dim examined 13 references, 9 plans, 1 recorded row, 1,045 commits}
  1 more for information:   {cyan state check --all}
`,
    );
  });

  test("names the document that they are in, or counts the documents", () => {
    const elsewhere = of("error").map((finding) => ({ ...finding, path: ".planning/ROADMAP.md" }));
    assert.match(show(elsewhere, false), "✖} .planning/ROADMAP.md: 1 error\n");
    assert.match(show([...elsewhere, ...of("warning")], false), "✖} 2 documents: 1 error, 2 warnings\n");
  });
});

suite("formatFindings", (test) => {
  test("says which can be mended by sync, and links places where links are shown", () => {
    const [finding] = of("error");
    if (finding === undefined) throw new Error("no finding");
    const fixable = { ...finding, edits: [{ range: { start: 0, end: 1 }, newText: "" }] };
    assert.is(
      showTones(formatFindings([fixable], style, 12)),
      `{bold .planning/STATE.md}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under 64-03)
         (fixable)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
`,
    );
    const linked = { color: false, width: 80, addressOf: (path: string) => `file:///${path}` };
    assert.is(
      formatFindings([fixable], linked, 12).replaceAll("\u001b", "<esc>"),
      `<esc>]8;;file:///.planning/STATE.md<esc>\\.planning/STATE.md<esc>]8;;<esc>\\
✖ <esc>]8;;file:///.planning/STATE.md<esc>\\75:41<esc>]8;;<esc>\\  18c8beca names no object in this repository (listed under 64-03)
         (fixable)
         find what took its place, or fetch the branch that holds it:
           state relink
`,
    );
    assert.is(
      showTones(formatFindings([{ ...fixable, help: "short" }], paintedStyle(34), 12)),
      `{bold .planning/STATE.md}
{red ✖} {dim 75:41}  18c8beca names no object in
         this repository (listed under
         64-03) (fixable)
         {cyan short}
`,
    );
    assert.is(
      showTones(formatFindings([{ ...fixable, column: null, help: "long ".repeat(8).trim() }], paintedStyle(34), 12)),
      `{bold .planning/STATE.md}
{red ✖} {dim 75:1}  18c8beca names no object in
        this repository (listed under
        64-03) (fixable)
        {cyan long long long long long long long long}
`,
    );
  });

  test("says a mend after the last finding that it mends, and no other", () => {
    const mended = (help: string | null, line: number): Finding => ({
      ...createFinding("plan-unlisted", { planId: planIdOf("1-03"), commits: 2 }, { path: statePath }),
      line,
      column: 2,
      help,
    });
    const list = [mended("one", 9), mended("two", 10), mended("one", 11), mended(null, 12), mended("two", 13)];
    assert.is(
      showTones(formatFindings(list, style, 3)),
      `{bold .planning/STATE.md}
{dim ·} {dim 9:2}   plan 01-03 is completed with 2 commits, none of them listed here
{dim ·} {dim 10:2}  plan 01-03 is completed with 2 commits, none of them listed here
        {cyan two}
{dim ·} {dim 11:2}  plan 01-03 is completed with 2 commits, none of them listed here
        {cyan one}
{dim   … and 2 more of plan-unlisted (all with --json)}
`,
    );
    assert.is(summarizeFindings([...findings, ...list]), "1 error, 2 warnings, 6 for information");
    assert.is(summarizeFindings([]), "nothing found");
  });
});

suite("formatLint", (test) => {
  const malformed = "feat(67-): a header that is longer than the terminal is wide\u001b";

  test("shows messages with what is wrong with them", () => {
    const [message] = lintMessage(malformed, [], {}).messages;
    if (message === undefined) throw new Error("no message");
    const fine = lintMessage("feat(67-04): x", [], {}).messages;
    const untagged = lintMessage("tidy up", [], {}).messages;
    const messages = [message, ...fine, ...untagged, { ...message, oid: oidOf("abcdef123") }];
    const outcome: LintOutcome = { messages, findings: messages.flatMap(({ findings: found }) => found) };
    assert.is(
      showTones(formatLint(outcome, paintedStyle(60))),
      `feat(67-): a header that is longer than the termi…
{red ✖} scope "67-" is meant as a plan tag, but is not one: the
  plan number is missing
  {cyan write the plan as phase-plan, such as 67-04}
{yellow abcdef12} feat(67-): a header that is longer than the termi…
{red ✖} scope "67-" is meant as a plan tag, but is not one: the
  plan number is missing
  {cyan write the plan as phase-plan, such as 67-04}
{red ✖} 4 messages: 1 tagged, 2 errors
`,
    );
    assert.is(
      showTones(formatLint({ messages: fine, findings: [] }, style)),
      `{green ✔} 1 message: 1 tagged, none malformed
`,
    );
  });
});

suite("what hooks say", (test) => {
  test("of a message that is refused, with the command that commits it mended", () => {
    const text = "feat(67-4 : plot the shoals\n\nbody";
    const { findings: refused } = lintMessage(text, [], {});
    assert.is(
      showTones(formatRefusedMessage(refused, text, ".git/COMMIT_EDITMSG\u001b", true, style)),
      `{red ✖} scope "67-4" is meant as a plan tag, but is not one: the parenthesis is not closed
  Write it as 67-4
    {cyan git commit -m "feat(67-4): plot the shoals"}
{dim   The message is kept in .git/COMMIT_EDITMSG\\x1b · PLANLINK=0 switches the check off}
`,
    );
    const [finding] = refused;
    if (finding === undefined) throw new Error("no finding");
    assert.is(
      showTones(formatRefusedMessage([{ ...finding, help: null }], "x", "f", false, style)),
      `{red ✖} scope "67-4" is meant as a plan tag, but is not one: the parenthesis is not closed
{dim   A rebase is under way: this does not block}
`,
    );
  });

  test("of a message that passes with a doubt", () => {
    const doubt = createFinding(
      "plan-ambiguous",
      { planId: planIdOf("1-01"), scopes: ["api", "web\u001b"], commits: 0 },
      { path: null },
    );
    assert.is(
      showTones(formatWarnedMessage([doubt, { ...doubt, help: null }], style)),
      `{yellow ▲} this message may mean plan 01-01 of api or of web\\x1b: both have it
  Write the name before the plan: api/01-01
{yellow ▲} this message may mean plan 01-01 of api or of web\\x1b: both have it
`,
    );
  });

  test("of a push, for each ref that it makes worse", () => {
    const range = { base: oidOf("a"), tip: oidOf("b"), baseName: "origin/main\u001b", tipName: "topic\u001b" };
    const outcome: RangeOutcome = {
      range,
      outcome: { findings, examined },
      added: findings,
      inherited: [],
      newCommits: 1,
    };
    const fixable = of("error").map((finding) => ({
      ...finding,
      path: ".planning/ROADMAP.md",
      edits: [{ range: { start: 0, end: 1 }, newText: "" }],
    }));
    assert.is(
      showTones(formatPushReport([outcome], style)),
      `planlink: checked 1 new commit against STATE.md (13 references, 9 plans)
{bold .planning/STATE.md}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under 64-03)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}

  push all the same:                    {cyan git push --no-verify}
`,
    );
    const others: readonly RangeOutcome[] = [
      { ...outcome, inherited: of("warning", "info"), added: fixable, newCommits: 2 },
      { ...outcome, outcome: null },
      { ...outcome, added: of("warning") },
      { ...outcome, inherited: of("error") },
    ];
    assert.is(
      showTones(formatPushReport(others, style)),
      `planlink: checked 2 new commits of topic\\x1b against ROADMAP.md (13 references, 9 plans)
{bold .planning/ROADMAP.md}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under 64-03)
         (fixable)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
{dim   2 older findings were already on origin/main\\x1b and do not block.}

  mend what is fixable in one commit:   {cyan state sync --commit}

planlink: checked 1 new commit of topic\\x1b against STATE.md (13 references, 9 plans)
{bold .planning/STATE.md}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under 64-03)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
{dim   1 older finding was already on origin/main\\x1b and does not block.}

  push all the same:                    {cyan git push --no-verify}
`,
    );
  });
});

suite("proposeCommand", (test) => {
  const propose = (header: string): string | null => {
    const [finding] = lintMessage(header, [], {}).findings;
    return finding === undefined ? null : proposeCommand(finding, header);
  };
  /** `v0.28 1-40`: a plan of that milestone. */
  const nameOf = (text: string): PlanId => {
    const [milestone = "", id] = text.split(" ");
    return id === undefined ? planIdOf(text) : qualifyPlan(milestone, planIdOf(id));
  };
  const unknown = (header: string, wrong: string, right: string | null): string | null =>
    proposeCommand(
      createFinding(
        "plan-unknown",
        {
          header,
          planId: nameOf(wrong),
          phase: phaseOfPlan(nameOf(wrong)),
          known: [],
          suggestion: right === null ? null : nameOf(right),
          suggestionNote: null,
        },
        { path: null },
      ),
      header,
    );

  test("mends a malformed scope and what stands around it", () => {
    for (const [header, command] of [
      ["feat(67-4 : plot the shoals", 'git commit -m "feat(67-4): plot the shoals"'],
      ["feat(67_04): plot", 'git commit -m "feat(67-04): plot"'],
      ["feat(67.04)!: plot", null],
      ["feat[67-04]: plot", 'git commit -m "feat(67-04): plot"'],
      ['feat(67-04) plot $HOME `ls` "x" it\'s', "git commit -m 'feat(67-04): plot $HOME `ls` \"x\" it'\\''s'"],
      ["feat (67-04) : plot", null],
      ["feat(67-): x", null],
      ["fixup! feat(67-4 : plot", null],
      ["squash! feat(67_04): plot", null],
      ["feat(67-04): x", null],
    ] as const)
      assert.is(propose(header), command, header);
  });

  test("mends a plan that does not exist, in the spelling of its author", () => {
    for (const [header, wrong, right, command] of [
      ["feat(01-20): plot", "1-20", "1-02", 'git commit -m "feat(01-02): plot"'],
      ["feat(1-20): plot 01-20", "1-20", "1-02", 'git commit -m "feat(1-02): plot 01-20"'],
      ["feat: plot (01-20)", "1-20", "1-02", 'git commit -m "feat: plot (01-02)"'],
      ["feat(v0.28-01-40): plot", "v0.28 1-40", "v0.28 1-04", 'git commit -m "feat(v0.28-01-04): plot"'],
      ["feat(2-01, 01-20): plot!", "1-20", "1-02", "git commit -m 'feat(2-01, 01-02): plot!'"],
      ["feat(01-20): plot", "1-20", null, null],
      ["feat(01-20): plot", "1-21", "1-02", null],
      ["amend! feat(01-20): plot", "1-20", "1-02", null],
      [`feat: ${"x".repeat(120)} 01-20`, "1-20", "1-02", null],
      ["feat(01-20): a\\b", "1-20", "1-02", "git commit -m 'feat(01-02): a\\b'"],
    ] as const)
      assert.is(unknown(header, wrong, right), command, header);
  });

  test("proposes nothing for a finding that has no suggestion", () => {
    assert.is(
      proposeCommand(createFinding("plan-unlisted", { planId: planIdOf("1-03"), commits: 2 }, { path: null }), "x"),
      null,
    );
  });
});

suite("formatRepositories", (test) => {
  const head = { oid: oidOf("a"), name: "main\u001b" };
  const failure = new OperationalError(
    "git-failed",
    "git log failed: it was stopped after a minute, and said nothing",
    {
      help: "try it by hand: git log",
    },
  );
  const repository = (name: string, more: Partial<ReportedRepository> = {}): ReportedRepository => ({
    name,
    head,
    isShallow: false,
    documents: [{ path: statePath, outcome: { findings: [], examined } }],
    failures: [],
    ...more,
  });
  const documents = (given: readonly Finding[], path = statePath): ReportedRepository["documents"] => [
    { path, outcome: { findings: given, examined } },
  ];
  const show = (repositories: readonly ReportedRepository[], showInfo = false, width = 80): string =>
    showTones(formatRepositories(repositories, showInfo, paintedStyle(width)));
  const all = [
    repository("harbour"),
    repository("tides", { documents: documents(findings), isShallow: true }),
    repository("charts", { documents: [...documents(of("warning")), ...documents(of("info"), `sub/${statePath}`)] }),
    repository("broken\u001b", { failures: [failure] }),
    repository("empty", { head: null, documents: [] }),
    repository("bare", { documents: [] }),
  ];

  test("shows what was found in each, a table of all, and the sum", () => {
    assert.is(
      show(all),
      `{bold tides/.planning/STATE.md}
{yellow ▲}        there is no section “Session Continuity”
         {cyan state sync --create}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under 64-03)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
{yellow ▲} {dim 91:17}  “Resume file” names “gone.md”, which does not exist
         {cyan state sync}

{bold charts/.planning/STATE.md}
{yellow ▲}        there is no section “Session Continuity”
         {cyan state sync --create}
{yellow ▲} {dim 91:17}  “Resume file” names “gone.md”, which does not exist
         {cyan state sync}

{bold broken\\x1b}
{red ✖} not checked: git log failed: it was stopped after a minute, and said nothing
  {cyan try it by hand: git log}

  {dim repository  at                  errors  warnings  references  plans}
{green ✔} harbour     main\\x1b                 0         0          13      9
{red ✖} tides       main\\x1b (shallow)       1         2          13      9
{yellow ▲} charts      main\\x1b                 0         2          13      9
{green ✔} charts/sub  main\\x1b                 0         0          13      9
{green ✔} broken\\x1b  main\\x1b                 0         0          13      9
{red ✖} broken\\x1b  main\\x1b            not checked
{dim –} empty                           no commits
{dim –} bare        main\\x1b            no STATE.md

{red ✖} 6 repositories: 1 error, 4 warnings
  1 could not be checked · 1 without STATE.md · 1 without commits
  {dim examined 65 references, 45 plans, 5 recorded rows, 5,225 commits}
  2 more for information:   {cyan --all}
`,
    );
    assert.is(
      show(all.slice(0, 3), true, 60),
      `{bold tides/.planning/STATE.md}
{dim ·}        plan 67-03 is completed with 4 commits, none of
         them listed here
         {cyan state log 67-03}
{yellow ▲}        there is no section “Session Continuity”
         {cyan state sync --create}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed
         under 64-03)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
{yellow ▲} {dim 91:17}  “Resume file” names “gone.md”, which does not exist
         {cyan state sync}

{bold charts/.planning/STATE.md}
{yellow ▲}        there is no section “Session Continuity”
         {cyan state sync --create}
{yellow ▲} {dim 91:17}  “Resume file” names “gone.md”, which does not exist
         {cyan state sync}

{bold charts/.planning/STATE.md}
{dim ·} plan 67-03 is completed with 4 commits, none of them
  listed here
  {cyan state log 67-03}

  {dim repository  at                  errors  warnings  references  plans}
{green ✔} harbour     main\\x1b                 0         0          13      9
{red ✖} tides       main\\x1b (shallow)       1         2          13      9
{yellow ▲} charts      main\\x1b                 0         2          13      9
{green ✔} charts/sub  main\\x1b                 0         0          13      9

{red ✖} 3 repositories: 1 error, 4 warnings, 2 for information
  {dim examined 52 references, 36 plans, 4 recorded rows, 4,180 commits}
`,
    );
  });

  test("tells nothing found from nothing looked at", () => {
    assert.is(
      show([repository("harbour")]),
      `  {dim repository  at        errors  warnings  references  plans}
{green ✔} harbour     main\\x1b       0         0          13      9

{green ✔} 1 repository: nothing found
  {dim examined 13 references, 9 plans, 1 recorded row, 1,045 commits}
`,
    );
    assert.is(
      show([repository("charts", { documents: documents(of("warning")) }), repository("harbour")]),
      `{bold charts/.planning/STATE.md}
{yellow ▲}        there is no section “Session Continuity”
         {cyan state sync --create}
{yellow ▲} {dim 91:17}  “Resume file” names “gone.md”, which does not exist
         {cyan state sync}

  {dim repository  at        errors  warnings  references  plans}
{yellow ▲} charts      main\\x1b       0         2          13      9
{green ✔} harbour     main\\x1b       0         0          13      9

{yellow ▲} 2 repositories: 2 warnings
  {dim examined 26 references, 18 plans, 2 recorded rows, 2,090 commits}
`,
    );
    assert.is(
      show([repository("empty", { head: null, documents: [] }), repository("bare", { documents: [] })]),
      `  {dim repository  at        errors  warnings  references  plans}
{dim –} empty                 no commits
{dim –} bare        main\\x1b  no STATE.md

{dim –} 2 repositories: nothing was checked
  1 without STATE.md · 1 without commits
  {dim examined 0 references, 0 plans, 0 recorded rows, 0 commits}
`,
    );
    assert.is(
      show([
        repository("broken", {
          documents: [],
          failures: [new OperationalError("git-failed", "git failed", {})],
        }),
      ]),
      `{bold broken}
{red ✖} not checked: git failed

  {dim repository  at        errors  warnings  references  plans}
{red ✖} broken      main\\x1b  not checked

{red ✖} 1 repository: nothing was checked
  1 could not be checked
  {dim examined 0 references, 0 plans, 0 recorded rows, 0 commits}
`,
    );
  });

  test("of --json has every document of each, and the sums", () => {
    const located = all.map((each) => ({ ...each, path: `/srv/${each.name}`, ref: null }));
    const json = repositoriesToJson(located) as { readonly repositories: readonly Record<string, unknown>[] };
    assert.equal(
      json.repositories.map(({ name, path, ref, status, head: at, shallow, errors }) => [
        name,
        path,
        ref,
        status,
        at,
        shallow,
        errors,
      ]),
      [
        ["harbour", "/srv/harbour", null, "checked", "a000000000000000000000000000000000000000", false, []],
        ["tides", "/srv/tides", null, "checked", "a000000000000000000000000000000000000000", true, []],
        ["charts", "/srv/charts", null, "checked", "a000000000000000000000000000000000000000", false, []],
        [
          "broken\u001b",
          "/srv/broken\u001b",
          null,
          "failed",
          "a000000000000000000000000000000000000000",
          false,
          [
            {
              code: "git-failed",
              message: "git log failed: it was stopped after a minute, and said nothing",
              help: "try it by hand: git log",
            },
          ],
        ],
        ["empty", "/srv/empty", null, "no-commits", null, false, []],
        ["bare", "/srv/bare", null, "no-state-document", "a000000000000000000000000000000000000000", false, []],
      ],
    );
    assert.equal(json.repositories[0]?.["documents"], [{ path: statePath, findings: [], examined }]);
    assert.equal(
      { ...json, repositories: [] },
      {
        schema: "planlink/check-repositories@1",
        repositories: [],
        summary: {
          repositories: 6,
          checked: 3,
          failed: 1,
          errors: 1,
          warnings: 4,
          info: 2,
          examined: { references: 65, plans: 45, rows: 5, commits: 5225 },
        },
      },
    );
  });
});

suite("formatUnread", (test) => {
  const line = (number: number, text: string, reason: string) => ({ line: number, text, reason });
  const sections = ["Performance Metrics", "Session Continuity"];

  test("joins neighbouring lines that are left for one reason", () => {
    const lines = [
      line(9, "- own\u001b", "a list item of its author's own"),
      line(10, "- own too", "a list item of its author's own"),
      line(12, "- and this", "a list item of its author's own"),
      line(15, "- far", "a list item of its author's own"),
      line(
        16,
        "| a | b | and more than fits into a line of a narrow terminal",
        "a table that is neither By Phase nor of per-plan rows",
      ),
    ];
    assert.is(
      showTones(formatUnread({ lines, sections }, paintedStyle(50))),
      `
left alone in “Performance Metrics” and “Session Continuity”,
as their author's own:
  {dim 9-12}  - own\\x1b
        {dim a list item of its author's own, and}
        {dim further lines alike}
  {dim   15}  - far
        {dim a list item of its author's own}
  {dim   16}  | a | b | and more than fits into a line …
        {dim a table that is neither By Phase nor of}
        {dim per-plan rows}
`,
    );
  });

  test("says that all was understood, and that there was nothing to read", () => {
    assert.is(
      formatUnread({ lines: [], sections: sections.slice(0, 1) }, style),
      `
in “Performance Metrics” nothing was left unread
`,
    );
    assert.is(
      formatUnread({ lines: [], sections: [] }, style),
      `
no section that is kept is there: nothing was read
`,
    );
  });
});

suite("formatExplanation", (test) => {
  const page = [
    "# Findings",
    "",
    "## one-code",
    "",
    "Error, fixable. It `means` **this** and [that](x.md). A second sentence that is long enough for two lines.",
    "More of the paragraph.",
    "",
    "> ✖ 3:7 the example",
    "",
    "| form | read as |",
    "|---|---|",
    "| `a | b` | c |",
    "",
    "**Mend:** run `state sync`.",
    "",
    "| form | read as |",
    "|---|---|",
    "| `x` | a | much longer cell than a narrow terminal can show in one line |",
    "",
    "**Why:** because of [it](y.md).",
    "",
    "## another",
    "",
    "Info. Short.",
    "",
    "## no-form",
    "",
    "Words.",
    "",
    "## last-one",
    "",
    "Warning. First of all. Then more.",
    "",
    "> e",
    "",
    "**Mend:** m.",
    "",
    "**Why:** w.",
    "",
  ].join("\n");
  const explanations = [...parseFindingExplanations(page).values()];

  test("shows meaning, example, mend and why of one, and a line of each", () => {
    assert.equal(explanations, [
      {
        code: "one-code",
        severity: "error",
        meaning: `It \`means\` **this** and [that](x.md). A second sentence that is long enough for two lines.
More of the paragraph.`,
        example: "✖ 3:7 the example",
        mend: `Run \`state sync\`.

| form | read as |
|---|---|
| \`x\` | a | much longer cell than a narrow terminal can show in one line |`,
        why: "Because of [it](y.md).",
      },
      { code: "another", severity: "info", meaning: "Short.", example: "", mend: "", why: "" },
      {
        code: "last-one",
        severity: "warning",
        meaning: "First of all. Then more.",
        example: "e",
        mend: "M.",
        why: "W.",
      },
    ]);
    const [first, second, third] = explanations;
    if (first === undefined || second === undefined || third === undefined) throw new Error("no explanation");
    assert.is(
      showTones(formatExplanation(first, style)),
      `{bold one-code}   {red error}

It means this and that. A second sentence that is long enough for two lines.
More of the paragraph.

    {dim ✖ 3:7 the example}

{bold Mend  }Run state sync.

        x
          a  much longer cell than a narrow terminal can show in one line

{bold Why   }Because of it.
`,
    );
    assert.is(
      showTones(formatExplanation(first, paintedStyle(40))),
      `{bold one-code}   {red error}

It means this and that. A second
sentence that is long enough for two
lines. More of the paragraph.

    {dim ✖ 3:7 the example}

{bold Mend  }Run state sync.

        x
          a  much longer cell than a
          narrow terminal can show in
          one line

{bold Why   }Because of it.
`,
    );
    assert.is(
      showTones(formatExplanation(third, paintedStyle(200))),
      `{bold last-one}   {yellow warning}

First of all. Then more.

    {dim e}

{bold Mend  }M.

{bold Why   }W.
`,
    );
    assert.is(
      showTones(formatExplanationList(explanations, paintedStyle(60))),
      `{red error  }  one-code  It means this and that.
{dim info   }  another   Short.
{yellow warning}  last-one  First of all.

more of one:   {cyan state explain CODE}
`,
    );
    assert.equal(explanationsToJson([second]), { schema: "planlink/explain@1", findings: [second] });
  });

  test("reads a page with Windows' line ends alike", () => {
    assert.equal([...parseFindingExplanations(page.replaceAll("\n", "\r\n")).values()], explanations);
    const real = readFileSync(new URL("../../../docs/findings.md", import.meta.url), "utf8");
    assert.ok([...parseFindingExplanations(real).values()].every(({ example, mend, why }) => example && mend && why));
  });
});
