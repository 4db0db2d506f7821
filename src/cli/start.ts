import { join } from "node:path";
import { giveKeptAnswer } from "./kept-answer.ts";

/** Paths of the programs of `quick-main.ts` and `main.ts`, relative to `dist/`; they change with the bytes. Set by the build. */
declare const PLANLINK_QUICK_PROGRAM: string;
declare const PLANLINK_MAIN_PROGRAM: string;

const command = process.argv[2] ?? "";
// The commands of `quick-main.ts`. Options stand behind the command.
if (command === "verify-commits") {
  if (!giveKeptAnswer()) void startQuick();
} else {
  // By another name: the build is to leave it for the start to find.
  const load = require;
  load(join(__dirname, PLANLINK_MAIN_PROGRAM));
}

/** What only this needs is loaded here: an answer that was kept needs none of it. */
async function startQuick(): Promise<void> {
  const { lateOptimisationFlag, startCompiled, takesLateOptimisation } = await import("./compiled-program.ts");
  // What ends after some ten milliseconds is not worth optimising.
  if (takesLateOptimisation()) (await import("node:v8")).setFlagsFromString(lateOptimisationFlag);
  startCompiled(__dirname, PLANLINK_QUICK_PROGRAM, command, require);
}
