/** A value of JSON with its place in the text: `start` at its first character, `end` behind its last. */
export type JsonNode =
  | { readonly kind: "object"; readonly start: number; readonly end: number; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly start: number; readonly end: number; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly start: number; readonly end: number; readonly value: string }
  | { readonly kind: "other"; readonly start: number; readonly end: number };

export interface JsonMember {
  readonly key: string;
  /** Where the key's quote stands. */
  readonly start: number;
  readonly value: JsonNode;
}

/** Deeper than any configuration, and far from what a stack holds. */
const maximumDepth = 100;

/** What ends the parse of a text that is no JSON. */
class NoJson extends Error {}

/**
 * Parses JSON, also with comments and commas before a closing bracket, into nodes that know their places. `undefined`
 * for any other text, and for an object that has a key twice: which one counts is then the reader's secret.
 */
export function parseJsonText(text: string): JsonNode | undefined {
  let offset = 0;
  // What no string may hold is JSON.parse's to refuse.
  const stringPattern = /"(?:[^"\\\n]|\\.)*"/y;
  const otherPattern = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) throw new NoJson();
    offset += found.length;
    return found;
  };
  const skipGap = (): void => {
    for (;;) {
      const comment = text.slice(offset, offset + 2);
      if (comment === "//" || comment === "/*") {
        const end = text.indexOf(comment === "//" ? "\n" : "*/", offset + 2);
        if (end === -1 && comment === "/*") throw new NoJson();
        offset = end === -1 ? text.length : end + (comment === "//" ? 1 : 2);
      } else if (" \t\r\n".includes(text[offset] ?? "x")) offset += 1;
      else return;
    }
  };
  const takeMark = (mark: string): boolean => {
    skipGap();
    if (text[offset] !== mark) return false;
    offset += 1;
    return true;
  };
  const parseString = (): { readonly start: number; readonly value: string } => {
    skipGap();
    const start = offset;
    const value: unknown = JSON.parse(take(stringPattern));
    return { start, value: String(value) };
  };
  const parseList = (close: string, parseItem: () => void): void => {
    while (!takeMark(close)) {
      parseItem();
      if (!takeMark(",") && text[offset] !== close) throw new NoJson();
    }
  };
  const parseNode = (depth: number): JsonNode => {
    if (depth > maximumDepth) throw new NoJson();
    skipGap();
    const start = offset;
    if (takeMark("{")) {
      const members: JsonMember[] = [];
      parseList("}", () => {
        const key = parseString();
        if (!takeMark(":") || members.some((member) => member.key === key.value)) throw new NoJson();
        members.push({ key: key.value, start: key.start, value: parseNode(depth + 1) });
      });
      return { kind: "object", start, end: offset, members };
    }
    if (takeMark("[")) {
      const items: JsonNode[] = [];
      parseList("]", () => items.push(parseNode(depth + 1)));
      return { kind: "array", start, end: offset, items };
    }
    if (text[offset] === '"') {
      const { value } = parseString();
      return { kind: "string", start, end: offset, value };
    }
    take(otherPattern);
    return { kind: "other", start, end: offset };
  };
  try {
    // A byte order mark, as a character or as three of one byte each.
    offset = text.startsWith("\uFEFF") ? 1 : text.startsWith("\u00EF\u00BB\u00BF") ? 3 : 0;
    const node = parseNode(0);
    skipGap();
    return offset === text.length ? node : undefined;
  } catch {
    return undefined;
  }
}

/** The member of an object with this key. */
export function findMember(node: JsonNode | undefined, key: string): JsonMember | undefined {
  return node?.kind === "object" ? node.members.find((member) => member.key === key) : undefined;
}

/** A value to be written; nothing but what is needed to configure hooks. */
export type JsonValue = string | boolean | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** How a text is laid out. */
interface Layout {
  readonly lineEnding: string;
  /** One step of indentation. */
  readonly unit: string;
}

function readLayout(text: string, root: JsonNode): Layout {
  const first = root.kind === "object" ? root.members[0] : undefined;
  const unit = first === undefined ? undefined : /\n([ \t]+)$/.exec(text.slice(0, first.start))?.[1];
  return { lineEnding: /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n", unit: unit ?? "  " };
}

/** The blanks that the line of an offset begins with. */
function indentOf(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function formatValue(value: JsonValue, indent: string, { lineEnding, unit }: Layout): string {
  return JSON.stringify(value, null, unit).replaceAll("\n", lineEnding + indent);
}

/** What stands before the last item of a list: its line break and indentation, or its blank. */
function separatorBefore(text: string, start: number): string {
  return /[ \t\r\n]*$/.exec(text.slice(0, start))?.[0] ?? "";
}

/** An object or an array whose text is to be changed, and the whole that it is part of. */
interface Container {
  readonly text: string;
  readonly root: JsonNode;
  readonly list: JsonNode;
}

function startsOf(list: JsonNode): readonly { readonly start: number; readonly end: number }[] {
  if (list.kind === "object") return list.members.map(({ start, value }) => ({ start, end: value.end }));
  return list.kind === "array" ? list.items : [];
}

/** Puts an item behind the last one of a list, in its layout; no character of the text goes. */
function appendItem({ text, root, list }: Container, render: (indent: string, layout: Layout) => string): string {
  const layout = readLayout(text, root);
  const last = startsOf(list).at(-1);
  if (last === undefined) {
    const indent = indentOf(text, list.start);
    const { lineEnding, unit } = layout;
    const inner = `${lineEnding}${indent}${unit}${render(indent + unit, layout)}${lineEnding}${indent}`;
    return text.slice(0, list.start + 1) + inner + text.slice(list.start + 1);
  }
  const separator = separatorBefore(text, last.start);
  const indent = separator.includes("\n")
    ? separator.slice(separator.lastIndexOf("\n") + 1)
    : indentOf(text, last.start);
  return `${text.slice(0, last.end)},${separator}${render(indent, layout)}${text.slice(last.end)}`;
}

/** Adds a member behind the last one of an object. */
export function appendMember(container: Container, key: string, value: JsonValue): string {
  return appendItem(container, (indent, layout) => `${JSON.stringify(key)}: ${formatValue(value, indent, layout)}`);
}

/** Adds an item behind the last one of an array. */
export function appendElement(container: Container, value: JsonValue): string {
  return appendItem(container, (indent, layout) => formatValue(value, indent, layout));
}

/** Takes out one item of a list: what `appendMember` and `appendElement` put in goes, and no other character. */
export function removeItem({ text, root, list }: Container, index: number): string {
  const items = startsOf(list);
  const [before, item, after] = [items[index - 1], items[index], items[index + 1]];
  if (item === undefined) return text;
  if (before !== undefined) return text.slice(0, before.end) + text.slice(item.end);
  if (after !== undefined) return text.slice(0, item.start) + text.slice(after.start);
  const frame = readLayout(text, root).lineEnding + indentOf(text, list.start);
  const rest = text.slice(item.end);
  return text.slice(0, list.start + 1) + (rest.startsWith(frame) ? rest.slice(frame.length) : rest.trimStart());
}
