import { dirname, join } from "node:path";
import { decodeBytes, encodeBytes } from "./byte-text.ts";
import type { FileOperation } from "./file-operations.ts";
import type { Disk } from "./install-ports.ts";

/** The work tree and the git directory, and what may be read of them. */
export interface AgentPlace {
  readonly disk: Disk;
  readonly topLevel: string;
  /** Our own folder in the git directory. */
  readonly ownDirectory: string;
}

/** A file that people and their agents read. */
export const agentFileMode = 0o644;

/** A file as it is and as it is to be: one character is a byte. `null`: there is none. */
export interface DraftFile {
  readonly before: Uint8Array | null;
  text: string | null;
}

/** The files of one plan, each read once; `toOperations` writes those whose text was changed. */
export class AgentFiles {
  readonly #place: AgentPlace;
  readonly #files = new Map<string, DraftFile>();
  readonly createdDirectories: string[] = [];

  constructor(place: AgentPlace) {
    this.#place = place;
  }

  /** `undefined` for what is no plain file of the work tree. */
  async open(path: string): Promise<DraftFile | undefined> {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const { disk, topLevel } = this.#place;
    for (let parent = dirname(path); parent !== "."; parent = dirname(parent)) {
      const entry = await disk.readEntry(join(topLevel, parent));
      if (entry.kind !== "absent" && (entry.kind !== "directory" || entry.isLink)) return undefined;
    }
    const entry = await disk.readEntry(join(topLevel, path));
    if (entry.kind !== "absent" && (entry.kind !== "file" || entry.isLink)) return undefined;
    const before = entry.kind === "file" ? entry.content : null;
    const file: DraftFile = { before, text: before === null ? null : decodeBytes(before) };
    this.#files.set(path, file);
    return file;
  }

  async toOperations(): Promise<readonly FileOperation[]> {
    const { disk, topLevel } = this.#place;
    const operations: FileOperation[] = [];
    for (const [path, { before, text }] of this.#files) {
      if (text === (before === null ? null : decodeBytes(before))) continue;
      const at = join(topLevel, path);
      if (text === null) {
        if (before !== null) operations.push({ kind: "remove-file", path: at, before, mode: agentFileMode });
        continue;
      }
      const missing: string[] = [];
      for (let parent = dirname(path); parent !== "."; parent = dirname(parent))
        if (
          !this.createdDirectories.includes(parent) &&
          (await disk.readEntry(join(topLevel, parent))).kind === "absent"
        )
          missing.unshift(parent);
      this.createdDirectories.push(...missing);
      operations.push(
        ...missing.map((parent) => ({ kind: "create-directory", path: join(topLevel, parent) }) as const),
        { kind: "write-file", path: at, before, after: encodeBytes(text), mode: agentFileMode },
      );
    }
    return operations;
  }
}
