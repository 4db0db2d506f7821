import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Everything that a program of the benchmark sees of the environment. */
export type Environment = Readonly<Record<string, string>>;

/**
 * Makes the environment of all runs: no `NODE_EXTRA_CA_CERTS` and no `NODE_OPTIONS`, an empty home, no configuration of
 * the user or the system, fixed identities.
 */
export function createEnvironment(scratch: string, inherited: NodeJS.ProcessEnv): Environment {
  const home = join(scratch, "home");
  mkdirSync(join(home, ".config"), { recursive: true });
  const { PATH = "", TMPDIR, SystemRoot } = inherited;
  return {
    PATH,
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Ada Author",
    GIT_AUTHOR_EMAIL: "ada@example.org",
    GIT_COMMITTER_NAME: "Carl Committer",
    GIT_COMMITTER_EMAIL: "carl@example.org",
    GIT_TERMINAL_PROMPT: "0",
    GIT_EDITOR: ":",
    LC_ALL: "C",
    TZ: "UTC",
  };
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: Environment;
  readonly input?: string | Uint8Array;
}

const outputLimit = 1024 ** 3;

/** Runs a program to its end and answers with its standard output. Throws, with its words, unless it ends with 0. */
export function runForOutput(command: string, args: readonly string[], { cwd, env, input = "" }: RunOptions): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    input,
    encoding: "utf8",
    maxBuffer: outputLimit,
  });
  if (error !== undefined) throw new Error(`${command} ${args.join(" ")}: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: exit ${status ?? "none"}\n${stdout}${stderr}`);
  return stdout;
}

/** Runs a program to its end and answers with the milliseconds that it took. Its output goes nowhere; throws on an unexpected exit code. */
export function runTimed(
  command: string,
  args: readonly string[],
  { cwd, env, input, expectExit = 0 }: RunOptions & { readonly expectExit?: number },
): number {
  const startedAt = performance.now();
  const { status, stderr, error } = spawnSync(command, args, {
    cwd,
    env,
    stdio: [input === undefined ? "ignore" : "pipe", "ignore", "pipe"],
    ...(input === undefined ? {} : { input }),
  });
  const milliseconds = performance.now() - startedAt;
  if (error !== undefined) throw new Error(`${command} ${args.join(" ")}: ${error.message}`);
  if (status !== expectExit) {
    throw new Error(
      `${command} ${args.join(" ")}: exit ${status ?? "none"}, expected ${expectExit}\n${String(stderr)}`,
    );
  }
  return milliseconds;
}

/** Times one start of Node that does nothing: what everything else is measured by. */
export function runBareNode(options: RunOptions): number {
  return runTimed(process.execPath, ["-e", "0"], options);
}

/** Seconds of processor time that a program and all that it starts use, as the shell counts them. */
export function runForCpu(command: string, args: readonly string[], options: RunOptions): number {
  const output = runForOutput("sh", ["-c", '"$@" >/dev/null && times', "sh", command, ...args], options);
  const [, children = ""] = output.trim().split("\n");
  const seconds = [...children.matchAll(/(\d+)m(\d+[.,]\d+)s/g)].map(
    ([, minutes, rest = ""]) => Number(minutes) * 60 + Number(rest.replace(",", ".")),
  );
  if (seconds.length !== 2) throw new Error(`not the output of times: ${output}`);
  return seconds.reduce((sum, each) => sum + each, 0);
}
