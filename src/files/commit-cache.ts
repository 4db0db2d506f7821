import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parseOid, type Oid } from "../model/oid.ts";
import type { CachedCommit, CommitCache } from "../model/ports.ts";
import { chooseSuperfluous } from "./cache-thinning.ts";

/** What the texts of a cache are and depend on, beside their commit: another program or directory has other texts. */
export interface CacheKind {
  /** A word for the names of the files. */
  readonly name: string;
  readonly dependsOn: readonly string[];
  /** How many are kept. */
  readonly mostFiles: number;
}

/** Larger files are nobody's cache of ours. */
const mostBytes = 64 * 1024 * 1024;
/** What other versions of the program have left, and crashes. */
const leftoversMs = 7 * 24 * 60 * 60 * 1000;

/** Where caches lie: in the git directory that all worktrees share. */
export function cacheDirectory(commonDirectory: string): string {
  return join(commonDirectory, "planlink", "cache");
}

/** Mixes bytes into 32 bits, four at a time, as this is on the way of every commit. It tells damage, not lies. */
function sumOf(bytes: Uint8Array): number {
  const whole = bytes.length - (bytes.length % 4);
  const words = new Int32Array(Uint8Array.from(bytes.subarray(0, whole)).buffer);
  let sum = bytes.length | 0;
  for (let index = 0; index < words.length; index += 1) {
    sum = Math.imul(sum ^ (words[index] ?? 0), 0x9e3779b1);
    sum ^= sum >>> 15;
  }
  for (const byte of bytes.subarray(whole)) sum = Math.imul(sum ^ byte, 0x85ebca6b);
  return sum >>> 0;
}

function toHex(number: number): string {
  return number.toString(16).padStart(8, "0");
}

/** Does what may fail on a disk that is read-only, full, or changed by others; `undefined` where it fails. */
function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/**
 * Keeps texts in a directory, one file a commit.
 *
 * A file is written beside its place and renamed, so that a reader finds a whole one or none, whoever writes at the same
 * time. What is damaged, of another kind, or not to be read is as good as absent; what cannot be written is not.
 */
export function createCommitCache(directory: string, kind: CacheKind, processId: number): CommitCache {
  const encoder = new TextEncoder();
  const key = JSON.stringify(kind.dependsOn);
  const prefix = `${kind.name}-${toHex(sumOf(encoder.encode(key)))}-`;
  const pathOf = (oid: Oid): string => join(directory, `${prefix}${oid}`);
  const headOf = (oid: Oid, weight: number): string => `planlink ${kind.name} ${oid} ${weight} ${key}\n`;

  const list = (): readonly Oid[] =>
    (attempt(() => readdirSync(directory)) ?? []).flatMap((name) =>
      name.startsWith(prefix) ? (parseOid(name.slice(prefix.length)) ?? []) : [],
    );

  /** The weight in a file's first line; 0 where there is none to read. */
  const weigh = (oid: Oid): number => {
    const descriptor = attempt(() => openSync(pathOf(oid), "r"));
    if (descriptor === undefined) return 0;
    const head = Buffer.alloc(256);
    const length = attempt(() => readSync(descriptor, head)) ?? 0;
    attempt(() => closeSync(descriptor));
    const weight = Number(head.toString("latin1", 8, length).split(" ")[3]);
    return Number.isSafeInteger(weight) && weight > 0 ? weight : 0;
  };
  const weighAll = (): readonly CachedCommit[] => list().map((oid) => ({ oid, weight: weigh(oid) }));

  const removeSuperfluous = (newest: Oid): void => {
    if (list().length > kind.mostFiles)
      for (const oid of chooseSuperfluous(weighAll(), newest, kind.mostFiles)) attempt(() => unlinkSync(pathOf(oid)));
    const foreign = readdirSync(directory).filter(
      (name) => name.startsWith(`${kind.name}-`) && (!name.startsWith(prefix) || name.endsWith(".tmp")),
    );
    for (const path of foreign.map((name) => join(directory, name)))
      if (Date.now() - statSync(path).mtimeMs > leftoversMs) attempt(() => unlinkSync(path));
  };

  return {
    find(oid) {
      const bytes = attempt(() => readFileSync(pathOf(oid)));
      if (bytes === undefined || bytes.length < 8 || bytes.length > mostBytes) return undefined;
      const body = bytes.subarray(8);
      if (bytes.toString("latin1", 0, 8) !== toHex(sumOf(body))) return undefined;
      const lineEnd = body.indexOf(10) + 1;
      const head = body.toString("utf8", 0, lineEnd);
      if (head !== headOf(oid, Number(head.split(" ")[3]))) return undefined;
      return body.toString("utf8", lineEnd);
    },
    list: weighAll,
    store(oid, text, weight) {
      const temporary = `${pathOf(oid)}.${processId}.tmp`;
      const isStored = attempt(() => {
        const body = encoder.encode(headOf(oid, weight) + text);
        mkdirSync(directory, { recursive: true });
        // What a crashed program left under this name is not written through, should it be a link.
        rmSync(temporary, { force: true });
        writeFileSync(temporary, Buffer.concat([Buffer.from(toHex(sumOf(body))), body]), { flag: "wx" });
        renameSync(temporary, pathOf(oid));
        return true;
      });
      if (isStored === true) attempt(() => removeSuperfluous(oid));
      else attempt(() => rmSync(temporary, { force: true }));
    },
  };
}

/** Removes all caches of a repository; they are made again when they are needed. */
export function removeCaches(commonDirectory: string): void {
  const directory = cacheDirectory(commonDirectory);
  for (const name of attempt(() => readdirSync(directory)) ?? []) attempt(() => unlinkSync(join(directory, name)));
  attempt(() => rmdirSync(directory));
}
