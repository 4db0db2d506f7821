import { basename, dirname } from "node:path";
import type { FileOperation } from "./file-operations.ts";
import type { Disk, DiskEntry } from "./install-ports.ts";

/** The disk as it will be after some operations, to be read only: what follows them is planned from it. */
export function createPlannedDisk(disk: Disk, operations: readonly FileOperation[]): Disk {
  const changed = new Map<string, () => Promise<DiskEntry>>();
  const readEntry = (path: string): Promise<DiskEntry> => (changed.get(path) ?? (() => disk.readEntry(path)))();
  const absent: DiskEntry = { kind: "absent" };
  for (const operation of operations) {
    switch (operation.kind) {
      case "write-file": {
        const { path, after, mode } = operation;
        const before = changed.get(path);
        changed.set(path, async () => {
          const entry = await (before ?? (() => disk.readEntry(path)))();
          const kept = entry.kind === "file" ? entry : { isExecutable: (mode & 0o111) !== 0, isLink: false };
          return { kind: "file", content: after, isExecutable: kept.isExecutable, isLink: kept.isLink };
        });
        break;
      }
      case "remove-file":
        changed.set(operation.path, async () => absent);
        break;
      case "move-file": {
        const { from, to } = operation;
        const before = changed.get(from) ?? (() => disk.readEntry(from));
        changed.set(to, before);
        changed.set(from, async () => absent);
        break;
      }
      case "create-directory":
        changed.set(operation.path, async () => ({ kind: "directory", isLink: false }));
        break;
      // A directory stays while it has files, and where it has none nobody misses it.
      case "remove-directory":
      case "set-config":
        break;
    }
  }
  const refuse = (): never => {
    throw new Error("a planned disk is read only");
  };
  return {
    readEntry,
    list: async (directory) => {
      const names = new Set(await disk.list(directory));
      for (const [path, read] of changed) {
        if (dirname(path) !== directory) continue;
        if ((await read()).kind === "absent") names.delete(basename(path));
        else names.add(basename(path));
      }
      return [...names].sort();
    },
    createDirectory: refuse,
    removeEmptyDirectory: refuse,
    writeFile: refuse,
    moveFile: refuse,
    removeFile: refuse,
  };
}
