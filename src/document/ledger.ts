import type { CommitRecord } from "../model/commit-record.ts";
import { parseOid, type Oid } from "../model/oid.ts";
import { parsePlanId } from "../model/plan-id.ts";
import type { ZonedTime } from "../model/ports.ts";
import { parseLedgerEntry, type LedgerValue } from "./ledger-line.ts";

/** Name of the ledger within the planning directory. */
export const ledgerFileName = "planlink.ledger.yaml";

/** The version that this program writes, and the newest that it reads. */
export const ledgerVersion = 1;

/** Something of a ledger that cannot be read. Lines count from 1. */
export interface LedgerDamage {
  readonly line: number;
  readonly reason: string;
}

/** What a ledger's text holds (docs/adr/0013). */
export interface Ledger {
  /** Each commit once, however often the text has it. */
  readonly records: readonly CommitRecord[];
  /** Comments of people, kept; ours stand at the top of every ledger. */
  readonly comments: readonly string[];
  readonly damage: readonly LedgerDamage[];
  /** Set where the text was written by a later program: it is read as far as it is understood, and never overwritten. */
  readonly newer: { readonly line: number; readonly what: string } | null;
}

const header: readonly string[] = [
  "# What planlink remembers of the commits that the planning documents cite, so that `state relink` finds them again",
  "# after history was rewritten. One line a commit, written by `state sync`; safe to edit, to merge and to delete.",
];

const knownKeys: ReadonlySet<string> = new Set(["oid", "plan", "date", "subject", "patch", "was"]);
const damagedPrefix = "# not readable: ";

interface OpenEntry {
  readonly line: number;
  readonly indent: number;
  text: string;
}

