import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folders whose code decides what is read from a commit, and how it is added up. */
const folders: readonly string[] = ["commit", "document", "git", "links", "model", "planning"];

/** Names the way in which these sources read history, so that what another build has kept of it is not mistaken for ours. */
export function computeReadingKey(root: string): string {
  return hashSources(root, (folder) => folders.includes(folder));
}

/** Names all that decides what the program answers. */
export function computeProgramKey(root: string): string {
  return hashSources(root, () => true);
}

function hashSources(root: string, isWanted: (folder: string) => boolean): string {
  const hash = createHash("sha256");
  const paths = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && isWanted(path.split("/")[0] ?? ""))
    .toSorted();
  for (const path of paths) hash.update(`${path}\0`).update(readFileSync(join(root, "src", path)));
  return hash.digest("hex").slice(0, 16);
}
