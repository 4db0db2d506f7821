import type { Workspace } from "../src/api/open-workspace.ts";
import { readText } from "../src/files/read-text.ts";
import { parseCommitsWithPaths } from "../src/git/commit-log.ts";
import type { KnownFacts } from "../src/git/git-repository.ts";
import { parseOid } from "../src/model/oid.ts";
import type { RewriteSource } from "../src/model/rewrite-record.ts";
import { makeNotesFolder } from "./guard-notes.ts";
import { openHookWorkspaces, whenToWrite, type HookExitCode, type HookInput } from "./hook-context.ts";
import { hasPendingMark, mayReplaceCommits } from "./pending-mark.ts";
import { refreshWorkingState, type CommitArrival } from "./refresh-state.ts";
import { findBetween, readWithBookmark } from "./told-commits.ts";

const arrivals: Readonly<Record<RewriteSource | "none", CommitArrival>> = {
  none: "made",
  amend: "made",
  rebase: "made",
  squash: "merged",
  "cherry-pick": "picked",
  relink: "made",
};

/**
 * Reads what `hook.sh` has let git tell of the new commit while Node was starting, and says so by an argument that git
 * itself never gives: of that commit, or of all since another one. Where there is nothing to read, git is asked.
 */
function readNewestCommits(input: HookInput): Pick<KnownFacts, "newest" | "told"> {
  const [source, since = ""] = input.arguments;
  if (source !== "--commits-on-input") return {};
  try {
    const text = input.told ?? readText(0);
    const commits = parseCommitsWithPaths(text);
    const [newest] = commits;
    if (newest === undefined) return {};
    const base = parseOid(since);
    const between = findBetween(base, commits);
    const range = base === undefined || between === undefined ? undefined : { base, commits: between };
    const told = readWithBookmark(input, commits) ?? range;
    return told === undefined ? { newest } : { newest, told };
  } catch {
    return {};
  }
}

/** Handles git's `post-commit` hook: refreshes STATE.md. Never fails, never commits. */
export async function runPostCommit(input: HookInput): Promise<HookExitCode> {
  const workspaces = await openHookWorkspaces(input, readNewestCommits(input));
  const [workspace] = workspaces;
  makeNotesFolder(workspace.repository.gitDirectory);
  const head = await workspace.repository.readHead();
  const source = mayReplaceCommits(workspace.repository.gitDirectory)
    ? await (await import("./replaced-commits.ts")).recordReplacedCommits(workspace, head)
    : undefined;
  // What few commits need is loaded late.
  const base = hasPendingMark(workspace.repository.gitDirectory)
    ? await (await import("./follow-rewrites.ts")).catchUpWithRewrites(workspaces, head, "commit", input)
    : null;
  if (head.oid === null) return 0;
  const { repository } = workspace;
  const writable: Workspace[] = [];
  for (const each of workspaces) if ((await whenToWrite(each, head, "commit")) === "now") writable.push(each);
  if (writable.length === 0) return 0;
  const [commit] = await repository.readSingleCommits([head.oid]);
  const isMerge = commit !== undefined && commit.parents.length > 1;
  // After a merge that had conflicts git runs this hook, and no `post-merge`.
  const since = base ?? (isMerge ? (commit.parents[0] ?? null) : null);
  if (since !== null)
    for (const each of writable)
      await (await import("./relink-arrivals.ts")).relinkArrivals(each, head.oid, since, input);
  const newCommits =
    since === null ? (commit === undefined ? [] : [commit]) : await repository.readCommits(head.oid, [since]);
  const arrival = isMerge ? "merged" : arrivals[source ?? "none"];
  for (const each of writable) await refreshWorkingState(each, head, newCommits, arrival, input);
  return 0;
}
