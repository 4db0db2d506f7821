/**
 * Looks for inputs that break a parser: `npm run fuzz -- TARGET [--seconds N] [--seed N]`; without a target all, one
 * after the other.
 *
 * What is tried is made from real documents and from what earlier inputs reached (scripts/fuzz/worker.ts). An input that
 * throws, breaks a law, takes longer than a second of processor time or more memory than 256 MB is written to
 * `fuzz-failures/` with the reason, and the exit code is 1.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { readGoldenFacts } from "../test/support/golden.ts";
import { seedsFor } from "./fuzz/seeds.ts";
import { targetNames, type TargetName } from "./fuzz/target-names.ts";
import type { FuzzMessage, FuzzTask } from "./fuzz/worker.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const failuresDirectory = join(root, "fuzz-failures");
/** An input that has not come back by then is stopped. Longer than the second that is allowed: the machine may be busy. */
const stuckMs = 20_000;
const mostMemoryMb = 256;
const longestInput = 4 * 1024 * 1024;
/** Beyond these nobody learns more from a run. */
const mostFailures = 20;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: "string", default: "60" }, seed: { type: "string" } },
  });
  const names = targetNames.filter((name) => positionals.length === 0 || positionals.includes(name));
  const unknown = positionals.find((name) => !names.some((known) => known === name));
  const seconds = Number(values.seconds);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (unknown !== undefined || !(seconds > 0) || !Number.isSafeInteger(seed)) {
    console.error(`usage: npm run fuzz -- [TARGET…] [--seconds N] [--seed N]\ntargets: ${targetNames.join(" ")}`);
    return 2;
  }
  const directory = mkdtempSync(join(tmpdir(), "planlink-fuzz-"));
  const script = join(directory, "worker.mjs");
  try {
    await bundleWorker(script);
    let failures = 0;
    for (const name of names) failures += await runTarget(name, { script, seconds, seed });
    return failures === 0 ? 0 : 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** One script with all that is tried in it: V8 counts per script, and there is nothing else in this one. */
async function bundleWorker(outfile: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ["scripts/fuzz/worker.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.11",
    logLevel: "error",
    // Packages of CommonJS ask for Node's modules by `require`.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
}

interface RunOptions {
  readonly script: string;
  readonly seconds: number;
  readonly seed: number;
}

/** Runs one target and says what came of it; answers with the number of failures. */
function runTarget(name: TargetName, { script, seconds, seed }: RunOptions): Promise<number> {
  const seeds = seedsFor(name);
  const progress = new SharedArrayBuffer(8);
  const input = new SharedArrayBuffer(longestInput);
  const counters = new Int32Array(progress);
  const task: FuzzTask = { target: name, facts: readGoldenFacts("template"), seeds, seed, seconds, progress, input };
  console.log(`${name}: ${seeds.length} documents to begin with, seed ${seed}, ${seconds} s`);
  const worker = new Worker(pathToFileURL(script), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb - 32, maxYoungGenerationSizeMb: 32 },
  });
  return new Promise((resolve) => {
    let failures = 0;
    let last = { tried: -1, at: performance.now() };
    const fail = (bytes: Uint8Array, reason: string): void => {
      failures += 1;
      saveFailure(name, failures, bytes, reason);
      if (failures >= mostFailures) void worker.terminate();
    };
    const current = (): Uint8Array => new Uint8Array(input).slice(0, Atomics.load(counters, 1));
    const watch = setInterval(() => {
      const tried = Atomics.load(counters, 0);
      if (tried !== last.tried) last = { tried, at: performance.now() };
      else if (performance.now() - last.at > stuckMs) {
        fail(current(), `does not come back within ${stuckMs / 1000} s`);
        void worker.terminate();
      }
    }, 500);
    worker.on("message", (message: FuzzMessage) => {
      if (message.kind === "failure") fail(message.input, message.reason);
      else showReport(name, message);
    });
    // Memory beyond the limits ends the thread with an error as well.
    worker.on("error", (error) => fail(current(), error.stack ?? error.message));
    worker.on("exit", () => {
      clearInterval(watch);
      console.log(`${name}: ${failures === 0 ? "nothing found" : `${failures} failures in fuzz-failures/`}`);
      resolve(failures);
    });
  });
}

function showReport(name: string, report: Extract<FuzzMessage, { kind: "report" }>): void {
  const { tried, kept, reached, slowestMs, heapMb } = report;
  console.log(
    `${name}: ${tried} inputs, ${kept} kept, ${(reached * 100).toFixed(1)} % of the code reached, slowest ${Math.round(slowestMs)} ms, heap at most ${Math.round(heapMb)} MB`,
  );
}

function saveFailure(name: string, number: number, bytes: Uint8Array, reason: string): void {
  mkdirSync(failuresDirectory, { recursive: true });
  const path = join(failuresDirectory, `${name}-${process.pid}-${number}`);
  writeFileSync(path, bytes);
  writeFileSync(`${path}.txt`, `${reason}\n`);
  console.error(`${name}: ${reason.split("\n")[0] ?? ""} (${path})`);
}
