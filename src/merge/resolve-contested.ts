import { appendTo } from "../model/append-to.ts";
import type { ChooseOwned } from "./choose-owned.ts";
import { applyHunks, groupHunks, type Contested, type Hunk, type Stretch } from "./hunks.ts";
import { chooseStanding, keepBoth, setApart } from "./keep-both.ts";
import { hasMarker, isParagraphPart, standAlone } from "./lone-lines.ts";
import type { MergeLine } from "./merge-lines.ts";
import { refineHunk } from "./refine-hunk.ts";
import { removeDoubles, uniteInsertions, type OriginLine } from "./unite-lines.ts";

/** Both sides of a stretch where two people changed the same prose differently. */
export interface Conflict {
  readonly kind: "conflict";
  readonly base: readonly MergeLine[];
  readonly ours: readonly MergeLine[];
  readonly theirs: readonly MergeLine[];
}

/** What a stretch comes to. */
export type MergedPart = { readonly kind: "merged"; readonly lines: readonly MergeLine[] } | Conflict;

/** The lines of the base as the three versions have them. */
export interface BaseLines {
  readonly base: readonly MergeLine[];
  /** The line of a side that stands for a line of the base; `undefined` where the side has none. */
  readonly oursAt: (baseIndex: number) => MergeLine | undefined;
  readonly theirsAt: (baseIndex: number) => MergeLine | undefined;
  readonly choose: ChooseOwned;
  readonly lineEnding: string;
}

/** Three-way choice of one line that all versions have; of an owned one that both sides changed, by `choose`. */
function mergeLine(base: MergeLine, ours: MergeLine, theirs: MergeLine, choose: ChooseOwned): MergeLine {
  if (ours.text === theirs.text || theirs.text === base.text) return ours;
  return ours.text === base.text ? theirs : choose(ours, theirs);
}

/** The line of the result for a line of the base that neither side's hunks touch. */
export function keptLine({ base, oursAt, theirsAt, choose }: BaseLines, index: number): MergeLine {
  const line = base[index];
  if (line === undefined) throw new Error(`line ${index} is not in the base`);
  return mergeLine(line, oursAt(index) ?? line, theirsAt(index) ?? line, choose);
}

/** The two lines are parts of one paragraph, or of one block of code or HTML. */
function isOneBlock(before: MergeLine | undefined, after: MergeLine | undefined): boolean {
  if (before === undefined || after === undefined || before.owned !== undefined || after.owned !== undefined)
    return false;
  if (before.kind === "literal") return after.kind === "literal";
  return before.kind === "prose" && (after.kind === "prose" || after.kind === "tail");
}

/** What meets here touches one block: the base before the place, and what the base or the later hunk puts after it. */
function meetsInBlock(base: readonly MergeLine[], place: number, next: Hunk): boolean {
  return (
    isOneBlock(base[place - 1], base[place]) ||
    (next.start === next.end && next.start === place && isOneBlock(base[place - 1], next.lines[0]))
  );
}

/** The hunk is part of the stretch: it overlaps it, inserts at the same place, or changes the same block. */
function meets(base: readonly MergeLine[], before: Stretch, next: Hunk): boolean {
  if (next.start !== before.end) return next.start < before.end;
  return (before.start === before.end && next.start === next.end) || meetsInBlock(base, next.start, next);
}

function isSameHunk(a: Hunk, b: Hunk): boolean {
  return (
    a.start === b.start &&
    a.end === b.end &&
    a.lines.length === b.lines.length &&
    a.lines.every(({ key }, index) => key === b.lines[index]?.key)
  );
}

/** Code, HTML and front matter: two blocks of it cannot be united line by line. */
function isLiteral({ kind, owned }: MergeLine): boolean {
  return kind === "literal" && owned === undefined;
}

