import * as assert from "uvu/assert";
import { findSections, parseStateDocument, splitTableRow } from "../../../src/document/state-document.ts";
import { suite } from "../../support/suite.ts";

const kindsOf = (text: string): string => parseStateDocument(text).lineKinds.join(" ");
const titlesOf = (text: string): readonly string[] =>
  parseStateDocument(text).sections.map(({ level, title }) => `${level} ${title}`);

suite("state document: headings", (test) => {
  test("have a level, a title and an end", () => {
    const { sections } = parseStateDocument("# A\n## B\ntext\n### C\n## D ##\n# E #");
    assert.equal(sections, [
      { title: "A", level: 1, headingLine: 0, endLine: 5 },
      { title: "B", level: 2, headingLine: 1, endLine: 4 },
      { title: "C", level: 3, headingLine: 3, endLine: 4 },
      { title: "D", level: 2, headingLine: 4, endLine: 5 },
      { title: "E", level: 1, headingLine: 5, endLine: 6 },
    ]);
  });

  test("may be empty, indented by three, or closed", () => {
    assert.equal(titlesOf("#\n# #\n   ## a ##  \n# a#\n#\tb"), ["1 ", "1 ", "2 a", "1 a#", "1 b"]);
  });

  test("need a space, at most six marks and no more than three columns", () => {
    assert.equal(titlesOf("#a\n\n####### b\n\n    # c\n\n\\# d"), []);
  });

  test("are not setext: to every GSD tool the underlined line is text", () => {
    const document = parseStateDocument("Title\n=====\n\nOther\n-----\n");
    assert.equal(document.sections, []);
    assert.equal(document.lineKinds, ["text", "text", "blank", "text", "text"]);
  });

  test("stand in no code, no comment, no quote and no list", () => {
    assert.equal(titlesOf("```\n# a\n```\n<!--\n# b\n-->\n> # c\n\n- d\n  # e\n\n# f"), ["1 f"]);
  });

  test("are found by title without case", () => {
    const document = parseStateDocument("# A\n## Session\nx\n## SESSION\n");
    assert.is(findSections(document, 2, ["session"]).length, 2);
  });
});

suite("state document: tables", (test) => {
  test("have a header, rows and cells with ranges", () => {
    const text = "x\n\n| Plan | Duration |\n|---|:-:|\n| 67-04 |  9min |\n| a \\| b |\n\nend";
    const document = parseStateDocument(text);
    const [table] = document.tables;
    assert.is(table?.header.lineIndex, 2);
    assert.is(table?.delimiterLine, 3);
    assert.equal(
      table?.rows.map(({ cells }) => cells.map((cell) => cell.text)),
      [["67-04", "9min"], ["a \\| b"]],
    );
    for (const { cells } of table?.rows ?? [])
      for (const cell of cells) assert.is(text.slice(cell.range.start, cell.range.end), cell.text);
  });

  test("may lack the outer pipes, and follow a paragraph directly", () => {
    const { tables } = parseStateDocument("text\na | b\n--- | ---\n1 | 2\n");
    assert.equal(
      tables.map(({ header, rows }) => [header.lineIndex, rows.length]),
      [[1, 1]],
    );
  });

  test("need as many delimiters as header cells", () =>
    assert.equal(parseStateDocument("| a | b |\n|---|\n").tables, []));

  test("end at a blank line or another block", () => {
    assert.is(kindsOf("| a |\n|---|\n| 1 |\nstill a row\n# b\n| 2 |"), "table table table table heading text");
    assert.is(kindsOf("| a |\n|---|\n- b"), "table table text");
  });

  test("may stand in a list item, on the line of its marker too", () => {
    const { tables } = parseStateDocument("- | a | b |\n  |---|---|\n  | 1 | 2 |\n");
    assert.equal(
      tables[0]?.header.cells.map(({ text }) => text),
      ["a", "b"],
    );
    assert.is(tables[0]?.rows.length, 1);
  });

  test("in a quote are text", () => assert.equal(parseStateDocument("> | a |\n> |---|\n").tables, []));

  test("give an empty cell an empty range at its inner edge", () => {
    const { source } = parseStateDocument("|  | x |");
    assert.equal(splitTableRow(source, 0).cells, [
      { text: "", range: { start: 2, end: 2 } },
      { text: "x", range: { start: 5, end: 6 } },
    ]);
  });
});

