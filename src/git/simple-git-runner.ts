import { simpleGit } from "simple-git";
import { gitMissing, gitStopped } from "./git-failures.ts";
import { createGitEnvironment, type GitRunner, type GitResult } from "./git-runner.ts";
import { commandOptions } from "./process-runner.ts";
import { startGit } from "./start-git.ts";

/**
 * Runs git through simple-git: the runner of the commands.
 *
 * Four of its ways need care (verified on 4.0.2). A non-zero exit with a silent stderr counts as success, so the
 * `errors` hook takes the exit code itself. Every `GIT_*` variable is stripped unless allowed by name. Standard input
 * stays open unless `input` gives it, and `cat-file --batch` then waits for ever. Its parsers damage data, so only
 * `raw` is used, and the bytes come from the `errors` hook, not from the decoded string.
 *
 * `own` is set for its processes: `withoutNetwork` where no hook of a person's runs, which may well fetch something.
 */
export function createSimpleGitRunner(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
  own: Readonly<Record<string, string>> = {},
): GitRunner {
  const childEnvironment = { ...createGitEnvironment(environment), ...own };
  return {
    environment: childEnvironment,
    async run(args, invocation = {}): Promise<GitResult> {
      const variables = { ...childEnvironment, ...invocation.environment };
      // An empty string would leave standard input open; an empty buffer closes it.
      const input = Buffer.from(invocation.input ?? "");
      let answer: GitResult | undefined;
      let reason: unknown;
      try {
        // Also refuses, here, a directory that does not exist.
        const git = simpleGit({
          baseDir: invocation.cwd ?? directory,
          allowEnvironment: Object.keys(variables),
          input: () => input,
          unsafe: allowed,
          errors: (error, result) => {
            if (error instanceof Error && "code" in error && error.code === "ENOENT") return error;
            answer = {
              exitCode: result.exitCode,
              stdout: Buffer.concat(result.stdOut),
              stderr: Buffer.concat(result.stdErr).toString("utf8"),
            };
            // Any exit code is an answer, so nothing is an error to simple-git.
            return undefined;
          },
        });
        await git.env(variables).raw([...commandOptions, ...args]);
      } catch (error) {
        reason = error;
      }
      if (answer === undefined) throw gitMissing(reason);
      // A process that a signal ended has no exit code; one that could not be started has the system's error, negated.
      if (typeof answer.exitCode !== "number") throw gitStopped(args, null);
      if (answer.exitCode < 0) throw gitMissing(new Error(answer.stderr));
      return answer;
    },
    // simple-git gathers all output before it gives any.
    stream: async (args) => startGit([...commandOptions, ...args], directory, childEnvironment),
  };
}

/**
 * simple-git refuses variables and options by which a *caller's* data could run programs. Ours are fixed words of this
 * folder and the user's own environment, which git honours anyway; a revision that looks like such an option
 * (`--upload-pack=x`) stands behind `--end-of-options`, and git says that it names nothing.
 */
const allowed = {
  allowUnsafePager: true,
  allowUnsafeEditor: true,
  allowUnsafeAskPass: true,
  allowUnsafeSshCommand: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeGitProxy: true,
  allowUnsafePack: true,
  allowUnsafeTemplateDir: true,
  // `state init` sets one: its own program, quoted for the shell.
  allowUnsafeMergeDriver: true,
  // `GIT_EXEC_PATH`, by which a git that was moved or unpacked finds its own programs.
  allowUnsafeExec: true,
  // Settings that `GIT_CONFIG_KEY_0` and its like may hold.
  allowUnsafeAlias: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeFilter: true,
  // Also set to `false` here, so that no monitor runs.
  allowUnsafeFsMonitor: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSubmodule: true,
  allowUnsafeUrlRewrite: true,
} as const;
