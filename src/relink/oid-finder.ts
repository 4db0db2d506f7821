import type { Oid, OidPrefix } from "../model/oid.ts";

/** Finds names by their beginning. */
export interface OidFinder {
  /** All that begin with the prefix, sorted. */
  readonly findAll: (prefix: OidPrefix) => readonly Oid[];
  /** The only one; `undefined` where none or several begin with the prefix. */
  readonly findOnly: (prefix: OidPrefix) => Oid | undefined;
}

/** Creates the finder for some names. */
export function createOidFinder(oids: Iterable<Oid>): OidFinder {
  const sorted = [...new Set(oids)].sort();
  const findAll = (prefix: OidPrefix): readonly Oid[] => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? "") < prefix) low = middle + 1;
      else high = middle;
    }
    const found: Oid[] = [];
    for (let oid = sorted[low]; oid?.startsWith(prefix) === true; oid = sorted[low]) {
      found.push(oid);
      low += 1;
    }
    return found;
  };
  return {
    findAll,
    findOnly: (prefix) => {
      const [only, second] = findAll(prefix);
      return second === undefined ? only : undefined;
    },
  };
}
