import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { refuseDenseDocument, refuseLargeDocument } from "../model/document-limits.ts";
import { OperationalError } from "../model/operational-error.ts";
import { isWithin } from "./read-regular.ts";

const lockWaitMs = 2000;
const lockPollMs = 25;
/** A program that died between making its lock and writing its id into it leaves one that says nothing. */
const mutePatienceMs = 60_000;

/**
 * Decodes a planning document. The BOM and every byte stay: what is decoded encodes to the same bytes again.
 *
 * Throws `document-too-large`, `document-binary` or `document-encoding`; `name` is the path as the user knows it.
 */
export function decodeDocument(bytes: Uint8Array, name: string): string {
  refuseLargeDocument(name, bytes.length);
  if (bytes.includes(0)) {
    throw new OperationalError("document-binary", `${name} is a binary file, not Markdown`, {
      help: `see what it is: git log -- ${name}`,
    });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new OperationalError("document-encoding", `${name} is not valid UTF-8`, {
      help: `convert it: iconv -f WINDOWS-1252 -t UTF-8 ${name}`,
      cause,
    });
  }
  refuseDenseDocument(name, text);
  return text;
}

/** A planning document as read, with the bytes against which a later write is checked. */
export interface ReadDocument {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a planning document of the work tree; `path` is relative to the top level. One behind a link that leads out of the
 * work tree is refused: what lies there is not the project's to show.
 */
export async function readDocumentFile(topLevel: string, path: string): Promise<ReadDocument> {
  const absolute = join(topLevel, path);
  try {
    const facts = statSync(absolute);
    if (!facts.isFile()) {
      throw new OperationalError(
        "document-unreadable",
        `${path} is ${facts.isDirectory() ? "a directory" : "no regular file"}`,
        { help: `put the document back: git checkout -- ${path}` },
      );
    }
    refuseLargeDocument(path, facts.size);
    findTarget(topLevel, path, false);
    const bytes = readFileSync(absolute);
    return { text: decodeDocument(bytes, path), bytes };
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new OperationalError("no-state-document", `there is no ${path} here`, {
        help: "go to a project that is planned with GSD, or create the file first",
        cause: error,
      });
    }
    throw new OperationalError("document-unreadable", `${path} cannot be read (${code ?? "unknown error"})`, {
      help: `see its permissions: ls -l ${path}`,
      cause: error,
    });
  }
}

