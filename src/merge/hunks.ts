import type { MergeLine } from "./merge-lines.ts";
import type { LineMatches } from "./match-lines.ts";

/** One side replaces the lines [start, end) of the base by `lines`; an empty range inserts. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly MergeLine[];
  /** One line that says anew what one line of the base says. */
  readonly isRevision: boolean;
}

/** The changes of one side against the base, in order. Between two hunks stands at least one line that both have. */
export function findHunks(baseLength: number, side: readonly MergeLine[], matches: LineMatches): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let [start, sideStart] = [0, 0];
  for (let index = 0; index <= baseLength; index += 1) {
    const match = index === baseLength ? side.length : (matches[index] ?? -1);
    if (match === -1) continue;
    if (index > start || match > sideStart)
      hunks.push({ start, end: index, lines: side.slice(sideStart, match), isRevision: false });
    [start, sideStart] = [index + 1, match + 1];
  }
  return hunks;
}

/** A stretch of the base: the lines [start, end). */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A stretch with the hunks of both sides in it. */
export interface Contested extends Stretch {
  readonly ours: readonly Hunk[];
  readonly theirs: readonly Hunk[];
}

/** Groups hunks into stretches; `meets` tells whether a hunk belongs to the stretch before it. */
export function groupHunks(
  ours: readonly Hunk[],
  theirs: readonly Hunk[],
  meets: (before: Stretch, next: Hunk) => boolean,
): readonly Contested[] {
  const groups: Contested[] = [];
  let [oursIndex, theirsIndex] = [0, 0];
  let open: { start: number; end: number; ours: Hunk[]; theirs: Hunk[] } | undefined;
  for (;;) {
    const [nextOurs, nextTheirs] = [ours[oursIndex], theirs[theirsIndex]];
    if (nextOurs === undefined && nextTheirs === undefined) break;
    const order = nextOurs === undefined ? 1 : nextTheirs === undefined ? -1 : compareHunks(nextOurs, nextTheirs);
    // Two at the same place go the same way, so that it does not matter which of them is ours.
    const oursHere = order <= 0 ? nextOurs : undefined;
    const theirsHere = order >= 0 ? nextTheirs : undefined;
    const next = oursHere ?? theirsHere;
    if (next === undefined) break;
    const before: Stretch | undefined = open;
    const isPart = (hunk: Hunk | undefined): boolean =>
      before !== undefined && hunk !== undefined && meets(before, hunk);
    if (open === undefined || !(isPart(oursHere) || isPart(theirsHere))) {
      open = { start: next.start, end: next.end, ours: [], theirs: [] };
      groups.push(open);
    }
    if (oursHere !== undefined) {
      oursIndex += 1;
      open.ours.push(oursHere);
    }
    if (theirsHere !== undefined) {
      theirsIndex += 1;
      open.theirs.push(theirsHere);
    }
    open.end = Math.max(open.end, next.end);
  }
  return groups;
}

function compareHunks(a: Hunk, b: Hunk): number {
  return a.start - b.start || a.end - b.end;
}

/** The lines of one side over a stretch of the base that holds these of its hunks whole. */
export function applyHunks(
  hunks: readonly Hunk[],
  start: number,
  end: number,
  lineAt: (baseIndex: number) => MergeLine,
): readonly MergeLine[] {
  const lines: MergeLine[] = [];
  let index = start;
  for (const hunk of hunks) {
    for (; index < hunk.start; index += 1) lines.push(lineAt(index));
    for (const line of hunk.lines) lines.push(line);
    index = hunk.end;
  }
  for (; index < end; index += 1) lines.push(lineAt(index));
  return lines;
}
