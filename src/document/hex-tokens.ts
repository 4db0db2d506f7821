import { parseOidPrefix, type OidPrefix } from "../model/oid.ts";
import type { Range } from "../model/source-text.ts";
import { findMatches } from "../model/text-matches.ts";

/** What a token is made of: digits alone may be a number, letters alone a word. */
export type HexShape = "mixed" | "digits" | "letters";

/**
 * What the characters that touch a token make of it.
 *
 * `free` nothing; `commit` it is named as a commit (`/commit/<oid>`, `commit=<oid>`); `attached` it is a part of
 * something that may be a commit (`name@<oid>`, `image:<oid>`).
 */
export type HexAttachment = "free" | "commit" | "attached";

/** Seven to 40, or 64, hex digits that stand alone enough to be an object id. */
export interface HexToken {
  readonly text: string;
  readonly prefix: OidPrefix;
  readonly range: Range;
  readonly shape: HexShape;
  readonly attachment: HexAttachment;
}

/** What holds together without a space: a path, a URL, a range `a..b`, a date, a UUID. */
const compoundCharacter = /[\w\-./~^:=@#$%&+?!\\\u00C0-\u024F]/;
/** The same, for the characters that most texts are made of. */
const isAsciiCompound: readonly boolean[] = Array.from({ length: 128 }, (_, code) =>
  compoundCharacter.test(String.fromCharCode(code)),
);
/** A window is enough on either side of a token, and keeps a line of nothing but hex and slashes linear. */
const window = 200;
const hexRun = /[0-9A-Fa-f]{7,64}/g;
const tokenPattern = /(?<![\w\u00C0-\u024F])[0-9A-Fa-f]{7,64}(?![\w\u00C0-\u024F])/g;
/** What every token holds: most texts do not, and are not taken apart. */
const sevenDigits = /[0-9A-Fa-f]{7}/;
const wholeToken = /^[0-9A-Fa-f]{7,40}$/;
const commitPath = /(?:^|\/)(?:commits?|changeset)\/$/;
const compareRange = /\/compare\/(?:[^/]{1,100}\.{2,3})?$/;
const commitKey = /(?:^|[^A-Za-z])(?:commit|commits|sha|oid|head|rev|merge)$/i;
const digestKey = /(?:sha[-_]?(?:1|224|256|384|512)|md5|blake[23]?[a-z]?|crc\d*|digest|integrity|etag|checksum)$/i;

/** All names that may stand in a text, those of its tokens and others: quickly, before anything is known of it. */
export function findHexNames(text: string): ReadonlySet<OidPrefix> {
  const names = new Set<OidPrefix>();
  for (const [run] of findMatches(hexRun, text)) {
    const prefix = parseOidPrefix(run);
    if (prefix !== undefined) names.add(prefix);
  }
  return names;
}

/** Tells whether a text may hold a token at all: most do not, and need not be read. */
export function mayMentionCommits(text: string): boolean {
  return sevenDigits.test(text);
}

/** Finds the tokens of a text in order; `startOffset` is the offset of `text` in its document. */
export function findHexTokens(text: string, startOffset: number): readonly HexToken[] {
  if (!sevenDigits.test(text)) return [];
  const tokens: HexToken[] = [];
  for (const match of findMatches(tokenPattern, text)) {
    const token = readToken(text, match.index, match[0], startOffset);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function isCompound(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code < 128 ? isAsciiCompound[code] === true : compoundCharacter.test(text.charAt(index));
}

/** What touches a place on its left and belongs to the same compound, or the end of it. */
function compoundBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && end - start < window && isCompound(text, start - 1)) start -= 1;
  return text.slice(start, end);
}

function compoundAfter(text: string, start: number): string {
  let end = start;
  while (end < text.length && end - start < window && isCompound(text, end)) end += 1;
  return text.slice(start, end);
}

function readToken(context: string, index: number, text: string, startOffset: number): HexToken | undefined {
  const prefix = parseOidPrefix(text);
  if (prefix === undefined || (text.length > 40 && text.length !== 64) || /^0+$/.test(text)) return undefined;
  // Git writes object ids in one case; `Ed25519` and base64 mix them.
  if (/[a-f]/.test(text) && /[A-F]/.test(text)) return undefined;
  const shape: HexShape = /^\d+$/.test(text) ? "digits" : /\d/.test(text) ? "mixed" : "letters";
  const before = compoundBefore(context, index);
  const after = compoundAfter(context, index + text.length);
  const isInUrl = before.includes("://") || before.startsWith("www.");
  const attachment = attachmentOf(before, after, shape, isInUrl, context[index - 2] ?? "");
  if (attachment === undefined) return undefined;
  const start = startOffset + index;
  return { text, prefix, range: { start, end: start + text.length }, shape, attachment };
}

/** Judges the touching characters; `undefined` where they make the token a part of something else. */
function attachmentOf(
  before: string,
  after: string,
  shape: HexShape,
  isInUrl: boolean,
  characterBeforeLast: string,
): HexAttachment | undefined {
  if (commitPath.test(before)) return "commit";
  if (isInUrl) return compareRange.test(before) ? "commit" : undefined;
  // `abc1234(GREEN)/def5678`: the remark of a list member hides it from its neighbour.
  const isAfterRemark = before === "/" && /[)）\]]/.test(characterBeforeLast);
  const left = isAfterRemark ? "free" : attachmentOnLeft(before, shape);
  const right = attachmentOnRight(after, shape);
  if (left === undefined || right === undefined) return undefined;
  if (left === "commit") return left;
  return left === "attached" ? left : right;
}

