import {
  createPlanId,
  parsePhaseId,
  parsePlanId,
  parsePlanName,
  phaseOfPlan,
  qualifyPhase,
  qualifyPlan,
  type PhaseId,
  type PlanId,
} from "../model/plan-id.ts";
import { isDelimiterRow } from "./block-starts.ts";
import { findLabelLines, type LabelLine } from "./label-lines.ts";
import { findPinnedLines } from "./pinned-lines.ts";
import { parsePlanBullet } from "./plan-bullets.ts";
import { createTableWalk, rowAt } from "./table-rows.ts";
import {
  findSections,
  splitTableRow,
  type Section,
  type StateDocument,
  type Table,
  type TableCell,
  type TableRow,
} from "./state-document.ts";

/** A per-plan row wherever it stands in the section: older GSD versions appended it under the nearest table or none. */
export interface PlanRow {
  /** `null` for a plan whose name is not in the grammar (`P GAP_CLOSURE-05`): its row is left alone. */
  readonly planId: PlanId | null;
  readonly row: TableRow;
  readonly duration: TableCell | undefined;
  /** The table that holds the row; `undefined` for a row that follows prose. */
  readonly table: Table | undefined;
  /** Written as a list item, `- 57-01: 5min, 2 tasks, 2 files`. */
  readonly isBullet: boolean;
  /** In another section, in a table that is about other things: GSD appended it to the next table it found. */
  readonly isOutside: boolean;
}

/** A row of the *By Phase* table. `phase` is `null` for a placeholder (`| - | - | - | - |`) and for ranges. */
export interface PhaseRow {
  readonly phase: PhaseId | null;
  readonly isPlaceholder: boolean;
  readonly row: TableRow;
}

/** The owned elements of *Performance Metrics* (D2). What carries a qualifier (`(v1.0)`) is somebody's history, not ours. */
export interface MetricsElements {
  readonly section: Section;
  readonly totalPlans: LabelLine | undefined;
  readonly averageDuration: LabelLine | undefined;
  readonly totalTime: LabelLine | undefined;
  readonly lastPlans: LabelLine | undefined;
  readonly trend: LabelLine | undefined;
  readonly byPhase: { readonly table: Table; readonly rows: readonly PhaseRow[] } | undefined;
  /** The table made for per-plan rows, by its header; of several, one a milestone, the last. */
  readonly planTable: Table | undefined;
  /** All of them: a row in any stands where it belongs. */
  readonly planTables: readonly Table[];
  /** Those of the section in document order, then those in other sections. */
  readonly planRows: readonly PlanRow[];
}

/** The heading of the section in every GSD version. */
export const metricsTitles: readonly string[] = ["Performance Metrics"];

const gsdRow = /^[ \t]*\|[ \t]*(?:Phase[ \t]+){1,2}([^\s|]+)[ \t]+P([A-Za-z0-9_.-]+)[ \t]*\|/i;

/** Reads the first cell of a GSD row: `Phase 67-ci-cd P67-04`, `Phase 36-npm P01`, `Phase Phase 21 PP02`. */
export function parsePlanRowLabel(phaseText: string, planText: string): PlanId | null {
  const [, milestone, number] = /^(?:phase-)?(?:(v\d[\d.]*)-)?(\d+[A-Za-z]?(?:\.\d+)*)(?:-.*)?$/i.exec(phaseText) ?? [];
  const phase = parsePhaseId(number ?? "");
  if (phase === undefined) return null;
  const plan = planText.replace(/^P(?=\d)/i, "");
  const own = createPlanId(phase, plan);
  if (own !== undefined) return qualifyPlan(milestone, own);
  // `P67-04`, `P08-80-percent-coverage-01`: the whole name of the plan.
  const named = parsePlanName(plan);
  return named !== undefined && phaseOfPlan(named) === phase ? named : null;
}

