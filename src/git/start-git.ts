import { spawn, type ChildProcessWithoutNullStreams, type SpawnOptionsWithoutStdio } from "node:child_process";
import { gitMissing, gitStopped } from "./git-failures.ts";
import type { GitResult, GitStream } from "./git-runner.ts";

function spawnGit(args: readonly string[], options: SpawnOptionsWithoutStdio): ChildProcessWithoutNullStreams {
  return spawn("git", args, options);
}

/** Starts git and hands its output on while it runs; after `timeoutMs` it is stopped by a signal. */
export function startGit(
  args: readonly string[],
  directory: string,
  environment: Readonly<Record<string, string>>,
  timeoutMs?: number,
): GitStream {
  const limit = timeoutMs === undefined ? {} : { timeout: timeoutMs };
  const child = ((): ReturnType<typeof spawnGit> => {
    try {
      return spawnGit(args, { cwd: directory, env: environment, windowsHide: true, ...limit });
    } catch (error) {
      // Some failures come at once, such as a directory that is none, or too many open files.
      throw gitMissing(error);
    }
  })();
  const words: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => {
    // Its first words tell what is wrong; a git that complains without end is not to fill the memory.
    if (words.length < 16) words.push(chunk);
  });
  // A git that ends early does not read its input to the end: its exit code says so.
  child.stdin.on("error", () => undefined);
  const end = new Promise<Omit<GitResult, "stdout">>((resolve, reject) => {
    child.on("error", (error) => {
      child.stdout.destroy();
      reject(gitMissing(error));
    });
    child.on("close", (exitCode, signal) => {
      if (exitCode === null) reject(gitStopped(args, signal));
      else resolve({ exitCode, stderr: Buffer.concat(words).toString("utf8") });
    });
  });
  // Who reads the output first learns of a failure only afterwards; until then it is nobody's unhandled one.
  end.catch(() => undefined);
  return {
    output: child.stdout,
    read: (take) => void child.stdout.on("data", take),
    write: async (input) => {
      if (!child.stdin.writable || child.stdin.write(input)) return;
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          child.stdin.off("drain", settle).off("close", settle);
          resolve();
        };
        child.stdin.on("drain", settle).on("close", settle);
      });
    },
    endInput: () => child.stdin.end(),
    end,
  };
}
