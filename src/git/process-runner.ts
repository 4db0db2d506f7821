import { spawn, spawnSync } from "node:child_process";
import { OperationalError } from "../model/operational-error.ts";
import {
  createGitEnvironment,
  type GitInvocation,
  type GitResult,
  type GitRunner,
  type GitStream,
} from "./git-runner.ts";

/** What is asked here is answered from this disk: a git that knows no `GIT_NO_LAZY_FETCH` (before 2.45) must not fetch either. */
const withoutNetwork: Readonly<Record<string, string>> = { GIT_ALLOW_PROTOCOL: "none" };

/**
 * Runs git by `node:child_process` alone: nothing to load, so this is the runner of the hooks and of all commands that
 * only ask. No git that it runs can reach another repository.
 */
export function createProcessRunner(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): GitRunner {
  const childEnvironment = { ...createGitEnvironment(environment), ...withoutNetwork };
  const run = (args: readonly string[], invocation: GitInvocation = {}): GitResult => {
    const result = spawnSync("git", args, {
      cwd: invocation.cwd ?? directory,
      env: { ...childEnvironment, ...invocation.environment },
      input: invocation.input ?? "",
      maxBuffer: Number.POSITIVE_INFINITY,
      windowsHide: true,
    });
    if (result.error !== undefined && (result.error as NodeJS.ErrnoException).code !== "EPIPE")
      throw gitMissing(result.error);
    if (result.status === null) throw gitStopped(args, result.signal);
    return { exitCode: result.status, stdout: result.stdout, stderr: result.stderr.toString("utf8") };
  };
  // The process is over when `spawnSync` returns; the promise only fits the shared contract.
  return {
    environment: childEnvironment,
    run: async (args, invocation) => run(args, invocation),
    stream: (args) => startGit(args, directory, childEnvironment),
  };
}

/** Starts git and hands its output on while it runs. */
export function startGit(
  args: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>>,
): GitStream {
  const child = spawn("git", args, { cwd: directory, env: environment, windowsHide: true });
  const words: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => {
    // Its first words tell what is wrong; a git that complains without end is not to fill the memory.
    if (words.length < 16) words.push(chunk);
  });
  // A git that ends early does not read its input to the end: its exit code says so.
  child.stdin.on("error", () => undefined);
  const end = new Promise<Omit<GitResult, "stdout">>((resolve, reject) => {
    child.on("error", (error) => {
      child.stdout.destroy();
      reject(gitMissing(error));
    });
    child.on("close", (exitCode, signal) => {
      if (exitCode === null) reject(gitStopped(args, signal));
      else resolve({ exitCode, stderr: Buffer.concat(words).toString("utf8") });
    });
  });
  // Who reads the output first learns of a failure only afterwards; until then it is nobody's unhandled one.
  end.catch(() => undefined);
  return {
    output: child.stdout,
    write: async (input) => {
      if (!child.stdin.writable || child.stdin.write(input)) return;
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          child.stdin.off("drain", settle).off("close", settle);
          resolve();
        };
        child.stdin.on("drain", settle).on("close", settle);
      });
    },
    endInput: () => child.stdin.end(),
    end,
  };
}

/** The error of a git that a signal ended: there is no answer. */
export function gitStopped(args: readonly string[], signal: string | null): OperationalError {
  return new OperationalError("git-failed", `git ${args[0] ?? ""} was stopped by ${signal ?? "a signal"}`);
}

/** The error of a git that could not be started at all. */
export function gitMissing(cause: unknown): OperationalError {
  return new OperationalError("git-missing", "git could not be started", {
    help: "install git 2.30 or newer and see that it is on PATH",
    cause,
  });
}
