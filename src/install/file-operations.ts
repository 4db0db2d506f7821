import { OperationalError } from "../model/operational-error.ts";
import type { Disk, GitConfig } from "./install-ports.ts";

/**
 * One step on the disk or in git's configuration, as data: planned from what was read, printed by a dry run, applied unchanged. Each step holds
 * what it expects to find, so that nothing is overwritten that came after the reading. Paths are absolute.
 */
export type FileOperation =
  | { readonly kind: "create-directory"; readonly path: string }
  /** Only when it is empty by then. */
  | { readonly kind: "remove-directory"; readonly path: string }
  | { readonly kind: "move-file"; readonly from: string; readonly to: string }
  /** `before` is `null` for a new file. A file that exists keeps its mode. */
  | {
      readonly kind: "write-file";
      readonly path: string;
      readonly before: Uint8Array | null;
      readonly after: Uint8Array;
      readonly mode: number;
    }
  | { readonly kind: "remove-file"; readonly path: string; readonly before: Uint8Array; readonly mode: number }
  /** Of the repository's own configuration, by git itself; `null` takes the key out. */
  | {
      readonly kind: "set-config";
      readonly key: string;
      readonly before: readonly string[];
      readonly after: string | null;
    };

/** What steps are applied to. */
export interface InstallTarget {
  readonly disk: Disk;
  readonly config: GitConfig;
}

async function refuseIfChanged(disk: Disk, path: string, before: Uint8Array | null): Promise<void> {
  const entry = await disk.readEntry(path);
  const isAsRead =
    before === null ? entry.kind === "absent" : entry.kind === "file" && Buffer.compare(entry.content, before) === 0;
  if (isAsRead) return;
  throw new OperationalError("hooks-conflict", `${path} changed while the hooks were being set up`, {
    help: "run the command again",
  });
}

/** Applies one step and gives back what takes it back. */
async function applyOperation(operation: FileOperation, { disk, config }: InstallTarget): Promise<() => Promise<void>> {
  switch (operation.kind) {
    case "create-directory":
      await disk.createDirectory(operation.path);
      return () => disk.removeEmptyDirectory(operation.path);
    case "remove-directory":
      await disk.removeEmptyDirectory(operation.path);
      return async () => {
        if ((await disk.readEntry(operation.path)).kind === "absent") await disk.createDirectory(operation.path);
      };
    case "move-file":
      await refuseIfChanged(disk, operation.to, null);
      await disk.moveFile(operation.from, operation.to);
      return () => disk.moveFile(operation.to, operation.from);
    case "write-file": {
      const { path, before, after, mode } = operation;
      await refuseIfChanged(disk, path, before);
      await disk.writeFile(path, after, mode);
      return () => (before === null ? disk.removeFile(path) : disk.writeFile(path, before, mode));
    }
    case "remove-file": {
      const { path, before, mode } = operation;
      await refuseIfChanged(disk, path, before);
      await disk.removeFile(path);
      return () => disk.writeFile(path, before, mode);
    }
    case "set-config": {
      const { key, before, after } = operation;
      const values = await config.readValues(key);
      if (values.length !== before.length || values.some((value, index) => value !== before[index])) {
        throw new OperationalError("hooks-conflict", `${key} changed while the hooks were being set up`, {
          help: "run the command again",
        });
      }
      await config.writeValues(key, after === null ? [] : [after]);
      return () => config.writeValues(key, before);
    }
  }
}

/**
 * Applies the steps in order: all of them, or none. When one fails, those before it are taken back, last first, and
 * the failure is thrown.
 */
export async function applyOperations(operations: readonly FileOperation[], target: InstallTarget): Promise<void> {
  const takeBack: (() => Promise<void>)[] = [];
  try {
    for (const operation of operations) takeBack.push(await applyOperation(operation, target));
  } catch (error) {
    for (const undo of takeBack.reverse()) {
      // The first failure is the one to report: what cannot be taken back now had the same cause.
      await undo().catch(() => undefined);
    }
    throw error;
  }
}
