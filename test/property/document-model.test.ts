import { readdirSync } from "node:fs";
import * as fc from "fast-check";
import type { Nodes, Root } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { frontmatterFromMarkdown } from "mdast-util-frontmatter";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { frontmatter } from "micromark-extension-frontmatter";
import { gfmTable } from "micromark-extension-gfm-table";
import * as assert from "uvu/assert";
import { parseStateDocument } from "../../src/document/state-document.ts";
import { lawRuns } from "../support/law-runs.ts";
import { readOptionalFile, suite } from "../support/suite.ts";

/** What a reader of Markdown says of a document: headings `line:level`, tables `line:rows:cells`, lines of code. */
interface Shape {
  readonly headings: readonly string[];
  readonly tables: readonly string[];
  readonly codeLines: readonly number[];
}

/**
 * The shape as mdast has it, without what the scanner leaves out on purpose: setext headings (to GSD's tools they are
 * text), headings in lists and quotes (they open no section), and all that stands in a quote.
 */
function shapeByMdast(text: string): Shape {
  const tree: Root = fromMarkdown(text, {
    extensions: [gfmTable(), frontmatter(["yaml"])],
    mdastExtensions: [gfmTableFromMarkdown(), frontmatterFromMarkdown(["yaml"])],
  });
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const headings: string[] = [];
  const tables: string[] = [];
  const codeLines: number[] = [];
  const read = (node: Nodes, depth: number): void => {
    const start = (node.position?.start.line ?? 1) - 1;
    if (node.type === "blockquote") return;
    if (node.type === "heading" && depth === 1 && /^ {0,3}#{1,6}(?:[ \t]|$)/.test(lines[start] ?? ""))
      headings.push(`${start}:${node.depth}`);
    if (node.type === "table")
      tables.push(`${start}:${node.children.length - 1}:${node.children[0]?.children.length ?? 0}`);
    if (node.type === "code") {
      // A fence that its list item ends reaches, to mdast, to the first column of the next line.
      const end = (node.position?.end.line ?? 1) - (node.position?.end.column === 1 ? 1 : 0);
      for (let line = start; line < end; line += 1) if ((lines[line] ?? "").trim() !== "") codeLines.push(line);
    }
    if ("children" in node) for (const child of node.children) read(child, depth + 1);
  };
  read(tree, 0);
  return { headings, tables, codeLines };
}

function shapeByScanner(text: string): Shape {
  const document = parseStateDocument(text);
  return {
    headings: document.sections.map(({ headingLine, level }) => `${headingLine}:${level}`),
    tables: document.tables.map(({ header, rows }) => `${header.lineIndex}:${rows.length}:${header.cells.length}`),
    codeLines: document.lineKinds.flatMap((kind, line) =>
      kind === "code" && (document.source.lines[line]?.text ?? "").trim() !== "" ? [line] : [],
    ),
  };
}

const hold = (text: string): void => assert.equal(shapeByScanner(text), shapeByMdast(text));

const word = fc.constantFrom("plan", "67-04", "`code`", "**bold**", "a_b", "[x](y)", "…", "计划", "#5", "5.", "--");
const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((parts) => `w ${parts.join(" ")}`);
const heading = fc
  .tuple(fc.integer({ min: 1, max: 6 }), words, fc.constantFrom("", " #", " ##"))
  .map(([level, title, end]) => [`${"#".repeat(level)} ${title}${end}`]);
const paragraph = fc.array(words, { minLength: 1, maxLength: 3 });
const fence = fc
  .tuple(
    fc.constantFrom("```", "````", "~~~"),
    fc.constantFrom("", "js", " yaml"),
    fc.array(fc.constantFrom("# no", "| a |", "|---|", "", "  x", "- y", "<!--", "``"), { maxLength: 4 }),
    fc.boolean(),
  )
  .map(([mark, info, body, isClosed]) => [`${mark}${info}`, ...body, ...(isClosed ? [mark] : [mark, ""])]);
const indentedCode = fc
  .array(words, { minLength: 1, maxLength: 2 })
  .map((lines) => ["", ...lines.map((line) => `    ${line}`), ""]);
const table = fc
  .tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.array(fc.constantFrom("a", "b \\| c", "`x`", "", "67-04"), { minLength: 1, maxLength: 5 }), {
      maxLength: 3,
    }),
  )
  .map(([count, rows]) => [
    `| ${"h | ".repeat(count)}`.trim(),
    `|${" :-- |".repeat(count)}`,
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
    "",
  ]);
const comment = fc
  .array(fc.constantFrom("note", "# no", "| a |", "", "```"), { maxLength: 3 })
  .map((body) => ["<!--", ...body, "-->"]);
