import type { CheckOutcome } from "../commands/check-state.ts";
import { findingsShown, formatFindings, summarizeFindings } from "./findings-text.ts";
import { count, paint, type TerminalStyle, showPath } from "./terminal.ts";

/** `check` for people. */
export function formatCheck(outcome: CheckOutcome, path: string, showInfo: boolean, style: TerminalStyle): string {
  const { references, plans, commits, rows } = outcome.examined;
  const shown = showInfo ? outcome.findings : outcome.findings.filter(({ severity }) => severity !== "info");
  const errors = shown.some(({ severity }) => severity === "error");
  const sign = errors
    ? paint(style, "red", "✖")
    : shown.length > 0
      ? paint(style, "yellow", "▲")
      : paint(style, "green", "✔");
  const basis = `${count(references, "reference")}, ${count(plans, "plan")}, ${count(rows, "recorded row")}, ${count(commits, "commit")}`;
  const hidden = outcome.findings.length - shown.length;
  const more = hidden > 0 ? `  ${hidden} more for information:   ${paint(style, "cyan", "state check --all")}\n` : "";
  // The documents beside STATE.md have claims of their own.
  const documents = new Set(shown.map((finding) => finding.path ?? path));
  const [only = path] = documents;
  const subject = documents.size > 1 ? count(documents.size, "document") : showPath(style, only);
  const head = `${sign} ${subject}: ${summarizeFindings(shown)}\n  ${paint(style, "dim", `examined ${basis}`)}\n`;
  return `${formatFindings(shown, style, findingsShown)}${shown.length > 0 ? "\n" : ""}${head}${more}`;
}
