import { readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { attempt, removeFile } from "./attempt.ts";
import { type ProcessHost, removeLeftovers, temporaryPath } from "./document-lock.ts";
import { makeOwnFolder } from "./own-folder.ts";

/** Mixes bytes into 32 bits, for names. */
export function checksumOf(bytes: Uint8Array): string {
  const whole = bytes.length - (bytes.length % 4);
  const words = new Int32Array(Uint8Array.from(bytes.subarray(0, whole)).buffer);
  let sum = bytes.length | 0;
  for (let index = 0; index < words.length; index += 1) {
    sum = Math.imul(sum ^ (words[index] ?? 0), 0x9e3779b1);
    sum ^= sum >>> 15;
  }
  for (const byte of bytes.subarray(whole)) sum = Math.imul(sum ^ byte, 0x85ebca6b);
  return (sum >>> 0).toString(16).padStart(8, "0");
}

/**
 * The bytes that a file holds twice; `undefined` where the halves differ: it is cut, damaged or another's. It tells damage,
 * not lies. To compare is the one look at all bytes that costs nothing: of a digest of 500 plans a checksum takes half as
 * long as a start of Node, in a program that has just been started.
 */
export function readChecked(bytes: Buffer): Buffer | undefined {
  const half = bytes.length / 2;
  if (half === 0 || !Number.isInteger(half)) return undefined;
  return bytes.compare(bytes, half, undefined, 0, half) === 0 ? bytes.subarray(0, half) : undefined;
}

/**
 * Writes a file beside its place and renames it, so that a reader finds a whole file or none, whoever writes at the same
 * time. Tells whether it could.
 */
export function writeWhole(path: string, bytes: Uint8Array, host: ProcessHost): boolean {
  const temporary = temporaryPath(path, host);
  const isWritten = attempt(() => {
    if (!makeOwnFolder(dirname(path))) return false;
    // What a crashed program left under this name is not written through, should it be a link. `rmSync` loads more of Node.
    removeFile(temporary);
    writeFileSync(temporary, bytes, { flag: "wx" });
    renameSync(temporary, path);
    removeLeftovers(dirname(path), host);
    return true;
  });
  if (isWritten !== true) removeFile(temporary);
  return isWritten === true;
}

/** Writes a text twice, as `writeWhole` does. */
export function writeChecked(path: string, text: string, host: ProcessHost): boolean {
  const body = Buffer.from(text);
  return writeWhole(path, Buffer.concat([body, body]), host);
}

/** Removes all but the newest of the files that have a prefix. */
export function keepNewest(directory: string, prefix: string, count: number): void {
  const paths = readdirSync(directory)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(directory, name));
  if (paths.length <= count) return;
  const times = new Map(paths.map((path) => [path, attempt(() => statSync(path).mtimeMs) ?? 0]));
  const newestFirst = paths.toSorted((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0));
  for (const path of newestFirst.slice(count)) removeFile(path);
}
