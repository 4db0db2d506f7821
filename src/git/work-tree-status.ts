import type { RepositoryPath } from "../model/ports.ts";
import { readGitText } from "./git-repository.ts";
import type { GitRunner } from "./git-runner.ts";

/** A path of the work tree that differs from HEAD. */
export interface ChangedPath {
  readonly path: RepositoryPath;
  /** The index differs from HEAD: the next commit will hold it. */
  readonly isStaged: boolean;
  readonly isUntracked: boolean;
}

/** Parses `git status --porcelain -z`: two letters, a blank, the path; of a rename the old path follows by itself. */
export function parseStatus(output: string): readonly ChangedPath[] {
  const fields = output.split("\0");
  const changes: ChangedPath[] = [];
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] ?? "";
    if (field.length < 4) continue;
    const staged = field.charAt(0);
    changes.push({
      path: field.slice(3),
      isStaged: staged !== " " && staged !== "?",
      isUntracked: staged === "?",
    });
    if (/^(?:[RC].|.[RC])/.test(field)) index += 1;
  }
  return changes;
}

/** Reads what is not committed; folders that are untracked as a whole count as one path. The index is not refreshed. */
export async function readWorkTreeStatus(runner: GitRunner, topLevel: string): Promise<readonly ChangedPath[]> {
  const args = ["--no-optional-locks", "status", "--porcelain=v1", "-z", "--untracked-files=normal"];
  return parseStatus(await readGitText(runner, args, { cwd: topLevel }));
}
