import { join } from "node:path";
import type { RelinkOutcome } from "../commands/relink-documents.ts";
import { readPlanTitles, readSummaryDocuments, verifyCommits, type VerifyOutcome } from "../commands/verify-commits.ts";
import { decodeDocument, readDocumentFile, type ReadDocument } from "../files/state-file.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { objectPlaces } from "./answer-place.ts";
import type { CommandLine } from "./command-line.ts";
import {
  type AnswerBasis,
  type Command,
  type CommandContext,
  exitCodeOf,
  linkedStyle,
  readTip,
  toJsonText,
} from "./command.ts";
import type { Workspace } from "./open-workspace.ts";
import { openSelectedWorkspaces } from "./scoped-command.ts";
import { sortFindings } from "../model/finding.ts";
import type { WorkTreeRelinkInput } from "./relink-work-tree.ts";
import { isReportFormat } from "./report-format.ts";

/** Runs `state verify-commits`. */
export const runVerifyCommits: Command = async (line, context) => {
  const startedAtMs = Date.now();
  const workspaces = await openSelectedWorkspaces(line, context);
  const verified: Verified[] = [];
  for (const workspace of workspaces) verified.push(await verifyWorkspace(workspace, line, context));
  const [{ outcome, workspace }] = joinable(verified);
  const joined = verified.length === 1 ? outcome : joinOutcomes(verified);
  const exitCode = exitCodeOf(joined.findings);
  const fixed = verified.reduce((sum, each) => sum + each.fixed, 0);
  const basisOf = async (hasHints = false): Promise<{ readonly basis?: AnswerBasis }> =>
    fixed > 0 || verified.length > 1
      ? {}
      : findBasis(workspace, outcome, { directory: context.directory, hasHints, startedAtMs });
  if (line.flags.has("json")) {
    const { verifyToJson } = await import("../report/json.ts");
    return { output: toJsonText(verifyToJson(joined, fixed)), exitCode, ...(await basisOf()) };
  }
  if (isReportFormat(line.format)) {
    const report = await (
      await import("./report-findings.ts")
    ).reportFindings(line.format, {
      command: "verify-commits",
      items: joined.findings.map((finding) => ({ finding, subject: null })),
      examined: joined.examined,
      document: workspace.statePath,
      range: null,
      inherited: 0,
    });
    return { ...report, exitCode };
  }
  const texts: FormattedVerification[] = [];
  for (const each of verified) texts.push(await formatVerified(each, line, context));
  return {
    output: texts.map(({ text }) => text).join("\n"),
    exitCode,
    ...(await basisOf(texts.some(({ hasHints }) => hasHints))),
  };
};

interface FormattedVerification {
  readonly text: string;
  readonly hasHints: boolean;
}

/** What one planning directory's references come to. */
interface Verified {
  readonly workspace: Workspace;
  readonly outcome: VerifyOutcome;
  readonly state: ReadDocument;
  readonly fixed: number;
}

function joinable(verified: readonly Verified[]): readonly [Verified, ...Verified[]] {
  const [first, ...others] = verified;
  if (first === undefined) throw new Error("there is at least one planning directory");
  return [first, ...others];
}

/** Of several planning directories one answer is made: references and findings name their documents. */
function joinOutcomes(verified: readonly Verified[]): VerifyOutcome {
  const outcomes = verified.map(({ outcome }) => outcome);
  return outcomes.reduce((a, b) => ({
    tip: a.tip,
    isShallow: a.isShallow,
    documents: [...a.documents, ...b.documents],
    counts: {
      reachable: a.counts.reachable + b.counts.reachable,
      unreachable: a.counts.unreachable + b.counts.unreachable,
      rewritten: a.counts.rewritten + b.counts.rewritten,
      missing: a.counts.missing + b.counts.missing,
      ambiguous: a.counts.ambiguous + b.counts.ambiguous,
      "not-a-commit": a.counts["not-a-commit"] + b.counts["not-a-commit"],
      unknown: a.counts.unknown + b.counts.unknown,
    },
    findings: sortFindings([...a.findings, ...b.findings]),
    examined: { references: a.examined.references + b.examined.references },
  }));
}

async function verifyWorkspace(workspace: Workspace, line: CommandLine, context: CommandContext): Promise<Verified> {
  const { repository, documents, planningDirectory, statePath, config, referenceCache } = workspace;
  // The document first: without one there is nothing to read history for.
  let state = await readDocumentFile(repository.topLevel, statePath);
  const tip = await readTip(workspace);
  const withSummaries = line.flags.has("all");
  let fixed = 0;
  if (line.flags.has("fix")) {
    const [{ relinkWorkTree }, { renewLedger }] = await Promise.all([
      import("./relink-work-tree.ts"),
      import("./ledger-file.ts"),
    ]);
    const relink = await relinkWorkTree(workspace, {
      tip: tip.oid,
      state,
      withSummaries,
      leastConfidence: "high",
      only: null,
    });
    if (relink.changed.length > 0) {
      await relink.write(context.host);
      await renewLedger(workspace, tip.oid, relink.successors, context.host);
      state = await readDocumentFile(repository.topLevel, statePath);
    }
    fixed = relink.relinks.filter(({ isApplied }) => isApplied).length;
  }
  const summaries = withSummaries ? await readSummaryDocuments(documents, planningDirectory, decodeDocument) : [];
  const outcome = await verifyCommits({
    repository,
    cache: referenceCache,
    tip,
    documents: [{ path: statePath, text: state.text }, ...summaries],
    severities: config.severities,
  });
  return { workspace, outcome, state, fixed };
}

