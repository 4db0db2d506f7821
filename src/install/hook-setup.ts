import { basename, dirname, join } from "node:path";
import { readConfigSetups, type ConfigSetups } from "./config-setups.ts";
import { readHookSlots, type HookSlot } from "./hook-directory.ts";
import {
  findManagerByConfig,
  foundOldHusky,
  majorOfRange,
  parsePackageFacts,
  type FoundHookManager,
  type PackageFacts,
} from "./hook-managers.ts";
import { readHuskyScripts, type HuskyScript } from "./husky-scripts.ts";
import type { Disk, GitConfig, GitHookFacts } from "./install-ports.ts";
import { readHookFiles, type HookFile } from "./managed-hooks.ts";
import { detectMergeSetup, type MergeSetup } from "./merge-setup.ts";
import { readContent, readOwnDirectory, type OwnDirectory } from "./own-directory.ts";

/** husky 9, as a repository has it. */
export interface HuskySetup {
  /** Where the scripts are that people write; husky's own files are in `_` below it. */
  readonly directory: string;
  /**
   * `active`: git runs husky's hooks. `inactive`: it does not, as `husky` has not run in this clone or worktree.
   * `gone`: `core.hooksPath` still names its directory, which is no more, so that git runs no hook at all.
   */
  readonly state: "active" | "inactive" | "gone";
  readonly scripts: readonly HuskyScript[];
}

/** The directory where git looks for hooks. `blocked`: the path is no directory. */
export interface HookDirectory {
  readonly path: string;
  readonly kind: "directory" | "absent" | "blocked";
  /** Directories to be created for it to exist, outer ones first. */
  readonly missingDirectories: readonly string[];
  readonly slots: readonly HookSlot[];
}

/** What is there before anything is installed or removed. */
export interface HookSetup {
  readonly facts: GitHookFacts;
  readonly native: HookDirectory;
  readonly husky: HuskySetup | null;
  /** Configurations of managers that are told of hooks in one. */
  readonly configs: ConfigSetups;
  /** Everything that git runs as a hook. */
  readonly hookFiles: readonly HookFile[];
  /** The command line of simple-git-hooks in this work tree, if it is there. */
  readonly simpleGitHooksProgram: string | null;
  /** A manager other than husky 9. */
  readonly manager: FoundHookManager | null;
  readonly own: OwnDirectory;
  readonly merge: MergeSetup;
}

async function isKind(disk: Disk, path: string, kind: "file" | "directory"): Promise<boolean> {
  return (await disk.readEntry(path)).kind === kind;
}

async function readHookDirectory(disk: Disk, path: string): Promise<HookDirectory> {
  const entry = await disk.readEntry(path);
  const kind = entry.kind === "directory" || entry.kind === "absent" ? entry.kind : "blocked";
  const missingDirectories: string[] = [];
  for (let parent = path; (await disk.readEntry(parent)).kind === "absent"; parent = dirname(parent))
    missingDirectories.unshift(parent);
  return { path, kind, missingDirectories, slots: await readHookSlots(disk, path) };
}

/** husky sets `core.hooksPath` to `<directory>/_` and puts its runner there as `h`. */
async function findHuskyDirectory(
  disk: Disk,
  facts: GitHookFacts,
  declared: PackageFacts,
): Promise<Omit<HuskySetup, "scripts"> | null> {
  if (facts.hooksPath !== null) {
    const isOldAndGone =
      basename(facts.hooksDirectory) === ".husky" && (await disk.readEntry(facts.hooksDirectory)).kind === "absent";
    if (isOldAndGone) return { directory: facts.hooksDirectory, state: "gone" };
    if (basename(facts.hooksDirectory) !== "_") return null;
    const directory = dirname(facts.hooksDirectory);
    const hasRunner = await isKind(disk, join(facts.hooksDirectory, "h"), "file");
    if (!hasRunner && basename(directory) !== ".husky") return null;
    if (hasRunner) return { directory, state: "active" };
    return { directory, state: (await isKind(disk, directory, "directory")) ? "inactive" : "gone" };
  }
  const directory = join(facts.topLevel, ".husky");
  const isDeclared = declared.huskyRange !== null && !isOldHusky(declared.huskyRange);
  return isDeclared && (await isKind(disk, directory, "directory")) ? { directory, state: "inactive" } : null;
}

function isOldHusky(range: string): boolean {
  const major = majorOfRange(range);
  return major !== null && major < 9;
}

/** husky 5 to 8 set `core.hooksPath` to `.husky` itself. */
async function findOldHusky(
  disk: Disk,
  facts: GitHookFacts,
  declared: PackageFacts,
): Promise<FoundHookManager | undefined> {
  const runner = join(facts.hooksDirectory, "_", "husky.sh");
  if (facts.hooksPath !== null && (await isKind(disk, runner, "file"))) return foundOldHusky(runner, true);
  if (facts.hooksPath !== null && basename(facts.hooksDirectory) === ".husky")
    return foundOldHusky(facts.hooksDirectory, true);
  const isDeclared = declared.huskyRange !== null && isOldHusky(declared.huskyRange);
  return isDeclared ? foundOldHusky(join(facts.topLevel, "package.json"), false) : undefined;
}

/** Reads everything that planning an installation or a removal needs. Changes nothing. */
export async function detectHookSetup(facts: GitHookFacts, disk: Disk, config: GitConfig): Promise<HookSetup> {
  const native = await readHookDirectory(disk, facts.hooksDirectory);
  const packageContent = await readContent(disk, join(facts.topLevel, "package.json"));
  const declared = parsePackageFacts(packageContent && Buffer.from(packageContent).toString("utf8"));
  const husky = await findHuskyDirectory(disk, facts, declared);
  const program = join(facts.topLevel, "node_modules/simple-git-hooks/cli.js");
  const ofHook = native.slots.flatMap(({ found }) =>
    found.kind === "foreign" && found.manager !== null ? [found.manager] : [],
  )[0];
  const manager =
    husky !== null
      ? undefined
      : ((await findOldHusky(disk, facts, declared)) ??
        ofHook ??
        (await findManagerByConfig(disk, facts.topLevel, declared)));
  return {
    facts,
    native,
    husky: husky && { ...husky, scripts: await readHuskyScripts(disk, husky.directory) },
    configs: await readConfigSetups(disk, facts.topLevel, declared),
    hookFiles: await readHookFiles(disk, facts.hooksDirectory),
    simpleGitHooksProgram: (await isKind(disk, program, "file")) ? program : null,
    manager: manager ?? null,
    own: await readOwnDirectory(disk, facts.commonDirectory),
    merge: await detectMergeSetup(facts, disk, config),
  };
}
