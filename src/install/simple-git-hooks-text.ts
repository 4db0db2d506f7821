import { createConfigForm, createManualForm, type ConfigForm, type ConfigHookKind } from "./config-form.ts";
import { renderHookCommand } from "./hook-command.ts";
import { installedHooks, type HookKind } from "./hook-names.ts";
import { appendMember, findMember, parseJsonText, removeItem, type JsonNode } from "./json-text.ts";

/** The key of package.json that simple-git-hooks reads. */
export const simpleGitHooksKey = "simple-git-hooks";

const ownMark = /node_modules\/planlink\/|\bplanlink hook\b/;

/** The command of a hook that has none of the user's. simple-git-hooks makes it a script of `sh`. */
function renderCommand(hook: HookKind): string {
  return renderHookCommand(hook, ' "$@"').join("; ");
}

/**
 * What stands around a command that was there. The user's goes first, and its refusal stands; but where git writes to
 * standard input, which can be read only once, ours does, and both get a copy.
 */
function renderFrame(hook: HookKind): readonly [before: string, after: string] {
  const ours = renderCommand(hook);
  const stop = hook.stopsGit ? "|| exit 1" : "|| :";
  // In a shell of its own: it may end with "exit" or "exec".
  if (!hook.readsInput) return ["(\n", `\n)${hook.stopsGit ? " || exit 1" : ""}\n${ours}`];
  const copy = `printf '%s' "\${planlink_input%x}" 2>/dev/null`;
  return [`planlink_input=$(cat; printf x); ${copy} | { ${ours}; } ${stop}\n${copy} | {\n`, "\n}"];
}

/** The inside of a string of JSON. */
function escape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

interface Command {
  readonly kind: ConfigHookKind;
  /** What of the string is the user's, as it is written there. */
  readonly theirs: string;
}

function readCommand(hook: HookKind, literal: string): Command {
  const inside = literal.slice(1, -1);
  if (inside === escape(renderCommand(hook))) return { kind: "present", theirs: "" };
  const [before, after] = renderFrame(hook).map(escape);
  if (before !== undefined && after !== undefined && inside.startsWith(before) && inside.endsWith(after)) {
    const theirs = inside.slice(before.length, inside.length - after.length);
    if (theirs !== "" && !ownMark.test(theirs)) return { kind: "present", theirs };
  }
  return ownMark.test(inside) ? { kind: "edited", theirs: inside } : { kind: "absent", theirs: inside };
}

/** Where the commands are: the whole file, or a key of package.json. */
interface Place {
  readonly root: JsonNode;
  readonly commands: JsonNode | undefined;
}

function findPlace(text: string, key: string | null): Place | undefined {
  const root = parseJsonText(text);
  if (root?.kind !== "object" || !isPlainJson(text)) return undefined;
  return { root, commands: key === null ? root : findMember(root, key)?.value };
}

/** simple-git-hooks and npm read JSON without comments. */
function isPlainJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function find(hook: HookKind, text: string, key: string | null): ConfigHookKind {
  const value = findMember(findPlace(text, key)?.commands, hook.name)?.value;
  if (value === undefined) return "absent";
  return value.kind === "string" ? readCommand(hook, text.slice(value.start, value.end)).kind : "absent";
}

function insert(hook: HookKind, text: string, key: string | null): string | undefined {
  const place = findPlace(text, key);
  if (place === undefined) return undefined;
  const { root, commands } = place;
  if (commands === undefined)
    return key === null
      ? undefined
      : appendMember({ text, root, list: root }, key, { [hook.name]: renderCommand(hook) });
  if (commands.kind !== "object") return undefined;
  const value = findMember(commands, hook.name)?.value;
  if (value === undefined) return appendMember({ text, root, list: commands }, hook.name, renderCommand(hook));
  // A backslash at the end would join its line with ours, and an empty command has no line.
  if (value.kind !== "string" || /\\\s*$|^\s*$/.test(value.value)) return undefined;
  const [before, after] = renderFrame(hook).map(escape);
  const inside = text.slice(value.start + 1, value.end - 1);
  return `${text.slice(0, value.start + 1)}${before}${inside}${after}${text.slice(value.end - 1)}`;
}

function remove(hook: HookKind, text: string, key: string | null, keepsEmpty: boolean): string | undefined {
  const place = findPlace(text, key);
  const { commands } = place ?? {};
  const value = findMember(commands, hook.name)?.value;
  if (place === undefined || commands?.kind !== "object" || value?.kind !== "string") return undefined;
  const { kind, theirs } = readCommand(hook, text.slice(value.start, value.end));
  if (kind !== "present") return undefined;
  if (theirs !== "") return text.slice(0, value.start + 1) + theirs + text.slice(value.end - 1);
  const { root } = place;
  if (commands.members.length === 1 && key !== null && root.kind === "object" && !keepsEmpty)
    return removeItem(
      { text, root, list: root },
      root.members.findIndex((member) => member.key === key),
    );
  return removeItem(
    { text, root, list: commands },
    commands.members.findIndex((member) => member.key === hook.name),
  );
}

/** The commands in JSON: in the file itself, or under a key of it. */
export function createSimpleGitHooksForm(key: string | null): ConfigForm {
  const findNames = (text: string): readonly string[] | null => {
    const commands = findPlace(text, key)?.commands;
    return commands?.kind === "object" ? commands.members.map((member) => member.key) : null;
  };
  const form = createConfigForm(
    {
      find: (hook, text) => find(hook, text, key),
      insert: (hook, text) => insert(hook, text, key),
      remove: (hook, text, keepsEmpty) => remove(hook, text, key, keepsEmpty),
    },
    (text) => findNames(text)?.length === 0,
  );
  return { ...form, namesHooks: (text) => findNames(text) ?? [] };
}

/**
 * The hook file that simple-git-hooks had written without us, from the one that it has written: `null` where there was
 * none, the same text where nothing of ours is in it.
 */
export function restoreSimpleGitHook(name: string, text: string): string | null {
  const hook = installedHooks.find((kind) => kind.name === name);
  if (hook === undefined) return text;
  const sole = renderCommand(hook);
  const [before, after] = renderFrame(hook);
  const start = text.indexOf(before);
  if (start !== -1 && text.endsWith(after))
    return text.slice(0, start) + text.slice(start + before.length, text.length - after.length);
  return text.endsWith(`\n${sole}`) ? null : text;
}

/** Commands in a program: what to add to the object that it exports. */
export const simpleGitHooksByHand: ConfigForm = createManualForm(
  installedHooks.map(
    ({ name }) => `${JSON.stringify(name)}: ${JSON.stringify(`sh node_modules/planlink/dist/hook.sh ${name} "$@"`)},`,
  ),
);