const details = fc.constantFrom(["<details>", "# no", "</details>", ""], ["<div>x</div>", ""]);
const blank = fc.constant([""]);
const leaf = fc.oneof(
  { arbitrary: heading, weight: 3 },
  { arbitrary: paragraph, weight: 3 },
  fence,
  indentedCode,
  table,
  comment,
  details,
  { arbitrary: blank, weight: 3 },
);
const quote = fc
  .array(leaf, { minLength: 1, maxLength: 2 })
  .map((blocks) => [...blocks.flat().map((line) => `> ${line}`.trimEnd()), ""]);
/** A list item whose blocks stand in its content; `prefix` is what its first line begins with. */
const indent = (prefix: string, lines: readonly string[]): string[] =>
  lines.map((line, index) => (index === 0 ? prefix + line : line === "" ? "" : " ".repeat(prefix.length) + line));
const item = fc
  .tuple(
    fc.constantFrom("- ", "* ", "1. ", "-   ", "1)  "),
    words,
    fc.array(fc.oneof(fence, table, heading, paragraph, blank), { maxLength: 3 }),
  )
  .map(([prefix, first, blocks]) => indent(prefix, [first, ...blocks.flat()]));
const nestedItem = fc
  .tuple(fc.constantFrom("- ", "1. "), words, item)
  .map(([prefix, first, inner]) => indent(prefix, [first, ...inner]));
const list = fc
  .array(fc.oneof(item, nestedItem), { minLength: 1, maxLength: 3 })
  .map((items) => ["", ...items.flat(), ""]);
const frontMatter = fc.constantFrom<string[]>([], ["---", "status: executing", "# no: heading", "---"]);
const document = fc
  .tuple(
    frontMatter,
    fc.array(fc.oneof(leaf, quote, list), { maxLength: 8 }),
    fc.constantFrom("\n", "\r\n"),
    fc.constantFrom("", "\uFEFF"),
    fc.boolean(),
  )
  .map(
    ([front, blocks, lineEnding, mark, endsWithNewline]) =>
      mark + [...front, ...blocks.flat()].join(lineEnding) + (endsWithNewline ? lineEnding : ""),
  );

/**
 * Lines that make each other mean something else, in any order. Left out is where micromark differs from CommonMark:
 * empty items and a lone tag after indented code, a number other than 1 that begins a list there or in a paragraph, a table right behind one that a list item holds,
 * and front matter that is not closed.
 */
const line = fc.tuple(
  fc.constantFrom("", "", "", "", " ", "  ", "   "),
  fc.constantFrom(
    "text",
    "# h",
    "## h ##",
    "#x",
    "- a",
    "* b",
    "1. c",
    "> q",
    ">",
    "```",
    "```js",
    "~~~",
    "````",
    "| a | b |",
    "|---|---|",
    "a | b",
    "--- | ---",
    "---",
    "***",
    "===",
    "- - -",
    "<div>",
    "</div>",
    "<!-- c",
    "-->",
    "<script>",
    "a\\|b | c",
    "| `x|y` | z |",
    "-  x",
    "+ y",
    "1. ```",
    "- # h",
    "\\# no",
    "######",
    "#",
    "# #",
    "- > q",
    "> - a",
    "> | a | b |",
    "> |---|---|",
    "> ```",
    "",
    "",
    "",
  ),
);
const soup = fc.array(line, { maxLength: 12 }).map((lines) => lines.map((parts) => parts.join("")).join("\n"));

suite("the document model and mdast", (test) => {
  test("see the same headings, tables and code in composed documents", () => {
    fc.assert(fc.property(document, hold), lawRuns(6704));
  });

  test("see the same in lines at random", () => {
    fc.assert(
      fc.property(
        soup.filter((text) => !text.startsWith("---")),
        hold,
      ),
      lawRuns(6704),
    );
  });

  const snapshots = new URL("../../../shared/corpus/snapshots/", import.meta.url);
  const names =
    readOptionalFile(new URL("MANIFEST.tsv", snapshots)) === undefined
      ? []
      : readdirSync(snapshots).filter((name) => name.endsWith(".md"));
  if (names.length === 0) test.skip("see the same in real documents", "the snapshots are not here");
  for (const name of names) {
    test(`see the same in ${name}`, () => hold(readOptionalFile(new URL(name, snapshots)) ?? ""));
  }

  test("keep every character, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const { source, lineKinds } = parseStateDocument(text);
        assert.is(source.lines.map(({ start, nextStart }) => text.slice(start, nextStart)).join(""), text);
        assert.is(lineKinds.length, source.lines.length);
      }),
      lawRuns(6704),
    );
  });
});
