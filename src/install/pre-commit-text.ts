import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, isSeq } from "yaml";
import type { ConfigForm, ConfigHookKind } from "./config-form.ts";
import { installedHooks, type HookKind } from "./hook-names.ts";
import { toleratedExit } from "./husky-block.ts";
import { cutLines, findPair, insertLines, lineEndingOf, placeAfter, readYamlMap } from "./yaml-lines.ts";

/** What translates between pre-commit and a hook of git's; it lies beside `hook.sh`. */
const stageScript = "node_modules/planlink/dist/pre-commit-stage.sh";

/** What stages are called: pre-commit 3.2 changed the words, and 4 warns of the old ones. */
export type StageWords = "before-3.2" | "current";

/**
 * The hooks that pre-commit runs: those that check. What writes would do so while pre-commit has put away the changes that
 * are not staged, and be lost or in their way.
 */
export const preCommitHooks: readonly HookKind[] = installedHooks.filter(
  ({ name }) => name === "commit-msg" || name === "pre-push",
);

function renderHook(hook: HookKind, words: StageWords): readonly string[] {
  const { name } = hook;
  const stage = words === "before-3.2" && name === "pre-push" ? "push" : name;
  return [
    `- id: planlink-${name}`,
    `  name: planlink (${name})`,
    "  entry: |",
    "    sh -c '",
    `    if [ -f ${stageScript} ]; then sh ${stageScript} ${name} "$@"`,
    `    elif command -v planlink >/dev/null; then planlink hook --pre-commit ${name} "$@" ${toleratedExit(hook)}`,
    `    else echo "planlink: not installed here, hook ${name} skipped (npm install)" >&2`,
    "    fi' --",
    "  language: system",
    `  stages: [${stage}]`,
    "  always_run: true",
    // The one stage whose file is the hook's argument.
    `  pass_filenames: ${name === "commit-msg" ? "true" : "false"}`,
  ];
}

/** Where our lines stand: as the list of repositories, or as an item of it. */
type BlockShape = "list" | "item";

const beginMarker = "# planlink: begin";
const endMarker = "# planlink: end";

function renderBlock(shape: BlockShape, words: StageWords, indent: string, lineEnding: string): string {
  const hooks = preCommitHooks.flatMap((hook) => renderHook(hook, words));
  const item = ["- repo: local", "  hooks:", ...hooks.map((line) => `    ${line}`)];
  const body = shape === "item" ? item : ["repos:", ...item.map((line) => `  ${line}`)];
  return [beginMarker, ...body, endMarker].map((line) => indent + line).join(lineEnding);
}

const typesKey = "default_install_hook_types";
const typesBegin = "# planlink: begin hook types";
const typesEnd = "# planlink: end hook types";
const hookNames: readonly string[] = preCommitHooks.map(({ name }) => name);

/** Where the list is absent pre-commit means "pre-commit" alone. */
function renderTypes(lineEnding: string): string {
  return [typesBegin, `${typesKey}: [pre-commit, ${hookNames.join(", ")}]`, typesEnd].join(lineEnding);
}

/** Marks what was added to a list of the user's. */
const addedMark = "# planlink added";

interface FoundBlock {
  readonly start: number;
  readonly end: number;
}

/** Finds whole lines of ours. Line endings that git turned into CRLF are still ours. */
function findLines(text: string, marker: string, candidates: (indent: string) => readonly string[]): FoundBlock | null {
  const place = new RegExp(`^( *)${marker}\\r?$`, "m").exec(text);
  if (place === null) return null;
  const start = place.index;
  for (const candidate of candidates(place[1] ?? "")) {
    const end = start + candidate.length;
    if (text.startsWith(candidate, start) && (end === text.length || /^\r?\n/.test(text.slice(end, end + 2))))
      return text.includes(`${marker}\n`, end) || text.includes(`${marker}\r\n`, end) ? null : { start, end };
  }
  return null;
}

function findBlock(text: string): FoundBlock | null {
  return findLines(text, beginMarker, (indent) =>
    (["item", "list"] as const).flatMap((shape) =>
      (["current", "before-3.2"] as const).flatMap((words) =>
        ["\n", "\r\n"].map((lineEnding) => renderBlock(shape, words, indent, lineEnding)),
      ),
    ),
  );
}

function findKind(text: string): ConfigHookKind {
  if (findBlock(text) !== null) return "present";
  return /^ *# planlink: (?:begin|end)\r?$/m.test(text) || text.includes("id: planlink-") ? "edited" : "absent";
}

function insertBlock(text: string, words: StageWords): string | undefined {
  const document = readYamlMap(text);
  if (document === undefined || document.top?.flow === true) return undefined;
  const pair = document.top === null ? undefined : findPair(document.top, "repos");
  const place =
    pair === undefined
      ? { offset: text.length, indent: "", shape: "list" as const }
      : isSeq(pair.value)
        ? placeAfter(text, pair.value, "item" as const)
        : undefined;
  if (place === undefined) return undefined;
  return insertLines(text, place.offset, renderBlock(place.shape, words, place.indent, lineEndingOf(text)));
}

