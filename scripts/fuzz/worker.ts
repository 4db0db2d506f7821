/**
 * Tries inputs in a thread of its own, which the main thread watches and stops.
 *
 * An input that reaches code which no input before it has reached is kept, and later ones are made from it. V8 is asked
 * for what has run after every batch of inputs, as asking takes as long as some tens of them; of a batch with news the
 * inputs are tried again one by one.
 */
import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import type { FakeFacts } from "../../test/support/fake-project.ts";
import { CoverageGuide } from "./coverage.ts";
import { Dice, mutate } from "./mutate.ts";
import type { TargetName } from "./target-names.ts";
import { openTarget } from "./targets.ts";

/** What the main thread sends. */
export interface FuzzTask {
  readonly target: TargetName;
  readonly facts: FakeFacts;
  readonly seeds: readonly Uint8Array[];
  readonly seed: number;
  readonly seconds: number;
  /** Where the thread says what it is at: the number of inputs tried, the length of this one. */
  readonly progress: SharedArrayBuffer;
  /** The input that is being tried, for the main thread to save when it does not come back. */
  readonly input: SharedArrayBuffer;
}

/** What the thread answers: an input that breaks something, or its figures. */
export type FuzzMessage =
  | { readonly kind: "failure"; readonly input: Uint8Array; readonly reason: string }
  | {
      readonly kind: "report";
      readonly tried: number;
      readonly kept: number;
      readonly reached: number;
      readonly slowestMs: number;
      /** The most that was in use after a batch. */
      readonly heapMb: number;
    };

const batchSize = 100;
const reportEveryMs = 10_000;
const slowMs = 1000;

const { target: targetName, facts, seeds, seed, seconds, progress, input } = workerData as FuzzTask;
const counters = new Int32Array(progress);
const shown = new Uint8Array(input);
const send = (message: FuzzMessage): void => parentPort?.postMessage(message, []);

const target = await openTarget(targetName, facts);
const guide = new CoverageGuide(import.meta.url);
await guide.start();
const dice = new Dice(seed);
const kept: Buffer[] = [];
const startedAt = performance.now();
let [tried, slowestMs, heapMb, reportedAt] = [0, 0, 0, startedAt];

/** Tries one input; what it breaks is sent. */
async function attempt(bytes: Buffer): Promise<void> {
  shown.set(bytes.subarray(0, shown.length));
  Atomics.store(counters, 1, Math.min(bytes.length, shown.length));
  Atomics.add(counters, 0, 1);
  tried += 1;
  const begun = performance.now();
  const cpu = process.cpuUsage();
  try {
    await target(bytes);
  } catch (error) {
    send({
      kind: "failure",
      input: bytes,
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
  if (performance.now() - begun <= slowestMs) return;
  // Other programs on this machine take time as well; only what was spent here counts.
  const { user, system } = process.cpuUsage(cpu);
  const spentMs = Math.min(performance.now() - begun, (user + system) / 1000);
  slowestMs = Math.max(slowestMs, spentMs);
  if (spentMs > slowMs) send({ kind: "failure", input: bytes, reason: `takes ${Math.round(spentMs)} ms` });
}

async function tryBatch(batch: readonly Buffer[]): Promise<void> {
  for (const bytes of batch) await attempt(bytes);
  heapMb = Math.max(heapMb, getHeapStatistics().used_heap_size / 1024 / 1024);
  if (!(await guide.takeNews())) return;
  for (const bytes of batch) {
    await attempt(bytes);
    if (await guide.takesPart()) kept.push(bytes);
  }
  guide.forgetNews();
}

function report(): void {
  send({ kind: "report", tried, kept: kept.length, reached: guide.reachedPart, slowestMs, heapMb });
}

for (const bytes of seeds) await attempt(Buffer.from(bytes));
await guide.takeNews();
guide.forgetNews();
kept.push(...seeds.map((bytes) => Buffer.from(bytes)));
const choose = (): Buffer => {
  // The newest have been tried least.
  const index = dice.below(3) === 0 ? kept.length - 1 - dice.below(Math.min(20, kept.length)) : dice.below(kept.length);
  return kept[index] ?? Buffer.alloc(0);
};
while (performance.now() - startedAt < seconds * 1000) {
  await tryBatch(Array.from({ length: batchSize }, () => mutate(choose(), choose(), dice)));
  if (performance.now() - reportedAt < reportEveryMs) continue;
  reportedAt = performance.now();
  report();
}
report();
