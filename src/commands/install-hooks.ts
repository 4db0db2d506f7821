import { join } from "node:path";
import { applyOperations } from "../install/file-operations.ts";
import { detectHookSetup, type HookSetup } from "../install/hook-setup.ts";
import { chooseManager } from "../install/choose-manager.ts";
import type { Activation, InstallNote, InstallPlan } from "../install/install-plan.ts";
import type { Disk, GitConfig, GitHookFacts } from "../install/install-ports.ts";
import { shippedHookScript } from "../install/husky-block.ts";
import type { InstallManager } from "../install/install-record.ts";
import { planMove } from "../install/plan-removal.ts";
import { createPlannedDisk } from "../install/planned-disk.ts";
import { createPreCommitForm } from "../install/pre-commit-text.ts";
import { detectRemovalSetup } from "../install/removal-setup.ts";
import { planInstallation } from "../install/plan-installation.ts";
import type { ManagerPrograms } from "../install/manager-programs.ts";

export interface HookInstallPorts {
  readonly readGitHookFacts: () => Promise<GitHookFacts>;
  readonly disk: Disk;
  readonly config: GitConfig;
  readonly programs: ManagerPrograms;
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

/** pre-commit changed what stages are called with 3.2. One that is not there is taken to be a current one. */
async function suitPreCommit(setup: HookSetup, { programs }: HookInstallPorts): Promise<HookSetup> {
  const found = setup.configs["pre-commit"];
  const version = await programs.readVersion("pre-commit");
  const [major = 4, minor = 0] = (version ?? "4").split(".").map(Number);
  const form = createPreCommitForm(major < 3 || (major === 3 && minor < 2) ? "before-3.2" : "current");
  return { ...setup, configs: { ...setup.configs, "pre-commit": found && { ...found, form } } };
}

/** Runs a manager's program, and looks whether its hooks are there then. */
async function activate(
  activation: Activation,
  facts: GitHookFacts,
  ports: HookInstallPorts,
): Promise<readonly InstallNote[]> {
  await ports.programs.activate(activation);
  const { hookFiles, native, configs } = await detectHookSetup(facts, ports.disk, ports.config);
  const { manager } = activation;
  const isInPlace = configs[manager]?.hooks.every(({ hook }) =>
    hookFiles.some((file) => file.name === hook.name && file.manager === manager),
  );
  return isInPlace === true ? [] : [{ code: `${manager}-inactive`, path: native.path }];
}

/** What is committed for everybody names no place of this machine: is the program where it is looked for? */
async function findProgram(
  manager: InstallManager,
  { topLevel }: GitHookFacts,
  { disk, programs }: HookInstallPorts,
): Promise<readonly InstallNote[]> {
  if (manager === "native") return [];
  const path = join(topLevel, shippedHookScript);
  const isThere = (await disk.readEntry(path)).kind === "file" || (await programs.readVersion("planlink")) !== null;
  return isThere ? [] : [{ code: "program-absent", path }];
}

/** Installs the hooks of a repository, or plans to. Doing it again changes nothing. */
export async function installHooks(ports: HookInstallPorts, input: InstallHooksInput): Promise<InstallHooksOutcome> {
  const facts = await ports.readGitHookFacts();
  const setup = await detectHookSetup(facts, ports.disk, ports.config);
  const manager = input.manager ?? chooseManager(setup, undefined);
  const recorded = setup.own.record?.manager ?? manager;
  const former = recorded === manager ? null : recorded;
  const removal = former === null ? null : await detectRemovalSetup(facts, ports.disk, ports.config);
  const moveOperations = removal === null || former === null ? [] : planMove(removal, former);
  const left =
    former === null ? setup : await detectHookSetup(facts, createPlannedDisk(ports.disk, moveOperations), ports.config);
  const suited = manager === "pre-commit" ? await suitPreCommit(left, ports) : left;
  const planned = planInstallation(suited, { ...input, manager, former, moveOperations });
  const plan = { ...planned, notes: [...planned.notes, ...(await findProgram(manager, facts, ports))] };
  if (input.dryRun) return { ...plan, isApplied: false };
  if (plan.operations.length > 0) await applyOperations(plan.operations, ports);
  const notes = plan.activation === null ? [] : await activate(plan.activation, facts, ports);
  const isApplied = plan.operations.length > 0 || plan.activation !== null;
  return { ...plan, notes: [...plan.notes, ...notes], isApplied };
}
