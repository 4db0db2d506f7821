import { parseLabelLine } from "../document/label-lines.ts";
import type { StateDocument } from "../document/state-document.ts";
import { createFinding, type Finding } from "../model/finding.ts";
import type { RepositoryPath } from "../model/ports.ts";
import type { Range } from "../model/source-text.ts";
import { findProgressFigures, type ProgressFigure } from "../document/progress-figures.ts";

/** A progress figure with the line that it stands in. */
export interface ProgressClaim {
  readonly figure: ProgressFigure;
  /** The line's label; `Progress` where it has none. */
  readonly label: string;
  readonly lineIndex: number;
  /** What the figure says, as written. */
  readonly recorded: string;
  readonly range: Range;
}

const progressLabel =
  /^(?:overall |total |phase |milestone |project )?progress(?: bar)?(?: \([^()]{0,40}\))?$|^overall$/i;
const barCells = /[█▓▒░▰▱■□●○]{3}|\[[#=>.]{2}/;

/** Finds the progress figures of a document's prose: in lines with a bar, and in those labelled *Progress*. */
export function findProgressClaims(document: StateDocument): readonly ProgressClaim[] {
  const claims: ProgressClaim[] = [];
  document.lineKinds.forEach((kind, lineIndex) => {
    const line = document.source.lines[lineIndex];
    if (kind !== "text" || line === undefined) return;
    const labelLine = parseLabelLine(document, lineIndex);
    if (!barCells.test(line.text) && !progressLabel.test(labelLine?.label ?? "")) return;
    const text = labelLine?.value ?? line.text;
    const start = labelLine?.valueRange.start ?? line.start;
    for (const figure of findProgressFigures(text)) {
      const range = { start: start + figure.range.start, end: start + figure.range.end };
      claims.push({
        figure,
        label: labelLine?.label ?? "Progress",
        lineIndex,
        recorded: text.slice(figure.range.start, figure.range.end).trim(),
        range,
      });
    }
  });
  return claims;
}

function percentOf(part: number, whole: number): number {
  return (100 * part) / whole;
}

/** A share as people write it; rounding up, down or to the nearest is all the same. */
function agrees(written: number, isApproximate: boolean, share: number): boolean {
  return Math.abs(written - share) <= (isApproximate ? 5 : 1);
}

function contradictPercentage({ percentage, fractions }: ProgressFigure): string | null {
  const sound = fractions.filter(({ part, whole }) => part <= whole);
  if (percentage === null || sound.length === 0) return null;
  if (sound.some(({ part, whole }) => agrees(percentage.value, percentage.isApproximate, percentOf(part, whole))))
    return null;
  // A share of the plans beside a count of the phases is no contradiction, nor is the project's beside one phase's.
  const comparable = sound.filter(({ counts, isOfPhase }) => counts !== "phases" && !isOfPhase);
  if (comparable.length === 0) return null;
  return comparable.map(({ part, whole, text }) => `${text} is ${Math.round(percentOf(part, whole))}%`).join(", ");
}

function contradictBar({ bar, percentage }: ProgressFigure): string | null {
  if (bar === null || percentage === null || percentage.value > 100) return null;
  const cells = (percentage.value / 100) * bar.cells;
  const slack = percentage.isApproximate ? 2 : 1;
  const nearest = Math.min(Math.max(cells, bar.fewestFilled), bar.mostFilled);
  return Math.abs(cells - nearest) <= slack + 1e-9
    ? null
    : `its bar is filled to ${Math.round(percentOf(nearest, bar.cells))}%`;
}

/** Holds each figure against itself: the percentage against the fractions beside it, the bar against the percentage. */
export function checkProgress(
  claims: readonly ProgressClaim[],
  document: StateDocument,
  path: RepositoryPath,
): readonly Finding[] {
  return claims.flatMap(({ figure, label, recorded, range }) => {
    const reasons = [contradictPercentage(figure), contradictBar(figure)].filter((reason) => reason !== null);
    if (reasons.length === 0) return [];
    return [
      createFinding(
        "total-contradicted",
        { label, recorded, expected: reasons.join(", and ") },
        { path, source: document.source, range },
      ),
    ];
  });
}
