import { join } from "node:path";
import type { Disk, GitConfig, GitHookFacts } from "./install-ports.ts";
import { wantedAttributes, type WantedAttribute } from "./merge-attributes.ts";
import { mergeDriverKeys } from "./merge-driver-command.ts";

/** An attribute, and what git says of the path today: `unspecified`, `unset`, `set`, or a value. */
export interface FoundAttribute extends WantedAttribute {
  readonly found: string;
}

/** Where the attributes of the repository are written. `blocked`: something that git does not read as such. */
export type AttributesFile =
  | { readonly kind: "file"; readonly content: Uint8Array }
  | { readonly kind: "absent" }
  | { readonly kind: "blocked" };

/** What is there of merging before anything is installed or removed. */
export interface MergeSetup {
  readonly attributesPath: string;
  readonly attributesFile: AttributesFile;
  readonly attributes: readonly FoundAttribute[];
  /** Values in the repository's own configuration, by key. */
  readonly config: ReadonlyMap<string, readonly string[]>;
}

/** Reads what planning the merge driver's installation or removal needs. Changes nothing. */
export async function detectMergeSetup(facts: GitHookFacts, disk: Disk, config: GitConfig): Promise<MergeSetup> {
  const attributesPath = join(facts.topLevel, ".gitattributes");
  const entry = await disk.readEntry(attributesPath);
  const wanted = facts.planningDirectories.flatMap((directory) => wantedAttributes(directory));
  const found = await config.readMergeAttributes(wanted.map(({ path }) => path));
  const keys = [mergeDriverKeys.name, mergeDriverKeys.driver];
  const values = await Promise.all(keys.map((key) => config.readValues(key)));
  return {
    attributesPath,
    attributesFile:
      entry.kind === "absent"
        ? { kind: "absent" }
        : // git does not follow a link there (2.32).
          entry.kind === "file" && !entry.isLink
          ? { kind: "file", content: entry.content }
          : { kind: "blocked" },
    attributes: wanted.map((attribute, index) => ({ ...attribute, found: found[index] ?? "unspecified" })),
    config: new Map(keys.map((key, index) => [key, values[index] ?? []])),
  };
}
