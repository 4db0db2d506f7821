import type { MetricsElements, PhaseRow } from "../document/metrics-elements.ts";
import type { StateDocument, TableCell, TableRow } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { comparePhaseIds, formatPhaseName, type PhaseId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { formatDuration } from "../planning/duration.ts";
import type { TextEdit } from "../model/source-text.ts";
import {
  agreesWithin,
  findDurationStyle,
  formatInStyle,
  readFigure,
  tightMinutes,
  type DurationStyle,
} from "./written-figures.ts";

/** The figures of one directory of a phase. */
export interface DirectoryFigures {
  /** Name of the directory, such as `67-ci-cd`. */
  readonly directoryName: string;
  readonly plansCompleted: number;
  readonly plansTotal: number;
  /** Minutes of all completed plans; those in which several ran count once. `null` unless every one is known. */
  readonly totalMinutes: number | null;
  /** How many minutes that leaves out of the sum. */
  readonly sharedMinutes: number;
  /** Minutes of a completed plan; `null` unless every one is known. */
  readonly averageMinutes: number | null;
}

/** The figures of one phase that is not archived: of all its directories together, and of each. */
export interface PhaseFigures extends DirectoryFigures {
  readonly phase: PhaseId;
  /** Most phases have one. Their plans fall short of the phase's where a file's name tells no plan. */
  readonly directories: readonly DirectoryFigures[];
}

export interface RenderedPhaseTable {
  readonly findings: readonly Finding[];
  /** Sum of the *Plans* column as it will stand; `null` when a row's count cannot be read. */
  readonly plansInTable: number | null;
}

interface PlansCell {
  readonly completed: number;
  readonly total: number | null;
  readonly separator: string;
}

function parsePlansCell(text: string): PlansCell | undefined {
  const match = /^(\d{1,5})(?:(\s*(?:\/|of)\s*)(\d{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  return {
    completed: Number(match[1]),
    total: match[3] === undefined ? null : Number(match[3]),
    separator: match[2] ?? "",
  };
}

function figureFinding(
  path: RepositoryPath,
  document: StateDocument,
  cell: TableCell,
  figure: string,
  derived: string,
  evidence: string,
): Finding {
  const edit: TextEdit = { range: cell.range, newText: derived };
  return createFinding(
    "figure-contradicted",
    { figure, recorded: cell.text, derived, evidence },
    { path, source: document.source, range: cell.range },
    [edit],
  );
}

function weighPlansCell(cell: TableCell, phase: DirectoryFigures): string | undefined {
  const parsed = parsePlansCell(cell.text);
  if (parsed === undefined) return /^[-–—]*$/.test(cell.text) ? String(phase.plansCompleted) : undefined;
  const agrees =
    parsed.total === null
      ? parsed.completed === phase.plansCompleted || parsed.completed === phase.plansTotal
      : parsed.completed === phase.plansCompleted && parsed.total === phase.plansTotal;
  if (agrees) return undefined;
  return parsed.total === null
    ? String(phase.plansCompleted)
    : `${phase.plansCompleted}${parsed.separator}${phase.plansTotal}`;
}

function weighMinutesCell(cell: TableCell, minutes: number | null, style: DurationStyle): string | undefined {
  if (minutes === null) return undefined;
  const recorded = readFigure(cell.text, style.unit === "compound" ? "min" : style.unit);
  if (recorded === null && !/^[-–—]*$/.test(cell.text)) return undefined;
  return recorded !== null && agreesWithin(recorded.minutes, minutes) ? undefined : formatInStyle(minutes, style);
}

/** `01-test-infrastructure`, `1. Test Infrastructure` and `Phase 1: Test infrastructure` are one name. */
function nameOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/^phase\s+/, "")
    .replace(/[^\p{L}\d.]+|\.(?=\s|$)/gu, "-")
    .replace(/^0+(?=\d)|^-|-$/g, "");
}

/**
 * The figures that a row speaks of. Where a number has several directories the row's label tells which one; a bare
 * number may mean any of them, and is left alone while it agrees with one.
 */
function findRowFigures(row: TableRow, phase: PhaseFigures): DirectoryFigures | undefined {
  if (phase.directories.length < 2) return phase;
  const label = row.cells[0]?.text ?? "";
  if (!/^(?:phase\s+)?\d+[A-Za-z]?(?:\.\d+)*$/i.test(label)) {
    const isWhole = phase.directories.reduce((sum, { plansTotal }) => sum + plansTotal, 0) === phase.plansTotal;
    return isWhole ? phase.directories.find(({ directoryName }) => nameOf(directoryName) === nameOf(label)) : undefined;
  }
  const plans = row.cells[1];
  const agreesWithOne =
    plans !== undefined && phase.directories.some((directory) => weighPlansCell(plans, directory) === undefined);
  return agreesWithOne ? undefined : phase;
}

/** Holds the *By Phase* table against the phases on disk: mends counts and times, fills placeholders, adds phases. */
export function renderPhaseTable(
  elements: MetricsElements,
  phases: readonly PhaseFigures[],
  document: StateDocument,
  path: RepositoryPath,
): RenderedPhaseTable {
  const byPhase = elements.byPhase;
  if (byPhase === undefined) return { findings: [], plansInTable: null };
  const findings: Finding[] = [];
  const style = findDurationStyle(
    byPhase.rows.flatMap(({ row }) => row.cells.slice(2).map(({ text }) => text)),
    tightMinutes,
  );
  let plansInTable: number | null = 0;
  for (const { phase, isPlaceholder, row } of byPhase.rows) {
    if (isPlaceholder) continue;
    const whole = phases.find((candidate) => candidate.phase === phase && candidate.plansCompleted > 0);
    const known = whole === undefined ? undefined : findRowFigures(row, whole);
    const [, plans, total, average] = row.cells;
    let plansText = plans?.text ?? "";
    if (known !== undefined && plans !== undefined && total !== undefined && average !== undefined) {
      const newPlans = weighPlansCell(plans, known);
      if (newPlans !== undefined) {
        plansText = newPlans;
        findings.push(
          figureFinding(
            path,
            document,
            plans,
            `Phase ${phase ?? ""}: plans`,
            newPlans,
            `${known.plansCompleted} of ${known.plansTotal} plans have a SUMMARY`,
          ),
        );
      }
      const newTotal = weighMinutesCell(total, known.totalMinutes, style);
      if (newTotal !== undefined)
        findings.push(
          figureFinding(path, document, total, `Phase ${phase ?? ""}: total`, newTotal, describeSum(known)),
        );
      const { averageMinutes } = known;
      // A row in which something else changes is made whole: an old average beside a new total would contradict it.
      const isRewritten = newPlans !== undefined || newTotal !== undefined;
      const exactAverage = averageMinutes === null ? undefined : formatInStyle(averageMinutes, style);
      const newAverage =
        isRewritten && exactAverage !== average.text ? exactAverage : weighMinutesCell(average, averageMinutes, style);
      if (newAverage !== undefined)
        findings.push(
          figureFinding(path, document, average, `Phase ${phase ?? ""}: average`, newAverage, describeAverage(known)),
        );
    }
    const count: number | undefined = parsePlansCell(plansText)?.completed;
    plansInTable = plansInTable === null || count === undefined ? null : plansInTable + count;
  }
  const added = findAbsentPhases(byPhase.rows, phases);
  if (added.length > 0)
    findings.push(...insertPhases(byPhase.rows, byPhase.table.delimiterLine, added, style, document, path));
  const addedPlans = added.reduce((sum, { plansCompleted }) => sum + plansCompleted, 0);
  return { findings, plansInTable: plansInTable === null ? null : plansInTable + addedPlans };
}

function describeSum({ sharedMinutes }: DirectoryFigures): string {
  return sharedMinutes === 0
    ? "sum of its plans"
    : `sum of its plans, without ${formatDuration(sharedMinutes)} that several of them share`;
}

function describeAverage({ sharedMinutes }: DirectoryFigures): string {
  return sharedMinutes === 0 ? "total by plans" : "mean of its plans";
}

/** Phases with completed plans that have no row, from the first listed one on: earlier ones were left out on purpose. */
function findAbsentPhases(rows: readonly PhaseRow[], phases: readonly PhaseFigures[]): readonly PhaseFigures[] {
  const real = rows.filter(({ isPlaceholder }) => !isPlaceholder);
  if (real.some(({ phase }) => phase === null)) return [];
  const listed = real.flatMap(({ phase }) => (phase === null ? [] : [phase])).sort(comparePhaseIds);
  const [first] = listed;
  return phases
    .filter(
      ({ phase, plansCompleted }) =>
        plansCompleted > 0 && !listed.includes(phase) && (first === undefined || comparePhaseIds(phase, first) > 0),
    )
    .toSorted((a, b) => comparePhaseIds(a.phase, b.phase));
}

interface NewRow {
  readonly phase: PhaseId;
  readonly label: string;
  readonly figures: DirectoryFigures;
}

/** The rows of a phase that has none, labelled like the row given: by directory, or by a number, padded or not. */
function createRows(phase: PhaseFigures, sample: string): readonly NewRow[] {
  if (!/^\d+[A-Za-z]?(?:\.\d+)*-/.test(sample))
    return [
      { phase: phase.phase, label: /^0\d/.test(sample) ? formatPhaseName(phase.phase) : phase.phase, figures: phase },
    ];
  const { directories } = phase;
  return (directories.length < 2 ? [phase] : directories.filter(({ plansCompleted }) => plansCompleted > 0)).map(
    (figures) => ({ phase: phase.phase, label: figures.directoryName, figures }),
  );
}

/** One new row of the *By Phase* table; the plans are written like those of the row given: `3`, `3/4`, `3 of 4`. */
function formatPhaseRow({ label, figures }: NewRow, samplePlans: string, style: DurationStyle): string {
  const { plansCompleted, plansTotal, totalMinutes, averageMinutes } = figures;
  const separator = parsePlansCell(samplePlans)?.separator ?? "";
  const plans = separator === "" ? String(plansCompleted) : `${plansCompleted}${separator}${plansTotal}`;
  const [total, average] = [totalMinutes, averageMinutes].map((minutes) =>
    minutes === null ? "-" : formatInStyle(minutes, style),
  );
  return `| ${label} | ${plans} | ${total} | ${average} |`;
}

function insertPhases(
  rows: readonly PhaseRow[],
  delimiterLine: number,
  added: readonly PhaseFigures[],
  style: DurationStyle,
  document: StateDocument,
  path: RepositoryPath,
): readonly Finding[] {
  const { source } = document;
  const real = rows.filter(({ isPlaceholder }) => !isPlaceholder);
  const [label, plans] = (real.at(-1)?.row.cells ?? []).map(({ text }) => text);
  const created = added.flatMap((phase) => createRows(phase, label ?? ""));
  const insertions = created.flatMap((newRow): readonly TextEdit[] => {
    // In the order of the phases: behind the last row of an earlier one.
    const before = real.findLast((row) => row.phase !== null && comparePhaseIds(row.phase, newRow.phase) < 0);
    const after = source.lines[(before ?? real.at(-1))?.row.lineIndex ?? delimiterLine];
    if (after === undefined) return [];
    const row = `${/^[ \t]*/.exec(after.text)?.[0] ?? ""}${formatPhaseRow(newRow, plans ?? "", style)}`;
    const newText = after.end === after.nextStart ? `${source.lineEnding}${row}` : `${row}${source.lineEnding}`;
    return [{ range: { start: after.nextStart, end: after.nextStart }, newText }];
  });
  if (insertions.length === 0) return [];
  const last = source.lines[rows.at(-1)?.row.lineIndex ?? delimiterLine];
  const placeholders = rows.filter(({ isPlaceholder }) => isPlaceholder);
  const removals = placeholders.map(({ row }): TextEdit => {
    const line = source.lines[row.lineIndex];
    return { range: { start: line?.start ?? 0, end: line?.nextStart ?? 0 }, newText: "" };
  });
  const recorded = placeholders.length > 0 ? "-" : "(no row)";
  const names = added.map(({ phase }) => phase).join(", ");
  const data = { figure: "By Phase", recorded, derived: `rows for ${names}`, evidence: "phases on disk" };
  return [
    createFinding(
      "figure-contradicted",
      data,
      { path, source, range: { start: last?.start ?? 0, end: last?.end ?? 0 } },
      [...insertions, ...removals],
    ),
  ];
}
