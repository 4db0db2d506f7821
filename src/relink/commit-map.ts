import { parseOid, isZeroOid, type Oid } from "../model/oid.ts";
import { parseRewritePair, type RewritePair } from "../model/rewrite-record.ts";

/** What `git filter-repo` writes down in its `commit-map`. */
export interface CommitMap {
  readonly pairs: readonly RewritePair[];
  /** Commits that it left out of history. */
  readonly dropped: ReadonlySet<Oid>;
  /** Lines, from 1, that are no pair of oids. */
  readonly damagedLines: readonly number[];
}

/** Parses a `commit-map`: a heading, then `<old> <new>` a line, zeros for a commit that was dropped. Total. */
export function parseCommitMap(text: string): CommitMap {
  const pairs: RewritePair[] = [];
  const dropped = new Set<Oid>();
  const damagedLines: number[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const [oldText = "", newText = "", ...rest] = line.trim().split(/\s+/);
    if (oldText === "" || (index === 0 && oldText === "old")) return;
    const [old, successor] = [parseOid(oldText), parseOid(newText)];
    if (old === undefined || successor === undefined || rest.length > 0 || isZeroOid(old)) damagedLines.push(index + 1);
    else if (isZeroOid(successor)) dropped.add(old);
    else {
      const pair = parseRewritePair(oldText, newText);
      if (pair !== undefined) pairs.push(pair);
    }
  });
  return { pairs, dropped, damagedLines };
}
