import type { LintOutcome } from "../commands/lint-messages.ts";
import { findingsShown, formatFindings } from "./findings-text.ts";
import { clip, count, paint, printable, type TerminalStyle } from "./terminal.ts";

/** `lint` for people: findings with their headers; one line when all is well. */
export function formatLint(outcome: LintOutcome, style: TerminalStyle): string {
  const lines: string[] = [];
  for (const { oid, header, findings } of outcome.messages) {
    if (findings.length === 0) continue;
    lines.push(
      `${oid === null ? "" : `${paint(style, "yellow", oid.slice(0, 8))} `}${clip(printable(header), style.width - 10)}\n`,
    );
    lines.push(formatFindings(findings, style, findingsShown));
  }
  const tagged = outcome.messages.filter(({ tag }) => tag.kind !== "untagged" && tag.kind !== "malformed").length;
  const wrong = outcome.findings.filter(({ severity }) => severity === "error").length;
  const sign = wrong > 0 ? paint(style, "red", "✖") : paint(style, "green", "✔");
  lines.push(
    `${sign} ${count(outcome.messages.length, "message")}: ${tagged} tagged, ${wrong === 0 ? "none malformed" : count(wrong, "error")}\n`,
  );
  return lines.join("");
}
