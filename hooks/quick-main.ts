import { readText } from "../src/files/read-text.ts";
import { runQuickCommit } from "./quick-commit.ts";
import type { QuickStartFacts } from "./start-facts.ts";

/** Given by `start-compiled.ts`. */
declare const planlinkStart: QuickStartFacts;

async function main(start: QuickStartFacts): Promise<void> {
  const told = readText(0);
  let isDone = false;
  try {
    isDone = await runQuickCommit(told, start.programKey);
  } catch {
    // Whatever it was, the whole program meets it too, and says so.
  }
  start.isTypical = isDone;
  // All is written: what Node would take apart now the system takes apart faster.
  if (isDone) process.exit();
  if (!isDone) start.startWhole(told);
}

void main(planlinkStart);
