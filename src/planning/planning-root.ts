import type { RepositoryPath } from "../model/ports.ts";

const roots = new Map<RepositoryPath, RepositoryPath>();

/** The directory under which a planning directory and its workstreams lie: `.planning` of `.planning/workstreams/player`. */
export function planningRootOf(directory: RepositoryPath): RepositoryPath {
  // Asked of every path of a history, and always of the same few directories.
  const known = roots.get(directory);
  if (known !== undefined) return known;
  const root = /^(?:.*\/)?\.planning(?=\/|$)/.exec(directory)?.[0] ?? directory.replace(/\/workstreams\/[^/]+$/, "");
  roots.set(directory, root);
  return root;
}

/** Tells whether a planning directory is gsd-2's own. It keeps these files itself: they are read, never written. */
export function isGsd2Directory(directory: RepositoryPath): boolean {
  return directory === ".gsd" || directory.endsWith("/.gsd");
}