/** What a table's columns are called, in lower case and without marks. */
export function headerNames(table: Table): readonly string[] {
  return table.header.cells.map(({ text }) => text.toLowerCase().replace(/[*`]/g, "").trim());
}

/** The column of durations, in the languages in which GSD is told to write. */
function durationColumnOf(names: readonly string[]): number {
  return names.findIndex((name) => /^(?:duration|dauer|durée|duración|durata|duração|耗时|时长|用时)$/.test(name));
}

function isPlanColumn(name: string): boolean {
  return name === "plan" || name === "phase-plan" || name === "phase plan";
}

function readTableRow(table: Table, row: TableRow): PlanRow | undefined {
  const names = headerNames(table);
  const durationColumn = durationColumnOf(names);
  if (durationColumn === -1) return undefined;
  const phaseText = row.cells[names.indexOf("phase")]?.text ?? "";
  const planText = row.cells[names.findIndex(isPlanColumn)]?.text ?? "";
  const phase = /^(?:phase[ \t]+)?(\d+[A-Za-z]?(?:\.\d+)*)(?:[-.: \t].*)?$/i.exec(phaseText)?.[1];
  const planId =
    parsePlanId(planText.replace(/[*`]/g, "")) ??
    (phase === undefined ? undefined : createPlanId(phase, planText.replace(/^P/i, "")));
  return planId === undefined
    ? undefined
    : { planId, row, duration: row.cells[durationColumn], table, isBullet: false, isOutside: false };
}

/**
 * The duration of a row in GSD's form: its second cell, in whatever table GSD has put it. A row that was written for its
 * table's own columns (`| Phase 21 P02 | Light Mode | 3m 54s | … |`) has it where the header says.
 */
function durationCellOf({ cells }: TableRow, table: Table | undefined): TableRow["cells"][number] | undefined {
  const [, second] = cells;
  const own = table?.header.cells.length === cells.length ? cells[durationColumnOf(headerNames(table))] : undefined;
  const isFigure = (cell: typeof own): boolean => /^[~<≈]?\d/.test(cell?.text ?? "");
  return isFigure(second) || !isFigure(own) ? second : own;
}

function findPlanRows(document: StateDocument, section: Section, tables: readonly Table[]): readonly PlanRow[] {
  const rows: PlanRow[] = [];
  const tableAt = createTableWalk(tables);
  for (let index = section.headingLine + 1; index < section.endLine; index += 1) {
    const kind = document.lineKinds[index];
    const line = document.source.lines[index];
    if (line === undefined || (kind !== "table" && kind !== "text")) continue;
    const table = tableAt(index);
    // Over a delimiter stands the header of a table, or would if the row that keeps them apart went away.
    const isOverDelimiter =
      (table === undefined || index <= table.delimiterLine) &&
      isDelimiterRow((document.source.lines[index + 1]?.text ?? "").trim());
    const match = isOverDelimiter ? null : gsdRow.exec(line.text);
    if (match !== null) {
      const row = splitTableRow(document.source, index);
      rows.push({
        planId: parsePlanRowLabel(match[1] ?? "", match[2] ?? ""),
        row,
        duration: durationCellOf(row, table),
        table,
        isBullet: false,
        isOutside: false,
      });
      continue;
    }
    const bullet = parsePlanBullet(document, index);
    if (bullet !== undefined) {
      const { planId, row, duration } = bullet;
      rows.push({ planId, row, duration, table: undefined, isBullet: true, isOutside: false });
      continue;
    }
    const own = table === undefined || index <= table.delimiterLine ? undefined : rowAt(table, index);
    const read = table === undefined || own === undefined ? undefined : readTableRow(table, own);
    if (read !== undefined) rows.push(read);
  }
  return rows;
}

const taskCell = /^~?\d{1,5}[ \t]tasks?(?![A-Za-z])/i;

/**
 * Finds the rows of GSD's shape in tables of other sections that are about other things. A table with a column of durations
 * was made for its rows, and they stay.
 */
function findOutsideRows(document: StateDocument, section: Section): readonly PlanRow[] {
  return document.tables.flatMap((table) => {
    const { lineIndex: line } = table.header;
    const isInside = section.headingLine < line && line < section.endLine;
    if (isInside || headerNames(table).some((name) => name === "time") || durationColumnOf(headerNames(table)) !== -1)
      return [];
    return table.rows.flatMap((row): readonly PlanRow[] => {
      const match = gsdRow.exec(document.source.lines[row.lineIndex]?.text ?? "");
      const split = splitTableRow(document.source, row.lineIndex);
      if (match === null || split.cells.length < 3 || !taskCell.test(split.cells[2]?.text ?? "")) return [];
      const planId = parsePlanRowLabel(match[1] ?? "", match[2] ?? "");
      return [{ planId, row: split, duration: split.cells[1], table, isBullet: false, isOutside: true }];
    });
  });
}

function isPlanTable(table: Table): boolean {
  const names = headerNames(table);
  return durationColumnOf(names) !== -1 && names.some(isPlanColumn);
}

function isByPhaseTable(table: Table): boolean {
  return headerNames(table).join("|") === "phase|plans|total|avg/plan";
}