/** Two hunks of different sides cannot both be applied: they change the same prose, and not in the same way. */
function clash(base: readonly MergeLine[], a: Hunk, b: Hunk): boolean {
  const [first, second] = a.start < b.start || (a.start === b.start && a.end <= b.end) ? [a, b] : [b, a];
  if (second.start > first.end || isSameHunk(a, b)) return false;
  if (first.start === first.end || second.start === second.end || second.start === first.end) {
    const place = second.start;
    if (first.start < place && place < first.end) {
      return !standAlone(base, place - 1, place + 1);
    }
    if (a.start !== b.start || a.end !== b.end) return meetsInBlock(base, place, second);
    const bothContinue = a.lines[0]?.kind === "tail" && b.lines[0]?.kind === "tail";
    const bothLiteral = a.lines.some(isLiteral) && b.lines.some(isLiteral);
    return bothContinue || bothLiteral || meetsInBlock(base, place, a) || meetsInBlock(base, place, b);
  }
  const overlapEnd = Math.min(first.end, second.end);
  // Two ways to resolve the older conflict of a base that git merged from several: each drops what the other keeps.
  if (a.lines.length === 0 && b.lines.length === 0) return hasMarker(base, second.start, overlapEnd);
  return !standAlone(base, second.start, overlapEnd);
}

function hasClash(base: readonly MergeLine[], { ours, theirs }: Contested): boolean {
  let start = 0;
  for (const hunk of ours) {
    while (start < theirs.length && (theirs[start]?.end ?? 0) < hunk.start) start += 1;
    for (let index = start; index < theirs.length; index += 1) {
      const other = theirs[index];
      if (other === undefined || other.start > hunk.end) break;
      if (clash(base, hunk, other)) return true;
    }
  }
  return false;
}

/** What one side does in a cluster: a line that is `undefined` is removed; insertions stand before the line of their index. */
interface SideChanges {
  readonly lines: ReadonlyMap<number, MergeLine | undefined>;
  readonly insertions: ReadonlyMap<number, readonly MergeLine[]>;
}

function readChanges(hunks: readonly Hunk[]): SideChanges {
  const lines = new Map<number, MergeLine | undefined>();
  const insertions = new Map<number, MergeLine[]>();
  for (const { start, end, lines: inserted, isRevision } of hunks) {
    for (let index = start; index < end; index += 1) lines.set(index, isRevision ? inserted[0] : undefined);
    if (!isRevision) for (const line of inserted) appendTo(insertions, end, line);
  }
  return { lines, insertions };
}

/** Unites the changes of both sides line by line; `undefined` where the same line was changed in two ways. */
function uniteCluster(lines: BaseLines, cluster: Contested): readonly OriginLine[] | undefined {
  const { base, choose, lineEnding } = lines;
  if (hasClash(base, cluster)) return undefined;
  const [ours, theirs] = [readChanges(cluster.ours), readChanges(cluster.theirs)];
  const sides = { ours, theirs };
  const result: OriginLine[] = [];
  // One side removed the heading: what the other revised below it would stand under another one.
  let isOrphan = false;
  for (let index = cluster.start; index <= cluster.end; index += 1) {
    const [oursInserted = [], theirsInserted = []] = [ours.insertions.get(index), theirs.insertions.get(index)];
    for (const entry of uniteInsertions(oursInserted, theirsInserted, choose, lineEnding)) result.push(entry);
    const line = base[index];
    if (index === cluster.end || line === undefined) break;
    if (line.kind === "heading") isOrphan = isRemoved(ours, index) || isRemoved(theirs, index);
    const [isOurs, isTheirs] = [ours.lines.has(index), theirs.lines.has(index)];
    const [oursLine, theirsLine] = [ours.lines.get(index), theirs.lines.get(index)];
    if (!isOurs && !isTheirs) result.push({ line: keptLine(lines, index), origin: "both" });
    else if (isOurs && isTheirs) {
      const settled = settleLine(lines, index, sides, isOrphan);
      if (settled === undefined) return undefined;
      for (const entry of settled) result.push(entry);
    } else {
      const changed = isOurs ? oursLine : theirsLine;
      if (changed !== undefined) result.push({ line: changed, origin: isOurs ? "ours" : "theirs" });
    }
  }
  return setApart(chooseStanding(result, choose), lineEnding);
}

function isRemoved({ lines }: SideChanges, index: number): boolean {
  return lines.has(index) && lines.get(index) === undefined;
}

