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
    super(message, { cause: options.cause });
    this.name = "OperationalError";
    this.code = code;
    this.help = options.help ?? null;
  }
}
