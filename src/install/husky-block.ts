import type { HookKind } from "./hook-names.ts";

const beginMarker = "# planlink: begin";
const endMarker = "# planlink: end";
/** Where a project that depends on planlink has its program. */
export const shippedHookScript = "node_modules/planlink/dist/hook.sh";

/** How the installed command ends in a script that another program runs: only findings (1) may stop git. */
export function toleratedExit(hook: HookKind): string {
  return hook.stopsGit ? "|| [ $? -ne 1 ]" : "|| :";
}

const feed = `printf '%s' "\${planlink_input:+$planlink_input
}" 2>/dev/null | `;

/**
 * Renders our part of a hook script of husky's. husky runs it with `sh -e` at the top of the work tree, whatever its
 * first line says. It is committed, so it names no place of this machine.
 */
export function renderHuskyBlock(hook: HookKind): string {
  const source = hook.readsInput ? feed : "";
  const lines = [
    beginMarker,
    ...(hook.readsInput ? ["planlink_input=$(cat)"] : []),
    'if [ "${PLANLINK-}" = 0 ]; then',
    "  :",
    `elif [ -f ${shippedHookScript} ]; then`,
    `  ${source}sh ${shippedHookScript} ${hook.name} "$@"`,
    "elif command -v planlink >/dev/null; then",
    `  ${source}planlink hook ${hook.name} "$@" ${toleratedExit(hook)}`,
    "else",
    `  printf 'planlink: not installed here, hook ${hook.name} skipped (npm install)\\n' >&2`,
    "fi",
    // Standard input can be read only once: the lines that follow get it anew.
    ...(hook.readsInput
      ? [
          'if [ -z "$planlink_input" ]; then exec </dev/null; else exec <<planlink_input_end',
          "$planlink_input",
          "planlink_input_end",
          "fi",
        ]
      : []),
    endMarker,
  ];
  return `${lines.join("\n")}\n`;
}

/** What a script of husky's holds of ours. `edited`: our markers stand there, but not around what we wrote. */
export type HuskyScriptText =
  | { readonly kind: "without-block" }
  | { readonly kind: "with-block"; readonly start: number; readonly end: number }
  | { readonly kind: "edited" };

/** Finds our block in a script. Line endings that git turned into CRLF are still ours. */
export function parseHuskyScript(hook: HookKind, text: string): HuskyScriptText {
  const block = renderHuskyBlock(hook).slice(0, -1);
  for (const candidate of [block, block.replaceAll("\n", "\r\n")]) {
    const start = text.indexOf(candidate);
    const end = start + candidate.length;
    const startsLine = start === 0 || text[start - 1] === "\n";
    const endsLine = end === text.length || text[end] === "\n" || text.startsWith("\r\n", end);
    const isOnly = text.indexOf(beginMarker, end) === -1;
    if (start !== -1 && startsLine && endsLine && isOnly) return { kind: "with-block", start, end };
  }
  return text.includes(beginMarker) || text.includes(endMarker) ? { kind: "edited" } : { kind: "without-block" };
}

function offsetOfBlock(hook: HookKind, text: string): number {
  // After the user's own lines; but a hook with input must be the first to read it.
  if (!hook.readsInput) return text.length;
  const firstLineEnd = text.startsWith("#!") ? text.indexOf("\n") + 1 : 0;
  return text.startsWith("#!") && firstLineEnd === 0 ? text.length : firstLineEnd;
}

/**
 * Inserts our block into a script that has none; every character that is there stays.
 *
 * A script without a final line break still has none afterwards: that tells `removeHuskyBlock` that the line break
 * before the block is ours.
 */
export function insertHuskyBlock(hook: HookKind, text: string): string {
  const block = renderHuskyBlock(hook);
  const offset = offsetOfBlock(hook, text);
  if (offset === text.length && text !== "" && !text.endsWith("\n")) return `${text}\n${block.slice(0, -1)}`;
  return text.slice(0, offset) + block + text.slice(offset);
}

/** Removes the block that `insertHuskyBlock` put there; `undefined` when there is none that is ours to the letter. */
export function removeHuskyBlock(hook: HookKind, text: string): string | undefined {
  const found = parseHuskyScript(hook, text);
  if (found.kind !== "with-block") return undefined;
  const { start, end } = found;
  if (end === text.length) return text.slice(0, Math.max(0, start - 1));
  const afterLine = text.indexOf("\n", end) + 1;
  return text.slice(0, start) + text.slice(afterLine);
}

/**
 * Tells whether lines before the end leave the script, so that a block at the end may never run. A redirection such
 * as `exec </dev/tty` goes on.
 */
export function leavesEarly(text: string): boolean {
  return text.split("\n").some((line) => /^(?:exit\b|exec\s+[^\s<>&\d])/.test(line));
}
