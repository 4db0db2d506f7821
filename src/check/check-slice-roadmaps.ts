import { plainText } from "../document/current-position.ts";
import { findCheckBoxes } from "../document/check-boxes.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import { phaseOfPlan, type PlanId } from "../model/plan-id.ts";
import type { Range } from "../model/source-text.ts";
import type { StateDocument } from "../document/state-document.ts";
import type { PlanFigures } from "../links/plan-figures.ts";
import { readSlicePlace } from "../planning/slice-places.ts";
import { isQualified } from "./check-roadmap.ts";
import type { ProjectDocument } from "./project-documents.ts";

/** `**S01: Canvas** …`; of a list (`S01, S02`) and of a task (`S01/T02`) nothing is known by one summary. */
const leadingSlice = /^(S\d{1,6})(?=[:.]?[ \t]|[:.]?$)(?![ \t]?[,&+/–—-][ \t]?[ST]?\d)/;

/**
 * Holds the check marks of gsd-2's roadmaps, one a milestone, against the summaries of their slices. A slice without files
 * is left alone: where gsd-2 keeps its plans in a database, it writes none.
 */
export function checkSliceRoadmaps(
  roadmaps: readonly ProjectDocument[],
  figures: readonly PlanFigures[],
): readonly Finding[] {
  const byId = new Map<PlanId, PlanFigures>(figures.map((each) => [each.plan.planId, each]));
  return roadmaps.flatMap(({ path, document }) => {
    const directory = path.slice(0, path.lastIndexOf("/"));
    return findMarks(document).flatMap(({ slice, isTicked, range, text }): readonly Finding[] => {
      const planId = readSlicePlace(`${directory}/slices/${slice}/`)?.planId;
      const files = planId === undefined ? undefined : byId.get(planId)?.plan.files;
      if (planId === undefined || files == null || isQualified(text)) return [];
      if (isTicked === (files.summaryPath !== null)) return [];
      const evidence = `${planId} has ${isTicked ? "no" : "its"} SUMMARY`;
      const data = { name: slice, isTicked, planId, phase: phaseOfPlan(planId), evidence };
      return [createFinding("check-mark-contradicted", data, { path, source: document.source, range })];
    });
  });
}

interface SliceMark {
  readonly slice: string;
  readonly isTicked: boolean;
  readonly range: Range;
  /** The words of the item. */
  readonly text: string;
}

/** Older versions write boxes, newer ones a table with a column *Done*. */
function findMarks(document: StateDocument): readonly SliceMark[] {
  const boxes = findCheckBoxes(document).flatMap(({ text, isTicked, range }): readonly SliceMark[] => {
    const words = plainText(text.slice(0, 600));
    const slice = leadingSlice.exec(words)?.[1];
    return slice === undefined ? [] : [{ slice, isTicked, range, text: words }];
  });
  const cells = document.tables.flatMap(({ header, rows }) => {
    const done = header.cells.findIndex(({ text }) => /^done$/i.test(text));
    return rows.flatMap((row): readonly SliceMark[] => {
      const [name, title] = row.cells;
      const mark = row.cells[done];
      if (name === undefined || mark === undefined || !/^S\d{1,6}$/.test(name.text)) return [];
      if (!/^(?:✅|⬜)\uFE0F?$/u.test(mark.text)) return [];
      return [{ slice: name.text, isTicked: mark.text.startsWith("✅"), range: mark.range, text: title?.text ?? "" }];
    });
  });
  return [...boxes, ...cells];
}
