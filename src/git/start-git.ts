import { spawn, type ChildProcess, type SpawnOptionsWithoutStdio } from "node:child_process";
import { gitCutOff, gitMissing, gitStopped } from "./git-failures.ts";
import type { GitResult, GitStream } from "./git-runner.ts";

function spawnGit(args: readonly string[], options: SpawnOptionsWithoutStdio): ChildProcess {
  return spawn("git", args, options);
}

/** How long after it has closed its output a git may take to end. The news of its end may be lost on the way. */
const lastBreathMs = 5000;

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
  // Nothing of it may keep this program from ending: a git that waits for input would do so for ever.
  const stop = (): void => {
    child.kill();
    for (const stream of [stdin, stdout, stderr]) stream.destroy();
    child.unref();
  };
  const end = new Promise<Omit<GitResult, "stdout">>((resolve, reject) => {
    let patience: NodeJS.Timeout | undefined;
    let isOver = false;
    const settle = (): void => {
      isOver = true;
      clearTimeout(patience);
    };
    const fail = (error: Error): void => {
      if (isOver) return;
      settle();
      // Who reads the output is told by what it throws; for who only listens, `end` says it.
      stdout.destroy(error);
      reject(error);
      stop();
    };
    for (const stream of [stdout, stderr]) {
      stream.on("error", (error) => fail(gitCutOff(args, error)));
      stream.on("close", () => {
        if (!isOver && stdout.destroyed && stderr.destroyed)
          patience ??= setTimeout(() => fail(gitCutOff(args, "nothing tells how it ended")), lastBreathMs);
      });
    }
    child.on("error", (error) => fail(gitMissing(error)));
    child.on("close", (exitCode, signal) => {
      settle();
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
    stop,
    end,
  };
}
