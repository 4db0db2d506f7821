import { join } from "node:path";
import { installedHooks, type HookKind } from "./hook-names.ts";
import type { Disk } from "./install-ports.ts";
import { findLefthookBlock, type LefthookBlock } from "./lefthook-text.ts";

/** A configuration of lefthook's that can be written to. One character of `text` stands for a byte. */
export interface LefthookSetup {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly { readonly hook: HookKind; readonly kind: LefthookBlock["kind"] }[];
}

/** In the order in which lefthook looks for them. */
const configNames: readonly string[] = ["lefthook", ".lefthook", ".config/lefthook"].flatMap((base) => [
  `${base}.yml`,
  `${base}.yaml`,
]);

/** Reads lefthook's configuration in YAML at the top of the work tree; `null` where there is none. */
export async function readLefthookSetup(disk: Disk, topLevel: string): Promise<LefthookSetup | null> {
  for (const name of configNames) {
    const path = join(topLevel, name);
    const entry = await disk.readEntry(path);
    if (entry.kind !== "file") continue;
    const text = Buffer.from(entry.content).toString("latin1");
    return { path, text, blocks: installedHooks.map((hook) => ({ hook, kind: findLefthookBlock(hook, text).kind })) };
  }
  return null;
}
