import { catchUpWithRewrites } from "./follow-rewrites.ts";
import { mayWriteState, openHookWorkspace, type HookExitCode, type HookInput } from "./hook-context.ts";
import { repairIndexAfterCommit } from "./index-mark.ts";
import { refreshWorkingState } from "./refresh-state.ts";

/** Handles git's `post-commit` hook: repairs the index after a partial commit, refreshes STATE.md. Never fails, never commits. */
export async function runPostCommit(input: HookInput): Promise<HookExitCode> {
  const workspace = await openHookWorkspace(input);
  const head = await workspace.repository.readHead();
  await repairIndexAfterCommit(workspace, head);
  await catchUpWithRewrites(workspace, head, "commit", input);
  if (head.oid === null || !(await mayWriteState(workspace, head, false))) return 0;
  await refreshWorkingState(workspace, head, await workspace.repository.readSingleCommits([head.oid]), input);
  return 0;
}
