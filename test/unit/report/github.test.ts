import * as assert from "uvu/assert";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import type { Nodes } from "mdast";
import {
  defuseWorkflowCommands,
  formatGithubAnnotations,
  formatGithubFailure,
} from "../../../src/report/github-annotations.ts";
import { formatGithubFailureSummary, formatGithubSummary } from "../../../src/report/github-summary.ts";
import { printable } from "../../../src/report/terminal.ts";
import { createHostileReport, createReport, hostileText, sampleFindings } from "../../support/findings-reports.ts";
import { suite } from "../../support/suite.ts";

interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

function unescape(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}

/** Reads a line as GitHub's runner does: `undefined` for one that is no command. */
function parseCommand(line: string): WorkflowCommand | undefined {
  if (/##\[/.test(line) && !line.trimStart().startsWith("::")) throw new Error(`an old command: ${line}`);
  if (!line.trimStart().startsWith("::")) return undefined;
  const match = /^::([a-z]+) ([^:]*)::(.*)$/.exec(line);
  if (match === null) throw new Error(`no command of ours: ${line}`);
  const [, name = "", properties = "", data = ""] = match;
  const pairs = properties.split(",").map((pair) => [pair.split("=")[0] ?? "", unescape(pair.replace(/^\w+=/, ""))]);
  return { name, properties: Object.fromEntries(pairs) as Record<string, string>, data: unescape(data) };
}

function parseOutput(text: string): readonly (WorkflowCommand | undefined)[] {
  assert.ok(text.endsWith("\n"));
  return text.slice(0, -1).split("\n").map(parseCommand);
}

suite("formatGithubAnnotations", (test) => {
  test("makes a command of each finding, at its place, and says what was examined", () => {
    const text = formatGithubAnnotations(createReport(sampleFindings(), { inherited: 1 }));
    const [info, absent, missing, resume, ...rest] = parseOutput(text);
    assert.equal(
      [info, absent, missing, resume].map((command) => command?.name),
      ["notice", "warning", "error", "warning"],
    );
    assert.equal(missing?.properties, {
      file: ".planning/STATE.md",
      line: "75",
      col: "41",
      title: "planlink: reference-missing",
    });
    assert.match(missing?.data ?? "", /^18c8beca names no object .*\nfind what took its place/);
    assert.equal(absent?.properties, { file: ".planning/STATE.md", title: "planlink: section-absent" });
    assert.equal(rest, [undefined, undefined]);
    assert.match(
      text,
      /\nplanlink check: 1 error, 2 warnings, 1 for information; examined 13 references, 9 plans, 8 recorded rows, 45 commits\n/,
    );
    assert.match(text, /\n1 older finding was there before the range and does not count\.\n$/);
  });

  test("says what was examined where nothing is found", () => {
    assert.is(
      formatGithubAnnotations(createReport([])),
      "planlink check: nothing found; examined 13 references, 9 plans, 8 recorded rows, 45 commits\n",
    );
  });

  test("lets no text of the repository become a command, a property or a line", () => {
    const commands = parseOutput(formatGithubAnnotations(createHostileReport(hostileText)));
    assert.is(commands.filter((command) => command !== undefined).length, 5);
    for (const command of commands) {
      if (command === undefined || command.data.includes(" was not checked: ")) continue;
      assert.equal(command.properties["file"], printable(hostileText));
      assert.ok(command.data.startsWith(`${printable(hostileText)}: `.slice(0, 40)));
      assert.is(command.data.split("\n").length, 2);
    }
  });

  test("makes one error of a check that could not be made", () => {
    const failure = { version: "1", code: "no-repository", message: hostileText, help: "git init" };
    const [command, ...rest] = parseOutput(formatGithubFailure(failure));
    assert.equal([command?.name, command?.properties, rest], ["error", { title: "planlink: no-repository" }, []]);
    assert.is(command?.data, `${printable(hostileText)}\ngit init`);
  });
});

suite("defuseWorkflowCommands", (test) => {
  test("leaves no line that the runner takes for a command, and every other text as it is", () => {
    const text = "feat: x\n  ::error::y\n\t::add-mask::z\nplain :: text\nin the middle ##[error]\n";
    const defused = defuseWorkflowCommands(text);
    assert.is(defused, "feat: x\n  \\x3a:error::y\n\t\\x3a:add-mask::z\nplain :: text\nin the middle #\\x23[error]\n");
    assert.equal(defused.split("\n").map(parseCommand), [
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

function parseMarkdown(text: string): Nodes {
  return fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
}

function collect(node: Nodes): readonly Nodes[] {
  return [node, ...("children" in node ? node.children.flatMap((child) => collect(child)) : [])];
}

function textOf(node: Nodes): string {
  return "value" in node ? node.value : "children" in node ? node.children.map((child) => textOf(child)).join("") : "";
}

suite("formatGithubSummary", (test) => {
  test("has a heading with the counts, what was examined, and a row for each finding with a link to its page", () => {
    const text = formatGithubSummary(createReport(sampleFindings(), { range: "origin/main..HEAD", inherited: 11 }));
    const nodes = collect(parseMarkdown(text));
    const heading = nodes.find(({ type }) => type === "heading");
    assert.is(
      heading === undefined ? "" : textOf(heading),
      "✖ planlink check of origin/main..HEAD: 1 error, 2 warnings, 1 for information",
    );
    assert.match(text, /^Examined 13 references, .*45 commits\. 11 older findings were there before/m);
    const rows = nodes
      .filter(({ type }) => type === "tableRow")
      .map((row) =>
        collect(row)
          .filter(({ type }) => type === "tableCell")
          .map((cell) => textOf(cell)),
      );
    assert.is(rows.length, 5);
    assert.equal(rows[3]?.slice(0, 2), ["✖ error", ".planning/STATE.md:75:41"]);
    assert.ok(
      nodes.some(
        (node) =>
          node.type === "link" && node.url === "https://unpkg.com/planlink@1.2.3/docs/findings.md#reference-missing",
      ),
    );
  });

  test("shows text of the repository literally: no markup, no HTML, no link but ours", () => {
    const nodes = collect(parseMarkdown(formatGithubSummary(createHostileReport(hostileText))));
    const types = new Set(nodes.map(({ type }) => type));
    assert.equal(
      [...types].toSorted(),
      ["heading", "link", "list", "listItem", "paragraph", "root", "table", "tableCell", "tableRow", "text"].toSorted(),
    );
    for (const node of nodes)
      if (node.type === "link") assert.match(node.url, /^https:\/\/unpkg\.com\/planlink@1\.2\.3\//);
    const rows = nodes.filter(({ type }) => type === "tableRow");
    assert.equal(
      rows.map((row) => ("children" in row ? row.children.length : 0)),
      [5, 5, 5, 5, 5],
    );
    const [, , , help] = "children" in (rows[1] ?? {}) ? (rows[1] as { children: Nodes[] }).children : [];
    assert.is(help === undefined ? "" : textOf(help), printable(hostileText));
  });

  test("stays below the megabyte that GitHub takes, and counts what it leaves out", () => {
    const [finding] = sampleFindings();
    if (finding === undefined) throw new Error("no finding");
    const many = Array.from({ length: 2000 }, () => ({
      ...finding,
      message: "ü|".repeat(5000),
      help: "*".repeat(9000),
    }));
    const text = formatGithubSummary(createReport(many));
    assert.ok(Buffer.byteLength(text) < 1024 * 1024, `${Buffer.byteLength(text)} bytes`);
    assert.match(text, /^1,700 more findings: see the log of the step\.$/m);
  });

  test("says why a check could not be made", () => {
    const text = formatGithubFailureSummary({ version: "1", code: "usage", message: hostileText, help: null });
    assert.equal(
      collect(parseMarkdown(text)).map(({ type }) => type),
      ["root", "heading", "text", "paragraph", "text"],
    );
  });
});
