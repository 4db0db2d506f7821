import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Repositories of more branches and logs than these are looked at by git alone. */
const mostPlaces = 2000;

function addTree(path: string, places: string[]): void {
  places.push(path);
  if (places.length > mostPlaces) return;
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    // Nothing is there, or no directory.
    return;
  }
  for (const entry of entries) {
    const place = join(path, entry.name);
    if (entry.isDirectory()) addTree(place, places);
    else places.push(place);
  }
}

/**
 * Everything in a git directory that says which commits are held: refs and their logs, those of other worktrees too.
 * Files and directories, those included that are not there; `undefined` where there are too many to look at.
 */
export function findRefPlaces(gitDirectory: string): readonly string[] | undefined {
  const places = [join(gitDirectory, "packed-refs")];
  for (const name of ["refs", "logs", "worktrees"]) addTree(join(gitDirectory, name), places);
  return places.length > mostPlaces ? undefined : places;
}