async function formatVerified(
  { workspace, outcome, state, fixed }: Verified,
  line: CommandLine,
  context: CommandContext,
): Promise<FormattedVerification> {
  const { documents, planningDirectory, repository } = workspace;
  const withSummaries = line.flags.has("all");
  const planIds = new Set(
    outcome.documents.flatMap(({ references }) =>
      references.flatMap(({ reference }) => (reference.planId === null ? [] : [reference.planId])),
    ),
  );
  const titles = await readPlanTitles(documents, planningDirectory, planIds);
  const hints = await readHints(workspace, context.runner, outcome, { tip: outcome.tip.oid, state, withSummaries });
  const text = (await import("../report/verify-text.ts")).formatVerify(
    outcome,
    titles,
    { fixed, hints, withSummaries },
    linkedStyle(context, repository.topLevel),
  );
  return { text, hasHints: hints !== undefined };
}

interface BasisInput {
  /** Where the user stands. */
  readonly directory: string;
  readonly hasHints: boolean;
  readonly startedAtMs: number;
}

/** What the answer was worked out from; empty where something of it was found elsewhere than usual. */
async function findBasis(
  workspace: Workspace,
  { tip, documents, counts, examined }: VerifyOutcome,
  { directory, hasHints, startedAtMs }: BasisInput,
): Promise<{ readonly basis?: AnswerBasis }> {
  const { repository, statePath, planningDirectory, looked } = workspace;
  const { topLevel, gitDirectory, commonDirectory } = repository;
  // From further down, a folder that is made on the way would be found first.
  if (tip.oid === null || join(directory, ".planning") !== join(topLevel, planningDirectory)) return {};
  const isAllReachable =
    counts.reachable === examined.references &&
    documents.every(({ asked, references }) => asked.length === references.length);
  const hintPlaces = hasHints ? await findHintPlaces(workspace) : [];
  if (hintPlaces === undefined) return {};
  const names = [tip.oid, ...documents.flatMap(({ asked }) => asked)];
  const paths = new Set([
    ...looked,
    join(topLevel, statePath),
    join(gitDirectory, "config"),
    ...objectPlaces(gitDirectory, isAllReachable ? names : null),
    // What became of dead ones is told by records, and by commits of any name.
    ...(isAllReachable ? [] : (await import("../files/rewrite-records.ts")).recordPaths(commonDirectory)),
    ...hintPlaces,
  ]);
  return { basis: { startedAtMs, tip: tip.oid, paths } };
}

/** What hints rest on beside history, documents and objects: what git holds, and how it is told to compare files. */
async function findHintPlaces({ repository }: Workspace): Promise<readonly string[] | undefined> {
  const [{ findRefPlaces }, { commitMapName }] = await Promise.all([
    import("../files/ref-places.ts"),
    import("../files/commit-map.ts"),
  ]);
  const { topLevel, gitDirectory, commonDirectory } = repository;
  const { HOME = "", XDG_CONFIG_HOME = join(HOME, ".config") } = process.env;
  const refs = findRefPlaces(gitDirectory);
  if (refs === undefined) return undefined;
  return [
    ...refs,
    join(commonDirectory, commitMapName),
    join(gitDirectory, "info/attributes"),
    join(topLevel, ".gitattributes"),
    join(topLevel, ".planning/.gitattributes"),
    join(HOME, ".gitconfig"),
    ...["config", "attributes"].map((name) => join(XDG_CONFIG_HOME, "git", name)),
    "/etc/gitconfig",
    "/etc/gitattributes",
  ];
}

/** A larger history is read when somebody asks for it: `state relink`. */
const commitsForHints = 20_000;
/** So are more references than people write. */
const referencesForHints = 5000;

/** What dead references may have meant, for people; nothing is read where none is dead. */
async function readHints(
  workspace: Workspace,
  runner: GitRunner,
  { counts, examined }: VerifyOutcome,
  input: Omit<WorkTreeRelinkInput, "leastConfidence" | "only">,
): Promise<RelinkOutcome | undefined> {
  if (input.tip === null || counts.reachable + counts.unknown === examined.references) return undefined;
  if (examined.references > referencesForHints) return undefined;
  const [{ createCommitEvidence }, { relinkWorkTree }] = await Promise.all([
    import("../git/git-evidence.ts"),
    import("./relink-work-tree.ts"),
  ]);
  const evidence = createCommitEvidence(runner, workspace.repository);
  if (!(await evidence.hasFewerCommits(input.tip, commitsForHints))) return undefined;
  return relinkWorkTree(workspace, { ...input, leastConfidence: "high", only: null });
}
