import { execFile, spawn } from "node:child_process";

/** What a program ended with. `exitCode` is `null` where it is not there, or did not end by itself. */
export interface ProgramResult {
  readonly exitCode: number | null;
  readonly output: string;
}

const timeoutMs = 60_000;

/** Runs a program that is not git, without a shell and without input, and takes what it writes. Never throws. */
export function runProgram(
  program: string,
  args: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const options = { cwd: directory, env: environment, timeout: timeoutMs, windowsHide: true };
    const child = execFile(program, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({ exitCode: code, output: `${stdout}${stderr}` });
    });
    child.stdin?.end();
  });
}

/** Runs a program in our place, with our input and output. The answer is its exit code, `null` where it has none. */
export function runInOurPlace(program: string, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { stdio: "inherit", windowsHide: true });
    child.on("error", () => resolve(null));
    child.on("exit", (code) => resolve(code));
  });
}

/**
 * Starts a program without a shell and leaves it alone: it may outlive us. It has `patienceMs` to fail: the answer is its
 * exit code, 0 where it still runs by then, and `null` where it cannot be started.
 */
export function startAndLeave(
  program: string,
  args: readonly string[],
  directory: string,
  patienceMs: number,
): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { cwd: directory, detached: true, stdio: "ignore", windowsHide: true });
    const timer = setTimeout(() => resolve(0), patienceMs);
    const end = (code: number | null): void => {
      clearTimeout(timer);
      resolve(code);
    };
    child.on("error", () => end(null));
    child.on("exit", end);
    child.unref();
  });
}
