import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { lateOptimisationFlag, startCompiled, takesLateOptimisation } from "./compiled-program.ts";

/** Paths of the programs of `quick-main.ts` and `main.ts`, relative to `dist/`; they change with the bytes. Set by the build. */
declare const PLANLINK_QUICK_PROGRAM: string;
declare const PLANLINK_MAIN_PROGRAM: string;

const command = process.argv[2] ?? "";
// The commands of `quick-main.ts`. Options stand behind the command.
if (command === "verify-commits") {
  // What ends after some ten milliseconds is not worth optimising.
  if (takesLateOptimisation()) setFlagsFromString(lateOptimisationFlag);
  startCompiled(__dirname, PLANLINK_QUICK_PROGRAM, command, require);
} else {
  // By another name: the build is to leave it for the start to find.
  const load = require;
  load(join(__dirname, PLANLINK_MAIN_PROGRAM));
}
