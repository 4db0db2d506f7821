import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { refuseLargeDocument } from "../model/document-limits.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { attempt } from "./attempt.ts";

/** Not known to Windows, which has no FIFOs in its folders. */
const withoutWaiting = (constants.O_NONBLOCK as number | undefined) ?? 0;
const withoutLinks = (constants.O_NOFOLLOW as number | undefined) ?? 0;

/**
 * Opens a file for reading and hands it to `read` with its size; `undefined` where there is no regular file. Nothing is
 * waited for at a FIFO, no device is read, and a link at the end of the path is not followed. Throws where there is a file
 * that cannot be read.
 */
function withRegular<Result>(path: string, read: (descriptor: number, size: number) => Result): Result | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | withoutWaiting | withoutLinks);
  } catch (error) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === true) throw error;
    return undefined;
  }
  try {
    const facts = fstatSync(descriptor);
    return facts.isFile() ? read(descriptor, facts.size) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a file of planlink's own, in the git directory; `undefined` where there is no regular file, for one that cannot be
 * read, and for one of more bytes: what is kept there is a help, not a need.
 */
export function readOwnFile(path: string, mostBytes: number): Buffer | undefined {
  return attempt(() =>
    withRegular(path, (descriptor, size) => (size > mostBytes ? undefined : readFileSync(descriptor))),
  );
}

/** Tells whether a path without links lies in the work tree. */
export function isWithin(topLevel: string, target: string): boolean {
  const inside = relative(realpathSync.native(topLevel), target);
  return inside !== "" && inside !== ".." && !inside.startsWith(`..${sep}`);
}

/** Where a document of the work tree is: the end of its links, which must lie in the work tree. */
function findPlace(topLevel: string, path: RepositoryPath): string | undefined {
  try {
    const target = realpathSync.native(join(topLevel, path));
    return isWithin(topLevel, target) ? target : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a planning document of the work tree; `undefined` where there is no regular file, or a link that leads out of
 * the work tree: what lies there is not the project's to show. Throws `document-too-large`; and `document-unreadable` for
 * a file that is there and cannot be read: without it the figures would be wrong.
 */
export function readPlanningFile(topLevel: string, path: RepositoryPath): Buffer | undefined {
  try {
    return readWithin(topLevel, path);
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new OperationalError("document-unreadable", `${path} cannot be read (${code})`, {
      help: `see its permissions: ls -l ${path}`,
      cause: error,
    });
  }
}

function readWithin(topLevel: string, path: RepositoryPath): Buffer | undefined {
  const read = (place: string): Buffer | undefined =>
    withRegular(place, (descriptor, size) => {
      refuseLargeDocument(path, size);
      return readFileSync(descriptor);
    });
  const direct = read(join(topLevel, path));
  if (direct !== undefined) return direct;
  const place = findPlace(topLevel, path);
  return place === undefined ? undefined : read(place);
}
