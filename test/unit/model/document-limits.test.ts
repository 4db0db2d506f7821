import * as assert from "uvu/assert";
import { refuseDenseDocument, refuseLargeDocument } from "../../../src/model/document-limits.ts";
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
});
