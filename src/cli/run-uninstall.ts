import { removeCaches } from "../files/commit-cache.ts";
import { type Command, toJsonText } from "./command.ts";
import { openWorkspace } from "./open-workspace.ts";

/** Runs `state uninstall`. */
export const runUninstall: Command = async (line, context) => {
  const dryRun = line.flags.has("dry-run");
  const [{ uninstallHooks }, { readGitHookFacts }, { createNodeDisk }] = await Promise.all([
    import("../commands/uninstall-hooks.ts"),
    import("../install/git-hook-facts.ts"),
    import("../install/node-disk.ts"),
  ]);
  const { repository } = await openWorkspace(context.runner, context.directory);
  if (!dryRun) removeCaches(repository.commonDirectory);
  const outcome = await uninstallHooks(
    { readGitHookFacts: () => readGitHookFacts(context.runner), disk: createNodeDisk() },
    { dryRun },
  );
  if (line.flags.has("json"))
    return {
      output: toJsonText({
        schema: "planlink/uninstall@1",
        applied: outcome.isApplied,
        hooks: outcome.hooks,
        left: outcome.left,
      }),
      exitCode: 0,
    };
  return {
    output: (await import("../report/install-text.ts")).formatUninstall(outcome, dryRun, context.style),
    exitCode: 0,
  };
};
