import type { HookKind } from "./hook-names.ts";
import { previousHookSuffix, type NativeHookText } from "./native-hook.ts";
import { parseShellQuoted, quoteForShell } from "./shell-quote.ts";

const marker = '# planlink server hook v1 — managed by "state init --server", removed by "state uninstall"';

/** The programs that a server's hook starts, as absolute paths with `/` between the parts. */
export interface ServerPrograms {
  readonly serverScript: string;
  /** Used where the server has no Node on its PATH. */
  readonly node: string;
}

const head = (hook: HookKind): string => `#!/bin/sh
${marker}
hook=${hook.name}
program=`;

const betweenPrograms = "\nPLANLINK_NODE=";

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

const chain = `
# The hook that was here before runs first, and its refusal stands.
if [ -f "$previous" ] && [ -x "$previous" ]; then
  PLANLINK_CHAIN=+\${PLANLINK_CHAIN-} "$previous" "$@" || exit
fi
`;

const chainWithInput = `
# The hook that was here before runs first, and its refusal stands. Standard input can be read only once, so both get a
# copy. A hook need not read it: what printf has to say about a closed pipe is no news.
planlink_input=$(cat; printf x)
planlink_input=\${planlink_input%x}
if [ -f "$previous" ] && [ -x "$previous" ]; then
  printf '%s' "$planlink_input" 2>/dev/null | PLANLINK_CHAIN=+\${PLANLINK_CHAIN-} "$previous" "$@" || exit
fi
`;

const findProgram = `
case \${PLANLINK-} in 0) exit 0 ;; esac
if [ ! -f "$program" ]; then
  printf 'planlink: %s is gone; %s checked nothing\\n  (on the server: run "state init --server" again, or "state uninstall")\\n' "$program" "$hook" >&2
  case $(git config --type=bool --get planlink.strict 2>/dev/null) in true) exit 1 ;; esac
  exit 0
fi
export PLANLINK_NODE
`;

function tail({ readsInput }: HookKind): string {
  const [before, run] = readsInput
    ? [chainWithInput, `printf '%s' "$planlink_input" 2>/dev/null | /bin/sh "$program" "$hook" "$@"\n`]
    : [chain, `exec /bin/sh "$program" "$hook" "$@"\n`];
  return `\n${chainTest}${before}${findProgram}${run}`;
}

/** Renders the file that stands in the hooks directory of a server's repository: POSIX sh that runs the earlier hook, then ours. */
export function renderServerHook(hook: HookKind, { serverScript, node }: ServerPrograms): string {
  return `${head(hook)}${quoteForShell(serverScript)}${betweenPrograms}${quoteForShell(node)}${tail(hook)}`;
}

/** Parses the text of a hook file. Only a file that is ours to the last byte is ours: anything else is somebody's work. */
export function parseServerHook(hook: HookKind, text: string): NativeHookText {
  const [start, end] = [head(hook), tail(hook)];
  if (text.length > start.length + end.length && text.startsWith(start) && text.endsWith(end)) {
    const programs = text.slice(start.length, text.length - end.length);
    // A path may hold what stands between the two: the place where both sides are words is the one.
    for (let at = programs.indexOf(betweenPrograms); at !== -1; at = programs.indexOf(betweenPrograms, at + 1)) {
      const serverScript = parseShellQuoted(programs.slice(0, at));
      const node = parseShellQuoted(programs.slice(at + betweenPrograms.length));
      if (serverScript !== undefined && node !== undefined) return { kind: "ours", hookScript: serverScript };
    }
  }
  return text.includes(marker) ? { kind: "edited" } : { kind: "foreign" };
}
