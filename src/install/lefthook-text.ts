import { isDeepStrictEqual } from "node:util";
import { isMap } from "yaml";
import {
  cutLines,
  findPair,
  insertLines,
  lineEndingOf,
  placeAfter,
  readYamlMap,
  type BlockPlace,
} from "./yaml-lines.ts";
import { createConfigForm, type ConfigForm } from "./config-form.ts";
import { renderHookCommand } from "./hook-command.ts";
import { installedHooks, type HookKind } from "./hook-names.ts";

/** Where our lines stand in a hook of lefthook's: as the hook itself, as a list of jobs, as one job, as one command. */
type BlockShape = "hook" | "jobs" | "job" | "commands" | "command";
const shapes: readonly BlockShape[] = ["hook", "jobs", "job", "commands", "command"];

/** What lefthook puts in the place of git's arguments. */
export const lefthookArguments: Readonly<Record<string, string>> = {
  "commit-msg": " '{1}'",
  "post-merge": " '{1}'",
  "post-rewrite": " '{1}'",
  "pre-push": " '{1}' '{2}'",
};

/** What lefthook runs, as lines of `sh`. */
export function renderLefthookScript(hook: HookKind): readonly string[] {
  return renderHookCommand(hook, lefthookArguments[hook.name] ?? "");
}

function renderBody(hook: HookKind, shape: BlockShape): readonly string[] {
  const deeper = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
  const fields = [
    "run: |",
    ...deeper(renderLefthookScript(hook)),
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

function findPlace(hook: HookKind, text: string): BlockPlace<BlockShape> | undefined {
  const document = readYamlMap(text);
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
 */
export function insertLefthookBlock(hook: HookKind, text: string): string | undefined {
  const place = findPlace(hook, text);
  if (place === undefined) return undefined;
  const { offset, indent, shape } = place;
  const result = insertLines(text, offset, renderBlock(hook, shape, indent, lineEndingOf(text)));
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
  const [old, now] = [readYamlMap(before), readYamlMap(after)];
  return (
    old !== undefined && now !== undefined && isDeepStrictEqual(withoutOurs(now.values), withoutOurs(old.values ?? {}))
  );
}

/** Removes the lines that `insertLefthookBlock` put there; `undefined` when there are none that are ours to the letter. */
export function removeLefthookBlock(hook: HookKind, text: string): string | undefined {
  const found = findLefthookBlock(hook, text);
  if (found.kind !== "present") return undefined;
  return cutLines(text, found.start, found.end);
}

/** Every hook that may be ours, and so is not to be taken for nobody's. */
const everyHook: readonly string[] = installedHooks.map(({ name }) => name);

/**
 * The hooks for which a configuration with these keys has something to do; `null` is a text that cannot be read. One that
 * takes in others may mean any.
 */
export function namesOfKeys(keys: readonly string[] | null): readonly string[] {
  return keys === null || keys.some((key) => ["extends", "remote", "remotes"].includes(key)) ? everyHook : keys;
}

function findYamlKeys(text: string): readonly string[] | null {
  const values = readYamlMap(text)?.values;
  return values === undefined ? null : isRecord(values) ? Object.keys(values) : [];
}

/** lefthook's configuration in YAML. */
export const lefthookYamlForm: ConfigForm = createConfigForm({
  find: (hook, text) => findLefthookBlock(hook, text).kind,
  // A byte order mark, one character a byte, would be part of the first key.
  insert: (hook, text) =>
    text.startsWith("\u00EF\u00BB\u00BF") || text.includes("\0") ? undefined : insertLefthookBlock(hook, text),
  remove: removeLefthookBlock,
  namesHooks: (text) => namesOfKeys(findYamlKeys(text)),
});
