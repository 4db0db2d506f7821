import { count } from "../report/terminal.ts";
import { markup, nothing, type Insert, type Markup } from "./markup.ts";

/** One column of a table. */
export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => Insert;
  readonly isNumber?: boolean;
}

/** How a table is laid out. */
export interface TableLayout {
  /** Which rows are shown, where there are too many. */
  readonly keep: "first" | "last";
  /** Whether a narrow page shows the cells of a row below each other. */
  readonly isStacked: boolean;
}

/** More rows than anybody reads; commands have them all. */
const mostRows = 500;

/**
 * A table with a caption; the first column names the row. Of a long list the last rows are shown, or the first ones, and
 * the rest is counted; of an empty one nothing is.
 */
export function renderTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { keep, isStacked }: TableLayout = { keep: "last", isStacked: false },
): Markup {
  if (rows.length === 0) return nothing;
  const hidden = Math.max(0, rows.length - mostRows);
  const shown = keep === "last" ? rows.slice(hidden) : rows.slice(0, mostRows);
  // What the elements are anyway: some browsers forget it where the cells are stacked.
  const roleOf = (role: string): Markup => (isStacked ? markup` role="${role}"` : nothing);
  const classOf = ({ isNumber }: Column<Row>): Markup => (isNumber === true ? markup` class="number"` : nothing);
  const more =
    hidden === 0
      ? nothing
      : markup`<p class="note">
          ${keep === "last" ? "The" : "Only the first"} ${shown.length} ${keep === "last" ? "latest " : ""}rows are
          shown; ${count(hidden, "more row")} left out.
        </p>`;
  return markup`<div class="scroll table" tabindex="0" role="region" aria-label="${caption}, table">
      <table${isStacked ? markup` class="stacked"` : nothing}${roleOf("table")}>
        <caption>${caption}</caption>
        <thead${roleOf("rowgroup")}>
          <tr${roleOf("row")}>
            ${columns.map((column) => markup`<th scope="col"${roleOf("columnheader")}${classOf(column)}>${column.heading}</th>`)}
          </tr>
        </thead>
        <tbody${roleOf("rowgroup")}>
          ${shown.map(
            (row) =>
              markup`<tr${roleOf("row")}>${columns.map((column, index) =>
                index === 0
                  ? markup`<th scope="row"${roleOf("rowheader")}${classOf(column)}>${column.cell(row)}</th>`
                  : markup`<td${roleOf("cell")}${classOf(column)}>${column.cell(row)}</td>`,
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
