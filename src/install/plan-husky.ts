import { OperationalError } from "../model/operational-error.ts";
import { insertHuskyBlock, leavesEarly } from "./husky-block.ts";
import { encodeBytes } from "./byte-text.ts";
import type { HuskyScript } from "./husky-scripts.ts";
import type { InstallNote } from "./install-plan.ts";
import type { PlannedPart } from "./plan-native.ts";

/** husky reads its scripts and does not execute them; this is the mode of those that it makes itself. */
export const huskyScriptMode = 0o644;

/** Plans one script of husky's. */
export function planHuskyScript({ hook, path, found }: HuskyScript): PlannedPart {
  const base = { name: hook.name, path, previousPath: null };
  switch (found.kind) {
    case "blocked":
      throw new OperationalError("hooks-conflict", `${path} is not a file`, {
        help: "move it away, then run the command again",
      });
    case "edited":
      return { hook: { ...base, change: "kept" }, notes: [{ code: "hook-edited", path }], operations: [] };
    case "with-block":
      return { hook: { ...base, change: "unchanged" }, notes: [], operations: [] };
    case "absent":
    case "without-block": {
      const text = found.kind === "absent" ? "" : found.text;
      const before = found.kind === "absent" ? null : encodeBytes(text);
      const after = encodeBytes(insertHuskyBlock(hook, text));
      const notes: readonly InstallNote[] =
        !hook.readsInput && leavesEarly(text) ? [{ code: "block-may-not-run", path }] : [];
      return {
        hook: { ...base, change: before === null ? "created" : "updated" },
        notes,
        operations: [{ kind: "write-file", path, before, after, mode: huskyScriptMode }],
      };
    }
  }
}
