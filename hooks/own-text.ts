import { join } from "node:path";
import { writeOver } from "../src/files/overwritten-file.ts";
import { requireOwnFolder, writeOwnFile } from "../src/files/own-folder.ts";
import { readOwnFile } from "../src/files/read-regular.ts";
import { mostDocumentBytes } from "../src/model/document-limits.ts";

/**
 * A working STATE.md in which nothing but hooks has written since it was as the index has it: the text that it was made
 * from, and the text that it is now.
 *
 * Several refreshes in a row, as after several merges, may word and order things differently than one refresh does. Where
 * nothing of a person's is in the file, the commit that carries it may decide.
 */
export interface OwnText {
  readonly origin: Uint8Array;
  readonly written: Uint8Array;
}

/** Two texts, and a number. */
const mostNoteBytes = 2 * mostDocumentBytes("STATE.md") + 16;

function notePath(gitDirectory: string): string {
  return join(gitDirectory, "planlink", "own-text");
}

/** The oid that git gives a blob; as long as another oid of the repository. */
async function blobOid(bytes: Uint8Array, length: number): Promise<string> {
  const { createHash } = await import("node:crypto");
  const hash = createHash(length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** Reads the note, which has the length of the first text in its first line, then both texts; `undefined` where there is none, or one that was cut. */
export function readOwnText(gitDirectory: string): OwnText | undefined {
  const note = readOwnFile(notePath(gitDirectory), mostNoteBytes);
  if (note === undefined) return undefined;
  const start = note.indexOf(10) + 1;
  const length = /^\d{1,9}\n$/.exec(note.toString("latin1", 0, Math.min(start, 10)))?.[0];
  const end = start + Number(length ?? Number.NaN);
  return end <= note.length ? { origin: note.subarray(start, end), written: note.subarray(end) } : undefined;
}

/**
 * Notes that a hook has written STATE.md. The texts themselves are kept, since this is on the way of every tagged commit,
 * and to load what names them takes longer than all else there; a commit that asks for the names is rarer.
 */
export function noteOwnText(gitDirectory: string, before: Uint8Array, after: string): void {
  const known = readOwnText(gitDirectory);
  const origin = known !== undefined && Buffer.compare(known.written, before) === 0 ? known.origin : before;
  writeNote(gitDirectory, origin, Buffer.from(after));
}

/** Notes that the working STATE.md is as the index has it. */
export function noteCommittedText(gitDirectory: string, text: string): void {
  const bytes = Buffer.from(text);
  writeNote(gitDirectory, bytes, bytes);
}

function writeNote(gitDirectory: string, origin: Uint8Array, written: Uint8Array): void {
  requireOwnFolder(gitDirectory);
  writeOwnFile(notePath(gitDirectory), Buffer.concat([Buffer.from(`${origin.length}\n`), origin, written]));
}

/** Notes that a hook has written STATE.md once more, where the note as it is has been read. */
export function writeOwnText(gitDirectory: string, { origin }: OwnText, written: string): void {
  writeOver(notePath(gitDirectory), `${origin.length}\n`.length + origin.length, Buffer.from(written));
}

/** Tells whether hooks have written STATE.md at all since somebody looked. */
export function hasOwnTextNote(gitDirectory: string): boolean {
  return readOwnText(gitDirectory) !== undefined;
}

/** Tells whether a working text is what hooks alone have made of a blob of the index. */
export async function isOwnTextOf(gitDirectory: string, indexOid: string, working: string): Promise<boolean> {
  const known = readOwnText(gitDirectory);
  if (known === undefined || Buffer.compare(known.written, Buffer.from(working)) !== 0) return false;
  return (await blobOid(known.origin, indexOid.length)) === indexOid;
}
