import * as assert from "uvu/assert";
import type { ReceivedOutcome } from "../../../src/commands/check-received.ts";
import type { MeasuredPlan, ProjectMetrics } from "../../../src/commands/measure-plans.ts";
import { createFinding } from "../../../src/model/finding.ts";
import { parseOid, type Oid } from "../../../src/model/oid.ts";
import { OperationalError } from "../../../src/model/operational-error.ts";
import { phaseOfPlan, qualifyPhase } from "../../../src/model/plan-id.ts";
import {
  describeExamined,
  describeInherited,
  type FindingsReport,
  type PartialFailure,
} from "../../../src/report/findings-report.ts";
import { formatGithubAnnotations, formatGithubFailure } from "../../../src/report/github-annotations.ts";
import { formatGithubFailureSummary, formatGithubSummary } from "../../../src/report/github-summary.ts";
import { formatGitlabCodeQuality } from "../../../src/report/gitlab-code-quality.ts";
import { formatJunit, formatJunitFailure } from "../../../src/report/junit.ts";
import { formatMetrics, metricsToJson } from "../../../src/report/metrics-text.ts";
import { formatReceived } from "../../../src/report/receive-text.ts";
import { formatSarif, formatSarifFailure } from "../../../src/report/sarif.ts";
import { createReport, sampleFindings, statePath } from "../../support/findings-reports.ts";
import { planIdOf } from "../../support/linked.ts";
import { suite } from "../../support/suite.ts";
import { paintedStyle, showTones } from "../../support/tones.ts";

const failures: readonly PartialFailure[] = [
  { subject: "tides", fingerprint: "e1", code: "no-repository", message: "there is no repository", help: "clone it" },
  { subject: "charts\u001b", fingerprint: "e2", code: "git-failed", message: "git failed", help: null },
];
const findings = sampleFindings();
const subjects = [null, null, "18c8bec chart: [it] <now> & {then} a\\b", null];
const plain = createReport(findings);
/** Everything that a report can have. */
const full: FindingsReport = {
  ...plain,
  command: "lint",
  findings: plain.findings.map((item, index) => ({ ...item, subject: subjects[index] ?? null })),
  examined: { repositories: 2, references: 1, plans: 2, rows: 3, commits: 1000, messages: 0 },
  range: "main..topic",
  inherited: 1,
  failures,
  document: null,
};
const failure = { version: "1.2.3", code: "no-repository", message: "there is\nno <repository>", help: "git init" };

