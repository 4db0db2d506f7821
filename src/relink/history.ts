import type { TaggedCommit } from "../links/tagged-commits.ts";
import type { Oid } from "../model/oid.ts";

/** Who descends from whom, in the history of one tip. */
export interface History {
  readonly positionOf: (oid: Oid) => number | undefined;
  /** Tells, for each position, whether its commit is an ancestor of the given one; nobody is an ancestor of himself. */
  readonly markAncestors: (position: number) => Uint8Array;
}

/** Reads the history from commits, newest first: a parent never stands before its child. */
export function createHistory(tagged: readonly TaggedCommit[]): History {
  const positions = new Map(tagged.map(({ commit }, position) => [commit.oid, position] as const));
  return {
    positionOf: (oid) => positions.get(oid),
    markAncestors: (position) => {
      const isAncestor = new Uint8Array(tagged.length);
      const open = [position];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        for (const parent of tagged[at]?.commit.parents ?? []) {
          const next = positions.get(parent);
          if (next === undefined || isAncestor[next] === 1) continue;
          isAncestor[next] = 1;
          open.push(next);
        }
      }
      return isAncestor;
    },
  };
}
