import { join } from "node:path";
import { findManagerOfHook, type FoundHookManager } from "./hook-managers.ts";
import { installedHooks, type HookKind } from "./hook-names.ts";
import type { Disk } from "./install-ports.ts";
import { parseNativeHook, previousHookSuffix, type ParseHookText } from "./native-hook.ts";

/** What stands where git looks for one hook. `blocked`: something that is no file, such as a directory. */
export type FoundHook =
  | { readonly kind: "absent" }
  | { readonly kind: "blocked" }
  | { readonly kind: "edited" }
  | { readonly kind: "foreign"; readonly manager: FoundHookManager | null }
  | {
      readonly kind: "ours";
      readonly hookScript: string;
      readonly content: Uint8Array;
      readonly isExecutable: boolean;
    };

/** A file of ours under a name that we did not give it: another manager has moved it. */
export interface MovedHook {
  readonly path: string;
  readonly content: Uint8Array;
  /** The manager runs it from there. */
  readonly isRun: boolean;
}

/** One hook's place in a hooks directory. */
export interface HookSlot {
  readonly hook: HookKind;
  readonly path: string;
  readonly found: FoundHook;
  readonly previousPath: string;
  readonly hasPrevious: boolean;
  /** Where pre-commit runs a hook from that was there before its own: outside of its stash, and first. */
  readonly legacyPath: string;
  readonly hasLegacy: boolean;
  readonly moved: readonly MovedHook[];
}

const legacySuffix = ".legacy";

/** Suffixes under which a later manager keeps a hook and still runs it: pre-commit's and entire's. */
const runSuffixes: readonly string[] = [legacySuffix, ".pre-entire"];

function toText(content: Uint8Array): string {
  return Buffer.from(content).toString("utf8");
}

async function readHook(disk: Disk, hook: HookKind, path: string, parse: ParseHookText): Promise<FoundHook> {
  const entry = await disk.readEntry(path);
  if (entry.kind === "absent") return { kind: "absent" };
  if (entry.kind === "directory") return { kind: "blocked" };
  // A link that leads nowhere is still somebody's hook.
  if (entry.kind === "other") return entry.isLink ? { kind: "foreign", manager: null } : { kind: "blocked" };
  const text = toText(entry.content);
  const parsed = parse(hook, text);
  if (parsed.kind === "foreign") return { kind: "foreign", manager: findManagerOfHook(path, text) ?? null };
  // We write files: a link to our text is an arrangement of the user's.
  if (parsed.kind === "edited" || entry.isLink) return { kind: "edited" };
  return { kind: "ours", hookScript: parsed.hookScript, content: entry.content, isExecutable: entry.isExecutable };
}

/** Reads the places of all our hooks in a directory, or of others that are told by their text; it need not exist. */
export async function readHookSlots(
  disk: Disk,
  directory: string,
  hooks: readonly HookKind[] = installedHooks,
  parse: ParseHookText = parseNativeHook,
): Promise<readonly HookSlot[]> {
  const names = await disk.list(directory);
  const slots: HookSlot[] = [];
  for (const hook of hooks) {
    const path = join(directory, hook.name);
    const previousName = hook.name + previousHookSuffix;
    const moved: MovedHook[] = [];
    for (const name of names) {
      if (!name.startsWith(`${hook.name}.`) || name === previousName) continue;
      const found = await readHook(disk, hook, join(directory, name), parse);
      if (found.kind !== "ours") continue;
      const isRun = found.isExecutable && runSuffixes.some((suffix) => name === hook.name + suffix);
      moved.push({ path: join(directory, name), content: found.content, isRun });
    }
    slots.push({
      hook,
      path,
      found: await readHook(disk, hook, path, parse),
      previousPath: join(directory, previousName),
      hasPrevious: names.includes(previousName),
      legacyPath: join(directory, hook.name + legacySuffix),
      hasLegacy: names.includes(hook.name + legacySuffix),
      moved,
    });
  }
  return slots;
}
