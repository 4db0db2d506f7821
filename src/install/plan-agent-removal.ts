import { join } from "node:path";
import { AgentFiles, agentFileMode, type AgentPlace } from "./agent-files.ts";
import { findJson, removeJson } from "./agent-json.ts";
import { blockPattern, removeBlock } from "./agent-note.ts";
import { readAgentRecord } from "./agent-record-file.ts";
import type { RecordedPart } from "./agent-record.ts";
import type { FileOperation } from "./file-operations.ts";

/** What was put in is taken out, or left where somebody has edited it. */
export interface AgentRemovalPlan {
  readonly removed: readonly { readonly kind: RecordedPart["kind"]; readonly path: string }[];
  readonly left: readonly string[];
  readonly operations: readonly FileOperation[];
}

/** Takes out what is on record; `undefined` where it is not there any more as it was written. */
export function removePart(text: string, { kind, keys, written, created }: RecordedPart): string | undefined {
  switch (kind) {
    case "json-item":
    case "json-member":
      return removeJson(text, { kind, keys }, written, created);
    case "file":
      return text === written ? "" : undefined;
    case "block":
      return removeBlock(text, written) ?? removeBlock(text, written.replaceAll("\n", "\r\n"));
  }
}

/** Plans to take out what is on record, last first, and nothing else. */
export async function planAgentRemoval(place: AgentPlace): Promise<AgentRemovalPlan> {
  const { path: recordPath, content, record } = await readAgentRecord(place);
  if (content === null) return { removed: [], left: [], operations: [] };
  const draft = new AgentFiles(place);
  const removed: AgentRemovalPlan["removed"][number][] = [];
  const left: string[] = [];
  for (const recorded of record.parts.toReversed()) {
    const { path, kind } = recorded;
    const file = await draft.open(path);
    // What somebody has taken away is gone.
    if (file === undefined || file.text === null) continue;
    const text = removePart(file.text, recorded);
    if (text !== undefined) {
      const isEmpty = kind === "json-item" || kind === "json-member" ? /^\s*\{\s*\}\s*$/.test(text) : text === "";
      file.text = isEmpty && record.createdFiles.includes(path) ? null : text;
      removed.push({ kind, path });
    } else if (isStillThere(file.text, recorded)) left.push(path);
  }
  const writes = await draft.toOperations();
  return {
    removed,
    left: [...new Set(left)],
    operations: [
      ...writes,
      ...record.createdDirectories
        .toReversed()
        .map((path) => ({ kind: "remove-directory", path: join(place.topLevel, path) }) as const),
      { kind: "remove-file", path: recordPath, before: content, mode: agentFileMode },
    ],
  };
}

/** Something of ours that is not as it was written: it was edited, and is left to people. */
function isStillThere(text: string, { kind, keys, written }: RecordedPart): boolean {
  switch (kind) {
    case "json-item":
    case "json-member":
      return findJson(text, { kind, keys }, written) !== "absent";
    case "file":
      return true;
    case "block":
      return blockPattern.test(text);
  }
}
