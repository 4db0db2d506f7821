import { dirname, join, resolve } from "node:path";
import type { GitRunner } from "../git/git-runner.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { FileOperation } from "./file-operations.ts";
import { readHookSlots, type HookSlot } from "./hook-directory.ts";
import { serverHooks } from "./hook-names.ts";
import type { InstallNote, LeftFile, PlannedHook, RemovedHook } from "./install-plan.ts";
import type { Disk, GitHookFacts } from "./install-ports.ts";
import {
  addPlaces,
  formatInstallRecord,
  noAttributes,
  resolvePlace,
  toPlace,
  type InstallRecord,
} from "./install-record.ts";
import { readOwnDirectory, type OwnDirectory } from "./own-directory.ts";
import { ownFileMode } from "./plan-installation.ts";
import { planHookFile } from "./plan-native.ts";
import { planOwnRemoval, planSlotRemoval } from "./plan-removal.ts";
import { parseServerHook, renderServerHook, type ServerPrograms } from "./server-hook.ts";

/** What is there of hooks in a repository that receives pushes. */
export interface ServerSetup {
  readonly facts: GitHookFacts;
  readonly own: OwnDirectory;
  /** Where git looks for hooks. */
  readonly slots: readonly HookSlot[];
  /** Other places where hooks of ours may be: those on record, and the git directory's own. */
  readonly otherSlots: readonly HookSlot[];
  /** Directories to be created for hooks to exist, outer ones first. */
  readonly missingDirectories: readonly string[];
}

/** Tells whether a directory is in a bare repository. */
export async function isBareRepository(git: GitRunner): Promise<boolean> {
  const { exitCode, stdout } = await git.run(["rev-parse", "--is-bare-repository"]);
  return exitCode === 0 && Buffer.from(stdout).toString("utf8").trim() === "true";
}

/** Reads from git what installing into a bare repository needs; the top stands for the git directory there. */
export async function readServerFacts(git: GitRunner, directory: string): Promise<GitHookFacts> {
  const read = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await git.run(["rev-parse", ...args]);
    if (exitCode === 0)
      return resolve(
        directory,
        Buffer.from(stdout)
          .toString("utf8")
          .replace(/\r?\n$/, ""),
      );
    throw new OperationalError("git-failed", `git rev-parse failed: ${stderr.trim()}`);
  };
  const commonDirectory = await read("--git-common-dir");
  const setting = await git.run(["config", "--show-scope", "-z", "--get", "core.hooksPath"]);
  const [scope = "", value = ""] = Buffer.from(setting.stdout).toString("utf8").split("\0");
  const isOwn = scope === "local" || scope === "worktree";
  return {
    topLevel: commonDirectory,
    commonDirectory,
    hooksDirectory: await read("--git-path", "hooks"),
    hooksPath: setting.exitCode === 0 ? { scope: isOwn ? "local" : "global", value } : null,
    planningRoots: [],
    planningDirectories: [".planning"],
  };
}

/** Reads everything that installing or removing a server's hooks needs. Changes nothing. */
export async function detectServerSetup(facts: GitHookFacts, disk: Disk): Promise<ServerSetup> {
  const own = await readOwnDirectory(disk, facts.commonDirectory);
  const read = (directory: string): Promise<readonly HookSlot[]> =>
    readHookSlots(disk, directory, serverHooks, parseServerHook);
  const entry = await disk.readEntry(facts.hooksDirectory);
  if (entry.kind !== "directory" && entry.kind !== "absent")
    throw new OperationalError(
      "hooks-conflict",
      `git looks for hooks in ${facts.hooksDirectory}, which is not a directory`,
      {
        help: "git config --show-origin --get core.hooksPath tells where that is set",
      },
    );
  const missingDirectories: string[] = [];
  for (let path = facts.hooksDirectory; (await disk.readEntry(path)).kind === "absent"; path = dirname(path))
    missingDirectories.unshift(path);
  const recorded = (own.record?.hookDirectories ?? []).map((place) => resolvePlace(place, facts));
  const others = new Set([join(facts.commonDirectory, "hooks"), ...recorded]);
  others.delete(facts.hooksDirectory);
  const otherSlots: HookSlot[] = [];
  for (const directory of others) otherSlots.push(...(await read(directory)));
  return { facts, own, slots: await read(facts.hooksDirectory), otherSlots, missingDirectories };
}

