/**
 * Comparing what a document says of a commit with the subjects of commits: by words, each worth the more the fewer
 * commits of the history use it.
 */

/** Words that say nothing of what a commit does, in the form in which `readWords` gives them. */
const emptyWords: ReadonlySet<string> = new Set(
  "a an the and or of to for in on with by from as at is are be via into per all its it this that task commit plan phase".split(
    " ",
  ),
);

/** Scripts without spaces between words: read as pairs of neighbouring characters. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const isUnspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Longer texts are cut: a subject or a list item has a few hundred characters. */
const maximumText = 1000;

/** Reads the words of a text: case folded, endings cut, `camelCase` and `snake_case` taken apart, the empty ones left out. */
export function readWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const [run] of text.slice(0, maximumText).normalize("NFKC").matchAll(/[\p{L}\p{N}]+/gu)) {
    for (const [part] of run.matchAll(unspaced)) words.push(...(isUnspaced.test(part) ? pairs(part) : splitCamelCase(part)));
  }
  return words.filter((word) => !emptyWords.has(word));
}

function pairs(run: string): readonly string[] {
  const characters = [...run];
  return characters.length < 2 ? characters : characters.slice(1).map((character, index) => `${characters[index] ?? ""}${character}`);
}

function splitCamelCase(run: string): readonly string[] {
  return run
    .split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/)
    .filter((part) => part !== "")
    .map((part) => cutEnding(part.toLowerCase()));
}

/** `handlers` and `handler`, `caching`, `cached` and `cache` are one word. Crude on purpose: both sides are cut alike. */
function cutEnding(word: string): string {
  const cut = word.length > 4 ? word.replace(/(?:ings?|ed|es|s)$/, "") : word;
  return (cut.length >= 3 ? cut : word).replace(/(?<=...)e$/, "");
}

/** The subject of a commit's header: what stands after `type(scope): `, without a pull request's number. */
export function subjectOf(header: string): string {
  return header.replace(/^[\p{L}\p{N}_./+,&|-]{1,40}(?:\([^()]{0,200}\))?!?:[ \t]{0,3}/u, "").replace(/ {0,2}\([#!]\d{1,7}\)[ \t]{0,3}$/, "");
}

const families: Readonly<Record<string, string>> = { tests: "test", doc: "docs", feature: "feat", bugfix: "fix" };

/** The conventional type of a commit's header, its spellings folded; `null` where it has none. */
export function typeOf(header: string): string | null {
  const type = /^([A-Za-z]{2,12})(?:\([^()]{0,200}\))?!?:/.exec(header)?.[1]?.toLowerCase();
  return type === undefined ? null : (families[type] ?? type);
}

/** A text by its words. */
export interface WordSet {
  readonly words: readonly string[];
  readonly set: ReadonlySet<string>;
  /** The words in order, each between spaces, for finding one text within another. */
  readonly joined: string;
  /** How much the text says: letters of its words, a CJK character counting as two; numbers count nothing. */
  readonly substance: number;
}

export function createWordSet(text: string): WordSet {
  const words = readWords(text);
  const substance = words.reduce((sum, word) => sum + (/^\d+$/.test(word) ? 0 : isUnspaced.test(word) ? 2 : word.length), 0);
  return { words, set: new Set(words), joined: ` ${words.join(" ")} `, substance };
}

/** What a word is worth in this history. */
export type WordWeights = (word: string) => number;

/** Weighs words by the number of texts that use them. */
export function createWordWeights(texts: readonly WordSet[]): WordWeights {
  const uses = new Map<string, number>();
  for (const { set } of texts) for (const word of set) uses.set(word, (uses.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + texts.length / (1 + (uses.get(word) ?? 0)));
}

/**
 * How alike a description and a subject are, from 0 to 1: what they share against what both say, or what of the subject
 * the description has, for descriptions that say more.
 */
export function compareWords(description: WordSet, subject: WordSet, weigh: WordWeights): number {
  let [shared, ofSubject, ofDescription] = [0, 0, 0];
  for (const word of subject.set) {
    const weight = weigh(word);
    ofSubject += weight;
    if (description.set.has(word)) shared += weight;
  }
  if (shared === 0) return 0;
  for (const word of description.set) ofDescription += weigh(word);
  const both = (2 * shared) / (ofSubject + ofDescription);
  return Math.max(both, (shared / ofSubject) * (subject.words.length >= 3 ? 0.9 : 0.5));
}

/** Tells whether a subject says enough for its words in a row to be no accident. */
export function isDistinctive(subject: WordSet): boolean {
  return subject.words.length >= 3 && subject.substance >= 14;
}

/** Tells whether a description holds the whole subject, word for word. */
export function quotesSubject(description: WordSet, subject: WordSet): boolean {
  return isDistinctive(subject) && description.joined.includes(subject.joined);
}
