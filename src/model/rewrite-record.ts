import { isZeroOid, parseOid, type Oid } from "./oid.ts";

/**
 * How a commit came to be replaced, `relink` where that was found out afterwards. A pick replaces its origin only on the
 * branch that it was picked onto.
 */
export type RewriteSource = "amend" | "rebase" | "squash" | "cherry-pick" | "relink";

/** One commit and what it was rewritten to. */
export interface RewritePair {
  readonly old: Oid;
  readonly successor: Oid;
}

/** A rewrite as it is recorded. */
export interface RewriteRecord extends RewritePair {
  readonly source: RewriteSource;
  readonly recordedAtMs: number;
}

const sources: readonly RewriteSource[] = ["amend", "rebase", "squash", "cherry-pick", "relink"];

/** Reads a pair of oids; `undefined` where one is none, or both are the same: a commit that stayed is no rewrite. */
export function parseRewritePair(oldText: string, successorText: string): RewritePair | undefined {
  const [old, successor] = [parseOid(oldText), parseOid(successorText)];
  if (old === undefined || successor === undefined || old === successor) return undefined;
  return isZeroOid(old) || isZeroOid(successor) ? undefined : { old, successor };
}

/** One line of the record: `<old> <successor> <source> <milliseconds>`, with its newline. */
export function formatRewriteRecord({ old, successor, source, recordedAtMs }: RewriteRecord): string {
  return `${old} ${successor} ${source} ${recordedAtMs}\n`;
}

const recordLine = new RegExp(`^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (${sources.join("|")}) (\\d{1,15})$`, "gm");

/** Reads the lines of the record, oldest first. Lines that were torn or damaged are left out. */
export function parseRewriteRecords(text: string): readonly RewriteRecord[] {
  const records: RewriteRecord[] = [];
  for (const [, old = "", successor = "", sourceText, time] of text.matchAll(recordLine)) {
    const pair = parseRewritePair(old, successor);
    const source = sources.find((known) => known === sourceText);
    if (pair !== undefined && source !== undefined) records.push({ ...pair, source, recordedAtMs: Number(time) });
  }
  return records;
}
