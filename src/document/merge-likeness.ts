import type { MergeUnit } from "./merge-units.ts";

/** From this on two texts are versions of one. */
export const alikeFrom = 0.5;

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** How much of two texts' words is common to both: 0 nothing, 1 all. Text without spaces is compared by its letters. */
export function measureLikeness(a: string, b: string): number {
  const split = (text: string): readonly string[] => wordsOf(text).flatMap((word) => (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word) ? [...word] : [word]));
  const [wordsA, wordsB] = [split(a), split(b)];
  if (wordsA.length + wordsB.length === 0) return a === b ? 1 : 0;
  const counts = new Map<string, number>();
  for (const word of wordsA) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of wordsB) {
    const left = counts.get(word) ?? 0;
    if (left === 0) continue;
    counts.set(word, left - 1);
    common += 1;
  }
  return (2 * common) / (wordsA.length + wordsB.length);
}

/** Tells whether a unit is one of the ways to say that a list or a section has nothing in it yet. */
export function isEmptyStatement({ text, kind }: MergeUnit): boolean {
  if (kind !== "item" && kind !== "text") return false;
  const words = text.replace(/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+/, "").replace(/[*_`()[\].]/g, "").trim();
  return /^(?:none|n\/a|nothing|tbd|empty)(?: yet| currently| so far| at this time)?$|^no [a-z /-]{1,40}(?: yet| so far)$/i.test(words);
}
