import { refuseAwaitedRules } from "../files/awaited-rules.ts";
import { removeCaches } from "../files/commit-cache.ts";
import { findBeforeInit } from "../files/created-sections.ts";
import { readDocumentFile, writeDocumentFile } from "../files/state-file.ts";
import type { UninstallAgentsOutcome } from "../commands/install-agents.ts";
import type { UninstallHooksOutcome } from "../commands/uninstall-hooks.ts";
import { type Command, type CommandContext, toJsonText } from "./command.ts";
import { openWorkspace, type Workspace } from "../api/open-workspace.ts";

interface UninstallOutcome {
  readonly hooks: UninstallHooksOutcome;
  /** `null`: a server has none. */
  readonly agents: UninstallAgentsOutcome | null;
  /** The STATE.md from which sections are taken that `init` created; `null`: none. */
  readonly restored: string | null;
}

/**
 * Gives back the STATE.md that `init` found, where nobody has changed or committed it since: then git sees nothing of it.
 * What is committed, or has been written to, is the project's; what cannot be read is left alone.
 */
async function giveBackDocument(
  workspace: Workspace,
  context: CommandContext,
  dryRun: boolean,
): Promise<string | null> {
  const { repository, statePath } = workspace;
  const state = workspace.hasState()
    ? await readDocumentFile(repository.topLevel, statePath).catch(() => undefined)
    : undefined;
  const before = state === undefined ? undefined : findBeforeInit(repository.commonDirectory, statePath, state.bytes);
  if (state === undefined || before === undefined) return null;
  refuseAwaitedRules(repository.topLevel, [statePath]);
  const args = ["--literal-pathspecs", "status", "--porcelain", "--ignored", "--", statePath];
  const { stdout } = await context.runner.run(args, { cwd: repository.topLevel });
  if (stdout.length === 0) return null;
  if (!dryRun)
    await writeDocumentFile(
      repository.topLevel,
      statePath,
      state.bytes,
      Buffer.from(before.bytes).toString("utf8"),
      context.host,
    );
  return statePath;
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
  const restored = await giveBackDocument(workspace, context, dryRun);
  // First: what is on record of them lies in the folder that goes with the hooks.
  const agents = await uninstallAgents(ports, { dryRun });
  return { agents, hooks: await uninstallHooks(ports, { dryRun }), restored };
}

/** Runs `state uninstall`. */
export const runUninstall: Command = async (line, context) => {
  const dryRun = line.flags.has("dry-run");
  const fromServer = await (await import("./server-setup.ts")).uninstallFromServer(context, dryRun);
  const {
    hooks: outcome,
    agents,
    restored,
  }: UninstallOutcome = fromServer === undefined
    ? await uninstallFromClone(context, dryRun)
    : { hooks: fromServer, agents: null, restored: null };
  if (line.flags.has("json"))
    return {
      output: toJsonText({
        schema: "planlink/uninstall@1",
        applied: outcome.isApplied || agents?.isApplied === true,
        hooks: outcome.hooks,
        left: outcome.left,
        merge: outcome.isMergeRemoved,
        restored,
        agents: { removed: agents?.removed ?? [], left: agents?.left ?? [] },
      }),
      exitCode: 0,
    };
  const [{ formatUninstall }, { formatAgentRemoval }] = await Promise.all([
    import("../report/install-text.ts"),
    import("../report/agents-text.ts"),
  ]);
  const agentText = agents === null ? "" : formatAgentRemoval(agents, dryRun, context.style);
  const restoredText =
    restored === null
      ? ""
      : `✔ ${dryRun ? "would take" : "took"} out of ${restored} what state init had created there\n`;
  return { output: formatUninstall(outcome, dryRun, context.style) + agentText + restoredText, exitCode: 0 };
};
