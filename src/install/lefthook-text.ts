import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, isSeq, parseDocument, type Pair, type YAMLMap } from "yaml";
import { findYamlExcess } from "../model/yaml-limits.ts";
import { installedHooks, type HookKind } from "./hook-names.ts";
import { shippedHookScript, toleratedExit } from "./husky-block.ts";

/** Where our lines stand in a hook of lefthook's: as the hook itself, as a list of jobs, as one job, as one command. */
type BlockShape = "hook" | "jobs" | "job" | "commands" | "command";
const shapes: readonly BlockShape[] = ["hook", "jobs", "job", "commands", "command"];

const jobArguments: Readonly<Record<string, string>> = {
  "commit-msg": " '{1}'",
  "post-merge": " '{1}'",
  "post-rewrite": " '{1}'",
  "pre-push": " '{1}' '{2}'",
};

/** What lefthook runs, with `sh -c` at the top of the work tree. It is committed, so it names no place of this machine. */
function renderScript(hook: HookKind): readonly string[] {
  const call = `${hook.name}${jobArguments[hook.name] ?? ""}`;
  return [
    `if [ -f ${shippedHookScript} ]; then sh ${shippedHookScript} ${call}`,
    `elif command -v planlink >/dev/null; then planlink hook ${call} ${toleratedExit(hook)}`,
    `else echo 'planlink: not installed here, hook ${hook.name} skipped (npm install)' >&2`,
    "fi",
  ];
}

function renderBody(hook: HookKind, shape: BlockShape): readonly string[] {
  const deeper = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
  const fields = [
    "run: |",
    ...deeper(renderScript(hook)),
    // lefthook hands its standard input to those who ask for it.
    ...(hook.readsInput ? ["use_stdin: true"] : []),
  ];
  switch (shape) {
    case "job":
      return ["- name: planlink", ...deeper(fields)];
    case "command":
      return ["planlink:", ...deeper(fields)];
    case "jobs":
      return ["jobs:", ...deeper(renderBody(hook, "job"))];
    case "commands":
      return ["commands:", ...deeper(renderBody(hook, "command"))];
    case "hook":
      return [`${hook.name}:`, ...deeper(renderBody(hook, "jobs"))];
  }
}

const beginMarker = (hook: HookKind): string => `# planlink: begin ${hook.name}`;
const endMarker = (hook: HookKind): string => `# planlink: end ${hook.name}`;

/** Renders our lines of one hook, without a line break after the last. */
function renderBlock(hook: HookKind, shape: BlockShape, indent: string, lineEnding: string): string {
  const lines = [beginMarker(hook), ...renderBody(hook, shape), endMarker(hook)];
  return lines.map((line) => indent + line).join(lineEnding);
}

/** Our lines of one hook in the configuration. `edited`: our markers stand there, but not around what we wrote. */
export type LefthookBlock =
  | { readonly kind: "absent" }
  | { readonly kind: "edited" }
  | { readonly kind: "present"; readonly start: number; readonly end: number };

/** Finds our lines of one hook. Line endings that git turned into CRLF are still ours. */
export function findLefthookBlock(hook: HookKind, text: string): LefthookBlock {
  const marker = beginMarker(hook);
  const place = new RegExp(`^( *)${marker}\\r?$`, "m").exec(text);
  if (place === null)
    return text.includes(marker) || text.includes(endMarker(hook)) ? { kind: "edited" } : { kind: "absent" };
  const [, indent = ""] = place;
  const start = place.index;
  for (const shape of shapes) {
    for (const lineEnding of ["\n", "\r\n"]) {
      const end = start + renderBlock(hook, shape, indent, lineEnding).length;
      const isWhole = end === text.length || text[end] === "\n" || text.startsWith("\r\n", end);
      if (text.slice(start, end) === renderBlock(hook, shape, indent, lineEnding) && isWhole)
        return text.includes(marker, end) ? { kind: "edited" } : { kind: "present", start, end };
    }
  }
  return { kind: "edited" };
}

