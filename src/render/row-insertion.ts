import type { MetricsElements, PlanRow } from "../document/metrics-elements.ts";
import type { Table } from "../document/state-document.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { formatPhaseName, phaseOfPlan, planNumberOf, type PlanId } from "../model/plan-id.ts";
import type { Range, TextEdit } from "../model/source-text.ts";
import { formatDuration } from "../planning/duration.ts";
import { formatPlanBullet, formatRowAsBullet } from "./bullet-rows.ts";
import { rowText, type RowFacts, type WeighedRow } from "./weighed-rows.ts";

function countOf(count: number | null, noun: string): string {
  return count === null ? "-" : `${count} ${noun}`;
}

/** The first cell of a row: `Phase 67 P04`, `Phase 05 PGAP-03`. */
export function formatRowLabel(planId: PlanId): string {
  return `Phase ${formatPhaseName(phaseOfPlan(planId))} P${planNumberOf(planId).replace(/^(?:gap|fix)-/, (series) => series.toUpperCase())}`;
}

/** A new per-plan row in the one layout that every GSD build reads (CONTRACT rule 9). */
export function formatPlanRow(planId: PlanId, figures: PlanFigures): string {
  const duration = figures.durationMinutes === null ? "-" : formatDuration(figures.durationMinutes);
  return `| ${formatRowLabel(planId)} | ${duration} | ${countOf(figures.tasks, "tasks")} | ${countOf(figures.files, "files")} |`;
}

/** A new row for a table with columns of its own (`| 31 | 01 | 4min | 3 | 5 |`); unknown columns stay empty. */
function formatRowByHeader(table: Table, planId: PlanId, figures: PlanFigures): string {
  const { header } = table;
  const isUnpadded = table.rows.some(({ cells }) => /^[1-9](?:\.\d+)*(?:-|$)/.test(cells[0]?.text ?? ""));
  const phase = isUnpadded ? phaseOfPlan(planId) : formatPhaseName(phaseOfPlan(planId));
  const name = `${phase}-${planNumberOf(planId)}`;
  const values: Readonly<Record<string, string>> = {
    phase,
    plan: header.cells.some(({ text }) => text.toLowerCase() === "phase") ? planNumberOf(planId) : name,
    "phase-plan": name,
    "phase plan": name,
    duration: figures.durationMinutes === null ? "-" : formatDuration(figures.durationMinutes),
    tasks: figures.tasks === null ? "-" : String(figures.tasks),
    files: figures.files === null ? "-" : String(figures.files),
  };
  const duration = values["duration"] ?? "";
  const valueOf = (column: string): string =>
    values[column] ?? (/^(?:dauer|durée|duración|durata|duração|耗时|时长|用时)$/.test(column) ? duration : "");
  return `| ${header.cells.map(({ text }) => valueOf(text.toLowerCase())).join(" | ")} |`;
}

/** Tells whether the table's rows are written column by column, not in GSD's one-cell form. */
function hasOwnColumns(rows: readonly WeighedRow[], table: Table | undefined): boolean {
  const last = table?.rows.at(-1);
  const isGsdRow = /^phase\b/i.test(last?.cells[0]?.text ?? "");
  return table !== undefined && last !== undefined && !isGsdRow && rows.some(({ planRow }) => planRow.table === table);
}

/** What is decided of the rows that are there. */
export interface RowChanges {
  readonly removed: ReadonlySet<WeighedRow>;
  /** Rows that stay where they are: see `findPinnedRows`. */
  readonly pinned: ReadonlySet<PlanRow>;
}

/** Where new rows go, and in which form. */
export interface RowInsertion {
  /** The line behind or before which the rows go. */
  readonly after: Range;
  readonly edit: (rowText: string) => TextEdit;
  /** The rows there are list items. */
  readonly isBulleted: boolean;
  /** A recorded row as it stands there, its duration mended. */
  readonly format: (row: WeighedRow) => string;
  /** A new row. */
  readonly create: (planId: PlanId, figures: PlanFigures) => string;
}

/** When the plan of a row was completed; minus infinity where that is not known. */
function completionOf({ planId }: WeighedRow, facts: RowFacts): number {
  return (planId === null ? null : facts.figuresById.get(planId)?.completedAtMs) ?? Number.NEGATIVE_INFINITY;
}

