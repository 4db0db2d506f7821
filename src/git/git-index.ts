import type { Oid } from "../model/oid.ts";
import type { RepositoryPath } from "../model/ports.ts";
import { readIndexEntries, type TreeEntry } from "./git-documents.ts";
import { readGitText } from "./git-repository.ts";
import type { GitInvocation, GitRunner } from "./git-runner.ts";

/** A path that the commit being made changes. */
export interface StagedPath {
  readonly path: RepositoryPath;
  /** HEAD does not have it. */
  readonly isAdded: boolean;
}

/**
 * Paths that the commit being made changes against HEAD.
 *
 * In a hook git names the index of this very commit in `GIT_INDEX_FILE`: for `commit -- path` that is not the
 * repository's own index. On an unborn branch everything staged is new.
 */
export async function readStagedPaths(
  runner: GitRunner,
  topLevel: string,
  head: Oid | null,
): Promise<readonly StagedPath[]> {
  if (head === null)
    return (await readIndexEntries(runner, topLevel, ".")).map(({ path }) => ({ path, isAdded: true }));
  const fields = (
    await readGitText(runner, ["diff-index", "--cached", "--name-status", "--no-renames", "-z", head, "--"], {
      cwd: topLevel,
    })
  ).split("\0");
  return fields.flatMap((path, index) =>
    index % 2 === 1 && path !== "" ? [{ path, isAdded: fields[index - 1] === "A" }] : [],
  );
}

/** Tells whether git ignores a path that it does not track. */
export async function isIgnored(runner: GitRunner, topLevel: string, path: RepositoryPath): Promise<boolean> {
  return (await runner.run(["check-ignore", "--quiet", "--", path], { cwd: topLevel })).exitCode === 0;
}

/** Stores a text as a blob. Filters such as `autocrlf` are not applied: the text comes from the index itself. */
export async function writeBlob(runner: GitRunner, text: string): Promise<string> {
  return (await readGitText(runner, ["hash-object", "-w", "--stdin", "--no-filters"], { input: text })).trim();
}

/** The environment of a process that is to use another index than the one that git is using. */
function usingIndex(indexFile: string | undefined): Pick<GitInvocation, "environment"> {
  return indexFile === undefined ? {} : { environment: { GIT_INDEX_FILE: indexFile } };
}

/** Points index entries at blobs, in the index that git is using or in another one; one process for all. */
export async function updateIndexEntries(
  runner: GitRunner,
  topLevel: string,
  entries: readonly TreeEntry[],
  indexFile?: string,
): Promise<void> {
  if (entries.length === 0) return;
  await readGitText(runner, ["update-index", "-z", "--index-info"], {
    cwd: topLevel,
    ...usingIndex(indexFile),
    input: entries.map(({ mode, oid, path }) => `${mode} ${oid}\t${path}\0`).join(""),
  });
}

/**
 * Lets the index take note of the working files' sizes and times, as `git status` would; their content is not staged.
 *
 * An entry set from a blob has none, and plumbing such as `git diff-index --quiet HEAD` takes that for a change. What git
 * answers is of no interest: an index that another program has locked is refreshed by the next `git status`.
 */
export async function refreshIndexEntries(
  runner: GitRunner,
  topLevel: string,
  paths: readonly RepositoryPath[],
  indexFile?: string,
): Promise<void> {
  // As many names as fit on a command line with room to spare.
  for (let start = 0; start < paths.length; start += 500)
    await runner.run(["--literal-pathspecs", "add", "--refresh", "--", ...paths.slice(start, start + 500)], {
      cwd: topLevel,
      ...usingIndex(indexFile),
    });
}