function readPhaseRow(row: TableRow): PhaseRow {
  const label = row.cells[0]?.text ?? "";
  const isPlaceholder = row.cells.every(({ text }) => /^[-–—]*$/.test(text));
  const match = /^(?:phase[ \t]+)?(?:(v\d[\d.]*)-(?=\d))?0*(\d+[A-Za-z]?(?:\.\d+)*)(?=$|[.:]?[ \t]|-(?!\d))/i.exec(
    label,
  );
  const own = parsePhaseId(match?.[2] ?? "");
  return { phase: own === undefined ? null : qualifyPhase(match?.[1], own), isPlaceholder, row };
}

/**
 * For every line of a section the bold line or the heading that it stands under, such as `**Velocity:**`; a line under
 * none is absent. Each line is looked at once, however many bullets ask.
 */
function findGroupLabels(document: StateDocument, section: Section): ReadonlyMap<number, string> {
  const labels = new Map<number, string>();
  let label: string | undefined;
  for (let index = section.headingLine + 1; index < section.endLine; index += 1) {
    if (label !== undefined) labels.set(index, label);
    const kind = document.lineKinds[index];
    const text = document.source.lines[index]?.text ?? "";
    if (kind === "heading") label = text.replace(/^[ \t]*#+[ \t]*/, "").trim();
    else if (kind === "text") label = /^\*\*(.+?)[:：]?\*\*[:：]?[ \t]*$/.exec(text.trim())?.[1]?.trim() ?? label;
  }
  return labels;
}

/** Finds the owned elements of the first *Performance Metrics* section; `undefined` when the document has none. */
export function findMetricsElements(document: StateDocument): MetricsElements | undefined {
  const [section] = findSections(document, 2, metricsTitles);
  if (section === undefined) return undefined;
  const isInside = (line: number): boolean => section.headingLine < line && line < section.endLine;
  const tables = document.tables.filter(({ header }) => isInside(header.lineIndex));
  const bullets = findLabelLines(document, section).filter(({ isListItem, isCell }) => isListItem || isCell);
  const groupLabels = findGroupLabels(document, section);
  const inGroup = (name: string): readonly LabelLine[] =>
    bullets.filter(({ lineIndex }) => {
      const group = groupLabels.get(lineIndex);
      return group === undefined || group.toLowerCase() === name;
    });
  const velocity = inGroup("velocity");
  const recent = inGroup("recent trend");
  const byLabel = (lines: readonly LabelLine[], pattern: RegExp): LabelLine | undefined =>
    lines.find(({ label }) => pattern.test(label));
  const total = byLabel(velocity, /^total plans completed$/i);
  // `200 (v1.0)` counts a milestone that is over: the whole group then speaks of another time than ours.
  const isQualified = total !== undefined && !/^(?:\[?\d+\]?|[-–—]*|\[.*\])$/.test(total.value);
  const byPhaseTable = tables.find(
    (table) => isByPhaseTable(table) && /^(?:by phase)?$/i.test(groupLabels.get(table.header.lineIndex) ?? ""),
  );
  return {
    section,
    totalPlans: isQualified ? undefined : total,
    averageDuration: isQualified ? undefined : byLabel(velocity, /^average duration$/i),
    totalTime: isQualified ? undefined : byLabel(velocity, /^total execution time$/i),
    lastPlans: byLabel(recent, /^last \d+ plans$/i),
    trend: byLabel(recent, /^trend$/i),
    byPhase:
      byPhaseTable === undefined
        ? undefined
        : {
            table: byPhaseTable,
            rows: byPhaseTable.rows
              .filter(({ lineIndex }) => !gsdRow.test(document.source.lines[lineIndex]?.text ?? ""))
              .map(readPhaseRow),
          },
    planTable: tables.findLast(isPlanTable),
    planTables: tables.filter(isPlanTable),
    planRows: [...findPlanRows(document, section, tables), ...findOutsideRows(document, section)],
  };
}

/** Rows that must stay where they are, whatever becomes of their plan's other ones: see `findPinnedLines`. */
export function findPinnedRows(document: StateDocument, { planRows }: MetricsElements): ReadonlySet<PlanRow> {
  const loose = planRows.filter(({ table }) => table === undefined);
  if (loose.length === 0) return new Set();
  const pinned = findPinnedLines(document, new Set(loose.map(({ row }) => row.lineIndex)));
  return new Set(loose.filter(({ row }) => pinned.has(row.lineIndex)));
}
