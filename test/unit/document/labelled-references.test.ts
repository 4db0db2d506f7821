import * as assert from "uvu/assert";
import { findCommitReferences } from "../../../src/document/commit-references.ts";
import { parseStateDocument } from "../../../src/document/state-document.ts";
import { lineIndexAt } from "../../../src/model/source-text.ts";
import { readOptionalFile, suite } from "../../support/suite.ts";

interface Label {
  readonly line: string;
  readonly columnHeader: string;
  readonly token: string;
  readonly reference: boolean;
  readonly resolved: "commit" | "missing";
}

const labels = readOptionalFile(new URL("../../../../shared/corpus/references.dev.jsonl", import.meta.url));

/** Puts the lines into one document, rows under a header that names their column; tells the line of each label. */
function composeDocument(rows: readonly Label[]): { readonly text: string; readonly lineIndexes: readonly number[] } {
  const lines = ["# Project State", "", "## Accumulated Context", ""];
  const lineIndexes = rows.map(({ line, columnHeader, token }) => {
    const text = line.trim();
    if (text.startsWith("|")) {
      const cells = text.replace(/^\|+|\|+$/g, "").split("|");
      const count = Math.max(2, text.split("|").length - 2);
      const column = cells.findIndex((cell) => cell.includes(token));
      const header = Array.from({ length: count }, (_, index) =>
        index === column && columnHeader !== "" ? columnHeader : `Col${index}`,
      );
      lines.push("", `| ${header.join(" | ")} |`, `|${"---|".repeat(count)}`);
    }
    lines.push(text, "");
    return lines.length - 2;
  });
  return { text: lines.join("\n"), lineIndexes };
}

/** Precision and recall; `knownPrefixes` is what git knows as commits. */
function measure(
  rows: readonly Label[],
  knownPrefixes: ReadonlySet<string>,
): { readonly precision: number; readonly recall: number } {
  const { text, lineIndexes } = composeDocument(rows);
  const document = parseStateDocument(text);
  const found = new Set(
    findCommitReferences(document)
      .filter(({ certainty, prefix }) => certainty === "certain" || knownPrefixes.has(prefix))
      .map(({ prefix, range }) => `${lineIndexAt(document.source, range.start)} ${prefix}`),
  );
  const hits = rows.map(({ token }, index) => found.has(`${lineIndexes[index]} ${token.toLowerCase()}`));
  const count = (isReference: boolean, isHit: boolean): number =>
    rows.filter(({ reference }, index) => reference === isReference && hits[index] === isHit).length;
  return {
    precision: count(true, true) / (count(true, true) + count(false, true)),
    recall: count(true, true) / (count(true, true) + count(true, false)),
  };
}

suite("references in labelled lines", (test) => {
  if (labels === undefined) {
    test.skip("precision and recall", "the labelled lines are not here");
    return;
  }
  const rows = labels.split("\n").flatMap((line): readonly Label[] => (line === "" ? [] : [JSON.parse(line)]));

  test("are found by their context alone", () => {
    const decidable = rows.filter(({ token, resolved }) => !(/^\d+$/.test(token) && resolved === "commit"));
    const { precision, recall } = measure(decidable, new Set());
    assert.ok(precision >= 0.995, `precision ${precision}`);
    assert.ok(recall >= 0.995, `recall ${recall}`);
  });

  test("are found with git's word on what needs it", () => {
    const known = new Set(rows.filter(({ resolved }) => resolved === "commit").map(({ token }) => token.toLowerCase()));
    const { precision, recall } = measure(rows, known);
    assert.ok(precision >= 0.995, `precision ${precision}`);
    assert.ok(recall >= 0.995, `recall ${recall}`);
  });
});
