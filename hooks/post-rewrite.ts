import { readGitState } from "../src/files/git-state.ts";
import { appendRewriteRecords } from "../src/files/rewrite-records.ts";
import { parseRewrittenCommits } from "../src/git/hook-input.ts";
import { deferAmends, readDeferredAmends } from "./deferred-amends.ts";
import { followRewritesOrMark } from "./follow-rewrites.ts";
import { openHookWorkspaces, type HookExitCode, type HookInput } from "./hook-context.ts";
import { takePendingMark } from "./pending-mark.ts";

/**
 * Handles git's `post-rewrite` hook: records what commits an amend or a rebase replaced, and lets the references in
 * planning documents follow. Never fails, never stages, never commits.
 */
export async function runPostRewrite(input: HookInput): Promise<HookExitCode> {
  const [operation] = input.arguments;
  const pairs = parseRewrittenCommits(await input.readStandardInput());
  if (pairs.length === 0 || (operation !== "amend" && operation !== "rebase")) return 0;
  const workspaces = await openHookWorkspaces(input);
  const [workspace] = workspaces;
  const { gitDirectory, commonDirectory } = workspace.repository;
  const { rebaseDirectory } = await readGitState(gitDirectory);
  if (operation === "amend" && rebaseDirectory !== null) {
    await deferAmends(rebaseDirectory, pairs);
    return 0;
  }
  // What was amended on the way comes first: the list of the rebase has the last word.
  const amends = rebaseDirectory === null ? [] : await readDeferredAmends(rebaseDirectory);
  const nowMs = Date.now();
  await appendRewriteRecords(commonDirectory, amends, "amend", nowMs);
  await appendRewriteRecords(commonDirectory, pairs, operation, nowMs);
  const left = takePendingMark(gitDirectory);
  const head = await workspace.repository.readHead();
  const moment = operation === "rebase" ? "rebase" : "commit";
  for (const each of workspaces) await followRewritesOrMark(each, head, moment, left?.base ?? null, input);
  return 0;
}
