import type { RewriteSource } from "../src/model/rewrite-record.ts";
import { catchUpWithRewrites } from "./follow-rewrites.ts";
import { makeNotesFolder } from "./guard-notes.ts";
import { openHookWorkspace, whenToWrite, type HookExitCode, type HookInput } from "./hook-context.ts";
import { relinkArrivals } from "./relink-arrivals.ts";
import { recordReplacedCommits } from "./replaced-commits.ts";
import { refreshWorkingState, type CommitArrival } from "./refresh-state.ts";

const arrivals: Readonly<Record<RewriteSource | "none", CommitArrival>> = {
  none: "made",
  amend: "made",
  rebase: "made",
  squash: "merged",
  "cherry-pick": "picked",
  relink: "made",
};

/** Handles git's `post-commit` hook: refreshes STATE.md. Never fails, never commits. */
export async function runPostCommit(input: HookInput): Promise<HookExitCode> {
  const workspace = await openHookWorkspace(input);
  makeNotesFolder(workspace.repository.gitDirectory);
  const head = await workspace.repository.readHead();
  const source = await recordReplacedCommits(workspace, head);
  const base = await catchUpWithRewrites(workspace, head, "commit", input);
  if (head.oid === null || (await whenToWrite(workspace, head, "commit")) !== "now") return 0;
  const { repository } = workspace;
  const [commit] = await repository.readSingleCommits([head.oid]);
  const isMerge = commit !== undefined && commit.parents.length > 1;
  // After a merge that had conflicts git runs this hook, and no `post-merge`.
  const since = base ?? (isMerge ? (commit.parents[0] ?? null) : null);
  if (since !== null) await relinkArrivals(workspace, head.oid, since, input);
  const newCommits =
    since === null ? (commit === undefined ? [] : [commit]) : await repository.readCommits(head.oid, [since]);
  await refreshWorkingState(workspace, head, newCommits, isMerge ? "merged" : arrivals[source ?? "none"], input);
  return 0;
}
