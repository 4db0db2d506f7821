import { installGitHelp, isSupportedGit } from "../install/git-version.ts";
import type { HookSetup } from "../install/hook-setup.ts";
import type { DriverFacts } from "../install/driver-facts.ts";
import type { MachineFacts } from "../install/machine-facts.ts";
import type { TrialFacts } from "../install/trial-facts.ts";
import { diagnoseAgents } from "./diagnose-agents.ts";
import type { AgentFacts } from "./install-agents.ts";
import { diagnoseHooks, diagnoseTrial, showPath } from "./diagnose-hooks.ts";
import { createError, createOk, createWarning, type DoctorCheck } from "./doctor-check.ts";
import type { CacheFacts, LedgerFacts } from "./inspect-kept.ts";

/** Everything that `state doctor` judges by. */
export interface DoctorFacts {
  readonly machine: MachineFacts;
  readonly nodeVersion: string;
  readonly setup: HookSetup;
  /** `null`: no trial was made; then `trialFailure` says why, if it was to be made. */
  readonly trial: TrialFacts | null;
  readonly trialFailure: string | null;
  readonly driver: DriverFacts;
  readonly config: { readonly path: string; readonly exists: boolean; readonly problems: readonly string[] };
  readonly hasState: boolean;
  readonly ledger: LedgerFacts;
  readonly cache: CacheFacts;
  readonly agents: AgentFacts;
}

const oldestNode: readonly [number, number] = [20, 11];

function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [first = 0, second = 0] = version.replace(/^v/, "").split(".").map(Number);
  return first > major || (first === major && second >= minor);
}

function diagnoseGit({ gitVersion }: MachineFacts): DoctorCheck {
  if (gitVersion === null) return createWarning("git", "git tells no version", installGitHelp);
  return isSupportedGit(gitVersion)
    ? createOk("git", gitVersion, { version: gitVersion })
    : createError("git", `${gitVersion} is too old`, installGitHelp, { version: gitVersion });
}

function diagnoseNode({ nodePath }: MachineFacts, nodeVersion: string): DoctorCheck {
  const version = nodeVersion.replace(/^v/, "");
  const data = { version, path: nodePath };
  if (nodePath === null)
    return createError(
      "node",
      "there is no node on PATH, so hooks check nothing",
      "put the directory of node on PATH",
      data,
    );
  return isAtLeast(version, oldestNode)
    ? createOk("node", `${version} (${nodePath})`, data)
    : createError("node", `${version} is too old`, "install Node 20.11 or newer", data);
}

function diagnoseDesktop({ hasNodeOnBarePath, nodePath }: MachineFacts): DoctorCheck {
  if (hasNodeOnBarePath) return createOk("desktop", "git clients with windows find node");
  return createWarning(
    "desktop",
    "git clients with windows may not find node: it is in none of the usual directories, and hooks then check nothing",
    nodePath === null ? "install Node" : `start them from a terminal, or: sudo ln -s ${nodePath} /usr/local/bin/node`,
  );
}

function diagnoseGsd({ gsd }: MachineFacts, topLevel: string): DoctorCheck {
  return gsd === null
    ? createOk("gsd", "no installation of GSD found here or in the home directory; planlink needs none", {
        version: null,
      })
    : createOk("gsd", `${gsd.name} ${gsd.version} (${showPath(topLevel, gsd.path)})`, { installation: gsd });
}

function diagnoseConfig({ path, exists, problems }: DoctorFacts["config"]): DoctorCheck {
  const [first, ...others] = problems;
  if (first !== undefined)
    return createError(
      "config",
      `${first}${others.length === 0 ? "" : ` (and ${others.length} more)`}`,
      `correct ${path}; all that is wrong: state config`,
      { problems },
    );
  return createOk("config", exists ? `${path} is understood` : "none; all settings have their defaults", { problems });
}

function diagnoseSwitches({ switches }: MachineFacts): DoctorCheck {
  if (switches.length === 0) return createOk("switches", "nothing in the environment switches hooks off", { switches });
  const names = switches.map((text) => text.split("=")[0] ?? "");
  return createError(
    "switches",
    `${switches.join(", ")} in this environment switches hooks off`,
    `unset ${names.join(" ")}`,
    { switches },
  );
}

