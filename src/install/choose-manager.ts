import { OperationalError } from "../model/operational-error.ts";
import type { ConfigManager } from "./config-form.ts";
import type { HookSetup, HuskySetup } from "./hook-setup.ts";
import type { InstallManager } from "./install-record.ts";

function conflict(message: string, help: string): OperationalError {
  return new OperationalError("hooks-conflict", message, { help });
}

function refuseGoneHusky(setup: HookSetup, husky: HuskySetup): void {
  if (husky.state !== "gone") return;
  throw conflict(
    `core.hooksPath is ${setup.facts.hooksPath?.value ?? ""}, but ${husky.directory} does not exist: git runs no hook here`,
    "npx husky sets husky up again; git config --unset core.hooksPath gives .git/hooks back",
  );
}

function chooseHusky(setup: HookSetup): InstallManager {
  if (setup.husky === null) {
    throw conflict(
      "husky 9 is not set up in this repository",
      "npm install --save-dev husky && npx husky init, or: state init --manager native",
    );
  }
  refuseGoneHusky(setup, setup.husky);
  return "husky";
}

/** What to do where a manager is not set up here. */
const absentWords: Readonly<Record<ConfigManager, readonly [message: string, help: string]>> = {
  lefthook: ["there is no configuration of lefthook's at the top of this repository", "npx lefthook install"],
  "pre-commit": ["there is no .pre-commit-config.yaml at the top of this repository", "pre-commit sample-config"],
  "simple-git-hooks": [
    "simple-git-hooks is not set up in this repository",
    "npm install --save-dev simple-git-hooks, or: state init --manager native",
  ],
};

function chooseConfigured(setup: HookSetup, manager: ConfigManager): InstallManager {
  const { husky, configs, facts } = setup;
  if (husky !== null && facts.hooksPath !== null)
    throw conflict("husky manages the hooks of this repository", "state init --manager husky");
  if (configs[manager] === null) throw conflict(...absentWords[manager]);
  refuseOtherOwner(setup, manager);
  refuseHooksPath(setup, manager);
  return manager;
}

/** Two managers that put hooks into one directory overwrite each other. */
function refuseOtherOwner({ hookFiles }: HookSetup, manager: ConfigManager): void {
  const other = hookFiles.find((file) => file.manager !== null && file.manager !== manager);
  if (other === undefined) return;
  throw conflict(
    `${other.manager ?? "another manager"} manages the hooks of this repository (${other.path})`,
    `state init --manager ${other.manager ?? "native"}, or take its hooks out first`,
  );
}

/** pre-commit and lefthook refuse `core.hooksPath`, and simple-git-hooks sees the one of the repository alone. */
function refuseHooksPath({ facts }: HookSetup, manager: ConfigManager): void {
  const { hooksPath } = facts;
  if (hooksPath === null || manager === "lefthook" || (manager === "simple-git-hooks" && hooksPath.scope === "local"))
    return;
  throw conflict(
    `core.hooksPath is ${hooksPath.value} (${hooksPath.scope}), and ${manager} puts no hooks there`,
    "git config --show-origin --get core.hooksPath tells where that is set; git config --local core.hooksPath .git/hooks overrules it for simple-git-hooks",
  );
}

/** Whom hooks go through where nobody said: what is set up here, unless native was chosen before. */
function chooseDefault(setup: HookSetup): InstallManager {
  const { husky, configs, manager, own } = setup;
  if (husky !== null) return chooseHusky(setup);
  const recorded = own.record?.manager;
  const isNativeOnRecord = recorded === "native" && manager?.isInstalled !== true;
  for (const name of ["lefthook", "pre-commit", "simple-git-hooks"] as const) {
    const isHere = configs[name]?.exists === true;
    if (isHere && recorded === name) return chooseConfigured(setup, name);
    if (isHere && manager?.name === name && !isNativeOnRecord && !isBeside(setup)) return chooseConfigured(setup, name);
  }
  return chooseNative(setup, false);
}

/** Native hooks were chosen to stand beside those of a manager that runs others. */
function isBeside({ own, manager }: HookSetup): boolean {
  return own.record?.manager === "native" && manager?.livesWithOthers === true;
}

function chooseNative(setup: HookSetup, isRequested: boolean): InstallManager {
  const { facts, husky, manager, native, own } = setup;
  if (husky !== null) refuseGoneHusky(setup, husky);
  if (husky !== null && facts.hooksPath !== null) {
    throw conflict(
      `${native.path} belongs to husky, which writes it anew at every install`,
      "state init --manager husky",
    );
  }
  // Once chosen, native stays: a manager that came later was told nothing of ours, and "init" mends what it moved.
  const isSettled = isRequested || own.record?.manager === "native";
  if (manager !== null && (!isSettled || (manager.isInstalled && !manager.livesWithOthers))) {
    const help =
      manager.livesWithOthers || manager.isInstalled
        ? manager.help
        : `${manager.help}, or: state init --manager native`;
    throw conflict(`${manager.name} manages the hooks of this repository (${manager.evidence})`, help);
  }
  const isInPreCommit =
    own.record?.manager !== "native" &&
    manager?.name === "pre-commit" &&
    manager.isInstalled &&
    setup.configs["pre-commit"]?.hooks.some(({ kind }) => kind !== "absent") === true;
  if (isInPreCommit)
    throw conflict(
      `pre-commit runs planlink's hooks already (${setup.configs["pre-commit"]?.path ?? ""})`,
      "state init --manager pre-commit, or take planlink's lines out of that file first",
    );
  const scope = facts.hooksPath?.scope ?? "local";
  if (!isSettled && scope !== "local" && scope !== "worktree") {
    throw conflict(
      `core.hooksPath is set in the ${scope} scope: the hooks in ${native.path} serve other repositories, too`,
      "git config --local core.hooksPath .git/hooks gives this repository hooks of its own; state init --manager native installs into the shared ones",
    );
  }
  return "native";
}

/**
 * Decides through which manager the hooks are installed: the one asked for, else the one that is there.
 *
 * Throws `hooks-conflict` where it would be lost, hidden, or would reach beyond the repository, and says what to do.
 */
export function chooseManager(setup: HookSetup, requested: InstallManager | undefined): InstallManager {
  switch (requested) {
    case "husky":
      return chooseHusky(setup);
    case "native":
      return chooseNative(setup, true);
    case "lefthook":
    case "pre-commit":
    case "simple-git-hooks":
      return chooseConfigured(setup, requested);
    case undefined:
      return chooseDefault(setup);
  }
}
