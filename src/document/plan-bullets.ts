import { createPlanId, parsePlanId, type PlanId } from "../model/plan-id.ts";
import type { StateDocument } from "./state-document.ts";
import type { TableCell, TableRow } from "./table-rows.ts";

/** A per-plan row that is written as a list item: `- 57-01: 5min, 2 tasks, 2 files`. */
export interface PlanBullet {
  readonly planId: PlanId;
  /** Its parts as the cells of a row would have them: the label, the duration, tasks and files; empty where there are none. */
  readonly row: TableRow;
  /** `undefined` where the item gives tasks or files alone. */
  readonly duration: TableCell | undefined;
}

const item = /^[ \t]*[-*+][ \t]+(?:\*\*|`)?([A-Za-z0-9][A-Za-z0-9 ._-]{0,60}?)(?:\*\*|`)?[:：](?:\*\*)?[ \t]*(?=\S)/;
const namedPlan = /^(?:(?:phase|plan)[ \t]{1,2})?(\S{3,24})$/i;
const phaseAndPlan = /^phase[ \t]{1,2}(\S{1,12})[ \t]{1,2}(?:plan[ \t]{1,2}|p)(\S{1,8})$/i;
const duration =
  /^(?:[~≈<][ \t]?)?\d{1,9}(?:\.\d{1,4})?[ \t]?(?:hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![A-Za-z])/i;
/** Without a unit, or none yet: only beside tasks and files. */
const bareDuration = /^(?:~?\d{1,12}|[-–—]{1,2})$/;
const tasks = /^~?\d{1,5}[ \t]tasks?(?![A-Za-z])/i;
const files = /^~?\d{1,5}[ \t]files?(?![A-Za-z])/i;

/** Reads the plan that a label names, the whole label and nothing else. */
function readLabel(label: string): PlanId | undefined {
  const both = phaseAndPlan.exec(label);
  return both === null ? parsePlanId(namedPlan.exec(label)?.[1] ?? "") : createPlanId(both[1] ?? "", both[2] ?? "");
}

/** The parts of a value between its commas, each with its place. */
function splitParts(text: string, start: number): readonly TableCell[] {
  const parts: TableCell[] = [];
  let offset = 0;
  for (const part of text.split(/[,，]/)) {
    const trimmed = part.trim();
    const from = start + offset + (part.length - part.trimStart().length);
    parts.push({ text: trimmed, range: { start: from, end: from + trimmed.length } });
    offset += part.length + 1;
  }
  return parts;
}

/**
 * Reads a list item as a per-plan row. It names a plan before its colon, and a duration, tasks or files behind it: an item
 * that tells of a plan in words is none.
 */
export function parsePlanBullet(document: StateDocument, lineIndex: number): PlanBullet | undefined {
  const line = document.source.lines[lineIndex];
  if (line === undefined || document.lineKinds[lineIndex] !== "text" || line.text.length > 1000) return undefined;
  const match = item.exec(line.text);
  const label = match?.[1] ?? "";
  const planId = readLabel(label);
  if (match === null || planId === undefined) return undefined;
  const start = line.start + match[0].length;
  const parts = splitParts(line.text.slice(match[0].length), start);
  const empty = { text: "", range: { start: line.end, end: line.end } };
  const find = (pattern: RegExp): TableCell => parts.find(({ text }) => pattern.test(text)) ?? empty;
  const [taskCell, fileCell] = [find(tasks), find(files)];
  const isCounted = taskCell.text !== "" || fileCell.text !== "";
  const [first] = parts;
  const time =
    parts.find(({ text }) => duration.test(text)) ??
    (first !== undefined && (isCounted ? bareDuration : /^[-–—]{1,2}$/).test(first.text) ? first : undefined);
  // Figures come first; words with a figure among them are somebody's story.
  const isFigure = [duration, bareDuration, tasks, files].some((pattern) => pattern.test(first?.text ?? ""));
  if (!isFigure || (!isCounted && (time === undefined || parts.length > 1))) return undefined;
  const labelStart = line.start + match[0].indexOf(label);
  const labelCell = { text: label, range: { start: labelStart, end: labelStart + label.length } };
  return { planId, row: { lineIndex, cells: [labelCell, time ?? empty, taskCell, fileCell] }, duration: time };
}
