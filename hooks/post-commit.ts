import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Workspace } from "../src/api/open-workspace.ts";
import { parseCommitsWithPaths, type CommitWithPaths } from "../src/git/commit-log.ts";
import type { KnownFacts, ToldRange } from "../src/git/git-repository.ts";
import { parseOid, type Oid } from "../src/model/oid.ts";
import type { RewriteSource } from "../src/model/rewrite-record.ts";
import { readBase, readPlace, readTold } from "./bookmark-file.ts";
import { makeNotesFolder } from "./guard-notes.ts";
import { openHookWorkspaces, whenToWrite, type HookExitCode, type HookInput } from "./hook-context.ts";
import { hasPendingMark, mayReplaceCommits } from "./pending-mark.ts";
import { refreshWorkingState, type CommitArrival } from "./refresh-state.ts";

const arrivals: Readonly<Record<RewriteSource | "none", CommitArrival>> = {
  none: "made",
  amend: "made",
  rebase: "made",
  squash: "merged",
  "cherry-pick": "picked",
  relink: "made",
};

/**
 * Tells whether commits are all that lie between HEAD and an ancestor: each stands on another one of them, or on that
 * ancestor. After an amend or a reset it may be none; git may have been stopped; a merge may bring other commits.
 */
function leadsTo(base: Oid, commits: readonly CommitWithPaths[]): boolean {
  const oids = new Set(commits.map(({ commit }) => commit.oid));
  const parents = commits.flatMap(({ commit }) => commit.parents);
  return parents.includes(base) && parents.every((parent) => parent === base || oids.has(parent));
}

/**
 * Reads what `hook.sh` has let git tell of the new commit while Node was starting, and says so by an argument that git
 * itself never gives: of that commit, or of all since another one. Where there is nothing to read, git is asked.
 */
function readNewestCommits(input: HookInput): Pick<KnownFacts, "newest" | "told"> {
  const [source, since = ""] = input.arguments;
  if (source !== "--commits-on-input") return {};
  try {
    const text = input.told ?? readFileSync(0, "utf8");
    const commits = parseCommitsWithPaths(text);
    const [newest] = commits;
    if (newest === undefined) return {};
    const told = readWithBookmark(input, text) ?? { base: parseOid(since), commits };
    const { base } = told;
    return base === undefined || !leadsTo(base, told.commits)
      ? { newest }
      : { newest, told: { base, commits: told.commits } };
  } catch {
    return {};
  }
}

/** Of commits that the quick program has dealt with, what git told is in its bookmark, from one on of which a digest is kept. */
function readWithBookmark({ directory, environment, programKey }: HookInput, text: string): ToldRange | undefined {
  const gitDirectory = resolve(directory, environment["GIT_DIR"] ?? ".git");
  const place = programKey === undefined ? undefined : readPlace(gitDirectory);
  if (place === undefined || programKey === undefined || readBase(gitDirectory, place, programKey) === undefined)
    return undefined;
  const commits = parseCommitsWithPaths(`${text.slice(0, -"end".length)}${readTold(gitDirectory)}end`);
  return leadsTo(place.commit, commits) ? { base: place.commit, commits } : undefined;
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
