import { createHash } from "node:crypto";
import { join } from "node:path";
import { requireOwnFolder, writeOwnFile } from "./own-folder.ts";
import { readOwnFile } from "./read-regular.ts";

/** In the folder that all work trees share, with the record of the installation; `state uninstall` removes both. */
const noteName = "before-init";
/** A STATE.md that is read is no larger. */
const mostBytes = 16 * 1024 * 1024;

/** A document before `state init` gave it sections. */
export interface BeforeInit {
  readonly path: string;
  readonly bytes: Uint8Array;
}

function checksumOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Keeps what a document was before sections were created in it, so that it can be given back. */
export function keepBeforeInit(commonDirectory: string, { path, bytes }: BeforeInit, newText: string): void {
  const head = JSON.stringify({ path, after: checksumOf(Buffer.from(newText, "utf8")) });
  writeOwnFile(join(requireOwnFolder(commonDirectory), noteName), Buffer.concat([Buffer.from(`${head}\n`), bytes]));
}

/** What a document was before sections were created in it; `undefined` where that is not known, or it is another by now. */
export function findBeforeInit(commonDirectory: string, path: string, now: Uint8Array): BeforeInit | undefined {
  const note = readOwnFile(join(commonDirectory, "planlink", noteName), mostBytes);
  const end = note?.indexOf("\n") ?? -1;
  if (note === undefined || end < 0) return undefined;
  const head = JSON.stringify({ path, after: checksumOf(now) });
  return note.subarray(0, end).toString("utf8") === head ? { path, bytes: note.subarray(end + 1) } : undefined;
}
