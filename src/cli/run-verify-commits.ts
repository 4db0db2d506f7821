import { join } from "node:path";
import type { RelinkOutcome } from "../commands/relink-documents.ts";
import { readPlanTitles, readSummaryDocuments, verifyCommits, type VerifyOutcome } from "../commands/verify-commits.ts";
import { decodeDocument, readDocumentFile } from "../files/state-file.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { objectPlaces } from "./answer-place.ts";
import { type AnswerBasis, type Command, exitCodeOf, linkedStyle, readTip, toJsonText } from "./command.ts";
import { openWorkspace, type Workspace } from "./open-workspace.ts";
import type { WorkTreeRelinkInput } from "./relink-work-tree.ts";
import { isReportFormat } from "./report-format.ts";

/** Runs `state verify-commits`. */
export const runVerifyCommits: Command = async (line, context) => {
  const startedAtMs = Date.now();
  const workspace = await openWorkspace(context.runner, context.directory);
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
  const exitCode = exitCodeOf(outcome.findings);
  const basisOf = async (): Promise<{ readonly basis?: AnswerBasis }> =>
    fixed > 0 ? {} : findBasis(workspace, outcome, context.directory, startedAtMs);
  if (line.flags.has("json")) {
    const { verifyToJson } = await import("../report/json.ts");
    return { output: toJsonText(verifyToJson(outcome, fixed)), exitCode, ...(await basisOf()) };
  }
  if (isReportFormat(line.format)) {
    const report = await (
      await import("./report-findings.ts")
    ).reportFindings(line.format, {
      command: "verify-commits",
      items: outcome.findings.map((finding) => ({ finding, subject: null })),
      examined: outcome.examined,
      document: statePath,
      range: null,
      inherited: 0,
    });
    return { ...report, exitCode };
  }
  const planIds = new Set(
    outcome.documents.flatMap(({ references }) =>
      references.flatMap(({ reference }) => (reference.planId === null ? [] : [reference.planId])),
    ),
  );
  const titles = await readPlanTitles(documents, planningDirectory, planIds);
  const hints = await readHints(workspace, context.runner, outcome, { tip: tip.oid, state, withSummaries });
  return {
    output: (await import("../report/verify-text.ts")).formatVerify(
      outcome,
      titles,
      { fixed, hints, withSummaries },
      linkedStyle(context, repository.topLevel),
    ),
    exitCode,
    // What dead references may have meant rests on all that git knows.
    ...(hints === undefined ? await basisOf() : {}),
  };
};

/** What the answer was worked out from; empty where something of it was found elsewhere than usual. */
async function findBasis(
  { repository, statePath, planningDirectory, looked }: Workspace,
  { tip, documents, counts, examined }: VerifyOutcome,
  directory: string,
  startedAtMs: number,
): Promise<{ readonly basis?: AnswerBasis }> {
  const { topLevel, gitDirectory, commonDirectory } = repository;
  // From further down, a folder that is made on the way would be found first.
  if (tip.oid === null || join(directory, ".planning") !== join(topLevel, planningDirectory)) return {};
  const isAllReachable = counts.reachable === examined.references;
  const names = [tip.oid, ...documents.flatMap(({ asked }) => asked)];
  const paths = new Set([
    ...looked,
    join(topLevel, statePath),
    join(gitDirectory, "config"),
    ...objectPlaces(gitDirectory, isAllReachable ? names : null),
    // What became of dead ones is told by records, and by commits of any name.
    ...(isAllReachable ? [] : (await import("../files/rewrite-records.ts")).recordPaths(commonDirectory)),
  ]);
  return { basis: { startedAtMs, tip: tip.oid, paths } };
}

/** A larger history is read when somebody asks for it: `state relink`. */
const commitsForHints = 20_000;

/** What dead references may have meant, for people; nothing is read where none is dead. */
async function readHints(
  workspace: Workspace,
  runner: GitRunner,
  { counts, examined }: VerifyOutcome,
  input: Omit<WorkTreeRelinkInput, "leastConfidence" | "only">,
): Promise<RelinkOutcome | undefined> {
  if (input.tip === null || counts.reachable + counts.unknown === examined.references) return undefined;
  const [{ createCommitEvidence }, { relinkWorkTree }] = await Promise.all([
    import("../git/git-evidence.ts"),
    import("./relink-work-tree.ts"),
  ]);
  const evidence = createCommitEvidence(runner, workspace.repository);
  if (!(await evidence.hasFewerCommits(input.tip, commitsForHints))) return undefined;
  return relinkWorkTree(workspace, { ...input, leastConfidence: "high", only: null });
}
