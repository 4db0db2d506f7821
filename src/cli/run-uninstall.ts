import { removeCaches } from "../files/commit-cache.ts";
import type { UninstallAgentsOutcome } from "../commands/install-agents.ts";
import type { UninstallHooksOutcome } from "../commands/uninstall-hooks.ts";
import { type Command, type CommandContext, toJsonText } from "./command.ts";
import { openWorkspace } from "../api/open-workspace.ts";

interface UninstallOutcome {
  readonly hooks: UninstallHooksOutcome;
  /** `null`: a server has none. */
  readonly agents: UninstallAgentsOutcome | null;
}

async function uninstallFromClone(context: CommandContext, dryRun: boolean): Promise<UninstallOutcome> {
  const [{ uninstallHooks }, { uninstallAgents }, { createInstallPorts }] = await Promise.all([
    import("../commands/uninstall-hooks.ts"),
    import("../commands/install-agents.ts"),
    import("./install-ports.ts"),
  ]);
  const workspace = await openWorkspace(context.runner, context.directory);
  if (!dryRun) removeCaches(workspace.repository.commonDirectory);
  const ports = createInstallPorts(workspace);
  // First: what is on record of them lies in the folder that goes with the hooks.
  const agents = await uninstallAgents(ports, { dryRun });
  return { agents, hooks: await uninstallHooks(ports, { dryRun }) };
}

/** Runs `state uninstall`. */
export const runUninstall: Command = async (line, context) => {
  const dryRun = line.flags.has("dry-run");
  const fromServer = await (await import("./server-setup.ts")).uninstallFromServer(context, dryRun);
  const { hooks: outcome, agents }: UninstallOutcome =
    fromServer === undefined ? await uninstallFromClone(context, dryRun) : { hooks: fromServer, agents: null };
  if (line.flags.has("json"))
    return {
      output: toJsonText({
        schema: "planlink/uninstall@1",
        applied: outcome.isApplied || agents?.isApplied === true,
        hooks: outcome.hooks,
        left: outcome.left,
        merge: outcome.isMergeRemoved,
        agents: { removed: agents?.removed ?? [], left: agents?.left ?? [] },
      }),
      exitCode: 0,
    };
  const [{ formatUninstall }, { formatAgentRemoval }] = await Promise.all([
    import("../report/install-text.ts"),
    import("../report/agents-text.ts"),
  ]);
  const agentText = agents === null ? "" : formatAgentRemoval(agents, dryRun, context.style);
  return { output: formatUninstall(outcome, dryRun, context.style) + agentText, exitCode: 0 };
};
