import type { GitRunner } from "./git-runner.ts";
import { createProcessRunner } from "./process-runner.ts";
import { startGit } from "./start-git.ts";

/**
 * As `createProcessRunner`, but this program's own clock goes on while git works: on a terminal it can say so. Starting
 * git this way costs a few milliseconds more each time.
 */
export function createWatchedRunner(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
  options: readonly string[] = [],
): GitRunner {
  const runner = createProcessRunner(directory, environment, options);
  return {
    ...runner,
    run: async (args, invocation = {}) => {
      const git = startGit([...options, ...args], invocation.cwd ?? directory, {
        ...runner.environment,
        ...invocation.environment,
      });
      const chunks: Buffer[] = [];
      const isRead = (async () => {
        for await (const chunk of git.output) chunks.push(Buffer.from(chunk));
      })();
      // A git that could not be started has no output either; `end` says why.
      isRead.catch(() => undefined);
      await git.write(invocation.input ?? "");
      git.endInput();
      const { exitCode, stderr } = await git.end;
      await isRead;
      return { exitCode, stdout: Buffer.concat(chunks), stderr };
    },
  };
}