suite("reports for other programs", (test) => {
  test("count what was examined, and what is older", () => {
    assert.is(
      describeExamined(full.examined),
      "2 repositories, 1 reference, 2 plans, 3 recorded rows, 1,000 commits, 0 messages",
    );
    assert.is(describeExamined({ repositories: 1 }), "1 repository");
    assert.equal(
      [0, 1, 2].map((inherited) => describeInherited({ ...full, inherited })),
      [
        null,
        "1 older finding was there before the range and does not count.",
        "2 older findings were there before the range and do not count.",
      ],
    );
  });

  test("as JUnit", () => {
    assert.is(
      formatJunit(plain),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="planlink" tests="5" failures="1" errors="0" time="0">
  <testsuite name="state check" tests="5" failures="1" errors="0" time="0">
    <properties>
      <property name="planlink.version" value="1.2.3"/>
      <property name="examined.references" value="13"/>
      <property name="examined.plans" value="9"/>
      <property name="examined.commits" value="45"/>
      <property name="examined.rows" value="8"/>
    </properties>
    <testcase name="examined 13 references, 9 plans, 8 recorded rows, 45 commits" classname="planlink" time="0"/>
    <testcase name=".planning/STATE.md: plan 67-03 is completed with 4 commits, none of them listed here" classname="planlink.plan-unlisted" time="0">
      <system-out>info: .planning/STATE.md: plan 67-03 is completed with 4 commits, none of them listed here
state log 67-03</system-out>
    </testcase>
    <testcase name=".planning/STATE.md: there is no section “Session Continuity”" classname="planlink.section-absent" time="0">
      <system-out>warning: .planning/STATE.md: there is no section “Session Continuity”
state sync --create</system-out>
    </testcase>
    <testcase name=".planning/STATE.md:75:41: 18c8beca names no object in this repository (listed under 64-03)" classname="planlink.reference-missing" time="0">
      <failure type="reference-missing" message="18c8beca names no object in this repository (listed under 64-03)">.planning/STATE.md:75:41: 18c8beca names no object in this repository (listed under 64-03)
find what took its place, or fetch the branch that holds it: state relink</failure>
    </testcase>
    <testcase name=".planning/STATE.md:91:17: “Resume file” names “gone.md”, which does not exist" classname="planlink.resume-file-missing" time="0">
      <system-out>warning: .planning/STATE.md:91:17: “Resume file” names “gone.md”, which does not exist
state sync</system-out>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
    assert.is(
      formatJunit(full),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="planlink" tests="7" failures="1" errors="2" time="0">
  <testsuite name="state lint" tests="7" failures="1" errors="2" time="0">
    <properties>
      <property name="planlink.version" value="1.2.3"/>
      <property name="range" value="main..topic"/>
      <property name="examined.repositories" value="2"/>
      <property name="examined.references" value="1"/>
      <property name="examined.plans" value="2"/>
      <property name="examined.rows" value="3"/>
      <property name="examined.commits" value="1000"/>
      <property name="examined.messages" value="0"/>
    </properties>
    <testcase name="examined 2 repositories, 1 reference, 2 plans, 3 recorded rows, 1,000 commits, 0 messages" classname="planlink" time="0"/>
    <testcase name="tides can be checked" classname="planlink" time="0">
      <error type="no-repository" message="tides was not checked: there is no repository">tides was not checked: there is no repository
clone it</error>
    </testcase>
    <testcase name="charts\\x1b can be checked" classname="planlink" time="0">
      <error type="git-failed" message="charts\\x1b was not checked: git failed">charts\\x1b was not checked: git failed</error>
    </testcase>
    <testcase name=".planning/STATE.md: plan 67-03 is completed with 4 commits, none of them listed here" classname="planlink.plan-unlisted" time="0">
      <system-out>info: .planning/STATE.md: plan 67-03 is completed with 4 commits, none of them listed here
state log 67-03</system-out>
    </testcase>
    <testcase name=".planning/STATE.md: there is no section “Session Continuity”" classname="planlink.section-absent" time="0">
      <system-out>warning: .planning/STATE.md: there is no section “Session Continuity”
state sync --create</system-out>
    </testcase>
    <testcase name=".planning/STATE.md:75:41: 18c8bec chart: [it] &lt;now&gt; &amp; {then} a\\b: 18c8beca names no object in this repository (listed under 64-03)" classname="planlink.reference-missing" time="0">
      <failure type="reference-missing" message="18c8bec chart: [it] &lt;now&gt; &amp; {then} a\\b: 18c8beca names no object in this repository (listed under 64-03)">.planning/STATE.md:75:41: 18c8bec chart: [it] &lt;now&gt; &amp; {then} a\\b: 18c8beca names no object in this repository (listed under 64-03)
find what took its place, or fetch the branch that holds it: state relink</failure>
    </testcase>
    <testcase name=".planning/STATE.md:91:17: “Resume file” names “gone.md”, which does not exist" classname="planlink.resume-file-missing" time="0">
      <system-out>warning: .planning/STATE.md:91:17: “Resume file” names “gone.md”, which does not exist
state sync</system-out>
    </testcase>
    <system-out>1 older finding was there before the range and does not count.</system-out>
  </testsuite>
</testsuites>
`,
    );
    assert.is(
      formatJunitFailure(failure),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="planlink" tests="1" failures="0" errors="1" time="0">
  <testsuite name="state" tests="1" failures="0" errors="1" time="0">
    <testcase name="the check can be made" classname="planlink" time="0">
      <error type="no-repository" message="there is\\x0ano &lt;repository&gt;">there is\\x0ano &lt;repository&gt;
git init</error>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
    assert.is(
      formatJunitFailure({ ...failure, help: null }),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="planlink" tests="1" failures="0" errors="1" time="0">
  <testsuite name="state" tests="1" failures="0" errors="1" time="0">
    <testcase name="the check can be made" classname="planlink" time="0">
      <error type="no-repository" message="there is\\x0ano &lt;repository&gt;">there is\\x0ano &lt;repository&gt;</error>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  test("as GitHub's annotations", () => {
    assert.is(
      formatGithubAnnotations(plain),
      `::notice file=.planning/STATE.md,title=planlink%3A plan-unlisted::plan 67-03 is completed with 4 commits, none of them listed here%0Astate log 67-03
::warning file=.planning/STATE.md,title=planlink%3A section-absent::there is no section “Session Continuity”%0Astate sync --create
::error file=.planning/STATE.md,line=75,col=41,title=planlink%3A reference-missing::18c8beca names no object in this repository (listed under 64-03)%0Afind what took its place, or fetch the branch that holds it: state relink
::warning file=.planning/STATE.md,line=91,col=17,title=planlink%3A resume-file-missing::“Resume file” names “gone.md”, which does not exist%0Astate sync
planlink check: 1 error, 2 warnings, 1 for information; examined 13 references, 9 plans, 8 recorded rows, 45 commits
`,
    );
    assert.is(
      formatGithubAnnotations(full),
      `::notice file=.planning/STATE.md,title=planlink%3A plan-unlisted::plan 67-03 is completed with 4 commits, none of them listed here%0Astate log 67-03
::warning file=.planning/STATE.md,title=planlink%3A section-absent::there is no section “Session Continuity”%0Astate sync --create
::error file=.planning/STATE.md,line=75,col=41,title=planlink%3A reference-missing::18c8bec chart: [it] <now> & {then} a\\b: 18c8beca names no object in this repository (listed under 64-03)%0Afind what took its place, or fetch the branch that holds it: state relink
::warning file=.planning/STATE.md,line=91,col=17,title=planlink%3A resume-file-missing::“Resume file” names “gone.md”, which does not exist%0Astate sync
::error title=planlink%3A no-repository::tides was not checked: there is no repository%0Aclone it
::error title=planlink%3A git-failed::charts\\x1b was not checked: git failed
planlink lint: 1 error, 2 warnings, 1 for information; examined 2 repositories, 1 reference, 2 plans, 3 recorded rows, 1,000 commits, 0 messages
1 older finding was there before the range and does not count.
`,
    );
    assert.is(
      formatGithubFailure(failure),
      `::error title=planlink%3A no-repository::there is\\x0ano <repository>%0Agit init
`,
    );
  });

  test("as GitHub's summary", () => {
    assert.is(
      formatGithubSummary(plain),
      `### ✖ planlink check: 1 error, 2 warnings, 1 for information

Examined 13 references, 9 plans, 8 recorded rows, 45 commits.

| | Place | Finding | Mend | Code |
|---|---|---|---|---|
| · info | \\.planning\\/STATE\\.md | plan 67\\-03 is completed with 4 commits\\, none of them listed here | state log 67\\-03 | [plan-unlisted](https://unpkg.com/planlink@1.2.3/docs/findings.md#plan-unlisted) |
| ▲ warning | \\.planning\\/STATE\\.md | there is no section “Session Continuity” | state sync \\-\\-create | [section-absent](https://unpkg.com/planlink@1.2.3/docs/findings.md#section-absent) |
| ✖ error | \\.planning\\/STATE\\.md\\:75\\:41 | 18c8beca names no object in this repository \\(listed under 64\\-03\\) | find what took its place\\, or fetch the branch that holds it\\: state relink | [reference-missing](https://unpkg.com/planlink@1.2.3/docs/findings.md#reference-missing) |
| ▲ warning | \\.planning\\/STATE\\.md\\:91\\:17 | “Resume file” names “gone\\.md”\\, which does not exist | state sync | [resume-file-missing](https://unpkg.com/planlink@1.2.3/docs/findings.md#resume-file-missing) |

`,
    );
    assert.is(
      formatGithubSummary(full),
      `### ✖ planlink lint of main\\.\\.topic: 1 error, 2 warnings, 1 for information

Examined 2 repositories, 1 reference, 2 plans, 3 recorded rows, 1,000 commits, 0 messages. 1 older finding was there before the range and does not count.

- ✖ tides was not checked\\: there is no repository
- ✖ charts\\\\x1b was not checked\\: git failed

| | Place | Finding | Mend | Code |
|---|---|---|---|---|
| · info | \\.planning\\/STATE\\.md | plan 67\\-03 is completed with 4 commits\\, none of them listed here | state log 67\\-03 | [plan-unlisted](https://unpkg.com/planlink@1.2.3/docs/findings.md#plan-unlisted) |
| ▲ warning | \\.planning\\/STATE\\.md | there is no section “Session Continuity” | state sync \\-\\-create | [section-absent](https://unpkg.com/planlink@1.2.3/docs/findings.md#section-absent) |
| ✖ error | \\.planning\\/STATE\\.md\\:75\\:41 | 18c8bec chart\\: \\[it\\] \\<now\\> \\& \\{then\\} a\\\\b\\: 18c8beca names no object in this repository \\(listed under 64\\-03\\) | find what took its place\\, or fetch the branch that holds it\\: state relink | [reference-missing](https://unpkg.com/planlink@1.2.3/docs/findings.md#reference-missing) |
| ▲ warning | \\.planning\\/STATE\\.md\\:91\\:17 | “Resume file” names “gone\\.md”\\, which does not exist | state sync | [resume-file-missing](https://unpkg.com/planlink@1.2.3/docs/findings.md#resume-file-missing) |

`,
    );
    assert.match(formatGithubSummary(createReport([])), /^### ✔ planlink check: nothing found\n/);
    assert.match(formatGithubSummary(createReport(findings.slice(0, 1))), /^### ▲ planlink check: 1 for information\n/);
    assert.match(formatGithubSummary(createReport([], { failures })), /^### ✖ planlink check: nothing found\n/);
    assert.is(
      formatGithubFailureSummary(failure),
      `### ✖ planlink: the check could not be made

there is\\\\x0ano \\<repository\\>

git init

`,
    );
    assert.is(
      formatGithubFailureSummary({ ...failure, help: null }),
      `### ✖ planlink: the check could not be made

there is\\\\x0ano \\<repository\\>

`,
    );
  });

  test("as GitLab's code quality", () => {
    assert.equal(JSON.parse(formatGitlabCodeQuality(full)), [
      {
        description: "plan 67-03 is completed with 4 commits, none of them listed here",
        check_name: "planlink/plan-unlisted",
        fingerprint: "f0",
        severity: "info",
        location: { path: ".planning/STATE.md", lines: { begin: 1 } },
        content: { body: "state log 67-03" },
      },
      {
        description: "there is no section “Session Continuity”",
        check_name: "planlink/section-absent",
        fingerprint: "f1",
        severity: "minor",
        location: { path: ".planning/STATE.md", lines: { begin: 1 } },
        content: { body: "state sync --create" },
      },
      {
        description:
          "18c8bec chart: [it] <now> & {then} a\\b: 18c8beca names no object in this repository (listed under 64-03)",
        check_name: "planlink/reference-missing",
        fingerprint: "f2",
        severity: "major",
        location: { path: ".planning/STATE.md", lines: { begin: 75 } },
        content: { body: "find what took its place, or fetch the branch that holds it: state relink" },
      },
      {
        description: "“Resume file” names “gone.md”, which does not exist",
        check_name: "planlink/resume-file-missing",
        fingerprint: "f3",
        severity: "minor",
        location: { path: ".planning/STATE.md", lines: { begin: 91 } },
        content: { body: "state sync" },
      },
      {
        description: "tides was not checked: there is no repository",
        check_name: "planlink/no-repository",
        fingerprint: "e1",
        severity: "blocker",
        location: { path: "tides", lines: { begin: 1 } },
        content: { body: "clone it" },
      },
      {
        description: "charts\\x1b was not checked: git failed",
        check_name: "planlink/git-failed",
        fingerprint: "e2",
        severity: "blocker",
        location: { path: "charts\\x1b", lines: { begin: 1 } },
      },
    ]);
    assert.match(formatGitlabCodeQuality(createReport([])), /^\[\]\n$/);
    assert.match(formatGitlabCodeQuality(plain), statePath);
  });

  test("as SARIF", () => {
    const explanations = new Map([
      [
        "reference-missing",
        {
          code: "reference-missing",
          severity: "error" as const,
          meaning: "A `token`\nnames nothing.",
          example: "",
          mend: "Run `state relink`\nor fetch.",
          why: "Because `it`\nis gone.",
        },
      ],
    ]);
    const parse = (text: string): { readonly runs: readonly Record<string, never>[] } => JSON.parse(text) as never;
    const { runs, ...log } = parse(formatSarif(full, explanations));
    assert.equal(log, { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0" });
    const { tool, results, ...run } = runs[0] as unknown as {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number }[];
    };
    const withoutIndex = results.map(({ ruleIndex, ...result }) => {
      assert.is(tool.driver.rules[ruleIndex]?.id, result.ruleId);
      return result;
    });
    assert.equal(
      { ...run, results: withoutIndex },
      {
        invocations: [
          {
            executionSuccessful: false,
            toolExecutionNotifications: [
              {
                descriptor: { id: "no-repository" },
                level: "error",
                message: {
                  text: `tides was not checked: there is no repository
clone it`,
                },
              },
              {
                descriptor: { id: "git-failed" },
                level: "error",
                message: { text: "charts\\\\x1b was not checked: git failed" },
              },
            ],
          },
        ],
        columnKind: "unicodeCodePoints",
        results: [
          {
            ruleId: "plan-unlisted",
            level: "note",
            message: {
              text: `plan 67-03 is completed with 4 commits, none of them listed here
state log 67-03`,
            },
            locations: [
              { physicalLocation: { artifactLocation: { uri: ".planning/STATE.md", uriBaseId: "%SRCROOT%" } } },
            ],
            partialFingerprints: { "planlinkDebt/v1": "f0" },
            properties: { fixable: false, data: { planId: "67-03", commits: 4 } },
          },
          {
            ruleId: "section-absent",
            level: "warning",
            message: {
              text: `there is no section “Session Continuity”
state sync --create`,
            },
            locations: [
              { physicalLocation: { artifactLocation: { uri: ".planning/STATE.md", uriBaseId: "%SRCROOT%" } } },
            ],
            partialFingerprints: { "planlinkDebt/v1": "f1" },
            properties: { fixable: false, data: { section: "Session Continuity" } },
          },
          {
            ruleId: "reference-missing",
            level: "error",
            message: {
              text: `18c8bec chart: \\[it\\] <now> & {{then}} a\\\\b: 18c8beca names no object in this repository (listed under 64-03)
find what took its place, or fetch the branch that holds it: state relink`,
            },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: ".planning/STATE.md", uriBaseId: "%SRCROOT%" },
                  region: { startLine: 75, startColumn: 41 },
                },
              },
            ],
            partialFingerprints: { "planlinkDebt/v1": "f2" },
            properties: { fixable: false, data: { text: "18c8beca", planId: "64-03" } },
          },
          {
            ruleId: "resume-file-missing",
            level: "warning",
            message: {
              text: `“Resume file” names “gone.md”, which does not exist
state sync`,
            },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: ".planning/STATE.md", uriBaseId: "%SRCROOT%" },
                  region: { startLine: 91, startColumn: 17 },
                },
              },
            ],
            partialFingerprints: { "planlinkDebt/v1": "f3" },
            properties: { fixable: false, data: { recorded: "gone.md" } },
          },
        ],
        properties: {
          command: "lint",
          examined: { repositories: 2, references: 1, plans: 2, rows: 3, commits: 1000, messages: 0 },
          range: "main..topic",
          inherited: 1,
        },
      },
    );
    const { rules, ...driver } = tool.driver;
    assert.equal(driver, { name: "planlink", version: "1.2.3" });
    assert.equal(
      rules.filter(({ id }) => id === "reference-missing" || id === "plan-unlisted"),
      [
        {
          id: "reference-missing",
          shortDescription: { text: "A token names nothing." },
          fullDescription: { text: "A token names nothing. Because it is gone." },
          help: {
            text: `Mend: Run state relink or fetch.
Why: Because it is gone.
More: state explain reference-missing`,
            markdown: `**Mend:** Run \`state relink\`
or fetch.

**Why:** Because \`it\`
is gone.

More: \`state explain reference-missing\``,
          },
          helpUri: "https://unpkg.com/planlink@1.2.3/docs/findings.md#reference-missing",
          defaultConfiguration: { level: "error" },
        },
        {
          id: "plan-unlisted",
          defaultConfiguration: { level: "note" },
          helpUri: "https://unpkg.com/planlink@1.2.3/docs/findings.md#plan-unlisted",
        },
      ],
    );
    const place = parse(
      formatSarif(createReport(findings.map((each) => ({ ...each, path: "a b/%\ud800.md", column: null }))), new Map()),
    );
    const placed = place.runs[0]?.["results"] as unknown as readonly Record<string, unknown>[] | undefined;
    assert.equal(placed?.[2]?.["locations"], [
      {
        physicalLocation: {
          artifactLocation: { uri: "a%20b/%25%EF%BF%BD.md", uriBaseId: "%SRCROOT%" },
          region: { startLine: 75 },
        },
      },
    ]);
    assert.equal(JSON.parse(formatSarifFailure(failure)), {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: { driver: { name: "planlink", version: "1.2.3" } },
          invocations: [
            {
              executionSuccessful: false,
              toolExecutionNotifications: [
                {
                  descriptor: { id: "no-repository" },
                  level: "error",
                  message: {
                    text: `there is\\\\x0ano <repository>
git init`,
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  });
});

suite("the screen of metrics", (test) => {
  const evidence = { recorded: 1, summary: 2, commits: 1, none: 1 };
  const plan = (id: string, more: Partial<MeasuredPlan> = {}): MeasuredPlan => ({
    planId: planIdOf(id),
    title: `Title of ${id}`,
    durationMinutes: 8,
    evidence: "summary",
    tasks: 3,
    tasksEvidence: "summary",
    files: null,
    filesEvidence: "none",
    inferredCommits: 0,
    recorded: null,
    milestone: null,
    ...more,
  });
  const phase = (id: string, plans: number, totalMinutes: number | null, averageMinutes: number | null) => ({
    phase: phaseOfPlan(planIdOf(`${id}-01`)),
    plans,
    totalMinutes,
    averageMinutes,
    sharedMinutes: 0,
    evidence,
  });
  const metrics: ProjectMetrics = {
    velocity: { plansCompleted: 5, averageMinutes: 24.456, totalMinutes: 97.123, sharedMinutes: 0, evidence },
    phases: [
      phase("1", 2, 20.004, 10.006),
      phase("2", 1, 65, 65),
      { ...phase("2.1", 1, null, null) },
      phase("3", 0, null, null),
      { ...phase("4", 1, 5, 5), phase: qualifyPhase("v2.0", phaseOfPlan(planIdOf("4-01"))) },
    ],
    plans: [
      plan("1-01", { recorded: "8min" }),
      plan("1-02", { durationMinutes: 12, recorded: "540", evidence: "commits" }),
      plan("2-01", { durationMinutes: 65.555, evidence: "recorded", recorded: "1h 5m" }),
      plan("2.1-01", { durationMinutes: null, evidence: "none", title: null }),
      plan("9-01", { milestone: "v0.9", durationMinutes: 500 }),
      plan("9-02", { milestone: "v0.9" }),
    ],
    trend: { lastMinutes: [12, 8.004, 65.555], direction: "degrading", evidence },
    findings: [
      createFinding(
        "duration-implausible",
        { planId: planIdOf("1-02"), recorded: "540" },
        {
          path: statePath,
        },
      ),
    ],
  };

  test("shows velocity, trend, phases and plans", () => {
    assert.is(
      showTones(formatMetrics(metrics, false, paintedStyle())),
      `{bold Velocity}   5 plans · 24min on average · 97min in all
{bold Trend}      {yellow degrading} · last 12min, 8min, 66min
           {cyan ▁▂█}

{bold Phase     Total                 Plans  Average}
01        20min     {cyan ███▏      }  2      10min
02        65min     {cyan ██████████}  1      65min
02.1      -         {cyan           }  1      -
v2.0-04   5min      {cyan ▊         }  1      5min

{bold Plan      Duration              Title                Evidence}
01-01     8min      {cyan █▎        }  Title of 1-01        {dim summary}
01-02     12min     {cyan █▉        }  Title of 1-02        {dim commits (recorded 540)}
02-01     66min     {cyan ██████████}  Title of 2-01        {dim recorded}
02.1-01   -         {cyan           }                       {dim none}

{dim 2 plans of archived milestones: --json, --format csv}
`,
    );
    const one = {
      ...metrics,
      plans: metrics.plans.slice(3, 5),
      velocity: { ...metrics.velocity, plansCompleted: 1, averageMinutes: null, totalMinutes: null },
      trend: { ...metrics.trend, lastMinutes: [], direction: "improving" as const },
    };
    assert.is(
      showTones(formatMetrics(one, false, paintedStyle())),
      `{bold Velocity}   1 plan · too few durations for an average
{bold Trend}      {green improving} · last none known

{bold Phase     Total                 Plans  Average}
01        20min     {cyan ███▏      }  2      10min
02        65min     {cyan ██████████}  1      65min
02.1      -         {cyan           }  1      -
v2.0-04   5min      {cyan ▊         }  1      5min

{bold Plan      Duration              Title                Evidence}
02.1-01   -         {cyan           }                       {dim none}

{dim 1 plan of archived milestones: --json, --format csv}
`,
    );
  });

  test("of --json rounds to hundredths", () => {
    const { plans, ...rest } = metricsToJson(metrics);
    assert.equal(rest, {
      schema: "planlink/metrics@1",
      velocity: {
        plansCompleted: 5,
        averageMinutes: 24.46,
        totalMinutes: 97.12,
        sharedMinutes: 0,
        evidence: { recorded: 1, summary: 2, commits: 1, none: 1 },
      },
      phases: [
        {
          phase: "1",
          plans: 2,
          totalMinutes: 20,
          averageMinutes: 10.01,
          sharedMinutes: 0,
          evidence: { recorded: 1, summary: 2, commits: 1, none: 1 },
        },
        {
          phase: "2",
          plans: 1,
          totalMinutes: 65,
          averageMinutes: 65,
          sharedMinutes: 0,
          evidence: { recorded: 1, summary: 2, commits: 1, none: 1 },
        },
        {
          phase: "2.1",
          plans: 1,
          totalMinutes: null,
          averageMinutes: null,
          sharedMinutes: 0,
          evidence: { recorded: 1, summary: 2, commits: 1, none: 1 },
        },
        {
          phase: "3",
          plans: 0,
          totalMinutes: null,
          averageMinutes: null,
          sharedMinutes: 0,
          evidence: { recorded: 1, summary: 2, commits: 1, none: 1 },
        },
        {
          phase: "v2.0-4",
          plans: 1,
          totalMinutes: 5,
          averageMinutes: 5,
          sharedMinutes: 0,
          evidence: { recorded: 1, summary: 2, commits: 1, none: 1 },
        },
      ],
      trend: {
        lastMinutes: [12, 8, 65.56],
        direction: "degrading",
        evidence: { recorded: 1, summary: 2, commits: 1, none: 1 },
      },
      findings: [
        {
          code: "duration-implausible",
          severity: "warning",
          path: ".planning/STATE.md",
          line: null,
          column: null,
          message: "01-02: duration “540” is not plausible, and nothing tells the right one",
          help: "correct it by hand",
          fixable: false,
          data: { planId: "1-02", recorded: "540" },
        },
      ],
    });
    assert.equal(
      plans.map(({ durationMinutes }) => durationMinutes),
      [8, 12, 65.56, null, 500, 8],
    );
  });
});

suite("what a server says, as a whole", (test) => {
  function oidOf(digit: string): Oid {
    const oid = parseOid(digit.repeat(40));
    if (oid === undefined) throw new Error("no oid");
    return oid;
  }
  const checked = (
    ref: string,
    more: Partial<ReceivedOutcome["checked"][number]["range"]> = {},
  ): ReceivedOutcome["checked"][number] => ({
    ref,
    range: {
      range: { base: oidOf("a"), tip: oidOf("b"), baseName: ref, tipName: ref },
      outcome: { findings, examined: { references: 1, plans: 9, commits: 45, rows: 8 } },
      added: findings,
      inherited: [],
      newCommits: 1,
      ...more,
    },
  });
  const error = (help: string | null): OperationalError =>
    new OperationalError("git-failed", `git log failed ${"again ".repeat(12)}at last`, help === null ? {} : { help });

  test("names the ref, the findings, older ones and the mend", () => {
    const fixable = findings.map((finding) => ({
      ...finding,
      path: ".planning/ROADMAP.md",
      edits: [{ range: { start: 0, end: 1 }, newText: "" }],
    }));
    const outcome: ReceivedOutcome = {
      checked: [
        checked("refs/heads/main", { inherited: findings }),
        checked("refs/heads/fine", { added: [] }),
        checked(`refs/heads/${"long-".repeat(10)}`, {
          added: fixable,
          inherited: findings.slice(1, 2),
          newCommits: 1000,
        }),
        checked("refs/tags/v1", { outcome: null }),
      ],
      failed: [
        { ref: "refs/heads/other", error: error("look at the log of the server ".repeat(4).trim()) },
        { ref: "", error: error(null) },
      ],
    };
    assert.is(
      showTones(formatReceived(outcome, true, paintedStyle(72))),
      `planlink: this push would make STATE.md less true on main
  checked 1 new commit, 1 reference, 9 plans
{bold .planning/STATE.md}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under
         64-03)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
  3 older findings were here already and do not count.
planlink: this push would make ROADMAP.md less true on
  long-long-long-long-long-long-l…
  checked 1,000 new commits, 1 reference, 9 plans
{bold .planning/ROADMAP.md}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under
         64-03) (fixable)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
  1 older finding was here already and does not count.
planlink: this push would make STATE.md less true on refs/tags/v1
  checked 1 new commit, 0 references, 0 plans
{bold .planning/STATE.md}
{red ✖} {dim 75:41}  18c8beca names no object in this repository (listed under
         64-03)
         {cyan find what took its place, or fetch the branch that holds it:}
         {cyan   state relink}
mend what is fixable in one commit, then push again:
  {cyan state sync --commit}
planlink: other: git log failed again again again again again again
  again again again again again again at last; planlink.strict is set
  here, so this refuses the push
  look at the log of the server look at the log of the server look at
  the log of the server look at the log of the server
planlink: git log failed again again again again again again again
  again again again again again at last; planlink.strict is set here, so
  this refuses the push
`,
    );
  });

  test("counts refs and checks beyond the tenth", () => {
    const refs = Array.from({ length: 12 }, (_, index) => `refs/heads/b${index}`);
    const text = formatReceived(
      {
        checked: refs.map((ref) => checked(ref)),
        failed: refs.slice(1).map((ref) => ({ ref, error: new OperationalError("git-failed", "no", {}) })),
      },
      false,
      { color: false, width: 72 },
    );
    assert.equal(
      text.split("\n").filter((line) => /^ {2}… and|planlink: b\d/.test(line)),
      [
        "  … and 2 more refs",
        "planlink: b1: no; this does not refuse the push",
        "planlink: b2: no; this does not refuse the push",
        "planlink: b3: no; this does not refuse the push",
        "planlink: b4: no; this does not refuse the push",
        "planlink: b5: no; this does not refuse the push",
        "planlink: b6: no; this does not refuse the push",
        "planlink: b7: no; this does not refuse the push",
        "planlink: b8: no; this does not refuse the push",
        "planlink: b9: no; this does not refuse the push",
        "planlink: b10: no; this does not refuse the push",
        "  … and 1 more failed check",
      ],
    );
    assert.is(text.match(/less true on/g)?.length, 10);
  });
});
