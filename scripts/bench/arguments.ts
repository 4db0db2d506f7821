import { parseArgs } from "node:util";

/** What is asked of the benchmark. */
export type BenchArguments =
  | { readonly kind: "help" }
  | { readonly kind: "clone"; readonly recipe: string; readonly directory: string; readonly hasCommitGraph: boolean }
  | {
      readonly kind: "run";
      readonly series: readonly string[];
      readonly rounds: number;
      readonly jsonPath: string | null;
      /** Writes docs/performance.md and docs/performance.svg. */
      readonly isWriting: boolean;
    };

interface Named {
  readonly name: string;
  readonly summary: string;
}

const defaultRounds = 15;

/** Parses the command line; throws with words for the user. */
export function parseBenchArguments(
  args: readonly string[],
  allSeries: readonly Named[],
  recipeNames: readonly string[],
): BenchArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: "string", default: String(defaultRounds) },
      json: { type: "string" },
      write: { type: "boolean", default: false },
      clone: { type: "boolean", default: false },
      "no-commit-graph": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return { kind: "help" };
  if (values.clone) {
    const [recipe = "", directory] = positionals;
    if (!recipeNames.includes(recipe) || directory === undefined) {
      throw new Error(`--clone takes one of ${recipeNames.join(", ")}, and a directory`);
    }
    return { kind: "clone", recipe, directory, hasCommitGraph: !values["no-commit-graph"] };
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds takes a number from 1, not “${values.rounds}”`);
  const known = allSeries.map(({ name }) => name);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`there is no series ${unknown.join(" or ")}; there are ${known.join(", ")}`);
  if (values.write && positionals.length > 0) throw new Error("--write needs all series: name none");
  return {
    kind: "run",
    series: positionals.length === 0 ? known : positionals,
    rounds,
    jsonPath: values.json ?? null,
    isWriting: values.write,
  };
}

export function formatHelp(allSeries: readonly Named[], recipeNames: readonly string[]): string {
  const width = Math.max(...allSeries.map(({ name }) => name.length));
  return [
    "npm run bench -- [--rounds N] [--json FILE] [--write] [SERIES …]",
    "npm run bench -- --clone RECIPE DIRECTORY [--no-commit-graph]",
    "",
    ...allSeries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    `  --rounds N    rounds of each series, default ${defaultRounds}; a third of it where a run takes seconds`,
    "  --json FILE   the results as JSON",
    "  --write       docs/performance.md and docs/performance.svg, from all series",
    `  --clone       clones a generated repository: ${recipeNames.join(", ")}`,
  ].join("\n");
}
