/** Stryker's way to our tests: they run within its worker, one after the other, and a mutant costs milliseconds. */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from "@stryker-mutator/api/core";
import {
  determineHitLimitReached,
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { callWithin, isTimeout, processorMs } from "./time-limit.ts";
import { isInSample } from "./sample.ts";
import { type CollectedTest, type LoadedBundle, readBundle } from "./test-bundle.ts";

/** What the mutants in the sources read and write. */
const shared: Record<string, InstrumenterContext | undefined> = globalThis as object as typeof shared;
const context: InstrumenterContext = (shared[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

/** The name under which Stryker's options ask for this. */
export const runnerName = "in-process";

/**
 * Tests that take longer are left out: they tell that time goes in proportion to the text, and would be repeated for most
 * mutants that live. The times are those of the first run, which counts each mutant that it passes.
 */
const longestTestMs = 250;
/** What is known of a test from the run without a mutant. */
interface KnownTest {
  readonly timeMs: number;
  /** The sources in which it runs code that has mutants. */
  readonly passes: readonly string[];
}

type KnownTests = Readonly<Record<string, KnownTest>>;

/** Where the worker that runs all tests at first leaves what it knows to the others. */
const knownTestsFile = "mutation-known-tests.json";

class InProcessRunner implements TestRunner {
  #bundle: Promise<LoadedBundle> | undefined;
  #knownTests: KnownTests | undefined;

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    await this.#readBundle();
  }

  async dryRun({ coverageAnalysis }: DryRunOptions): Promise<DryRunResult> {
    const bundle = await this.#readBundle();
    const collectTests = await bundle.startAnew();
    const results: TestResult[] = [];
    const sourceOf = sourcesOfMutants(bundle.sources);
    const known: Record<string, KnownTest> = {};
    for (const file of Object.keys(bundle.sources)) {
      for (const test of await collectTests(file)) {
        if (coverageAnalysis === "perTest") context.currentTestId = test.id;
        const result = await runTest(test, { bundle, limitMs: longestTestMs });
        delete context.currentTestId;
        // Some laws demand that certain cases occur, which they do not among a few.
        const isFit =
          result !== "too long" && result.timeSpentMs <= longestTestMs && result.status !== TestStatus.Failed;
        if (!isFit) {
          delete context.mutantCoverage?.perTest[test.id];
          continue;
        }
        results.push(result);
        if (result.status !== TestStatus.Success) continue;
        const passed = Object.keys(context.mutantCoverage?.perTest[test.id] ?? {}).map((id) => sourceOf.get(id) ?? "");
        known[test.id] = { timeMs: result.timeSpentMs, passes: [...new Set(passed)] };
      }
    }
    writeFileSync(knownTestsFile, JSON.stringify(known));
    return complete(results);
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit } = options;
    if (!isInSample(activeMutant.id)) return { status: MutantRunStatus.Error, errorMessage: "not in the sample" };
    delete context.hitCount;
    delete context.hitLimit;
    if (hitLimit !== undefined) Object.assign(context, { hitLimit, hitCount: 0 });
    context.activeMutant = activeMutant.id;
    const results: TestResult[] = [];
    try {
      const end = await this.#runTests(options, results);
      if (end === "too long") return { status: MutantRunStatus.Timeout };
      return toMutantRunResult(determineHitLimitReached(context.hitCount, hitLimit) ?? complete(results));
    } catch (error) {
      // Modules that do not even load fail all their tests.
      return { status: MutantRunStatus.Killed, killedBy: [], failureMessage: String(error), nrOfTests: results.length };
    } finally {
      delete context.activeMutant;
    }
  }

  async #runTests(options: MutantRunOptions, results: TestResult[]): Promise<"too long" | undefined> {
    const { disableBail } = options;
    const bundle = await this.#readBundle();
    this.#knownTests ??= JSON.parse(readFileSync(knownTestsFile, "utf8")) as KnownTests;
    const chosen = chooseTests(options, bundle, this.#knownTests);
    // Modules keep what they have worked out, and would keep it beyond a mutant: every mutant begins with fresh ones.
    const collectTests = await bundle.startAnew();
    for (const [file, ids] of chosen) {
      for (const test of await collectTests(file)) {
        const known = this.#knownTests[test.id];
        if (known === undefined || !ids.has(test.id)) continue;
        const result = await runTest(test, { bundle, limitMs: 1000 + 5 * known.timeMs });
        if (result === "too long") return result;
        results.push(result);
        if (result.status === TestStatus.Failed && !disableBail) return undefined;
      }
    }
    return undefined;
  }

  #readBundle(): Promise<LoadedBundle> {
    this.#bundle ??= readBundle(process.cwd());
    return this.#bundle;
  }
}

