import { isPlaceholder } from "../document/label-lines.ts";
import { findPhaseMentions } from "../document/plan-mentions.ts";
import type { StateDocument, Table, TableCell } from "../document/state-document.ts";
import { parsePhaseId, type PhaseId } from "../model/plan-id.ts";
import { columnOf } from "./check-phase-tables.ts";
import { plainText } from "../document/current-position.ts";

/** A row of a traceability table: requirements, the phase that serves them, and how far they are. */
export interface RequirementRow {
  /** As written: `SKILLS-01 through SKILLS-14`. */
  readonly name: string;
  /** Every requirement of the row, ranges spelt out. */
  readonly ids: readonly string[];
  /** `null` for rows of several phases, and of none. */
  readonly phase: PhaseId | null;
  /** The row names a phase, or several. */
  readonly isMapped: boolean;
  readonly status: TableCell;
  /** `null` for words that say neither. */
  readonly isComplete: boolean | null;
}

const idPattern =
  /(?<![A-Za-z0-9-])([A-Z][A-Z0-9]{0,15}(?:-[A-Z][A-Z0-9]{0,15}){0,3}-)(\d{1,4})([a-z]?(?:\.\d{1,3})?)(?![A-Za-z0-9-])/g;
const rangeTail =
  /^[ \t]{0,2}(?:through|thru|to|until|\.{2,3}|…|–|—|~)[ \t]{0,2}((?:[A-Z][A-Z0-9]{0,15}-){0,4})(\d{1,4})(?![A-Za-z0-9])/;
const done = /^(?:complete|completed|done|satisfied|validated|verified|shipped|delivered)(?![A-Za-z])/i;
const open = /^(?:pending|not started|planned|todo|to do|open|in progress|unstarted)(?:$|[^A-Za-z])/i;

/** Finds requirement ids such as `AUTH-01` and `MEAS-ARCH-02a`; `DISC-01.1` is another than `DISC-01`; `CORE-01..06` and `SKILLS-01 through SKILLS-14` name each in between. */
export function findRequirementIds(text: string): readonly string[] {
  const ids: string[] = [];
  const clipped = text.slice(0, 2000);
  for (const match of clipped.matchAll(idPattern)) {
    const [whole, prefix = "", digits = "", suffix = ""] = match;
    ids.push(`${prefix}${digits}${suffix}`);
    const tail = rangeTail.exec(clipped.slice(match.index + whole.length, match.index + whole.length + 80));
    if (tail === null || suffix !== "" || (tail[1] !== "" && tail[1] !== prefix)) continue;
    const [first, last] = [Number(digits), Number(tail[2])];
    if (last <= first || last - first > 200) continue;
    for (let number = first + 1; number <= last; number += 1)
      ids.push(`${prefix}${String(number).padStart(digits.length, "0")}`);
  }
  return [...new Set(ids)];
}

/** The tables of a document that say of each requirement where it is served and how far it is. */
export function findRequirementTables(document: StateDocument): readonly Table[] {
  return document.tables.filter(
    (table) =>
      columnOf(table, /^req(?:uirement)?s?(?: ?id)?$|^id$/i) === 0 &&
      columnOf(table, /^(?:phase|objective)s?$/i) !== -1 &&
      columnOf(table, /^status$/i) !== -1,
  );
}

function readPhase(text: string): PhaseId | null {
  const plain = plainText(text);
  const bare = parsePhaseId(plain);
  if (bare !== undefined) return bare;
  const phases = findPhaseMentions(plain, 0);
  return phases.length === 1 && /^(?:phase|objective)[ \t]\S{1,12}$/i.test(plain) ? (phases[0]?.phaseId ?? null) : null;
}

/** Reads the rows of one traceability table; rows that name no requirement are left out. */
export function readRequirementRows(table: Table): readonly RequirementRow[] {
  const columns = {
    phase: columnOf(table, /^(?:phase|objective)s?$/i),
    status: columnOf(table, /^status$/i),
  };
  return table.rows.flatMap((row) => {
    const name = plainText(row.cells[0]?.text ?? "");
    const ids = findRequirementIds(name);
    const status = row.cells[columns.status];
    if (ids.length === 0 || status === undefined) return [];
    const words = plainText(status.text).replace(/^[^A-Za-z]+/, "");
    const isComplete = done.test(words) ? true : open.test(words) ? false : null;
    const place = row.cells[columns.phase]?.text ?? "";
    return [{ name, ids, phase: readPhase(place), isMapped: !isPlaceholder(place), status, isComplete }];
  });
}
