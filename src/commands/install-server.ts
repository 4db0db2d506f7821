import { applyOperations, type FileOperation } from "../install/file-operations.ts";
import type { Disk, GitConfig, GitHookFacts } from "../install/install-ports.ts";
import { detectServerSetup, planServerInstallation, planServerRemoval } from "../install/plan-server.ts";
import type { ServerPrograms } from "../install/server-hook.ts";
import type { InstallHooksOutcome } from "./install-hooks.ts";
import type { UninstallHooksOutcome } from "./uninstall-hooks.ts";

/** What a server's hooks are set up through. */
export interface ServerInstallPorts {
  readonly facts: GitHookFacts;
  readonly disk: Disk;
  readonly config: GitConfig;
}

async function apply(
  operations: readonly FileOperation[],
  ports: ServerInstallPorts,
  dryRun: boolean,
): Promise<boolean> {
  if (dryRun || operations.length === 0) return false;
  await applyOperations(operations, ports);
  return true;
}

/** Sets up the check of what is pushed to a bare repository, or plans to. Doing it again changes nothing. */
export async function installServer(
  ports: ServerInstallPorts,
  {
    isPerRef,
    programs,
    dryRun,
  }: { readonly isPerRef: boolean; readonly programs: ServerPrograms; readonly dryRun: boolean },
): Promise<Omit<InstallHooksOutcome, "manager"> & { readonly manager: "server" }> {
  const setup = await detectServerSetup(ports.facts, ports.disk);
  const plan = planServerInstallation(setup, isPerRef ? "update" : "pre-receive", programs);
  return {
    ...plan,
    manager: "server",
    former: null,
    merge: { change: "unchanged", attributeLines: [] },
    activation: null,
    isApplied: await apply(plan.operations, ports, dryRun),
  };
}

/** Takes a server's hook out again and puts back what was there before, or plans to. */
export async function uninstallServer(ports: ServerInstallPorts, dryRun: boolean): Promise<UninstallHooksOutcome> {
  const plan = planServerRemoval(await detectServerSetup(ports.facts, ports.disk));
  return { ...plan, isMergeRemoved: false, isApplied: await apply(plan.operations, ports, dryRun) };
}
