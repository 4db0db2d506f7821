import { readdirSync } from "node:fs";
import { lateOptimisationFlag, startCompiled, takesLateOptimisation } from "../src/cli/compiled-program.ts";

/** Path of the program, relative to this file; its name changes with its bytes. Set by the build. */
declare const PLANLINK_COMMIT_PROGRAM: string;

/** Tells a project of many phases, of which some hundred documents are looked at. git starts hooks at the top. */
function isLargeProject(): boolean {
  try {
    return readdirSync(".planning/phases").length > 30;
  } catch {
    return false;
  }
}

/**
 * On a large project V8 waits with optimising: a hook spends a fifth of its time there on optimising code that it is
 * about to leave. On a small one loading `node:v8` costs more than that.
 */
async function start(hook: string): Promise<void> {
  const waits = isLargeProject() && takesLateOptimisation();
  if (waits) (await import("node:v8")).setFlagsFromString(lateOptimisationFlag);
  // Each hook has compiled code of its own, as each runs other functions; V8 refuses what was made with other flags.
  startCompiled(__dirname, PLANLINK_COMMIT_PROGRAM, waits ? `${hook}-large` : hook, require);
}

void start(/^[a-z-]+$/.exec(process.argv[2] ?? "")?.[0] ?? "none");
