import { findPinnedRows, type MetricsElements, type PlanRow } from "../document/metrics-elements.ts";
import type { StateDocument, Table } from "../document/state-document.ts";
import type { Range, TextEdit } from "../model/source-text.ts";
import { bold, paragraph, tableOf } from "./created-nodes.ts";
import { bearsGsdName, convertPlanTable, isGsdForm, type ConvertedTable } from "./converted-rows.ts";
import { isBlankLine, withLineEnding, type Creation } from "./creation.ts";
import { toMarkdown } from "./to-markdown.ts";

/** The columns of the table that GSD makes for its per-plan rows, and from gsd-core 1.7 on looks for. */
export const planTableHeader: readonly string[] = ["Plan", "Duration", "Tasks", "Files"];

function isGsdTable({ header }: Table): boolean {
  return (
    header.cells.map(({ text }) => text.trim().toLowerCase()).join("|") === planTableHeader.join("|").toLowerCase()
  );
}

/** Tells whether a section has the table in which every build of GSD finds and writes its rows (CONTRACT rule 9). */
export function hasGsdPlanTable({ planTables }: MetricsElements): boolean {
  return planTables.some(isGsdTable);
}

function lineOf(document: StateDocument, { row }: PlanRow): string {
  return document.source.lines[row.lineIndex]?.text ?? "";
}

/**
 * Tells whether a section's own tables hold rows that bear GSD's names and have the table's columns
 * (`| Phase 21 P02 | Light Mode | 3m 54s | … |`). GSD's rows go under the last of them; a second table would part them.
 */
function keepsNamedRows(document: StateDocument, { planRows, planTables }: MetricsElements): boolean {
  const own = new Set(planTables);
  return planRows.some((row) => {
    const text = lineOf(document, row);
    // One that got into another table, such as *By Phase*, is no row of theirs: it is doubled, or moves.
    return row.table !== undefined && own.has(row.table) && bearsGsdName(text) && !isGsdForm(text);
  });
}

/**
 * The rows that move into the new table; list items are a form of their own, and stay. Where a table of other columns is
 * kept, those alone that GSD has appended to it: they have GSD's columns, not the table's.
 */
function rowsToMove(document: StateDocument, elements: MetricsElements): readonly PlanRow[] {
  const pinned = findPinnedRows(document, elements);
  const rows = elements.planRows.filter((row) => !row.isBullet && !pinned.has(row));
  if (elements.planTables.length === 0) return rows;
  return rows.filter((row) => {
    const text = lineOf(document, row);
    return row.isOutside || row.table === undefined || isGsdForm(text);
  });
}

/**
 * The per-plan table for a section that has none of GSD's; rows that stand elsewhere move into it, before these new ones.
 * Where it would have no row, or rows that bear GSD's names would stay in a table of other columns, that table becomes it
 * (docs/adr/0090). `undefined` where such rows cannot be brought into GSD's columns.
 */
export function createPlanTable(
  document: StateDocument,
  elements: MetricsElements,
  newRows: readonly string[],
): Creation | undefined {
  const { source } = document;
  const moving = rowsToMove(document, elements);
  const isKept = elements.planTable !== undefined && keepsNamedRows(document, elements);
  if (isKept || (moving.length === 0 && newRows.length === 0)) {
    const converted = convertPlanTable(document, elements);
    if (converted !== undefined) return becomePlanTable(document, elements, converted);
    if (isKept) return undefined;
  }
  const existing = moving.map(({ row, isOutside }) => {
    const text = source.lines[row.lineIndex]?.text ?? "";
    return isOutside ? text.trimStart() : text;
  });
  return appendPlanTable(
    document,
    elements,
    moving.map(({ row }) => row.lineIndex),
    [...existing, ...newRows],
  );
}

/** A table of these rows at the end of the section, with its heading; the lines that they come from go. */
function appendPlanTable(
  document: StateDocument,
  elements: MetricsElements,
  removed: readonly number[],
  rows: readonly string[],
): Creation {
  const head = toMarkdown([paragraph(bold("Per-Plan Metrics:")), tableOf(planTableHeader, [])]);
  const body = rows.map((row) => `${row}\n`).join("");
  const removals = removed.map((lineIndex): TextEdit => ({ range: rangeOfLine(document, lineIndex), newText: "" }));
  const insertion = insertAtSectionEnd(document, elements, new Set(removed), `${head}${body}`);
  return { element: "Per-Plan Metrics", isSection: false, edits: [...removals, insertion] };
}

/** In its place where nothing of the section follows; else its rows go to the end, and its header stays. */
function becomePlanTable(document: StateDocument, elements: MetricsElements, converted: ConvertedTable): Creation {
  const { table, rows } = converted;
  const { source } = document;
  const lastLine = table.delimiterLine + table.rows.length;
  const following = source.lines.slice(lastLine + 1, elements.section.endLine);
  if (!following.every(({ text }) => isBlankLine(text))) {
    const removed = table.rows.map(({ lineIndex }) => lineIndex);
    return appendPlanTable(document, elements, removed, rows);
  }
  const last = source.lines[lastLine];
  const isUnended = last !== undefined && last.end === last.nextStart;
  const body = rows.map((row) => `${row}\n`).join("");
  const newText = withLineEnding(`${toMarkdown([tableOf(planTableHeader, [])])}${body}`, document);
  const range = { start: source.lines[table.header.lineIndex]?.start ?? 0, end: last?.nextStart ?? 0 };
  return {
    element: "Per-Plan Metrics",
    isSection: false,
    edits: [{ range, newText: isUnended ? newText.replace(/\r?\n$/, "") : newText }],
  };
}

function rangeOfLine(document: StateDocument, lineIndex: number): Range {
  const line = document.source.lines[lineIndex];
  return { start: line?.start ?? 0, end: line?.nextStart ?? 0 };
}

function insertAtSectionEnd(
  document: StateDocument,
  elements: MetricsElements,
  removed: ReadonlySet<number>,
  block: string,
): TextEdit {
  let index = elements.section.endLine;
  const isBlankOrRemoved = (line: number): boolean =>
    removed.has(line) || isBlankLine(document.source.lines[line]?.text ?? "");
  while (index > elements.section.headingLine + 1 && isBlankOrRemoved(index - 1)) index -= 1;
  // The rows that move leave before this place or right after it; either way the block follows the last prose line.
  const previous = document.source.lines[index - 1];
  const isUnended = previous !== undefined && previous.end === previous.nextStart;
  const offset = previous?.nextStart ?? 0;
  const removedFrom = document.source.lines[index];
  const needsBlankAfter = removedFrom !== undefined && !isBlankLine(removedFrom.text) && !removed.has(index);
  return {
    range: { start: offset, end: offset },
    newText: withLineEnding(`${isUnended ? "\n\n" : "\n"}${block}${needsBlankAfter ? "\n" : ""}`, document),
  };
}
