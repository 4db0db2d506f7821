import { constants } from "node:fs";
import {
  access,
  chmod,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
} from "node:fs/promises";
import { dirname } from "node:path";
import { type ProcessHost, removeLeftovers, temporaryPath } from "../files/document-lock.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { Disk, DiskEntry } from "./install-ports.ts";

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
}

/** Runs one access; the codes listed stand for "not there" and answer `absent`, any other is an operational error. */
async function attempt<T>(
  act: string,
  path: string,
  run: () => Promise<T>,
  absent: T,
  absentCodes: readonly string[],
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const code = errorCode(error);
    if (absentCodes.includes(code)) return absent;
    throw new OperationalError("hooks-conflict", `${path} cannot be ${act} (${code})`, {
      help: "see who owns it and whether the disk can be written, then run the command again",
      cause: error,
    });
  }
}

const notThere: readonly string[] = ["ENOENT", "ENOTDIR"];

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function readEntry(path: string): Promise<DiskEntry> {
  const isLink = (await lstat(path)).isSymbolicLink();
  const stats = await attempt("read", path, () => stat(path), null, [...notThere, "ELOOP"]);
  if (stats?.isDirectory()) return { kind: "directory", isLink };
  if (!stats?.isFile()) return { kind: "other", isLink };
  return { kind: "file", content: await readFile(path), isExecutable: await isExecutable(path), isLink };
}

/** The end of a path's links: what must be replaced for the path to show a new content. */
async function resolveLinks(path: string): Promise<{ readonly path: string; readonly mode: number | null }> {
  const target = await attempt("read", path, () => realpath(path), null, notThere);
  return target === null ? { path, mode: null } : { path: target, mode: (await stat(target)).mode & 0o7777 };
}

async function writeWhole(path: string, content: Uint8Array, mode: number, host: ProcessHost): Promise<void> {
  const target = await resolveLinks(path);
  const temporary = temporaryPath(target.path, host);
  removeLeftovers(dirname(target.path), host);
  await rm(temporary, { force: true });
  // "wx" never follows a link or writes over what is there.
  const file = await open(temporary, "wx", target.mode ?? mode);
  try {
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    if (target.mode !== null) await chmod(temporary, target.mode);
    await rename(temporary, target.path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The disk by `node:fs`. */
export function createNodeDisk(host: ProcessHost): Disk {
  return {
    readEntry: (path) => attempt<DiskEntry>("read", path, () => readEntry(path), { kind: "absent" }, notThere),
    list: (directory) =>
      attempt<readonly string[]>("read", directory, async () => (await readdir(directory)).sort(), [], notThere),
    createDirectory: (path) => attempt("created", path, () => mkdir(path), undefined, []),
    removeEmptyDirectory: (path) =>
      attempt("removed", path, () => rmdir(path), undefined, ["ENOENT", "ENOTEMPTY", "EEXIST"]),
    writeFile: (path, content, mode) =>
      attempt("written", path, () => writeWhole(path, content, mode, host), undefined, []),
    moveFile: (from, to) => attempt("renamed", from, () => rename(from, to), undefined, []),
    removeFile: (path) => attempt("removed", path, () => rm(path), undefined, []),
  };
}
