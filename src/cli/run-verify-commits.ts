import type { RelinkOutcome } from "../commands/relink-documents.ts";
import { readPlanTitles, readSummaryDocuments, verifyCommits, type VerifyOutcome } from "../commands/verify-commits.ts";
import { decodeDocument, readDocumentFile } from "../files/state-file.ts";
import type { GitRunner } from "../git/git-runner.ts";
import { type Command, exitCodeOf, linkedStyle, readTip, toJsonText } from "./command.ts";
import { openWorkspace, type Workspace } from "./open-workspace.ts";
import type { WorkTreeRelinkInput } from "./relink-work-tree.ts";
import { isReportFormat } from "./report-format.ts";

/** Runs `state verify-commits`. */
export const runVerifyCommits: Command = async (line, context) => {
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
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).verifyToJson(outcome, fixed)), exitCode };
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
  };
};

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
