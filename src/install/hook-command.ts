import type { HookKind } from "./hook-names.ts";
import { shippedHookScript, toleratedExit } from "./husky-block.ts";

/**
 * Renders the command that runs a hook of ours from another manager's configuration, as lines of POSIX sh, with `sh -c`
 * at the top of the work tree. It is committed, so it names no place of this machine. `args` as the manager gives them,
 * each with a blank before it.
 */
export function renderHookCommand(hook: HookKind, args: string): readonly string[] {
  const call = hook.name + args;
  return [
    `if [ -f ${shippedHookScript} ]; then sh ${shippedHookScript} ${call}`,
    `elif command -v planlink >/dev/null; then planlink hook ${call} ${toleratedExit(hook)}`,
    `else echo 'planlink: not installed here, hook ${hook.name} skipped (npm install)' >&2`,
    "fi",
  ];
}
