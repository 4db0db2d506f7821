/**
 * The benchmark: `npm run bench -- [OPTIONS] [SERIES …]`; without a name, all series. `--help` lists them.
 *
 * Everything is run in turn, in one go, and compared round by round: A B C, B C A, C A B, … Generated repositories are
 * kept in `PLANLINK_BENCH_CACHE`, or a directory in the user's cache directory; peers are installed from npm into a
 * temporary directory.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchArguments, formatHelp, parseBenchArguments } from "./bench/arguments.ts";
import { formatChart } from "./bench/chart.ts";
import { createEnvironment } from "./bench/environment.ts";
import { formatTable } from "./bench/format-results.ts";
import { cloneForWork, findCacheDirectory, openGeneratedRepository } from "./bench/generated-repository.ts";
import { describeMachine, readLoad } from "./bench/machine.ts";
import { formatPage, type BenchResults } from "./bench/page.ts";
import { installPeers, type Peers } from "./bench/peers.ts";
import { recipes } from "./bench/recipes.ts";
import type { SeriesContext } from "./bench/series.ts";
import { allSeries } from "./bench/series/all.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const corpusPath = fileURLToPath(new URL("../../shared/corpus", import.meta.url));

try {
  const request = parseBenchArguments(process.argv.slice(2), allSeries, Object.keys(recipes));
  if (request.kind === "help") console.log(formatHelp(allSeries, Object.keys(recipes)));
  else await withScratch((scratch) => (request.kind === "clone" ? clone(scratch, request) : run(scratch, request)));
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

async function withScratch(body: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "planlink-bench-")));
  try {
    await body(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A path as the user wrote it, where the user stands: npm runs scripts at the top of the checkout. */
function resolveForUser(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? "", path);
}

async function clone(scratch: string, request: Extract<BenchArguments, { kind: "clone" }>): Promise<void> {
  const recipe = Object.values(recipes).find(({ name }) => name === request.recipe);
  if (recipe === undefined) throw new Error(`there is no recipe ${request.recipe}`);
  const env = createEnvironment(scratch, process.env);
  const source = await openGeneratedRepository(recipe, findCacheDirectory(process.env), env);
  cloneForWork(source, resolveForUser(request.directory), env, { hasCommitGraph: request.hasCommitGraph });
}

async function run(scratch: string, request: Extract<BenchArguments, { kind: "run" }>): Promise<void> {
  const { rounds, jsonPath, isWriting } = request;
  const dist = join(scratch, "dist");
  cpSync(join(root, "dist"), dist, { recursive: true });
  const env = createEnvironment(scratch, process.env);
  const cache = findCacheDirectory(process.env);
  let peers: Peers | undefined;
  const machine = describeMachine();
  const loads = [readLoad()];
  const series = [];
  for (const each of allSeries.filter(({ name }) => request.series.includes(name))) {
    console.error(`${each.name}: ${each.summary}`);
    const place = join(scratch, each.name);
    mkdirSync(place);
    const context: SeriesContext = {
      env,
      dist,
      scratch: place,
      rounds,
      slowRounds: Math.min(rounds, Math.max(3, Math.ceil(rounds / 3))),
      corpus: existsSync(join(corpusPath, "replay")) ? corpusPath : null,
      openRepository: (name) => openGeneratedRepository(recipes[name], cache, env),
      readPeers: () => Promise.resolve((peers ??= installPeers(join(scratch, "peers")))),
    };
    const result = await each.run(context);
    console.log(formatTable(result));
    series.push(result);
    loads.push(readLoad());
    // Clones of the largest take a gigabyte.
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  }
  const results: BenchResults = { date: new Date().toISOString().slice(0, 10), machine, rounds, loads, series };
  if (jsonPath !== null) writeFileSync(resolveForUser(jsonPath), `${JSON.stringify(results, null, 2)}\n`);
  if (!isWriting) return;
  writeFileSync(join(root, "docs", "performance.md"), formatPage(results));
  writeFileSync(join(root, "docs", "performance.svg"), formatChart(results));
}
