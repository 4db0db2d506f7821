import { removeCaches } from "../files/commit-cache.ts";
import type { UninstallHooksOutcome } from "../commands/uninstall-hooks.ts";
import { type Command, type CommandContext, toJsonText } from "./command.ts";
import { openWorkspace } from "../api/open-workspace.ts";

async function uninstallFromClone(context: CommandContext, dryRun: boolean): Promise<UninstallHooksOutcome> {
  const [{ uninstallHooks }, { createInstallPorts }] = await Promise.all([
    import("../commands/uninstall-hooks.ts"),
    import("./install-ports.ts"),
  ]);
  const workspace = await openWorkspace(context.runner, context.directory);
  if (!dryRun) removeCaches(workspace.repository.commonDirectory);
  return uninstallHooks(createInstallPorts(workspace), { dryRun });
}

/** Runs `state uninstall`. */
export const runUninstall: Command = async (line, context) => {
  const dryRun = line.flags.has("dry-run");
  const outcome =
    (await (await import("./server-setup.ts")).uninstallFromServer(context, dryRun)) ??
    (await uninstallFromClone(context, dryRun));
  if (line.flags.has("json"))
    return {
      output: toJsonText({
        schema: "planlink/uninstall@1",
        applied: outcome.isApplied,
        hooks: outcome.hooks,
        left: outcome.left,
        merge: outcome.isMergeRemoved,
      }),
      exitCode: 0,
    };
  return {
    output: (await import("../report/install-text.ts")).formatUninstall(outcome, dryRun, context.style),
    exitCode: 0,
  };
};
