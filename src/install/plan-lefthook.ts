import { OperationalError } from "../model/operational-error.ts";
import type { FileOperation } from "./file-operations.ts";
import type { InstallNote, LeftFile, PlannedHook, RemovedHook } from "./install-plan.ts";
import type { LefthookSetup } from "./lefthook-setup.ts";
import { insertLefthookBlock, lefthookOrder, removeLefthookBlock } from "./lefthook-text.ts";

/** A configuration that people write. */
const configMode = 0o644;

/** What lefthook's configuration adds to a plan. */
export interface LefthookPart {
  readonly hooks: readonly PlannedHook[];
  readonly notes: readonly InstallNote[];
  readonly operations: readonly FileOperation[];
}

function planWrite(path: string, before: string, after: string): readonly FileOperation[] {
  if (before === after) return [];
  const encode = (text: string): Uint8Array => Buffer.from(text, "latin1");
  return [{ kind: "write-file", path, before: encode(before), after: encode(after), mode: configMode }];
}

/** Plans to add planlink's jobs to lefthook's configuration. Throws where the file has no place for them. */
export function planLefthook({ path, text, blocks }: LefthookSetup): LefthookPart {
  let result = text;
  const hooks: PlannedHook[] = [];
  const notes: InstallNote[] = [];
  // A byte order mark, one character a byte, would be part of the first key.
  const isReadable = !text.startsWith("\u00EF\u00BB\u00BF") && !text.includes("\0");
  for (const hook of lefthookOrder) {
    const kind = blocks.find((block) => block.hook === hook)?.kind ?? "absent";
    const base = { name: hook.name, path, previousPath: null };
    if (kind === "present") hooks.push({ ...base, change: "unchanged" });
    else if (kind === "edited") {
      hooks.push({ ...base, change: "kept" });
      notes.push({ code: "hook-edited", path });
    } else {
      const inserted = isReadable ? insertLefthookBlock(hook, result) : undefined;
      if (inserted === undefined)
        throw new OperationalError("hooks-conflict", `${path} has no place where ${hook.name} can be added`, {
          help: `write it as a list of jobs, one key a line, or add planlink by hand (docs/hooks.md, “Other hook managers”)`,
        });
      result = inserted;
      hooks.push({ ...base, change: "created" });
    }
  }
  return { hooks, notes: notes.slice(0, 1), operations: planWrite(path, text, result) };
}

/** Plans to take planlink's jobs out of lefthook's configuration. */
export function planLefthookRemoval({ path, text, blocks }: LefthookSetup): {
  readonly hooks: readonly RemovedHook[];
  readonly left: readonly LeftFile[];
  readonly operations: readonly FileOperation[];
} {
  let result = text;
  const hooks: RemovedHook[] = [];
  for (const hook of lefthookOrder.toReversed()) {
    const rest = removeLefthookBlock(hook, result);
    if (rest === undefined) continue;
    result = rest;
    hooks.unshift({ name: hook.name, path, isRestored: result !== "" });
  }
  return {
    hooks,
    left: blocks.some(({ kind }) => kind === "edited") ? [{ path, reason: "edited" }] : [],
    operations: planWrite(path, text, result),
  };
}
