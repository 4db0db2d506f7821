import { spawnSync } from "node:child_process";
import { availableParallelism, cpus, loadavg, platform, totalmem } from "node:os";

/** What kind of machine measured. Names no machine. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGigabytes: number;
  readonly platform: string;
  readonly node: string;
  readonly git: string;
}

/** How many processes were ready to run in the last minute, on average. The benchmark itself is one of them. */
export function readLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

export function describeMachine(): Machine {
  const { stdout } = spawnSync("git", ["--version"], { encoding: "utf8" });
  return {
    cores: availableParallelism(),
    processor: (cpus()[0]?.model ?? "unknown").replace(/\s*(?:@.*|\(R\)|\(TM\)|CPU)/g, "").trim(),
    memoryGigabytes: Math.round(totalmem() / 1024 ** 3),
    platform: platform(),
    node: process.versions.node,
    git: stdout.trim().replace(/^git version /, ""),
  };
}