/** Parses a ledger. Total: what cannot be read is reported and kept as a comment, everything else counts. */
export function parseLedger(text: string): Ledger {
  const records: CommitRecord[] = [];
  const comments: string[] = [];
  const damage: LedgerDamage[] = [];
  let newer: Ledger["newer"] = null;
  let entry: OpenEntry | null = null;
  const close = (): void => {
    if (entry === null) return;
    const { line, text: source } = entry;
    entry = null;
    const read = readRecord(source);
    if (read.kind === "record") records.push(read.record);
    else {
      damage.push({ line, reason: read.reason });
      comments.push(`${damagedPrefix}${source.replace(/\s+/g, " ").trim()}`);
    }
    if (read.unknownKey !== null) newer ??= { line, what: `the key ${JSON.stringify(read.unknownKey)}` };
  };
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((source, index) => {
      const line = index + 1;
      const indent = /^[ \t]*/.exec(source)?.[0].length ?? 0;
      const content = source.slice(indent);
      if (entry !== null && content !== "" && indent > entry.indent && !/^(?:- |-$)/.test(content)) {
        entry.text += `\n${content}`;
        return;
      }
      if (content === "" || (content.startsWith("#") && header.includes(content))) return;
      close();
      if (content.startsWith("#")) comments.push(content);
      else if (/^- ?/.test(content)) entry = { line, indent, text: content.slice(1).trim() };
      else if (/^(?:commits:(?:[ \t]*(?:\[\]|#.*)?)?|---|\.\.\.)[ \t]*$/.test(content)) return;
      else {
        const version = /^version:[ \t]*["']?(\d{1,9})["']?[ \t]*(?:#.*)?$/.exec(content)?.[1];
        const key = /^([A-Za-z][\w-]{0,40}):(?:[ \t]|$)/.exec(content)?.[1];
        if (version !== undefined && Number(version) > ledgerVersion) newer = { line, what: `version ${version}` };
        else if (version === undefined && key !== undefined && key !== "version" && key !== "commits") newer ??= { line, what: `the key ${JSON.stringify(key)}` };
        else if (version === undefined || Number(version) < 1) {
          damage.push({ line, reason: "neither an entry nor a comment" });
          // The markers of a conflict say nothing that is worth keeping.
          if (!/^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/.test(content)) comments.push(`${damagedPrefix}${content}`);
        }
      }
    });
  close();
  return { records: uniteRecords(records), comments, damage, newer };
}

type ReadRecord = { readonly unknownKey: string | null } & (
  | { readonly kind: "record"; readonly record: CommitRecord }
  | { readonly kind: "damaged"; readonly reason: string }
);

function readRecord(source: string): ReadRecord {
  const entry = parseLedgerEntry(source);
  if (entry.kind === "damaged") return { ...entry, unknownKey: null };
  const { values } = entry;
  const unknownKey = [...values.keys()].find((key) => !knownKeys.has(key)) ?? null;
  const textOf = (key: string): string => toText(values.get(key));
  const damaged = (reason: string): ReadRecord => ({ kind: "damaged", reason, unknownKey });
  const oid = parseOid(textOf("oid"));
  if (oid === undefined) return damaged("`oid` is no full object id");
  const authored = parseRawDate(textOf("date"));
  if (authored === undefined) return damaged("`date` is no author date such as 1771618929 -0500");
  const patch = textOf("patch");
  if (patch !== "" && parseOid(patch) === undefined) return damaged("`patch` is no patch id");
  const was = values.get("was") ?? [];
  const predecessors = (typeof was === "string" ? (was === "" ? [] : [was]) : was).map((text) => parseOid(text));
  if (predecessors.includes(undefined)) return damaged("`was` holds something else than full object ids");
  const known = predecessors.flatMap((predecessor) => (predecessor === undefined ? [] : [predecessor]));
  const record = { oid, planId: parsePlanId(textOf("plan")) ?? null, authored, subject: textOf("subject"), patchId: patch === "" ? null : patch.toLowerCase(), predecessors: known };
  return { kind: "record", record, unknownKey };
}

function toText(value: LedgerValue | undefined): string {
  return typeof value === "string" && value !== "null" && value !== "~" ? value : "";
}

function parseRawDate(text: string): ZonedTime | undefined {
  const match = /^(-?\d{1,13}) ([+-])(\d\d)(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[3]) * 60 + Number(match[4]);
  return { epochMs: Number(match[1]) * 1000, offsetMinutes: match[2] === "-" ? 0 - minutes : minutes };
}

function formatRawDate({ epochMs, offsetMinutes }: ZonedTime): string {
  const minutes = Math.abs(offsetMinutes);
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${Math.floor(epochMs / 1000)} ${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

/**
 * Unites the records of each commit: a union merge leaves a line from either side. A commit that another one is known to
 * have replaced is no entry of its own.
 */
export function uniteRecords(records: readonly CommitRecord[]): readonly CommitRecord[] {
  const byOid = new Map<Oid, CommitRecord>();
  for (const record of records) {
    const known = byOid.get(record.oid);
    if (known === undefined) byOid.set(record.oid, record);
    else byOid.set(record.oid, { ...known, planId: known.planId ?? record.planId, patchId: known.patchId ?? record.patchId, subject: known.subject || record.subject, predecessors: [...known.predecessors, ...record.predecessors] });
  }
  const earlierByOid = new Map([...byOid.keys()].map((oid) => [oid, collectPredecessors(oid, byOid)] as const));
  const isReplaced = (oid: Oid, by: Oid): boolean =>
    // Two that name each other both stay: nothing tells which was first.
    earlierByOid.get(by)?.has(oid) === true && earlierByOid.get(oid)?.has(by) !== true;
  const replaced = new Set([...earlierByOid].flatMap(([oid, earlier]) => [...earlier].filter((predecessor) => isReplaced(predecessor, oid))));
  return [...byOid.values()]
    .filter(({ oid }) => !replaced.has(oid))
    .map((record) => ({ ...record, predecessors: [...(earlierByOid.get(record.oid) ?? [])].slice(0, maximumPredecessors) }))
    .sort(compareRecords);
}

/** More names of one commit than anyone cites. */
const maximumPredecessors = 32;

/** What a commit was called before, through all records, the latest first. */
function collectPredecessors(oid: Oid, byOid: ReadonlyMap<Oid, CommitRecord>): ReadonlySet<Oid> {
  const found = new Set<Oid>();
  // A set grows while it is walked: what is added is visited too.
  const visited = new Set<Oid>([oid]);
  for (const next of visited) {
    if (next !== oid) found.add(next);
    for (const predecessor of byOid.get(next)?.predecessors ?? []) visited.add(predecessor);
  }
  return found;
}

/** Oldest first, so that new commits are added at the end; the oid decides between commits of one second. */
function compareRecords(a: CommitRecord, b: CommitRecord): number {
  return a.authored.epochMs - b.authored.epochMs || (a.oid < b.oid ? -1 : a.oid > b.oid ? 1 : 0);
}

/** Digits alone, or with one `e`, are a number to YAML. */
function formatScalar(text: string): string {
  return /^\d+(?:e\d+)?$/i.test(text) ? `"${text}"` : text;
}

function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function formatRecord({ oid, planId, authored, subject, patchId, predecessors }: CommitRecord): string {
  const parts = [
    `oid: ${formatScalar(oid)}`,
    ...(planId === null ? [] : [`plan: ${planId}`]),
    `date: ${formatRawDate(authored)}`,
    `subject: ${quote(subject)}`,
    ...(patchId === null ? [] : [`patch: ${formatScalar(patchId)}`]),
    ...(predecessors.length === 0 ? [] : [`was: [${predecessors.map(formatScalar).join(", ")}]`]),
  ];
  return `- {${parts.join(", ")}}`;
}

/** Formats a ledger: one line a commit, so that git can merge it line by line. The same records give the same bytes. */
export function formatLedger(records: readonly CommitRecord[], comments: readonly string[], lineEnding: "\n" | "\r\n"): string {
  const united = uniteRecords(records);
  const lines = [...header, ...comments, `version: ${ledgerVersion}`, "commits:", ...united.map(formatRecord)];
  return lines.map((line) => `${line}${lineEnding}`).join("");
}