/** What `state init --server` would do. */
export interface ServerPlan {
  readonly directory: string;
  readonly hooks: readonly PlannedHook[];
  readonly notes: readonly InstallNote[];
  readonly operations: readonly FileOperation[];
}

/**
 * Plans one of the two hooks of a server; the other, where it is ours, goes. Pure. Throws `hooks-conflict` where something
 * is in the way.
 */
export function planServerInstallation(
  { facts, own, slots, missingDirectories }: ServerSetup,
  wanted: "pre-receive" | "update",
  programs: ServerPrograms,
): ServerPlan {
  const parts = slots
    .filter(({ hook }) => hook.name === wanted)
    .map((slot) => planHookFile(slot, renderServerHook(slot.hook, programs)));
  const moved = slots.filter(({ hook }) => hook.name !== wanted).map(planSlotRemoval);
  const [edited] = moved.flatMap(({ left }) => left);
  if (edited !== undefined)
    throw new OperationalError("hooks-conflict", `${edited.path} holds lines of planlink's and was edited by hand`, {
      help: "take them out by hand, then run the command again: two hooks would check every push twice",
    });
  const record: InstallRecord = {
    version: 1,
    manager: "native",
    hookDirectories: addPlaces(own.record?.hookDirectories ?? [], [toPlace(facts.hooksDirectory, facts)]),
    huskyDirectories: [],
    createdDirectories: addPlaces(
      own.record?.createdDirectories ?? [],
      missingDirectories.map((path) => toPlace(path, facts)),
    ),
    activatedHooks: [],
    emptyScripts: [],
    attributes: noAttributes,
  };
  const text = Buffer.from(formatInstallRecord(record));
  const isRecorded = own.recordContent !== null && Buffer.compare(own.recordContent, text) === 0;
  const isShared = facts.hooksPath !== null && facts.hooksPath.scope !== "local";
  return {
    directory: facts.hooksDirectory,
    hooks: parts.map(({ hook }) => hook),
    notes: [
      ...(isShared ? [{ code: "hooks-shared", path: facts.hooksDirectory } as const] : []),
      ...parts.flatMap(({ notes }) => notes),
    ],
    operations: [
      // The record first, so that it is there whatever stops us later.
      ...(own.exists ? [] : [{ kind: "create-directory", path: own.path } as const]),
      ...(isRecorded
        ? []
        : [
            {
              kind: "write-file",
              path: own.recordPath,
              before: own.recordContent,
              after: text,
              mode: ownFileMode,
            } as const,
          ]),
      ...missingDirectories.map((path) => ({ kind: "create-directory", path }) as const),
      ...moved.flatMap(({ operations }) => operations),
      ...parts.flatMap(({ operations }) => operations),
    ],
  };
}

/** What `state uninstall` would do in a bare repository. */
export interface ServerRemoval {
  readonly hooks: readonly RemovedHook[];
  readonly left: readonly LeftFile[];
  readonly operations: readonly FileOperation[];
}

/** Plans to take out what `planServerInstallation` put in, and nothing else. Pure. */
export function planServerRemoval({ facts, own, slots, otherSlots }: ServerSetup): ServerRemoval {
  // A directory that serves other repositories, too, is left unless it is on record.
  const directories = new Set((own.record?.hookDirectories ?? []).map((place) => resolvePlace(place, facts)));
  const isOurs = facts.hooksPath === null || facts.hooksPath.scope === "local" || directories.has(facts.hooksDirectory);
  const parts = [...(isOurs ? slots : []), ...otherSlots].map(planSlotRemoval);
  return {
    hooks: parts.flatMap(({ hooks }) => hooks),
    left: parts.flatMap(({ left }) => left),
    operations: [...parts.flatMap(({ operations }) => operations), ...planOwnRemoval({ facts, own })],
  };
}
