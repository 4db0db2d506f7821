import type { Range } from "../model/source-text.ts";
import type { Section, StateDocument } from "./state-document.ts";

/** A line of the form `Label: value`, plain, bold, or as a list item; GSD reads and writes all of them. */
export interface LabelLine {
  readonly label: string;
  readonly value: string;
  /** The value without the blanks around it; empty, where a value would stand, when there is none. */
  readonly valueRange: Range;
  readonly lineIndex: number;
  readonly isListItem: boolean;
}

const labelPattern = /^([ \t]*(?:[-*+][ \t]+)?)(\*\*)?([A-Za-z][A-Za-z0-9 /()._-]{0,60}?)(:\*\*|\*\*:|:)/;

/** Reads one line as a label and its value. Bold must be balanced: `**Label:**` or `**Label**:`. */
export function parseLabelLine(document: StateDocument, lineIndex: number): LabelLine | undefined {
  const line = document.source.lines[lineIndex];
  const kind = document.lineKinds[lineIndex];
  if (line === undefined || (kind !== "text" && kind !== "front-matter")) return undefined;
  const match = labelPattern.exec(line.text);
  if (match === null || (match[2] === undefined) !== (match[4] === ":")) return undefined;
  const after = line.text.slice(match[0].length);
  // `http://…` and `10:30` are no labels.
  if (after !== "" && !/^[ \t]/.test(after)) return undefined;
  const value = after.trim();
  const offset = line.start + match[0].length + (value === "" ? after.length : after.length - after.trimStart().length);
  return {
    label: (match[3] ?? "").trim(),
    value,
    valueRange: { start: offset, end: offset + value.length },
    lineIndex,
    isListItem: /[-*+]/.test(match[1] ?? ""),
  };
}

/** All label lines of a section, in order. */
export function findLabelLines(document: StateDocument, section: Section): readonly LabelLine[] {
  const found: LabelLine[] = [];
  for (let index = section.headingLine + 1; index < section.endLine; index += 1) {
    const line = parseLabelLine(document, index);
    if (line !== undefined) found.push(line);
  }
  return found;
}

/** Tells whether a value is one of the ways to write "nothing yet", GSD's unfilled templates (`[X.X] hours`) included. */
export function isPlaceholder(value: string): boolean {
  // Digits in the brackets are figures (`[42min, 38min]`), bars are progress.
  return /^(?:|[-–—]{1,3}(?:\s*min)?|n\/a|none|null|tbd|--[a-z][a-z-]*|\[[^\]\d█░▓#=]*\](?:\s*(?:min|minutes|hours))?|0 (?:hours|min|minutes)|\{[^}]*\})$/i.test(
    value.trim(),
  );
}
