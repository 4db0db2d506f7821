import { readdirSync } from "node:fs";
import { startCompiled } from "../src/cli/compiled-program.ts";

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
 * On a large project V8 waits with optimising until a function has run some ten times as long as it otherwise would: a
 * hook spends a fifth of its time there on optimising code that it is about to leave. On a small one loading `node:v8`
 * costs more than that. Other versions of V8 may not know the flag, and would say so.
 */
async function start(hook: string): Promise<void> {
  const waits = isLargeProject() && /^1[1-3]\./.test(process.versions.v8);
  if (waits) (await import("node:v8")).setFlagsFromString("--interrupt-budget=1000000");
  // Each hook has compiled code of its own, as each runs other functions; V8 refuses what was made with other flags.
  startCompiled(__dirname, PLANLINK_COMMIT_PROGRAM, waits ? `${hook}-large` : hook, require);
}

void start(/^[a-z-]+$/.exec(process.argv[2] ?? "")?.[0] ?? "none");
