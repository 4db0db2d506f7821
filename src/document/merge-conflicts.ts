import type { Conflict } from "./merge-layout.ts";
import type { TextForm } from "./merge-side.ts";

/** How conflicts are marked: git's own markers, with what the caller calls the sides. */
export interface ConflictStyle {
  /** Length of the markers, git's `%L`; usually 7. */
  readonly markerSize: number;
  readonly ourLabel: string;
  readonly baseLabel: string;
  readonly theirLabel: string;
  /** Shows the base between the sides, as `merge.conflictStyle` `diff3` and `zdiff3` do. */
  readonly showBase: boolean;
}

/** Writes one conflict with its markers. In a text of mixed line endings the markers end as the line before them does. */
export function formatConflict({ base, ours, theirs }: Conflict, style: ConflictStyle, form: TextForm): readonly string[] {
  const isWindows = form.lineEnding === "mixed" && [...ours, ...theirs].every((line) => line.endsWith("\r"));
  const mark = (character: string, label: string): string => `${character.repeat(style.markerSize)}${label === "" ? "" : ` ${label}`}${isWindows ? "\r" : ""}`;
  return [mark("<", style.ourLabel), ...ours, ...(style.showBase ? [mark("|", style.baseLabel), ...base] : []), mark("=", ""), ...theirs, mark(">", style.theirLabel)];
}
