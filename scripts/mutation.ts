/**
 * Finds code that no test would miss: `npm run mutation -- [FOLDER or FILE…] [--every N] [--tests TEXT,…]
 * [--concurrency N]`; without a folder or file all pure folders, which takes hours; `--every 10` tries every tenth change,
 * `--tests unit/render` with the test files alone whose path contains the text, which is quick while one writes tests.
 *
 * Stryker changes the sources in one place after the other, and the tests that reach the place must fail
 * (scripts/mutation/bundle-tests.ts says which tests there are). The changes that they let pass are listed, and
 * `mutation-report.json` holds all of them.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { MutantResult, PartialStrykerOptions } from "@stryker-mutator/api/core";
import { pureFolders, strykerOptions } from "./mutation/options.ts";
import { isInSample, sampleVariable, testsVariable } from "./mutation/sample.ts";
import { describeSurvivors, scoreTable, toReport } from "./mutation/results.ts";

/** What is used of `@stryker-mutator/core`, whose own types do not pass our compiler's checks. */
interface StrykerModule {
  readonly Stryker: new (options: PartialStrykerOptions) => { runMutationTest(): Promise<MutantResult[]> };
}

const strykerModule: string = "@stryker-mutator/core";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      every: { type: "string", default: "1" },
      tests: { type: "string", default: "" },
      concurrency: { type: "string", default: "2" },
      help: { type: "boolean", default: false },
    },
  });
  const concurrency = Number(values.concurrency);
  const every = Number(values.every);
  const names = positionals.length === 0 ? pureFolders : positionals;
  const patterns = names.map((name) => (pureFolders.some((folder) => folder === name) ? `src/${name}/**/*.ts` : name));
  const isKnown = patterns.every((pattern) => pureFolders.some((folder) => pattern.startsWith(`src/${folder}/`)));
  if (values.help || !isKnown || !(concurrency >= 1) || !(every >= 1)) {
    console.error(
      `usage: npm run mutation -- [FOLDER or FILE…] [--every N] [--tests TEXT,…] [--concurrency N]\nfolders: ${pureFolders.join(" ")}`,
    );
    return values.help ? 0 : 2;
  }
  // The laws are tried on few cases: each of them is repeated for every mutant that lives.
  process.env["PLANLINK_RUNS"] ??= "10";
  process.env[sampleVariable] = String(every);
  process.env[testsVariable] = values.tests;
  const { Stryker } = (await import(strykerModule)) as StrykerModule;
  const mutants = await new Stryker(strykerOptions(patterns, concurrency)).runMutationTest();
  const report = toReport(
    mutants.filter(({ id }) => isInSample(id)),
    process.cwd(),
  );
  writeFileSync("mutation-report.json", JSON.stringify(report));
  console.log(describeSurvivors(report));
  console.log(scoreTable(report));
  return 0;
}
