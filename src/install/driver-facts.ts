import { join } from "node:path";
import type { Disk } from "./install-ports.ts";
import { mergeDriverKeys, renderMergeDriver } from "./merge-driver-command.ts";
import type { MergeSetup } from "./merge-setup.ts";
import { parseShellQuoted } from "./shell-quote.ts";

/** What git would run to merge STATE.md. */
export type DriverFacts =
  | { readonly kind: "unknown"; readonly command: null }
  /** Not a command of ours to the letter. */
  | { readonly kind: "foreign"; readonly command: string }
  /** The program that it names is there, or not. */
  | { readonly kind: "ready" | "gone"; readonly command: string; readonly program: string };

/** The program that a command of ours falls back to; `undefined` for any other command. */
function readRecordedProgram(command: string): string | undefined {
  const quoted = /\|\| program=('(?:[^']|'\\'')*');/.exec(command)?.[1]?.replaceAll("%%", "%");
  const program = quoted === undefined ? undefined : parseShellQuoted(quoted);
  return program !== undefined && renderMergeDriver(program) === command ? program : undefined;
}

/** Reads what the configuration of the merge driver leads to. */
export async function readDriverFacts(disk: Disk, topLevel: string, merge: MergeSetup): Promise<DriverFacts> {
  const [command] = merge.config.get(mergeDriverKeys.driver) ?? [];
  if (command === undefined) return { kind: "unknown", command: null };
  const recorded = readRecordedProgram(command);
  if (recorded === undefined) return { kind: "foreign", command };
  for (const program of [join(topLevel, "node_modules/planlink/dist/merge.sh"), recorded])
    if ((await disk.readEntry(program)).kind === "file") return { kind: "ready", command, program };
  return { kind: "gone", command, program: recorded };
}
