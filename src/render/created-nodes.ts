import type { Heading, Paragraph, PhrasingContent, Table, TableRow } from "mdast";
import { toMarkdown } from "./to-markdown.ts";

/** A value is Markdown already, taken from a heading or a file name: it goes through as it is. */
export function verbatim(value: string): PhrasingContent {
  return { type: "html", value };
}

/** A label, or what stands above a list or a table. */
export function bold(label: string): PhrasingContent {
  return { type: "strong", children: [{ type: "text", value: label }] };
}

/** A paragraph of these parts. */
export function paragraph(...children: PhrasingContent[]): Paragraph {
  return { type: "paragraph", children };
}

/** The heading of a section that GSD looks for. */
export function sectionHeading(title: string): Heading {
  return { type: "heading", depth: 2, children: [{ type: "text", value: title }] };
}

function tableRow(cells: readonly string[]): TableRow {
  return { type: "tableRow", children: cells.map((cell) => ({ type: "tableCell", children: [verbatim(cell)] })) };
}

/** A table of these cells. */
export function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): Table {
  return { type: "table", children: [tableRow(header), ...rows.map(tableRow)] };
}

/** Lines `**Label:** value`, one below the other, as Markdown: every build of GSD reads bold labels (CONTRACT rule 2). */
export function labelLines(values: readonly (readonly [string, string])[]): string {
  const children = values.flatMap(([label, value], index): PhrasingContent[] => [
    ...(index === 0 ? [] : [{ type: "text", value: "\n" } as const]),
    bold(`${label}:`),
    verbatim(` ${value}`),
  ]);
  return toMarkdown([paragraph(...children)]);
}
