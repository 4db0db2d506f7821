import { join } from "node:path";
import { giveKeptAnswer } from "./kept-answer.ts";

/** Paths of the programs of `quick-main.ts` and `main.ts`, relative to `dist/`; they change with the bytes. Set by the build. */
declare const PLANLINK_QUICK_PROGRAM: string;
declare const PLANLINK_MAIN_PROGRAM: string;

const command = process.argv[2] ?? "";
// The commands of `quick-main.ts`. Options stand behind the command.
// By another name: the build is to leave what it loads for the start to find.
const load = require;
if (command === "sync" || command === "verify-commits") {
  if (command === "sync" || !giveKeptAnswer()) void startQuick();
} else {
  load(join(__dirname, PLANLINK_MAIN_PROGRAM));
}

/** What only this needs is loaded here: an answer that was kept needs none of it. */
async function startQuick(): Promise<void> {
  const [{ lateOptimisationFlag, startCompiled }, { isKnownV8 }] = await Promise.all([
    import("./compiled-program.ts"),
    import("./known-v8.ts"),
  ]);
  if (isKnownV8()) {
    // Under other flags V8 refuses the code that Node keeps of its own modules: those that are needed come first.
    const { setFlagsFromString } = await import("node:v8");
    for (const name of ["node:child_process", "node:os", "node:vm"]) load(name);
    void [process.stdout, process.stderr];
    // What ends after some ten milliseconds is not worth optimising.
    setFlagsFromString(lateOptimisationFlag);
  }
  startCompiled(__dirname, PLANLINK_QUICK_PROGRAM, command, require);
}