/** The revision of a paragraph that the side made longer is no line of its own any more. */
function isPartOfMore({ lines, insertions }: SideChanges, index: number): boolean {
  const line = lines.get(index);
  const next = insertions.get(index + 1)?.[0];
  if (next?.kind === "tail") return true;
  return line?.kind === "prose" && (isParagraphPart(insertions.get(index)?.at(-1)) || isParagraphPart(next));
}

/** What a line that both sides changed comes to; `undefined` where the two changes are a conflict. */
function settleLine(
  { base, choose }: BaseLines,
  index: number,
  sides: Readonly<Record<"ours" | "theirs", SideChanges>>,
  isOrphan: boolean,
): readonly OriginLine[] | undefined {
  const [ours, theirs] = [sides.ours.lines.get(index), sides.theirs.lines.get(index)];
  if (ours === undefined && theirs === undefined) return [];
  if (ours !== undefined && ours.text === theirs?.text) return [{ line: ours, origin: "both" }];
  if (isPartOfMore(sides.ours, index) || isPartOfMore(sides.theirs, index)) return undefined;
  if (ours !== undefined && theirs !== undefined) return keepBoth({ base, index, ours, theirs, choose });
  if (isOrphan) return undefined;
  // Revised by one side and removed by the other: what was revised stays.
  return ours === undefined ? theirs && [{ line: theirs, origin: "theirs" }] : [{ line: ours, origin: "ours" }];
}

/** The lines of each side over a stretch. */
function sidesOf(
  lines: BaseLines,
  { start, end, ours, theirs }: Contested,
): Record<"ours" | "theirs", readonly MergeLine[]> {
  return {
    ours: applyHunks(ours, start, end, (index) => lines.oursAt(index) ?? keptLine(lines, index)),
    theirs: applyHunks(theirs, start, end, (index) => lines.theirsAt(index) ?? keptLine(lines, index)),
  };
}

function resolveCluster(lines: BaseLines, cluster: Contested): readonly OriginLine[] | Conflict {
  const { base, choose } = lines;
  const { start, end } = cluster;
  if (cluster.theirs.length === 0 || cluster.ours.length === 0) {
    const [hunks, origin] =
      cluster.ours.length === 0 ? ([cluster.theirs, "theirs"] as const) : ([cluster.ours, "ours"] as const);
    return applyHunks(hunks, start, end, (index) => keptLine(lines, index)).map((line) => ({ line, origin }));
  }
  const { ours, theirs } = sidesOf(lines, cluster);
  if (ours.length === theirs.length && ours.every(({ key }, index) => key === theirs[index]?.key)) {
    return ours.map((line, index) => {
      const other = theirs[index] ?? line;
      return { line: line.text === other.text ? line : choose(line, other), origin: "both" };
    });
  }
  return uniteCluster(lines, cluster) ?? { kind: "conflict", base: base.slice(start, end), ours, theirs };
}

/** Merges a stretch that both sides changed. */
export function resolveContested(lines: BaseLines, contested: Contested): readonly MergedPart[] {
  const { base, choose } = lines;
  const refine = (hunks: readonly Hunk[]): readonly Hunk[] => hunks.flatMap((hunk) => refineHunk(base, hunk));
  const sides = sidesOf(lines, contested);
  const parts: MergedPart[] = [];
  let united: OriginLine[] = [];
  const finish = (): void => {
    if (united.length > 0)
      parts.push({ kind: "merged", lines: removeDoubles(united, sides.ours, sides.theirs, choose) });
    united = [];
  };
  let index = contested.start;
  const keepUntil = (end: number): void => {
    for (; index < end; index += 1) united.push({ line: keptLine(lines, index), origin: "both" });
  };
  const clusters = groupHunks(refine(contested.ours), refine(contested.theirs), (before, next) =>
    meets(base, before, next),
  );
  for (const cluster of clusters) {
    keepUntil(cluster.start);
    const resolved = resolveCluster(lines, cluster);
    if ("kind" in resolved) {
      finish();
      parts.push(resolved);
    } else for (const entry of resolved) united.push(entry);
    index = cluster.end;
  }
  keepUntil(contested.end);
  finish();
  return parts;
}
