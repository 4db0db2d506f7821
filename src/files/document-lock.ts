import { closeSync, linkSync, lstatSync, openSync, readdirSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";
import { attempt, errorCode, removeFile, succeeds } from "./attempt.ts";
import { readOwnFile } from "./read-regular.ts";

const lockWaitMs = 2000;
const lockPollMs = 25;
/** A program that died between making its lock and writing its id into it leaves one that says nothing; GSD waits as long. */
const mutePatienceMs = 1000;
/** No lock is held for so long: its process is gone, and its id is another's by now. GSD waits as long, too. */
const heldPatienceMs = 60_000;

/** What a lock needs to know of processes; handed in, because only the entry points touch `process`. */
export interface ProcessHost {
  readonly processId: number;
  readonly isAlive: (processId: number) => boolean;
}

/** Removes a file that would be in the way of others; what fails once need not fail twice. */
function removeSurely(path: string): void {
  if (!removeFile(path) && lstatSync(path, { throwIfNoEntry: false }) !== undefined) removeFile(path);
}

/** The error of a file that the system does not let us write. */
export function unwritable(name: string, cause: unknown): OperationalError {
  return new OperationalError(
    "document-unwritable",
    `${name} cannot be written (${errorCode(cause) ?? "unknown error"})`,
    { help: `see the permissions of its folder, and the free space: ls -ld ${dirname(name)}; df .`, cause },
  );
}

/** Opens a new file. A file of that name is a crashed program's leavings or a planted link: it is not written through. */
export function openNew(path: string, mode: number): number {
  try {
    return openSync(path, "wx", mode);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    unlinkSync(path);
    return openSync(path, "wx", mode);
  }
}

/** The name beside a file under which this process makes a new one; who finds it later knows whether it is in use. */
export function temporaryPath(path: string, { processId }: ProcessHost): string {
  return `${path}.planlink-${processId}`;
}

const temporaryName = /\.planlink-(\d{1,10})$/;

/** Tells whether a file is one that a process was making, and may still be. */
export function isTemporary(name: string): boolean {
  return temporaryName.test(name);
}

/** Removes what processes that are gone have left in a folder under names of `temporaryPath`. */
export function removeLeftovers(directory: string, host: ProcessHost): void {
  for (const name of attempt(() => readdirSync(directory)) ?? []) {
    const processId = Number(temporaryName.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isNaN(processId) && processId !== host.processId && !host.isAlive(processId))
      removeFile(join(directory, name));
  }
}

/** File systems that know no hard links; there the lock is made first and written then, as GSD does. */
const withoutLinks: ReadonlySet<string | undefined> = new Set(["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EMLINK"]);

function writeNew(path: string, text: string): void {
  const descriptor = openSync(path, "wx", 0o644);
  try {
    writeFileSync(descriptor, text);
  } catch (error) {
    removeFile(path);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the lock with our process id in it; `false` when there is one already. Whoever dies on the way leaves no empty lock. */
function createLock(lockPath: string, host: ProcessHost): boolean {
  const claim = temporaryPath(lockPath, host);
  try {
    const descriptor = openNew(claim, 0o644);
    try {
      writeFileSync(descriptor, String(host.processId));
    } finally {
      closeSync(descriptor);
    }
    try {
      linkSync(claim, lockPath);
    } catch (error) {
      if (!withoutLinks.has(errorCode(error))) throw error;
      writeNew(lockPath, String(host.processId));
    }
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    removeSurely(claim);
  }
}

/** A lock as it was seen: which file it is, how old, and what it says. */
interface SeenLock {
  readonly inode: number;
  readonly isDirectory: boolean;
  readonly ageMs: number;
  /** `undefined` where it cannot be read. */
  readonly text: string | undefined;
}

function readLock(lockPath: string): SeenLock | undefined {
  const facts = attempt(() => lstatSync(lockPath));
  if (facts === undefined) return undefined;
  const text = attempt(() => readOwnFile(lockPath, 64))?.toString("latin1");
  // A time in the future is as far from now as one in the past: somebody has set the clock.
  return { inode: facts.ino, isDirectory: facts.isDirectory(), ageMs: Math.abs(Date.now() - facts.mtimeMs), text };
}

/** A lock whose process is gone holds nothing, nor does one that names none and is past its making. GSD has the same rules. */
function isStale({ isDirectory, ageMs, text }: SeenLock, host: ProcessHost): boolean {
  if (isDirectory) return false;
  if (ageMs > heldPatienceMs) return true;
  if (text === undefined) return false;
  if (/^\d{1,10}$/.test(text.trim())) return !host.isAlive(Number(text.trim()));
  return ageMs > mutePatienceMs;
}

/** Takes a stale lock away: by a rename, which of several programs only one can do, and only the file that was judged. */
function removeStale(lockPath: string, seen: SeenLock, host: ProcessHost): boolean {
  const now = readLock(lockPath);
  if (now === undefined || now.inode !== seen.inode || now.text !== seen.text) return now === undefined;
  const aside = temporaryPath(`${lockPath}.stale`, host);
  return succeeds(() => {
    renameSync(lockPath, aside);
    unlinkSync(aside);
  });
}

/**
 * Holds GSD's own lock on a document while `body` runs, so that its tools and ours never lose each other's update. `body`
 * gets a question to ask before it does what cannot be taken back: GSD takes over a lock that is held for seconds, as by
 * a process that was stopped.
 *
 * Throws `lock-held` after two seconds, and `document-unwritable`; `name` is the document as the user knows it.
 */
export async function withDocumentLock<Result>(
  path: string,
  name: string,
  host: ProcessHost,
  body: (isHeld: () => boolean) => Result,
): Promise<Result> {
  const lockPath = `${path}.lock`;
  const make = (): boolean => {
    try {
      return createLock(lockPath, host);
    } catch (error) {
      throw unwritable(name, error);
    }
  };
  // Asked for once there is something to wait for: the clock is a part of Node that takes 3 ms to load.
  let startedAt: number | undefined;
  while (!make()) {
    startedAt ??= performance.now();
    const seen = readLock(lockPath);
    if (seen !== undefined && isStale(seen, host) && removeStale(lockPath, seen, host)) continue;
    if (performance.now() - startedAt >= lockWaitMs) {
      throw new OperationalError("lock-held", `${name} is locked by another program (${name}.lock)`, {
        help: `if none is running, remove the lock: rm ${name}.lock`,
      });
    }
    await new Promise((resolve) => {
      setTimeout(resolve, lockPollMs);
    });
  }
  const inode = readLock(lockPath)?.inode ?? readLock(lockPath)?.inode;
  const isHeld = (): boolean => {
    const seen = readLock(lockPath);
    return seen !== undefined && seen.inode === inode && seen.text === String(host.processId);
  };
  try {
    return body(isHeld);
  } finally {
    // A look that fails once need not fail twice; a lock that stays while its process lives blocks everybody.
    if (isHeld() || isHeld()) removeSurely(lockPath);
  }
}

/** Removes what programs that are gone have left beside a document: their temporary files, and a lock of theirs. */
export function tidyBeside(path: string, host: ProcessHost): void {
  removeLeftovers(dirname(path), host);
  const lockPath = `${path}.lock`;
  const seen = readLock(lockPath);
  if (seen !== undefined && isStale(seen, host)) removeStale(lockPath, seen, host);
}
