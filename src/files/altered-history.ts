import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function holdsFiles(directory: string): boolean {
  try {
    return readdirSync(directory).length > 0;
  } catch {
    return false;
  }
}

/**
 * Tells whether something makes git show another history than the objects hold: a shallow boundary, grafts, replaced
 * objects. Then the same oid may mean another history tomorrow, and nothing is kept under it.
 *
 * Refs in a format of which the files cannot be looked into (reftable) may hold replacements, so they count as such.
 */
export function mayHistoryBeAltered(commonDirectory: string): boolean {
  if (
    ["shallow", "info/grafts", "reftable"].some((name) => exists(join(commonDirectory, name))) ||
    holdsFiles(join(commonDirectory, "refs", "replace"))
  )
    return true;
  return readBytes(join(commonDirectory, "packed-refs"))?.includes(" refs/replace/") === true;
}
