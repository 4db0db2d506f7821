import { basename, dirname, join } from "node:path";
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
  };
}
