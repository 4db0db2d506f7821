import { writeFileSync } from "node:fs";

/**
 * Says something on standard error, at once, and fails for no reason: the stream that Node sets up for it ends the program
 * when nobody reads it any more.
 */
export function sayNow(text: string): void {
  try {
    writeFileSync(2, text);
  } catch {
    // There is nobody to say it to.
  }
}
