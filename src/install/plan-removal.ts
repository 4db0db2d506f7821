import type { ConfigManager } from "./config-form.ts";
import type { FileOperation } from "./file-operations.ts";
import type { HookSlot } from "./hook-directory.ts";
import { planDeactivation } from "./managed-hooks.ts";
import { removeHuskyBlock } from "./husky-block.ts";
import { encodeBytes } from "./byte-text.ts";
import type { HuskyScript } from "./husky-scripts.ts";
import type { LeftFile, RemovalPlan, RemovedHook } from "./install-plan.ts";
import { OperationalError } from "../model/operational-error.ts";
import { installManagers, noAttributes, resolvePlace, type InstallManager } from "./install-record.ts";
import { huskyScriptMode } from "./plan-husky.ts";
import { ownFileMode } from "./plan-installation.ts";
import { planConfigRemoval } from "./plan-config.ts";
import { planMergeRemoval } from "./plan-merge.ts";
import { nativeHookMode } from "./plan-native.ts";
import type { RemovalSetup } from "./removal-setup.ts";

/** What one place adds to a removal. */
export interface RemovalPart {
  readonly hooks: readonly RemovedHook[];
  readonly left: readonly LeftFile[];
  readonly operations: readonly FileOperation[];
}

const nothing: RemovalPart = { hooks: [], left: [], operations: [] };

/** Plans to take one hook file out, and to put back what was there before it. */
export function planSlotRemoval({ hook, path, found, moved, hasPrevious, previousPath }: HookSlot): RemovalPart {
  if (found.kind === "edited") return { ...nothing, left: [{ path, reason: "edited" }] };
  // Where ours stood first is where the earlier hook belongs: the hook itself, or wherever a manager has moved ours.
  const ours = [...(found.kind === "ours" ? [{ path, content: found.content }] : []), ...moved];
  const operations = ours.map(
    (file) => ({ kind: "remove-file", path: file.path, before: file.content, mode: nativeHookMode }) as const,
  );
  const free = ours[0]?.path ?? (found.kind === "absent" ? path : undefined);
  if (!hasPrevious) {
    return {
      ...nothing,
      hooks: ours.map((file) => ({ name: hook.name, path: file.path, isRestored: false })),
      operations,
    };
  }
  if (free === undefined) return { ...nothing, left: [{ path: previousPath, reason: "replaced" }] };
  return {
    ...nothing,
    hooks: [{ name: hook.name, path: free, isRestored: true }],
    operations: [...operations, { kind: "move-file", from: previousPath, to: free }],
  };
}

function planScriptRemoval({ hook, path, found }: HuskyScript, emptyScripts: ReadonlySet<string>): RemovalPart {
  if (found.kind === "edited") return { ...nothing, left: [{ path, reason: "edited" }] };
  const text = found.kind === "with-block" ? removeHuskyBlock(hook, found.text) : undefined;
  if (found.kind !== "with-block" || text === undefined) return nothing;
  const before = encodeBytes(found.text);
  const isRestored = text !== "" || emptyScripts.has(path);
  const operation: FileOperation = isRestored
    ? { kind: "write-file", path, before, after: encodeBytes(text), mode: huskyScriptMode }
    : { kind: "remove-file", path, before, mode: huskyScriptMode };
  return { ...nothing, hooks: [{ name: hook.name, path, isRestored }], operations: [operation] };
}

/** Our own files go last: until then they tell how to finish what was begun. */
export function planOwnRemoval({ facts, own }: Pick<RemovalSetup, "facts" | "own">): readonly FileOperation[] {
  const remove = (path: string, before: Uint8Array | null): readonly FileOperation[] =>
    before === null ? [] : [{ kind: "remove-file", path, before, mode: ownFileMode }];
  const created = (own.record?.createdDirectories ?? []).map((place) => resolvePlace(place, facts)).reverse();
  return [
    ...created.map((path) => ({ kind: "remove-directory", path }) as const),
    ...remove(own.recordPath, own.recordContent),
    ...remove(own.markerPath, own.markerContent),
    ...own.notes.flatMap(({ path, content }) => remove(path, content)),
    ...(own.exists ? [{ kind: "remove-directory", path: own.path } as const] : []),
  ];
}

/** Plans to take the hooks out of one manager. */
function planManagerRemoval(setup: RemovalSetup, manager: InstallManager): readonly RemovalPart[] {
  switch (manager) {
    case "native":
      return setup.slots.map(planSlotRemoval);
    case "husky": {
      const places = setup.own.record?.emptyScripts ?? [];
      const emptyScripts = new Set(places.map((place) => resolvePlace(place, setup.facts)));
      return setup.scripts.map((script) => planScriptRemoval(script, emptyScripts));
    }
    case "lefthook":
    case "pre-commit":
    case "simple-git-hooks":
      return planConfigurationRemoval(setup, manager);
  }
}

/** What stays of ours in a configuration is still run, so that its hooks stay, too. */
function planConfigurationRemoval(
  { facts, own, configs, hookFiles, hasLocalLefthook }: RemovalSetup,
  manager: ConfigManager,
): readonly RemovalPart[] {
  const config = configs[manager];
  const empty = (own.record?.emptyScripts ?? []).map((place) => resolvePlace(place, facts));
  const keepsEmpty = config !== null && empty.includes(config.path);
  const part = config === null ? nothing : planConfigRemoval(config, keepsEmpty);
  if (part.left.length > 0) return [part];
  const activated = own.record?.manager === manager ? own.record.activatedHooks : [];
  const paths = new Set(activated.map((place) => resolvePlace(place, facts)));
  // What people have given lefthook to do at such a hook meanwhile is theirs.
  const used =
    manager !== "lefthook" || config === null
      ? []
      : config.form.namesHooks(config.form.remove(config.text, keepsEmpty));
  const files = manager === "lefthook" && hasLocalLefthook ? [] : hookFiles.filter(({ name }) => !used.includes(name));
  return [part, { ...nothing, operations: planDeactivation(manager, files, paths) }];
}

/**
 * Plans to take the hooks out of the manager that they were installed through before another is used. Throws where
 * something of ours would stay there: two managers would run the hooks twice.
 */
export function planMove(setup: RemovalSetup, former: InstallManager): readonly FileOperation[] {
  const parts = [
    ...planManagerRemoval(setup, former),
    ...(former === "pre-commit" ? planManagerRemoval(setup, "native") : []),
  ];
  const left = parts.flatMap((part) => part.left)[0];
  if (left === undefined) return parts.flatMap(({ operations }) => operations);
  throw new OperationalError(
    "hooks-conflict",
    `planlink's part of ${left.path} was edited by hand, so it cannot be moved`,
    {
      help: "take planlink's lines out of it by hand, then run the command again",
    },
  );
}

/**
 * Plans to take out everything that `planInstallation` put in, and nothing else: a file that is not ours to the last
 * byte is left and named. Pure.
 */
export function planRemoval(setup: RemovalSetup): RemovalPlan {
  const parts = installManagers.flatMap((manager) => planManagerRemoval(setup, manager));
  const merge = planMergeRemoval(setup.merge, setup.own.record?.attributes ?? noAttributes);
  return {
    hooks: parts.flatMap(({ hooks }) => hooks),
    left: [
      ...parts.flatMap(({ left }) => left),
      ...setup.otherAttributes.map((path) => ({ path, reason: "other-worktree" }) as const),
    ],
    isMergeRemoved: merge.isRemoved,
    operations: [...parts.flatMap(({ operations }) => operations), ...merge.operations, ...planOwnRemoval(setup)],
  };
}
