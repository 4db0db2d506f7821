import { gitCutOff, gitMissing, gitStopped } from "./git-failures.ts";
import { createGitEnvironment, type GitInvocation, type GitResult, type GitRunner } from "./git-runner.ts";

/** What is asked here is answered from this disk: a git that knows no `GIT_NO_LAZY_FETCH` (before 2.45) must not fetch either. */
export const withoutNetwork: Readonly<Record<string, string>> = { GIT_ALLOW_PROTOCOL: "none" };

/**
 * What commands give git before all else: where it looks at the work tree for them it asks no monitor, which may be any
 * program that the configuration names. In hooks git has just asked it anyway, and an index that git writes without one
 * forgets what it knew.
 */
export const commandOptions: readonly string[] = ["-c", "core.fsmonitor=false"];

/**
 * Runs git by `node:child_process` alone, so this is the runner of the hooks and of all commands that only ask. Even that
 * is loaded with the first process only: it takes 2 ms, and the hook of most commits needs none. No git that it runs can
 * reach another repository.
 */
export function createProcessRunner(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
  options: readonly string[] = [],
): GitRunner {
  const childEnvironment = { ...createGitEnvironment(environment), ...withoutNetwork };
  const run = async (args: readonly string[], invocation: GitInvocation = {}): Promise<GitResult> => {
    const { spawnSync } = await import("node:child_process");
    const result = spawnSync("git", [...options, ...args], {
      cwd: invocation.cwd ?? directory,
      env: { ...childEnvironment, ...invocation.environment },
      input: invocation.input ?? "",
      maxBuffer: Number.POSITIVE_INFINITY,
      windowsHide: true,
    });
    // A git that ends without reading its input breaks the pipe; its exit code tells the story.
    if (result.error !== undefined && (result.error as NodeJS.ErrnoException).code !== "EPIPE")
      throw result.pid === 0 ? gitMissing(result.error) : gitCutOff(args, result.error);
    if (result.status === null) throw gitStopped(args, result.signal);
    return { exitCode: result.status, stdout: result.stdout, stderr: result.stderr.toString("utf8") };
  };
  return {
    environment: childEnvironment,
    run,
    stream: async (args) =>
      (await import("./start-git.ts")).startGit([...options, ...args], directory, childEnvironment),
  };
}
