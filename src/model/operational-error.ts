/** Why a check could not be made. Stable: shown in JSON and in the documentation. */
export type OperationalErrorCode =
  | "no-repository"
  | "no-state-document"
  | "document-unreadable"
  | "document-unwritable"
  | "document-binary"
  | "document-encoding"
  | "document-too-large"
  | "document-changed"
  | "document-outside"
  | "document-read-only"
  | "history-incomplete"
  | "lock-held"
  | "config-invalid"
  | "git-missing"
  | "git-failed"
  | "hooks-conflict"
  | "limit-reached"
  | "system-failed"
  | "program-unreadable"
  | "usage";

/** The check could not be made. Thrown by the adapters, caught only in `cli/` and `hooks/`; exit code 2. */
export class OperationalError extends Error {
  readonly code: OperationalErrorCode;
  /** What to do about it: a sentence or a command that can be pasted. */
  readonly help: string | null;

  constructor(
    code: OperationalErrorCode,
    message: string,
    options: { readonly help?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "OperationalError";
    this.code = code;
    this.help = options.help ?? null;
  }
}

/** Tells the error of a part of this program that is not there, not readable or cut off: Node's loader is what threw it. */
function isUnloaded(error: Error): boolean {
  if ("code" in error && error.code === "MODULE_NOT_FOUND") return true;
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at "));
  return frames?.find((line) => !/\(node:(?:fs|internal\/vm)/.test(line))?.includes("(node:internal/modules/") === true;
}

/**
 * Tells an error that is no defect of ours: an operational one as it is, and one of the system, which may refuse any file
 * at any time, those of the program included, as an operational one. `undefined` for all others.
 */
export function toOperationalError(error: unknown): OperationalError | undefined {
  if (error instanceof OperationalError) return error;
  if (!(error instanceof Error)) return undefined;
  if (isUnloaded(error)) {
    const reason = error.message.split("\n")[0] ?? "";
    return new OperationalError("program-unreadable", `a part of planlink cannot be loaded (${reason})`, {
      help: "if it stays so, put its files back: npm ci",
      cause: error,
    });
  }
  if (!("syscall" in error && "code" in error)) return undefined;
  return new OperationalError("system-failed", `the system refuses what is needed (${error.message})`, {
    help: "see the free space and the permissions, then run the command again: df .",
    cause: error,
  });
}