/** A place for lines of ours: an offset at the start of a line, or at the end of a text that lacks its last line break. */
interface BlockPlace {
  readonly offset: number;
  readonly indent: string;
  readonly shape: BlockShape;
}

function readDocument(text: string): { readonly top: YAMLMap | null; readonly values: unknown } | undefined {
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

function findPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** The place after a node's last line, in the column where its first item starts; `undefined` where lines have no place. */
function placeAfter(text: string, node: unknown, shape: BlockShape): BlockPlace | undefined {
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

function findPlace(hook: HookKind, text: string): BlockPlace | undefined {
  const document = readDocument(text);
  if (document === undefined) return undefined;
  const pair = document.top === null ? undefined : findPair(document.top, hook.name);
  if (document.top?.flow === true) return undefined;
  if (pair === undefined) return { offset: text.length, indent: "", shape: "hook" };
  if (!isMap(pair.value)) return undefined;
  const jobs = findPair(pair.value, "jobs");
  if (jobs !== undefined) return placeAfter(text, jobs.value, "job");
  const commands = findPair(pair.value, "commands");
  if (commands === undefined) return placeAfter(text, pair.value, "jobs");
  return isMap(commands.value) && findPair(commands.value, "planlink") === undefined
    ? placeAfter(text, commands.value, "command")
    : undefined;
}

/**
 * Inserts our lines of one hook into a configuration that has none; every character that is there stays. `undefined`
 * where they have no place: the file is no YAML, or written in a form (`{…}`, an alias, nothing) that has no lines.
 *
 * A text without a final line break still has none afterwards: that tells `removeLefthookBlock` that the line break
 * before the block is ours.
 */
export function insertLefthookBlock(hook: HookKind, text: string): string | undefined {
  const place = findPlace(hook, text);
  if (place === undefined) return undefined;
  const { offset, indent, shape } = place;
  const lineEnding = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
  const block = renderBlock(hook, shape, indent, lineEnding);
  const isUnended = offset === text.length && text !== "" && !text.endsWith("\n");
  const result = isUnended
    ? text + lineEnding + block
    : text.slice(0, offset) + block + lineEnding + text.slice(offset);
  return addsOnlyOurs(text, result) && findLefthookBlock(hook, result).kind === "present" ? result : undefined;
}

/** Without what is called planlink, and what is empty then. */
function withoutOurs(value: unknown): unknown {
  if (Array.isArray(value))
    return value.filter((item: unknown) => !(isRecord(item) && item["name"] === "planlink")).map(withoutOurs);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const rest = key === "planlink" ? undefined : withoutOurs(inner);
    const isEmpty = rest === undefined || (typeof rest === "object" && rest !== null && Object.keys(rest).length === 0);
    return isEmpty ? [] : [[key, rest] as const];
  });
  return Object.fromEntries(kept);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whatever the form of the file: what it means must be what it meant, and our jobs. */
function addsOnlyOurs(before: string, after: string): boolean {
  const [old, now] = [readDocument(before), readDocument(after)];
  return (
    old !== undefined && now !== undefined && isDeepStrictEqual(withoutOurs(now.values), withoutOurs(old.values ?? {}))
  );
}

/** Removes the lines that `insertLefthookBlock` put there; `undefined` when there are none that are ours to the letter. */
export function removeLefthookBlock(hook: HookKind, text: string): string | undefined {
  const found = findLefthookBlock(hook, text);
  if (found.kind !== "present") return undefined;
  const { start, end } = found;
  if (end === text.length) return text.slice(0, start).replace(/\r?\n$/, "");
  return text.slice(0, start) + text.slice(text.indexOf("\n", end) + 1);
}

/** The hooks in the order in which their lines are inserted; they come out in the reverse order. */
export const lefthookOrder: readonly HookKind[] = installedHooks;