/** Adds the types of hooks that `pre-commit install` is to install. */
function insertTypes(text: string): string | undefined {
  const document = readYamlMap(text);
  const pair = document?.top ? findPair(document.top, typesKey) : undefined;
  if (pair === undefined) return insertLines(text, text.length, renderTypes(lineEndingOf(text)));
  const list = pair.value;
  if (!isSeq(list) || !list.range) return undefined;
  const present = list.items.map((item) => (isScalar(item) ? item.value : null));
  const absent = hookNames.filter((name) => !present.includes(name));
  if (absent.length === 0) return text;
  if (list.flow !== true) {
    const place = placeAfter(text, list, "item" as const);
    if (place === undefined) return undefined;
    const lines = absent.map((name) => `${place.indent}- ${name} ${addedMark}`);
    return insertLines(text, place.offset, lines.join(lineEndingOf(text)));
  }
  const [start, end] = list.range;
  const lineEnd = /\r?\n|$/.exec(text.slice(end))?.index ?? 0;
  const rest = text.slice(end, end + lineEnd);
  const inside = text.slice(start + 1, end - 1);
  if (!/^\s*(?:#.*)?$/.test(rest) || inside.includes("#") || /,\s*$/.test(inside)) return undefined;
  const names = absent.join(", ");
  const last = inside.trimEnd();
  const open = text.slice(0, start + 1) + last;
  const added = last === "" ? names : `, ${names}`;
  return `${open}${added}${inside.slice(last.length)}]${rest} ${addedMark} ${names}${text.slice(end + lineEnd)}`;
}

function removeTypes(text: string): string {
  const block = findLines(text, typesBegin, () => ["\n", "\r\n"].map(renderTypes));
  if (block !== null) return cutLines(text, block.start, block.end);
  const marked = new RegExp(`^.* ${addedMark}(?: ([a-z, -]+))?\\r?$`, "m");
  let result = text;
  for (let found = marked.exec(result); found !== null; found = marked.exec(result)) {
    const [line, names] = found;
    const start = found.index;
    const end = start + line.replace(/\r$/, "").length;
    if (names === undefined) {
      result = cutLines(result, start, end);
      continue;
    }
    // The names stand before the bracket that the mark follows.
    const before = result.slice(0, end - ` ${addedMark} ${names}`.length);
    const at = Math.max(before.lastIndexOf(`, ${names}`), before.lastIndexOf(`[${names}`) + 1);
    if (at <= 0) break;
    const length = before.startsWith(`, ${names}`, at) ? names.length + 2 : names.length;
    result = before.slice(0, at) + before.slice(at + length) + result.slice(end);
  }
  return result;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a configuration means without us. */
function withoutOurs(meant: unknown): unknown {
  const values = isRecord(meant) ? meant : {};
  const isOurs = (item: unknown): boolean =>
    isRecord(item) && JSON.stringify(item["hooks"] ?? "").includes('"planlink-');
  const repositories = Array.isArray(values["repos"]) ? values["repos"].filter((item) => !isOurs(item)) : [];
  return { ...values, repos: repositories, [typesKey]: null };
}

/** Whatever the form of the file: it must mean what it meant, and our hooks. */
function addsOnlyOurs(before: string, after: string): boolean {
  const [old, now] = [readYamlMap(before), readYamlMap(after)];
  return (
    old !== undefined &&
    now !== undefined &&
    isMap(now.top) &&
    isDeepStrictEqual(withoutOurs(now.values), withoutOurs(old.values))
  );
}

/** `.pre-commit-config.yaml`. `words`: those that the pre-commit at hand understands. */
export function createPreCommitForm(words: StageWords): ConfigForm {
  return {
    find: (text) => preCommitHooks.map((hook) => ({ hook, kind: findKind(text) })),
    insert: (text) => {
      if (findKind(text) !== "absent") return { text };
      const isReadable = !text.startsWith("\u00EF\u00BB\u00BF") && !text.includes("\0");
      const withBlock = isReadable ? insertBlock(text, words) : undefined;
      const result = withBlock === undefined ? undefined : insertTypes(withBlock);
      if (result !== undefined && addsOnlyOurs(text, result) && findKind(result) === "present") return { text: result };
      return { lacksPlace: preCommitHooks[0] ?? { name: "commit-msg", stopsGit: true, readsInput: false } };
    },
    remove: (text) => {
      const block = findBlock(text);
      if (block === null) return text;
      const rest = removeTypes(text);
      // The types stand behind our block, or before it.
      const moved = findBlock(rest);
      return moved === null ? rest : cutLines(rest, moved.start, moved.end);
    },
    isEmpty: (text) => text === "",
    namesHooks: () => hookNames,
    isRemovedWhenEmpty: true,
    linesByHand: null,
  };
}
