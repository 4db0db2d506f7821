import { catchUpWithRewrites } from "./follow-rewrites.ts";
import { mayWriteState, openHookWorkspace, type HookExitCode, type HookInput } from "./hook-context.ts";
import { noteReplacedCommits } from "./replaced-commits.ts";
import { relinkArrivals } from "./relink-arrivals.ts";
import { refreshWorkingState } from "./refresh-state.ts";

/** Handles git's `post-merge` hook: takes up what a merge or a pull brought of plans in progress. Never fails. */
export async function runPostMerge(input: HookInput): Promise<HookExitCode> {
  const workspace = await openHookWorkspace(input);
  const head = await workspace.repository.readHead();
  // A squash merge has committed nothing yet; its commit will come with hooks of its own.
  if (input.arguments[0] === "1") {
    await noteReplacedCommits(workspace, head);
    return 0;
  }
  const base = await catchUpWithRewrites(workspace, head, "merge", input);
  const before = base ?? (await workspace.repository.resolveCommit("ORIG_HEAD"));
  if (head.oid === null || before === undefined || !(await mayWriteState(workspace, head, true))) return 0;
  await relinkArrivals(workspace, head.oid, before, input);
  await refreshWorkingState(
    workspace,
    head,
    await workspace.repository.readCommits(head.oid, [before]),
    "merged",
    input,
  );
  return 0;
}
