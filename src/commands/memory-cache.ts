import type { Oid } from "../model/oid.ts";
import type { CommitCache } from "../model/ports.ts";

/** Keeps texts while this process runs, of the last few commits: for repositories that nothing may be written into. */
export function createMemoryCache(mostTexts: number): CommitCache {
  const texts = new Map<Oid, { readonly text: string; readonly weight: number }>();
  return {
    find: (oid) => texts.get(oid)?.text,
    list: () => [...texts].map(([oid, { weight }]) => ({ oid, weight })),
    store: (oid, text, weight) => {
      texts.delete(oid);
      texts.set(oid, { text, weight });
      for (const oldest of texts.keys()) {
        if (texts.size <= mostTexts) break;
        texts.delete(oldest);
      }
    },
  };
}
