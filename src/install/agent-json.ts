import {
  appendElement,
  appendMember,
  findMember,
  parseJsonText,
  removeItem,
  type JsonNode,
  type JsonValue,
} from "./json-text.ts";

/** Where a value of ours stands: an item of the list that the keys lead to, or the member that the last key names. */
export interface JsonPlace {
  readonly kind: "json-item" | "json-member";
  readonly keys: readonly string[];
}

/** What is there of ours. `other`: somebody's own form of it, or ours, edited. `unsuited`: there is no place for it. */
export type FoundJson = "absent" | "present" | "other" | "unsuited";

/** The objects and the list on the way to the place, the root first, as far as they are there. */
function walk(root: JsonNode, { kind, keys }: JsonPlace): readonly JsonNode[] {
  const nodes = [root];
  for (const key of kind === "json-item" ? keys : keys.slice(0, -1)) {
    const next = findMember(nodes.at(-1), key)?.value;
    if (next === undefined) break;
    nodes.push(next);
  }
  return nodes;
}

function depthOf({ kind, keys }: JsonPlace): number {
  return kind === "json-item" ? keys.length + 1 : keys.length;
}

function isSuited(nodes: readonly JsonNode[], place: JsonPlace): boolean {
  return nodes.every(
    ({ kind }, index) => kind === (place.kind === "json-item" && index === place.keys.length ? "array" : "object"),
  );
}

function readValue(text: string, { start, end }: JsonNode): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text.slice(start, end)));
  } catch {
    // With comments in it it is somebody's own.
    return undefined;
  }
}

/** The innermost container, and where in it the value is. */
interface FoundValue {
  readonly list: JsonNode;
  readonly index: number;
}

function findValue(text: string, nodes: readonly JsonNode[], place: JsonPlace, value: string): FoundValue | undefined {
  const list = nodes.at(-1);
  if (list === undefined || nodes.length < depthOf(place)) return undefined;
  const index =
    list.kind === "array"
      ? list.items.findIndex((item) => readValue(text, item) === value)
      : list.kind === "object"
        ? list.members.findIndex(
            (member) => member.key === place.keys.at(-1) && readValue(text, member.value) === value,
          )
        : -1;
  return index === -1 ? undefined : { list, index };
}

/** Our program in a value, however it is called there. */
const ownMark = /\b(?:planlink|state)(?:\.js)? resume\b/;

/** Says what is there of a value of ours (as `JSON.stringify` writes it). */
export function findJson(text: string, place: JsonPlace, value: string): FoundJson {
  const root = parseJsonText(text);
  if (root === undefined) return "unsuited";
  const nodes = walk(root, place);
  if (!isSuited(nodes, place)) return "unsuited";
  if (findValue(text, nodes, place, value) !== undefined) return "present";
  const list = nodes.at(-1);
  if (nodes.length < depthOf(place) || list === undefined) return "absent";
  const isTaken =
    list.kind === "array"
      ? list.items.some(({ start, end }) => ownMark.test(text.slice(start, end)))
      : findMember(list, place.keys.at(-1) ?? "") !== undefined;
  return isTaken ? "other" : "absent";
}

/** The text with a value put in, and how many containers around it are new; `undefined` where there is no place for it. */
export function insertJson(
  text: string,
  place: JsonPlace,
  value: JsonValue,
): { readonly text: string; readonly created: number } | undefined {
  const root = parseJsonText(text);
  if (root === undefined) return undefined;
  const nodes = walk(root, place);
  const list = nodes.at(-1);
  if (list === undefined || !isSuited(nodes, place)) return undefined;
  const missing = place.keys.slice(nodes.length - 1);
  if (missing.length === 0) return { text: appendElement({ text, root, list }, value), created: 0 };
  const [first = "", ...others] = missing;
  const inner: JsonValue = place.kind === "json-item" ? [value] : value;
  const whole = others.reduceRight<JsonValue>((within, key) => ({ [key]: within }), inner);
  return { text: appendMember({ text, root, list }, first, whole), created: depthOf(place) - nodes.length };
}

/**
 * Takes a value out, and with it those containers, of the innermost so many, which hold nothing else by then.
 * `undefined` where the value is not there as it was written.
 */
export function removeJson(text: string, place: JsonPlace, value: string, created: number): string | undefined {
  const root = parseJsonText(text);
  if (root === undefined) return undefined;
  const nodes = walk(root, place);
  if (!isSuited(nodes, place)) return undefined;
  let found = findValue(text, nodes, place, value);
  if (found === undefined) return undefined;
  for (let level = nodes.length - 1; level > nodes.length - 1 - created && level > 0; level -= 1) {
    const { list } = found;
    const size = list.kind === "array" ? list.items.length : list.kind === "object" ? list.members.length : 0;
    const parent: JsonNode | undefined = nodes[level - 1];
    if (size !== 1 || parent?.kind !== "object") break;
    found = { list: parent, index: parent.members.findIndex(({ key }) => key === place.keys[level - 1]) };
  }
  return removeItem({ text, root, list: found.list }, found.index);
}
