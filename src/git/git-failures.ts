import { OperationalError } from "../model/operational-error.ts";

/** Which command of git is run, behind the options that stand before all else. */
export function commandOf(args: readonly string[]): string {
  return args.find((word) => /^[a-z][a-z-]*$/.test(word)) ?? "";
}

/** The error of a git that a signal ended: there is no answer. */
export function gitStopped(args: readonly string[], signal: string | null): OperationalError {
  return new OperationalError("git-failed", `git ${commandOf(args)} was stopped by ${signal ?? "a signal"}`);
}

/** The error of a git whose answer was cut off on the way to us, or whose end nobody told us of. */
export function gitCutOff(args: readonly string[], cause: unknown): OperationalError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new OperationalError("git-failed", `the answer of git ${commandOf(args)} did not arrive (${reason})`, {
    help: "run the command again",
    cause,
  });
}

/** The error of a git that could not be started at all. */
export function gitMissing(cause: unknown): OperationalError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "ENOENT";
  if (/^E(?:AGAIN|MFILE|NFILE|NOMEM|IO)$/.test(code))
    return new OperationalError("git-missing", `git could not be started (${code})`, {
      help: "see what runs and what is left, then run the command again: ulimit -a; free",
      cause,
    });
  return new OperationalError("git-missing", "git could not be started", {
    help: "install git 2.30 or newer and see that it is on PATH",
    cause,
  });
}
