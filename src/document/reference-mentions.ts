import type { OidPrefix } from "../model/oid.ts";
import type { Range } from "../model/source-text.ts";
import { parseStateDocument, splitTableRow, type StateDocument } from "./state-document.ts";
import { findTextUnits, type TextUnit } from "./text-units.ts";
import { findHexTokens, type HexToken } from "./hex-tokens.ts";
import { lineIndexAt } from "../model/source-text.ts";

/** What one place of a document says of the commit that it references. */
export interface ReferenceMention {
  readonly prefix: OidPrefix;
  readonly range: Range;
  /** What is said of this reference alone: its list item, its row, the remark behind it. May be empty. */
  readonly own: string;
  /** What stands above it: the item, the sentence or the heading that introduces it. */
  readonly above: readonly string[];
  /** The commit type named beside it: `(feat)`, `test(67-04): …`, a cell `fix`, `RED`; `null` where none is. */
  readonly type: string | null;
  /** The list, table or sentence that it stands in, and its index there; references that stand together share the list. */
  readonly list: object;
}

const typeNames = "feat|fix|docs|test|chore|refactor|style|perf|build|ci|revert";
const remarkType = new RegExp(String.raw`^[\x60*_"']{0,4}[ ]{0,2}[(:—–-]{0,2}[ \x60*_]{0,4}(${typeNames})s?(?![A-Za-z-])`, "i");
const cellType = new RegExp(String.raw`^[\x60*_]{0,4}(${typeNames})(?:\([^()]{1,60}\))?:?[\x60*_]{0,4}$`, "i");
const headerType = new RegExp(String.raw`(?:^|[\s\x60*_"'(|])(${typeNames})(?:\([^()\n]{1,60}\))?!?:(?=[\s\x60*_"')|]|$)`, "i");
/** The steps of test-driven development: the failing test first, then the code. */
const step = /(?:^|[^A-Za-z])(RED|GREEN|REFACTOR)(?![A-Za-z])/;
const typeOfStep: Readonly<Record<string, string>> = { RED: "test", GREEN: "feat", REFACTOR: "refactor" };

const maximumText = 400;

/** Finds what a document says of the given references: of those alone, whatever else it holds. */
export function findReferenceMentions(text: string, isWanted: (prefix: OidPrefix) => boolean): readonly ReferenceMention[] {
  const document = parseStateDocument(text);
  const mentions: ReferenceMention[] = [];
  for (const unit of findTextUnits(document)) {
    const tokens = findHexTokens(text.slice(unit.range.start, unit.range.end), unit.range.start);
    if (!tokens.some(({ prefix }) => isWanted(prefix))) continue;
    const pieces = unit.kind === "row" ? readRow(document, unit, tokens) : readProse(text, unit, tokens);
    const list = tokens.length > 1 && unit.kind !== "row" && new Set(tokens.map(({ prefix }) => prefix)).size > 1 ? unit : (unit.table ?? unit.parent ?? unit);
    const above = readAbove(text, unit);
    tokens.forEach((token, index) => {
      const piece = pieces[index];
      if (piece === undefined || !isWanted(token.prefix)) return;
      mentions.push({ prefix: token.prefix, range: token.range, own: piece.own, above: piece.shared === "" ? above : [piece.shared, ...above], type: piece.type, list });
    });
  }
  return mentions;
}

interface Piece {
  readonly own: string;
  readonly shared: string;
  readonly type: string | null;
}

function findType(before: string, after: string, own: string): string | null {
  const beside = remarkType.exec(after)?.[1] ?? headerType.exec(own)?.[1];
  if (beside !== undefined) return beside.toLowerCase();
  const steps = step.exec(`${after.slice(0, 40)}`)?.[1] ?? step.exec(before.slice(-80))?.[1];
  return steps === undefined ? null : (typeOfStep[steps] ?? null);
}

