import { spawn } from "node:child_process";
import { constants } from "node:os";

/** How a program ended and what it wrote. */
export interface Completed {
  /** 128 plus the signal's number if a signal ended it, as a shell reports it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Standard input; without it the program reads end of file at once. */
  readonly input?: string | Uint8Array;
}

const signalNumbers: Readonly<Record<string, number>> = constants.signals;

/** Runs a program without a shell and waits for its end, whatever its exit code. Throws only if it cannot be started. */
export function runProgram(command: string, args: readonly string[], options: RunOptions): Promise<Completed> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? {}, stdio: "pipe" });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    // A program that ends without reading its input breaks the pipe; its exit code tells the story.
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve({
        exitCode: code ?? 128 + (signalNumbers[signal ?? ""] ?? 0),
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
  });
}
