import type { PlanRow } from "../document/metrics-elements.ts";
import type { StateDocument } from "../document/state-document.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { Range, TextEdit } from "../model/source-text.ts";
import type { DurationVerdict } from "./row-durations.ts";

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

/** A recorded row, and what becomes of its duration. */
export interface WeighedRow {
  readonly planRow: PlanRow;
  readonly planId: PlanId | null;
  readonly verdict: DurationVerdict;
}

/** A line with its ending. */
export function wholeLine(document: StateDocument, lineIndex: number): Range {
  const line = document.source.lines[lineIndex];
  return { start: line?.start ?? 0, end: line?.nextStart ?? 0 };
}

/** The edit that mends the duration; `undefined` where it stays. */
export function replaceCell(weighed: WeighedRow): TextEdit | undefined {
  const { planRow, verdict } = weighed;
  return verdict.kind === "replaced" && planRow.duration !== undefined
    ? { range: planRow.duration.range, newText: verdict.newText }
    : undefined;
}

/** The line of a row, its duration mended. */
export function rowText(document: StateDocument, weighed: WeighedRow): string {
  const line = document.source.lines[weighed.planRow.row.lineIndex];
  const edit = replaceCell(weighed);
  if (line === undefined) return "";
  if (edit === undefined) return line.text;
  return (
    line.text.slice(0, edit.range.start - line.start) + edit.newText + line.text.slice(edit.range.end - line.start)
  );
}
