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
 * `names` are those in the directory, where they are known.
 */
export function mayHistoryBeAltered(commonDirectory: string, names?: ReadonlySet<string>): boolean {
  const has = (name: string): boolean => (names === undefined ? exists(join(commonDirectory, name)) : names.has(name));
  if (
    ["shallow", "reftable"].some(has) ||
    exists(join(commonDirectory, "info", "grafts")) ||
    holdsFiles(join(commonDirectory, "refs", "replace"))
  )
    return true;
  if (names?.has("packed-refs") === false) return false;
  return readBytes(join(commonDirectory, "packed-refs"))?.includes(" refs/replace/") === true;
}
