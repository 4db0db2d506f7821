import { applyOperations } from "../install/file-operations.ts";
import type { RemovalPlan } from "../install/install-plan.ts";
import { planRemoval } from "../install/plan-removal.ts";
import { detectRemovalSetup } from "../install/removal-setup.ts";
import type { HookInstallPorts } from "./install-hooks.ts";

export interface UninstallHooksInput {
  readonly dryRun: boolean;
}

export interface UninstallHooksOutcome extends RemovalPlan {
  /** The operations were carried out. False for a dry run and when nothing was installed. */
  readonly isApplied: boolean;
}

/** Takes the hooks out of a repository and puts back what was there before, or plans to. */
export async function uninstallHooks(
  ports: HookInstallPorts,
  input: UninstallHooksInput,
): Promise<UninstallHooksOutcome> {
  const plan = planRemoval(await detectRemovalSetup(await ports.readGitHookFacts(), ports.disk, ports.config));
  const isApplied = !input.dryRun && plan.operations.length > 0;
  if (isApplied) await applyOperations(plan.operations, ports);
  return { ...plan, isApplied };
}
