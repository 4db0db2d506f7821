import * as assert from "uvu/assert";
import { mergeDocuments, type MergedDocument } from "../../../src/merge/merge-documents.ts";
import { suite } from "../../support/suite.ts";

const style = { markerSize: 7, oursLabel: "O", theirsLabel: "T" };

/** The same numbers in every run: what a batch of merges comes to can be counted. */
function createNumbers(start: number): (limit: number) => number {
  let seed = start;
  return (limit) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * limit);
  };
}

type LineKind = (word: string) => string;

const kinds: Readonly<Record<string, readonly LineKind[]>> = {
  items: [(word) => `- ${word} the lamp of the harbour`],
  "items that go on": [(word) => `- ${word} the lamp`, (word) => `  and ${word} it again`],
  rows: [(word) => `| ${word} | the lamp |`],
  prose: [(word) => `They ${word} the lamp of the harbour,`, () => ""],
  notes: [(word) => `A note to ${word} the lamp.`, () => ""],
  labels: [(word) => `Keeper of ${word}: the lamp`, (word) => `Stopped at: ${word}`],
  sections: [
    (word) => `## ${word}`,
    (word) => `- ${word} the lamp of the harbour`,
    () => "",
    (word) => `They ${word} it,`,
  ],
  code: [() => "```", (word) => `${word} the lamp`, (word) => `- ${word} an item of the list`],
};

const words = ["rotate", "paint", "measure", "cast", "weigh", "sound", "light", "chart"];

/** A base, and two versions of it that somebody made by revising, adding and removing lines. */
function createVersions(
  lines: readonly LineKind[],
  next: (limit: number) => number,
): readonly [string, string, string] {
  const create = (): string => lines[next(lines.length)]?.(words[next(words.length)] ?? "") ?? "";
  const base = Array.from({ length: 2 + next(9) }, create);
  const edit = (): string => {
    const side = [...base];
    for (let left = 1 + next(3); left > 0; left -= 1) {
      const at = next(side.length + 1);
      const what = next(4);
      if (what === 0) side.splice(at, 1);
      else if (what === 1) side.splice(at, 0, create());
      else if (what === 2) side.splice(at, 0, create(), create());
      else if (side[at] !== undefined)
        side[at] = side[at] === "" ? create() : `${side[at]} ${words[next(words.length)] ?? ""}`;
    }
    return side.map((line) => `${line}\n`).join("");
  };
  return [base.map((line) => `${line}\n`).join(""), edit(), edit()];
}

function count(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

const isLost = (kind: string, line: string): boolean =>
  line !== "" && !(kind === "labels" && line.startsWith("Stopped"));

/** Merges a batch, holds every merge to the laws, and answers with its conflicts, its lines and its blank ones. */
function mergeMany(
  kind: string,
  start: number,
  number: number,
): readonly [conflicts: number, lines: number, blank: number] {
  const next = createNumbers(start);
  let [conflicts, lines, blank] = [0, 0, 0];
  for (let index = 0; index < number; index += 1) {
    const [base, ours, theirs] = createVersions(kinds[kind] ?? [], next);
    const merge = (a: string, b: string): MergedDocument => mergeDocuments({ base, ours: a, theirs: b }, style);
    const { text, conflicts: own } = merge(ours, theirs);
    const place = JSON.stringify([base, ours, theirs, text]);
    assert.is(merge(theirs, ours).conflicts, own, place);
    assert.is(merge(ours, base).text, ours, place);
    assert.is(merge(base, theirs).text, theirs, place);
    assert.is(merge(ours, ours).text, ours, place);
    const [inBase, inOurs, inTheirs, inText] = [base, ours, theirs, text].map(count);
    for (const [line, here] of inText ?? []) {
      if (/^[<=>]{7}/.test(line) || line === "") continue;
      assert.ok(here <= (inOurs?.get(line) ?? 0) + (inTheirs?.get(line) ?? 0), `invented ${line} in ${place}`);
    }
    // What one side alone added is there; so is what both kept.
    for (const side of [inOurs, inTheirs])
      for (const [line, here] of side ?? [])
        if (isLost(kind, line) && here > 0 && !(inBase?.has(line) ?? false))
          assert.ok(inText?.has(line) ?? false, `lost ${line} in ${place}`);
    for (const [line] of inBase ?? [])
      if (isLost(kind, line) && inOurs?.get(line) === inBase?.get(line) && inTheirs?.get(line) === inBase?.get(line))
        assert.ok(inText?.has(line) ?? false, `dropped ${line} in ${place}`);
    conflicts += own;
    lines += text.split("\n").length;
    blank += inText?.get("") ?? 0;
  }
  return [conflicts, lines, blank];
}

suite("a batch of merges", (test) => {
  for (const [kind, sums] of [
    [
      "items",
      [
        [0, 362, 40],
        [0, 368, 40],
      ],
    ],
    [
      "items that go on",
      [
        [4, 381, 42],
        [3, 381, 42],
      ],
    ],
    [
      "rows",
      [
        [1, 367, 42],
        [0, 369, 41],
      ],
    ],
    [
      "prose",
      [
        [9, 373, 178],
        [9, 376, 196],
      ],
    ],
    [
      "notes",
      [
        [9, 373, 178],
        [9, 376, 196],
      ],
    ],
    [
      "labels",
      [
        [0, 364, 40],
        [0, 366, 40],
      ],
    ],
    [
      "sections",
      [
        [3, 363, 103],
        [3, 387, 120],
      ],
    ],
    [
      "code",
      [
        [10, 405, 41],
        [16, 432, 41],
      ],
    ],
  ] as const)
    test(`of ${kind} keeps to the laws, and comes to so many conflicts and lines`, () => {
      assert.equal([mergeMany(kind, 7, 40), mergeMany(kind, 4711, 40)], sums);
    });
});
