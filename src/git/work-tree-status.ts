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

/** Keys by which a repository names filters, with the values that take them away. */
async function readFilterOverrides(
  runner: GitRunner,
  topLevel: string,
): Promise<readonly (readonly [string, string])[]> {
  const pattern = String.raw`^filter\..*\.(clean|process|required)$`;
  const { stdout } = await runner.run(["config", "--show-scope", "--name-only", "-z", "--get-regexp", pattern], {
    cwd: topLevel,
  });
  const fields = Buffer.from(stdout).toString("utf8").split("\0");
  return fields.flatMap((scope, index) => {
    const key = fields[index + 1] ?? "";
    const isOwn = index % 2 === 0 && (scope === "local" || scope === "worktree");
    return isOwn ? [[key, key.endsWith(".required") ? "false" : ""] as const] : [];
  });
}

/** Variables by which git takes settings before those of its files. Those that the caller gave stay. */
function settingVariables(
  environment: Readonly<Record<string, string>>,
  settings: readonly (readonly [string, string])[],
): Readonly<Record<string, string>> {
  const given = Number(environment["GIT_CONFIG_COUNT"] ?? 0);
  if (settings.length === 0 || !Number.isSafeInteger(given)) return {};
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(given + settings.length) };
  settings.forEach(([key, value], index) => {
    variables[`GIT_CONFIG_KEY_${given + index}`] = key;
    variables[`GIT_CONFIG_VALUE_${given + index}`] = value;
  });
  return variables;
}

/**
 * Reads what is not committed; folders that are untracked as a whole count as one path. The index is not refreshed.
 *
 * Git compares files through the filters that attributes name. A repository's own configuration may name any program for
 * one, and to be told what is uncommitted is no reason to run it; filters of the user's own, as git-lfs is, stay.
 */
export async function readWorkTreeStatus(runner: GitRunner, topLevel: string): Promise<readonly ChangedPath[]> {
  const args = ["--no-optional-locks", "status", "--porcelain=v1", "-z", "--untracked-files=normal"];
  const environment = settingVariables(runner.environment, await readFilterOverrides(runner, topLevel));
  return parseStatus(await readGitText(runner, args, { cwd: topLevel, environment }));
}
