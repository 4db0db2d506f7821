import { readFileSync } from "node:fs";
import { suite as createUvuSuite } from "uvu";

export type TestBody = () => void | Promise<void>;
export interface SuiteBuilder {
  (name: string, body: TestBody): void;
  /** Shown as skipped, with the reason in the name. */
  skip(name: string, reason: string): void;
}

let defined = 0;
let started = 0;

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
      started += 1;
      await body();
    });
  };
  const skip = (testName: string, reason: string): void => {
    count += 1;
    process.stderr.write(`skipped: ${name} › ${testName} (${reason})\n`);
  };
  define(Object.assign(add, { skip }));
  if (count === 0) throw new Error(`suite "${name}" defines no test`);
  run.run();
}

process.on("exit", () => {
  if (started < defined && (process.exitCode ?? 0) === 0) {
    process.stderr.write(`${defined - started} of ${defined} tests did not run\n`);
    process.exitCode = 1;
  }
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
