import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { RunOptions } from "./environment.ts";

/** The largest resident memory that one process of a program had, in bytes, by the program's name. */
export type PeakMemory = ReadonlyMap<string, number>;

const pollMs = 2;

/** Can the peak of a process be read here? The kernel tells it in `/proc`. */
export function canReadPeakMemory(): boolean {
  return process.platform === "linux";
}

function readProcess(id: number): { readonly name: string; readonly peak: number } | null {
  try {
    const status = readFileSync(`/proc/${id}/status`, "latin1");
    const name = /^Name:\t(.*)$/m.exec(status)?.[1] ?? "";
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? null : { name, peak: Number(kilobytes) * 1024 };
  } catch {
    // It has ended.
    return null;
  }
}

function readChildren(id: number): readonly number[] {
  try {
    // Children are listed with the thread that started them; Node starts them from its first.
    return readFileSync(`/proc/${id}/task/${id}/children`, "latin1").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/**
 * Runs a program and watches the high-water mark of it and of everything that it starts.
 *
 * The mark only rises, so that looking every few milliseconds misses no more than the last growth before an end. What
 * `getrusage` says of children would not do: it counts the parent's memory of before the `exec`, too.
 */
export async function runForPeakMemory(
  command: string,
  args: readonly string[],
  { cwd, env }: RunOptions,
): Promise<PeakMemory> {
  const peaks = new Map<string, number>();
  // What a fork has before it becomes another program is its parent's.
  const parentNames = new Map<number, string>();
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words += chunk.toString()));
  const look = (id: number): void => {
    const found = readProcess(id);
    if (found !== null && found.name !== parentNames.get(id)) {
      peaks.set(found.name, Math.max(peaks.get(found.name) ?? 0, found.peak));
    }
    for (const each of readChildren(id)) {
      if (found !== null && found.name === "node") parentNames.set(each, found.name);
      look(each);
    }
  };
  const timer = setInterval(() => {
    if (child.pid !== undefined) look(child.pid);
  }, pollMs);
  const [code] = await once(child, "close");
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")}: exit ${String(code)}\n${words}`);
  return peaks;
}
