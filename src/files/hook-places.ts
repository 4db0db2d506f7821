import { realpathSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import type { RepositoryPlaces } from "../model/ports.ts";
import { attempt } from "./attempt.ts";
import { readText } from "./read-text.ts";

function readLine(path: string): string | undefined {
  return attempt(() => readText(path))?.replace(/\n$/, "");
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Finds a repository's places without asking git, for a hook that git has started: it runs hooks at the top of the work
 * tree, and names the git directory in `GIT_DIR` where it is not `.git`. `undefined` where anything is out of the common:
 * then git has to be asked.
 */
export function findHookPlaces(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): RepositoryPlaces | undefined {
  const { GIT_DIR: named = ".git", GIT_WORK_TREE: workTree, GIT_COMMON_DIR: common } = environment;
  if (workTree !== undefined || common !== undefined || named === "") return undefined;
  try {
    const topLevel = realpathSync(directory);
    const gitDirectory = realpathSync(resolve(topLevel, named));
    const shared = readLine(join(gitDirectory, "commondir"));
    const commonDirectory =
      shared === undefined ? gitDirectory : realpathSync(isAbsolute(shared) ? shared : join(gitDirectory, shared));
    const isRepository = isDirectory(join(commonDirectory, "objects")) && isDirectory(join(commonDirectory, "refs"));
    if (!isRepository || readLine(join(gitDirectory, "HEAD")) === undefined) return undefined;
    const isShallow = statSync(join(commonDirectory, "shallow"), { throwIfNoEntry: false }) !== undefined;
    return { topLevel, gitDirectory, commonDirectory, isShallow };
  } catch {
    return undefined;
  }
}

/** Reads the branch that HEAD is on; `null` when it is detached, `undefined` where the file does not tell. */
export function readHeadBranch(gitDirectory: string): string | null | undefined {
  const line = readLine(join(gitDirectory, "HEAD")) ?? "";
  if (/^[0-9a-f]{40,64}$/.test(line)) return null;
  const branch = /^ref: refs\/heads\/(.+)$/.exec(line)?.[1];
  // Other formats of refs put a name that cannot be into the file.
  return branch === ".invalid" ? undefined : branch;
}
