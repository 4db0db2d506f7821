import type { HookKind } from "./hook-names.ts";
import { parseShellQuoted, quoteForShell } from "./shell-quote.ts";

/**
 * The texts that were ever written. A change of the text below is a new version, and the old text stays known.
 *
 * Version 2 reads `hook.sh` into its own shell where version 1 started a second one for it.
 */
type HookTextVersion = 1 | 2;
const currentVersion = 2;
const knownVersions: readonly HookTextVersion[] = [currentVersion, 1];

const markerEnd = ' — managed by "state init", removed by "state uninstall"';
const marker = (version: HookTextVersion): string => `# planlink hook v${version}${markerEnd}`;

/** Second line of every hook file of ours. */
export const nativeHookMarker: string = marker(currentVersion);

/** What is added to the name of a hook file that was there before ours. */
export const previousHookSuffix = ".before-planlink";

const head = (hook: HookKind, version: HookTextVersion): string => `#!/bin/sh
${marker(version)}
hook=${hook.name}
recorded=`;

/** How deep hooks may call one another through us: two managers that chain each other would never end. */
const chainLimit = 8;

const chainTest = `
case $0 in */*) previous=\${0%/*}/$hook${previousHookSuffix} ;; *) previous=./$hook${previousHookSuffix} ;; esac
case \${PLANLINK_CHAIN-} in
  ${"+".repeat(chainLimit)}*)
    printf 'planlink: the %s hooks call one another in a circle; stopped\\n' "$hook" >&2
    exit 0
    ;;
esac
`;

const runPrevious = 'PLANLINK_CHAIN=+${PLANLINK_CHAIN-} "$previous" "$@"';

const chainStopping = `
# The hook that was here before runs first, and its refusal stands.
if [ -f "$previous" ] && [ -x "$previous" ]; then
  ${runPrevious} || exit
fi
case \${PLANLINK-} in 0) exit 0 ;; esac
`;

const chainAfterwards = `
# The hook that was here before runs first. git is past stopping, so ours runs whatever it says.
code=0
if [ -f "$previous" ] && [ -x "$previous" ]; then
  ${runPrevious} || code=$?
fi
case \${PLANLINK-} in 0) exit "$code" ;; esac
`;

/** A plain name might be one that the environment has; assigned to, it would be passed on with all the input in it. */
const chainWithInput = `
# The hook that was here before runs first, and its refusal stands. Standard input can be read only once, so both get
# a copy. A hook need not read it: what printf has to say about a closed pipe is no news.
copied=
if [ -f "$previous" ] && [ -x "$previous" ]; then
  copied=yes
  planlink_input=$(cat; printf x)
  planlink_input=\${planlink_input%x}
  printf '%s' "$planlink_input" 2>/dev/null | ${runPrevious} || exit
fi
case \${PLANLINK-} in 0) exit 0 ;; esac
`;

/** As above, for a hook that comes too late to stop git. */
const chainWithInputAfterwards = `
# The hook that was here before runs first. git is past stopping, so ours runs whatever it says. Standard input can be
# read only once, so both get a copy.
code=0
copied=
if [ -f "$previous" ] && [ -x "$previous" ]; then
  copied=yes
  planlink_input=$(cat; printf x)
  planlink_input=\${planlink_input%x}
  printf '%s' "$planlink_input" 2>/dev/null | ${runPrevious} || code=$?
fi
case \${PLANLINK-} in 0) exit "$code" ;; esac
`;

const findProgram = (whenGone: string): string => `
program=node_modules/planlink/dist/hook.sh
[ -f "$program" ] || program=$recorded
if [ ! -f "$program" ]; then
  printf 'planlink: %s is gone; hook %s skipped (run "state init" again, or "state uninstall")\\n' "$program" "$hook" >&2
  exit ${whenGone}
fi
`;

const runStopping: Readonly<Record<HookTextVersion, string>> = {
  1: `exec /bin/sh "$program" "$hook" "$@"
`,
  2: `code=0
set -- "$hook" "$@"
. "$program"
`,
};

/** `hook.sh` ends with the exit code of the hook before. */
const runAfterwards: Readonly<Record<HookTextVersion, string>> = {
  1: `/bin/sh "$program" "$hook" "$@"
exit "$code"
`,
  2: `set -- "$hook" "$@"
. "$program"
`,
};

const runWithInput = `case $copied in
  yes) printf '%s' "$planlink_input" 2>/dev/null | /bin/sh "$program" "$hook" "$@" ;;
  *) exec /bin/sh "$program" "$hook" "$@" ;;
esac
`;

const runWithInputAfterwards = `case $copied in
  yes) printf '%s' "$planlink_input" 2>/dev/null | /bin/sh "$program" "$hook" "$@" ;;
  *) /bin/sh "$program" "$hook" "$@" ;;
esac
exit "$code"
`;

function tail(hook: HookKind, version: HookTextVersion): string {
  if (!hook.stopsGit && hook.readsInput && version > 1)
    return `\n${chainTest}${chainWithInputAfterwards}${findProgram('"$code"')}${runWithInputAfterwards}`;
  if (!hook.stopsGit) return `\n${chainTest}${chainAfterwards}${findProgram('"$code"')}${runAfterwards[version]}`;
  if (hook.readsInput) return `\n${chainTest}${chainWithInput}${findProgram("0")}${runWithInput}`;
  return `\n${chainTest}${chainStopping}${findProgram("0")}${runStopping[version]}`;
}

/**
 * Renders the file that stands in git's hooks directory: POSIX sh that runs the earlier hook, then ours.
 *
 * `hookScript` is the absolute path of this program's `hook.sh`, with `/` between the parts. It is second choice: a
 * copy under the work tree's own `node_modules` comes first, so that each worktree runs the version it depends on.
 */
export function renderNativeHook(hook: HookKind, hookScript: string): string {
  return head(hook, currentVersion) + quoteForShell(hookScript) + tail(hook, currentVersion);
}

/** What a file in the hooks directory is to us. `edited` bears our marker, but is not as we wrote it. */
export type NativeHookText =
  | { readonly kind: "ours"; readonly hookScript: string }
  | { readonly kind: "edited" }
  | { readonly kind: "foreign" };

/** Tells what a text is to us where it stands as a hook. */
export type ParseHookText = (hook: HookKind, text: string) => NativeHookText;

/** Git gives files of a work tree other line endings. No shell runs such a file, but nobody has written in it either. */
function withPlainLineEnds(text: string): string {
  const plain = text.replaceAll("\r\n", "\n");
  return plain.replaceAll("\n", "\r\n") === text ? plain : text;
}

/**
 * Parses the text of a hook file. Only a file that is ours to the last byte, in whatever line endings, is ours: anything
 * else is somebody's work.
 */
export function parseNativeHook(hook: HookKind, given: string): NativeHookText {
  const text = withPlainLineEnds(given);
  for (const version of knownVersions) {
    const [start, end] = [head(hook, version), tail(hook, version)];
    if (text.length > start.length + end.length && text.startsWith(start) && text.endsWith(end)) {
      const hookScript = parseShellQuoted(text.slice(start.length, text.length - end.length));
      if (hookScript !== undefined) return { kind: "ours", hookScript };
    }
  }
  return knownVersions.some((version) => text.includes(marker(version))) ? { kind: "edited" } : { kind: "foreign" };
}
