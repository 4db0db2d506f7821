import * as fc from "fast-check";
import * as assert from "uvu/assert";
import { applyHunks, findHunks } from "../../src/merge/hunks.ts";
import { matchLines } from "../../src/merge/match-lines.ts";
import { mergeDocuments, type MergeTexts } from "../../src/merge/merge-documents.ts";
import { readMergeLines, type MergeLine } from "../../src/merge/merge-lines.ts";
import { refineHunk } from "../../src/merge/refine-hunk.ts";
import { documents } from "../support/documents.ts";
import { withoutOwnedLines } from "../support/owned-lines.ts";
import { lawRuns } from "../support/law-runs.ts";
import { suite } from "../support/suite.ts";

const run = lawRuns(20260306);

const style = { markerSize: 7, oursLabel: "HEAD", theirsLabel: "feature" };

/** Lines that are put into documents: items, rows and prose that no document has. */
const newLines = fc
  .tuple(
    fc.constantFrom("- ", "  - ", "", "| 9 | ", "**Note:** ", "> "),
    fc.constantFrom("alpha", "beta", "gamma", "delta"),
    fc.nat(9),
  )
  .map(([mark, word, number]) => `${mark}${word} ${number}${mark.startsWith("|") ? " |" : ""}`);

interface Change {
  readonly place: number;
  readonly removed: number;
  readonly lines: readonly string[];
}

const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    place: fc.nat(1000),
    removed: fc.constantFrom(0, 0, 1, 2),
    lines: fc.array(newLines, { maxLength: 2 }),
  }),
  { maxLength: 4 },
);

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function change(text: string, list: readonly Change[]): string {
  const lines = [...splitLines(text)];
  const lineEnding = text.includes("\r\n") ? "\r\n" : "\n";
  for (const { place, removed, lines: added } of list)
    lines.splice(place % (lines.length + 1), removed, ...added.map((line) => line + lineEnding));
  return lines.join("");
}

/** Two versions of a document that people changed. */
const versions: fc.Arbitrary<MergeTexts> = fc
  .tuple(documents, changes, changes, fc.boolean())
  .map(([base, a, b, areApart]) => {
    const ours = change(base, a);
    // Two documents that have little to do with each other as well.
    return { base, ours, theirs: areApart ? change(base, b) : change(ours, b) };
  });

function linesOf(text: string): readonly string[] {
  return text.replace(/^\uFEFF/, "").split(/\r?\n/);
}

