import { decodeBytes, encodeBytes } from "./byte-text.ts";
import type { FileOperation } from "./file-operations.ts";
import type { InstallNote } from "./install-plan.ts";
import type { AttributesRecord } from "./install-record.ts";
import { addAttributeLines, formatAttributeLine, removeAttributeLines } from "./merge-attributes.ts";
import { mergeDriverKeys, mergeDriverName, renderMergeDriver } from "./merge-driver-command.ts";
import type { MergeSetup } from "./merge-setup.ts";

/** What happens to the merge driver. `changed`: it is set up anew, or set right. */
export interface PlannedMerge {
  readonly change: "changed" | "unchanged";
  /** Lines that `.gitattributes` gets. */
  readonly attributeLines: readonly string[];
}

/** What the merge driver adds to a plan. */
export interface MergePart {
  readonly merge: PlannedMerge;
  readonly notes: readonly InstallNote[];
  readonly operations: readonly FileOperation[];
  readonly record: AttributesRecord;
}

/** An attributes file is read by everybody. */
const attributesMode = 0o644;

/** A name beyond ASCII is UTF-8 in an attributes file, of which a character here is a byte. */
function encodeLine(line: string): string {
  return decodeBytes(Buffer.from(line, "utf8"));
}

function planConfig(setup: MergeSetup, wanted: ReadonlyMap<string, string | null>): readonly FileOperation[] {
  return [...wanted].flatMap(([key, after]): readonly FileOperation[] => {
    const before = setup.config.get(key) ?? [];
    const isInPlace = after === null ? before.length === 0 : before.length === 1 && before[0] === after;
    return isInPlace ? [] : [{ kind: "set-config", key, before, after }];
  });
}

/**
 * Plans to make the driver known and to say in `.gitattributes` what it merges. What the user has set for the merging of
 * these paths stays.
 */
export function planMerge(setup: MergeSetup, mergeScript: string, recorded: AttributesRecord): MergePart {
  const missing = setup.attributes.filter(({ found }) => found === "unspecified");
  const others = setup.attributes.filter(({ found, merge }) => found !== "unspecified" && found !== merge);
  const file = setup.attributesFile;
  const notes: InstallNote[] = others.map(({ path }) => ({ code: "attributes-kept", path }));
  if (file.kind === "blocked" && missing.length > 0)
    notes.push({ code: "attributes-blocked", path: setup.attributesPath });
  const lines = file.kind === "blocked" ? [] : missing.map((attribute) => formatAttributeLine(attribute));
  // Lines of ours for a planning directory that is another one by now.
  const wanted = setup.attributes.map((attribute) => formatAttributeLine(attribute));
  const stale = recorded.lines.filter((line) => !wanted.includes(line));
  const operations: FileOperation[] = [];
  if (file.kind !== "blocked") {
    const before = file.kind === "file" ? file.content : null;
    const text = before === null ? "" : decodeBytes(before);
    const rest = removeAttributeLines(text, stale.map(encodeLine));
    const newText = lines.length === 0 ? rest : addAttributeLines(rest, lines.map(encodeLine));
    const after = encodeBytes(newText);
    if (newText !== text)
      operations.push({ kind: "write-file", path: setup.attributesPath, before, after, mode: attributesMode });
  }
  operations.push(
    ...planConfig(
      setup,
      new Map([
        [mergeDriverKeys.name, mergeDriverName],
        [mergeDriverKeys.driver, renderMergeDriver(mergeScript)],
      ]),
    ),
  );
  return {
    merge: { change: operations.length > 0 ? "changed" : "unchanged", attributeLines: lines },
    notes,
    operations,
    record: {
      lines: [...new Set([...recorded.lines.filter((line) => wanted.includes(line)), ...lines])],
      isCreated: recorded.isCreated || (lines.length > 0 && file.kind === "absent"),
    },
  };
}

/** What taking the merge driver out comes to. */
export interface MergeRemoval {
  readonly isRemoved: boolean;
  readonly operations: readonly FileOperation[];
}

/** Plans to take out what `planMerge` put in: the lines on record, and the driver. */
export function planMergeRemoval(setup: MergeSetup, recorded: AttributesRecord): MergeRemoval {
  const operations: FileOperation[] = [];
  const { attributesPath: path, attributesFile: file } = setup;
  if (file.kind === "file" && recorded.lines.length > 0) {
    const before = file.content;
    const text = removeAttributeLines(decodeBytes(before), recorded.lines.map(encodeLine));
    if (text === "" && recorded.isCreated) operations.push({ kind: "remove-file", path, before, mode: attributesMode });
    else if (text !== decodeBytes(before))
      operations.push({ kind: "write-file", path, before, after: encodeBytes(text), mode: attributesMode });
  }
  operations.push(
    ...planConfig(
      setup,
      new Map([
        [mergeDriverKeys.driver, null],
        [mergeDriverKeys.name, null],
      ]),
    ),
  );
  return { isRemoved: operations.length > 0, operations };
}
