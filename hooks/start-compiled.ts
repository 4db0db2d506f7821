import { startCompiled } from "../src/cli/compiled-program.ts";

/** Path of the program, relative to this file; its name changes with its bytes. Set by the build. */
declare const PLANLINK_COMMIT_PROGRAM: string;

// Each hook has compiled code of its own, as each runs other functions.
startCompiled(__dirname, PLANLINK_COMMIT_PROGRAM, /^[a-z-]+$/.exec(process.argv[2] ?? "")?.[0] ?? "none", require);
