import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  readFileSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";
import { errorCode, isAbsence, removeFile } from "./attempt.ts";
import {
  openNew,
  type ProcessHost,
  removeLeftovers,
  temporaryPath,
  unwritable,
  withDocumentLock,
} from "./document-lock.ts";
import { refuseLargeDocument } from "../model/document-limits.ts";
import { decodeDocument } from "./decode-document.ts";
import { isWithin, readOwnFile } from "./read-regular.ts";

export type { ProcessHost } from "./document-lock.ts";

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
    if (isAbsence(error)) {
      throw new OperationalError("no-state-document", `there is no ${path} here`, {
        help: "go to a project that is planned with GSD, or create the file first",
        cause: error,
      });
    }
    throw new OperationalError(
      "document-unreadable",
      `${path} cannot be read (${errorCode(error) ?? "unknown error"})`,
      {
        help: `see its permissions: ls -l ${path}`,
        cause: error,
      },
    );
  }
}

/**
 * Where a document's bytes are: the target of a link, the place itself where nothing is yet. It must lie in the work tree.
 */
function findTarget(topLevel: string, path: string, isNew: boolean): string {
  const absolute = join(topLevel, path);
  let target: string;
  try {
    target = isNew ? join(realpathSync.native(dirname(absolute)), basename(absolute)) : realpathSync.native(absolute);
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
  await withDocumentLock(join(topLevel, path), path, host, (isHeld) => {
    removeLeftovers(dirname(target), host);
    const current = readCurrent(target, path, expected === null);
    if (expected === null ? current !== null : current === null || Buffer.compare(current, expected) !== 0)
      throw changedMeanwhile(path);
    const bytes = Buffer.from(text, "utf8");
    if (current?.equals(bytes) === true) return;
    const temporary = temporaryPath(target, host);
    const facts = current === null ? null : lstatSync(target);
    try {
      // A file may be replaced where its folder may be written; but who protects a file from being written means it.
      if (facts !== null) accessSync(target, constants.W_OK);
      const descriptor = openNew(temporary, facts === null ? 0o666 : facts.mode & 0o777);
      try {
        if (facts !== null) keepOwner(descriptor, facts);
        writeFileSync(descriptor, bytes);
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      if (!isHeld()) throw changedMeanwhile(path);
      renameSync(temporary, target);
    } catch (error) {
      removeFile(temporary);
      if (error instanceof OperationalError) throw error;
      throw unwritable(path, error);
    }
  });
}

function changedMeanwhile(name: string): OperationalError {
  return new OperationalError("document-changed", `${name} was changed by another program meanwhile`, {
    help: "run the command again",
  });
}

/** Gives a new file the owner and the mode of the one that it replaces: the mode given to `open` is cut by the umask. */
function keepOwner(descriptor: number, { uid, gid, mode }: Stats): void {
  const own = fstatSync(descriptor);
  if (own.uid !== uid || own.gid !== gid) {
    try {
      fchownSync(descriptor, uid, gid);
    } catch {
      // Only root gives files away; whoever may write the document may still do so.
    }
  }
  fchmodSync(descriptor, mode & 0o777);
}

/** The bytes that a file has now; `null` where it may be absent and is. What is no file is neither waited for nor replaced. */
function readCurrent(target: string, name: string, mayBeAbsent: boolean): Buffer | null {
  try {
    const facts = lstatSync(target, { throwIfNoEntry: false });
    if (facts === undefined && mayBeAbsent) return null;
    const bytes = readOwnFile(target, Number.POSITIVE_INFINITY);
    if (bytes !== undefined) return bytes;
    if (facts?.isFile() === false)
      throw new OperationalError("document-unreadable", `${name} is no regular file`, {
        help: `see what it is: ls -ld ${name}`,
      });
    return readFileSync(target);
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    throw unwritable(name, error);
  }
}
