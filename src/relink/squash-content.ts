import type { Oid } from "../model/oid.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { isPlanningPath } from "../planning/plan-files.ts";

/** What a commit leaves in each file that it changes: the oid of the content; zeros for a file that it removes. */
export type ChangedContents = ReadonlyMap<RepositoryPath, string>;

/** A commit with what it changes. */
export interface CommitContents {
  readonly oid: Oid;
  readonly committedMs: number;
  readonly contents: ChangedContents;
}

/**
 * Finds the commit that took another one in: the first that leaves the same in every file that the other changed, or
 * what commits after it on the same branch made of the file. `undefined` where none does.
 *
 * `later` are the commits of that branch which came after it; `history` those of the tip, oldest first. Planning
 * documents do not count where there is work: everybody changes them.
 */
export function findContaining(
  lost: CommitContents,
  later: readonly CommitContents[],
  history: readonly CommitContents[],
  planningDirectory: RepositoryPath,
): Oid | undefined {
  const paths = [...lost.contents.keys()];
  const work = paths.filter((path) => !isPlanningPath(path, planningDirectory));
  const telling = work.length > 0 ? work : paths;
  if (telling.length === 0) return undefined;
  const possible = telling.map(
    (path) => [path, new Set([lost, ...later].flatMap(({ contents }) => contents.get(path) ?? []))] as const,
  );
  return history.find(
    ({ contents, committedMs }) =>
      committedMs >= lost.committedMs && possible.every(([path, oids]) => oids.has(contents.get(path) ?? "")),
  )?.oid;
}
