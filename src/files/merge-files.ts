import { readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ProcessHost } from "./state-file.ts";

/** A commit that git is merging into HEAD, as git names it. */
export interface IncomingCommit {
  readonly revision: string;
  /** It comes with all its history, as in a merge; else alone, as in a rebase or a cherry-pick. */
  readonly isWhole: boolean;
}

async function readLines(path: string): Promise<readonly string[]> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
}

/**
 * Finds what git may be merging while it runs a merge driver, likeliest first: the environment of `git merge`, then the
 * files of a merge, a rebase and a cherry-pick. A cherry-pick of one commit leaves no trace until it is over.
 *
 * Any of it may be left over from something else: hold it to the files that are being merged.
 */
export async function findIncomingCommits(
  gitDirectory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly IncomingCommit[]> {
  const at = (name: string): Promise<readonly string[]> => readLines(join(gitDirectory, name));
  // `git merge` names each commit that it merges: GITHEAD_<oid>=<what the user typed>.
  const announced = Object.keys(environment).flatMap((name) => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1] ?? []);
  const whole = [...announced, ...(await at("MERGE_HEAD"))];
  // The last line done, the first line still to do: git writes both before it picks.
  const picks = [(await at("rebase-merge/done")).at(-1), (await at("sequencer/todo"))[0]].flatMap(
    (line) => /^[a-z]+ (?:-[cC] )?([0-9a-f]{4,64})\b/.exec(line ?? "")?.[1] ?? [],
  );
  const alone = [...picks, ...(await at("CHERRY_PICK_HEAD")), ...(await at("rebase-apply/original-commit"))];
  return [
    ...whole.map((revision) => ({ revision, isWhole: true })),
    ...alone.map((revision) => ({ revision, isWhole: false })),
  ];
}

/**
 * Replaces the file that git reads the result of a merge from: whole or not at all, wherever a file can be renamed. Keeps
 * its mode.
 */
export async function replaceMergeFile(path: string, content: Uint8Array, host: ProcessHost): Promise<void> {
  const temporary = `${path}.planlink-${host.processId}`;
  try {
    await writeFile(temporary, content, { flag: "wx", mode: (await stat(path)).mode & 0o777 });
    await rename(temporary, path);
  } catch {
    await unlink(temporary).catch(() => undefined);
    // A folder that takes no new file may still hold one that can be written.
    await writeFile(path, content);
  }
}
