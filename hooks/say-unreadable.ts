import { sayNow } from "../src/cli/say-now.ts";

/** Says that there is no program to run. hook.sh lets 3 pass: nobody has checked anything. */
export function sayUnreadable(error: unknown): void {
  process.exitCode = 3;
  const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
  sayNow(
    `planlink: the program of the hooks cannot be read (${reason})\n` +
      "  if it stays so, install planlink again and run: state init\n",
  );
}
