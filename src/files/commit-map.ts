import { join } from "node:path";
import { readOwnFile } from "./read-regular.ts";

/** Some 800,000 commits; no history that is planned comes near. */
const maximumBytes = 64 * 1024 * 1024;

/** Where `git filter-repo` leaves word of what it made of commits, relative to the common git directory. */
export const commitMapName = "filter-repo/commit-map";

/** Reads the map that `git filter-repo` left in the git directory; `undefined` where there is none that can be read. */
export async function readCommitMapText(commonDirectory: string): Promise<string | undefined> {
  const path = join(commonDirectory, commitMapName);
  const text = readOwnFile(path, maximumBytes)?.toString("latin1");
  return text === "" ? undefined : text;
}
