import type { RepositoryPath } from "../model/ports.ts";

/**
 * The distinct paths of a plan's work, as a text of eight characters a path in a fixed order; `null` where they are more
 * than can be kept, so that their number is not known.
 */
export type PathSet = string | null;

/** A path as a number of 41 bits. Two paths of one plan that share it count as one; nothing else depends on it. */
export type PathKey = number;

const keyLength = 8;
/** More than this is no figure of one plan. */
const mostPaths = 400;

/** The key of a path: the same in every run and on every machine. */
export function toPathKey(path: RepositoryPath): PathKey {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < path.length; index += 1) {
    const code = path.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (high & 0x1ff) * 2 ** 32 + (low >>> 0);
}

function textsOf(set: string): readonly string[] {
  return Array.from({ length: set.length / keyLength }, (_, index) =>
    set.slice(index * keyLength, (index + 1) * keyLength),
  );
}

function join(texts: ReadonlySet<string>): PathSet {
  return texts.size > mostPaths ? null : [...texts].sort().join("");
}

/** Adds paths by their keys. */
export function addPaths(set: PathSet, keys: readonly PathKey[]): PathSet {
  if (set === null || keys.length === 0) return set;
  return join(new Set([...textsOf(set), ...keys.map((key) => key.toString(36).padStart(keyLength, "0"))]));
}

/** How many paths are in the sets together; `null` where that is not known, or none. */
export function countPaths(sets: readonly PathSet[]): number | null {
  const all = new Set<string>();
  for (const set of sets) {
    if (set === null) return null;
    for (const text of textsOf(set)) all.add(text);
  }
  return all.size === 0 || all.size > mostPaths ? null : all.size;
}
