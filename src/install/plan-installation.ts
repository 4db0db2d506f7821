import { OperationalError } from "../model/operational-error.ts";
import { chooseManager } from "./choose-manager.ts";
import { noActivation, planActivation, type PlannedActivation } from "./plan-activation.ts";
import type { FileOperation } from "./file-operations.ts";
import { installedHooks } from "./hook-names.ts";
import type { HookDirectory, HookSetup } from "./hook-setup.ts";
import type { InstallNote, InstallPlan, PlannedHook } from "./install-plan.ts";
import {
  addPlaces,
  isConfigManager,
  formatInstallRecord,
  noAttributes,
  toPlace,
  type InstallManager,
  type InstallRecord,
} from "./install-record.ts";
import { planHuskyScript } from "./plan-husky.ts";
import { planConfig, type ConfigPart } from "./plan-config.ts";
import { planMerge, type MergePart } from "./plan-merge.ts";
import { renderNativeHook } from "./native-hook.ts";
import { preCommitHooks } from "./pre-commit-text.ts";
import { planHookFile, type PlannedPart } from "./plan-native.ts";

export interface InstallRequest {
  /** Absolute path of the `hook.sh` of the program at work; `merge.sh` lies beside it. */
  readonly hookScript: string;
  /** `undefined`: the one that the repository uses. */
  readonly manager: InstallManager | undefined;
  /** The manager that hooks are taken out of first, by `moveOperations`; the setup is that which they leave. */
  readonly former: InstallManager | null;
  readonly moveOperations: readonly FileOperation[];
}

/** A plain file that only our programs read. */
export const ownFileMode = 0o644;

function refuseBlocked({ kind, path }: HookDirectory): void {
  if (kind !== "blocked") return;
  throw new OperationalError(
    "hooks-conflict",
    `git looks for hooks in ${path}, which is not a directory: hooks are switched off here`,
    {
      help: "git config --show-origin --get core.hooksPath tells where that is set",
    },
  );
}

function planRecord(
  setup: HookSetup,
  manager: InstallManager,
  directories: readonly string[],
  { record: attributes }: MergePart,
  activated: readonly string[],
  isMoved: boolean,
): InstallRecord {
  const { facts, own } = setup;
  const place = (path: string): ReturnType<typeof toPlace> => toPlace(path, facts);
  const directory = [place(manager === "husky" ? (setup.husky?.directory ?? "") : setup.native.path)];
  const config = isConfigManager(manager) ? setup.configs[manager] : null;
  const emptyConfigs = config?.exists === true && config.form.isEmpty(config.text) ? [config] : [];
  const emptyScripts =
    manager === "husky"
      ? (setup.husky?.scripts ?? []).filter(({ found }) => found.kind === "without-block" && found.text === "")
      : [];
  return {
    version: 1,
    manager,
    hookDirectories: addPlaces(
      own.record?.hookDirectories ?? [],
      manager === "native" || manager === "pre-commit" ? directory : [],
    ),
    huskyDirectories: addPlaces(own.record?.huskyDirectories ?? [], manager === "husky" ? directory : []),
    createdDirectories: addPlaces(own.record?.createdDirectories ?? [], directories.map(place)),
    activatedHooks: addPlaces(isMoved ? [] : (own.record?.activatedHooks ?? []), activated.map(place)),
    emptyScripts: addPlaces(
      own.record?.emptyScripts ?? [],
      [...emptyScripts, ...emptyConfigs].map(({ path }) => place(path)),
    ),
    attributes,
  };
}

/** Our own files in the git directory: the record first, so that it is there whatever stops us later. */
function planOwnFiles({ facts, own }: HookSetup, record: InstallRecord): readonly FileOperation[] {
  const marker = facts.planningRoots.length === 0 ? null : Buffer.from(`${facts.planningRoots.join("\n")}\n`);
  const write = (path: string, before: Uint8Array | null, after: Uint8Array): readonly FileOperation[] =>
    before !== null && Buffer.compare(before, after) === 0
      ? []
      : [{ kind: "write-file", path, before, after, mode: ownFileMode }];
  return [
    ...(own.exists ? [] : [{ kind: "create-directory", path: own.path } as const]),
    ...write(own.recordPath, own.recordContent, Buffer.from(formatInstallRecord(record))),
    ...(marker === null
      ? own.markerContent === null
        ? []
        : [{ kind: "remove-file", path: own.markerPath, before: own.markerContent, mode: ownFileMode } as const]
      : write(own.markerPath, own.markerContent, marker)),
  ];
}

