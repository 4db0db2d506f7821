import { mergeAdditions } from "./merge-additions.ts";
import { isEmptyStatement } from "./merge-likeness.ts";
import { pairUnits } from "./merge-pairs.ts";
import { settle, type MergeContext, type Piece } from "./merge-pieces.ts";
import { settleWritten } from "./merge-written.ts";
import type { MergeUnit } from "./merge-units.ts";

/**
 * Merges a stretch that both sides changed, unit by unit: what one side changed is taken, what both added is united, and
 * only units that both changed, each differently, are left to people.
 *
 * No line of a side is dropped unless the other side removed it, or it is a recorded value and evidence chose the other.
 */
export function mergeRegion(base: readonly MergeUnit[], ours: readonly MergeUnit[], theirs: readonly MergeUnit[], context: MergeContext): readonly Piece[] {
  const [ourByBase, theirByBase] = [pairUnits(base, ours), pairUnits(base, theirs)];
  const pieces: Piece[] = [];
  let [nextOurs, nextTheirs] = [0, 0];
  const addUntil = (ourEnd: number, theirEnd: number, isFirst: boolean, isLast: boolean): void => {
    const around = { ...context, before: isFirst ? context.before : undefined, after: isLast ? context.after : undefined };
    pieces.push(...mergeAdditions(ours.slice(nextOurs, ourEnd), theirs.slice(nextTheirs, theirEnd), around));
    [nextOurs, nextTheirs] = [Math.max(nextOurs, ourEnd), Math.max(nextTheirs, theirEnd)];
  };
  base.forEach((unit, index) => {
    const [ourIndex, theirIndex] = [ourByBase.get(index), theirByBase.get(index)];
    // What a side removed says nothing of where its additions stand: they wait for the next unit that it kept.
    addUntil(ourIndex ?? nextOurs, theirIndex ?? nextTheirs, index === 0, false);
    if (ourIndex !== undefined) nextOurs = ourIndex + 1;
    if (theirIndex !== undefined) nextTheirs = theirIndex + 1;
    const piece = mergeUnit(unit, ourIndex === undefined ? undefined : ours[ourIndex], theirIndex === undefined ? undefined : theirs[theirIndex], context);
    if (piece !== undefined) pieces.push(piece);
  });
  addUntil(ours.length, theirs.length, base.length === 0, true);
  return pieces;
}

/** One unit of the base with what became of it; `undefined` where it was removed. */
function mergeUnit(base: MergeUnit, ours: MergeUnit | undefined, theirs: MergeUnit | undefined, context: MergeContext): Piece | undefined {
  if (ours === undefined && theirs === undefined) return undefined;
  if (ours === undefined || theirs === undefined) {
    const kept = ours ?? theirs;
    // Removed here, untouched there: removed. "None yet" says nothing that its removal could lose.
    if (kept === undefined || kept.text === base.text || isEmptyStatement(kept)) return undefined;
    // Removed here, brought up to date there: what somebody wrote is not lost for somebody else's tidying.
    if (kept.isStatus || kept.isRecorded || (kept.kind !== "text" && kept.kind !== "heading" && kept.kind !== "block")) return settle(kept, base);
    return { kind: "contested", base: [base], ours: ours === undefined ? [] : [ours], theirs: theirs === undefined ? [] : [theirs] };
  }
  if (ours.text === theirs.text || theirs.text === base.text) return settle(ours, base, theirs);
  if (ours.text === base.text) return settle(theirs, base, ours);
  return settleWritten(base, ours, theirs, context.newer) ?? { kind: "contested", base: [base], ours: [ours], theirs: [theirs] };
}
