import { isPlaceholder } from "../document/label-lines.ts";
import type { MergeLine } from "./merge-lines.ts";

/** A paragraph on one line that is longer than this is a text, not a note: two versions of it are a conflict. */
const noteLength = 300;

/** A marker of an older conflict, as git leaves them in a base that it merged from several: nobody's prose. */
const markerLine = /^(?:<{7,}|={7,}|>{7,}|\|{7,})(?:[ \r\n]|$)/;

/** “None.”, “(none yet)”: a line that says that there is nothing, and goes when there is something. */
function isPlaceholderLine(text: string): boolean {
  if (text.length > 80) return false;
  const bare = text
    .trim()
    .replace(/^[-*+][ \t]+/, "")
    .replace(/[*_()`.]/g, "")
    .trim();
  return isPlaceholder(bare) || /^(?:none|nothing)(?: (?:yet|so far|currently|pending|active))?$/i.test(bare);
}

/** The line is part of a paragraph that the line beside it belongs to as well. */
export function isParagraphPart(line: MergeLine | undefined): boolean {
  return line !== undefined && line.owned === undefined && (line.kind === "prose" || line.kind === "tail");
}

/** A short paragraph that is one line: what happens to it says nothing of the lines around it. */
export function isNote(lines: readonly MergeLine[], index: number): boolean {
  const line = lines[index];
  if (line === undefined || line.owned !== undefined || line.kind !== "prose") return false;
  if (line.text.length > noteLength || markerLine.test(line.text)) return false;
  return !isParagraphPart(lines[index - 1]) && !isParagraphPart(lines[index + 1]);
}

/** Items, rows, label lines and notes stand for themselves: what happens to one says nothing of its neighbours. */
function standsAlone(lines: readonly MergeLine[], index: number): boolean {
  const line = lines[index];
  if (line === undefined || line.owned !== undefined) return true;
  if (line.kind === "item" || line.kind === "row" || line.kind === "blank" || line.kind === "label") return true;
  return line.kind === "prose" && (isPlaceholderLine(line.text) || markerLine.test(line.text) || isNote(lines, index));
}

/** All lines of [start, end) stand for themselves. */
export function standAlone(lines: readonly MergeLine[], start: number, end: number): boolean {
  for (let index = start; index < end; index += 1) if (!standsAlone(lines, index)) return false;
  return true;
}

/** A line of [start, end) is a marker of an older conflict. */
export function hasMarker(lines: readonly MergeLine[], start: number, end: number): boolean {
  return lines.slice(start, end).some(({ text, kind }) => kind === "prose" && markerLine.test(text));
}
