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
