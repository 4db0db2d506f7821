import { parseOid, type Oid } from "../model/oid.ts";
import { parseAnyPlanId } from "../model/plan-id.ts";
import { headerComments } from "./format-ledger.ts";
import { toLedgerSubject, uniteEntries, type Ledger, type LedgerEntry } from "./ledger.ts";
import { parseZonedText } from "./zoned-text.ts";

/** Lines that belong together and that the quick reader does not understand. */
export interface ForeignLines {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Reads YAML; `undefined` where the text is none. */
export type ReadYaml = (text: string) => unknown;

/** What the quick reader makes of a ledger: its own lines read, the others left for YAML. */
interface ScannedLedger {
  readonly items: readonly { readonly line: number; readonly value: unknown }[];
  readonly foreign: readonly ForeignLines[];
  readonly comments: readonly string[];
  readonly version: number | null;
}

/** Of lines in another form than ours so many characters are read as YAML, which takes its time; the rest is salvaged. */
const mostForeign = 64 * 1024;

const ownComments: ReadonlySet<string> = new Set(headerComments);
/** Where two versions met: both sides are lines of a ledger, so both are read. */
const conflictMarker = /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Cuts a ledger into lines of its own form, comments, and what is left for YAML. Total. */
function scanLedger(text: string): ScannedLedger {
  const items: { line: number; value: unknown }[] = [];
  const foreign: { line: number; text: string }[] = [];
  const comments = new Set<string>();
  let version: number | null = null;
  let isInForeign = false;
  text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .forEach((line, index) => {
      const trimmed = line.trim();
      const stated = /^["']?version["']?[ \t]*:[ \t]*["']?(\d{1,9})\b/.exec(trimmed)?.[1];
      const item = /^[ \t]*-[ \t]+(\{.*\})[ \t]*,?$/.exec(line)?.[1];
      const value = item === undefined ? undefined : readJson(item);
      if (value !== undefined) {
        isInForeign = false;
        items.push({ line: index + 1, value });
      } else if (trimmed === "" || conflictMarker.test(line)) isInForeign &&= trimmed === "";
      else if (line.startsWith("#")) {
        if (!ownComments.has(trimmed)) comments.add(trimmed);
      } else if (stated !== undefined && !isInForeign) version = Math.max(version ?? 0, Number(stated));
      else if (/^(?:commits[ \t]*:[ \t]*(?:\[\])?|---|\.\.\.)[ \t]*$/.test(trimmed)) isInForeign = false;
      else if (isInForeign && !/^[ \t]*-[ \t]/.test(line)) {
        const last = foreign.at(-1);
        if (last !== undefined) last.text += `\n${line}`;
      } else {
        isInForeign = true;
        foreign.push({ line: index + 1, text: line });
      }
    });
  return { items, foreign, comments: [...comments], version };
}

function textOf(value: unknown, ...keys: readonly string[]): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const key of keys) {
    const field: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    if (typeof field === "string" && field !== "") return field;
  }
  return undefined;
}

function readNames(value: unknown): readonly Oid[] {
  const names: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "was") : undefined;
  return (Array.isArray(names) ? names : [names]).flatMap((name: unknown) => {
    const oid = typeof name === "string" ? parseOid(name) : undefined;
    return oid === undefined ? [] : [oid];
  });
}

/** Makes an entry of an object; `undefined` where it names no commit. A field of another kind counts as absent. */
function toEntry(value: unknown): LedgerEntry | undefined {
  const oid = parseOid(textOf(value, "oid") ?? "");
  if (oid === undefined) return undefined;
  const subject = textOf(value, "subject");
  const patchId = textOf(value, "patch");
  return {
    oid,
    planId: parseAnyPlanId(textOf(value, "plan") ?? "") ?? null,
    authored: parseZonedText(textOf(value, "at") ?? "") ?? null,
    subject: subject === undefined ? null : toLedgerSubject(subject),
    patchId: patchId !== undefined && parseOid(patchId) !== undefined ? patchId : null,
    was: readNames(value).filter((name) => name !== oid),
  };
}

function fieldPattern(name: string): RegExp {
  return new RegExp(`["']?\\b${name}["']?[ \\t]*:[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)(?:"|$)|'([^']*)'|([\\w:.+-]+))`);
}

const fieldPatterns = {
  oid: fieldPattern("oid"),
  plan: fieldPattern("plan"),
  at: fieldPattern("at"),
  subject: fieldPattern("subject"),
  patch: fieldPattern("patch"),
};

/** What a line that is cut or spoilt still tells: its fields one by one, as they are written in JSON and in YAML. */
function salvageEntry(text: string): LedgerEntry | undefined {
  const field = (name: keyof typeof fieldPatterns): string | undefined => {
    const match = fieldPatterns[name].exec(text);
    if (match?.[1] === undefined) return match?.[2] ?? match?.[3];
    const string = readJson(`"${match[1]}"`);
    return typeof string === "string" ? string : undefined;
  };
  const oid = field("oid");
  if (oid === undefined) return undefined;
  const was = /["']?\bwas["']?[ \t]*:[ \t]*\[([^\]]*)/.exec(text)?.[1]?.match(/[0-9a-f]{40,64}/g) ?? [];
  return toEntry({
    oid,
    plan: field("plan"),
    at: field("at"),
    subject: field("subject"),
    patch: field("patch"),
    was,
  });
}

/** The items that YAML finds in foreign lines; `undefined` where they are no list of objects. */
function readForeign(text: string, readYaml: ReadYaml): readonly LedgerEntry[] | undefined {
  const value = readYaml(text);
  const entries = (Array.isArray(value) ? value : [value]).map(toEntry);
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

/**
 * Parses a ledger, whatever became of it: edited by hand, merged line by line with doubled lines, cut short, marked as
 * in conflict. Total; what cannot be read is told by its line.
 *
 * Lines of the form that planlink writes are JSON, and nothing else is needed for them; `readYaml` is asked for, once,
 * where there are others.
 */
export async function parseLedger(text: string, loadYaml: () => Promise<ReadYaml>): Promise<Ledger> {
  const { items, foreign, comments, version } = scanLedger(text);
  const found: { line: number; entry: LedgerEntry }[] = [];
  const damagedLines: number[] = [];
  for (const { line, value } of items) {
    const entry = toEntry(value);
    if (entry === undefined) damagedLines.push(line);
    else found.push({ line, entry });
  }
  if (foreign.length > 0) {
    const readYaml = await loadYaml();
    let left = mostForeign;
    for (const { line, text: lines } of foreign) {
      left -= lines.length;
      const entries = left < 0 ? undefined : readForeign(lines, readYaml);
      if (entries === undefined) damagedLines.push(line);
      for (const entry of entries ?? [salvageEntry(lines)]) if (entry !== undefined) found.push({ line, entry });
    }
  }
  const ordered = found.toSorted((a, b) => a.line - b.line).map(({ entry }) => entry);
  return { entries: uniteEntries(ordered), comments, version, damagedLines: damagedLines.toSorted((a, b) => a - b) };
}
