import { closeSync, constants, ftruncateSync, openSync, writeSync } from "node:fs";
import { writeWhole } from "./cache-file.ts";
import { readOwnFile } from "./read-regular.ts";

/** A larger file is none of ours. */
const mostBytes = 16 * 1024 * 1024;
/** Not known to Windows. */
const withoutLinks = (constants.O_NOFOLLOW as number | undefined) ?? 0;

/**
 * Reads a text that its file holds twice. `undefined` where the halves differ: a file that is cut, damaged or another's.
 *
 * Comparing is the one check of all bytes that costs nothing: a checksum takes as long as the rest of a small program, and
 * so does loading one of Node's.
 */
export function readDoubled(path: string): string | undefined {
  const bytes = readOwnFile(path, mostBytes);
  if (bytes === undefined || bytes.length === 0 || bytes.length % 2 !== 0) return undefined;
  const half = bytes.length / 2;
  return bytes.compare(bytes, half, undefined, 0, half) === 0 ? bytes.toString("utf8", 0, half) : undefined;
}

/** Writes a text twice, as `writeWhole` does. */
export function writeDoubled(path: string, text: string, processId: number): boolean {
  return writeWhole(path, Buffer.from(text + text), processId);
}

/** Writes a text twice over the file that is there: who reads it meanwhile, or after a crash, finds halves that differ. */
export function overwriteDoubled(path: string, text: string): void {
  writeOver(path, 0, Buffer.from(text + text));
}

/**
 * Writes over a file of planlink's from a position on. It is not cut first, which costs a disk more than the bytes; who reads
 * it meanwhile may find some of each, and must be able to tell. Throws where there is no file, or a link.
 */
export function writeOver(path: string, position: number, bytes: Uint8Array): void {
  const descriptor = openSync(path, constants.O_WRONLY | withoutLinks);
  try {
    writeSync(descriptor, bytes, 0, bytes.length, position);
    ftruncateSync(descriptor, position + bytes.length);
  } finally {
    closeSync(descriptor);
  }
}
