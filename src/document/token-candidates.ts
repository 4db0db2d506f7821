import { lineIndexAt, type Range } from "../model/source-text.ts";
import { announcesCommits, cueBefore, linkBetween, type Cue, type ListLink } from "./commit-context.ts";
import { findHexTokens, type HexToken } from "./hex-tokens.ts";
import { splitTableRow, type StateDocument, type TableCell } from "./state-document.ts";
import type { TextUnit } from "./text-units.ts";

/** A token with what stands around it. */
export interface TokenCandidate {
  readonly token: HexToken;
  readonly unit: TextUnit;
  /** Where the oid stands in the target of the link whose text the token is. */
  readonly linkTargetRange: Range | null;
  /** What stands between the token before it, or the start of the unit, and this one; cut to what matters. */
  readonly before: string;
  readonly after: string;
  readonly cue: Cue;
  /** How it stands to the token before it in the unit. */
  readonly link: ListLink;
  /** The cells of the row, and which of them holds the token. */
  readonly cells: readonly TableCell[];
  readonly cellIndex: number;
  /** Nothing but list marks stands before it, or after it, in its list item or line. */
  readonly isLeading: boolean;
  readonly isTrailing: boolean;
  /** What the heading, sentence or key above says, if it is that the list under it holds commits. */
  readonly announcement: string | null;
}

/** What is found of a token; what only some verdicts need is looked at when it is asked for. */
class Candidate implements TokenCandidate {
  linkTargetRange: Range | null = null;
  readonly token: HexToken;
  readonly unit: TextUnit;
  readonly before: string;
  readonly after: string;
  readonly cue: Cue;
  readonly link: ListLink;
  readonly cells: readonly TableCell[];
  readonly cellIndex: number;
  readonly announcement: string | null;
  readonly #isFirst: boolean;

  constructor(
    { token, unit, before, after, cells, cellIndex }: CandidatePlace,
    previous: Candidate | undefined,
    above: string | null,
  ) {
    this.token = token;
    this.unit = unit;
    this.before = before;
    this.after = after;
    this.cells = cells;
    this.cellIndex = cellIndex;
    this.#isFirst = previous === undefined;
    this.link = previous === undefined ? "none" : linkBetween(before);
    this.announcement = above !== null && (this.isLeading || this.isTrailing) ? above : null;
    const own = cueBefore(before);
    const inherited = this.link === "none" ? "none" : (previous?.cue ?? "none");
    const named = own === "none" ? inherited : own;
    this.cue = named === "none" && this.announcement !== null ? "commit" : named;
  }

  get isLeading(): boolean {
    return this.#isFirst && isListMark(this.before);
  }

  get isTrailing(): boolean {
    return this.token.range.end + this.after.length === this.unit.range.end && isListEnd(this.before, this.after);
  }
}

type CandidatePlace = Pick<TokenCandidate, "token" | "unit" | "before" | "after" | "cells" | "cellIndex">;

/** Finds the tokens of a unit. A link's target that repeats the link's text is no candidate of its own. */
export function findTokenCandidates(document: StateDocument, unit: TextUnit): readonly TokenCandidate[] {
  const { source } = document;
  const text = source.text.slice(unit.range.start, unit.range.end);
  const tokens = findHexTokens(text, unit.range.start);
  if (tokens.length === 0) return none;

  const cells = unit.kind === "row" ? splitTableRow(source, lineIndexAt(source, unit.range.start)).cells : none;
  const announcement = announcementAbove(document, unit);
  const candidates: Candidate[] = [];
  let position = unit.range.start;
  let cellIndex = 0;
  tokens.forEach((token, index) => {
    const before = source.text.slice(Math.max(position, token.range.start - 200), token.range.start);
    const previous = candidates.at(-1);
    position = token.range.end;
    if (previous !== undefined && isLinkTargetOf(previous.token, token, before)) {
      previous.linkTargetRange = token.range;
      return;
    }
    while (cellIndex < cells.length && (cells[cellIndex]?.range.end ?? 0) < token.range.end) cellIndex += 1;
    const next = tokens[index + 1]?.range.start ?? unit.range.end;
    const after = source.text.slice(
      token.range.end,
      Math.min(unit.range.end, token.range.end + 160, Math.max(next, token.range.end + 80)),
    );
    candidates.push(new Candidate({ token, unit, before, after, cells, cellIndex }, previous, announcement));
  });
  return candidates;
}

const none: readonly never[] = [];

/** Splits the candidates of a unit into the lists that they form; one that stands alone is a list of one. */
export function groupByLink(candidates: readonly TokenCandidate[]): readonly (readonly TokenCandidate[])[] {
  const groups: TokenCandidate[][] = [];
  for (const candidate of candidates) {
    const group = groups.at(-1);
    if (group === undefined || candidate.link === "none") groups.push([candidate]);
    else group.push(candidate);
  }
  return groups;
}

function isLinkTargetOf(text: HexToken, target: HexToken, between: string): boolean {
  if (target.attachment !== "commit") return false;
  const isSame = text.prefix.startsWith(target.prefix) || target.prefix.startsWith(text.prefix);
  return isSame && /^[`*_]{0,3}\](?:\(<?|:\s{0,3})[^\s()]*$/.test(between);
}

function isListMark(before: string): boolean {
  return !/[\p{L}\d|]/u.test(before.replace(/^[ \t>]*(?:[-+*][ \t]+)?(?:\d{1,9}[.)])?(?:[ \t]*\[[ xX]\])?/, ""));
}

/** Set off at the end, as in ``1. **Task 1: …** - `abc1234` (feat)``; the last word of a sentence is not. */
function isListEnd(before: string, after: string): boolean {
  return (
    /(?:[–—:：(（]|[ \t]-)[ \t]*[`*_"']{0,4}$/.test(before.slice(-12)) &&
    /^[`*_"')\] .,;✓✅☑]{0,12}(?:\([^()\n]{1,60}\)[ .]{0,3})?$/u.test(after)
  );
}

function announcementAbove(document: StateDocument, unit: TextUnit): string | null {
  const { parent } = unit;
  if (parent === null) return null;
  const text = document.source.text.slice(Math.max(parent.range.start, parent.range.end - 80), parent.range.end);
  return (parent.kind === "heading" || /[:：][`*_ \t]{0,6}$/.test(text)) && announcesCommits(text) ? text : null;
}
