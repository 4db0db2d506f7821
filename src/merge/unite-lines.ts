import { matchLines } from "./match-lines.ts";
import type { MergeLine } from "./merge-lines.ts";
import type { ChooseOwned } from "./choose-owned.ts";

/** A line of the result, and which side it is from. */
export interface OriginLine {
  readonly line: MergeLine;
  readonly origin: "both" | "ours" | "theirs";
}

/** Two lines that Markdown would join, or take for parts of one block, when one follows the other. */
function needsBlankBetween(before: MergeLine, after: MergeLine): boolean {
  const block = ({ kind, owned }: MergeLine): string => (kind === "tail" || owned?.kind === "standing" ? "item" : kind);
  const [first, second] = [block(before), block(after)];
  if (first === "blank" || second === "blank" || first === "label" || second === "label") return false;
  if (first === "prose" && second === "prose") return true;
  // A line of prose right below an item would go on with it.
  if (first === "item" && second === "prose") return true;
  return first !== second && (first === "row" || second === "row" || first === "prose");
}

/**
 * Unites what both sides inserted at one place: ours, then theirs; lines that both have, once and in their order.
 *
 * No line that one side wrote is lost or doubled. Where two blocks would run into one, a blank line keeps them apart.
 */
export function uniteInsertions(
  ours: readonly MergeLine[],
  theirs: readonly MergeLine[],
  choose: ChooseOwned,
  lineEnding: string,
): readonly OriginLine[] {
  // Theirs continues an item that ours does not: it belongs to the line above both.
  if (theirs[0]?.kind === "tail" && ours[0]?.kind !== "tail") {
    const end = theirs.findIndex(({ kind }) => kind !== "tail");
    const tail = end === -1 ? theirs : theirs.slice(0, end);
    return [
      ...tail.map((line) => ({ line, origin: "theirs" }) as const),
      ...uniteInsertions(ours, end === -1 ? [] : theirs.slice(end), choose, lineEnding),
    ];
  }
  const matches = matchLines(
    ours.map(({ key }) => key),
    theirs.map(({ key }) => key),
  );
  const result: OriginLine[] = [];
  let [oursStart, theirsStart] = [0, 0];
  for (let index = 0; index <= ours.length; index += 1) {
    const match = index === ours.length ? theirs.length : (matches[index] ?? -1);
    if (match === -1) continue;
    const [oursPart, theirsPart] = [ours.slice(oursStart, index), theirs.slice(theirsStart, match)];
    for (const line of oursPart) result.push({ line, origin: "ours" });
    const [last, first] = [oursPart.at(-1), theirsPart[0]];
    if (last !== undefined && first !== undefined && needsBlankBetween(last, first))
      result.push({ line: { text: lineEnding, key: lineEnding, kind: "blank", owned: undefined }, origin: "both" });
    for (const line of theirsPart) result.push({ line, origin: "theirs" });
    const [both, other] = [ours[index], theirs[match]];
    if (both !== undefined && other !== undefined)
      result.push({ line: both.text === other.text ? both : choose(both, other), origin: "both" });
    [oursStart, theirsStart] = [index + 1, match + 1];
  }
  return result;
}

/** Counts lines by key. */
export function countLines(lines: readonly MergeLine[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of lines) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/**
 * Takes out what uniting doubled: a line that stands there more often than either side has it; theirs first. Blank lines
 * are no lines in this sense, nor is an item that goes on in the next line, nor what it goes on with.
 */
export function removeDoubles(
  lines: readonly OriginLine[],
  ours: readonly MergeLine[],
  theirs: readonly MergeLine[],
  choose: ChooseOwned,
): readonly MergeLine[] {
  const [oursCounts, theirsCounts] = [countLines(ours), countLines(theirs)];
  const excess = new Map<string, number>();
  for (const [key, count] of countLines(lines.map(({ line }) => line))) {
    const most = Math.max(oursCounts.get(key) ?? 0, theirsCounts.get(key) ?? 0);
    if (count > most) excess.set(key, count - most);
  }
  const isRemovable = ({ line }: OriginLine, index: number): boolean =>
    line.owned !== undefined ||
    (line.kind !== "blank" && line.kind !== "tail" && lines[index + 1]?.line.kind !== "tail");
  const removed = new Set<OriginLine>();
  for (const side of ["theirs", "ours"] as const)
    for (const [index, entry] of lines.entries()) {
      const left = excess.get(entry.line.key) ?? 0;
      if (left === 0 || entry.origin !== side || !isRemovable(entry, index)) continue;
      excess.set(entry.line.key, left - 1);
      removed.add(entry);
    }
  const removedByKey = new Map([...removed].map(({ line }) => [line.key, line]));
  return lines
    .filter((entry) => !removed.has(entry))
    .map(({ line }) => {
      const other = line.owned === undefined ? undefined : removedByKey.get(line.key);
      // A row of a table does not take the place of an item.
      return other?.kind !== line.kind || other.text === line.text ? line : choose(line, other);
    });
}
