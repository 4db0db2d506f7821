import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Completed, type RunOptions, runProgram } from "./run-program.ts";

/** The built command line; `scripts/test.ts` builds it before the tests that need it. */
const stateProgram: string = fileURLToPath(new URL("../../dist/state.js", import.meta.url));

/** Milliseconds; with the fixed identities it makes oids the same in every run, so that they can stand in golden files. */
const firstCommitAt = Date.parse("2026-01-05T09:00:00Z");

/** Git commands that may make commits. Others leave the clock alone, so that looking does not change what follows. */
const committingCommands: ReadonlySet<string> = new Set([
  "am",
  "cherry-pick",
  "commit",
  "commit-tree",
  "merge",
  "pull",
  "rebase",
  "revert",
  "stash",
  "tag",
]);

export interface GitOptions extends RunOptions {
  /** The exit code that is no failure; default 0. `"any"` accepts each. */
  readonly expectExit?: number | "any";
}

export interface CommitOptions {
  /** Author and committer time, without a zone: `2026-02-20T21:41:00`. The clock stands there afterwards. */
  readonly date?: string;
  /** Zone of the date: `+0530`; default UTC. */
  readonly offset?: string;
}

/** One working tree, driven by plain git: a test never checks our git adapter with itself. */
export interface TestRepository {
  readonly directory: string;
  /** Runs git here and returns its standard output without the final newline. Throws on an unexpected exit code. */
  git(args: readonly string[], options?: GitOptions): Promise<string>;
  /** Writes a file, its directories included. */
  write(path: string, content: string | Uint8Array): void;
  read(path: string): Buffer;
  readText(path: string): string;
  /** Writes the files, stages everything, commits (an empty commit, if nothing changed) and returns the oid. */
  commit(
    message: string,
    files?: Readonly<Record<string, string | Uint8Array>>,
    options?: CommitOptions,
  ): Promise<string>;
  /** Runs any program here. Its exit code is for the caller to judge. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Completed>;
  /** Runs the built `state` here. */
  state(args: readonly string[], options?: RunOptions): Promise<Completed>;
}

export interface Sandbox {
  /** An absolute path without symbolic links. */
  readonly directory: string;
  /** Everything that a program started here sees of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Makes an empty repository on branch `main`, or a bare one, in a directory of the given name (default `repository`). */
  createRepository(
    name?: string,
    options?: { readonly bare?: boolean; readonly initArgs?: readonly string[] },
  ): Promise<TestRepository>;
  /** Drives a directory that exists: a clone, a linked worktree, a folder without a repository. Variables hold for all that runs there. */
  open(name: string, variables?: Readonly<Record<string, string>>): TestRepository;
}

/**
 * Calls the body with a temporary directory and removes it afterwards, also when the body throws.
 *
 * Programs started through it see no configuration of the user or the system. `KEEP_SANDBOX=1` keeps the directory and
 * prints where it is.
 */
export async function withSandbox(body: (sandbox: Sandbox) => void | Promise<void>): Promise<void> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "planlink-sandbox-")));
  try {
    await body(createSandbox(directory));
  } finally {
    if (process.env["KEEP_SANDBOX"] === "1") process.stderr.write(`sandbox kept: ${directory}\n`);
    // A git that was stopped may still be on its way out; retries cover that.
    else rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

function createSandbox(directory: string): Sandbox {
  const home = join(directory, "home");
  mkdirSync(join(home, ".config"), { recursive: true });
  const execPath = process.env["GIT_EXEC_PATH"];
  const environment = {
    PATH: process.env["PATH"] ?? "",
    // Set by `scripts/test.ts` alone, for a git that is not the installed one.
    ...(execPath === undefined ? {} : { GIT_EXEC_PATH: execPath }),
    TMPDIR: tmpdir(),
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Ada Author",
    GIT_AUTHOR_EMAIL: "ada@example.org",
    GIT_COMMITTER_NAME: "Carl Committer",
    GIT_COMMITTER_EMAIL: "carl@example.org",
    GIT_TERMINAL_PROMPT: "0",
    // An editor that opens in a test would wait for ever.
    GIT_EDITOR: ":",
    LC_ALL: "C",
    TZ: "UTC",
  };
  const clock = createClock();
  const open: Sandbox["open"] = (name, variables = {}) =>
    openRepository(join(directory, name), { ...environment, ...variables }, clock);
  return {
    directory,
    environment,
    open,
    async createRepository(name = "repository", { bare = false, initArgs = [] } = {}) {
      const repository = open(name);
      mkdirSync(repository.directory, { recursive: true });
      await repository.git(["init", "--quiet", "-b", "main", ...(bare ? ["--bare"] : []), ...initArgs]);
      await repository.git(["config", "gc.auto", "0"]);
      return repository;
    },
  };
}

/** The time of the next commit, shared by all repositories of a sandbox. */
interface Clock {
  now(): string;
  advance(): void;
  set(date: string, offset: string): void;
}

function createClock(): Clock {
  let epochMs = firstCommitAt;
  let zone = "+0000";
  return {
    now: () => `${epochMs / 1000} ${zone}`,
    advance: () => {
      epochMs += 60_000;
    },
    set: (date, offset) => {
      zone = offset;
      const sign = offset.startsWith("-") ? -1 : 1;
      const minutes = sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3, 5)));
      epochMs = Date.parse(`${date}Z`) - minutes * 60_000;
      if (!Number.isFinite(epochMs)) throw new Error(`not a date: ${date} ${offset}`);
    },
  };
}

function openRepository(
  directory: string,
  environment: Readonly<Record<string, string>>,
  clock: Clock,
): TestRepository {
  const environmentNow = (extra: RunOptions["env"]): Record<string, string | undefined> => ({
    ...environment,
    GIT_AUTHOR_DATE: clock.now(),
    GIT_COMMITTER_DATE: clock.now(),
    ...extra,
  });
  const run: TestRepository["run"] = (command, args, options = {}) =>
    runProgram(command, args, { cwd: directory, ...options, env: environmentNow(options.env) });
  const repository: TestRepository = {
    directory,
    run,
    state: (args, options) => run(process.execPath, [stateProgram, ...args], options),
    async git(args, { expectExit = 0, ...options } = {}) {
      const { exitCode, stdout, stderr } = await run("git", args, options);
      if (committingCommands.has(args[0] ?? "")) clock.advance();
      if (expectExit !== "any" && exitCode !== expectExit) {
        throw new Error(`git ${args.join(" ")}: exit ${exitCode}, expected ${expectExit}\n${stdout}${stderr}`);
      }
      return stdout.replace(/\n$/, "");
    },
    write(path, content) {
      const target = join(directory, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
    },
    read: (path) => readFileSync(join(directory, path)),
    readText: (path) => readFileSync(join(directory, path), "utf8"),
    async commit(message, files = {}, { date, offset = "+0000" } = {}) {
      for (const [path, content] of Object.entries(files)) repository.write(path, content);
      if (date !== undefined) clock.set(date, offset);
      await repository.git(["add", "--all"]);
      // From a file, so that a message may begin with a dash and keeps lines that begin with `#`.
      await repository.git(["commit", "--quiet", "--allow-empty", "--cleanup=whitespace", "--file=-"], {
        input: message,
      });
      return repository.git(["rev-parse", "HEAD"]);
    },
  };
  return repository;
}
