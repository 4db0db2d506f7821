import { basename, dirname, join, resolve } from "node:path";
import { readConfigSetups, type ConfigSetups } from "./config-setups.ts";
import { parsePackageFacts } from "./hook-managers.ts";
import { readHookSlots, type HookSlot } from "./hook-directory.ts";
import { readHuskyScripts, type HuskyScript } from "./husky-scripts.ts";
import type { Disk, GitConfig, GitHookFacts } from "./install-ports.ts";
import { resolvePlace } from "./install-record.ts";
import { readHookFiles, type HookFile } from "./managed-hooks.ts";
import { detectMergeSetup, type MergeSetup } from "./merge-setup.ts";
import { readContent, readOwnDirectory, type OwnDirectory } from "./own-directory.ts";

/** What is there of ours, wherever we may have put it. */
export interface RemovalSetup {
  readonly facts: GitHookFacts;
  readonly own: OwnDirectory;
  readonly slots: readonly HookSlot[];
  readonly scripts: readonly HuskyScript[];
  readonly configs: ConfigSetups;
  readonly hookFiles: readonly HookFile[];
  /** Somebody has lefthook do something in this clone alone. */
  readonly hasLocalLefthook: boolean;
  readonly merge: MergeSetup;
  /** The `.gitattributes` of other worktrees that hold lines of ours. */
  readonly otherAttributes: readonly string[];
}

/** The tops of all worktrees: git notes those that are linked in the git directory, the first one lies around it. */
async function listWorktrees(disk: Disk, commonDirectory: string): Promise<readonly string[]> {
  const linked: string[] = [];
  for (const name of await disk.list(join(commonDirectory, "worktrees"))) {
    const directory = join(commonDirectory, "worktrees", name);
    const content = await readContent(disk, join(directory, "gitdir"));
    if (content !== null) linked.push(dirname(resolve(directory, decodeUtf8(content).trim())));
  }
  return basename(commonDirectory) === ".git" ? [dirname(commonDirectory), ...linked] : linked;
}

async function findOtherAttributes(
  disk: Disk,
  { commonDirectory, topLevel }: GitHookFacts,
  lines: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const top of lines.length === 0 ? [] : await listWorktrees(disk, commonDirectory)) {
    const path = join(top, ".gitattributes");
    const content = top === topLevel ? null : await readContent(disk, path);
    if (
      content !== null &&
      decodeUtf8(content)
        .split(/\r?\n/)
        .some((line) => lines.includes(line))
    )
      found.push(path);
  }
  return found;
}

function decodeUtf8(content: Uint8Array): string {
  return Buffer.from(content).toString("utf8");
}

/**
 * Reads the places where hooks of ours may be: those on record, the git directory's own hooks, and what
 * `core.hooksPath` names, unless that serves other repositories, too, and we are not on record as having used it.
 */
export async function detectRemovalSetup(facts: GitHookFacts, disk: Disk, config: GitConfig): Promise<RemovalSetup> {
  const own = await readOwnDirectory(disk, facts.commonDirectory);
  const recorded = (own.record?.hookDirectories ?? []).map((place) => resolvePlace(place, facts));
  const isOfThisRepository = facts.hooksPath?.scope === "local" || facts.hooksPath?.scope === "worktree";
  const directories = new Set([
    join(facts.commonDirectory, "hooks"),
    ...recorded,
    ...(isOfThisRepository ? [facts.hooksDirectory] : []),
  ]);
  const huskyDirectories = new Set([
    ...(own.record?.huskyDirectories ?? []).map((place) => resolvePlace(place, facts)),
    join(facts.topLevel, ".husky"),
    ...(basename(facts.hooksDirectory) === "_" ? [dirname(facts.hooksDirectory)] : []),
  ]);
  const slots: HookSlot[] = [];
  for (const directory of directories) slots.push(...(await readHookSlots(disk, directory)));
  const scripts: HuskyScript[] = [];
  for (const directory of huskyDirectories) scripts.push(...(await readHuskyScripts(disk, directory)));
  const packageContent = await readContent(disk, join(facts.topLevel, "package.json"));
  const declared = parsePackageFacts(packageContent && Buffer.from(packageContent).toString("utf8"));
  return {
    facts,
    own,
    slots,
    scripts,
    configs: await readConfigSetups(disk, facts.topLevel, declared),
    hookFiles: await readHookFiles(disk, facts.hooksDirectory),
    hasLocalLefthook: (await disk.list(facts.topLevel)).some((name) => /^\.?lefthook-local\./.test(name)),
    merge: await detectMergeSetup(facts, disk, config),
    otherAttributes: await findOtherAttributes(disk, facts, own.record?.attributes.lines ?? []),
  };
}
