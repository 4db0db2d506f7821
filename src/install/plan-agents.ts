import { join } from "node:path";
import { AgentFiles, agentFileMode, type AgentPlace } from "./agent-files.ts";
import { findJson, insertJson } from "./agent-json.ts";
import { agentKinds, listAgentParts, type AgentPart } from "./agent-kinds.ts";
import type { AgentName } from "../model/agent-names.ts";
import { addBlock, blockPattern } from "./agent-note.ts";
import { readAgentRecord } from "./agent-record-file.ts";
import { formatAgentRecord, type RecordedPart } from "./agent-record.ts";
import type { FileOperation } from "./file-operations.ts";
import { removePart } from "./plan-agent-removal.ts";

/**
 * What becomes, or became, of one part.
 *
 * - `present`: it is there as we write it; `absent`: it is not
 * - `other`: something of its kind is there in somebody's own form, or ours was edited
 * - `unsuited`: the file is no JSON that we can write, or has something else in the place
 * - `outside`: the file, or a directory on the way, is a link or no plain file: what is behind it may be shared
 * - `not-asked`: the file is for people as well, is not there, and its agent was not named
 */
export type AgentPartState = "present" | "absent" | "other" | "unsuited" | "outside" | "not-asked";

/** One part as it is found. */
export interface FoundPart {
  readonly part: AgentPart;
  readonly state: AgentPartState;
}

/** What `state init --agents` would do. */
export interface AgentPlan {
  readonly agents: readonly AgentName[];
  readonly parts: readonly (FoundPart & { readonly change: "added" | "updated" | "unchanged" | "left" })[];
  readonly operations: readonly FileOperation[];
}

function writtenOf({ form }: AgentPart): string {
  return form.kind === "block" || form.kind === "file" ? form.text : JSON.stringify(form.value);
}

function isOf({ path, form }: AgentPart, recorded: RecordedPart): boolean {
  return recorded.path === path && recorded.kind === form.kind;
}

function findPart(part: AgentPart, text: string | null): AgentPartState {
  const { form } = part;
  if (text === null) return part.isMadeOnRequest ? "not-asked" : "absent";
  switch (form.kind) {
    case "json-item":
    case "json-member":
      return findJson(text, form, JSON.stringify(form.value));
    case "file":
      return text === form.text ? "present" : "other";
    case "block":
      if (text.replaceAll("\r\n", "\n").includes(form.text)) return "present";
      return blockPattern.test(text) ? "other" : "absent";
  }
}

function insertPart(
  { form }: AgentPart,
  text: string | null,
): { readonly text: string; readonly created: number } | undefined {
  switch (form.kind) {
    case "json-item":
    case "json-member":
      return insertJson(text === null ? "{}\n" : text, form, form.value);
    case "file":
      return { text: form.text, created: 0 };
    case "block":
      return { text: addBlock(text ?? "", form.text), created: 0 };
  }
}

/** The agents that somebody uses here, by what they leave in the work tree. */
export async function findAgents({ disk, topLevel }: AgentPlace): Promise<readonly AgentName[]> {
  const found: AgentName[] = [];
  for (const { name, signs } of agentKinds) {
    for (const sign of signs) {
      if ((await disk.readEntry(join(topLevel, sign))).kind === "absent") continue;
      found.push(name);
      break;
    }
  }
  return found;
}

/** What is there of everything that these agents could be given. */
export async function findAgentParts(place: AgentPlace, agents: readonly AgentName[]): Promise<readonly FoundPart[]> {
  const draft = new AgentFiles(place);
  const found: FoundPart[] = [];
  for (const part of listAgentParts(agents, new Set(), true)) {
    const file = await draft.open(part.path);
    found.push({ part, state: file === undefined ? "outside" : findPart(part, file.text) });
  }
  return found;
}

export interface AgentRequest {
  /** Agents to be set up whether or not they are found. */
  readonly named: ReadonlySet<AgentName>;
  /** The server of tools, too. */
  readonly withServer: boolean;
}

/** Plans to set up the agents that are found or named. What is in place, or is somebody's own, stays as it is. */
export async function planAgents(place: AgentPlace, { named, withServer }: AgentRequest): Promise<AgentPlan> {
  const found = await findAgents(place);
  const agents = agentKinds.map(({ name }) => name).filter((name) => found.includes(name) || named.has(name));
  const { path: recordPath, content, record } = await readAgentRecord(place);
  const draft = new AgentFiles(place);
  const kept = [...record.parts];
  const createdFiles = new Set(record.createdFiles);
  const parts: AgentPlan["parts"][number][] = [];
  for (const part of listAgentParts(agents, named, withServer)) {
    const file = await draft.open(part.path);
    if (file === undefined) {
      parts.push({ part, state: "outside", change: "left" });
      continue;
    }
    const state = findPart(part, file.text);
    const index = kept.findIndex((recorded) => isOf(part, recorded));
    const recorded = kept[index];
    let text = file.text;
    let isUpdate = false;
    if (state === "other" && recorded !== undefined && text !== null) {
      // Ours, of a planlink that worded it otherwise.
      const without = removePart(text, recorded);
      if (without !== undefined) {
        text = without === "" && part.form.kind !== "block" ? null : without;
        isUpdate = true;
      }
    }
    if (state !== "absent" && !isUpdate) {
      const isLeft = state === "other" || state === "unsuited";
      if (state !== "not-asked") parts.push({ part, state, change: isLeft ? "left" : "unchanged" });
      continue;
    }
    const inserted = insertPart(part, text);
    if (inserted === undefined) {
      parts.push({ part, state: "unsuited", change: "left" });
      continue;
    }
    if (file.before === null) createdFiles.add(part.path);
    file.text = inserted.text;
    const written: RecordedPart = {
      kind: part.form.kind,
      path: part.path,
      keys: "keys" in part.form ? part.form.keys : [],
      written: writtenOf(part),
      created: isUpdate && recorded !== undefined ? Math.max(recorded.created, inserted.created) : inserted.created,
    };
    if (recorded === undefined) kept.push(written);
    else kept[index] = written;
    parts.push({ part, state: "present", change: isUpdate ? "updated" : "added" });
  }
  const writes = await draft.toOperations();
  if (writes.length === 0) return { agents, parts, operations: [] };
  const after = formatAgentRecord({
    version: 1,
    parts: kept,
    createdFiles: [...createdFiles],
    createdDirectories: [...new Set([...record.createdDirectories, ...draft.createdDirectories])],
  });
  return {
    agents,
    parts,
    operations: [
      // The record first, so that it is there whatever stops us later.
      { kind: "write-file", path: recordPath, before: content, after: Buffer.from(after), mode: agentFileMode },
      ...writes,
    ],
  };
}
