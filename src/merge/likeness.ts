import type { MergeLine } from "./merge-lines.ts";

/** Longer lines are compared by their beginning. */
const comparedLength = 2000;
/** From here on a line counts as a revision of another. Items are short, and alike by what they speak of. */
const revisionThreshold = 0.5;
const itemThreshold = 0.65;

function firstCell(text: string): string | undefined {
  return text.split("|", 3)[1]?.trim();
}

/** The label of a label line or of an item with one, without its marks; in small letters. */
export function labelOf(text: string): string {
  return text
    .slice(0, text.indexOf(":"))
    .replace(/[*\s-]+/g, " ")
    .trim()
    .toLowerCase();
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .slice(0, comparedLength)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** The share of words that two lines have in common, 0 to 1. */
function shareOfWords(a: string, b: string): number {
  const [aWords, bWords] = [wordsOf(a), wordsOf(b)];
  const counts = new Map<string, number>();
  for (const word of aWords) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of bWords) {
    const left = counts.get(word) ?? 0;
    if (left > 0) common += 1;
    counts.set(word, left - 1);
  }
  const longer = Math.max(aWords.length, bWords.length);
  return longer === 0 ? 0 : common / longer;
}

/** How surely `after` is a revision of `before`, 0 (it is another line) to 1. */
export function likenessOf(before: MergeLine, after: MergeLine): number {
  if (before.kind !== after.kind || before.kind === "blank" || before.kind === "literal") return 0;
  if (before.owned !== undefined || after.owned !== undefined) return 0;
  if (before.kind === "label") return labelOf(before.text) === labelOf(after.text) ? 1 : 0;
  if (before.kind === "row") {
    const cell = firstCell(before.text);
    if (cell !== undefined && cell !== "" && cell === firstCell(after.text)) return 1;
  }
  const share = shareOfWords(before.text, after.text);
  return share >= (before.kind === "item" ? itemThreshold : revisionThreshold) ? share : 0;
}
