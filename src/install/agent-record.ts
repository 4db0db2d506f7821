import { parseRecordFields } from "./record-fields.ts";

/** One part as it was put in. */
export interface RecordedPart {
  readonly kind: "json-item" | "json-member" | "block" | "file";
  /** Below the top of the work tree, joined by `/`. */
  readonly path: string;
  readonly keys: readonly string[];
  /** What was written: a value as `JSON.stringify` writes it, or a text. */
  readonly written: string;
  /** How many containers around a value are ours. */
  readonly created: number;
}

/**
 * What `state init --agents` put where, so that it can be taken out again also after people have edited around it, and
 * by a planlink whose own texts are others. Kept in the git directory: what another clone put in is not ours to take out.
 */
export interface AgentRecord {
  readonly version: 1;
  /** In the order in which they were put in. */
  readonly parts: readonly RecordedPart[];
  /** Files that were not there. */
  readonly createdFiles: readonly string[];
  /** Directories that were not there, outer ones first. */
  readonly createdDirectories: readonly string[];
}

export const emptyAgentRecord: AgentRecord = { version: 1, parts: [], createdFiles: [], createdDirectories: [] };

/** A record that leads out of the work tree was not written by us. */
function isBelow(path: unknown): path is string {
  return typeof path === "string" && path !== "" && !/^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.?(?:[/\\]|$)/.test(path);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function parsePart(value: unknown): RecordedPart | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { kind, path, keys, written, created }: Readonly<Record<string, unknown>> = { ...value };
  if (kind !== "json-item" && kind !== "json-member" && kind !== "block" && kind !== "file") return undefined;
  if (!isBelow(path) || !isTexts(keys) || typeof written !== "string" || typeof created !== "number") return undefined;
  return { kind, path, keys, written, created };
}

/** Parses the record; a damaged one, or one of another version, counts as lost. */
export function parseAgentRecord(text: string): AgentRecord | undefined {
  const fields = parseRecordFields(text);
  if (fields === undefined) return undefined;
  const { version, parts, createdFiles, createdDirectories } = fields;
  if (version !== 1 || !Array.isArray(parts) || !isTexts(createdFiles) || !isTexts(createdDirectories))
    return undefined;
  const parsed = (parts as readonly unknown[]).map(parsePart);
  const known = parsed.filter((part) => part !== undefined);
  if (known.length < parsed.length || ![...createdFiles, ...createdDirectories].every(isBelow)) return undefined;
  return { version, parts: known, createdFiles, createdDirectories };
}

/** Formats the record for its file. The same record gives the same bytes. */
export function formatAgentRecord(record: AgentRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
