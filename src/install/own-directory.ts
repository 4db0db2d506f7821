import { join } from "node:path";
import { unfinishedPath } from "../files/own-folder.ts";
import type { Disk } from "./install-ports.ts";
import { parseInstallRecord, type InstallRecord } from "./install-record.ts";

/** Our own folder in the git directory that all worktrees share. */
export interface OwnDirectory {
  readonly path: string;
  readonly exists: boolean;
  readonly recordPath: string;
  /** The record's file as it is; `null` when there is none. */
  readonly recordContent: Uint8Array | null;
  readonly record: InstallRecord | null;
  /** Names the folder of the planning documents for `hook.sh`, which cannot afford to ask git. */
  readonly markerPath: string;
  readonly markerContent: Uint8Array | null;
  /** What hooks leave for one another in the main work tree (`hooks/guard-notes.ts` and others), and the record of rewrites. Linked ones go with their folder. */
  readonly notes: readonly { readonly path: string; readonly content: Uint8Array }[];
}

const noteNames: readonly string[] = [
  "before-init",
  "commit",
  "written",
  "gap",
  "long-config",
  "own-text",
  "bookmark",
  "bookmark-base",
  "bookmark-told",
  "pending",
  "replaced.json",
  "rewrites",
  "rewrites.old",
];

async function readNotes(disk: Disk, path: string): Promise<OwnDirectory["notes"]> {
  const notes: { readonly path: string; readonly content: Uint8Array }[] = [];
  for (const place of noteNames.flatMap((name) => [join(path, name), unfinishedPath(join(path, name))])) {
    const content = await readContent(disk, place);
    if (content !== null) notes.push({ path: place, content });
  }
  return notes;
}

/** The content of a file, or of the file that a link leads to; `null` when there is none. */
export async function readContent(disk: Disk, path: string): Promise<Uint8Array | null> {
  const entry = await disk.readEntry(path);
  return entry.kind === "file" ? entry.content : null;
}

/** Reads our folder in the git directory; it need not exist. */
export async function readOwnDirectory(disk: Disk, commonDirectory: string): Promise<OwnDirectory> {
  const path = join(commonDirectory, "planlink");
  const recordPath = join(path, "install.json");
  const markerPath = join(path, "directory");
  const recordContent = await readContent(disk, recordPath);
  const record = recordContent === null ? undefined : parseInstallRecord(Buffer.from(recordContent).toString("utf8"));
  return {
    path,
    exists: (await disk.readEntry(path)).kind === "directory",
    recordPath,
    recordContent,
    record: record ?? null,
    markerPath,
    markerContent: await readContent(disk, markerPath),
    notes: await readNotes(disk, path),
  };
}
