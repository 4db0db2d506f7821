import { createTwoFilesPatch, diffLines } from "diff";

/** A run of lines that differs. `line` counts from 1 in the old text; an insertion has an empty `before`. */
export interface LineEdit {
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** The lines that differ, as replacements of runs of lines. */
export function compareLines(oldText: string, newText: string): readonly LineEdit[] {
  const edits: LineEdit[] = [];
  let line = 1;
  let pending: { line: number; before: string; after: string } | undefined;
  for (const part of diffLines(oldText, newText)) {
    if (!part.added && !part.removed) {
      if (pending !== undefined) edits.push(pending);
      pending = undefined;
      line += part.count;
      continue;
    }
    pending ??= { line, before: "", after: "" };
    if (part.removed) {
      pending.before += part.value;
      line += part.count;
    } else pending.after += part.value;
  }
  if (pending !== undefined) edits.push(pending);
  return edits;
}

/** A unified diff that `git apply` and `patch` take. */
export function formatPatch(path: string, oldText: string, newText: string): string {
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, oldText, newText, "", "", { context: 1 });
  // jsdiff begins with a line of `=` that belongs to another format, and ends its file names with a tab.
  return patch.replace(/^=+\n/, "").replace(/\t(?=\n)/g, "");
}
