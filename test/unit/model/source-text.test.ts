import * as assert from "uvu/assert";
import { appendTo } from "../../../src/model/append-to.ts";
import { isAgentName } from "../../../src/model/agent-names.ts";
import { OperationalError, toOperationalError } from "../../../src/model/operational-error.ts";
import { applyEdits, createSourceText, lineIndexAt, pointAt } from "../../../src/model/source-text.ts";
import { endOfLastMatch, findMatches } from "../../../src/model/text-matches.ts";
import { suite } from "../../support/suite.ts";

suite("createSourceText", (test) => {
  test("cuts lines at both endings, and keeps a lone carriage return as text", () => {
    for (const [text, lines, lineEnding] of [
      ["", [], "\n"],
      ["a", ["a"], "\n"],
      ["a\n", ["a"], "\n"],
      ["a\n\nb", ["a", "", "b"], "\n"],
      ["a\r\nb\r\n", ["a", "b"], "\r\n"],
      ["a\nb\r\n", ["a", "b"], "\n"],
      ["\r\n", [""], "\r\n"],
      ["\n\r", ["", "\r"], "\n"],
      ["a\rb\n", ["a\rb"], "\n"],
      ["a\r", ["a\r"], "\n"],
      ["ab", ["ab"], "\n"],
    ] as const) {
      const source = createSourceText(text);
      assert.equal(
        source.lines.map((line) => line.text),
        lines,
        JSON.stringify(text),
      );
      assert.is(source.lineEnding, lineEnding, JSON.stringify(text));
      assert.is(source.lines.map(({ start, nextStart }) => text.slice(start, nextStart)).join(""), text);
      for (const line of source.lines) assert.is(text.slice(line.start, line.end), line.text);
    }
  });

  test("counts places in characters as people see them, in any order", () => {
    const source = createSourceText("ab\n😀c d\r\n\nlast");
    const places = [
      [0, 1, 1],
      [2, 1, 3],
      [3, 2, 1],
      [5, 2, 2],
      [6, 2, 3],
      [7, 2, 4],
      [8, 2, 5],
      [10, 3, 1],
      [11, 4, 1],
      [15, 4, 5],
    ] as const;
    const backAndForth = [...places, ...places.toReversed(), ...places.flatMap((place) => [place, place])];
    for (const [offset, line, column] of backAndForth) {
      assert.equal(pointAt(source, offset), { line, column }, String(offset));
      assert.is(lineIndexAt(source, offset), line - 1);
    }
    assert.equal(pointAt(createSourceText(""), 0), { line: 1, column: 1 });
    // U+DC00 and U+DFFF are the first and the last that complete a character.
    assert.equal(pointAt(createSourceText("\ud800\udc00\udbff\udfff\ue000x"), 5), { line: 1, column: 4 });
  });
});

suite("applyEdits", (test) => {
  const edit = (
    start: number,
    end: number,
    newText: string,
  ): { range: { start: number; end: number }; newText: string } => ({
    range: { start, end },
    newText,
  });

  test("replaces, inserts and removes, in the order of the text whatever the order given", () => {
    assert.is(applyEdits("one two three", []), "one two three");
    assert.is(applyEdits("one two three", [edit(8, 13, "3"), edit(0, 3, "1"), edit(3, 7, "")]), "1 3");
    assert.is(applyEdits("ab", [edit(1, 1, "x"), edit(1, 1, "y"), edit(2, 2, "z"), edit(0, 0, "w")]), "waxybz");
    // An insertion goes before the replacement that begins at the same place.
    assert.is(applyEdits("ab", [edit(1, 2, "B"), edit(1, 1, "x")]), "axB");
  });

  test("refuses edits that overlap, leave the text, or end before they begin", () => {
    for (const edits of [[edit(0, 2, ""), edit(1, 2, "")], [edit(0, 4, "")], [edit(2, 1, "")], [edit(-1, 1, "")]])
      assert.throws(() => applyEdits("abc", edits), /overlaps its neighbour or leaves the text \(3\)/);
  });
});

