import { isZeroOid, parseOid, type Oid } from "../model/oid.ts";
import { parseRewritePair, type RewritePair } from "../model/rewrite-record.ts";

/** One line of pre-push's standard input (githooks(5)). An oid is `null` where git writes zeros. */
export interface RefUpdate {
  readonly localRef: string;
  readonly localOid: Oid | null;
  readonly remoteRef: string;
  readonly remoteOid: Oid | null;
}

function parseHookOid(text: string): Oid | null | undefined {
  const oid = parseOid(text);
  return oid === undefined ? undefined : isZeroOid(oid) ? null : oid;
}

/** Parses pre-push's standard input. Empty when there is nothing to push; lines that git does not write are left out. */
export function parseRefUpdates(input: string): readonly RefUpdate[] {
  return input.split("\n").flatMap((line) => {
    const [localRef, localText = "", remoteRef, remoteText = ""] = line.split(" ");
    const [localOid, remoteOid] = [parseHookOid(localText), parseHookOid(remoteText)];
    if (localRef === undefined || remoteRef === undefined || localOid === undefined || remoteOid === undefined)
      return [];
    return [{ localRef, localOid, remoteRef, remoteOid }];
  });
}

/** What a push makes of one ref of the repository that receives it. An oid is `null` where git writes zeros. */
export interface ReceivedUpdate {
  readonly ref: string;
  readonly oldOid: Oid | null;
  readonly newOid: Oid | null;
}

/** Parses one line of pre-receive's standard input, or the arguments of `update` in that order: old, new, ref. */
export function parseReceivedUpdate(line: string): ReceivedUpdate | undefined {
  const match = /^(\S+) (\S+) ([^]+)$/.exec(line);
  const [oldOid, newOid] = [parseHookOid(match?.[1] ?? ""), parseHookOid(match?.[2] ?? "")];
  if (match === null || oldOid === undefined || newOid === undefined) return undefined;
  return { ref: match[3] ?? "", oldOid, newOid };
}

/** Parses pre-receive's standard input. Lines that git does not write are left out. */
export function parseReceivedUpdates(input: string): readonly ReceivedUpdate[] {
  return input.split("\n").flatMap((line) => parseReceivedUpdate(line) ?? []);
}

/** Parses post-rewrite's standard input: `<old> SP <new> [SP <extra>] LF`. Lines that git does not write are left out. */
export function parseRewrittenCommits(input: string): readonly RewritePair[] {
  return input.split("\n").flatMap((line) => {
    const [old = "", successor = ""] = line.split(" ");
    return parseRewritePair(old, successor) ?? [];
  });
}
