import { spawn } from "node:child_process";
import { gitMissing } from "./git-failures.ts";
import type { GitResult } from "./git-runner.ts";

/** How long git may take with all that it starts, and who else may end it. */
export interface GroupLimits {
  readonly milliseconds: number;
  readonly isStopped: () => boolean;
  /** Ends a process with its group, as far as it is still there. */
  readonly endGroup: (processId: number) => void;
}

/** What git ended with; the exit code is 128 where it was stopped. */
export interface GroupResult extends GitResult {
  readonly isTimedOut: boolean;
}

const lookEveryMs = 50;

/**
 * Runs git without input and in a process group of its own, with the whole of which it is ended when its time is up: a
 * hook that waits for ever would otherwise outlive git, and hold what git has written.
 */
export function runInGroup(
  args: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>>,
  { milliseconds, isStopped, endGroup }: GroupLimits,
): Promise<GroupResult> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", [...args], {
      cwd: directory,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      detached: true,
    });
    const endsAt = performance.now() + milliseconds;
    let isTimedOut = false;
    const chunks: { readonly out: Buffer[]; readonly words: Buffer[] } = { out: [], words: [] };
    child.stdout.on("data", (chunk: Buffer) => chunks.out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.words.push(chunk));
    const timer = setInterval(() => {
      isTimedOut ||= performance.now() >= endsAt;
      if ((isTimedOut || isStopped()) && child.pid !== undefined) endGroup(child.pid);
    }, lookEveryMs);
    child.on("error", (error) => {
      clearInterval(timer);
      reject(gitMissing(error));
    });
    // Not its exit: a hook that was left in the background may still write.
    child.on("close", (exitCode) => {
      clearInterval(timer);
      resolve({
        exitCode: exitCode ?? 128,
        stdout: Buffer.concat(chunks.out),
        stderr: Buffer.concat(chunks.words).toString("utf8"),
        isTimedOut,
      });
    });
  });
}
