import type { Workspace } from "../api/open-workspace.ts";
import { activeFirst, selectWorkspaces, type Workspaces } from "../api/select-workspaces.ts";
import type { CommandLine } from "./command-line.ts";
import type { CommandContext, CommandResult } from "./command.ts";

/** Opens the planning directories that a command line means: that of `--workstream`, or all where it is run. */
export async function openSelectedWorkspaces(line: CommandLine, context: CommandContext): Promise<Workspaces> {
  return selectWorkspaces(context.runner, context.directory, line.values.get("workstream"));
}

/** As `openSelectedWorkspaces`, that of the active workstream first. */
export async function openActiveFirst(line: CommandLine, context: CommandContext): Promise<Workspaces> {
  return activeFirst(await openSelectedWorkspaces(line, context));
}

/**
 * Writes text about every planning directory, one after the other: with a single one as it is, otherwise each under its
 * name, and tables as one.
 */
export async function runInScopes(
  workspaces: Workspaces,
  run: (workspace: Workspace) => Promise<CommandResult>,
  isTable = false,
): Promise<CommandResult> {
  const [first, ...others] = workspaces;
  if (others.length === 0) return run(first);
  const results: { readonly directory: string; readonly result: CommandResult }[] = [];
  // They may write, and what they write goes with one history.
  for (const workspace of workspaces)
    results.push({ directory: workspace.planningDirectory, result: await run(workspace) });
  const exitCode = results.some(({ result }) => result.exitCode === 1) ? 1 : 0;
  return { output: joinTexts(results, isTable), exitCode };
}

function joinTexts(
  results: readonly { readonly directory: string; readonly result: CommandResult }[],
  isTable: boolean,
): string {
  if (isTable)
    return results
      .map(({ result: { output } }, index) => (index === 0 ? output : output.replace(/^.*\n/, "")))
      .join("");
  return results.map(({ directory, result: { output } }) => `── ${directory}\n${output}`).join("\n");
}
