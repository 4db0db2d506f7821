import { spawnSync } from "node:child_process";
import { OperationalError } from "../model/operational-error.ts";
import { createGitEnvironment, type GitInvocation, type GitResult, type GitRunner } from "./git-runner.ts";

/** Runs git by `node:child_process` alone: nothing to load, so this is the runner of the hooks. */
export function createProcessRunner(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): GitRunner {
  const childEnvironment = createGitEnvironment(environment);
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
  return { run: async (args, invocation) => run(args, invocation) };
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
