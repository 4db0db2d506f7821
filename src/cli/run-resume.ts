import { existsSync } from "node:fs";
import { join } from "node:path";
import { briefSession, briefWorkspace } from "../api/brief-session.ts";
import type { Workspaces } from "../api/select-workspaces.ts";
import { OperationalError } from "../model/operational-error.ts";
import { formatBrief, formatSessionStart } from "../report/brief-text.ts";
import { type Command, type CommandContext, type CommandResult, placeOf, toJsonText } from "./command.ts";
import type { CommandLine } from "./command-line.ts";
import { openActiveFirst, runInScopes } from "./scoped-command.ts";

/** Runs `state resume`. */
export const runResume: Command = async (line, context) => {
  if (line.format === "session-start") return { output: await formatForAgent(line, context), exitCode: 0 };
  if (line.flags.has("json")) return { output: toJsonText(await briefSession(placeOf(line, context))), exitCode: 0 };
  return briefInText(await openActiveFirst(line, context), context.style);
};

async function briefInText(workspaces: Workspaces, style: CommandContext["style"]): Promise<CommandResult> {
  return runInScopes(workspaces, async (workspace) => ({
    output: formatBrief(await briefWorkspace(workspace), Date.now(), style),
    exitCode: 0,
  }));
}

/** An agent reads plain text of a fixed width, and is told of what could not be read instead of being stopped by it. */
const agentStyle: CommandContext["style"] = { color: false, width: 100 };

/** The envelope for a session's start; nothing where there is no project that planlink knows of. */
async function formatForAgent(line: CommandLine, context: CommandContext): Promise<string> {
  try {
    const workspaces = await openActiveFirst(line, context);
    const [{ repository, planningDirectory }] = workspaces;
    if (!existsSync(join(repository.topLevel, planningDirectory))) return "";
    const { output } = await briefInText(workspaces, agentStyle);
    return formatSessionStart(output);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    if (error.code === "no-repository") return "";
    const help = error.help === null ? "" : ` (${error.help})`;
    return formatSessionStart(`planlink could not read where the project stands: ${error.message}${help}\n`);
  }
}
