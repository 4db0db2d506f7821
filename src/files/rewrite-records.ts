import { constants } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  formatRewriteRecord,
  parseRewriteRecords,
  type RewritePair,
  type RewriteRecord,
  type RewriteSource,
} from "../model/rewrite-record.ts";
import { removeForeign, requireOwnFolder } from "./own-folder.ts";

/** Some 9,000 rewrites; twice as much is kept, the older half in a file of its own. */
const maximumBytes = 1024 * 1024;
/** Of a file that something else has made larger, the end is read. */
const maximumReadBytes = 8 * maximumBytes;
/** No link is followed, and no FIFO waited for; Windows knows neither. */
const careful =
  ((constants.O_NOFOLLOW as number | undefined) ?? 0) | ((constants.O_NONBLOCK as number | undefined) ?? 0);
const readOnly = constants.O_RDONLY | careful;
const appending = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | careful;
/** A program that died while it turned the files over leaves its lock behind. */
const lockPatienceMs = 10_000;

/**
 * Where the rewrites of a repository are recorded: one file for all its worktrees, in the common git directory.
 *
 * The file only grows, a line a rewrite, and may be deleted at any time. A full one is renamed, not cut: what another
 * program is appending at that moment goes into the renamed file, and nothing is lost.
 */
function recordPath(commonDirectory: string): string {
  return join(commonDirectory, "planlink", "rewrites");
}

/** The files of the record, the older one first. */
export function recordPaths(commonDirectory: string): readonly string[] {
  const path = recordPath(commonDirectory);
  return [`${path}.old`, path];
}

/** Reads what is recorded, oldest first; nothing where there is no record. */
export async function readRewriteRecords(commonDirectory: string): Promise<readonly RewriteRecord[]> {
  return (await Promise.all(recordPaths(commonDirectory).map((name) => readEnd(name)))).flat();
}

interface ReadRecords {
  /** What the file was when it was read. */
  readonly identity: string;
  readonly records: readonly RewriteRecord[];
}

/** A hook asks several times; a large record is parsed once, unless it has grown meanwhile. */
const lastRead = new Map<string, ReadRecords>();

/** The records of a file, or of its end; none where there is no file that can be read: the record is a help, not a need. */
async function readEnd(path: string): Promise<readonly RewriteRecord[]> {
  const handle = await open(path, readOnly).catch(() => undefined);
  if (handle === undefined) return [];
  try {
    const facts = await handle.stat({ bigint: true });
    if (!facts.isFile()) return [];
    const identity = [facts.dev, facts.ino, facts.size, facts.mtimeNs].join(" ");
    const known = lastRead.get(path);
    if (known?.identity === identity) return known.records;
    const size = Number(facts.size);
    const length = Math.min(size, maximumReadBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    const records = parseRewriteRecords(buffer.toString("latin1", 0, bytesRead));
    lastRead.set(path, { identity, records });
    return records;
  } catch {
    return [];
  } finally {
    await handle.close();
  }
}

/** Adds rewrites to the record. Several programs may do so at once. */
export async function appendRewriteRecords(
  commonDirectory: string,
  pairs: readonly RewritePair[],
  source: RewriteSource,
  nowMs: number,
): Promise<void> {
  if (pairs.length === 0) return;
  const path = recordPath(commonDirectory);
  requireOwnFolder(commonDirectory);
  await turnOver(path, nowMs);
  const lines = pairs.map((pair) => formatRewriteRecord({ ...pair, source, recordedAtMs: nowMs })).join("");
  removeForeign(path);
  const handle = await open(path, appending);
  try {
    const { size } = await handle.stat();
    // A line that a crash cut short is ended, or it would take the next one with it.
    const isTorn = size > 0 && (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0] !== 10;
    // One write: O_APPEND keeps the lines of several programs apart.
    await handle.write(`${isTorn ? "\n" : ""}${lines}`);
  } finally {
    await handle.close();
  }
}

/** Renames a full record. Under a lock: of two programs that rename, the second would put an empty file over the old lines. */
async function turnOver(path: string, nowMs: number): Promise<void> {
  if (!(await isFull(path))) return;
  const lock = `${path}.lock`;
  const handle = await open(lock, "wx").catch(() => undefined);
  if (handle === undefined) {
    const made = await stat(lock).catch(() => undefined);
    if (made !== undefined && nowMs - made.mtimeMs > lockPatienceMs) await rm(lock, { force: true });
    // Another program is about to do it; if not, the next one is. The record may grow a little meanwhile.
    return;
  }
  try {
    if (await isFull(path)) await rename(path, `${path}.old`);
  } finally {
    await handle.close();
    await rm(lock, { force: true });
  }
}

async function isFull(path: string): Promise<boolean> {
  return ((await stat(path).catch(() => undefined))?.size ?? 0) >= maximumBytes;
}
