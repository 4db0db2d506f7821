import type { Oid, OidPrefix } from "../model/oid.ts";

/** Finds a name by its beginning. */
export interface OidFinder {
  /** `undefined` where none or several begin with the prefix. */
  readonly find: (prefix: OidPrefix) => Oid | undefined;
}

/** Makes a finder for these names. */
export function createOidFinder(oids: readonly Oid[]): OidFinder {
  const sorted = oids.toSorted();
  return {
    find(prefix) {
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle] ?? "") < prefix) low = middle + 1;
        else high = middle;
      }
      const [found, next] = [sorted[low], sorted[low + 1]];
      return found?.startsWith(prefix) === true && next?.startsWith(prefix) !== true ? found : undefined;
    },
  };
}
