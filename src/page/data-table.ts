import { count } from "../report/terminal.ts";
import { markup, nothing, type Insert, type Markup } from "./markup.ts";

/** One column of a table. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => Insert;
  readonly isNumber?: boolean;
}

/** More rows than anybody reads; commands have them all. */
const mostRows = 500;

/**
 * A table with a caption; the first column names the row. Of a long list the last rows are shown, or the first ones, and
 * the rest is counted.
 */
export function renderTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  keep: "first" | "last" = "last",
): Markup {
  const hidden = Math.max(0, rows.length - mostRows);
  const shown = keep === "last" ? rows.slice(hidden) : rows.slice(0, mostRows);
  const classOf = ({ isNumber }: Column<Row>): Markup => (isNumber === true ? markup` class="number"` : nothing);
  const more =
    hidden === 0
      ? nothing
      : markup`<p class="note">
          ${keep === "last" ? "The" : "Only the first"} ${shown.length} ${keep === "last" ? "latest " : ""}rows are
          shown; ${count(hidden, "more row")} left out.
        </p>`;
  return markup`<div class="scroll table" tabindex="0" role="region" aria-label="${caption}, table">
      <table>
        <caption>${caption}</caption>
        <thead>
          <tr>
            ${columns.map((column) => markup`<th scope="col"${classOf(column)}>${column.heading}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) =>
              markup`<tr>${columns.map((column, index) =>
                index === 0
                  ? markup`<th scope="row"${classOf(column)}>${column.cell(row)}</th>`
                  : markup`<td${classOf(column)}>${column.cell(row)}</td>`,
              )}</tr>
`,
          )}
        </tbody>
      </table>
    </div>
    ${more}`;
}

/** A word for what is not known. */
export function orDash(value: string | number | null): string | number {
  return value ?? "–";
}
