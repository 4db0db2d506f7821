import { Script } from "node:vm";

type Call = () => void | Promise<void>;

const place: { planlinkCall?: Call } = globalThis as object;
const script = new Script("planlinkCall()");

/** Milliseconds of processor time that this process has used. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Calls a function that may not come back; when it has taken that much processor time it is stopped, and
 * {@link isTimeout} knows the error. What goes on after the function has waited for something is not stopped: Stryker's
 * own limit, which costs a process, is for that.
 */
export async function callWithin(call: Call, limitMs: number): Promise<void> {
  place.planlinkCall = call;
  const startedAt = processorMs();
  // The limit of a script is one of time that passes, much of which may have gone to other processes.
  for (let timeout = Math.ceil(limitMs); ; timeout *= 2) {
    try {
      await (script.runInThisContext({ timeout }) as ReturnType<Call>);
      return;
    } catch (error) {
      if (!isTimeout(error) || processorMs() - startedAt > limitMs) throw error;
    }
  }
}

/** Whether an error tells that {@link callWithin} stopped the call. */
export function isTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
