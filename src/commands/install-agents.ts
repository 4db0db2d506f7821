import { join } from "node:path";
import type { AgentName } from "../model/agent-names.ts";
import type { AgentPlace } from "../install/agent-files.ts";
import { applyOperations } from "../install/file-operations.ts";
import { planAgentRemoval, type AgentRemovalPlan } from "../install/plan-agent-removal.ts";
import { findAgentParts, findAgents, planAgents, type AgentPlan, type AgentRequest } from "../install/plan-agents.ts";
import type { HookInstallPorts } from "./install-hooks.ts";

export interface InstallAgentsOutcome extends AgentPlan {
  /** The operations were carried out. */
  readonly isApplied: boolean;
}

export interface UninstallAgentsOutcome extends AgentRemovalPlan {
  /** The operations were carried out. */
  readonly isApplied: boolean;
}

async function readPlace({ readGitHookFacts, disk }: HookInstallPorts): Promise<AgentPlace> {
  const { topLevel, commonDirectory } = await readGitHookFacts();
  return { disk, topLevel, ownDirectory: join(commonDirectory, "planlink") };
}

/** Sets up the coding agents of a repository, or plans to. The hooks are installed before. */
export async function installAgents(
  ports: HookInstallPorts,
  input: AgentRequest & { readonly dryRun: boolean },
): Promise<InstallAgentsOutcome> {
  const plan = await planAgents(await readPlace(ports), input);
  const isApplied = !input.dryRun && plan.operations.length > 0;
  if (isApplied) await applyOperations(plan.operations, ports);
  return { ...plan, isApplied };
}

/** Takes out what this clone gave to coding agents, or plans to. The hooks are uninstalled afterwards. */
export async function uninstallAgents(
  ports: HookInstallPorts,
  input: { readonly dryRun: boolean },
): Promise<UninstallAgentsOutcome> {
  const plan = await planAgentRemoval(await readPlace(ports));
  const isApplied = !input.dryRun && plan.operations.length > 0;
  if (isApplied) await applyOperations(plan.operations, ports);
  return { ...plan, isApplied };
}

/** What the agents that are found here have been given. */
export interface AgentFacts {
  readonly agents: readonly AgentName[];
  readonly parts: Awaited<ReturnType<typeof findAgentParts>>;
  /** A program that `npx --no-install planlink` starts is there. */
  readonly hasProgram: boolean;
}

/** Looks what the agents that are found have been given. `hasProgram` says whether their command can be started. */
export async function inspectAgents(place: AgentPlace, hasProgram: boolean): Promise<AgentFacts> {
  const agents = await findAgents(place);
  return { agents, parts: await findAgentParts(place, agents), hasProgram };
}
