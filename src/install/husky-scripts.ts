import { join } from "node:path";
import { decodeBytes } from "./byte-text.ts";
import { installedHooks, type HookKind } from "./hook-names.ts";
import { parseHuskyScript } from "./husky-block.ts";
import type { Disk } from "./install-ports.ts";

/** What stands where husky looks for one script. `text` has one character a byte, so that no byte is lost. */
export type FoundScript =
  | { readonly kind: "absent" }
  | { readonly kind: "blocked" }
  | { readonly kind: "edited" }
  | { readonly kind: "with-block"; readonly text: string }
  | { readonly kind: "without-block"; readonly text: string };

export interface HuskyScript {
  readonly hook: HookKind;
  readonly path: string;
  readonly found: FoundScript;
}

/** Reads husky's scripts for our hooks in a directory such as `.husky`. */
export async function readHuskyScripts(disk: Disk, directory: string): Promise<readonly HuskyScript[]> {
  const scripts: HuskyScript[] = [];
  for (const hook of installedHooks) {
    const path = join(directory, hook.name);
    const entry = await disk.readEntry(path);
    if (entry.kind === "absent") scripts.push({ hook, path, found: { kind: "absent" } });
    else if (entry.kind !== "file") scripts.push({ hook, path, found: { kind: "blocked" } });
    else {
      const text = decodeBytes(entry.content);
      const { kind } = parseHuskyScript(hook, text);
      scripts.push({ hook, path, found: kind === "edited" ? { kind } : { kind, text } });
    }
  }
  return scripts;
}
