import { runHookProcess } from "./hook-process.ts";

async function main(): Promise<void> {
  process.exitCode = await runHookProcess(process.argv.slice(2));
}

void main();
