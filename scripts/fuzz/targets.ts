import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkConsistency } from "../../src/check/check-consistency.ts";
import { lintMessage } from "../../src/commands/lint-messages.ts";
import { createDocumentElements, regenerateDocument } from "../../src/commands/sync-document.ts";
import type { Project } from "../../src/commands/read-project.ts";
import { cleanMessageFile, parseCommitMessage, type CleanupMode } from "../../src/commit/message.ts";
import { parseSquashBody } from "../../src/commit/squash-body.ts";
import { readConfigText } from "../../src/config/config.ts";
import { findCommitLists } from "../../src/document/commit-references.ts";
import { findFrontMatterProblem } from "../../src/document/front-matter.ts";
import { parseStateDocument } from "../../src/document/state-document.ts";
import { createCommitCache } from "../../src/files/commit-cache.ts";
import { writeChecked } from "../../src/files/cache-file.ts";
import { createDerivedValues } from "../../src/files/derived-values.ts";
import { parseCommitsWithPaths } from "../../src/git/commit-log.ts";
import { parseRefUpdates, parseRewrittenCommits } from "../../src/git/hook-input.ts";
import { parseStatus } from "../../src/git/work-tree-status.ts";
import { formatLedger } from "../../src/ledger/format-ledger.ts";
import { readYaml } from "../../src/ledger/ledger-yaml.ts";
import { parseLedger } from "../../src/ledger/parse-ledger.ts";
import { formatDigest, parseDigest } from "../../src/links/digest-text.ts";
import { parseReferences } from "../../src/links/known-references.ts";
import { createLinkIndex } from "../../src/links/link-index.ts";
import { createRewrites, findRewritten, followRewrites } from "../../src/links/rewrites.ts";
import { mergeDocuments } from "../../src/merge/merge-documents.ts";
import { parseOid, parseOidPrefix } from "../../src/model/oid.ts";
import { OperationalError } from "../../src/model/operational-error.ts";
import { parseRewriteRecords } from "../../src/model/rewrite-record.ts";
import { findPlanFiles } from "../../src/planning/plan-files.ts";
import { updatePhaseManifest } from "../../src/planning/phase-manifest.ts";
import { countPlanTasks, isPlanSummary, parsePlanSummary, parsePlanTitle } from "../../src/planning/summary.ts";
import { parseCommitMap } from "../../src/relink/commit-map.ts";
import { findMentions } from "../../src/relink/mentions.ts";
import { printable } from "../../src/report/terminal.ts";
import {
  createFakeCellRenderer,
  createFakeWorld,
  readFakeProject,
  type FakeFacts,
} from "../../test/support/fake-project.ts";
import { withoutOwnedLines } from "../../test/support/owned-lines.ts";
import type { TargetName } from "./target-names.ts";

const host = { processId: 1, isAlive: (): boolean => false };

/** Runs the code under test on one input. A throw is a defect, and so is an answer that breaks a law. */
export type Target = (bytes: Buffer) => Promise<void>;

