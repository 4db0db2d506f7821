import type { Measurement, SeriesResult, Unit } from "./measurement.ts";

/** Three digits that matter, and no more than two after the point. */
export function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

/** A number with its unit as it stands in a cell: `1.42 ×`. */
function formatValue(value: number, unit: Unit): string {
  return `${formatNumber(value)} ${unit === "× node" ? "×" : unit}`;
}

/** The median of a line lies within what the project allows itself; `null` when it allows itself nothing in particular. */
export function isWithin({ spread, atMost }: Measurement): boolean | null {
  return atMost === null ? null : spread.median <= atMost;
}

const columns = ["", "median", "quartiles", "ms", "at most"] as const;

function toCells(measurement: Measurement): readonly string[] {
  const { label, unit, spread, milliseconds, atMost } = measurement;
  return [
    label,
    `${formatValue(spread.median, unit)}${unit === "× node" ? " node" : ""}`,
    `${formatNumber(spread.q1)} to ${formatNumber(spread.q3)}`,
    milliseconds === null ? "" : formatNumber(milliseconds),
    atMost === null ? "" : `${formatNumber(atMost)}${isWithin(measurement) === true ? "" : " (missed)"}`,
  ];
}

/** A series as a table for the terminal. */
export function formatTable({ title, rounds, measurements, notes }: SeriesResult): string {
  const rows = [columns, ...measurements.map(toCells)];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return [`${title} (${rounds} rounds)`, ...lines, ...notes.map((note) => `  ${note}`), ""].join("\n");
}

/** A series as a section of a Markdown page. */
export function formatSection({ name, title, words, rounds, measurements, notes }: SeriesResult): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  const table =
    measurements.length === 0
      ? ""
      : `\n${row([...columns])}|---|--:|--:|--:|--:|\n${measurements.map((each) => row(toCells(each))).join("")}`;
  const remarks = notes.length === 0 ? "" : `\n${notes.join("\n")}\n`;
  return `## ${title}\n\n${words}\n${rounds} rounds; \`npm run bench -- ${name}\`.\n${table}${remarks}`;
}
