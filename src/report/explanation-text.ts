import type { FindingExplanation } from "./finding-explanations.ts";
import { displayWidth, pad, paint, printable, wrap, type TerminalStyle, type Tone } from "./terminal.ts";

const tones: Readonly<Record<FindingExplanation["severity"], Tone>> = { error: "red", warning: "yellow", info: "dim" };
/** Before the text of a part: its name in a column of its own. */
const labelWidth = 6;

/** A paragraph without Markdown's marks: code and emphasis as they read, links by their words. */
function toPlain(markdown: string): string {
  return printable(
    markdown
      .replaceAll("\n", " ")
      .replace(/\[([^[\]]*)\]\([^()]*\)/g, "$1")
      .replace(/[`*]/g, ""),
  );
}

/** A row of a table as a line of its own; `undefined` for the line under the heading. */
function readRow(line: string): readonly string[] | undefined {
  const cells = line
    .split("|")
    .slice(1, -1)
    .map((cell) => toPlain(cell).trim());
  return cells.every((cell) => /^-+$/.test(cell)) ? undefined : cells;
}

function formatTable(block: string, columns: number): readonly string[] {
  const [, ...rows] = block.split("\n").flatMap((line) => {
    const row = readRow(line);
    return row === undefined ? [] : [row];
  });
  return rows.flatMap(([first = "", ...others]) => [
    ...wrap(first, columns - 2).map((line) => `  ${line}`),
    ...wrap(others.join("  "), columns - 4).map((line) => `    ${line}`),
  ]);
}

function formatBlocks(markdown: string, columns: number): readonly string[] {
  return markdown
    .split("\n\n")
    .flatMap((block, index) => [
      ...(index === 0 ? [] : [""]),
      ...(block.startsWith("|") ? formatTable(block, columns) : wrap(toPlain(block), columns)),
    ]);
}

function formatPart(label: string, markdown: string, style: TerminalStyle): readonly string[] {
  const lines = formatBlocks(markdown, Math.min(style.width, 80) - labelWidth);
  return lines.map((line, index) =>
    `${index === 0 ? paint(style, "bold", pad(label, labelWidth)) : " ".repeat(labelWidth)}${line}`.trimEnd(),
  );
}

/** One finding explained: meaning, example, mend, why. */
export function formatExplanation(explanation: FindingExplanation, style: TerminalStyle): string {
  const { code, severity, meaning, example, mend, why } = explanation;
  const columns = Math.min(style.width, 80);
  const lines = [
    `${paint(style, "bold", code)}   ${paint(style, tones[severity], severity)}`,
    "",
    ...formatBlocks(meaning, columns),
    "",
    ...wrap(toPlain(example), columns - 4).map((line) => `    ${paint(style, "dim", line)}`),
    "",
    ...formatPart("Mend", mend, style),
    "",
    ...formatPart("Why", why, style),
  ];
  return `${lines.join("\n")}\n`;
}

/** All findings: severity, code, and the first sentence of what it means. */
export function formatExplanationList(explanations: readonly FindingExplanation[], style: TerminalStyle): string {
  const codeWidth = Math.max(...explanations.map(({ code }) => displayWidth(code)));
  const indent = codeWidth + 11;
  const lines = explanations.flatMap(({ code, severity, meaning }) => {
    const [first = ""] = meaning.split(/(?<=\.)\s/);
    return wrap(toPlain(first), style.width - indent).map((line, index) =>
      index === 0
        ? `${paint(style, tones[severity], pad(severity, 7))}  ${pad(code, codeWidth)}  ${line}`
        : `${" ".repeat(indent)}${line}`,
    );
  });
  return `${lines.join("\n")}\n\nmore of one:   ${paint(style, "cyan", "state explain CODE")}\n`;
}

/** `planlink/explain@1` */
export function explanationsToJson(explanations: readonly FindingExplanation[]): Record<string, unknown> {
  return { schema: "planlink/explain@1", findings: explanations };
}