/** Of several per-plan tables, one a milestone, the one that holds the plan completed last; else the last. */
function choosePlanTable(elements: MetricsElements, facts: RowFacts, rows: readonly WeighedRow[]): Table | undefined {
  const [, second] = elements.planTables;
  if (second === undefined) return elements.planTable;
  const newest = rows
    .filter(({ planRow }) => planRow.table !== undefined && elements.planTables.includes(planRow.table))
    .reduce<WeighedRow | undefined>(
      (best, row) => (best === undefined || completionOf(row, facts) >= completionOf(best, facts) ? row : best),
      undefined,
    );
  return newest?.planRow.table ?? elements.planTable;
}

/**
 * The list item behind which new ones go: the last one of the block that holds the plan completed last, since projects keep
 * a block a milestone, in either order.
 */
function chooseBullet(rows: readonly WeighedRow[], facts: RowFacts): WeighedRow | undefined {
  const bullets = rows.filter(({ planRow }) => planRow.isBullet);
  const newest = bullets.reduce<WeighedRow | undefined>(
    (best, row) => (best === undefined || completionOf(row, facts) >= completionOf(best, facts) ? row : best),
    undefined,
  );
  if (newest === undefined) return undefined;
  let last = newest;
  for (const bullet of bullets) if (bullet.planRow.row.lineIndex === last.planRow.row.lineIndex + 1) last = bullet;
  return last;
}

/**
 * Where new rows go: after the last row that stays of the per-plan table, else after the last row there is, or in front of
 * it. The rows are inserted one by one at the same place, in the order of their findings. `undefined` when there is no such
 * place.
 */
export function findInsertion(
  elements: MetricsElements,
  facts: RowFacts,
  rows: readonly WeighedRow[],
  { removed, pinned }: RowChanges,
): RowInsertion | undefined {
  const { document } = facts;
  const { source } = document;
  const table = choosePlanTable(elements, facts, rows);
  const staying = rows.filter((row) => !row.planRow.isOutside && !removed.has(row));
  const isBulleted = table === undefined && staying.length > 0 && staying.every(({ planRow }) => planRow.isBullet);
  const bullet = isBulleted ? chooseBullet(staying, facts) : undefined;
  const removedLines = new Set([...removed].map(({ planRow }) => planRow.row.lineIndex));
  const lines =
    table === undefined
      ? staying.filter(({ planRow }) => isBulleted || !planRow.isBullet).map(({ planRow }) => planRow.row.lineIndex)
      : [table.delimiterLine, ...table.rows.map(({ lineIndex }) => lineIndex)];
  const after = bullet?.planRow.row.lineIndex ?? lines.findLast((lineIndex) => !removedLines.has(lineIndex));
  const line = after === undefined ? undefined : source.lines[after];
  if (line === undefined) return undefined;
  // An item that must not leave goes last, for what follows belongs to it.
  const isBefore = bullet !== undefined && pinned.has(bullet.planRow);
  const isUnended = !isBefore && line.end === line.nextStart;
  const place = isBefore ? line.start : line.nextStart;
  const range = { start: place, end: place };
  // A table in a list item goes on only in lines that are indented like it.
  const indent = /^[ \t]*/.exec(line.text)?.[0] ?? "";
  const edit = (text: string): TextEdit => {
    const row = `${indent}${text.trimStart()}`;
    return { range, newText: isUnended ? `${source.lineEnding}${row}` : `${row}${source.lineEnding}` };
  };
  const format = (row: WeighedRow): string => {
    if (bullet === undefined || row.planId === null) return rowText(document, row);
    const [, time, ...cells] = row.planRow.row.cells.map(({ text }) => text);
    const mended = row.verdict.kind === "replaced" ? row.verdict.newText : (time ?? "");
    return formatRowAsBullet(document, bullet.planRow, row.planId, [mended, ...cells]);
  };
  const create = (planId: PlanId, figures: PlanFigures): string => {
    if (bullet !== undefined) return formatPlanBullet(document, bullet.planRow, figures);
    return table !== undefined && hasOwnColumns(rows, table)
      ? formatRowByHeader(table, planId, figures)
      : formatPlanRow(planId, figures);
  };
  return { after: { start: line.start, end: line.end }, edit, isBulleted, format, create };
}
