import { OperationalError } from "../model/operational-error.ts";

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
