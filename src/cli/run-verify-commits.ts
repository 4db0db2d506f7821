import { readPlanTitles, readSummaryDocuments, verifyCommits } from "../commands/verify-commits.ts";
import { decodeDocument, readDocumentFile } from "../files/state-file.ts";
import { type Command, exitCodeOf, linkedStyle, readTip, toJsonText } from "./command.ts";
import { openWorkspace } from "./open-workspace.ts";
import { isReportFormat, reportFindings } from "./report-findings.ts";

/** Runs `state verify-commits`. */
export const runVerifyCommits: Command = async (line, context) => {
  const workspace = await openWorkspace(context.runner, context.directory);
  const { repository, documents, planningDirectory, statePath, config } = workspace;
  // The document first: without one there is nothing to read history for.
  const state = await readDocumentFile(repository.topLevel, statePath);
  const tip = await readTip(workspace);
  const summaries = line.flags.has("all")
    ? await readSummaryDocuments(documents, planningDirectory, decodeDocument)
    : [];
  const outcome = await verifyCommits({
    repository,
    tip,
    documents: [{ path: statePath, text: state.text }, ...summaries],
    severities: config.severities,
  });
  const exitCode = exitCodeOf(outcome.findings);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).verifyToJson(outcome)), exitCode };
  if (isReportFormat(line.format)) {
    const report = await reportFindings(line.format, {
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
  return {
    output: (await import("../report/verify-text.ts")).formatVerify(
      outcome,
      titles,
      linkedStyle(context, repository.topLevel),
    ),
    exitCode,
  };
};
