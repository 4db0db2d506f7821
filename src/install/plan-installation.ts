import { OperationalError } from "../model/operational-error.ts";
import { chooseManager } from "./choose-manager.ts";
import type { FileOperation } from "./file-operations.ts";
import type { HookDirectory, HookSetup } from "./hook-setup.ts";
import type { InstallNote, InstallPlan } from "./install-plan.ts";
import {
  addPlaces,
  formatInstallRecord,
  noAttributes,
  toPlace,
  type InstallManager,
  type InstallRecord,
} from "./install-record.ts";
import { planHuskyScript } from "./plan-husky.ts";
import { planLefthook, type LefthookPart } from "./plan-lefthook.ts";
import { planMerge, type MergePart } from "./plan-merge.ts";
import { renderNativeHook } from "./native-hook.ts";
import { planHookFile, type PlannedPart } from "./plan-native.ts";

export interface InstallRequest {
  /** Absolute path of the `hook.sh` of the program at work; `merge.sh` lies beside it. */
  readonly hookScript: string;
  /** `undefined`: the one that the repository uses. */
  readonly manager: InstallManager | undefined;
  /** Plans to take the hooks out of the manager that they were installed through before. */
  readonly planMove: (former: InstallManager) => readonly FileOperation[];
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
): InstallRecord {
  const { facts, own } = setup;
  const place = (path: string): ReturnType<typeof toPlace> => toPlace(path, facts);
  const directory = [place(manager === "husky" ? (setup.husky?.directory ?? "") : setup.native.path)];
  const emptyScripts =
    manager === "husky"
      ? (setup.husky?.scripts ?? []).filter(({ found }) => found.kind === "without-block" && found.text === "")
      : [];
  return {
    version: 1,
    manager,
    hookDirectories: addPlaces(own.record?.hookDirectories ?? [], manager === "native" ? directory : []),
    huskyDirectories: addPlaces(own.record?.huskyDirectories ?? [], manager === "husky" ? directory : []),
    createdDirectories: addPlaces(own.record?.createdDirectories ?? [], directories.map(place)),
    emptyScripts: addPlaces(
      own.record?.emptyScripts ?? [],
      emptyScripts.map(({ path }) => place(path)),
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
    if (!isRun) notes.push({ code: "lefthook-inactive", path: setup.lefthook?.path ?? native.path });
    return notes;
  }
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

function directoryOf(setup: HookSetup, manager: InstallManager): string {
  switch (manager) {
    case "native":
      return setup.native.path;
    case "husky":
      return setup.husky?.directory ?? "";
    case "lefthook":
      return setup.lefthook?.path ?? "";
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
  let lefthook: LefthookPart = { hooks: [], notes: [], operations: [] };
  const recorded = setup.own.record?.manager ?? manager;
  const former = recorded === manager ? null : recorded;
  if (manager === "native") {
    refuseBlocked(setup.native);
    directories = setup.native.missingDirectories;
    parts = setup.native.slots.map((slot) => planHookFile(slot, renderNativeHook(slot.hook, hookScript)));
  } else if (manager === "lefthook") {
    if (setup.lefthook !== null) lefthook = planLefthook(setup.lefthook);
  } else {
    parts = (setup.husky?.scripts ?? []).map(planHuskyScript);
  }
  const merge = planMerge(
    setup.merge,
    hookScript.replace(/hook\.sh$/, "merge.sh"),
    setup.own.record?.attributes ?? noAttributes,
  );
  return {
    manager,
    former,
    directory: directoryOf(setup, manager),
    hooks: [...parts.map(({ hook }) => hook), ...lefthook.hooks],
    merge: merge.merge,
    notes: [
      ...noteSurroundings(setup, manager, hookScript),
      ...parts.flatMap(({ notes }) => notes),
      ...lefthook.notes,
      ...merge.notes,
    ],
    operations: [
      ...planOwnFiles(setup, planRecord(setup, manager, directories, merge)),
      ...(former === null ? [] : request.planMove(former)),
      ...directories.map((path) => ({ kind: "create-directory", path }) as const),
      ...parts.flatMap(({ operations }) => operations),
      ...lefthook.operations,
      // The driver last: with attributes that name one that git does not know, it merges as text.
      ...merge.operations,
    ],
  };
}
