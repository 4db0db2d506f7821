import { parsePlanId, type PlanId } from "../model/plan-id.ts";
import type { Range } from "../model/source-text.ts";
import type { StateDocument, Table, TableRow } from "./state-document.ts";

/** A cell that says that a commit belongs here, and not which: `pending`, `TBD`, `{commit_hash}`. */
export interface CommitPlaceholder {
  /** As written. */
  readonly text: string;
  readonly range: Range;
  /** Ids that the row may have as a quick task, in lower case: `63`, `260621-kmm`. */
  readonly quickIds: readonly string[];
  /** The plan that the row is about; `null` for a quick task. */
  readonly planId: PlanId | null;
  /** What the row says was done. */
  readonly description: string;
  /** The day that the row gives: `2026-02-20`. */
  readonly day: string | null;
  /** How many digits the other commits of the column have; 7 where there are none. */
  readonly digits: number;
}

const commitColumn = /^(?:final )?commits?(?:\(s\))?(?: ?(?:hash(?:es)?|sha|id|oid))?$|^提交$/i;
const idColumn = /^(?:#|no\.?|id|task|task id|quick id|quick task|plan|phase-plan)$/i;
const descriptionColumn = /^(?:description|name|title|task|beschreibung|描述|任务)$/i;
const dateColumn = /^(?:date|completed|done|datum|日期)$/i;
const directoryColumn = /^(?:directory|dir|link|plan|verzeichnis|目录)$/i;
const promise =
  /^(?:pending(?: commit)?|tb[adc]|todo|this commit|commit[_ -]?hash|(?:final|docs|short)[_ -]?(?:commit|hash|sha)|hash|sha|to be (?:committed|filled|added)|uncommitted|待提交|待确认(?: ?commit)?|待定|未提交|x{6,40}|\?{2,10})$/i;

function plainCell(text: string): string {
  return text.replace(/[*`]/g, "").trim();
}

/** Tells whether a cell promises a commit; a dash, `n/a` and `disk-only` say that there is none. */
function isPromise(text: string): boolean {
  const plain = plainCell(text);
  if (/^\{[A-Za-z_ -]{2,30}\}$|^<[A-Za-z_ -]{2,30}>$/.test(plain)) return true;
  return promise.test(plain.replace(/^[_([（<{]{1,3}|[_)\]）>}]{1,3}$/g, "").trim());
}

function columnOf(table: Table, names: RegExp): number {
  return table.header.cells.findIndex(({ text }) => names.test(plainCell(text)));
}

const quickId = /^(?:quick[-_ /]?(?:task[-_ ]?)?|q)?(\d{6}-[a-z0-9]{2,4}|\d{1,4})(?![A-Za-z0-9])/i;

/** The ids of a row. A bare number is one only in a table of quick tasks: elsewhere it counts the rows. */
function readQuickIds(row: TableRow, columns: readonly number[], takesNumbers: boolean): readonly string[] {
  const ids = columns.flatMap((column) => {
    const text = plainCell(row.cells[column]?.text ?? "");
    const own = quickId.exec(text.replace(/^\[/, ""))?.[1];
    const linked = /quick\/(\d{6}-[a-z0-9]{2,4}|\d{1,4})-/i.exec(text)?.[1];
    return [takesNumbers || own?.includes("-") === true ? own : undefined, linked].flatMap((id) =>
      id === undefined ? [] : [id.toLowerCase().replace(/^0+(?=\d{1,3}$)/, "")],
    );
  });
  return [...new Set(ids)];
}

/** Tells whether a table is one of quick tasks: its heading or the line above it says so, and its rows have a day or a place. */
function isOfQuickTasks(document: StateDocument, table: Table): boolean {
  const { header } = table;
  if (columnOf(table, dateColumn) === -1 && columnOf(table, directoryColumn) === -1) return false;
  const heading = document.sections.findLast(({ headingLine }) => headingLine < header.lineIndex)?.title ?? "";
  const above = [1, 2].map((back) => document.source.lines[header.lineIndex - back]?.text.slice(0, 200) ?? "");
  return [heading, ...above].some((text) => /quick/i.test(text));
}

function readPlaceholders(document: StateDocument, table: Table): readonly CommitPlaceholder[] {
  const commit = columnOf(table, commitColumn);
  if (commit === -1) return [];
  const [id, description, date] = [idColumn, descriptionColumn, dateColumn].map((names) => columnOf(table, names));
  const isQuick = isOfQuickTasks(document, table);
  const directory = columnOf(table, directoryColumn);
  const tokens = table.rows.flatMap(
    (row) => (row.cells[commit]?.text ?? "").match(/(?<![\w.-])[0-9a-f]{7,40}(?![\w-])/g) ?? [],
  );
  const digits = Math.max(7, ...tokens.slice(-1).map(({ length }) => length));
  return table.rows.flatMap((row) => {
    const cell = row.cells[commit];
    if (cell === undefined || !isPromise(cell.text)) return [];
    const idText = plainCell(row.cells[id ?? -1]?.text ?? "");
    return [
      {
        text: cell.text,
        range: cell.range,
        quickIds: readQuickIds(row, [id ?? -1, directory], isQuick),
        planId: parsePlanId(idText.replace(/^(?:phase|plan)[ \t]+/i, "")) ?? null,
        description: plainCell(row.cells[description ?? -1]?.text ?? ""),
        day: /^\d{4}-\d{2}-\d{2}/.exec(plainCell(row.cells[date ?? -1]?.text ?? ""))?.[0] ?? null,
        digits,
      },
    ];
  });
}

/** Finds the cells of *Commit* columns that hold a placeholder. */
export function findCommitPlaceholders(document: StateDocument): readonly CommitPlaceholder[] {
  return document.tables.flatMap((table) => readPlaceholders(document, table));
}
