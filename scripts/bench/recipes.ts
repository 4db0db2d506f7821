/** What a generated repository is made of. The same recipe gives the same oids everywhere. */
export interface Recipe {
  /** Also the name of its directory in the cache. */
  readonly name: string;
  /** Commits in all, merges and side branches included. */
  readonly commits: number;
  /** Plans in all: the last but one is in progress, the last has no commits yet, all others are completed. */
  readonly plans: number;
  readonly sourceFiles: number;
  /** Commit references in STATE.md. */
  readonly references: number;
  /** How many SUMMARY.md files list one commit each. */
  readonly listingSummaries: number;
}

export type RecipeName = "thousand" | "twenty-thousand" | "million" | "many-summaries";

/** The repositories of the benchmark. About a third of the commits carries a plan tag. */
export const recipes: Readonly<Record<RecipeName, Recipe>> = {
  thousand: { name: "thousand", commits: 1000, plans: 100, sourceFiles: 200, references: 48, listingSummaries: 0 },
  "twenty-thousand": {
    name: "twenty-thousand",
    commits: 20_000,
    plans: 500,
    sourceFiles: 1000,
    references: 48,
    listingSummaries: 0,
  },
  million: {
    name: "million",
    commits: 1_000_000,
    plans: 800,
    sourceFiles: 1000,
    references: 48,
    listingSummaries: 0,
  },
  "many-summaries": {
    name: "many-summaries",
    commits: 20_000,
    plans: 5002,
    sourceFiles: 200,
    references: 48,
    listingSummaries: 200,
  },
};
