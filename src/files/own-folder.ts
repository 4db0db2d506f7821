import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { OperationalError } from "../model/operational-error.ts";

/** Tells whether a path is a directory itself, not a link to one. */
function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function makeFolder(path: string): boolean {
  if (!isDirectory(path) && lstatSync(path, { throwIfNoEntry: false }) === undefined)
    mkdirSync(path, { recursive: true });
  return isDirectory(path);
}

/**
 * Makes a folder of planlink's in a git directory; `false` where it, or `planlink` above it, is a link or no folder: what
 * is kept is not written elsewhere.
 */
export function makeOwnFolder(directory: string): boolean {
  if (basename(directory) !== "planlink" && !makeFolder(dirname(directory))) return false;
  return makeFolder(directory);
}

/** As `makeOwnFolder`, of the folder `planlink` itself, for what must not be lost without a word: throws `document-outside`. */
export function requireOwnFolder(gitDirectory: string): string {
  const directory = join(gitDirectory, "planlink");
  if (makeOwnFolder(directory)) return directory;
  throw new OperationalError("document-outside", `${directory} is a link: nothing is written through it`, {
    help: `remove it: rm ${directory}`,
  });
}

/** Removes what stands in the place of a file of planlink's and is no file, such as a link that somebody has planted. */
export function removeForeign(path: string): void {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (facts !== undefined && !facts.isFile()) rmSync(path, { recursive: true, force: true });
}

/** The name under which a file of planlink's is made before it takes its place. */
export function unfinishedPath(path: string): string {
  return `${path}.new`;
}

/**
 * Writes a file in a folder of planlink's anew, by a rename: whoever dies on the way leaves the old one, or the new one. A
 * link of that name is replaced, not written through.
 *
 * The unfinished file has one name, so that the next time there is no other to be found and removed.
 */
export function writeOwnFile(path: string, content: string | Uint8Array): void {
  const unfinished = unfinishedPath(path);
  rmSync(unfinished, { recursive: true, force: true });
  try {
    writeFileSync(unfinished, content, { flag: "wx" });
    removeForeign(path);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}