function attachmentOnLeft(before: string, shape: HexShape): HexAttachment | undefined {
  const rest = before.slice(0, -1);
  switch (before.at(-1)) {
    case undefined:
      return "free";
    case ".":
      // `a..b` and `a...b`; one dot makes a file name or a decimal fraction.
      return rest.endsWith(".") ? "free" : undefined;
    case "-":
      return isRangePartner(/(?:^|[^\w.-])([0-9A-Fa-f]+)$/.exec(rest)?.[1], shape) ? "free" : undefined;
    case "/":
      return isListPartner(/[^/]*$/.exec(rest)?.[0] ?? "") ? "free" : undefined;
    case "+":
      return rest === "" || wholeToken.test(/\w*$/.exec(rest)?.[0] ?? "") ? "free" : "attached";
    case "~":
    case "^":
      return rest === "" && shape === "digits" ? undefined : "free";
    case "=":
    case ":":
      if (digestKey.test(rest)) return undefined;
      if (commitKey.test(rest)) return "commit";
      // `image:<oid>` may be anything; `Task 1:<oid>` lacks a space.
      return rest === "" || (before.endsWith(":") && shape === "mixed" && !/[a-z][\w.-]{0,60}$/.test(rest))
        ? "free"
        : "attached";
    case "@":
      // `main@<oid>` is a branch at a commit; `owner/name@<oid>` pins another repository.
      return rest.includes("/") ? "attached" : "free";
    case "!":
    case "?":
      return "free";
    default:
      // `#` a colour or an issue, `$` money, `%` an escape, `&` a query, `\` a path.
      return undefined;
  }
}

function attachmentOnRight(after: string, shape: HexShape): HexAttachment | undefined {
  const rest = after.slice(1);
  switch (after[0]) {
    case undefined:
    case ":":
    case "~":
    case "^":
    case "!":
    case "?":
      return shape === "digits" && /^:\w/.test(after) ? undefined : "free";
    case ".":
      return /^\w/.test(rest) ? undefined : "free";
    case "-":
      return !/^\w/.test(rest) || isRangePartner(/^([0-9A-Fa-f]+)(?![\w-])/.exec(rest)?.[1], shape)
        ? "free"
        : undefined;
    case "/":
      return isListPartner(/^[^/]*/.exec(rest)?.[0] ?? "") ? "free" : undefined;
    case "+":
      return "free";
    default:
      return undefined;
  }
}

/** `abc1234-def5678` is a range of commits; a date, a slug and a UUID are none. */
function isRangePartner(partner: string | undefined, shape: HexShape): boolean {
  return (
    partner !== undefined &&
    shape === "mixed" &&
    wholeToken.test(partner) &&
    /[a-f]/i.test(partner) &&
    /\d/.test(partner)
  );
}

/** `a/b/c` is a list where the neighbour is such a token too, else a path. */
function isListPartner(segment: string): boolean {
  const [first = "", last = first] = segment.split(/\.{2,3}/);
  return segment === "" ? false : wholeToken.test(first) || wholeToken.test(last) || /^[.:!?~^+]/.test(segment);
}
