/** Words that commits and documents are full of: sharing them says nothing. */
const commonWords: ReadonlySet<string> = new Set(
  "the a an and or of to in for with from on at by as is are be into via per add create implement task commit feat fix test docs chore".split(
    " ",
  ),
);

const runs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[\p{L}\d]+/gu;
const withoutSpaces = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * The words of a text, each once: lower case, camel case taken apart, plurals and tenses cut.
 *
 * Writing without spaces gives every pair of neighbouring characters: there is no telling where its words end.
 */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  const plain = text
    .normalize("NFKC")
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase();
  for (const [run] of plain.matchAll(runs)) {
    if (withoutSpaces.test(run)) {
      for (let index = 0; index + 1 < run.length; index += 1) words.add(run.slice(index, index + 2));
    } else if (run.length > 1 && !commonWords.has(run)) {
      words.add(run.length > 4 ? run.replace(/(?:ing|ed|es|s)$/, "") : run);
    }
  }
  return words;
}

const identifier = /(?<![\p{L}\d_$-])[\p{L}_$][\p{L}\d_$]{7,80}(?![\p{L}\d_$-])/gu;

/** Names that only code has, in lower case: of several parts, by camel case or underscores. */
export function findIdentifiers(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(identifier)].map(([name]) => name);
  return new Set(
    names.filter((name) => /\p{Ll}\p{Lu}|_/u.test(name) && !/^_|_$/.test(name)).map((name) => name.toLowerCase()),
  );
}

/** What words say: a word of few commits says much, one of all nothing. */
export interface WordWeights {
  readonly weigh: (word: string) => number;
  readonly sum: (words: Iterable<string>) => number;
  /** Tells whether hardly any other text has it. */
  readonly isRare: (word: string) => boolean;
}

const fewTexts = 3;

/** Weighs words by the number of texts that hold them. */
export function createWordWeights(texts: readonly ReadonlySet<string>[]): WordWeights {
  const counts = new Map<string, number>();
  for (const words of texts) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const weigh = (word: string): number => Math.log((texts.length + 1) / ((counts.get(word) ?? 0) + 0.5));
  return {
    weigh,
    isRare: (word) => (counts.get(word) ?? 0) <= fewTexts,
    sum: (words) => {
      let sum = 0;
      for (const word of words) sum += weigh(word);
      return sum;
    },
  };
}

/** Texts that say less than this are too short to be alike by more than chance: about two rare words. */
const leastWeight = 12;
const leastSubject = 15;

/**
 * How far a description speaks of a commit: 0 nothing in common, 1 the same words. `beside` are words of the commit
 * that its subject lacks (its body, the names of its files): they help a little, and never make a likeness by themselves.
 */
export function likeness(
  description: ReadonlySet<string>,
  subject: ReadonlySet<string>,
  beside: ReadonlySet<string>,
  weights: WordWeights,
): number {
  let shared = 0;
  let nearby = 0;
  for (const word of description) {
    if (subject.has(word)) shared += weights.weigh(word);
    else if (beside.has(word)) nearby += weights.weigh(word);
  }
  const own = weights.sum(subject);
  // Of a long description the part that is not about this commit does not count against it without end.
  const described = Math.min(weights.sum(description), 1.6 * own);
  const size = Math.sqrt(Math.max(leastSubject, own) * Math.max(leastWeight, described));
  return Math.min(1, (shared + Math.min(0.35 * nearby, 0.3 * own)) / size);
}
