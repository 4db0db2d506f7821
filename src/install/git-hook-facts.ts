import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { findPlanningDirectories } from "../files/planning-directories.ts";
import { listPlanningRoots } from "../git/git-documents.ts";
import type { GitRunner } from "../git/git-runner.ts";
import type { RepositoryPath } from "../model/ports.ts";
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
 * `--path-format=absolute` came with git 2.31, after the oldest git that we support. `here` is the folder with planning
 * documents that is meant where the command was run; git may not track it yet.
 */
export async function readGitHookFacts(git: GitRunner, here: RepositoryPath): Promise<GitHookFacts> {
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
  const roots = await readPlanningRoots(git, topLevel, here);
  return {
    topLevel,
    commonDirectory,
    hooksDirectory,
    hooksPath: setting.exitCode === 0 && isScope(scope) ? { scope, value } : null,
    planningRoots: roots,
    planningDirectories: (roots.length === 0 ? [".planning"] : roots).flatMap((root) =>
      findPlanningDirectories(topLevel, root),
    ),
  };
}

/** The folders that git's configuration names, or else those that hold a STATE.md; none where it is `.planning` at the top alone. */
async function readPlanningRoots(git: GitRunner, topLevel: string, here: RepositoryPath): Promise<readonly string[]> {
  const setting = await git.run(["config", "-z", "--get-all", "planlink.directory"], { cwd: topLevel });
  const named = setting.exitCode === 0 ? Buffer.from(setting.stdout).toString("utf8").split("\0").filter(Boolean) : [];
  const found = named.length > 0 ? named.map(toRepositoryPath) : await listPlanningRoots(git, topLevel);
  const isNew = named.length === 0 && existsSync(join(topLevel, here));
  const roots = [...new Set([...found, ...(isNew ? [here] : [])])].sort();
  return roots.length === 1 && roots[0] === ".planning" ? [] : roots;
}

/** A folder as paths of the repository have it. */
function toRepositoryPath(directory: string): string {
  return directory
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}
