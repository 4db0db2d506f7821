import type { SyncOutcome } from "../commands/sync-state.ts";
import { formatPatch } from "./line-diff.ts";
import { paint, printable, type TerminalStyle } from "./terminal.ts";

/** A line of a diff as text: a document's tabs stay, and the end of a line as the document has it. */
function showLine(line: string): string {
  const end = line.endsWith("\r") ? "\r" : "";
  return (
    line
      .slice(0, line.length - end.length)
      .split("\t")
      .map(printable)
      .join("\t") + end
  );
}

function paintDiff(patch: string, style: TerminalStyle): string {
  return patch
    .split("\n")
    .map((line) => {
      const text = showLine(line);
      return line.startsWith("@@")
        ? paint(style, "cyan", text)
        : line.startsWith("+")
          ? paint(style, "green", text)
          : line.startsWith("-")
            ? paint(style, "red", text)
            : text;
    })
    .join("\n");
}

/** The change as a unified diff that `git apply` and `patch` take, unless it holds control characters: these are escaped. */
export function formatDiff(outcome: SyncOutcome, style: TerminalStyle): string {
  return paintDiff(formatPatch(outcome.path, outcome.oldText, outcome.newText), style);
}
