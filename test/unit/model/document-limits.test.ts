import * as assert from "uvu/assert";
import { mostDocumentBytes, refuseDenseDocument, refuseLargeDocument } from "../../../src/model/document-limits.ts";
import { OperationalError } from "../../../src/model/operational-error.ts";
import { suite } from "../../support/suite.ts";

const megabyte = 1024 * 1024;
const line = "- [Phase 3]: the list waits for the other list, and is told of it by the third one\n";

function fill(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

suite("the limits of documents", (test) => {
  test("let through a STATE.md and a ledger of megabytes, and other documents up to half of one", () => {
    refuseLargeDocument("a/.planning/STATE.md", 8 * megabyte);
    refuseLargeDocument(".planning/STATE.ledger.yaml", 4 * megabyte);
    refuseLargeDocument(".planning/ROADMAP.md", megabyte / 2);
    for (const [path, bytes] of [
      ["STATE.md", 8 * megabyte + 1],
      [".planning/STATE.ledger.yaml", 4 * megabyte + 1],
      [".planning/ROADMAP.md", megabyte / 2 + 1],
      [".planning/OLD-STATE.md", megabyte],
    ] as const)
      assert.throws(() => refuseLargeDocument(path, bytes), /planlink reads up to/, path);
  });

  test("let through a large document of prose or of rows", () => {
    refuseDenseDocument("STATE.md", fill(line, 8_000_000));
    refuseDenseDocument(
      "STATE.md",
      fill(line, 2 * megabyte) + fill("| Phase 01 P01 | 5 min | 1 tasks | 1 files |\n", 1_700_000),
    );
  });

  test("refuse a large one of very many lines, cells or names, and say which", () => {
    const dense = {
      lines: fill("- a\n", megabyte),
      "table cells": fill("|a", 2 * megabyte),
      "words of hex digits": fill("abc1234 ", megabyte),
      "marks of quotes and lists": fill("> ", megabyte),
    };
    for (const [part, text] of Object.entries(dense)) {
      assert.throws(() => refuseDenseDocument("STATE.md", text), new RegExp(`STATE\\.md has more than \\d+ ${part};`));
      // The same pattern serves the next document.
      assert.throws(() => refuseDenseDocument("STATE.md", text), part);
      refuseDenseDocument("STATE.md", text.slice(0, megabyte / 2));
    }
  });

  test("say what is too large, how large it may be, and what to do", () => {
    const reasonOf = (check: () => void): readonly (string | null)[] => {
      try {
        check();
      } catch (error) {
        return error instanceof OperationalError ? [error.code, error.message, error.help] : [String(error)];
      }
      return [];
    };
    const help = "move its history to an archive file";
    assert.equal(
      reasonOf(() => refuseLargeDocument("STATE.md", 9.5 * megabyte)),
      ["document-too-large", "STATE.md has 9.50 MB; planlink reads up to 8", help],
    );
    assert.equal(
      reasonOf(() => refuseDenseDocument("STATE.md", `${"\n".repeat(100_001)}${" ".repeat(500_000)}`)),
      ["document-too-large", "STATE.md has more than 100000 lines; planlink reads so many only up to 0.5 MB", help],
    );
  });

  test("know STATE.md by its whole name", () => {
    for (const [path, megabytes] of [
      ["STATE.md", 8],
      ["a/STATE.md", 8],
      ["a/OLD-STATE.md", 0.5],
      ["STATE.md.bak", 0.5],
      ["STATE-md", 0.5],
      ["a.ledger.yaml", 4],
      ["a.ledger.yaml.md", 0.5],
    ] as const)
      assert.is(mostDocumentBytes(path), megabytes * megabyte, path);
  });

  for (const [unit, most] of [
    ["\n", 100_000],
    ["|", 200_000],
    ["abc1234 ", 75_000],
    ["A".repeat(20) + " ", 75_000],
    ["> ", 200_000],
    [">\t", 200_000],
    ["1.\t", 200_000],
    ["2) ", 200_000],
    ["- ", 200_000],
  ] as const)
    test(`are kept to the letter: ${JSON.stringify(unit)}`, () => {
      const large = "x ".repeat(megabyte / 4);
      refuseDenseDocument("STATE.md", `${large}\u00a0${unit.repeat(most)}`);
      assert.throws(() => refuseDenseDocument("STATE.md", `${large}\u00a0${unit.repeat(most + 1)}`), /more than/);
      // Beside them, what only looks alike is not counted.
      refuseDenseDocument("STATE.md", `${large}${"abc123 -x 1.x x) ".repeat(20_000)}`);
    });
});
