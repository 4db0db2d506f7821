import { isMap, isScalar, isSeq, parseDocument, type Pair, type YAMLMap } from "yaml";
import { findYamlExcess } from "../model/yaml-limits.ts";

/** A place for lines of ours: an offset at the start of a line, or at the end of a text that lacks its last line break. */
export interface BlockPlace<Shape> {
  readonly offset: number;
  readonly indent: string;
  readonly shape: Shape;
}

/**
 * Reads one document of YAML whose top is a map or nothing; `undefined` for any other text. `values` is what it means.
 */
export function readYamlMap(text: string): { readonly top: YAMLMap | null; readonly values: unknown } | undefined {
  if (findYamlExcess(text) !== undefined) return undefined;
  // Not "silent": that would hide a second document.
  const document = parseDocument(text, { logLevel: "error", prettyErrors: false });
  const { contents } = document;
  const isUsable = contents === null || (isScalar(contents) && contents.value === null) || isMap(contents);
  if (document.errors.length > 0 || !isUsable || /^\.\.\.(?:\s|$)/m.test(text)) return undefined;
  try {
    return { top: isMap(contents) ? contents : null, values: document.toJS({ maxAliasCount: 10 }) as unknown };
  } catch {
    return undefined;
  }
}

/** The pair of a map with this key. */
export function findPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** The place after a node's last line, in the column where its first item starts; `undefined` where lines have no place. */
export function placeAfter<Shape>(text: string, node: unknown, shape: Shape): BlockPlace<Shape> | undefined {
  if ((!isMap(node) && !isSeq(node)) || node.flow === true || node.items.length === 0 || !node.range) return undefined;
  const [start, valueEnd] = node.range;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indent = text.slice(lineStart, start);
  if (!/^ *$/.test(indent)) return undefined;
  const lineEnd = text.indexOf("\n", valueEnd);
  // A block of text ends after its line break already.
  const offset = text[valueEnd - 1] === "\n" ? valueEnd : lineEnd === -1 ? text.length : lineEnd + 1;
  return { offset, indent, shape };
}

/** The line ending of a text's first line. */
export function lineEndingOf(text: string): "\n" | "\r\n" {
  return /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
}

/**
 * Puts whole lines into a place; every character that is there stays. A text without a final line break still has none
 * afterwards: that tells `cutLines` that the line break before them is ours.
 */
export function insertLines(text: string, offset: number, lines: string): string {
  const lineEnding = lineEndingOf(text);
  const isUnended = offset === text.length && text !== "" && !text.endsWith("\n");
  return isUnended ? text + lineEnding + lines : text.slice(0, offset) + lines + lineEnding + text.slice(offset);
}

/** Takes out whole lines that `insertLines` put there. */
export function cutLines(text: string, start: number, end: number): string {
  if (end === text.length) return text.slice(0, start).replace(/\r?\n$/, "");
  return text.slice(0, start) + text.slice(text.indexOf("\n", end) + 1);
}