suite("state document: code and HTML", (test) => {
  const cases: readonly (readonly [name: string, text: string, kinds: string])[] = [
    ["a fence ends at a fence as long", "````\n```\n````\nx", "code code code text"],
    ["a fence of tildes does not end at back-ticks", "~~~\n```\n~~~", "code code code"],
    ["a fence that is not closed takes the rest", "```\na\n\n# b", "code code code code"],
    ["an info string with a back-tick is no fence", "```a`b\nx", "text text"],
    ["the fence of a list item ends with the item", "- a\n  ```\n  # b\nc", "text code code text"],
    ["a fence may begin behind a list marker", "1. ```\n   # a\n   ```\n# b", "code code code heading"],
    ["four columns after a blank line are code", "a\n\n    b\n\tc", "text blank code code"],
    ["four columns in a paragraph are not", "a\n    b", "text text"],
    ["the content of a list item is not code", "-   a\n\n    b\n\n        c", "text blank text blank code"],
    ["a comment ends at its mark", "<!-- a\n# b\n\n-->\n# c", "html html html html heading"],
    ["a block tag ends at a blank line", "<details>\n# a\n\n# b", "html html blank heading"],
    ["a tag in a paragraph opens no block", "a\n<b>\n# c", "text text heading"],
    ["a quote is text, whatever it holds", "> ```\n> # a\n# b", "text text heading"],
    ["a tab counts to the next multiple of four", "-\ta\n\n\tb", "text blank text"],
  ];
  for (const [name, text, kinds] of cases) test(name, () => assert.is(kindsOf(text), kinds));
});

suite("state document: front matter", (test) => {
  test("stands at the very start, behind a byte order mark too", () => {
    for (const mark of ["", "\uFEFF"]) {
      const text = `${mark}---\nstatus: x\n---\n# A\n`;
      const { frontMatter } = parseStateDocument(text);
      assert.is(text.slice(frontMatter?.contentRange.start, frontMatter?.contentRange.end), "status: x\n");
      assert.is(kindsOf(text), "front-matter front-matter front-matter heading");
    }
  });

  test("is none without a closing line", () =>
    assert.is(parseStateDocument("---\nstatus: x\n").frontMatter, undefined));

  test("may be doubled by damage, if it has GSD's keys", () => {
    const document = parseStateDocument(
      "---\na: 1\n---\n\n---\ngsd_state_version: 1.0\n---\n\n# A\n\n---\nstatus: x\n---\n",
    );
    assert.equal(
      document.furtherFrontMatter.map(({ openingLine, closingLine }) => [openingLine, closingLine]),
      [[4, 6]],
    );
  });
});

suite("state document", (test) => {
  test("keeps Windows line endings out of titles and cells", () => {
    const document = parseStateDocument("# A\r\n\r\n| a |\r\n|---|\r\n| b |\r\n");
    assert.is(document.sections[0]?.title, "A");
    assert.is(document.tables[0]?.rows[0]?.cells[0]?.text, "b");
    assert.is(document.source.lineEnding, "\r\n");
  });

  test("knows the marks of a conflict from an underline", () => {
    assert.equal(parseStateDocument("a\n=======\n").conflictMarkerLines, []);
    assert.equal(parseStateDocument("<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n").conflictMarkerLines, [0, 2, 4]);
  });

  test("reads four megabytes well under a second", () => {
    const page =
      "## Section\n\n- item **67-04**: text and more text\n  - nested\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n";
    const text = page.repeat(4_000_000 / page.length);
    const start = performance.now();
    parseStateDocument(text);
    // Measured: 0.25 s. The limit leaves room for a busy machine.
    assert.ok(performance.now() - start < 8000);
  });

  test("takes linear time on hostile text", () => {
    const parts = [
      "# A\n",
      "- a\n",
      "| a | b |\n",
      "> ",
      "*",
      "- ",
      "- * ",
      "`",
      "#",
      "\t",
      "|-",
      "[",
      "a  \n\n",
      "<a ",
      "    ",
      ">\n",
    ];
    for (const text of [
      ...parts.map((part) => part.repeat(600_000 / part.length)),
      `# a${" ".repeat(600_000)}b`,
      `${"- ".repeat(300_000)}a`,
    ]) {
      const start = performance.now();
      parseStateDocument(text);
      assert.ok(performance.now() - start < 8000, JSON.stringify(text.slice(0, 10)));
    }
  });

  test("takes linear time on deep nesting", () => {
    const nested = Array.from({ length: 1500 }, (_, depth) => `${" ".repeat(2 * depth)}- a`).join("\n");
    const start = performance.now();
    parseStateDocument(nested + "\n".repeat(300_000));
    assert.ok(performance.now() - start < 8000);
  });
});