function noteSurroundings(setup: HookSetup, manager: InstallManager, hookScript: string): readonly InstallNote[] {
  const { facts, husky, native } = setup;
  const notes: InstallNote[] = [];
  if (manager === "lefthook") {
    const isRun = native.slots.every(({ found }) => found.kind === "foreign" && found.manager?.name === "lefthook");
    if (!isRun) notes.push({ code: "lefthook-inactive", path: setup.configs.lefthook?.path ?? native.path });
    return notes;
  }
  if (manager === "pre-commit" || manager === "simple-git-hooks") return notes;
  if (manager === "husky") {
    if (husky?.state === "inactive") notes.push({ code: "husky-inactive", path: husky.directory });
    return notes;
  }
  if (husky !== null) notes.push({ code: "husky-may-hide", path: husky.directory });
  const isOfThisRepository =
    facts.hooksPath === null || facts.hooksPath.scope === "local" || facts.hooksPath.scope === "worktree";
  if (!isOfThisRepository) notes.push({ code: "hooks-shared", path: native.path });
  else if (toPlace(native.path, facts).base === "work-tree")
    notes.push({ code: "hooks-in-work-tree", path: native.path });
  // `npx` and its like run a package that is not installed from a cache which they empty as they please.
  if (/[\\/](?:_npx|dlx|dlx-\d+|xfs-[^\\/]+)[\\/]/.test(hookScript))
    notes.push({ code: "program-temporary", path: hookScript });
  return notes;
}

/** What writes stands beside pre-commit's hooks, not among them. */
function slotsBeside({ native }: HookSetup): HookDirectory["slots"] {
  return native.slots.filter(({ hook }) => !preCommitHooks.includes(hook));
}

function inOrder(hooks: readonly PlannedHook[]): readonly PlannedHook[] {
  const place = ({ name }: PlannedHook): number => installedHooks.findIndex((hook) => hook.name === name);
  return hooks.toSorted((a, b) => place(a) - place(b));
}

function directoryOf(setup: HookSetup, manager: InstallManager): string {
  switch (manager) {
    case "native":
      return setup.native.path;
    case "husky":
      return setup.husky?.directory ?? "";
    case "lefthook":
    case "pre-commit":
    case "simple-git-hooks":
      return setup.configs[manager]?.path ?? "";
  }
}

/**
 * Plans the installation of all hooks. Pure: the same setup gives the same plan, and a setup in which everything is
 * in place gives a plan without operations. Throws `hooks-conflict` where hooks cannot or must not be installed.
 */
export function planInstallation(setup: HookSetup, request: InstallRequest): InstallPlan {
  const manager = chooseManager(setup, request.manager);
  // The shells that run hooks on Windows read `\` as an escape. Elsewhere it is a letter like any other.
  const hookScript = /^(?:[A-Za-z]:\\|\\\\)/.test(request.hookScript)
    ? request.hookScript.replaceAll("\\", "/")
    : request.hookScript;
  let directories: readonly string[] = [];
  let parts: readonly PlannedPart[] = [];
  let config: ConfigPart | null = null;
  let activation: PlannedActivation = noActivation;
  if (manager === "native") {
    refuseBlocked(setup.native);
    directories = setup.native.missingDirectories;
    parts = setup.native.slots.map((slot) => planHookFile(slot, renderNativeHook(slot.hook, hookScript)));
  } else if (isConfigManager(manager)) {
    const found = setup.configs[manager];
    if (found !== null) config = planConfig(found);
    if (found !== null && config !== null) activation = planActivation(setup, found, config);
    const rest = manager === "pre-commit" ? slotsBeside(setup) : [];
    parts = rest.map((slot) => planHookFile(slot, renderNativeHook(slot.hook, hookScript)));
    if (activation.activation !== null || parts.length > 0) directories = setup.native.missingDirectories;
  } else {
    parts = (setup.husky?.scripts ?? []).map(planHuskyScript);
  }
  const merge = planMerge(
    setup.merge,
    hookScript.replace(/hook\.sh$/, "merge.sh"),
    setup.own.record?.attributes ?? noAttributes,
  );
  const record = planRecord(setup, manager, directories, merge, activation.created, request.former !== null);
  return {
    manager,
    former: request.former,
    directory: directoryOf(setup, manager),
    hooks: inOrder([...parts.map(({ hook }) => hook), ...(config?.hooks ?? [])]),
    merge: merge.merge,
    notes: [
      ...noteSurroundings(setup, manager, hookScript),
      ...parts.flatMap(({ notes }) => notes),
      ...(config?.notes ?? []),
      ...activation.notes,
      ...merge.notes,
    ],
    operations: [
      ...planOwnFiles(setup, record),
      ...request.moveOperations,
      ...directories.map((path) => ({ kind: "create-directory", path }) as const),
      ...parts.flatMap(({ operations }) => operations),
      ...(config?.operations ?? []),
      // The driver last: with attributes that name one that git does not know, it merges as text.
      ...merge.operations,
    ],
    activation: activation.activation,
  };
}