suite("matches of a pattern", (test) => {
  test("are all of them, from the beginning each time", () => {
    const pattern = /\d+/g;
    pattern.lastIndex = 3;
    const found = findMatches(pattern, "1 22 333");
    assert.equal(
      found.map((match) => [match[0], match.index]),
      [
        ["1", 0],
        ["22", 2],
        ["333", 5],
      ],
    );
    assert.equal(findMatches(pattern, "none"), []);
  });

  test("end where the last one ends", () => {
    const pattern = /\d+/g;
    pattern.lastIndex = 5;
    assert.is(endOfLastMatch(pattern, "1 22 x"), 4);
    assert.is(endOfLastMatch(pattern, "none"), -1);
  });
});

suite("appendTo", (test) => {
  test("begins a list, and makes it longer", () => {
    const lists = new Map<string, number[]>();
    for (const [key, value] of [
      ["a", 1],
      ["b", 2],
      ["a", 3],
    ] as const)
      appendTo(lists, key, value);
    assert.equal(
      [...lists],
      [
        ["a", [1, 3]],
        ["b", [2]],
      ],
    );
  });
});

suite("isAgentName", (test) => {
  test("knows the agents that can be set up", () => {
    assert.equal(["claude", "gemini", "codex", "cursor", "Claude", "", "vim"].map(isAgentName), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

function systemError(message: string, more: object): Error {
  return Object.assign(new Error(message), more);
}

function errorWithStack(...frames: readonly string[]): Error {
  return systemError("Unexpected end of input\nmore", {
    stack: ["SyntaxError: Unexpected end of input", ...frames.map((frame) => `    at ${frame}`)].join("\n"),
  });
}

suite("operational errors", (test) => {
  test("hold what is the matter, what to do, and the cause", () => {
    const cause = new Error("x");
    const error = new OperationalError("lock-held", "somebody holds it", { help: "wait", cause });
    assert.equal(
      [error.name, error.code, error.message, error.help],
      ["OperationalError", "lock-held", "somebody holds it", "wait"],
    );
    assert.is(error.cause, cause);
    const plain = new OperationalError("usage", "what");
    assert.is(plain.help, null);
    assert.not("cause" in plain);
  });

  test("are made of what the system refuses, and of parts of the program that cannot be loaded", () => {
    const own = new OperationalError("usage", "what");
    assert.is(toOperationalError(own), own);
    const refused = systemError("ENOSPC: no space left on device, write", { syscall: "write", code: "ENOSPC" });
    const system = toOperationalError(refused);
    assert.equal(
      [system?.code, system?.message, system?.help],
      [
        "system-failed",
        "the system refuses what is needed (ENOSPC: no space left on device, write)",
        "see the free space and the permissions, then run the command again: df .",
      ],
    );
    assert.is(system?.cause, refused);
    const absent = systemError("Cannot find module 'x'\nRequire stack:", { code: "MODULE_NOT_FOUND" });
    const unloaded = toOperationalError(absent);
    assert.equal(
      [unloaded?.code, unloaded?.message, unloaded?.help],
      [
        "program-unreadable",
        "a part of planlink cannot be loaded (Cannot find module 'x')",
        "if it stays so, put its files back: npm ci",
      ],
    );
    assert.is(unloaded?.cause, absent);
  });

  test("are told from defects by where they come from", () => {
    const kindOf = (error: unknown): string | undefined => toOperationalError(error)?.code;
    for (const frames of [
      ["wrapSafe (node:internal/modules/cjs/loader:1378:20)"],
      ["new Script (node:internal/vm:117:7)", "compile (node:internal/modules/cjs/loader:1378:20)"],
      ["open (node:fs:573:3)", "readFileSync (node:fs:452:10)", "load (node:internal/modules/esm/load:3:4)"],
    ])
      assert.is(kindOf(errorWithStack(...frames)), "program-unreadable", frames.join("; "));
    for (const frames of [
      ["parse (/project/dist/state.js:3:4)", "wrapSafe (node:internal/modules/cjs/loader:1378:20)"],
      ["readFileSync (node:fs:452:10)", "read (/project/dist/state.js:3:4)"],
      [],
    ])
      assert.is(kindOf(errorWithStack(...frames)), undefined, frames.join("; "));
    for (const error of [
      new TypeError("x is not a function"),
      systemError("x", { code: "ENOENT" }),
      systemError("x", { syscall: "open" }),
      "text",
      null,
      { syscall: "open", code: "ENOENT" },
    ])
      assert.is(kindOf(error), undefined);
  });
});
