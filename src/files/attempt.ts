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
