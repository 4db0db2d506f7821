import { OperationalError } from "../model/operational-error.ts";
import type { FileOperation } from "./file-operations.ts";
import type { HookSlot } from "./hook-directory.ts";
import type { InstallNote, PlannedHook } from "./install-plan.ts";

/** A hook is a program. The umask takes away what the user does not grant. */
export const nativeHookMode = 0o755;

/** What one hook adds to a plan. */
export interface PlannedPart {
  readonly hook: PlannedHook;
  readonly notes: readonly InstallNote[];
  readonly operations: readonly FileOperation[];
}

/** Plans one hook file of the given text in a hooks directory. */
export function planHookFile(slot: HookSlot, text: string): PlannedPart {
  const { hook, path, found, previousPath, hasPrevious } = slot;
  const after = Buffer.from(text);
  const mode = nativeHookMode;
  const plan = (
    change: PlannedHook["change"],
    isChained: boolean,
    operations: readonly FileOperation[],
    notes: readonly InstallNote[],
  ): PlannedPart => ({
    hook: { name: hook.name, path, change, previousPath: isChained ? previousPath : null },
    notes,
    operations,
  });
  switch (found.kind) {
    case "blocked":
      throw new OperationalError("hooks-conflict", `${path} is not a file`, {
        help: "move it away, then run the command again",
      });
    case "edited":
      return plan("kept", hasPrevious, [], [{ code: "hook-edited", path }]);
    case "absent":
      return plan("created", hasPrevious, [{ kind: "write-file", path, before: null, after, mode }], []);
    case "ours": {
      const before = found.content;
      // Writing keeps the mode of a file; one that git would not run is made anew.
      if (!found.isExecutable) {
        return plan(
          "updated",
          hasPrevious,
          [
            { kind: "remove-file", path, before, mode },
            { kind: "write-file", path, before: null, after, mode },
          ],
          [],
        );
      }
      if (Buffer.compare(before, after) === 0) return plan("unchanged", hasPrevious, [], []);
      return plan("updated", hasPrevious, [{ kind: "write-file", path, before, after, mode }], []);
    }
    case "foreign": {
      const moved = slot.moved.find(({ isRun }) => isRun);
      const isPreCommits = found.manager?.name === "pre-commit";
      if (moved !== undefined) {
        const notes: readonly InstallNote[] = isPreCommits ? [] : [{ code: "hook-run-by-other", path: moved.path }];
        const before = moved.content;
        if (Buffer.compare(before, after) === 0) return plan("unchanged", hasPrevious, [], notes);
        return plan("updated", hasPrevious, [{ kind: "write-file", path: moved.path, before, after, mode }], notes);
      }
      if (hasPrevious) {
        throw new OperationalError(
          "hooks-conflict",
          `${path} has taken the place of planlink's hook, and ${previousPath} is still there`,
          {
            help: "keep one of the two as the hook, remove the other, then run the command again",
          },
        );
      }
      // Chained the other way round, pre-commit would at its next "install" find its own script run by ours, and refuse.
      if (isPreCommits)
        return plan(
          "created",
          slot.hasLegacy,
          [
            ...(slot.hasLegacy ? [{ kind: "move-file", from: slot.legacyPath, to: previousPath } as const] : []),
            { kind: "write-file", path: slot.legacyPath, before: null, after, mode },
          ],
          [],
        );
      const operations: FileOperation[] = [
        { kind: "move-file", from: path, to: previousPath },
        { kind: "write-file", path, before: null, after, mode },
      ];
      return plan("created", true, operations, []);
    }
  }
}
