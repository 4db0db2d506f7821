import { access } from "node:fs/promises";
import { join } from "node:path";

/** What git is in the middle of, as its files show it. */
export interface GitState {
  /** A rebase, cherry-pick, revert or bisect is under way. */
  readonly isSequencing: boolean;
  readonly isMerging: boolean;
  /** An autostash waits to be applied: writing now would strand the user's own edit in the stash. */
  readonly hasPendingAutostash: boolean;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Reads the state of one work tree from its git directory. */
export async function readGitState(gitDirectory: string): Promise<GitState> {
  const any = async (...names: readonly string[]): Promise<boolean> =>
    (await Promise.all(names.map((name) => exists(join(gitDirectory, name))))).includes(true);
  const [isSequencing, isMerging, hasPendingAutostash] = await Promise.all([
    any("rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "REVERT_HEAD", "sequencer", "BISECT_LOG"),
    any("MERGE_HEAD"),
    any("rebase-merge/autostash", "rebase-apply/autostash", "MERGE_AUTOSTASH"),
  ]);
  return { isSequencing, isMerging, hasPendingAutostash };
}
