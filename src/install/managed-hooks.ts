import { join } from "node:path";
import { decodeBytes, encodeBytes } from "./byte-text.ts";
import type { ConfigManager } from "./config-form.ts";
import { findManagerOfHook, type HookManagerName } from "./hook-managers.ts";
import type { Disk } from "./install-ports.ts";
import type { FileOperation } from "./file-operations.ts";
import { restoreSimpleGitHook } from "./simple-git-hooks-text.ts";

/** A file that git runs as a hook. */
export interface HookFile {
  readonly name: string;
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable: boolean;
  /** Who wrote it, where that can be told. */
  readonly manager: HookManagerName | null;
  /** A hook that a manager has put aside and runs first. */
  readonly legacy: string | null;
}

/** Reads the hooks in a directory, of whatever name; it need not exist. Backups and samples have a dot in their name. */
export async function readHookFiles(disk: Disk, directory: string): Promise<readonly HookFile[]> {
  const names = await disk.list(directory);
  const files: HookFile[] = [];
  for (const name of names) {
    if (!/^[a-z][a-z-]*$/.test(name)) continue;
    const path = join(directory, name);
    const entry = await disk.readEntry(path);
    if (entry.kind !== "file") continue;
    const { content, isExecutable } = entry;
    const manager = findManagerOfHook(path, decodeBytes(content))?.name ?? null;
    const legacy = names.includes(`${name}.legacy`) ? `${path}.legacy` : null;
    files.push({ name, path, content, isExecutable, manager, legacy });
  }
  return files;
}

const hookMode = 0o755;

/**
 * Plans to give back the hooks directory that was there before a manager put hooks into it for us. `activated`: the
 * hooks that it had not put there before.
 */
export function planDeactivation(
  manager: ConfigManager,
  files: readonly HookFile[],
  activated: ReadonlySet<string>,
): readonly FileOperation[] {
  return files
    .filter((file) => file.manager === manager)
    .flatMap(({ name, path, content, legacy }): readonly FileOperation[] => {
      const removal: FileOperation = { kind: "remove-file", path, before: content, mode: hookMode };
      if (activated.has(path))
        return legacy === null || manager !== "pre-commit"
          ? [removal]
          : [removal, { kind: "move-file", from: legacy, to: path }];
      if (manager !== "simple-git-hooks") return [];
      const text = decodeBytes(content);
      const restored = restoreSimpleGitHook(name, text);
      if (restored === text) return [];
      if (restored === null) return [removal];
      return [{ kind: "write-file", path, before: content, after: encodeBytes(restored), mode: hookMode }];
    });
}
