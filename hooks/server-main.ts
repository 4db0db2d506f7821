import { allHooks } from "./all-hooks.ts";
import { runHookProcess } from "./hook-process.ts";

/** Only this program ends with this code: a Node that cannot run it ends with 1, and refuses no push by that. */
const refusal = 40;

async function main(): Promise<void> {
  const code = await runHookProcess(process.argv.slice(2), allHooks);
  process.exitCode = code === 1 ? refusal : code;
}

void main();
