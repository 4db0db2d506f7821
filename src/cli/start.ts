import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { giveKeptAnswer } from "./kept-answer.ts";
import { sayNow } from "./say-now.ts";

/** Paths of the programs of `quick-main.ts` and `main.ts`, relative to `dist/`; they change with the bytes. Set by the build. */
declare const PLANLINK_QUICK_PROGRAM: string;
declare const PLANLINK_MAIN_PROGRAM: string;

const [command = "", name = ""] = process.argv.slice(2);
// By another name: the build is to leave what it loads for the start to find.
const load = require;

/** What only this needs is loaded here: an answer that was kept needs none of it. */
async function startQuick(): Promise<void> {
  const [{ shortRunFlags, startCompiled }, { isKnownV8 }] = await Promise.all([
    import("./compiled-program.ts"),
    import("./known-v8.ts"),
  ]);
  if (isKnownV8()) {
    // Under other flags V8 refuses the code that Node keeps of its own modules: those that are needed come first.
    const { setFlagsFromString } = await import("node:v8");
    for (const module of ["node:child_process", "node:os", "node:vm"]) load(module);
    void [process.stdout, process.stderr];
    // What ends after some ten milliseconds is not worth optimising.
    setFlagsFromString(shortRunFlags);
  }
  startCompiled(__dirname, PLANLINK_QUICK_PROGRAM, command, require);
}

/** Starts the program that `hook.sh` starts, which is not on this way; git is stopped on findings alone. */
function startHook(): void {
  // As `hook.sh` does: `state doctor` asks each hook to say that it ran.
  const trial = process.env["PLANLINK_TRIAL"] ?? "";
  if (trial !== "") appendFileSync(trial, `${name}\n`);
  process.on("exit", (code) => {
    process.exitCode = code === 40 ? 1 : 0;
  });
  process.argv.splice(2, 1);
  load(join(__dirname, /^(?:pre-commit|commit-msg|post-commit)$/.test(name) ? "commit-hook.cjs" : "hook.cjs"));
}

/** Says that a part of the program is not there or cannot be read, which Node would say with its stack. */
function sayUnloadable(error: unknown): void {
  process.exitCode = 2;
  const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
  sayNow(`state: planlink cannot be loaded (${reason})\n  if it stays so, put its files back: npm ci\n`);
}

try {
  // The commands of `quick-main.ts`. Options stand behind the command.
  if (command === "sync" || command === "verify-commits") {
    if (command === "sync" || !giveKeptAnswer()) startQuick().catch(sayUnloadable);
  } else if (command === "hook" && !name.startsWith("-")) startHook();
  else load(join(__dirname, PLANLINK_MAIN_PROGRAM));
} catch (error) {
  sayUnloadable(error);
}
