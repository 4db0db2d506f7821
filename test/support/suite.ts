import { readFileSync, writeFileSync } from "node:fs";
import { suite as createUvuSuite } from "uvu";

export type TestBody = () => void | Promise<void>;

export interface SuiteBuilder {
  (name: string, body: TestBody): void;
  /** Counts as skipped and is shown with its reason. */
  skip(name: string, reason: string): void;
}

/** What one test file did. `scripts/test.ts` judges by this, since uvu exits 0 when nothing ran. */
export interface FileReport {
  readonly defined: number;
  /** Ran to the end of their bodies, or failed. */
  readonly finished: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}

let defined = 0;
let finished = 0;
let failed = 0;
const skipped: string[] = [];

/**
 * Defines and runs a suite in one step: the only door to uvu.
 *
 * uvu exits 0 when `.run()` is forgotten and when a suite is empty; both are failures here.
 */
export function suite(name: string, define: (test: SuiteBuilder) => void): void {
  const run = createUvuSuite(name);
  let count = 0;
  const add = (testName: string, body: TestBody): void => {
    count += 1;
    defined += 1;
    run(testName, async () => {
      try {
        await body();
      } catch (error) {
        failed += 1;
        throw error;
      } finally {
        finished += 1;
      }
    });
  };
  const skip = (testName: string, reason: string): void => {
    count += 1;
    skipped.push(`${name} › ${testName} (${reason})`);
    process.stderr.write(`skipped: ${name} › ${testName} (${reason})\n`);
  };
  define(Object.assign(add, { skip }));
  if (count === 0) throw new Error(`suite "${name}" defines no test`);
  run.run();
}

process.on("exit", () => {
  // Code under test that ends the process in the middle of a body leaves that body unfinished.
  if (finished < defined) {
    process.stderr.write(`${defined - finished} of ${defined} tests did not run to their end\n`);
    if ((process.exitCode ?? 0) === 0) process.exitCode = 1;
  }
  const reportPath = process.env["PLANLINK_TEST_REPORT"];
  if (reportPath === undefined) return;
  const report: FileReport = { defined, finished, failed, skipped };
  writeFileSync(reportPath, JSON.stringify(report));
});

/** Awaits a rejection; `assert.throws` does not await. */
export async function rejects(promise: Promise<unknown>, matches: (error: unknown) => boolean): Promise<void> {
  try {
    await promise;
  } catch (error) {
    if (!matches(error)) throw error;
    return;
  }
  throw new Error("expected a rejection");
}

/** Reads a file that may be absent, such as a corpus that does not ship with the repository. */
export function readOptionalFile(path: string | URL): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
