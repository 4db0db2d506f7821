import { createHash } from "node:crypto";
import type { RepositoryPath } from "../model/ports.ts";
import type { TreeEntry } from "./git-documents.ts";

/** The id that git gives to this content, in the hash that another id of the repository is made with. */
export function computeBlobOid(content: Uint8Array, otherOid: string): string {
  const hash = createHash(otherOid.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${content.length}\0`).update(content).digest("hex");
}

/**
 * The entries that a merge of two trees comes to, file by file: the side that changed a file has it. A file that both
 * changed is taken from ours: what it will say is not known yet.
 */
export function mergeEntries(
  base: readonly TreeEntry[],
  ours: readonly TreeEntry[],
  theirs: readonly TreeEntry[],
): readonly TreeEntry[] {
  const toMap = (entries: readonly TreeEntry[]): ReadonlyMap<RepositoryPath, TreeEntry> =>
    new Map(entries.map((entry) => [entry.path, entry]));
  const [baseByPath, oursByPath, theirsByPath] = [toMap(base), toMap(ours), toMap(theirs)];
  const merged: TreeEntry[] = [];
  for (const path of new Set([...oursByPath.keys(), ...theirsByPath.keys()])) {
    const [a, b] = [oursByPath.get(path), theirsByPath.get(path)];
    const isOursUnchanged = a?.oid === baseByPath.get(path)?.oid;
    // Deleted here and changed there: the file is still in dispute, and there.
    const entry = isOursUnchanged ? b : (a ?? (b?.oid === baseByPath.get(path)?.oid ? undefined : b));
    if (entry !== undefined) merged.push(entry);
  }
  return merged;
}
