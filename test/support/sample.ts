import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as assert from "uvu/assert";
import type { Sandbox } from "./git-sandbox.ts";
import { runProgram } from "./run-program.ts";

/** The sample project of the demonstration. */
export interface Sample {
  readonly repository: string;
  /** What the demonstration wrote. */
  readonly output: string;
}

/** Runs the demonstration in a sandbox; its sample stays for what follows. */
export async function makeSample({ directory, environment }: Sandbox): Promise<Sample> {
  const sample = join(directory, "sample");
  const { PATH = "", HOME = "" } = environment;
  const { exitCode, stdout } = await runProgram(process.execPath, ["--import", "tsx", "scripts/demo.ts", sample], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { PATH, HOME },
  });
  assert.is(exitCode, 0, stdout);
  return { repository: join(sample, "tides"), output: stdout };
}
