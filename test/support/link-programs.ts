import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Makes a directory with nothing in it but these programs, for a `PATH` that lacks all others; those that are not here are left out. */
export function linkPrograms(directory: string, names: readonly string[], path: string): string {
  mkdirSync(directory);
  for (const name of names) {
    const places = path.split(delimiter).map((place) => join(place, name));
    const found = places.find((place) => existsSync(place));
    if (found !== undefined) symlinkSync(found, join(directory, name));
  }
  return directory;
}
