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
/** A mutant that takes effect when modules are loaded may be missed by any test of theirs: the quick ones are tried. */
const longestTestOfStaticMs = 60;
/** How long each test took, as the worker that runs all of them at first leaves it to the others. */
const timesFile = "mutation-test-times.json";

type TestTimes = Readonly<Record<string, number>>;

class InProcessRunner implements TestRunner {
  #bundle: Promise<LoadedBundle> | undefined;
  #times: TestTimes | undefined;

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
    const times: Record<string, number> = {};
    for (const file of Object.keys(bundle.sources)) {
      for (const test of await collectTests(file)) {
        if (coverageAnalysis === "perTest") context.currentTestId = test.id;
        const result = await runTest(test, { bundle, limitMs: longestTestMs });
        delete context.currentTestId;
        if (result === "too long" || result.timeSpentMs > longestTestMs) {
          delete context.mutantCoverage?.perTest[test.id];
          continue;
        }
        results.push(result);
        if (result.status === TestStatus.Success) times[test.id] = result.timeSpentMs;
      }
    }
    writeFileSync(timesFile, JSON.stringify(times));
    return complete(results);
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, hitLimit } = options;
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
    const { testFilter, disableBail, sandboxFileName } = options;
    const bundle = await this.#readBundle();
    this.#times ??= JSON.parse(readFileSync(timesFile, "utf8")) as TestTimes;
    const times = this.#times;
    const filter = new Set(testFilter);
    // Modules keep what they have worked out, and would keep it beyond a mutant: every mutant begins with fresh ones.
    const collectTests = await bundle.startAnew();
    for (const file of chooseFiles(bundle.sources, relative(process.cwd(), sandboxFileName))) {
      if (testFilter?.some((id) => id.startsWith(`${file} `)) === false) continue;
      for (const test of await collectTests(file)) {
        const time = times[test.id];
        if (time === undefined) continue;
        if (testFilter === undefined ? time > longestTestOfStaticMs : !filter.has(test.id)) continue;
        const result = await runTest(test, { bundle, limitMs: 1000 + 5 * time });
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

/** The test files that reach a source, those of its own folder first: they are the most likely to tell of a mutant. */
function chooseFiles(sources: LoadedBundle["sources"], source: string): readonly string[] {
  const files = Object.keys(sources).filter((file) => sources[file]?.includes(source));
  const ownFolder = `${dirname(source).replace("src/", "test/unit/")}/`;
  return [
    ...files.filter((file) => file.startsWith(ownFolder)),
    ...files.filter((file) => !file.startsWith(ownFolder)),
  ];
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
