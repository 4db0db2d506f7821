import { runMergeProcess } from "./merge-driver.ts";

/**
 * Exit codes that only this program ends with. Node itself ends with 1 when it cannot run a program at all, and a stand-in
 * of a version manager may end with 0 without having run it: neither has written a result, and merge.sh must know.
 */
const exitCodes = { 0: 40, 1: 41 } as const;

async function main(): Promise<void> {
  process.exitCode = exitCodes[await runMergeProcess(process.argv.slice(2))];
}

void main();
