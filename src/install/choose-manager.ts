import { OperationalError } from "../model/operational-error.ts";
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

function chooseLefthook(setup: HookSetup): InstallManager {
  const { husky, lefthook, facts } = setup;
  if (husky !== null && facts.hooksPath !== null)
    throw conflict("husky manages the hooks of this repository", "state init --manager husky");
  if (lefthook === null)
    throw conflict(
      "there is no lefthook.yml at the top of this repository, and only YAML can be added to",
      "add planlink's jobs to lefthook's configuration by hand (docs/hooks.md, “Other hook managers”), or set lefthook up: npx lefthook install",
    );
  return "lefthook";
}

/** Whom hooks go through where nobody said: what is set up here, unless native was chosen before. */
function chooseDefault(setup: HookSetup): InstallManager {
  const { husky, lefthook, manager, own } = setup;
  if (husky !== null) return chooseHusky(setup);
  const isNativeOnRecord = own.record?.manager === "native" && manager?.isInstalled !== true;
  if (manager?.name === "lefthook" && lefthook !== null && !isNativeOnRecord) return chooseLefthook(setup);
  return chooseNative(setup, false);
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
      return chooseLefthook(setup);
    case undefined:
      return chooseDefault(setup);
  }
}
