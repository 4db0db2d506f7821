/** All tests in one script, which can be run again and again, each time with fresh modules of ours. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import * as suiteExports from "../../test/support/suite.ts";
import type { SuiteBuilder, TestBody } from "../../test/support/suite.ts";

/** Where the bundle is, in Stryker's copy of the project. */
export const bundleFile = "mutation-tests.json";

/** The door to uvu. The bundle gets another module in its place, which keeps tests instead of running them. */
export const suiteModule = "test/support/suite.ts";

export interface TestBundle {
  /** A module without imports and exports; takes what it needs from `packages`, and fills `imports`. */
  readonly code: string;
  readonly packages: readonly string[];
  /** The sources that each test file reaches. */
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** The sources that import a source. */
  readonly importers: Readonly<Record<string, readonly string[]>>;
}

export interface CollectedTest {
  /** File, suite and name; with a number where these are the same for several. */
  readonly id: string;
  readonly file: string;
  readonly body: TestBody;
}

/** Runs the modules of a test file, and answers with the tests that they define. */
export type CollectTests = (file: string) => Promise<readonly CollectedTest[]>;

export interface LoadedBundle {
  readonly sources: TestBundle["sources"];
  readonly importers: TestBundle["importers"];
  /** Begins anew: what is collected from here on comes from fresh modules. */
  readonly startAnew: () => Promise<CollectTests>;
  /** Whether a program was to be started since this was last asked. */
  readonly wantedProgram: () => boolean;
}

type Imports = Record<string, () => Promise<unknown>>;
type RunBundle = (packages: ReadonlyMap<string, object>, imports: Imports) => Promise<void>;

/** Reads the bundle in `directory`, and imports the packages that it needs; these are not loaded anew. */
export async function readBundle(directory: string): Promise<LoadedBundle> {
  const bundle = JSON.parse(readFileSync(join(directory, bundleFile), "utf8")) as TestBundle;
  const script = new Script(`(async (packages, imports) => {\n${bundle.code}\n})`, { filename: "mutation-tests.js" });
  const run = script.runInThisContext() as RunBundle;
  const packages = new Map<string, object>();
  for (const name of bundle.packages) {
    if (name !== suiteModule) packages.set(name, await importPackage(name));
  }
  let wanted = false;
  const refuseProgram = (): never => {
    wanted = true;
    throw new Error("no program is started here");
  };
  const programs = packages.get("node:child_process");
  if (programs !== undefined) {
    packages.set("node:child_process", Object.fromEntries(Object.keys(programs).map((name) => [name, refuseProgram])));
  }
  return {
    sources: bundle.sources,
    importers: bundle.importers,
    startAnew: async () => {
      let tests = new Map<string, CollectedTest>();
      let file = "";
      const suite = (name: string, define: (test: SuiteBuilder) => void): void => {
        const add = (testName: string, body: TestBody): void => {
          const title = `${file} › ${name} › ${testName}`;
          let id = title;
          for (let number = 2; tests.has(id); number += 1) id = `${title} (${number})`;
          tests.set(id, { id, file, body });
        };
        try {
          define(Object.assign(add, { skip: () => {} }));
        } catch (error) {
          // A suite that asks a program what it can test has none here.
          if (!wanted) throw error;
        }
      };
      const imports: Imports = {};
      await run(new Map(packages).set(suiteModule, { ...suiteExports, suite }), imports);
      return async (path) => {
        tests = new Map();
        file = path;
        await imports[path]?.();
        return [...tests.values()];
      };
    },
    wantedProgram: () => {
      const answer = wanted;
      wanted = false;
      return answer;
    },
  };
}

async function importPackage(name: string): Promise<object> {
  return (await import(name)) as object;
}
