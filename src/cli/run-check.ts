import { checkRange } from "../commands/check-push.ts";
import { type CheckOutcome, checkState } from "../commands/check-state.ts";
import { decodeDocument, readDocumentFile } from "../files/state-file.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { CommandLine } from "./command-line.ts";
import {
  type Command,
  type CommandContext,
  type CommandResult,
  exitCodeOf,
  readWorkspaceProject,
  toJsonText,
} from "./command.ts";
import { openWorkspace, requireCommit } from "./open-workspace.ts";

/** Runs `state check`. */
export const runCheck: Command = async (line, context) => {
  const rangeText = line.values.get("range");
  if (rangeText !== undefined) return runCheckRange(rangeText, line, context);
  const workspace = await openWorkspace(context.runner, context.directory);
  const { repository, documents, statePath, config } = workspace;
  const { text } = await readDocumentFile(repository.topLevel, statePath);
  const { project, tip } = await readWorkspaceProject(workspace);
  const outcome = await checkState({
    repository,
    project,
    documents,
    tip,
    path: statePath,
    text,
    severities: config.severities,
  });
  return reportCheck(outcome, statePath, line, context);
};

async function reportCheck(
  outcome: CheckOutcome,
  statePath: string,
  line: CommandLine,
  context: CommandContext,
): Promise<CommandResult> {
  const exitCode = exitCodeOf(outcome.findings);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).checkToJson(outcome)), exitCode };
  return {
    output: (await import("../report/command-text.ts")).formatCheck(
      outcome,
      statePath,
      line.flags.has("all"),
      context.style,
    ),
    exitCode,
  };
}

async function runCheckRange(rangeText: string, line: CommandLine, context: CommandContext): Promise<CommandResult> {
  const match = /^(.+?)\.\.\.?(.*)$/.exec(rangeText);
  if (match === null)
    throw new OperationalError("usage", `${JSON.stringify(rangeText)} is no range`, {
      help: "write it as A..B, such as origin/main..HEAD",
    });
  const { repository, documentsAt, planningDirectory, statePath, config } = await openWorkspace(
    context.runner,
    context.directory,
  );
  const baseName = match[1] ?? "";
  const tipName = match[2] || "HEAD";
  const range = {
    base: await requireCommit(repository, baseName),
    tip: await requireCommit(repository, tipName),
    baseName,
    tipName,
  };
  const result = await checkRange(
    { repository, documentsAt, decode: decodeDocument, planningDirectory, severities: config.severities },
    range,
  );
  if (result.outcome === null)
    throw new OperationalError("no-state-document", `there is no ${statePath} in ${tipName}`, {
      help: "name a range whose end holds the planning documents",
    });
  const judged = line.flags.has("all") ? result.outcome.findings : result.added;
  return reportCheck({ ...result.outcome, findings: judged }, statePath, line, context);
}
