import { catchUpWithRewrites } from "./follow-rewrites.ts";
import { mayWriteState, openHookWorkspaces, type HookExitCode, type HookInput } from "./hook-context.ts";
import { noteReplacedCommits } from "./replaced-commits.ts";
import { relinkArrivals } from "./relink-arrivals.ts";
import { refreshWorkingState } from "./refresh-state.ts";

/** Handles git's `post-merge` hook: takes up what a merge or a pull brought of plans in progress. Never fails. */
export async function runPostMerge(input: HookInput): Promise<HookExitCode> {
  const workspaces = await openHookWorkspaces(input);
  const [workspace] = workspaces;
  const head = await workspace.repository.readHead();
  // A squash merge has committed nothing yet; its commit will come with hooks of its own.
  if (input.arguments[0] === "1") {
    await noteReplacedCommits(workspace, head);
    return 0;
  }
  const base = await catchUpWithRewrites(workspaces, head, "merge", input);
  const before = base ?? (await workspace.repository.resolveCommit("ORIG_HEAD"));
  if (head.oid === null || before === undefined) return 0;
  for (const each of workspaces) {
    if (!(await mayWriteState(each, head, true))) continue;
    await relinkArrivals(each, head.oid, before, input);
    const newCommits = await workspace.repository.readCommits(head.oid, [before]);
    await refreshWorkingState(each, head, newCommits, "merged", input);
  }
  return 0;
}