/** The source of each mutant, by the marks that Stryker has left. */
function sourcesOfMutants(sources: LoadedBundle["sources"]): ReadonlyMap<string, string> {
  const sourceOf = new Map<string, string>();
  for (const source of new Set(Object.values(sources).flat())) {
    for (const [, id = ""] of readFileSync(source, "utf8").matchAll(/\bstryMutAct_\w+\("(\d+)"\)/g)) {
      sourceOf.set(id, source);
    }
  }
  return sourceOf;
}

/**
 * The tests that are to be run for a mutant, by their files; those of its own folder first, which are the most likely to
 * tell.
 *
 * Stryker knows which tests reach a mutant, except when it takes effect as modules are loaded: then these are the tests
 * that pass its module or one that imports it, and all that load it when there are none.
 */
function chooseTests(
  { testFilter, sandboxFileName }: MutantRunOptions,
  { sources, importers }: LoadedBundle,
  known: KnownTests,
): readonly (readonly [string, ReadonlySet<string>])[] {
  const source = relative(process.cwd(), sandboxFileName);
  const files = Object.keys(sources).filter((file) => sources[file]?.includes(source));
  const users = new Set([source, ...(importers[source] ?? [])]);
  const passing = Object.keys(known).filter((id) => known[id]?.passes.some((path) => users.has(path)));
  const ids = testFilter ?? (passing.length > 0 ? passing : Object.keys(known));
  const ownFolder = `${dirname(source).replace("src/", "test/unit/")}/`;
  return [...files.filter((file) => file.startsWith(ownFolder)), ...files.filter((file) => !file.startsWith(ownFolder))]
    .map((file) => [file, new Set(ids.filter((id) => id.startsWith(`${file} `)))] as const)
    .filter(([, idsOfFile]) => idsOfFile.size > 0);
}

interface Circumstances {
  readonly bundle: LoadedBundle;
  readonly limitMs: number;
}

/** Runs a test; one that would start a program counts for nothing. */
async function runTest(
  { id, body, file }: CollectedTest,
  { bundle: { wantedProgram }, limitMs }: Circumstances,
): Promise<TestResult | "too long"> {
  const startedAt = processorMs();
  wantedProgram();
  let failure: string | undefined;
  try {
    await callWithin(body, limitMs);
  } catch (error) {
    if (isTimeout(error)) return "too long";
    failure = String(error);
  }
  const timeSpentMs = Math.round(processorMs() - startedAt);
  const result = { id, name: id, fileName: file, timeSpentMs };
  if (wantedProgram()) return { ...result, status: TestStatus.Skipped };
  if (failure === undefined) return { ...result, status: TestStatus.Success };
  return { ...result, status: TestStatus.Failed, failureMessage: failure };
}

function complete(tests: TestResult[]): DryRunResult {
  const { mutantCoverage } = context;
  return mutantCoverage === undefined
    ? { status: DryRunStatus.Complete, tests }
    : { status: DryRunStatus.Complete, tests, mutantCoverage };
}

/** What Stryker's `declareClassPlugin` makes; the types of `@stryker-mutator/api/plugin` do not pass our compiler's checks. */
export const strykerPlugins: readonly unknown[] = [
  { kind: "TestRunner", name: runnerName, injectableClass: InProcessRunner },
];
