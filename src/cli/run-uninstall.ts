import { removeCaches } from "../files/commit-cache.ts";
import { type Command, toJsonText } from "./command.ts";
import { openWorkspace } from "./open-workspace.ts";

/** Runs `state uninstall`. */
export const runUninstall: Command = async (line, context) => {
  const dryRun = line.flags.has("dry-run");
  const [{ uninstallHooks }, { createInstallPorts }] = await Promise.all([
    import("../commands/uninstall-hooks.ts"),
    import("./install-ports.ts"),
  ]);
  const workspace = await openWorkspace(context.runner, context.directory);
  if (!dryRun) removeCaches(workspace.repository.commonDirectory);
  const outcome = await uninstallHooks(createInstallPorts(workspace), { dryRun });
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
