import type { HookKind } from "./hook-names.ts";
import { parseShellQuoted, quoteForShell } from "./shell-quote.ts";

/** Second line of every hook file of ours. A change of the text below is a new version, and the old text stays known. */
export const nativeHookMarker = '# planlink hook v1 — managed by "state init", removed by "state uninstall"';

/** What is added to the name of a hook file that was there before ours. */
export const previousHookSuffix = ".before-planlink";

const head = (hook: HookKind): string => `#!/bin/sh
${nativeHookMarker}
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

const findProgram = (whenGone: string): string => `
program=node_modules/planlink/dist/hook.sh
[ -f "$program" ] || program=$recorded
if [ ! -f "$program" ]; then
  printf 'planlink: %s is gone; hook %s skipped (run "state init" again, or "state uninstall")\\n' "$program" "$hook" >&2
  exit ${whenGone}
fi
`;

const runStopping = `exec /bin/sh "$program" "$hook" "$@"
`;

const runAfterwards = `/bin/sh "$program" "$hook" "$@"
exit "$code"
`;

const runWithInput = `case $copied in
  yes) printf '%s' "$planlink_input" 2>/dev/null | /bin/sh "$program" "$hook" "$@" ;;
  *) exec /bin/sh "$program" "$hook" "$@" ;;
esac
`;

function tail(hook: HookKind): string {
  if (!hook.stopsGit) return `\n${chainTest}${chainAfterwards}${findProgram('"$code"')}${runAfterwards}`;
  if (hook.readsInput) return `\n${chainTest}${chainWithInput}${findProgram("0")}${runWithInput}`;
  return `\n${chainTest}${chainStopping}${findProgram("0")}${runStopping}`;
}

/**
 * Renders the file that stands in git's hooks directory: POSIX sh that runs the earlier hook, then ours.
 *
 * `hookScript` is the absolute path of this program's `hook.sh`, with `/` between the parts. It is second choice: a
 * copy under the work tree's own `node_modules` comes first, so that each worktree runs the version it depends on.
 */
export function renderNativeHook(hook: HookKind, hookScript: string): string {
  return head(hook) + quoteForShell(hookScript) + tail(hook);
}

/** What a file in the hooks directory is to us. `edited` bears our marker, but is not as we wrote it. */
export type NativeHookText =
  | { readonly kind: "ours"; readonly hookScript: string }
  | { readonly kind: "edited" }
  | { readonly kind: "foreign" };

/** Parses the text of a hook file. Only a file that is ours to the last byte is ours: anything else is somebody's work. */
export function parseNativeHook(hook: HookKind, text: string): NativeHookText {
  const [start, end] = [head(hook), tail(hook)];
  if (text.length > start.length + end.length && text.startsWith(start) && text.endsWith(end)) {
    const hookScript = parseShellQuoted(text.slice(start.length, text.length - end.length));
    if (hookScript !== undefined) return { kind: "ours", hookScript };
  }
  return text.includes(nativeHookMarker) ? { kind: "edited" } : { kind: "foreign" };
}
