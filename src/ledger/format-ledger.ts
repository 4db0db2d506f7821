import { ledgerVersion, type Ledger, type LedgerEntry } from "./ledger.ts";
import { formatZonedText } from "./zoned-text.ts";

/** The comment that begins the file. Each line is known by its text, so that a union merge does not double it. */
export const headerComments: readonly string[] = [
  "# The commits that the planning documents refer to: how planlink finds them again after history is rewritten.",
  "# Kept by state sync and the hooks; may be merged line by line (merge=union).",
];

function compareEntries(a: LedgerEntry, b: LedgerEntry): number {
  const [left, right] = [a.authored?.epochMs ?? 0, b.authored?.epochMs ?? 0];
  return left - right || (a.oid < b.oid ? -1 : a.oid > b.oid ? 1 : 0);
}

/** JSON that is YAML as well: what YAML does not take as it is stands escaped. */
function toJsonLine(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function formatEntry({ oid, planId, authored, subject, patchId, was }: LedgerEntry): string {
  return `- ${toJsonLine({
    oid,
    ...(planId === null ? {} : { plan: planId }),
    ...(authored === null ? {} : { at: formatZonedText(authored) }),
    ...(subject === null ? {} : { subject }),
    ...(patchId === null ? {} : { patch: patchId }),
    ...(was.length === 0 ? {} : { was }),
  })}\n`;
}

/** Writes a ledger: a line a commit, each a JSON object, by author date and oid. The same entries give the same bytes. */
export function formatLedger({ entries, comments }: Pick<Ledger, "entries" | "comments">): string {
  const head = [...headerComments, ...comments, `version: ${ledgerVersion}`, "commits:"];
  // `commits:` alone would be null to YAML.
  if (entries.length === 0) return `${head.slice(0, -1).join("\n")}\ncommits: []\n`;
  return `${head.join("\n")}\n${entries.toSorted(compareEntries).map(formatEntry).join("")}`;
}
