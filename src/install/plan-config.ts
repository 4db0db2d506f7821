import { OperationalError } from "../model/operational-error.ts";
import { encodeBytes } from "./byte-text.ts";
import type { ConfigForm, ConfigSetup } from "./config-form.ts";
import type { FileOperation } from "./file-operations.ts";
import type { InstallNote, LeftFile, PlannedHook, RemovedHook } from "./install-plan.ts";

/** A configuration that people write. */
const configMode = 0o644;

/** What a manager's configuration adds to a plan. */
export interface ConfigPart {
  readonly hooks: readonly PlannedHook[];
  readonly notes: readonly InstallNote[];
  readonly operations: readonly FileOperation[];
  /** The configuration as it will be. */
  readonly text: string;
}

/** What to write by hand into a configuration, as the help of an error. */
function explainByHand({ linesByHand }: ConfigForm): string {
  return linesByHand === null
    ? "write it as a list, one key a line, or add planlink by hand (docs/hooks.md, “Where the hooks are”)"
    : ["add these lines by hand, then run the command again:", ...linesByHand].join("\n  ");
}

/** Plans to add our hooks to a manager's configuration. Throws where the file has no place for them. */
export function planConfig({ path, text, exists, hooks, form, manager }: ConfigSetup): ConfigPart {
  const result = form.insert(text);
  const absent = form.linesByHand === null ? undefined : hooks.find(({ kind }) => kind === "absent")?.hook;
  const lacksPlace = absent ?? ("lacksPlace" in result ? result.lacksPlace : undefined);
  if (lacksPlace !== undefined || "lacksPlace" in result)
    throw new OperationalError(
      "hooks-conflict",
      form.linesByHand === null
        ? `${path} has no place where ${lacksPlace?.name ?? "a hook"} can be added`
        : `${manager} is configured in ${path}, which planlink does not write`,
      { help: explainByHand(form) },
    );
  const after = result.text;
  const operations: readonly FileOperation[] =
    after === text
      ? []
      : [
          {
            kind: "write-file",
            path,
            before: exists ? encodeBytes(text) : null,
            after: encodeBytes(after),
            mode: configMode,
          },
        ];
  return {
    hooks: hooks.map(({ hook, kind }) => ({
      name: hook.name,
      path,
      previousPath: null,
      change: kind === "absent" ? "created" : kind === "edited" ? "kept" : "unchanged",
    })),
    notes:
      form.linesByHand === null && hooks.some(({ kind }) => kind === "edited") ? [{ code: "hook-edited", path }] : [],
    operations,
    text: after,
  };
}

/** Plans to take our hooks out of a manager's configuration. `keepsEmpty`: what is empty then was so before. */
export function planConfigRemoval(
  { path, text, exists, hooks, form }: ConfigSetup,
  keepsEmpty: boolean,
): {
  readonly hooks: readonly RemovedHook[];
  readonly left: readonly LeftFile[];
  readonly operations: readonly FileOperation[];
} {
  const after = form.remove(text, keepsEmpty);
  const before = encodeBytes(text);
  const isGone = after === "" && !keepsEmpty && form.isRemovedWhenEmpty;
  const kinds = form.find(after);
  const gone = hooks.filter(
    ({ hook, kind }) => kind === "present" && kinds.some((now) => now.hook === hook && now.kind === "absent"),
  );
  return {
    // What is put back is a configuration; of a hook that ours stood in front of, it knows nothing.
    hooks: gone.map(({ hook }) => ({ name: hook.name, path, isRestored: false })),
    left: kinds.some(({ kind }) => kind !== "absent") ? [{ path, reason: "edited" }] : [],
    operations:
      !exists || after === text
        ? []
        : isGone
          ? [{ kind: "remove-file", path, before, mode: configMode }]
          : [{ kind: "write-file", path, before, after: encodeBytes(after), mode: configMode }],
  };
}
