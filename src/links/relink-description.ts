import type { DeadReference } from "./relink-facts.ts";
import { createWordSet, readWords, type WordSet } from "./subject-words.ts";

/** What the documents say of a dead reference, made ready for comparison. */
export interface Description {
  /** The different texts that describe it, each by its words. */
  readonly texts: readonly WordSet[];
  /** The texts stand beside the reference itself; else they are the headings or sentences above it. */
  readonly isOwn: boolean;
  /** The commit types named beside it. */
  readonly types: ReadonlySet<string>;
}

/** Words that GSD's summaries put around a reference whatever the commit: `Commit abc1234 (Task 2): FOUND in git log`. */
const framingWords: ReadonlySet<string> = new Set(
  readWords(
    "found verified exists existing git log committed commits oneline grep files confirmed present part both created " +
      "hash history pass feat fix docs chore test tests refactor style perf done complete",
  ),
);

function hasContent({ words }: WordSet): boolean {
  return words.some((word) => !framingWords.has(word) && !/^\d+$/.test(word));
}

/** Reads what the mentions of a reference say together; texts above it count only where nothing stands beside it. */
export function describeReference({ mentions }: DeadReference): Description {
  const types = new Set(mentions.flatMap(({ type }) => (type === null ? [] : [type])));
  const own = createTexts(mentions.map((mention) => mention.own));
  if (own.length > 0) return { texts: own, isOwn: true, types };
  return { texts: createTexts(mentions.flatMap(({ above }) => above.slice(0, 1))), isOwn: false, types };
}

function createTexts(texts: readonly string[]): readonly WordSet[] {
  return [...new Set(texts)].map(createWordSet).filter(hasContent);
}
