import type { Range, TextEdit } from "../model/source-text.ts";
import { formatScalar } from "./front-matter-text.ts";

/** One scalar of the front matter. */
export interface FrontMatterScalar {
  readonly value: unknown;
  readonly range: Range;
}

/** Replaces one scalar at its range. */
export function editFrontMatterScalar(scalar: FrontMatterScalar, value: string): TextEdit {
  return { range: scalar.range, newText: formatScalar(value) };
}

/** A key with a value on its own line, or with none. In `plain` no character means anything to YAML. */
const line =
  /^(?<indent> {0,8})(?<key>[A-Za-z_][A-Za-z0-9_-]{0,60}):(?: (?:"(?<double>[^"\\\t]*)"|'(?<single>[^'\t]*)'|(?<plain>[A-Za-z0-9](?:[^:#"'{}[\],&*!|>%@`\\\t]|(?<! )#|:(?! |$))*)))?$/;

/**
 * Finds a scalar of the top level where every line of the front matter is of the plainest kind, as GSD writes it: then
 * lines are all that YAML sees in it, too, and its parser need not be loaded, which takes longer than all else that a
 * hook does. `undefined` where anything is less plain, where the key is absent or stands twice, and where its value is
 * not clearly a text.
 */
export function findPlainScalar(content: string, contentStart: number, key: string): FrontMatterScalar | undefined {
  let found: FrontMatterScalar | undefined;
  let offset = contentStart;
  let mayIndent = false;
  let depth = 0;
  for (const text of content.split("\n")) {
    const trimmed = text.endsWith("\r") ? text.slice(0, -1) : text;
    const start = offset;
    offset += text.length + 1;
    if (trimmed === "") continue;
    const groups = line.exec(trimmed)?.groups;
    if (groups === undefined) return undefined;
    const { indent = "", double, single, plain } = groups;
    const value = double ?? single ?? plain;
    // One level of nesting, below a key without a value, every line as deep as the first.
    if (indent !== "" && (mayIndent ? false : indent.length !== depth)) return undefined;
    if (value === undefined && indent !== "") return undefined;
    depth = indent.length;
    mayIndent = value === undefined;
    // YAML sees no text where a line ends in blanks: they are cut off.
    if (value?.endsWith(" ") === true && plain !== undefined) return undefined;
    if (groups["key"] !== key || indent !== "") continue;
    if (found !== undefined || value === undefined || (plain !== undefined && !isText(plain))) return undefined;
    const end = start + trimmed.length;
    const width = plain === undefined ? value.length + 2 : value.length;
    found = { value, range: { start: end - width, end } };
  }
  return found;
}

/** Begins with a word, and is none that YAML takes for something else: no number, date or truth value. */
function isText(plain: string): boolean {
  return /^[A-Za-z]/.test(plain) && plain.includes(" ");
}
