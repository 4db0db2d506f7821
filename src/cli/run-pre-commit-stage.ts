import { join } from "node:path";
import { runInOurPlace } from "../git/program-runner.ts";

/** Runs a hook for pre-commit with the script that translates for it, which lies beside this program. */
export async function runPreCommitStage(words: readonly string[]): Promise<number> {
  const script = join(import.meta.dirname.replace(/[/\\]chunks$/, ""), "pre-commit-stage.sh");
  const exitCode = await runInOurPlace("sh", [script, ...words]);
  if (exitCode === null) process.stderr.write("planlink: sh cannot be run; nothing was checked\n");
  // Only findings stop git.
  return exitCode === 1 ? 1 : 0;
}
