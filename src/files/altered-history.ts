import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isAbsence } from "./attempt.ts";

/** What cannot be looked at may hold anything; where there is nothing, there is none. */
function mayHold(path: string, text: string): boolean {
  try {
    return readFileSync(path).includes(text);
  } catch (error) {
    return !isAbsence(error);
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function mayHoldFiles(directory: string): boolean {
  try {
    return readdirSync(directory).length > 0;
  } catch (error) {
    return !isAbsence(error);
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
    mayHoldFiles(join(commonDirectory, "refs", "replace"))
  )
    return true;
  if (names?.has("packed-refs") === false) return false;
  return mayHold(join(commonDirectory, "packed-refs"), " refs/replace/");
}
