import type { ContestedPiece, Piece } from "./merge-pieces.ts";
import type { MergeUnit, UnitKind, UnitRun } from "./merge-units.ts";

/** A line of the merged text, or a place where people must choose. */
export type MergedEntry = string | Conflict;

/** What the sides say in one place, as lines. */
export interface Conflict {
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** What stands around a stretch: the last line in front of it, and what kind of unit follows. */
export interface LayoutContext {
  readonly before: MergeUnit | undefined;
  readonly after: MergeUnit | undefined;
  /** The line in front of the stretch is blank, or there is none. */
  readonly isBlankBefore: boolean;
  /** The line after the stretch is blank, or there is none. */
  readonly isBlankAfter: boolean;
}

/** Blank lines that Markdown, or GSD's normaliser, wants between two units that stood beside each other in no text. */
function blanksBetween(before: UnitKind, after: UnitKind): 0 | 1 {
  if (before === "table-head" && after === "row") return 0;
  return before === after && (before === "row" || before === "item" || before === "label") ? 0 : 1;
}

function linesOf(units: readonly MergeUnit[]): readonly string[] {
  return units.flatMap((unit, index) => [...blankLines(index === 0 ? 0 : unit.blanksBefore), ...unit.lines]);
}

function blankLines(count: number): readonly string[] {
  return Array.from({ length: Math.max(0, count) }, () => "");
}

/** Neighbouring contested pieces are one conflict: people read them as one. */
function joinContested(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.kind === "contested" && last?.kind === "contested") {
      joined[joined.length - 1] = { kind: "contested", base: [...last.base, ...piece.base], ours: [...last.ours, ...piece.ours], theirs: [...last.theirs, ...piece.theirs] };
    } else joined.push(piece);
  }
  return joined;
}

function unitsOf(piece: Piece): readonly MergeUnit[] {
  return piece.kind === "settled" ? piece.units : [...piece.ours, ...piece.theirs, ...piece.base];
}

function toConflict({ base, ours, theirs }: ContestedPiece): Conflict {
  return { base: linesOf(base), ours: linesOf(ours), theirs: linesOf(theirs) };
}

/**
 * Writes the pieces of a stretch as lines. Units that were neighbours in a text keep the blank lines between them; new
 * neighbours get those that Markdown needs.
 */
export function layOutPieces(pieces: readonly Piece[], runs: readonly UnitRun[], context: LayoutContext): readonly MergedEntry[] {
  const entries: MergedEntry[] = [];
  let previous: readonly MergeUnit[] | null = null;
  for (const piece of joinContested(pieces)) {
    const units = unitsOf(piece);
    entries.push(...blankLines(countBlanks(previous, units, context)));
    if (piece.kind === "settled") entries.push(...piece.lines);
    else entries.push(toConflict(piece));
    previous = units;
  }
  entries.push(...blankLines(countTrailing(previous, runs, context)));
  return entries;
}

function countBlanks(previous: readonly MergeUnit[] | null, units: readonly MergeUnit[], context: LayoutContext): number {
  // `units` begins with the one whose bytes are taken: its own surroundings come first.
  const natural = units.find((unit) => (unit.previous === null ? previous === null : previous?.includes(unit.previous)));
  if (natural !== undefined) return natural.blanksBefore;
  const [first] = units;
  if (first === undefined) return 0;
  if (previous === null) {
    if (context.isBlankBefore || context.before === undefined) return 0;
    return blanksBetween(context.before.kind, first.kind);
  }
  const last = previous[0];
  return last === undefined ? 0 : blanksBetween(last.kind, first.kind);
}

function countTrailing(previous: readonly MergeUnit[] | null, runs: readonly UnitRun[], context: LayoutContext): number {
  const ends = runs.filter(({ units }) => (previous === null ? units.length === 0 : units.length > 0 && previous.includes(units.at(-1) ?? previous[0] ?? never())));
  const wanted = Math.max(0, ...(ends.length > 0 ? ends : runs).map(({ trailingBlanks }) => trailingBlanks));
  if (previous === null) return context.isBlankBefore && context.isBlankAfter ? 0 : wanted;
  const isCrowded = wanted === 0 && !context.isBlankAfter && context.after !== undefined && ends.length === 0;
  return isCrowded ? blanksBetween(previous[0]?.kind ?? "text", context.after.kind) : wanted;
}

function never(): never {
  throw new Error("a run with units has a last one");
}
