import type { SyncOutcome } from "../commands/sync-state.ts";
import { formatPatch } from "./line-diff.ts";
import { paint, printable, type TerminalStyle } from "./terminal.ts";

function paintDiff(patch: string, style: TerminalStyle): string {
  return patch
    .split("\n")
    .map((line) => {
      const text = line.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, (character) =>
        character === "\t" ? character : printable(character),
      );
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

/** The change as a unified diff that `git apply` and `patch` take; painted on a terminal. */
export function formatDiff(outcome: SyncOutcome, style: TerminalStyle): string {
  const text = formatPatch(outcome.path, outcome.oldText, outcome.newText);
  return style.color ? paintDiff(text, style) : text;
}
