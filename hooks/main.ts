import { allHooks } from "./all-hooks.ts";
import { runHookProcess } from "./hook-process.ts";

async function main(): Promise<void> {
  process.exitCode = await runHookProcess(process.argv.slice(2), allHooks);
}

void main();