/** What a lock needs to know of processes; handed in, because only the entry points touch `process`. */
export interface ProcessHost {
  readonly processId: number;
  readonly isAlive: (processId: number) => boolean;
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Does what may fail for a reason that does not matter; `undefined` where it fails. */
function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** Makes the lock with our process id in it; `false` when there is one already. */
function createLock(lockPath: string, name: string, host: ProcessHost): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(lockPath, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o644);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw unwritable(name, error);
  }
  try {
    writeFileSync(descriptor, String(host.processId));
  } catch (error) {
    attempt(() => unlinkSync(lockPath));
    throw unwritable(name, error);
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** Removes a file; answers whether it was there to remove. */
function remove(path: string): boolean {
  return (
    attempt(() => {
      unlinkSync(path);
      return true;
    }) === true
  );
}

/** Holds GSD's own lock on a document while `body` runs, so that its tools and ours never lose each other's update. */
async function withLock<Result>(target: string, name: string, host: ProcessHost, body: () => Result): Promise<Result> {
  const lockPath = `${target}.lock`;
  const deadline = Date.now() + lockWaitMs;
  while (!createLock(lockPath, name, host)) {
    if (isStaleLock(lockPath, host) && remove(lockPath)) continue;
    if (Date.now() >= deadline) {
      throw new OperationalError("lock-held", `${name} is locked by another program (${name}.lock)`, {
        help: `if none is running, remove the lock: rm ${name}.lock`,
      });
    }
    await new Promise((resolve) => {
      setTimeout(resolve, lockPollMs);
    });
  }
  try {
    return body();
  } finally {
    remove(lockPath);
  }
}

/** A lock whose process is gone holds nothing, nor does an old one that names no process. What cannot be read may be alive. */
function isStaleLock(lockPath: string, host: ProcessHost): boolean {
  const text = attempt(() => readFileSync(lockPath, "utf8"));
  if (text === undefined) return false;
  if (/^\d{1,10}$/.test(text.trim())) return !host.isAlive(Number(text.trim()));
  const made = attempt(() => lstatSync(lockPath));
  return made !== undefined && Date.now() - made.mtimeMs > mutePatienceMs;
}

/** The error of a file that the system does not let us write. */
function unwritable(name: string, cause: unknown): OperationalError {
  return new OperationalError(
    "document-unwritable",
    `${name} cannot be written (${errorCode(cause) ?? "unknown error"})`,
    { help: `see the permissions of its folder, and the free space: ls -ld ${dirname(name)}; df .`, cause },
  );
}

/** Opens a new file. A file of that name is a crashed program's leavings or a planted link: it is not written through. */
function openNew(path: string, mode: number): number {
  try {
    return openSync(path, "wx", mode);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    unlinkSync(path);
    return openSync(path, "wx", mode);
  }
}

/**
 * Where a document's bytes are: the target of a link, the place itself where nothing is yet. It must lie in the work tree.
 */
function findTarget(topLevel: string, path: string, isNew: boolean): string {
  const absolute = join(topLevel, path);
  let target: string;
  try {
    target = isNew ? join(realpathSync(dirname(absolute)), basename(absolute)) : realpathSync(absolute);
  } catch (error) {
    throw unwritable(path, error);
  }
  if (!isWithin(topLevel, target)) {
    throw new OperationalError(
      "document-outside",
      `${path} is a link to ${target}, outside the work tree: it is neither read nor written`,
      { help: "run state sync in the repository that holds the file" },
    );
  }
  return target;
}

/**
 * Writes a document, atomically and only if it still has the bytes that were read; `null` where there was no file.
 *
 * A symbolic link is written at its target, which must lie in the work tree. Throws `document-changed`, `lock-held`,
 * `document-outside`, `document-read-only`, `document-unwritable`; on any failure the old file is whole.
 */
export async function writeDocumentFile(
  topLevel: string,
  path: string,
  expected: Uint8Array | null,
  text: string,
  host: ProcessHost,
): Promise<void> {
  if (/(?:^|\/)\.gsd\//.test(path))
    throw new OperationalError("document-read-only", `${path} is kept by gsd-2: it is read, never written`);
  const target = findTarget(topLevel, path, expected === null);
  // GSD locks the path that it knows: the link, not its target.
  await withLock(join(topLevel, path), path, host, () => {
    const current = readCurrent(target, path, expected === null);
    if (expected === null ? current !== null : current === null || Buffer.compare(current, expected) !== 0) {
      throw new OperationalError("document-changed", `${path} was changed by another program meanwhile`, {
        help: "run the command again",
      });
    }
    const bytes = Buffer.from(text, "utf8");
    if (current?.equals(bytes) === true) return;
    const temporary = `${target}.tmp.${host.processId}`;
    const mode = current === null ? null : lstatSync(target).mode & 0o777;
    try {
      const descriptor = openNew(temporary, mode ?? 0o666);
      try {
        // The mode given to `open` is cut by the umask; the document keeps the one it has.
        if (mode !== null) fchmodSync(descriptor, mode);
        writeFileSync(descriptor, bytes);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, target);
    } catch (error) {
      remove(temporary);
      throw unwritable(path, error);
    }
  });
}

/** The bytes that a file has now; `null` where it may be absent and is. */
function readCurrent(target: string, name: string, mayBeAbsent: boolean): Buffer | null {
  try {
    return readFileSync(target);
  } catch (error) {
    if (mayBeAbsent && errorCode(error) === "ENOENT") return null;
    throw unwritable(name, error);
  }
}