function diagnoseDriver(driver: DriverFacts): DoctorCheck {
  const data = { command: driver.command };
  switch (driver.kind) {
    case "unknown":
      return createError(
        "merge-driver",
        "this clone does not know it, so STATE.md is merged as text",
        "state init",
        data,
      );
    case "foreign":
      return createWarning(
        "merge-driver",
        "merge.planlink.driver is not as planlink writes it",
        "state init sets it right; git config merge.planlink.driver shows it",
        data,
      );
    case "gone":
      return createError(
        "merge-driver",
        `its program ${driver.program} is gone, so STATE.md is merged as text`,
        "state init",
        data,
      );
    case "ready":
      return createOk("merge-driver", `known to this clone (${driver.program})`, data);
  }
}

function diagnoseAttributes({ setup, driver }: DoctorFacts): DoctorCheck {
  const { attributes } = setup.merge;
  const data = { attributes: attributes.map(({ path, merge, found }) => ({ path, wanted: merge, found })) };
  const missing = attributes.filter(({ found }) => found === "unspecified");
  const other = attributes.filter(({ found, merge }) => found !== "unspecified" && found !== merge);
  if (missing.length > 0) {
    const says = missing.map(({ path, merge }) => `${path} merge=${merge}`).join(", ");
    return createError(
      "attributes",
      `.gitattributes does not say: ${says}`,
      "state init, and commit .gitattributes",
      data,
    );
  }
  if (other.length > 0)
    return createWarning(
      "attributes",
      `merged otherwise: ${other.map(({ path, found }) => `${path} merge=${found}`).join(", ")}`,
      "git check-attr merge PATH; where planlink is to merge them, take these settings out and run state init",
      data,
    );
  return createOk(
    "attributes",
    driver.kind === "ready" ? "name the driver for STATE.md, and union for the ledger" : "name the driver",
    data,
  );
}

function diagnoseLedger({ ledger, hasState }: DoctorFacts): DoctorCheck {
  const { path, exists, isNewer, commits, unreachable, missing, damagedLines } = ledger;
  const data = { path, commits, unreachable, missing, damagedLines };
  const count = `${commits} commit${commits === 1 ? "" : "s"}`;
  if (!exists)
    return createOk("ledger", hasState ? "none yet; state sync makes one" : "none, as there is no STATE.md", data);
  if (isNewer)
    return createWarning(
      "ledger",
      `${path} is of a newer planlink: it is read, and never written`,
      "update planlink",
      data,
    );
  if (damagedLines.length > 0)
    return createWarning(
      "ledger",
      `${path}: line ${damagedLines.slice(0, 3).join(", ")} cannot be read; ${count} could`,
      "state sync writes it anew",
      data,
    );
  if (unreachable + missing > 0)
    return createWarning(
      "ledger",
      `${count}, of which ${unreachable} are not in the history of HEAD and ${missing} not in this clone`,
      "state relink --dry-run shows what they became",
      data,
    );
  return createOk("ledger", `${count}, all found`, data);
}

function diagnoseCache({ kind, commits }: CacheFacts): DoctorCheck {
  const data = { state: kind === "wrong" ? "rebuilt" : kind, commits };
  const count = `${commits} commit${commits === 1 ? "" : "s"}`;
  switch (kind) {
    case "off":
      return createOk("cache", "none, as history here may be altered (grafts, replaced objects)", data);
    case "empty":
      return createOk("cache", "none yet; the next command makes one", data);
    case "consistent":
      return createOk("cache", `${count}, consistent`, data);
    case "wrong":
      return createOk("cache", `${count}, was damaged and is rebuilt`, data);
  }
}

function diagnoseTrialOf(facts: DoctorFacts, hooks: DoctorCheck): readonly DoctorCheck[] {
  if (facts.trial !== null) return [diagnoseTrial(facts.trial, hooks)];
  if (facts.trialFailure === null) return [];
  return [
    createError(
      "trial",
      `no scratch commit could be made: ${facts.trialFailure}`,
      "state doctor --no-trial looks only",
    ),
  ];
}

/** Judges a set-up: one check a line, in the order in which a person reads them. Pure. */
export function diagnose(facts: DoctorFacts): readonly DoctorCheck[] {
  const hooks = diagnoseHooks(facts.setup, facts.trial);
  return [
    diagnoseGit(facts.machine),
    diagnoseNode(facts.machine, facts.nodeVersion),
    diagnoseDesktop(facts.machine),
    diagnoseGsd(facts.machine, facts.setup.facts.topLevel),
    diagnoseConfig(facts.config),
    diagnoseSwitches(facts.machine),
    hooks,
    ...diagnoseTrialOf(facts, hooks),
    diagnoseDriver(facts.driver),
    diagnoseAttributes(facts),
    diagnoseAgents(facts.agents),
    diagnoseLedger(facts),
    diagnoseCache(facts.cache),
  ];
}
