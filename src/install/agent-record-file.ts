import { join } from "node:path";
import type { AgentPlace } from "./agent-files.ts";
import { emptyAgentRecord, parseAgentRecord, type AgentRecord } from "./agent-record.ts";
import { readContent } from "./own-directory.ts";

/** The record with its file; `content` is `null` where there is none. */
export interface OpenRecord {
  readonly path: string;
  readonly content: Uint8Array | null;
  readonly record: AgentRecord;
}

/** Reads what `state init --agents` did in this clone. */
export async function readAgentRecord({ disk, ownDirectory }: AgentPlace): Promise<OpenRecord> {
  const path = join(ownDirectory, "agents.json");
  const content = await readContent(disk, path);
  const record = content === null ? undefined : parseAgentRecord(Buffer.from(content).toString("utf8"));
  return { path, content, record: record ?? emptyAgentRecord };
}
