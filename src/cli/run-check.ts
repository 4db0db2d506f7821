import { checkRange } from "../commands/check-push.ts";
import type { UnreadLine } from "../check/find-unread.ts";
import { type CheckOutcome, checkState } from "../commands/check-state.ts";
import { decodeDocument, readDocumentFile } from "../files/state-file.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { TerminalStyle } from "../report/terminal.ts";
import type { CommandLine } from "./command-line.ts";
import {
  type Command,
  type CommandContext,
  type CommandResult,
  exitCodeOf,
  linkedStyle,
  readWorkspaceProject,
  toJsonText,
} from "./command.ts";
import { openWorkspace, requireCommit } from "./open-workspace.ts";
import { isReportFormat } from "./report-format.ts";

/** Runs `state check`. */
export const runCheck: Command = async (line, context) => {
  const rangeText = line.values.get("range");
  const list = line.values.get("repos");
  if (list !== undefined)
    return (await import("./run-check-repositories.ts")).runCheckRepositories(list, line, context);
  if (line.values.has("jobs"))
    throw new OperationalError("usage", "--jobs is for many repositories", { help: "give --repos FILE with it" });
  if (rangeText !== undefined && line.flags.has("explain"))
    throw new OperationalError("usage", "--explain reads the working STATE.md, and --range none", {
      help: "give one of them",
    });
  if (rangeText !== undefined) return runCheckRange(rangeText, line, context);
  const workspace = await openWorkspace(context.runner, context.directory);
  const { repository, documents, statePath, config, referenceCache } = workspace;
  const { text } = await readDocumentFile(repository.topLevel, statePath);
  const { project, tip } = await readWorkspaceProject(workspace);
  const outcome = await checkState({
    repository,
    referenceCache,
    project,
    documents,
    tip,
    path: statePath,
    text,
    severities: config.severities,
    position: config.position,
  });
  const unread = line.flags.has("explain") ? await readUnread(text) : null;
  return reportCheck({ outcome, inherited: 0, unread }, statePath, line, linkedStyle(context, repository.topLevel));
};

/** What is judged, and how many findings a range leaves out. */
interface Judged {
  readonly outcome: CheckOutcome;
  readonly inherited: number;
  /** What was not understood; `null` where nobody asked. */
  readonly unread: readonly UnreadLine[] | null;
}

async function readUnread(text: string): Promise<readonly UnreadLine[]> {
  const [{ findUnread }, { parseStateDocument }] = await Promise.all([
    import("../check/find-unread.ts"),
    import("../document/state-document.ts"),
  ]);
  return findUnread(parseStateDocument(text));
}

async function reportCheck(
  { outcome, inherited, unread }: Judged,
  statePath: string,
  line: CommandLine,
  style: TerminalStyle,
): Promise<CommandResult> {
  const exitCode = exitCodeOf(outcome.findings);
  if (line.flags.has("json"))
    return { output: toJsonText((await import("../report/json.ts")).checkToJson(outcome, unread)), exitCode };
  if (isReportFormat(line.format)) {
    // Annotations are for people: like the text they hold what is for information on request only.
    const shown =
      line.format === "github" && !line.flags.has("all")
        ? outcome.findings.filter(({ severity }) => severity !== "info")
        : outcome.findings;
    const report = await (
      await import("./report-findings.ts")
    ).reportFindings(line.format, {
      command: "check",
      items: shown.map((finding) => ({ finding, subject: null })),
      examined: outcome.examined,
      document: statePath,
      range: line.values.get("range") ?? null,
      inherited,
    });
    return { ...report, exitCode };
  }
  const { formatCheck } = await import("../report/check-text.ts");
  const explained = unread === null ? "" : (await import("../report/unread-text.ts")).formatUnread(unread, style);
  return { output: `${formatCheck(outcome, statePath, line.flags.has("all"), style)}${explained}`, exitCode };
}

async function runCheckRange(rangeText: string, line: CommandLine, context: CommandContext): Promise<CommandResult> {
  const match = /^(.+?)\.\.\.?(.*)$/.exec(rangeText);
  if (match === null)
    throw new OperationalError("usage", `${JSON.stringify(rangeText)} is no range`, {
      help: "write it as A..B, such as origin/main..HEAD",
    });
  const { repository, documentsAt, planningDirectory, statePath, config, cache, referenceCache } = await openWorkspace(
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
    {
      repository,
      documentsAt,
      decode: decodeDocument,
      planningDirectory,
      cache,
      referenceCache,
      severities: config.severities,
      position: config.position,
    },
    range,
  );
  if (result.outcome === null)
    throw new OperationalError("no-state-document", `there is no ${statePath} in ${tipName}`, {
      help: "name a range whose end holds the planning documents",
    });
  const judged = line.flags.has("all")
    ? { outcome: result.outcome, inherited: 0 }
    : {
        outcome: { ...result.outcome, findings: result.added },
        inherited: result.inherited.filter(({ severity }) => severity !== "info").length,
      };
  return reportCheck({ ...judged, unread: null }, statePath, line, linkedStyle(context, repository.topLevel));
}
