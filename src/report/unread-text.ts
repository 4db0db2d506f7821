import type { UnreadLine } from "../check/find-unread.ts";
import { clip, paint, printable, wrap, type TerminalStyle } from "./terminal.ts";

/** Neighbouring lines that are left alone for one reason. */
interface Passage {
  readonly first: UnreadLine;
  last: number;
}

function joinLines(unread: readonly UnreadLine[]): readonly Passage[] {
  const passages: Passage[] = [];
  for (const line of unread) {
    const previous = passages.at(-1);
    // A blank line between two paragraphs of prose parts nothing.
    if (previous !== undefined && previous.first.reason === line.reason && line.line - previous.last <= 2)
      previous.last = line.line;
    else passages.push({ first: line, last: line.line });
  }
  return passages;
}

/**
 * Lists what was not understood, a passage and its reason each; says so where all was, and where there was nothing to read.
 * `sections` are those that the document has of the ones that are kept.
 */
export function formatUnread(
  { lines: unread, sections }: { readonly lines: readonly UnreadLine[]; readonly sections: readonly string[] },
  style: TerminalStyle,
): string {
  if (sections.length === 0) return "\nno section that is kept is there: nothing was read\n";
  const read = sections.map((title) => `“${title}”`).join(" and ");
  if (unread.length === 0) return `\nin ${read} nothing was left unread\n`;
  const passages = joinLines(unread);
  const placeOf = ({ first, last }: Passage): string => (last === first.line ? `${last}` : `${first.line}-${last}`);
  const width = Math.max(...passages.map((passage) => placeOf(passage).length));
  const texts = passages.map((passage) => {
    const { first, last } = passage;
    const place = paint(style, "dim", placeOf(passage).padStart(width));
    const count = last === first.line ? "" : `, and further lines alike`;
    const shown = clip(printable(first.text), style.width - width - 4);
    const reason = wrap(`${first.reason}${count}`, style.width - width - 4).map(
      (line) => `${" ".repeat(width + 4)}${paint(style, "dim", line)}\n`,
    );
    return `  ${place}  ${shown}\n${reason.join("")}`;
  });
  return `\nleft alone in ${read},\nas their author's own:\n${texts.join("")}`;
}
