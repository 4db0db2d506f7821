import type { MetricsElements, PlanRow } from "../document/metrics-elements.ts";
import type { StateDocument, Table } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { formatPhaseName, phaseOfPlan, planNumberOf, type PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { Range, TextEdit } from "../model/source-text.ts";
import { formatDuration, parseDuration } from "../planning/duration.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { weighRecordedDuration, type DurationVerdict } from "./row-durations.ts";

/** What the rows were weighed to be, and what has to change. */
export interface RenderedRows {
  readonly findings: readonly Finding[];
  /** Minutes of each plan whose row was believed. */
  readonly recordedMinutes: ReadonlyMap<PlanId, number>;
}

/** What the per-plan rows are held against. */
export interface RowFacts {
  readonly path: RepositoryPath;
  readonly document: StateDocument;
  /** Figures of the plan that a number means today. */
  readonly figuresById: ReadonlyMap<PlanId, PlanFigures>;
  /** Numbers that several plans bear: their rows may rightly be two. */
  readonly recurringIds: ReadonlySet<PlanId>;
  /** Plans whose rows GSD's `prune` moved to STATE-ARCHIVE.md; they are not brought back (CONTRACT rule 11). */
  readonly archivedIds: ReadonlySet<PlanId>;
}

interface WeighedRow {
  readonly planRow: PlanRow;
  readonly planId: PlanId | null;
  readonly verdict: DurationVerdict;
}

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
  return `| ${header.cells.map(({ text }) => values[text.toLowerCase()] ?? "").join(" | ")} |`;
}

/** Tells whether the table's rows are written column by column, not in GSD's one-cell form. */
function hasOwnColumns(rows: readonly WeighedRow[], table: Table | undefined): boolean {
  const last = table?.rows.at(-1);
  const isGsdRow = /^phase\b/i.test(last?.cells[0]?.text ?? "");
  return table !== undefined && last !== undefined && !isGsdRow && rows.some(({ planRow }) => planRow.table === table);
}

function wholeLine(document: StateDocument, lineIndex: number): Range {
  const line = document.source.lines[lineIndex];
  return { start: line?.start ?? 0, end: line?.nextStart ?? 0 };
}

function replaceCell(weighed: WeighedRow): TextEdit | undefined {
  const { planRow, verdict } = weighed;
  return verdict.kind === "replaced" && planRow.duration !== undefined
    ? { range: planRow.duration.range, newText: verdict.newText }
    : undefined;
}

function rowText(document: StateDocument, weighed: WeighedRow): string {
  const line = document.source.lines[weighed.planRow.row.lineIndex];
  const edit = replaceCell(weighed);
  if (line === undefined) return "";
  if (edit === undefined) return line.text;
  return (
    line.text.slice(0, edit.range.start - line.start) + edit.newText + line.text.slice(edit.range.end - line.start)
  );
}

/** Of several rows of one plan, the one to keep: a mended or united value before a bare one, then the later one. */
function chooseKept(rows: readonly WeighedRow[]): WeighedRow | undefined {
  const rank = ({ planRow, verdict }: WeighedRow): number =>
    verdict.kind === "implausible"
      ? 0
      : verdict.kind === "replaced"
        ? 1
        : verdict.minutes === null
          ? 1
          : /[a-z]/i.test(planRow.duration?.text ?? "")
            ? 3
            : 2;
  return rows.reduce<WeighedRow | undefined>(
    (best, row) => (best === undefined || rank(row) >= rank(best) ? row : best),
    undefined,
  );
}

/**
 * Weighs the per-plan rows, wherever in the section they stand: mends durations, keeps one row a plan, brings stray rows
 * into the per-plan table where there is one, and adds the rows of plans completed since the first recorded one.
 *
 * Without a per-plan table the rows stay where they are: a table is only made on request (D2).
 */
export function renderMetricRows(elements: MetricsElements, facts: RowFacts): RenderedRows {
  const { document, path } = facts;
  const findings: Finding[] = [];
  const recordedMinutes = new Map<PlanId, number>();
  const weighed = elements.planRows.map((planRow): WeighedRow => {
    const figures =
      planRow.planId === null || facts.recurringIds.has(planRow.planId)
        ? undefined
        : facts.figuresById.get(planRow.planId);
    return { planRow, planId: planRow.planId, verdict: weighRecordedDuration(planRow.duration?.text ?? "", figures) };
  });
  const place = ({ planRow }: WeighedRow): { path: RepositoryPath; source: StateDocument["source"]; range: Range } => ({
    path,
    source: document.source,
    range: planRow.duration?.range ?? wholeLine(document, planRow.row.lineIndex),
  });

  const removed = new Set<WeighedRow>();
  for (const [planId, rows] of groupByPlan(weighed)) {
    const kept = rows.length > 1 && !facts.recurringIds.has(planId) ? chooseKept(rows) : undefined;
    for (const row of kept === undefined ? [] : rows) {
      if (row === kept || kept === undefined) continue;
      removed.add(row);
      const data = { planId, kept: kept.planRow.duration?.text ?? "", removed: row.planRow.duration?.text ?? "" };
      findings.push(
        createFinding("metric-row-doubled", data, place(row), [
          { range: wholeLine(document, row.planRow.row.lineIndex), newText: "" },
        ]),
      );
    }
  }

  const insertion = findInsertion(elements, facts, weighed, removed);
  for (const row of weighed) {
    if (removed.has(row)) continue;
    const isHome = row.planRow.table !== undefined && elements.planTables.includes(row.planRow.table);
    const isStray = insertion !== undefined && elements.planTable !== undefined && !isHome && row.planId !== null;
    const edit = replaceCell(row);
    // A stray row moves with its value mended: one finding carries both, since its edits are one.
    const move = isStray
      ? [{ range: wholeLine(document, row.planRow.row.lineIndex), newText: "" }, insertion.edit(rowText(document, row))]
      : [];
    if (row.verdict.kind === "implausible") {
      findings.push(
        createFinding(
          "duration-implausible",
          { planId: row.planId, recorded: row.planRow.duration?.text ?? "" },
          place(row),
        ),
      );
    }
    if (row.verdict.kind === "replaced" && row.planId !== null && edit !== undefined) {
      const data = {
        planId: row.planId,
        recorded: row.planRow.duration?.text ?? "",
        derived: row.verdict.newText,
        evidence: row.verdict.evidence,
      };
      findings.push(createFinding("duration-contradicted", data, place(row), isStray ? move : [edit]));
    } else if (isStray && row.planId !== null)
      findings.push(createFinding("metric-row-misplaced", { planId: row.planId }, place(row), move));
    const minutes =
      row.verdict.kind === "replaced"
        ? roundedMinutes(row.verdict.minutes)
        : row.verdict.kind === "kept"
          ? row.verdict.minutes
          : null;
    if (row.planId !== null && minutes !== null) recordedMinutes.set(row.planId, minutes);
  }

  if (insertion === undefined) return { findings, recordedMinutes };
  for (const { planId, row } of findAbsentRows(elements, facts, weighed)) {
    const minutes = facts.figuresById.get(planId)?.durationMinutes ?? null;
    if (minutes !== null) recordedMinutes.set(planId, roundedMinutes(minutes));
    findings.push(
      createFinding("metric-row-absent", { planId, row }, { path, source: document.source, range: insertion.after }, [
        insertion.edit(row),
      ]),
    );
  }
  return { findings, recordedMinutes };
}

