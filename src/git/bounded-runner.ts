import { OperationalError } from "../model/operational-error.ts";
import { commandOf } from "./git-failures.ts";
import type { GitRunner, GitStream } from "./git-runner.ts";
import { createProcessRunner } from "./process-runner.ts";
import { startGit } from "./start-git.ts";

/** What all processes of a runner together may take, and each alone. */
export interface GitLimits {
  /** Seconds from the making of the runner on; then every git is stopped. */
  readonly seconds: number;
  /** Of one answer that is held as a whole. */
  readonly outputBytes: number;
}

/** The error of work that is larger than it may be: there is no answer. */
export function limitReached(what: string): OperationalError {
  return new OperationalError("limit-reached", what);
}

/**
 * As `createProcessRunner`, for repositories that others fill: time and memory are bounded, whatever is in them. A tree of
 * a few objects can have more paths than any disk holds.
 *
 * Several may work side by side: git is started without waiting.
 */
export function createBoundedRunner(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
  { seconds, outputBytes }: GitLimits,
): GitRunner {
  const own = createProcessRunner(directory, environment).environment;
  const endsAt = performance.now() + seconds * 1000;
  const timeIsUp = (): OperationalError => limitReached(`git was stopped: the check took longer than ${seconds} s`);
  const start = (args: readonly string[], cwd: string, variables: Readonly<Record<string, string>>): GitStream => {
    const left = endsAt - performance.now();
    if (left <= 0) throw timeIsUp();
    const git = startGit(args, cwd, variables, Math.max(1, Math.ceil(left)));
    const end = git.end.catch((error: unknown) => {
      throw performance.now() >= endsAt ? timeIsUp() : error;
    });
    // Who reads the output first learns of a failure only afterwards.
    end.catch(() => undefined);
    return { ...git, end };
  };
  return {
    environment: own,
    run: async (args, invocation = {}) => {
      const git = start(args, invocation.cwd ?? directory, { ...own, ...invocation.environment });
      const chunks: Buffer[] = [];
      let bytes = 0;
      const isRead = (async () => {
        for await (const chunk of git.output) {
          bytes += chunk.length;
          // To leave the loop closes the pipe, which ends git.
          if (bytes > outputBytes)
            throw limitReached(`git ${commandOf(args)} answers with more than ${outputBytes} bytes`);
          chunks.push(Buffer.from(chunk));
        }
      })();
      isRead.catch(() => undefined);
      await git.write(invocation.input ?? "");
      git.endInput();
      const { exitCode, stderr } = await git.end.catch(async (error: unknown) => {
        if (bytes > outputBytes) await isRead;
        throw error;
      });
      await isRead;
      return { exitCode, stdout: Buffer.concat(chunks), stderr };
    },
    stream: async (args) => start(args, directory, own),
  };
}
