import { headerNames, type MetricsElements, type PlanRow } from "../document/metrics-elements.ts";
import type { StateDocument, Table, TableRow } from "../document/state-document.ts";
import { parsePlanId, type PlanId } from "../model/plan-id.ts";
import { formatRowLabel } from "./row-insertion.ts";

/** A table of other columns, with what its rows are in GSD's four. */
export interface ConvertedTable {
  readonly table: Table;
  readonly rows: readonly string[];
}

const gsdName = /^[ \t]*\|[ \t]*(?:Phase[ \t]+){1,2}[^\s|]+[ \t]+P[\w.-]+[ \t]*\|/i;
const gsdColumns = /^[^|]*\|[^|]*\|[^|]*\|[ \t]*~?(?:\d{1,5}|-)[ \t]tasks?(?![A-Za-z])/i;
const taskCount = /^~?\d{1,5}[ \t]tasks?(?![A-Za-z])/i;

/** Tells whether a line begins with the name that GSD gives to a row, `| Phase 21 P02 |`. */
export function bearsGsdName(line: string): boolean {
  return gsdName.test(line);
}

/** Tells whether a line is a row as GSD writes it, columns and all. */
export function isGsdForm(line: string): boolean {
  return gsdName.test(line) && gsdColumns.test(line);
}

function isEmpty(text: string): boolean {
  return /^[-–—]*$/.test(text);
}

/** What a column of counts says, with the unit that its header gives it. */
function withUnit(text: string, unit: string): string {
  return isEmpty(text) ? "-" : /^~?\d{1,6}$/.test(text) ? `${text} ${unit}` : text;
}

/** The cells of a row by what they are; what has no place in GSD's columns is a remark. */
interface SortedCells {
  readonly name: string;
  readonly duration: string;
  readonly tasks: string;
  readonly files: string;
  readonly remarks: readonly string[];
}

function sortCells(
  names: readonly string[],
  row: TableRow,
  planId: PlanId | null,
  durationCell: string,
): SortedCells | undefined {
  const [first] = row.cells;
  const isNamed = first !== undefined && gsdName.test(`|${first.text}|`);
  if (!isNamed && planId === null) return undefined;
  let [tasks, files, isTimed] = ["-", "-", false];
  const remarks: string[] = [];
  for (const [index, { text }] of row.cells.entries()) {
    const column = names[index] ?? "";
    if (isEmpty(text) || (isNamed && index === 0)) continue;
    if (!isTimed && text === durationCell) isTimed = true;
    else if (tasks === "-" && (column === "tasks" || (column === "plans" && taskCount.test(text)))) tasks = text;
    else if (files === "-" && column === "files") files = text;
    else if (isNamed || !saysPlan(column, text)) remarks.push(text);
  }
  const name = isNamed ? first.text : planId === null ? "" : nameRow(planId, row.cells[names.indexOf("phase")]?.text);
  return { name, duration: durationCell, tasks: withUnit(tasks, "tasks"), files: withUnit(files, "files"), remarks };
}

/** GSD's name of a row, with the directory's words where the table has them: `Phase 11-chair-layers P01`. */
function nameRow(planId: PlanId, phase: string | undefined): string {
  const label = formatRowLabel(planId);
  const isDirectory = phase !== undefined && /^\d[\d.]*[a-z]?-[a-z][\w.-]*$/i.test(phase);
  return isDirectory ? label.replace(/^Phase \S+/, `Phase ${phase}`) : label;
}

/** Tells whether a cell says no more than the name of the plan, which the row gets in GSD's form. */
function saysPlan(column: string, text: string): boolean {
  return /^(?:phase|plan|phase[- ]plan)$/.test(column) && /^[*`]*(?:phase[ \t]+)?[\w.-]*\d[\w.-]*[*`]*$/i.test(text);
}

function formatRow({ name, duration, tasks, files, remarks }: SortedCells): string {
  const counted = tasks === "-" && remarks.length > 0 ? "- tasks" : tasks;
  const remark = remarks.length === 0 ? "" : ` (${remarks.join("; ")})`;
  return `| ${name} | ${isEmpty(duration) ? "-" : duration} | ${counted}${remark} | ${files} |`;
}

/** A table of phases whose rows are plans: `52-01` under *Phase*, and `2 tasks` under *Plans*. */
function readPhaseColumn(table: Table): ReadonlyMap<number, PlanId> | undefined {
  const names = headerNames(table);
  if (names.join("|") !== "phase|plans|duration") return undefined;
  const plans = new Map<number, PlanId>();
  for (const { cells, lineIndex } of table.rows) {
    const [phase, tasks] = cells;
    const planId = parsePlanId(phase?.text ?? "");
    // `1-3` may be three phases; what counts tasks is a plan.
    if (planId === undefined || !taskCount.test(tasks?.text ?? "")) return undefined;
    plans.set(lineIndex, planId);
  }
  return plans.size === 0 ? undefined : plans;
}

/**
 * The last table of per-plan rows, its rows in the columns that GSD's builds look for: every cell keeps its words, and those
 * of columns that GSD does not have stand in brackets behind the tasks. `undefined` where a row is not a plan's.
 */
export function convertPlanTable(document: StateDocument, elements: MetricsElements): ConvertedTable | undefined {
  const { section, planTables, planRows } = elements;
  const isInside = ({ header }: Table): boolean =>
    section.headingLine < header.lineIndex && header.lineIndex < section.endLine;
  const table = planTables.at(-1) ?? document.tables.findLast((each) => isInside(each) && readPhaseColumn(each));
  if (table === undefined || !isFlush(document, table.header.lineIndex)) return undefined;
  const known = new Map<number, PlanRow>(
    planRows.flatMap((planRow) => (planRow.table === table ? [[planRow.row.lineIndex, planRow] as const] : [])),
  );
  const byPhaseColumn = planTables.length === 0 ? readPhaseColumn(table) : undefined;
  const names = headerNames(table);
  const rows: string[] = [];
  for (const row of table.rows) {
    if (row.cells.every(({ text }) => isEmpty(text))) continue;
    const line = document.source.lines[row.lineIndex]?.text ?? "";
    const planRow = known.get(row.lineIndex);
    const planId = planRow?.planId ?? byPhaseColumn?.get(row.lineIndex) ?? null;
    const duration = planRow?.duration?.text ?? (byPhaseColumn === undefined ? "" : (row.cells[2]?.text ?? ""));
    const isPlan = planRow !== undefined || byPhaseColumn !== undefined;
    const sorted = isPlan ? sortCells(names, row, planId, duration) : undefined;
    if (sorted === undefined) return undefined;
    rows.push(isGsdForm(line) ? line : formatRow(sorted));
  }
  return rows.length === 0 ? undefined : { table, rows };
}

/** A table in a list or a quotation does not begin its lines with a border. */
function isFlush(document: StateDocument, lineIndex: number): boolean {
  return (document.source.lines[lineIndex]?.text ?? "").startsWith("|");
}