/** The minutes that a row will say: totals are made from these, so that the next sync finds the same totals. */
export function roundedMinutes(minutes: number): number {
  const written = parseDuration(formatDuration(minutes));
  return written?.kind === "minutes" ? written.minutes : minutes;
}

function groupByPlan(rows: readonly WeighedRow[]): ReadonlyMap<PlanId, readonly WeighedRow[]> {
  const groups = new Map<PlanId, WeighedRow[]>();
  for (const row of rows) {
    if (row.planId !== null) groups.set(row.planId, [...(groups.get(row.planId) ?? []), row]);
  }
  return groups;
}

/** Completed plans that the table's own time covers and that have no row; the oldest completion first. */
function findAbsentRows(
  elements: MetricsElements,
  facts: RowFacts,
  rows: readonly WeighedRow[],
): readonly { planId: PlanId; row: string }[] {
  const hasPlace = elements.planTable !== undefined || rows.length > 0;
  if (!hasPlace) return [];
  const recorded = new Set(rows.map(({ planId }) => planId));
  const completions = [...recorded].flatMap((planId) => {
    const at = planId === null ? null : (facts.figuresById.get(planId)?.completedAtMs ?? null);
    return at === null ? [] : [at];
  });
  // Rows began with the GSD version that first wrote them; what was completed before stays unlisted.
  const since =
    rows.length === 0
      ? Number.NEGATIVE_INFINITY
      : completions.length === 0
        ? Number.POSITIVE_INFINITY
        : Math.min(...completions);
  return [...facts.figuresById]
    .filter(([planId, { completedAtMs, plan }]) => {
      const isLive = plan.status === "completed" && plan.files !== null && plan.files.milestone === null;
      return (
        isLive &&
        completedAtMs !== null &&
        completedAtMs > since &&
        !recorded.has(planId) &&
        !facts.archivedIds.has(planId)
      );
    })
    .sort(([, a], [, b]) => (a.completedAtMs ?? 0) - (b.completedAtMs ?? 0))
    .map(([planId, figures]) => {
      const table = elements.planTable;
      const row =
        table !== undefined && hasOwnColumns(rows, table)
          ? formatRowByHeader(table, planId, figures)
          : formatPlanRow(planId, figures);
      return { planId, row };
    });
}

interface RowInsertion {
  /** The line behind which the rows go. */
  readonly after: Range;
  readonly edit: (rowText: string) => TextEdit;
}

/**
 * Where new rows go: after the last row that stays of the per-plan table, else after the last row there is. The rows are
 * inserted one by one at the same place, in the order of their findings. `undefined` when there is no such place.
 */
function findInsertion(
  elements: MetricsElements,
  facts: RowFacts,
  rows: readonly WeighedRow[],
  removed: ReadonlySet<WeighedRow>,
): RowInsertion | undefined {
  const { source } = facts.document;
  const table = elements.planTable;
  const removedLines = new Set([...removed].map(({ planRow }) => planRow.row.lineIndex));
  const staying =
    table === undefined
      ? rows.map(({ planRow }) => planRow.row.lineIndex)
      : [table.delimiterLine, ...table.rows.map(({ lineIndex }) => lineIndex)];
  const after = staying.findLast((lineIndex) => !removedLines.has(lineIndex));
  const line = after === undefined ? undefined : source.lines[after];
  if (line === undefined) return undefined;
  const isUnended = line.end === line.nextStart;
  const range = { start: line.nextStart, end: line.nextStart };
  // A table in a list item goes on only in lines that are indented like it.
  const indent = /^[ \t]*/.exec(line.text)?.[0] ?? "";
  const edit = (text: string): TextEdit => {
    const row = `${indent}${text.trimStart()}`;
    return { range, newText: isUnended ? `${source.lineEnding}${row}` : `${row}${source.lineEnding}` };
  };
  return { after: { start: line.start, end: line.end }, edit };
}
