import type { Oid } from "../model/oid.ts";
import type { CachedCommit } from "../model/ports.ts";

/**
 * Chooses which of several cached commits to give up so that so many are left: those that leave the smallest gap, seen
 * from the newest. So the last few stay, for an amend; of older ones every second, every fourth …, for a rebase and for
 * other branches. `newest` always stays; what has no weight goes first.
 */
export function chooseSuperfluous(commits: readonly CachedCommit[], newest: Oid, mostFiles: number): readonly Oid[] {
  const left = commits.toSorted((a, b) => b.weight - a.weight || (a.oid < b.oid ? -1 : 1));
  const top = left[0]?.weight ?? 0;
  const superfluous: Oid[] = [];
  while (left.length > mostFiles) {
    let [best, leastCost] = [-1, Number.POSITIVE_INFINITY];
    left.forEach(({ oid, weight }, index) => {
      if (oid === newest) return;
      const gap = (left[index - 1]?.weight ?? top) - (left[index + 1]?.weight ?? 0);
      const cost = weight === 0 ? -1 : gap / (top - weight + 1);
      if (cost <= leastCost) [best, leastCost] = [index, cost];
    });
    const [given] = best === -1 ? [] : left.splice(best, 1);
    if (given === undefined) break;
    superfluous.push(given.oid);
  }
  return superfluous;
}
