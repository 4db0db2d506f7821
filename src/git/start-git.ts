import { spawn, type ChildProcess, type SpawnOptionsWithoutStdio } from "node:child_process";
import { gitMissing, gitStopped } from "./git-failures.ts";
import type { GitResult, GitStream } from "./git-runner.ts";

function spawnGit(args: readonly string[], options: SpawnOptionsWithoutStdio): ChildProcess {
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
  const { stdin, stdout, stderr } = child;
  // Where too many files are open there is not even a stream, and the reason comes later, for nobody.
  if (!stdin || !stdout || !stderr) {
    child.on("error", () => undefined);
    throw gitMissing(new Error("there is no stream to read git from"));
  }
  const words: Buffer[] = [];
  stderr.on("data", (chunk: Buffer) => {
    // Its first words tell what is wrong; a git that complains without end is not to fill the memory.
    if (words.length < 16) words.push(chunk);
  });
  // A git that ends early does not read its input to the end: its exit code says so.
  stdin.on("error", () => undefined);
  // Who reads the output is told by what it throws; for who only listens, `end` says it.
  stdout.on("error", () => undefined);
  const end = new Promise<Omit<GitResult, "stdout">>((resolve, reject) => {
    child.on("error", (error) => {
      const missing = gitMissing(error);
      stdout.destroy(missing);
      reject(missing);
    });
    child.on("close", (exitCode, signal) => {
      if (exitCode === null) reject(gitStopped(args, signal));
      else resolve({ exitCode, stderr: Buffer.concat(words).toString("utf8") });
    });
  });
  // Who reads the output first learns of a failure only afterwards; until then it is nobody's unhandled one.
  end.catch(() => undefined);
  return {
    output: stdout,
    read: (take) => void stdout.on("data", take),
    write: async (input) => {
      if (!stdin.writable || stdin.write(input)) return;
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          stdin.off("drain", settle).off("close", settle);
          resolve();
        };
        stdin.on("drain", settle).on("close", settle);
      });
    },
    endInput: () => stdin.end(),
    end,
  };
}
