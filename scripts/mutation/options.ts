/** How Stryker is to run here, and which folders it is to mutate. */
import type { PartialStrykerOptions } from "@stryker-mutator/api/core";
import { runnerName } from "./test-runner.ts";

/** The folders that reach neither the disk nor Git, a process or a clock (docs/architecture.md). */
export const pureFolders = [
  "model",
  "commit",
  "document",
  "planning",
  "links",
  "render",
  "check",
  "ledger",
  "relink",
  "merge",
  "config",
  "report",
  "page",
] as const;

/** Stryker's options to mutate what the patterns name. */
export function strykerOptions(patterns: readonly string[], concurrency: number): PartialStrykerOptions {
  return {
    mutate: [...patterns],
    concurrency,
    plugins: ["./scripts/mutation/test-runner.ts"],
    testRunner: runnerName,
    testRunnerNodeArgs: ["--import", "tsx"],
    checkerNodeArgs: ["--import", "tsx"],
    buildCommand: "node --import tsx scripts/mutation/bundle-tests.ts",
    coverageAnalysis: "perTest",
    reporters: ["progress-append-only"],
    // Stryker would read it by the compiler's old interface, which TypeScript 7 does not have.
    tsconfigFile: "no-tsconfig.json",
    // The bundler takes types away without looking at them.
    disableTypeChecks: false,
    ignorePatterns: ["/dist", "/sample", "/man", "/schema", "/.planning", "/mutation-report.json"],
    // For what waits and is never called back. Loops are ended much earlier, by Stryker's count or by time-limit.ts.
    timeoutMS: 60_000,
    timeoutFactor: 3,
    dryRunTimeoutMinutes: 15,
    allowConsoleColors: false,
    warnings: { unknownOptions: true, preprocessorErrors: true, unserializableOptions: true, slow: false },
  };
}
