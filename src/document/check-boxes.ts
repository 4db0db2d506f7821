import type { Range } from "../model/source-text.ts";
import type { StateDocument } from "./state-document.ts";

/** A list item with a box, `- [x] 67-04-PLAN.md — Monitoring`. */
export interface CheckBox {
  readonly isTicked: boolean;
  /** What stands behind the box, on the same line. */
  readonly text: string;
  readonly range: Range;
  readonly lineIndex: number;
}

const boxLine = /^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+\[([ xX])\][ \t]+(\S.*)$/;

/**
 * Finds the check boxes of a document, in order. Those within `<details>` are left out: roadmaps fold a milestone that is
 * over, and its numbers may have begun again.
 */
export function findCheckBoxes(document: StateDocument): readonly CheckBox[] {
  const boxes: CheckBox[] = [];
  let folds = 0;
  document.source.lines.forEach(({ text, end }, lineIndex) => {
    const kind = document.lineKinds[lineIndex];
    if (kind === "html") {
      if (/<details(?![\w-])/i.test(text)) folds += 1;
      if (/<\/details>/i.test(text)) folds = Math.max(0, folds - 1);
    }
    if (kind !== "text" || folds > 0 || text.length > 2000) return;
    const match = boxLine.exec(text);
    if (match === null) return;
    const item = match[2] ?? "";
    boxes.push({
      isTicked: match[1] !== " ",
      text: item.trimEnd(),
      range: { start: end - item.length, end },
      lineIndex,
    });
  });
  return boxes;
}
