import type { MergeUnit } from "./merge-units.ts";
import type { MergeSideName } from "./merge-recency.ts";

/** A part of a merged stretch: text that is settled, or what only people can settle. */
export type Piece = SettledPiece | ContestedPiece;

export interface SettledPiece {
  readonly kind: "settled";
  readonly lines: readonly string[];
  /** The units that it stands for, of any side: what may rightly follow any of them may follow it. */
  readonly units: readonly MergeUnit[];
}

export interface ContestedPiece {
  readonly kind: "contested";
  readonly base: readonly MergeUnit[];
  readonly ours: readonly MergeUnit[];
  readonly theirs: readonly MergeUnit[];
}

/** A unit that goes through as it is, with its versions on other sides, if there are any. */
export function settle(unit: MergeUnit, ...versions: readonly (MergeUnit | undefined)[]): SettledPiece {
  return { kind: "settled", lines: unit.lines, units: [unit, ...versions.filter((version) => version !== undefined)] };
}

/** What the merging of units needs to know of the texts around them. */
export interface MergeContext {
  /** The side that recorded the later state: its values win where programs write them. */
  readonly newer: MergeSideName;
  /** The units right before and after the stretch, where the text goes on without a blank line. */
  readonly before: MergeUnit | undefined;
  readonly after: MergeUnit | undefined;
}
