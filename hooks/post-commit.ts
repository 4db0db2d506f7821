import { catchUpWithRewrites } from "./follow-rewrites.ts";
import { makeNotesFolder } from "./guard-notes.ts";
import { mayWriteState, openHookWorkspace, type HookExitCode, type HookInput } from "./hook-context.ts";
import { refreshWorkingState } from "./refresh-state.ts";

/** Handles git's `post-commit` hook: refreshes STATE.md. Never fails, never commits. */
export async function runPostCommit(input: HookInput): Promise<HookExitCode> {
  const workspace = await openHookWorkspace(input);
  makeNotesFolder(workspace.repository.gitDirectory);
  const head = await workspace.repository.readHead();
  await catchUpWithRewrites(workspace, head, "commit", input);
  if (head.oid === null || !(await mayWriteState(workspace, head, false))) return 0;
  await refreshWorkingState(workspace, head, await workspace.repository.readSingleCommits([head.oid]), input);
  return 0;
}
