import { readdirSync } from "node:fs";
import { shortRunFlags, startCompiled } from "../src/cli/compiled-program.ts";
import { isKnownV8 } from "../src/cli/known-v8.ts";
import { sayUnreadable } from "./say-unreadable.ts";
import type { QuickStartFacts, StartFacts } from "./start-facts.ts";

/** Paths of the programs, relative to this file; their names change with their bytes. Set by the build. */
declare const PLANLINK_COMMIT_PROGRAM: string;
declare const PLANLINK_QUICK_PROGRAM: string;

/** V8 refuses code that was compiled under other options. */
const options = process.execArgv.length === 0 ? "" : "-options";

const programKey = `${PLANLINK_COMMIT_PROGRAM} ${PLANLINK_QUICK_PROGRAM}`;

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
async function startWhole(hook: string, told?: string): Promise<void> {
  // `hook.sh` sets such options at the start where it can.
  const waits = options === "" && isLargeProject() && isKnownV8();
  if (waits) (await import("node:v8")).setFlagsFromString(shortRunFlags);
  const facts: StartFacts = told === undefined ? { programKey } : { programKey, told };
  // Each hook has compiled code of its own, as each runs other functions; V8 refuses what was made with other flags.
  startCompiled(__dirname, PLANLINK_COMMIT_PROGRAM, `${hook}${waits ? "-large" : ""}${options}`, require, facts);
}

/**
 * Most commits need a fraction of the program (docs/adr/0045); it starts the whole where one needs more. `hook.sh` starts
 * Node with an option where there is a bookmark.
 */
function start(hook: string): void {
  const mayBeQuick = hook === "post-commit" && process.argv[3] === "--commits-on-input" && options !== "";
  if (!mayBeQuick) void startWhole(hook).catch(sayUnreadable);
  else {
    const facts: QuickStartFacts = {
      programKey,
      startWhole: (told) => void startWhole(hook, told).catch(sayUnreadable),
    };
    startCompiled(__dirname, PLANLINK_QUICK_PROGRAM, `quick${options}`, require, facts);
  }
}

try {
  start(/^[a-z-]+$/.exec(process.argv[2] ?? "")?.[0] ?? "none");
} catch (error) {
  sayUnreadable(error);
}
