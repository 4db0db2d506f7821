import { appendTo } from "../model/append-to.ts";
import { findPinnedRows, type MetricsElements, type PlanRow } from "../document/metrics-elements.ts";
import type { StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { Range } from "../model/source-text.ts";
import { formatDuration, parseDuration } from "../planning/duration.ts";
import { weighRecordedDuration } from "./row-durations.ts";
import { findInsertion, type RowInsertion } from "./row-insertion.ts";
import { replaceCell, wholeLine, type RowFacts, type WeighedRow } from "./weighed-rows.ts";

/** What the rows were weighed to be, and what has to change. */
export interface RenderedRows {
  readonly findings: readonly Finding[];
  /** Minutes of each plan whose row was believed. */
  readonly recordedMinutes: ReadonlyMap<PlanId, number>;
}

/** Of several rows of one plan, the one to keep: one that cannot leave first, then one in the section first, a mended or united value before a bare one, then the later. */
function chooseKept(rows: readonly WeighedRow[], pinned: ReadonlySet<PlanRow>): WeighedRow | undefined {
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
  // What stands where it belongs may have words of its author's behind it, and goes only for being impossible.
  const order = (row: WeighedRow): number =>
    rank(row) + (row.planRow.isOutside || rank(row) === 0 ? 0 : 4) + (pinned.has(row.planRow) ? 8 : 0);
  return rows.reduce<WeighedRow | undefined>(
    (best, row) => (best === undefined || order(row) >= order(best) ? row : best),
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

  const pinned = findPinnedRows(document, elements);
  const removed = new Set<WeighedRow>();
  for (const [row, kept] of findDoubled(weighed, facts, pinned)) {
    if (row.planId === null || pinned.has(row.planRow)) continue;
    removed.add(row);
    const data = {
      planId: row.planId,
      kept: kept.planRow.duration?.text ?? "",
      removed: row.planRow.duration?.text ?? "",
    };
    findings.push(
      createFinding("metric-row-doubled", data, place(row), [
        { range: wholeLine(document, row.planRow.row.lineIndex), newText: "" },
      ]),
    );
  }

  const insertion = findInsertion(elements, facts, weighed, { removed, pinned });
  for (const row of weighed) {
    if (removed.has(row)) continue;
    const { table, isBullet, isOutside } = row.planRow;
    const isHome = isBullet || (table !== undefined && elements.planTables.includes(table));
    const isStray =
      insertion !== undefined &&
      row.planId !== null &&
      !pinned.has(row.planRow) &&
      (elements.planTable === undefined ? isOutside && insertion.isBulleted : !isHome);
    const edit = replaceCell(row);
    // A stray row moves with its value mended: one finding carries both, since its edits are one.
    const move = isStray
      ? [{ range: wholeLine(document, row.planRow.row.lineIndex), newText: "" }, insertion.edit(insertion.format(row))]
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
  for (const { planId, row } of findAbsentRows(insertion, facts, weighed)) {
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

/** Rows that another one of their plan makes superfluous, each with that one; by plan, in document order. */
function findDoubled(
  weighed: readonly WeighedRow[],
  facts: RowFacts,
  pinned: ReadonlySet<PlanRow>,
): ReadonlyMap<WeighedRow, WeighedRow> {
  const doubled = new Map<WeighedRow, WeighedRow>();
  for (const [planId, rows] of groupByPlan(weighed)) {
    const kept = rows.length > 1 && !facts.recurringIds.has(planId) ? chooseKept(rows, pinned) : undefined;
    if (kept === undefined) continue;
    for (const row of rows) if (row !== kept) doubled.set(row, kept);
  }
  return doubled;
}

/** The minutes that a row will say: totals are made from these, so that the next sync finds the same totals. */
export function roundedMinutes(minutes: number): number {
  const written = parseDuration(formatDuration(minutes));
  return written?.kind === "minutes" ? written.minutes : minutes;
}

function groupByPlan(rows: readonly WeighedRow[]): ReadonlyMap<PlanId, readonly WeighedRow[]> {
  const groups = new Map<PlanId, WeighedRow[]>();
  for (const row of rows) {
    if (row.planId === null) continue;
    appendTo(groups, row.planId, row);
  }
  return groups;
}

/** Completed plans that the table's own time covers and that have no row; the oldest completion first. */
function findAbsentRows(
  insertion: RowInsertion,
  facts: RowFacts,
  rows: readonly WeighedRow[],
): readonly { planId: PlanId; row: string }[] {
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
    .map(([planId, figures]) => ({ planId, row: insertion.create(planId, figures) }));
}
