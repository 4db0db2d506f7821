import { isZeroOid, parseOid, type Oid } from "../model/oid.ts";

/** One commit replaced by another; `null`: it was dropped. */
export interface Rewrite {
  readonly predecessor: Oid;
  readonly successor: Oid | null;
}

/** What a file of rewrites holds, and the lines of it that are none. Lines count from 1. */
export interface ParsedRewrites {
  readonly rewrites: readonly Rewrite[];
  readonly damagedLines: readonly number[];
}

/**
 * Parses `old new` lines: planlink's own record, and the `commit-map` of git filter-repo, whose header line is skipped and
 * which writes zeros for a commit that was dropped. Further words of a line are left out. Total.
 */
export function parseRewrites(text: string): ParsedRewrites {
  const rewrites: Rewrite[] = [];
  const damagedLines: number[] = [];
  text.split("\n").forEach((line, index) => {
    const [old = "", next = ""] = line.trim().split(/[ \t]+/, 3);
    if (old === "" || old.startsWith("#") || (index === 0 && old === "old" && next === "new")) return;
    const [predecessor, successor] = [parseOid(old), parseOid(next)];
    if (predecessor === undefined || successor === undefined || isZeroOid(predecessor)) damagedLines.push(index + 1);
    else rewrites.push({ predecessor, successor: isZeroOid(successor) ? null : successor });
  });
  return { rewrites, damagedLines };
}

/** One `old new` line for each rewrite, as `parseRewrites` reads them. */
export function formatRewrites(rewrites: readonly Rewrite[]): string {
  return rewrites.map(({ predecessor, successor }) => `${predecessor} ${successor ?? "0".repeat(predecessor.length)}\n`).join("");
}

/** What became of a commit. */
export type Fate =
  | { readonly kind: "unknown" }
  /** Replaced, at the end of the chain, by one commit or, where records differ, by one of several; the latest first. */
  | { readonly kind: "rewritten"; readonly successors: readonly Oid[] }
  | { readonly kind: "dropped" }
  /** Its chain comes back to itself: nothing can be said. */
  | { readonly kind: "cyclic"; readonly oids: readonly Oid[] };

/** All rewrites together. */
export interface RewriteMap {
  /** Every commit that was replaced or dropped, sorted. */
  readonly predecessors: readonly Oid[];
  /** Follows the chain of one commit to its end. */
  readonly findFate: (oid: Oid) => Fate;
  /** Chains that come back to themselves, each once. */
  readonly cycles: readonly (readonly Oid[])[];
}

/**
 * Joins rewrites, the oldest first, to one map. Chains (an amended amend) and many-to-one (a squash) are followed; a
 * commit that was rewritten twice has the ends of both chains. Cycles are refused: of two names for each other neither is
 * the later one.
 *
 * Invariant: no successor has a successor itself.
 */
export function createRewriteMap(rewrites: readonly Rewrite[]): RewriteMap {
  const successorsByOid = new Map<Oid, (Oid | null)[]>();
  for (const { predecessor, successor } of rewrites) {
    // filter-repo lists the commits that stayed as they were.
    if (predecessor === successor) continue;
    const known = successorsByOid.get(predecessor) ?? [];
    successorsByOid.set(predecessor, [successor, ...known.filter((oid) => oid !== successor)]);
  }
  const cycles = findCycles(successorsByOid);
  const cycleByOid = new Map(cycles.flatMap((cycle) => cycle.map((oid) => [oid, cycle] as const)));
  const findFate = (oid: Oid): Fate => {
    const first = successorsByOid.get(oid);
    if (first === undefined) return { kind: "unknown" };
    const ends: Oid[] = [];
    const seen = new Set<Oid>([oid]);
    let isCyclic = cycleByOid.get(oid);
    const pending = [...first].reverse();
    while (pending.length > 0) {
      const next = pending.pop();
      if (next === undefined || next === null || seen.has(next)) continue;
      seen.add(next);
      const cycle = cycleByOid.get(next);
      const onward = successorsByOid.get(next);
      if (cycle !== undefined) isCyclic ??= cycle;
      else if (onward === undefined) ends.push(next);
      else pending.push(...[...onward].reverse());
    }
    if (isCyclic !== undefined) return { kind: "cyclic", oids: isCyclic };
    return ends.length > 0 ? { kind: "rewritten", successors: ends } : { kind: "dropped" };
  };
  return { predecessors: [...successorsByOid.keys()].sort(), findFate, cycles };
}

/** Finds the cycles by Tarjan's strongly connected components, without recursion: chains may be as long as a history. */
function findCycles(successorsByOid: ReadonlyMap<Oid, readonly (Oid | null)[]>): readonly (readonly Oid[])[] {
  const order = new Map<Oid, number>();
  const low = new Map<Oid, number>();
  const open: Oid[] = [];
  const isOpen = new Set<Oid>();
  const cycles: (readonly Oid[])[] = [];
  const enter = (oid: Oid): { readonly oid: Oid; readonly next: readonly (Oid | null)[]; index: number } => {
    order.set(oid, order.size);
    low.set(oid, order.size - 1);
    open.push(oid);
    isOpen.add(oid);
    return { oid, next: successorsByOid.get(oid) ?? [], index: 0 };
  };
  const lower = (oid: Oid, value: number | undefined): void => {
    low.set(oid, Math.min(low.get(oid) ?? 0, value ?? 0));
  };
  for (const root of successorsByOid.keys()) {
    if (order.has(root)) continue;
    const path = [enter(root)];
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const next = frame.next[frame.index];
      if (frame.index < frame.next.length) {
        frame.index += 1;
        if (next === null || next === undefined) continue;
        if (!order.has(next)) path.push(enter(next));
        else if (isOpen.has(next)) lower(frame.oid, order.get(next));
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above.oid, low.get(frame.oid));
      if (low.get(frame.oid) !== order.get(frame.oid)) continue;
      const component = open.splice(open.lastIndexOf(frame.oid));
      for (const oid of component) isOpen.delete(oid);
      if (component.length > 1) cycles.push(component.sort());
    }
  }
  return cycles;
}
