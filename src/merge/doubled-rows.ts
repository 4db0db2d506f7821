import type { ChooseOwned } from "./choose-owned.ts";
import type { MergeLine } from "./merge-lines.ts";
import type { MergedPart } from "./resolve-contested.ts";
import { countLines } from "./unite-lines.ts";

/**
 * Takes out rows of one plan that came from different places: older GSD versions appended them where they could. A plan
 * has no more rows than the side that has more; the row that stays says what the better of them says.
 */
export function removeDoubledRows(
  parts: readonly MergedPart[],
  ours: readonly MergeLine[],
  theirs: readonly MergeLine[],
  choose: ChooseOwned,
): readonly MergedPart[] {
  const isRow = ({ owned }: MergeLine): boolean => owned?.kind === "plan-row" || owned?.kind === "phase-row";
  const rowsOf = (lines: readonly MergeLine[]): readonly MergeLine[] => lines.filter(isRow);
  const rows = rowsOf(parts.flatMap((part) => (part.kind === "merged" ? part.lines : [])));
  const [counts, oursCounts, theirsCounts] = [countLines(rows), countLines(rowsOf(ours)), countLines(rowsOf(theirs))];
  const excess = new Map<string, number>();
  for (const [key, count] of counts) {
    const most = Math.max(oursCounts.get(key) ?? 0, theirsCounts.get(key) ?? 0);
    if (count > most) excess.set(key, count - most);
  }
  if (excess.size === 0) return parts;
  const removed = new Map<string, MergeLine>();
  const withoutLast = parts.toReversed().map((part): MergedPart => {
    if (part.kind === "conflict") return part;
    const kept: MergeLine[] = [];
    for (const line of part.lines.toReversed()) {
      const left = isRow(line) ? (excess.get(line.key) ?? 0) : 0;
      if (left > 0) {
        excess.set(line.key, left - 1);
        removed.set(line.key, line);
      } else kept.push(line);
    }
    return { kind: "merged", lines: kept.reverse() };
  });
  return withoutLast.reverse().map((part): MergedPart => {
    if (part.kind === "conflict") return part;
    return {
      kind: "merged",
      lines: part.lines.map((line) => {
        const other = isRow(line) ? removed.get(line.key) : undefined;
        // A row of a table does not take the place of an item.
        return other?.kind !== line.kind || other.text === line.text ? line : choose(line, other);
      }),
    };
  });
}
