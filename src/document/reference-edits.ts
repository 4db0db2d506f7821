import type { Oid } from "../model/oid.ts";
import type { Range, TextEdit } from "../model/source-text.ts";
import type { CommitReference } from "./commit-references.ts";

/** A reference, and the commit that it is to name. */
export interface ReferenceMove {
  readonly reference: CommitReference;
  readonly to: Oid;
}

/**
 * The edits by which references name other commits; only the bytes of the tokens change.
 *
 * A token keeps its length unless the repository needs more digits to tell the commit from other objects: `uniqueLengths`
 * says how many. A full oid stays full, upper case stays upper case, and the target of a link moves with its text.
 */
export function editsForMoves(
  moves: readonly ReferenceMove[],
  uniqueLengths: ReadonlyMap<Oid, number>,
): readonly TextEdit[] {
  return moves.flatMap(({ reference, to }) => {
    const isUpper = /[A-F]/.test(reference.text);
    const edit = (range: Range): TextEdit => {
      // A length that is not known is the whole oid: it names no other object.
      const length = Math.max(range.end - range.start, uniqueLengths.get(to) ?? to.length);
      const text = to.slice(0, length);
      return { range, newText: isUpper ? text.toUpperCase() : text };
    };
    return [edit(reference.range), ...(reference.linkTargetRange === null ? [] : [edit(reference.linkTargetRange)])];
  });
}
