import type { Root, RootContent } from "mdast";
import { gfmTableToMarkdown } from "mdast-util-gfm-table";
import remarkStringify from "remark-stringify";
import { unified } from "unified";

/**
 * Our one set of options. Pipes are not aligned: a longer cell would touch every row of the table (D1), and GSD
 * appends rows unaligned.
 */
const processor = unified()
  .data("toMarkdownExtensions", [gfmTableToMarkdown({ tablePipeAlign: false })])
  .use(remarkStringify, { bullet: "-", emphasis: "*", strong: "*", rule: "-" })
  .freeze();

/** Serializes our own elements, and only these: what people wrote is never re-serialized. Ends with one newline. */
export function toMarkdown(children: readonly RootContent[]): string {
  const root: Root = { type: "root", children: [...children] };
  return processor.stringify(root);
}
