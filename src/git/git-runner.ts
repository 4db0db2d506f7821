/** What one git process answered. Output is bytes: paths and file contents need not be UTF-8. */
export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export interface GitInvocation {
  /** Given on standard input, which is then closed; without it standard input is empty. */
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Variables set for this process alone, such as `GIT_INDEX_FILE`. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A git that is running, for answers and questions of any length. */
export interface GitStream {
  /** Standard output as it comes; it must be read to its end, this way or by `read`. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Hands standard output on as it comes, until `end` settles. */
  readonly read: (take: (chunk: Uint8Array) => void) => void;
  /** Gives more input; settles when there is room for the next. What git does not read any more is lost. */
  readonly write: (input: string | Uint8Array) => Promise<void>;
  readonly endInput: () => void;
  /** Ends a git that nobody needs any more, so that it keeps no program waiting. */
  readonly stop: () => void;
  /** Settles when git has ended and its output is read. */
  readonly end: Promise<Omit<GitResult, "stdout">>;
}

/**
 * Runs git once. Any exit code is an answer; only a git that cannot be started throws (`git-missing`).
 *
 * There are three: `simple-git-runner.ts` for commands that change a repository, and `process-runner.ts` for all that
 * only ask and for the hooks, whose start-up time people feel on every commit (docs/adr/0004, docs/adr/0030), with a
 * slower one for a person who watches. One contract test holds them all.
 */
export interface GitRunner {
  /** What git's processes see of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  run(args: readonly string[], invocation?: GitInvocation): Promise<GitResult>;
  /** Starts git and hands its output on while it runs; standard input stays open until it is ended. */
  stream(args: readonly string[]): Promise<GitStream>;
}

/**
 * Variables by which git tells a hook which repository, index and objects it is working on. They must reach our own
 * git processes, or these look at the wrong index (`commit -- path`) or the wrong repository (linked worktrees).
 */
const inheritedGitVariables: readonly string[] = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_QUARANTINE_PATH",
  "GIT_NAMESPACE",
  "GIT_CEILING_DIRECTORIES",
  "GIT_DISCOVERY_ACROSS_FILESYSTEM",
  "GIT_CONFIG_GLOBAL",
  "GIT_CONFIG_SYSTEM",
  "GIT_CONFIG_NOSYSTEM",
  "GIT_CONFIG_PARAMETERS",
  "GIT_CONFIG_COUNT",
  "GIT_DEFAULT_HASH",
  "GIT_EXEC_PATH",
  "GIT_TRACE",
  "GIT_TRACE2",
  "GIT_TRACE2_EVENT",
  "GIT_AUTHOR_NAME",
  "GIT_AUTHOR_EMAIL",
  "GIT_AUTHOR_DATE",
  "GIT_COMMITTER_NAME",
  "GIT_COMMITTER_EMAIL",
  "GIT_COMMITTER_DATE",
];

/** Set for every process of ours: no prompt, no index refresh behind the user's back, no fetch in a partial clone. */
const ownGitVariables: Readonly<Record<string, string>> = {
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_PAGER: "cat",
  LC_ALL: "C",
};

/** The environment for our git processes: the caller's, its `GIT_*` variables filtered, ours set. */
export function createGitEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const isInherited = inheritedGitVariables.includes(name) || /^GIT_CONFIG_(?:KEY|VALUE)_\d+$/.test(name);
    if (value !== undefined && (!name.startsWith("GIT_") || isInherited)) result[name] = value;
  }
  return { ...result, ...ownGitVariables };
}
