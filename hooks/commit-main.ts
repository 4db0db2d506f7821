import type { RunHook } from "./hook-process.ts";
import { runHookProcess } from "./hook-process.ts";
import type { StartFacts } from "./start-facts.ts";

/** Given by `start-compiled.ts`. */
declare const planlinkStart: StartFacts;

/** The hooks of `git commit`, in one file: `start-compiled.ts` starts them faster than the others. */
const commitHooks: Readonly<Record<string, RunHook>> = {
  "commit-msg": async (input) => (await import("./commit-msg.ts")).runCommitMsg(input),
  "pre-commit": async (input) => (await import("./pre-commit.ts")).runPreCommit(input),
  "post-commit": async (input) => (await import("./post-commit.ts")).runPostCommit(input),
};

void runHookProcess(commitHooks, planlinkStart);
