import type { Finding, Severity } from "../model/finding.ts";
import {
  clip,
  count,
  displayWidth,
  pad,
  paint,
  printable,
  showPath,
  wrap,
  type TerminalStyle,
  type Tone,
} from "./terminal.ts";

const marks: Readonly<Record<Severity, { readonly sign: string; readonly tone: Tone }>> = {
  error: { sign: "✖", tone: "red" },
  warning: { sign: "▲", tone: "yellow" },
  info: { sign: "·", tone: "dim" },
};

/** The place of a finding below the name of its document: `line:column`. */
function formatPlace({ line, column }: Finding): string {
  return line === null ? "" : `${line}:${column ?? 1}`;
}

/** A place in a column of its own, linked to its file. */
function padPlace(style: TerminalStyle, path: string | null, place: string, columns: number): string {
  const text = paint(style, "dim", path === null ? place : showPath(style, path, place));
  return text + " ".repeat(Math.max(0, columns - displayWidth(place)));
}

interface Layout {
  readonly style: TerminalStyle;
  readonly placeWidth: number;
}

/** Columns before a message: the sign, and the place where there is one. */
function indentOf({ placeWidth }: Layout): number {
  return placeWidth === 0 ? 2 : placeWidth + 4;
}

/** One finding: sign, place, message, the first line's indent kept by those that follow. */
function formatFinding(finding: Finding, layout: Layout): string {
  const { style, placeWidth } = layout;
  const { sign, tone } = marks[finding.severity];
  const indent = indentOf(layout);
  const note = finding.edits.length > 0 ? " (fixable)" : "";
  const [first = "", ...rest] = wrap(`${printable(finding.message)}${note}`, Math.max(30, style.width - indent));
  const place = placeWidth === 0 ? "" : `${padPlace(style, finding.path, formatPlace(finding), placeWidth)}  `;
  return [`${paint(style, tone, sign)} ${place}${first}`, ...rest.map((line) => `${" ".repeat(indent)}${line}`)].join(
    "\n",
  );
}

/** A mend below its finding. What stands before the command it ends in goes first, where both do not fit. */
function formatHelp(help: string, indent: number, style: TerminalStyle): readonly string[] {
  const text = printable(help);
  const cut = text.lastIndexOf(": ");
  const isLong = displayWidth(text) > style.width - indent;
  const lines = isLong && cut !== -1 ? [text.slice(0, cut + 1), `  ${text.slice(cut + 2)}`] : [text];
  return lines.map((line) => `${" ".repeat(indent)}${paint(style, "cyan", line)}`);
}

/** How many findings of one kind a command lists; `--json` has them all. */
export const findingsShown = 12;

/** A list of findings, each kind of mend said once. At most `limit` of one code are listed; the rest are counted. */
export function formatFindings(findings: readonly Finding[], style: TerminalStyle, limit: number): string {
  const shown: Finding[] = [];
  const hidden = new Map<string, number>();
  const seen = new Map<string, number>();
  for (const finding of findings) {
    const number = (seen.get(finding.code) ?? 0) + 1;
    seen.set(finding.code, number);
    if (number <= limit) shown.push(finding);
    else hidden.set(finding.code, (hidden.get(finding.code) ?? 0) + 1);
  }
  if (shown.length === 0) return "";
  const layout: Layout = { style, placeWidth: Math.max(0, ...shown.map((finding) => formatPlace(finding).length)) };
  const lines: string[] = [];
  const helps = new Set<string>();
  shown.forEach((finding, index) => {
    // Findings are sorted by path: each document is named once, above its own.
    if (finding.path !== null && finding.path !== shown[index - 1]?.path)
      lines.push(paint(style, "bold", showPath(style, finding.path)));
    lines.push(formatFinding(finding, layout));
    const isLastOfHelp = finding.help !== null && !shown.slice(index + 1).some(({ help }) => help === finding.help);
    if (finding.help !== null && isLastOfHelp && !helps.has(finding.help)) {
      helps.add(finding.help);
      lines.push(...formatHelp(finding.help, indentOf(layout), style));
    }
  });
  for (const [code, number] of hidden)
    lines.push(paint(style, "dim", `  … and ${number} more of ${code} (all with --json)`));
  return lines.map((line) => `${line}\n`).join("");
}

/** Counts by severity in words: `2 errors, 1 warning`; `nothing found` when there are none. */
export function summarizeFindings(findings: readonly Finding[]): string {
  const words = (["error", "warning", "info"] as const).flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [severity === "info" ? `${number} for information` : count(number, severity)];
  });
  return words.length === 0 ? "nothing found" : words.join(", ");
}

/** A plan id and a title in a fixed width, for tables. */
export function formatTitle(title: string | null, columns: number): string {
  return pad(clip(printable(title ?? ""), columns), columns);
}
