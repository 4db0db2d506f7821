import type { HookInstallPorts } from "../commands/install-hooks.ts";
import { createGitConfig } from "../install/git-config.ts";
import { readGitHookFacts } from "../install/git-hook-facts.ts";
import { createNodeDisk } from "../install/node-disk.ts";
import { createManagerPrograms } from "../install/manager-programs.ts";
import { planningRootOf } from "../planning/planning-root.ts";
import type { Workspace } from "../api/open-workspace.ts";
import { processHost } from "../api/process-host.ts";

/** What installing and uninstalling reach the machine through. */
export function createInstallPorts({ runner, repository, planningDirectory }: Workspace): HookInstallPorts {
  return {
    readGitHookFacts: () => readGitHookFacts(runner, planningRootOf(planningDirectory)),
    disk: createNodeDisk(processHost),
    config: createGitConfig(runner, repository.topLevel),
    programs: createManagerPrograms(repository.topLevel, process.execPath, process.env),
  };
}