function count(lines: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

/** Lines that belong to people: neither owned in the strict sense, nor front matter or the position that GSD writes. */
function proseOf(text: string): readonly string[] {
  const lines = readMergeLines(splitLines(text.replace(/^\uFEFF/, "")));
  const foreign = new Set(withoutOwnedLines(text).lines.flatMap((line) => linesOf(line)));
  return lines
    .filter(({ owned }) => owned === undefined)
    .map(({ text: line }) => line.replace(/\r?\n$/, ""))
    .filter((line) => line.trim() !== "" && foreign.has(line));
}

function withoutConflicts(text: string): string {
  return text.replace(/^<{7} HEAD\r?\n[^]*?^>{7} feature(?:\r?\n|$)/gm, "");
}

suite("the laws of merging", (test) => {
  const law = (name: string, holds: (texts: MergeTexts) => void): void => {
    test(name, () => {
      fc.assert(fc.property(versions, holds), run);
    });
  };

  law("a side that equals the base gives the other side; equal sides give that side", ({ base, ours }) => {
    for (const texts of [
      { base, ours: base, theirs: ours },
      { base, ours, theirs: base },
      { base, ours, theirs: ours },
    ])
      assert.equal(mergeDocuments(texts, style), { text: ours, conflicts: 0 });
  });

  law("the hunks of a side give that side again, cut up or whole", ({ base, ours }) => {
    const [baseLines, oursLines] = [readMergeLines(splitLines(base)), readMergeLines(splitLines(ours))];
    const keysOf = (lines: readonly MergeLine[]): readonly string[] => lines.map(({ key }) => key);
    const matches = matchLines(keysOf(baseLines), keysOf(oursLines));
    const hunks = findHunks(baseLines.length, oursLines, matches);
    const at = (index: number): MergeLine => {
      const line = oursLines[matches[index] ?? -1];
      if (line === undefined) throw new Error(`line ${index} is in no hunk and not matched`);
      return line;
    };
    for (const parts of [hunks, hunks.flatMap((hunk) => refineHunk(baseLines, hunk))]) {
      const text = applyHunks(parts, 0, baseLines.length, at).map((line) => line.text);
      assert.is(text.join(""), ours);
    }
  });

  law("swapping the sides swaps conflicts and order, and nothing else", ({ base, ours, theirs }) => {
    const merged = mergeDocuments({ base, ours, theirs }, style);
    const swapped = mergeDocuments({ base, ours: theirs, theirs: ours }, style);
    assert.is(swapped.conflicts, merged.conflicts);
    if (merged.conflicts > 0) return;
    const sorted = (text: string): readonly string[] =>
      linesOf(text)
        .filter((line) => line.trim() !== "")
        .toSorted();
    assert.equal(sorted(swapped.text), sorted(merged.text));
  });

  law("no line of prose that one side added, or both kept, is lost", ({ base, ours, theirs }) => {
    const { text } = mergeDocuments({ base, ours, theirs }, style);
    const [inBase, inOurs, inTheirs] = [count(linesOf(base)), count(linesOf(ours)), count(linesOf(theirs))];
    const result = count(linesOf(text));
    for (const line of new Set([...proseOf(ours), ...proseOf(theirs)])) {
      const [o, a, b] = [inBase.get(line) ?? 0, inOurs.get(line) ?? 0, inTheirs.get(line) ?? 0];
      const isAdded = o === 0;
      if (isAdded || (a >= o && b >= o))
        assert.ok((result.get(line) ?? 0) >= (isAdded ? 1 : o), `${JSON.stringify(line)} is lost in\n${text}`);
    }
  });

  test("found once: a line that a heading or a fence makes owned in one version only is not lost", () => {
    const section = "## Performance Metrics\n\n";
    const texts = {
      base: `${section}- Total plans completed: 97\n\n~~~\n${section}- Total plans completed: 3\n~~~\n`,
      ours: `~~~\n${section}- Total plans completed: 97\n~~~\n\n${section}- Total plans completed: 3\n`,
      theirs: `- Total plans completed: 97\n\n~~~\n${section}- Total plans completed: 3\n~~~\n`,
    };
    for (const each of [texts, { ...texts, ours: texts.theirs, theirs: texts.ours }]) {
      const { text } = mergeDocuments(each, style);
      for (const figure of [3, 97]) assert.match(text, `- Total plans completed: ${figure}\n`);
    }
  });

  test("found once: at the end of a file it does not matter which side is ours", () => {
    const base = "Decisions are logged in PROJECT.md Key Decisions table.";
    const [a, b] = [`${base}\n\n`, "PROJECT.md Key Decisions table\n."];
    for (const [ours, theirs] of [
      [a, b],
      [b, a],
    ] as const)
      assert.is(mergeDocuments({ base, ours, theirs }, style).conflicts, 1);
  });

  law("nothing appears that no version holds", ({ base, ours, theirs }) => {
    const { text } = mergeDocuments({ base, ours, theirs }, style);
    const known = new Set(["", ...linesOf(base), ...linesOf(ours), ...linesOf(theirs)]);
    for (const line of linesOf(withoutConflicts(text))) assert.ok(known.has(line), JSON.stringify(line));
  });

  test("of lines that stand for themselves every version is kept, without a conflict", () => {
    const fates = fc.constantFrom("kept", "revised", "removed");
    const marks = fc.constantFrom(
      (text: string) => `Next: ${text}`,
      (text: string) => `**Branch:** ${text}`,
      (text: string) => `*Focus: ${text}*`,
      (text: string) => `- ${text}`,
      (text: string) => `${text}.`,
    );
    const lines = fc.array(fc.record({ mark: marks, ours: fates, theirs: fates }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(lines, (list) => {
        const own = (index: number): string => `the ${"abcdefghijkl"[index] ?? ""} lamp of the harbour is lit`;
        const sideOf = (side: "base" | "ours" | "theirs"): readonly string[] =>
          list.flatMap(({ mark, ours, theirs }, index) => {
            const fate = { base: "kept", ours, theirs }[side];
            return fate === "removed" ? [] : [mark(`${own(index)}${fate === "revised" ? ` by ${side}` : ""}`)];
          });
        const textOf = (side: readonly string[]): string =>
          `# T\n\n${side.map((line) => `${line}\n\n`).join("")}# End\n`;
        const [base, ours, theirs] = [sideOf("base"), sideOf("ours"), sideOf("theirs")];
        const { text, conflicts } = mergeDocuments(
          { base: textOf(base), ours: textOf(ours), theirs: textOf(theirs) },
          style,
        );
        assert.is(conflicts, 0, text);
        const result = linesOf(text);
        for (const line of new Set([...ours, ...theirs])) {
          const isKept = !base.includes(line) || (ours.includes(line) && theirs.includes(line));
          assert.is(result.filter((each) => each === line).length, isKept ? 1 : 0, `${line}\n${text}`);
        }
      }),
      run,
    );
  });

  test("any three texts are merged", () => {
    const texts = fc
      .array(fc.constantFrom("a", "- b", "", "\n", "\r\n", "\uFEFF", "---\n", "| x |\n", "```\n", "# h\n"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, texts, texts, (base, ours, theirs) => {
        const { text, conflicts } = mergeDocuments({ base, ours, theirs }, style);
        assert.is(text.includes("<<<<<<< HEAD"), conflicts > 0);
      }),
      run,
    );
  });
});
