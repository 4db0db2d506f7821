import { createSourceText } from "../model/source-text.ts";
import { createPlanId, parsePhaseId, parsePlanId } from "../model/plan-id.ts";
import { parsePlanRowLabel } from "./metrics-elements.ts";
import { compareInstants, findInstant } from "./merge-recency.ts";
import { pickChanged, type MergeSide } from "./merge-side.ts";
import { splitTableRow, type TableCell } from "./table-rows.ts";

const planRow = /^[ \t]*\|[ \t]*(?:Phase[ \t]+){1,2}([^\s|]+)[ \t]+P([A-Za-z0-9_.-]+)[ \t]*\|/i;

function cellsOf(line: string): readonly TableCell[] {
  return splitTableRow(createSourceText(line), 0).cells;
}

/**
 * What a row is about: its plan, phase or number, else the text of its first cell. `null` where that says nothing, as a
 * date does of a log.
 */
export function findRowKey(side: MergeSide, line: number): string | null {
  const text = side.lines[line] ?? "";
  const match = planRow.exec(text);
  const planId = match === null ? null : parsePlanRowLabel(match[1] ?? "", match[2] ?? "");
  if (planId !== null) return `plan ${planId}`;
  const cells = cellsOf(text).map((cell) => cell.text.replace(/[*`]/g, "").trim());
  const names = side.tableByLine.get(line)?.header.cells.map((cell) => cell.text.toLowerCase().replace(/[*`]/g, "").trim()) ?? [];
  const planText = cells[names.findIndex((name) => name === "plan" || name === "phase-plan" || name === "phase plan")];
  if (names.includes("duration") && planText !== undefined) {
    const phase = /^(?:phase[ \t]+)?(\d+[A-Za-z]?(?:\.\d+)*)/i.exec(cells[names.indexOf("phase")] ?? "")?.[1];
    const named = parsePlanId(planText) ?? (phase === undefined ? undefined : createPlanId(phase, planText.replace(/^P/i, "")));
    if (named !== undefined) return `plan ${named}`;
  }
  const first = (cells[0] ?? "").toLowerCase();
  if (first === "" || /^[-–—]*$/.test(first) || findInstant(first) !== undefined) return null;
  const phase = names[0] === "phase" ? parsePhaseId(first.replace(/^phase[ \t]+/, "")) : undefined;
  return phase === undefined ? `cell ${first}` : `phase ${phase}`;
}

/** Ways to write that a cell has no value yet, GSD's unfilled `{commit_hash}` among them. */
function isEmptyCell(text: string): boolean {
  return /^(?:|[-–—?]{1,3}|tbd|n\/a|none|pending|this commit|\{[^{}]*\}|\[[^[\]]*\])$/i.test(text.trim());
}

function mergeCell(base: string | undefined, ours: string, theirs: string, recorded: "ours" | "theirs" | null): string | undefined {
  const changed = base === undefined ? (ours === theirs ? ours : undefined) : pickChanged(base, ours, theirs);
  if (changed !== undefined) return changed;
  if (isEmptyCell(ours) !== isEmptyCell(theirs)) return isEmptyCell(ours) ? theirs : ours;
  const [ourTime, theirTime] = [findInstant(ours), findInstant(theirs)];
  const order = ourTime === undefined || theirTime === undefined ? 0 : compareInstants(ourTime, theirTime);
  if (order !== 0) return order > 0 ? ours : theirs;
  return recorded === null ? undefined : recorded === "ours" ? ours : theirs;
}

/**
 * Merges two versions of one row cell by cell; `undefined` where both changed a cell, each differently, and only people
 * can tell. `recorded` names the side whose cells win in a table that programs write.
 */
export function mergeRows(base: string | undefined, ours: string, theirs: string, recorded: "ours" | "theirs" | null): string | undefined {
  const [baseCells, ourCells, theirCells] = [base === undefined ? undefined : cellsOf(base), cellsOf(ours), cellsOf(theirs)];
  const isAligned = ourCells.length === theirCells.length && (baseCells === undefined || baseCells.length === ourCells.length);
  if (!isAligned) return recorded === null ? undefined : recorded === "ours" ? ours : theirs;
  let row = "";
  let position = 0;
  for (const [index, cell] of ourCells.entries()) {
    const merged = mergeCell(baseCells?.[index]?.text, cell.text, theirCells[index]?.text ?? "", recorded);
    if (merged === undefined) return undefined;
    row += ours.slice(position, cell.range.start) + merged;
    position = cell.range.end;
  }
  return row + ours.slice(position);
}
