import { resolve } from "node:path";
import type { GitRunner } from "../git/git-runner.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { ConfigScope, GitHookFacts } from "./install-ports.ts";

const scopes: readonly string[] = ["system", "global", "local", "worktree", "command"] satisfies readonly ConfigScope[];

function isScope(text: string): text is ConfigScope {
  return scopes.includes(text);
}

/**
 * Reads from git what installing needs. The runner may be in any folder of the work tree.
 *
 * `rev-parse --git-path hooks` is the only sure answer to where hooks are: it knows `core.hooksPath` with `~`, linked
 * worktrees and submodules. It prints a path relative to the current directory, hence the run at the top;
 * `--path-format=absolute` came with git 2.31, after the oldest git that we support.
 */
export async function readGitHookFacts(git: GitRunner): Promise<GitHookFacts> {
  const readPath = async (name: string, cwd: string | undefined, ...args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await git.run(["rev-parse", ...args], cwd === undefined ? {} : { cwd });
    const path = Buffer.from(stdout)
      .toString("utf8")
      .replace(/\r?\n$/, "");
    if (exitCode === 0 && path !== "") return path;
    throw new OperationalError(
      "no-repository",
      `git tells no ${name} here: ${stderr.trim() || `exit code ${exitCode}`}`,
      {
        help: "run this in the work tree of a git repository",
      },
    );
  };
  // A name may end in line breaks of its own: one value a call, and one line break taken off.
  const topLevel = resolve(await readPath("work tree", undefined, "--show-toplevel"));
  const commonDirectory = resolve(topLevel, await readPath("git directory", topLevel, "--git-common-dir"));
  const hooksDirectory = resolve(topLevel, await readPath("hooks directory", topLevel, "--git-path", "hooks"));

  const setting = await git.run(["config", "--show-scope", "-z", "--get", "core.hooksPath"], { cwd: topLevel });
  const [scope = "", value = ""] = Buffer.from(setting.stdout).toString("utf8").split("\0");
  const directory = await git.run(["config", "-z", "--get", "planlink.directory"], { cwd: topLevel });
  return {
    topLevel,
    commonDirectory,
    hooksDirectory,
    hooksPath: setting.exitCode === 0 && isScope(scope) ? { scope, value } : null,
    planningDirectory:
      (directory.exitCode === 0 && Buffer.from(directory.stdout).toString("utf8").split("\0")[0]) || null,
  };
}
