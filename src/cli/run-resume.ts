import { existsSync } from "node:fs";
import { join } from "node:path";
import { briefSession, type SessionBrief } from "../commands/brief-session.ts";
import { checkState } from "../commands/check-state.ts";
import { readCommitHistory } from "../commands/read-history.ts";
import { readGitState } from "../files/git-state.ts";
import { readDocumentFile } from "../files/state-file.ts";
import { readWorkTreeStatus } from "../git/work-tree-status.ts";
import { OperationalError } from "../model/operational-error.ts";
import { briefToJson, formatBrief, formatSessionStart } from "../report/brief-text.ts";
import { type Command, type CommandContext, readWorkspaceProject, toJsonText } from "./command.ts";
import type { CommandLine } from "./command-line.ts";
import type { Workspace } from "./open-workspace.ts";
import { listAnswers, openSelectedWorkspaces, runInScopes, type ScopedCommand } from "./scoped-command.ts";

/** Runs `state resume`. */
export const runResume: Command = async (line, context) => {
  if (line.format === "session-start") return { output: await formatForAgent(line, context), exitCode: 0 };
  return runInScopes(resumeWork, listAnswers)(line, context);
};

const resumeWork: ScopedCommand = async (line, context, workspace) => {
  const brief = await readBrief(workspace);
  const output = line.flags.has("json")
    ? toJsonText(briefToJson(brief))
    : formatBrief(brief, Date.now(), context.style);
  return { output, exitCode: 0 };
};

async function readBrief(workspace: Workspace): Promise<SessionBrief> {
  const { repository, referenceCache, documents, statePath, config } = workspace;
  const text = workspace.hasState() ? (await readDocumentFile(repository.topLevel, statePath)).text : null;
  const { project, tip } = await readWorkspaceProject(workspace);
  const check = {
    repository,
    referenceCache,
    project,
    documents,
    tip,
    path: statePath,
    severities: config.severities,
    position: config.position,
  };
  const [status, gitState, findings, history] = await Promise.all([
    readWorkTreeStatus(workspace.runner, repository.topLevel),
    readGitState(repository.gitDirectory),
    text === null ? [] : checkState({ ...check, text }).then((outcome) => outcome.findings),
    project.position.inProgress.length === 0 ? null : readCommitHistory(repository, project),
  ]);
  return briefSession({ project, tip, history, text, findings, status, gitState });
}

/** An agent reads plain text of a fixed width, and is told of what could not be read instead of being stopped by it. */
const agentStyle: CommandContext["style"] = { color: false, width: 100 };

/** The envelope for a session's start; nothing where there is no project that planlink knows of. */
async function formatForAgent(line: CommandLine, context: CommandContext): Promise<string> {
  try {
    const workspaces = await openSelectedWorkspaces(line, context);
    const [{ repository, planningDirectory }] = workspaces;
    if (!existsSync(join(repository.topLevel, planningDirectory))) return "";
    const writeBrief: ScopedCommand = async (_, __, workspace) => ({
      output: formatBrief(await readBrief(workspace), Date.now(), agentStyle),
      exitCode: 0,
    });
    const { output } = await runInScopes(writeBrief, listAnswers)(
      { ...line, format: "text", flags: new Set() },
      context,
    );
    return formatSessionStart(output);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    if (error.code === "no-repository") return "";
    const help = error.help === null ? "" : ` (${error.help})`;
    return formatSessionStart(`planlink could not read where the project stands: ${error.message}${help}\n`);
  }
}
