import type { StateDocument } from "./state-document.ts";

/**
 * Of lines that are no table's rows, those that may not go: without them Markdown would read what follows otherwise. A line
 * of prose may be what ends a list; an indented line after it would then belong to the list, and a table below be none.
 *
 * Free is a line before a heading, an item of a list, the end, or a blank line with one behind it that is not indented: there
 * whatever was open ends. What is free is looked past, so that the answer is the same when some of these lines have gone.
 */
export function findPinnedLines(document: StateDocument, lines: ReadonlySet<number>): ReadonlySet<number> {
  const { source, lineKinds } = document;
  const pinned = new Set<number>();
  let follower: number | undefined;
  let isApart = false;
  const isFree = (): boolean => {
    if (follower === undefined || lineKinds[follower] === "heading") return true;
    // An item that holds nothing, or of another number than one, would go on with the prose before it.
    return (isApart ? /^[^ \t]/ : /^[-*+][ \t]+[^ \t]/).test(source.lines[follower]?.text ?? "");
  };
  for (let index = lineKinds.length - 1; index >= 0; index -= 1) {
    if (lineKinds[index] === "blank") {
      isApart = true;
      continue;
    }
    if (lines.has(index)) {
      if (isFree()) continue;
      pinned.add(index);
    }
    follower = index;
    isApart = false;
  }
  return pinned;
}
