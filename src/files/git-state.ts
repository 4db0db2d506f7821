import { statSync } from "node:fs";
import { join } from "node:path";
import { readText } from "./read-text.ts";

/** What git is in the middle of, as its files show it. */
export interface GitState {
  /** A rebase, cherry-pick, revert or bisect is under way. */
  readonly isSequencing: boolean;
  /** The directory in which git keeps a rebase that is under way, and removes when it is over or aborted; else `null`. */
  readonly rebaseDirectory: string | null;
  /** A rebase is all that is under way. */
  readonly isRebasingOnly: boolean;
  readonly isMerging: boolean;
  /** A cherry-pick is all that is under way, and the commit it has made, or is about to make, is its last. */
  readonly isAtLastPick: boolean;
  /** An autostash waits to be applied: writing now would strand the user's own edit in the stash. */
  readonly hasPendingAutostash: boolean;
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The list of a cherry-pick still holds the pick that is being made; a single pick has no list. */
function isLastInstruction(path: string): boolean {
  const text = exists(path) ? readText(path) : "";
  const instructions = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return instructions.length <= 1 && instructions.every((line) => line.startsWith("pick "));
}

/** Reads the state of one work tree from its git directory. */
export async function readGitState(gitDirectory: string): Promise<GitState> {
  const any = (...names: readonly string[]): boolean => names.some((name) => exists(join(gitDirectory, name)));
  const inGit = (name: string): string => join(gitDirectory, name);
  const isMergeBackend = any("rebase-merge");
  const isApplying = any("rebase-apply");
  // `git am` uses the same directory and is no rebase.
  const isApplyBackend = any("rebase-apply/rebasing");
  const isReplaying = any("CHERRY_PICK_HEAD", "REVERT_HEAD", "sequencer");
  const isReverting = any("REVERT_HEAD");
  const isBisecting = any("BISECT_LOG");
  const isMerging = any("MERGE_HEAD");
  const hasPendingAutostash = any("rebase-merge/autostash", "rebase-apply/autostash", "MERGE_AUTOSTASH");
  const rebaseDirectory = isMergeBackend ? inGit("rebase-merge") : isApplyBackend ? inGit("rebase-apply") : null;
  const isOther = isReplaying || isBisecting || (isApplying && !isApplyBackend);
  return {
    isSequencing: rebaseDirectory !== null || isOther,
    rebaseDirectory,
    isRebasingOnly: rebaseDirectory !== null && !isOther && !isMerging,
    isMerging,
    isAtLastPick:
      isReplaying &&
      !(isReverting || isBisecting || isApplying || isMergeBackend || isMerging) &&
      isLastInstruction(inGit("sequencer/todo")),
    hasPendingAutostash,
  };
}
