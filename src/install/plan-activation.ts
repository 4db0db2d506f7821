import { join } from "node:path";
import type { ConfigSetup } from "./config-form.ts";
import type { HookSetup } from "./hook-setup.ts";
import type { Activation, InstallNote } from "./install-plan.ts";
import type { ConfigPart } from "./plan-config.ts";

/** What it takes for a manager's hooks to be in place. */
export interface PlannedActivation {
  readonly activation: Activation | null;
  /** Hook files that come by it, and were not the manager's before. */
  readonly created: readonly string[];
  readonly notes: readonly InstallNote[];
}

/** Nothing is to be run. */
export const noActivation: PlannedActivation = { activation: null, created: [], notes: [] };

/**
 * Plans what a manager's own program has to do. lefthook's is left to people (docs/adr/0041), and to lefthook, which puts
 * hooks in place by itself when its configuration has changed.
 */
export function planActivation(
  setup: HookSetup,
  { manager, form, hooks }: ConfigSetup,
  part: ConfigPart,
): PlannedActivation {
  const { native, hookFiles, simpleGitHooksProgram } = setup;
  if (manager === "lefthook") {
    const taken = new Set(hookFiles.map(({ name }) => name));
    const free = hooks.filter(({ hook }) => !taken.has(hook.name)).map(({ hook }) => join(native.path, hook.name));
    return { ...noActivation, created: free };
  }
  const theirs = new Set(hookFiles.filter((file) => file.manager === manager).map(({ name }) => name));
  const isChanged = part.operations.length > 0;
  const isInPlace = hooks.every(({ hook }) => theirs.has(hook.name));
  const notes: InstallNote[] = [];
  const config = setup.configs[manager]?.path ?? native.path;
  if (manager === "pre-commit" && isChanged) notes.push({ code: "config-unstaged", path: config });
  if (isInPlace && (!isChanged || manager === "pre-commit")) return { ...noActivation, notes };
  const inactive = { code: `${manager}-inactive`, path: config } as const;
  if (manager === "simple-git-hooks") {
    const others = hookFiles.filter((file) => file.manager !== manager).map(({ path }) => path);
    if (others[0] !== undefined) notes.push({ code: "hook-would-go", path: others[0] });
    if (others.length > 0 || simpleGitHooksProgram === null) return { ...noActivation, notes: [...notes, inactive] };
  }
  const names = form.namesHooks(part.text);
  const created = names.filter((name) => !theirs.has(name)).map((name) => join(native.path, name));
  const activation: Activation =
    manager === "simple-git-hooks"
      ? { manager, program: simpleGitHooksProgram ?? "", isNodeScript: true, args: [] }
      : {
          manager,
          program: "pre-commit",
          isNodeScript: false,
          args: ["install", ...hooks.flatMap(({ hook }) => ["--hook-type", hook.name])],
        };
  return { activation, created, notes };
}
