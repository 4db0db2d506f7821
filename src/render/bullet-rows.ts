import type { PlanRow } from "../document/metrics-elements.ts";
import type { StateDocument } from "../document/state-document.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { formatPhaseName, formatPlanName, phaseOfPlan, planNumberOf, type PlanId } from "../model/plan-id.ts";
import { formatDuration } from "../planning/duration.ts";

/** The label of a plan in the words of another one: `57-01`, `Plan 57-01`, `Phase 57 P01`, `Phase 57 Plan 01`. */
function formatLabelLike(model: string, planId: PlanId): string {
  const both = /^(phase[ \t]{1,2})(\S{1,12})([ \t]{1,2}(?:plan[ \t]{1,2}|p))\S{1,8}$/i.exec(model);
  const isUnpadded = /^(?:\D{0,8}[ \t])?[1-9](?=[-. \t]|$)/.test(model.replace(/^phase[ \t]{1,2}/i, ""));
  const phase = phaseOfPlan(planId);
  if (both !== null)
    return `${both[1] ?? ""}${isUnpadded ? phase : formatPhaseName(phase)}${both[3] ?? ""}${planNumberOf(planId)}`;
  const prefix = /^(?:(?:phase|plan)[ \t]{1,2})?/i.exec(model)?.[0] ?? "";
  return `${prefix}${isUnpadded ? planId : formatPlanName(planId)}`;
}

/** Writes the parts of a row as a list item in the form of another one; parts that say nothing are left out. */
export function formatRowAsBullet(
  document: StateDocument,
  model: PlanRow,
  planId: PlanId,
  parts: readonly string[],
): string {
  const line = document.source.lines[model.row.lineIndex];
  const [label, ...cells] = model.row.cells;
  if (line === undefined || label === undefined) return "";
  const valueStart = Math.min(...cells.filter(({ text }) => text !== "").map(({ range }) => range.start));
  const head = line.text.slice(0, label.range.start - line.start);
  const between = line.text.slice(label.range.end - line.start, valueStart - line.start);
  // A dash holds the place of the duration, so that the item is known for a row again.
  const told = parts.filter((part, index) => (index === 0 && part !== "") || !/^[-–—]?$/.test(part));
  return `${head}${formatLabelLike(label.text, planId)}${between}${(told.length === 0 ? ["-"] : told).join(", ")}`;
}

/** A new list item for a plan. */
export function formatPlanBullet(document: StateDocument, model: PlanRow, figures: PlanFigures): string {
  // Of the duration alone: `12min | 2 tasks` has its blank elsewhere.
  const isSpaced = /^\D*\d+(?:\.\d+)?[ \t][a-z]/i.test(model.duration?.text ?? "");
  const time = figures.durationMinutes === null ? "-" : formatDuration(figures.durationMinutes);
  const count = (number: number | null, noun: string): string =>
    number === null ? "-" : `${number} ${noun}${number === 1 ? "" : "s"}`;
  return formatRowAsBullet(document, model, figures.plan.planId, [
    isSpaced ? time.replace(/\d(?=[a-z])/g, "$& ") : time,
    count(figures.tasks, "task"),
    count(figures.files, "file"),
  ]);
}
