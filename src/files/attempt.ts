import { unlinkSync } from "node:fs";

/** Does what may fail on a disk that is read-only, full, or changed by others; `undefined` where it fails. */
export function attempt<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** Does what may fail; answers whether it did not. */
export function succeeds(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

/** Removes a file; answers whether it was there to remove. */
export function removeFile(path: string): boolean {
  return succeeds(() => unlinkSync(path));
}

/** The code of a failed system call. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Tells whether a system call failed for there is nothing at that path; what fails otherwise may well be there. */
export function isAbsence(error: unknown): boolean {
  const code = errorCode(error);
  return code === "ENOENT" || code === "ENOTDIR";
}