function readRow(document: StateDocument, unit: TextUnit, tokens: readonly HexToken[]): readonly Piece[] {
  const { cells } = splitTableRow(document.source, lineIndexAt(document.source, unit.range.start));
  const { text } = document.source;
  const cellOf = (token: HexToken): number => cells.findIndex(({ range }) => range.start <= token.range.start && token.range.end <= range.end);
  const holding = new Set(tokens.map(cellOf));
  const others = cells.filter((_, index) => !holding.has(index));
  const typed = others.map((cell) => cellType.exec(cell.text)?.[1]).find((type) => type !== undefined) ?? null;
  const rest = others.map((cell) => cell.text).join(" | ");
  return tokens.map((token): Piece => {
    const index = cellOf(token);
    const cell = cells[index];
    const mates = tokens.filter((other) => cellOf(other) === index);
    const [previous, next] = [mates[mates.indexOf(token) - 1], mates[mates.indexOf(token) + 1]];
    const before = text.slice(previous?.range.end ?? cell?.range.start ?? token.range.start, token.range.start);
    const after = text.slice(token.range.end, next?.range.start ?? cell?.range.end ?? token.range.end);
    const column = unit.table?.header.cells[index]?.text ?? "";
    const own = clip(`${rest} | ${before} ${after}`);
    const type = findType(`${column} ${before}`, after, after) ?? (mates.length === 1 ? typed : null) ?? (tokens.length === 1 ? findType("", "", rest) : null);
    return { own, shared: "", type };
  });
}

function readProse(text: string, unit: TextUnit, tokens: readonly HexToken[]): readonly Piece[] {
  const pieces = [...tokens.map((token, index) => text.slice(tokens[index - 1]?.range.end ?? unit.range.start, token.range.start)), text.slice(tokens.at(-1)?.range.end ?? unit.range.start, unit.range.end)];
  const first = pieces[0] ?? "";
  if (tokens.length === 1) {
    const after = pieces[1] ?? "";
    const own = clip(`${lastSentence(first)} ${firstSentence(after)}`);
    return [{ own, shared: "", type: findType(first, after, own) }];
  }
  const inner = pieces.slice(1, -1);
  const saysAfter = inner.filter((piece) => /^[`*_"'\s]*[(（]|^[`*_"'\s]*(?:[:—–-]|->|→)?\s*[`*_"']*(?:feat|fix|docs|test|chore|refactor|style|perf|build|ci)[(:!]/i.test(piece)).length;
  const isAfter = saysAfter * 2 >= inner.length && saysAfter > 0;
  return tokens.map((_, index): Piece => {
    const before = pieces[index] ?? "";
    const after = pieces[index + 1] ?? "";
    const isLast = index === tokens.length - 1;
    const own = isAfter ? (isLast ? leadingRemark(after) : after) : index === 0 ? "" : before;
    return { own: clip(own), shared: clip(lastSentence(first)), type: findType(isAfter || index > 0 ? before : "", isAfter ? after : "", own) };
  });
}

/** The bracket, or the rest of the sentence, that follows the last token of a list. */
function leadingRemark(after: string): string {
  return /^[`*_"'\s]*[(（][^()（）]{0,300}[)）]/.exec(after)?.[0] ?? firstSentence(after);
}

function lastSentence(text: string): string {
  const near = text.slice(-maximumText);
  const cut = Math.max(near.lastIndexOf(". "), near.lastIndexOf("。"), near.lastIndexOf("; "));
  return near.slice(cut + 1);
}

function firstSentence(text: string): string {
  const near = text.slice(0, maximumText);
  const ends = [near.indexOf(". "), near.indexOf("。"), near.indexOf("; ")].filter((end) => end >= 0);
  return near.slice(0, Math.min(near.length, ...ends));
}

function readAbove(text: string, unit: TextUnit): readonly string[] {
  const texts: string[] = [];
  const own = text.slice(unit.range.start, unit.range.end);
  // `**Commit:** abc1234` belongs to the lines above it, up to one that has a reference of its own.
  let sibling = own.length < 120 ? unit.previous : null;
  for (let count = 0; count < 2 && sibling !== null; count += 1, sibling = sibling.previous) {
    const said = text.slice(sibling.range.start, sibling.range.end);
    if (findHexTokens(said, 0).length > 0) break;
    texts.push(clip(said));
  }
  let above = unit.parent;
  for (let count = 0; count < 2 && above !== null; count += 1, above = above.parent) texts.push(clip(text.slice(above.range.start, above.range.end)));
  return texts;
}

function clip(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, maximumText);
}
