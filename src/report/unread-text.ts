import type { UnreadLine } from "../check/find-unread.ts";
import { clip, paint, printable, type TerminalStyle } from "./terminal.ts";

/** What was not understood, a line and its reason each; says so where all was. */
export function formatUnread(unread: readonly UnreadLine[], style: TerminalStyle): string {
  if (unread.length === 0) return "\nnothing in the sections that are kept was left unread\n";
  const width = String(unread.at(-1)?.line ?? 0).length;
  const lines = unread.map(({ line, text, reason }) => {
    const place = paint(style, "dim", String(line).padStart(width));
    const indent = " ".repeat(width + 4);
    return `  ${place}  ${clip(printable(text), style.width - width - 4)}\n${indent}${paint(style, "dim", reason)}\n`;
  });
  return `\nread as its author's own, and left alone:\n${lines.join("")}`;
}
