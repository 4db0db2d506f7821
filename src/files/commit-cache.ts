import { closeSync, openSync, readdirSync, readSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseOid, type Oid } from "../model/oid.ts";
import type { CachedCommit, CommitCache } from "../model/ports.ts";
import { attempt, removeFile } from "./attempt.ts";
import { checksumOf, readChecked, writeChecked } from "./cache-file.ts";
import { chooseSuperfluous } from "./cache-thinning.ts";
import { isTemporary, type ProcessHost } from "./document-lock.ts";
import { readOwnFile } from "./read-regular.ts";

/** What the texts of a cache are and depend on, beside their commit: another program or directory has other texts. */
export interface CacheKind {
  /** A word for the names of the files. */
  readonly name: string;
  readonly dependsOn: readonly string[];
  /** How many are kept at most; of more, a quarter goes. */
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

/**
 * Keeps texts in a directory, one file a commit.
 *
 * A file is written beside its place and renamed, so that a reader finds a whole one or none, whoever writes at the same
 * time. What is damaged, of another kind, or not to be read is as good as absent; what cannot be written is not.
 */
export function createCommitCache(directory: string, kind: CacheKind, host: ProcessHost): CommitCache {
  const key = JSON.stringify(kind.dependsOn);
  const prefix = `${kind.name}-${checksumOf(Buffer.from(key))}-`;
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
    const weight = Number(head.toString("latin1", 0, length).split(" ")[3]);
    return Number.isSafeInteger(weight) && weight > 0 ? weight : 0;
  };
  const weighAll = (): readonly CachedCommit[] => list().map((oid) => ({ oid, weight: weigh(oid) }));

  const removeSuperfluous = (newest: Oid): void => {
    const names = readdirSync(directory).filter((name) => name.startsWith(`${kind.name}-`));
    const own = names.filter((name) => name.startsWith(prefix) && !isTemporary(name));
    if (own.length > kind.mostFiles) {
      // Every file is opened to be weighed, so this is not done at every commit.
      const left = Math.ceil(kind.mostFiles * 0.75);
      for (const oid of chooseSuperfluous(weighAll(), newest, left)) removeFile(pathOf(oid));
    }
    for (const name of names) {
      if (name.startsWith(prefix) && !isTemporary(name)) continue;
      const path = join(directory, name);
      if (Date.now() - statSync(path).mtimeMs > leftoversMs) removeFile(path);
    }
  };

  return {
    find(oid) {
      const bytes = readOwnFile(pathOf(oid), mostBytes);
      const body = bytes === undefined ? undefined : readChecked(bytes);
      if (body === undefined) return undefined;
      const lineEnd = body.indexOf(10) + 1;
      const head = body.toString("utf8", 0, lineEnd);
      if (head !== headOf(oid, Number(head.split(" ")[3]))) return undefined;
      return body.toString("utf8", lineEnd);
    },
    list: weighAll,
    store(oid, text, weight) {
      if (writeChecked(pathOf(oid), headOf(oid, weight) + text, host)) attempt(() => removeSuperfluous(oid));
    },
  };
}

/** Removes all caches of a repository; they are made again when they are needed. */
export function removeCaches(commonDirectory: string): void {
  const directory = cacheDirectory(commonDirectory);
  for (const name of attempt(() => readdirSync(directory)) ?? []) removeFile(join(directory, name));
  attempt(() => rmdirSync(directory));
}
