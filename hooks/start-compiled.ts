import { setFlagsFromString } from "node:v8";
import { startCompiled } from "../src/cli/compiled-program.ts";

/** Path of the program, relative to this file; its name changes with its bytes. Set by the build. */
declare const PLANLINK_COMMIT_PROGRAM: string;

// V8 waits with optimising until a function has run some ten times as long as it otherwise would: with 500 planning
// files a hook spends a fifth of its time on optimising code that it is about to leave. Other versions of V8 may not know
// the flag, and would say so.
if (/^1[1-3]\./.test(process.versions.v8)) setFlagsFromString("--interrupt-budget=1000000");

// Each hook has compiled code of its own, as each runs other functions.
startCompiled(__dirname, PLANLINK_COMMIT_PROGRAM, /^[a-z-]+$/.exec(process.argv[2] ?? "")?.[0] ?? "none", require);
