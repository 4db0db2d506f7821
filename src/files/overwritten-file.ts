import { closeSync, constants, ftruncateSync, openSync, writeSync } from "node:fs";
import { readChecked } from "./cache-file.ts";
import { readOwnFile } from "./read-regular.ts";

/** A larger file is none of ours. */
const mostBytes = 16 * 1024 * 1024;
/** Not known to Windows. */
const withoutLinks = (constants.O_NOFOLLOW as number | undefined) ?? 0;

/** Reads a text that `writeChecked` or `overwriteChecked` has left; `undefined` where there is none that is whole. */
export function readCheckedText(path: string): string | undefined {
  const bytes = readOwnFile(path, mostBytes);
  return bytes === undefined ? undefined : readChecked(bytes)?.toString("utf8");
}

/** Writes a text twice over the file that is there: who reads it meanwhile, or after a crash, finds halves that differ. */
export function overwriteChecked(path: string, text: string): void {
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
