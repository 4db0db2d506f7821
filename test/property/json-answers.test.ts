import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { findUnread } from "../../src/check/find-unread.ts";
import { toJsonText } from "../../src/cli/command.ts";
import { reportFindings } from "../../src/cli/report-findings.ts";
import { briefSession } from "../../src/commands/brief-session.ts";
import { checkState } from "../../src/commands/check-state.ts";
import { showTaggedCommits } from "../../src/commands/infer-commits.ts";
import { lintMessage } from "../../src/commands/lint-messages.ts";
import { measurePlans } from "../../src/commands/measure-plans.ts";
import { readPlanTitles } from "../../src/commands/read-plan-titles.ts";
import { readCommitHistory } from "../../src/commands/read-history.ts";
import { relinkDocuments } from "../../src/commands/relink-documents.ts";
import { syncState } from "../../src/commands/sync-state.ts";
import { verifyCommits } from "../../src/commands/verify-commits.ts";
import { parseStateDocument } from "../../src/document/state-document.ts";
import { emptyLedger } from "../../src/ledger/ledger.ts";
import type { CommitEvidence } from "../../src/model/ports.ts";
import { briefToJson, formatBrief, formatSessionStart } from "../../src/report/brief-text.ts";
import { checkToJson, lintToJson, logToJson, relinkToJson, showToJson, verifyToJson } from "../../src/report/json.ts";
import { metricsToJson } from "../../src/report/metrics-text.ts";
import { syncToJson } from "../../src/report/sync-json.ts";
import { anyDocuments } from "../support/documents.ts";
import { createFakeCellRenderer, createFakeWorld, readFakeProject, type FakeFacts } from "../support/fake-project.ts";
import { histories } from "../support/histories.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

/** A case runs ten commands, and takes some 25 ms. */
const run = lawRuns(20260307, 0.05);

const path = ".planning/STATE.md";
/** Characters that JSON, XML and terminals have rules of their own for, wherever a person may write them. */
const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "",
    "\u0000",
    "\u001b]8;;x\u001b\\",
    "\uD800",
    "\uFFFE",
    "\u2028",
    "]]>",
    "</script>",
    '"\\',
    "\u202E",
  ),
  fc.string({ unit: "binary", maxLength: 12 }),
);
const noEvidence: CommitEvidence = {
  readPatchIds: async () => new Map(),
  hasFewerCommits: async () => true,
  readChangedContents: async () => new Map(),
  readCitations: async () => new Map(),
  readUnreachable: async () => [],
};
const idle = {
  isSequencing: false,
  rebaseDirectory: null,
  isRebasingOnly: false,
  isMerging: false,
  isAtLastPick: false,
  hasPendingAutostash: false,
};

/** Writes a text into every message and document of a project. */
function taint({ commits, files }: FakeFacts, text: string): FakeFacts {
  return {
    commits: commits.map((commit) => ({ ...commit, message: `${commit.message} ${text}\n\n${text}` })),
    files: Object.fromEntries(
      Object.entries(files).map(([name, content]) => [name, content.replace(/^# .*$/m, (title) => `${title} ${text}`)]),
    ),
  };
}

/** What every command answers to `--json`, by its name. */
async function answerAll(facts: FakeFacts, text: string, name: string): Promise<Readonly<Record<string, object>>> {
  const world = createFakeWorld(facts);
  const { repository, documents } = world;
  const project = await readFakeProject(world);
  const history = await readCommitHistory(repository, project);
  const tip = { oid: world.tip, name };
  const check = { repository, referenceCache: null, project, documents, tip, path, severities: {} };
  const checked = await checkState({ ...check, text, position: true });
  const { findings } = checked;
  const brief = briefSession({
    project,
    titles: await readPlanTitles(documents, ".planning"),
    tip,
    history,
    text,
    findings,
    status: [],
    gitState: idle,
  });
  const renderCells = createFakeCellRenderer(world, project);
  const input = { path, text, create: true, renderCells, position: false };
  const ledger = { path: `${path}.ledger`, text: undefined, findings: [], commits: 0, isChanged: false };
  const relinked = await relinkDocuments({
    repository,
    evidence: noEvidence,
    tip: world.tip,
    planningDirectory: ".planning",
    sources: [{ path, text, planId: null }],
    readWitnesses: async () => [],
    ledger: emptyLedger,
    commitMap: { pairs: [], dropped: new Set(), damagedLines: [] },
    documents: new Set([path]),
    leastConfidence: "low",
    only: null,
  });
  return {
    check: checkToJson(checked, findUnread(parseStateDocument(text))),
    lint: lintToJson(lintMessage(text, project.planFiles, {})),
    log: logToJson(project.figures, showTaggedCommits(history)),
    metrics: metricsToJson(measurePlans(project, { path, text, inferred: new Map() })),
    relink: relinkToJson({ ...relinked, findings: [] }, false),
    resume: briefToJson(brief),
    "resume --format session-start": JSON.parse(
      formatSessionStart(formatBrief(brief, 0, { color: false, width: 100 })),
    ) as object,
    show: showToJson(project, name),
    sync: syncToJson(await syncState(project, documents, input), ledger, undefined),
    "verify-commits": verifyToJson(
      await verifyCommits({ repository, cache: null, tip, documents: [{ path, text }], severities: {} }),
      0,
    ),
    findings,
  };
}

suite("the laws of answers to programs", (test) => {
  test("JSON of every command parses, and says the same again; reports for other programs are well-formed", () =>
    fc.assert(
      fc.asyncProperty(histories, anyDocuments, hostile, async (facts, text, odd) => {
        const { findings, ...answers } = await answerAll(taint(facts, odd), text.replace("Some prose", odd), odd);
        for (const [command, answer] of Object.entries(answers)) {
          const written = toJsonText(answer);
          assert.not.match(written, /\p{Surrogate}/u, command);
          assert.equal(JSON.parse(written), answer, command);
          assert.is(toJsonText(JSON.parse(written)), written, command);
        }
        const items = (findings as Awaited<ReturnType<typeof checkState>>["findings"]).map((finding) => ({
          finding,
          subject: odd,
        }));
        const report = { command: "check", items, examined: {}, document: path, range: odd, inherited: 0 } as const;
        for (const format of ["sarif", "gitlab"] as const)
          assert.type(JSON.parse((await reportFindings(format, report)).output), "object");
        const { output } = await reportFindings("junit", report);
        // What XML 1.0 does not hold in any form, and what would open an element or an entity of a document's own.
        assert.not.match(output, /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
        assert.not.match(
          output.replaceAll(
            /<\/?(?:testsuites?|testcase|failure|properties|property|system-out|skipped)(?=[ >/])|<\?xml /g,
            "",
          ),
          /</,
        );
        assert.not.match(output, /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\dA-Fa-f]+);)/);
      }),
      run,
    ));
});
