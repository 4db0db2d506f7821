import type { Oid, OidPrefix } from "../model/oid.ts";
import type { RewritePair } from "../model/rewrite-record.ts";

/** What commits were rewritten to, by any number of rewrites one after the other. */
export interface Rewrites {
  /** What each commit became, the last rewrite first. */
  readonly successorsByOld: ReadonlyMap<Oid, readonly Oid[]>;
  /** The commits that were rewritten, sorted, so that prefixes can be looked up. */
  readonly sortedOlds: readonly Oid[];
}

/** Where a commit went. */
export interface RewriteTrail {
  /**
   * All that it became: the end of the last rewrite first, what lay between after it. A chain is followed to its end,
   * squashed commits lead to the same one; the commit itself is never among them.
   */
  readonly successors: readonly Oid[];
  /** The rewrites lead back to where they came from. Such a step is not taken. */
  readonly isCyclic: boolean;
}

/** Builds the rewrites from pairs in the order in which they happened. */
export function createRewrites(pairs: readonly RewritePair[]): Rewrites {
  const successorsByOld = new Map<Oid, Oid[]>();
  for (let index = pairs.length - 1; index >= 0; index -= 1) {
    const pair = pairs[index];
    if (pair === undefined) continue;
    const successors = successorsByOld.get(pair.old);
    if (successors === undefined) successorsByOld.set(pair.old, [pair.successor]);
    else if (successors.at(-1) !== pair.successor) successors.push(pair.successor);
  }
  // At the end, and not by looking for each among those that are there: one commit may have as many as there are pairs.
  for (const [old, successors] of successorsByOld)
    if (successors.length > 1) successorsByOld.set(old, [...new Set(successors)]);
  return { successorsByOld, sortedOlds: [...successorsByOld.keys()].sort() };
}

/** Follows a commit through all its rewrites. Invariant: the walk ends, whatever the pairs say. */
export function followRewrites({ successorsByOld }: Rewrites, oid: Oid): RewriteTrail {
  const successors: Oid[] = [];
  const path = [{ oid, next: 0 }];
  const onPath = new Set<Oid>([oid]);
  const seen = new Set<Oid>([oid]);
  let isCyclic = false;
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const successor = successorsByOld.get(step.oid)?.[step.next];
    step.next += 1;
    if (successor === undefined) {
      path.pop();
      onPath.delete(step.oid);
      // What it became stands before it.
      if (step.oid !== oid) successors.push(step.oid);
    } else if (onPath.has(successor)) isCyclic = true;
    else if (!seen.has(successor)) {
      seen.add(successor);
      onPath.add(successor);
      path.push({ oid: successor, next: 0 });
    }
  }
  return { successors, isCyclic };
}

/** The rewritten commits that a prefix may name. */
export function findRewritten({ sortedOlds }: Rewrites, prefix: OidPrefix): readonly Oid[] {
  let low = 0;
  let high = sortedOlds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sortedOlds[middle] ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  const found: Oid[] = [];
  for (let oid = sortedOlds[low]; oid?.startsWith(prefix) === true; oid = sortedOlds[low]) {
    found.push(oid);
    low += 1;
  }
  return found;
}
