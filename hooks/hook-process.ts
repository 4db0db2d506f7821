import { processHost } from "../src/api/process-host.ts";
import { keepHeapSmall } from "../src/cli/heap-growth.ts";
import { sayNow } from "../src/cli/say-now.ts";
import { readPromptInput } from "../src/cli/standard-input.ts";
import { OperationalError, toOperationalError } from "../src/model/operational-error.ts";
import type { HookExitCode, HookInput } from "./hook-context.ts";

/** Runs one hook. */
export type RunHook = (input: HookInput) => Promise<HookExitCode>;

/** Hooks that may stop git, on findings; with `strict`, on operational errors too. */
const blockingHooks: readonly string[] = ["commit-msg", "pre-push"];

/** Reads `strict` without opening the workspace, which may be what failed. */
async function isStrict(input: HookInput): Promise<boolean> {
  const { openHookWorkspace } = await import("./hook-context.ts");
  return openHookWorkspace(input).then(
    ({ config }) => config.strict,
    () => false,
  );
}

/** Runs one hook by name. An operational error is said in a line and lets git go on, unless `strict` turns that round. */
async function runHook(name: string, run: RunHook | undefined, input: HookInput): Promise<HookExitCode> {
  if (run === undefined) {
    input.say(`planlink: there is no hook ${JSON.stringify(name)}\n`);
    return 0;
  }
  try {
    return await run(input);
  } catch (thrown) {
    const error = toOperationalError(thrown);
    if (error === undefined) throw thrown;
    // No STATE.md, no work: a project may use GSD elsewhere.
    if (error.code === "no-state-document") return 0;
    // As in a shallow clone: there is no history to write from.
    if (error.code === "history-incomplete" && !blockingHooks.includes(name)) return 0;
    const blocks = blockingHooks.includes(name) && (await isStrict(input));
    const end = blockingHooks.includes(name)
      ? blocks
        ? "; strict is set, so this blocks"
        : "; nothing was checked"
      : "; STATE.md was left as it is";
    input.say(`planlink: ${name}: ${error.message}${end}\n${error.help === null ? "" : `  ${error.help}\n`}`);
    return blocks ? 1 : 0;
  }
}

/**
 * What the programs of the hooks end with. Node itself ends with 1 when it cannot run a program, so that tells of no
 * finding: only at 40 do those who start them stop git.
 */
const exitCodes = { 0: 0, 1: 40, failed: 3 } as const;

/** A defect of ours is shown whole, and it is never the user's commit that pays for it. */
function sayFailure(thrown: unknown): typeof exitCodes.failed {
  const error = toOperationalError(thrown);
  const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  sayNow(`planlink: ${error?.message ?? `a defect in planlink, please report it\n${words}`}\n`);
  return exitCodes.failed;
}

/** git has all of a hook's input at hand when it starts one. */
const inputPatienceMs = 5000;

/**
 * What git, or somebody in its place, gives on standard input. Rewrites are recorded as far as they were told; what is to
 * be judged, is judged whole or not at all.
 */
async function readHookInput(name: string): Promise<string> {
  const { text, isWhole } = await readPromptInput(inputPatienceMs);
  if (isWhole || name === "post-rewrite") return text;
  throw new OperationalError("git-failed", "standard input is held open, and nothing comes");
}

/** Runs one of the given hooks in this process, with its arguments, streams and directory, and sets the exit code. */
export async function runHookProcess(
  hooks: Readonly<Record<string, RunHook>>,
  start: Pick<HookInput, "programKey" | "told"> = {},
): Promise<void> {
  const [name = "", ...rest] = process.argv.slice(2);
  // The same switch as in hook.sh, for those who call us without it.
  if (process.env["PLANLINK"] === "0") return;
  keepHeapSmall();
  process.on("uncaughtException", (error) => process.exit(sayFailure(error)));
  try {
    const code = await runHook(name, Object.hasOwn(hooks, name) ? hooks[name] : undefined, {
      arguments: rest,
      directory: process.cwd(),
      environment: process.env,
      readStandardInput: () => readHookInput(name),
      say: sayNow,
      // Asked late: the stream for standard error takes 3 ms to set up, and most hooks have nothing to say.
      get color() {
        return process.stderr.isTTY && !process.env["NO_COLOR"];
      },
      host: processHost,
      ...start,
    });
    process.exitCode = exitCodes[code];
  } catch (error) {
    process.exitCode = sayFailure(error);
  }
}
