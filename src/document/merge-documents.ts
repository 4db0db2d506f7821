import { compareThreeWays, type Chunk } from "./merge-chunks.ts";
import { formatConflict, type ConflictStyle } from "./merge-conflicts.ts";
import { mergeFrontMatters } from "./merge-front-matter.ts";
import { layOutPieces, type MergedEntry } from "./merge-layout.ts";
import { findNewerSide, type MergeSideName } from "./merge-recency.ts";
import { mergeRegion } from "./merge-region.ts";
import { createMergeSides, formatLines, readBodyTokens, type MergeSide, type MergeSides, type Token } from "./merge-side.ts";
import { readUnits, type MergeUnit } from "./merge-units.ts";

/** What a merge of three texts is made from. */
export interface MergeInput {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly style: ConflictStyle;
}

export interface MergedDocument {
  readonly text: string;
  /** How many places people must settle; they are marked in the text. */
  readonly conflicts: number;
}

/**
 * Merges three versions of STATE.md.
 *
 * What git's own merge settles is settled the same way. Where git would stop, the text is merged by what it is: front
 * matter key by key, rows by their plan, labels by evidence, lists and sections united; marked is only prose that both
 * sides changed. Merging with the base or with itself is the identity, and swapping the sides swaps no more than
 * conflicts and the order of what both appended (docs/adr/0014).
 */
export function mergeDocuments(input: MergeInput): MergedDocument {
  const { base, ours, theirs } = input;
  if (ours === theirs || theirs === base) return { text: ours, conflicts: 0 };
  if (ours === base) return { text: theirs, conflicts: 0 };
  const sides = createMergeSides(base, ours, theirs);
  const newer = findNewerSide(sides.ours, sides.theirs);
  const entries = [...mergeFrontMatters(sides.base, sides.ours, sides.theirs, newer), ...mergeBodies(sides, newer)];
  let conflicts = 0;
  const lines = entries.flatMap((entry) => {
    if (typeof entry === "string") return [entry];
    conflicts += 1;
    return formatConflict(entry, input.style, sides.form);
  });
  return { text: formatLines(lines, sides.form), conflicts };
}

interface Body {
  readonly side: MergeSide;
  readonly tokens: readonly Token[];
}

function mergeBodies(sides: MergeSides, newer: MergeSideName): readonly MergedEntry[] {
  const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((side): Body => ({ side, tokens: readBodyTokens(side) }));
  if (base === undefined || ours === undefined || theirs === undefined) return [];
  const textsOf = ({ tokens }: Body): readonly string[] => tokens.map(({ text }) => text);
  const chunks = compareThreeWays(textsOf(base), textsOf(ours), textsOf(theirs));
  return chunks.flatMap((chunk) => {
    if (chunk.kind === "contested") return mergeChunk(chunk, base, ours, theirs, newer);
    const [body, span] = chunk.kind === "theirs" ? [theirs, chunk.theirs] : [ours, chunk.ours];
    return textsOf(body).slice(span.start, span.end).flatMap((text) => text.split("\n"));
  });
}

function unitBeside({ side, tokens }: Body, index: number): MergeUnit | undefined {
  return readUnits(side, tokens, Math.max(0, index), Math.min(tokens.length, index + 1)).units[0];
}

function mergeChunk(chunk: Chunk, base: Body, ours: Body, theirs: Body, newer: MergeSideName): readonly MergedEntry[] {
  const runs = ([[base, chunk.base], [ours, chunk.ours], [theirs, chunk.theirs]] as const).map(([{ side, tokens }, { start, end }]) => readUnits(side, tokens, start, end));
  const [baseRun, ourRun, theirRun] = runs;
  if (baseRun === undefined || ourRun === undefined || theirRun === undefined) return [];
  const [before, after] = [unitBeside(ours, chunk.ours.start - 1), unitBeside(ours, chunk.ours.end)];
  const context = { newer, before, after };
  const pieces = mergeRegion(baseRun.units, ourRun.units, theirRun.units, context);
  return layOutPieces(pieces, runs, { before, after, isBlankBefore: before === undefined, isBlankAfter: after === undefined });
}