function require(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const path = ".planning/STATE.md";
const cleanups: readonly CleanupMode[] = ["strip", "whitespace", "scissors", "verbatim"];

/** A message as `commit-msg`, `lint` and the reading of history take it. */
async function message(project: Project): Promise<Target> {
  return async (bytes) => {
    const text = bytes.toString("utf8");
    for (const cleanup of cleanups) {
      const once = cleanMessageFile(text, { commentPrefix: "#", cleanup });
      // An unended line, or one with spaces after it, may become the one that git cuts off at.
      const isCutAgain = cleanup !== "verbatim" && once.includes("# ------------------------ >8 ");
      require(isCutAgain ||
        cleanMessageFile(once, { commentPrefix: "#", cleanup }) === once, `cleaning twice is not once: ${cleanup}`);
    }
    const { findings } = lintMessage(text, project.planFiles, {});
    JSON.stringify(findings);
    for (const { message: words } of findings) printable(words);
    parseSquashBody(parseCommitMessage(text));
  };
}

/** STATE.md, through everything that reads it; and what sync makes of it. */
async function document(project: Project, facts: FakeFacts): Promise<Target> {
  const renderCells = createFakeCellRenderer(createFakeWorld(facts), project);
  return async (bytes) => {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    const parsed = parseStateDocument(text);
    findFrontMatterProblem(parsed);
    for (const { references } of findCommitLists(parsed))
      for (const { range, text: token } of references)
        require(text.slice(range.start, range.end) === token, "a reference is not where it says");
    findMentions({ path, text, planId: null });
    const { figures, figuresById, position, phases, summaries } = project;
    checkConsistency(
      parsed,
      { path, figures, figuresById, position, phases, summaries },
      {
        roadmap: { path: ".planning/ROADMAP.md", document: parsed },
        requirements: { path, document: parsed },
        sliceRoadmaps: [{ path: ".gsd/milestones/M001/M001-ROADMAP.md", document: parsed }],
      },
    );
    for (const hasPosition of [false, true]) {
      const input = { path, archivedIds: new Set<never>(), renderCells, position: hasPosition };
      const once = await regenerateDocument(project, { ...input, text });
      const twice = await regenerateDocument(project, { ...input, text: once.newText });
      require(twice.newText === once.newText, "sync twice is not sync once");
      const [before, after] = [text, once.newText].map((each) =>
        withoutOwnedLines(each, hasPosition).lines.map((line) => line.replace(/\r?\n$/, "")),
      );
      require(before?.join("\n") === after?.join("\n"), "a line that is not owned has changed");
    }
    await createDocumentElements(project, { path, text, archivedIds: new Set() });
  };
}

/** Three versions of STATE.md, cut at the byte 0x1E. */
async function merge(): Promise<Target> {
  const style = { markerSize: 7, oursLabel: "HEAD", theirsLabel: "feature" };
  return async (bytes) => {
    const [base = "", ours = "", theirs = ""] = bytes.toString("utf8").split("\u001e");
    const merged = mergeDocuments({ base, ours, theirs }, style);
    const swapped = mergeDocuments({ base, ours: theirs, theirs: ours }, style);
    require(merged.conflicts === swapped.conflicts, "the sides are not treated alike");
    require(mergeDocuments({ base, ours, theirs: base }, style).text === ours, "an unchanged side changes the merge");
  };
}

/** The ledger, and the line that it is written back as. */
async function ledger(): Promise<Target> {
  return async (bytes) => {
    const parsed = await parseLedger(new TextDecoder().decode(bytes), async () => readYaml);
    const written = formatLedger(parsed);
    const again = await parseLedger(written, async () => readYaml);
    require(again.damagedLines.length === 0, "what is written cannot be read");
    require(formatLedger(again) === written, "what is written is written otherwise the next time");
  };
}

/** Everything that is kept between runs: with a checksum that fits, so that the parsers behind it are reached. */
async function cache(project: Project): Promise<Target> {
  const directory = mkdtempSync(join(tmpdir(), "planlink-fuzz-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  const oid = parseOid("1".repeat(40));
  if (oid === undefined) throw new Error("no oid");
  const kept = createCommitCache(join(directory, "cache"), { name: "history", dependsOn: [], mostFiles: 4 }, host);
  kept.store(oid, "text", 1);
  const [historyName = ""] = readdirSync(join(directory, "cache"));
  writeFileSync(join(directory, "a.md"), "a");
  // Of a file that was just written nothing is kept.
  await new Promise((resolve) => setTimeout(resolve, 150));
  const derive = createDerivedValues(directory, join(directory, "figures"), [], host);
  await derive(["a.md"], (content) => parsePlanSummary(content.toString()), isPlanSummary);
  const [figuresName = ""] = readdirSync(join(directory, "figures"));
  const figuresHead = `planlink figures ${JSON.stringify([directory])}\n`;
  return async (bytes) => {
    const text = bytes.toString("utf8");
    const digest = parseDigest(text);
    if (digest !== undefined) {
      createLinkIndex(digest, project.planFiles);
      const again = parseDigest(formatDigest(digest));
      require(again !== undefined && formatDigest(again) === formatDigest(digest), "a digest is written otherwise");
    }
    parseReferences(text);
    parseRewriteRecords(text);
    writeChecked(join(directory, "cache", historyName), text, host);
    kept.find(oid);
    kept.list();
    writeChecked(join(directory, "figures", figuresName), figuresHead + text, host);
    await derive(["a.md"], (content) => parsePlanSummary(content.toString()), isPlanSummary);
  };
}

/** The map that `git filter-repo` leaves, and the rewrites that are made of it. */
async function commitMap(): Promise<Target> {
  return async (bytes) => {
    const { pairs } = parseCommitMap(bytes.toString("latin1"));
    const rewrites = createRewrites(pairs);
    for (const { old } of pairs.slice(0, 50)) {
      followRewrites(rewrites, old);
      const prefix = parseOidPrefix(old.slice(0, 7));
      if (prefix !== undefined) findRewritten(rewrites, prefix);
    }
  };
}

/** What git and `hook.sh` write to the standard input of hooks. */
async function hookInput(): Promise<Target> {
  return async (bytes) => {
    const text = bytes.toString("utf8");
    parseRefUpdates(text);
    parseStatus(text);
    const rewrites = createRewrites(parseRewrittenCommits(text));
    for (const old of rewrites.sortedOlds.slice(0, 50)) followRewrites(rewrites, old);
    try {
      for (const { commit } of parseCommitsWithPaths(text)) parseCommitMessage(commit.message);
    } catch (error) {
      // Said to the user in a line, as of a git that answers garbage.
      if (!(error instanceof OperationalError)) throw error;
    }
  };
}

/** `planlink.yaml`. */
async function config(): Promise<Target> {
  return async (bytes) => {
    const { problems } = readConfigText(new TextDecoder().decode(bytes));
    for (const { line, column } of problems) require(line >= 1 && column >= 1, "a problem without a place");
  };
}

/** PLAN.md, SUMMARY.md, the manifest of phases, and names of planning files. */
async function planning(): Promise<Target> {
  return async (bytes) => {
    const text = new TextDecoder().decode(bytes);
    const summary = parsePlanSummary(text);
    require(isPlanSummary(JSON.parse(JSON.stringify(summary))), "a summary does not come back from JSON");
    parsePlanTitle(text);
    countPlanTasks(text);
    updatePhaseManifest(text, []);
    findPlanFiles(text.split("\n"), ".planning");
    findPlanFiles(
      text.split("\n").map((name) => `.planning/phases/${name}`),
      ".planning",
    );
  };
}

type CreateTarget = (project: Project, facts: FakeFacts) => Promise<Target>;

const targets: Readonly<Record<TargetName, CreateTarget>> = {
  message,
  document,
  merge,
  ledger,
  cache,
  "commit-map": commitMap,
  "hook-input": hookInput,
  config,
  planning,
};

/** Opens a target on the project that the facts make up. */
export async function openTarget(name: TargetName, facts: FakeFacts): Promise<Target> {
  return targets[name](await readFakeProject(createFakeWorld(facts)), facts);
}
