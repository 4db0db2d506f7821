import { applyOperations } from "../install/file-operations.ts";
import { detectHookSetup } from "../install/hook-setup.ts";
import type { InstallPlan } from "../install/install-plan.ts";
import type { Disk, GitConfig, GitHookFacts } from "../install/install-ports.ts";
import type { InstallManager } from "../install/install-record.ts";
import { planMove } from "../install/plan-removal.ts";
import { detectRemovalSetup } from "../install/removal-setup.ts";
import { planInstallation } from "../install/plan-installation.ts";

export interface HookInstallPorts {
  readonly readGitHookFacts: () => Promise<GitHookFacts>;
  readonly disk: Disk;
  readonly config: GitConfig;
}

export interface InstallHooksInput {
  /** Absolute path of the `hook.sh` of the program at work. */
  readonly hookScript: string;
  /** `undefined`: the manager that the repository uses. */
  readonly manager: InstallManager | undefined;
  readonly dryRun: boolean;
}

export interface InstallHooksOutcome extends InstallPlan {
  /** The operations were carried out. False for a dry run and when there was nothing to do. */
  readonly isApplied: boolean;
}

/** Installs the hooks of a repository, or plans to. Doing it again changes nothing. */
export async function installHooks(ports: HookInstallPorts, input: InstallHooksInput): Promise<InstallHooksOutcome> {
  const facts = await ports.readGitHookFacts();
  const setup = await detectHookSetup(facts, ports.disk, ports.config);
  const removal = await detectRemovalSetup(facts, ports.disk, ports.config);
  const plan = planInstallation(setup, { ...input, planMove: (former) => planMove(removal, former) });
  const isApplied = !input.dryRun && plan.operations.length > 0;
  if (isApplied) await applyOperations(plan.operations, ports);
  return { ...plan, isApplied };
}
