import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** A git that is not the one on `PATH`, as a package or a build of it lies on the disk. */
export interface TestGit {
  readonly folder: string;
  readonly execPath: string;
  /** As `git --version` says it. */
  readonly version: string;
}

/**
 * The git that `PLANLINK_TEST_GIT` names; `undefined` without the variable. Throws where that git does not run.
 *
 * A git looks for its own programs where it was built to be installed. One that was only unpacked would find those of
 * another version there, so it is told where its own are: beside it.
 */
export function findTestGit(environment: Readonly<Record<string, string | undefined>>): TestGit | undefined {
  const named = environment["PLANLINK_TEST_GIT"] ?? "";
  if (named === "") return undefined;
  const program = resolve(named);
  const folder = dirname(program);
  const execPath = ["../lib/git-core", "../libexec/git-core"].map((path) => join(folder, path)).find(existsSync);
  if (execPath === undefined) throw new Error(`PLANLINK_TEST_GIT: no git-core in lib or libexec beside ${folder}`);
  const { stdout, status, error } = spawnSync(program, ["--version"], { encoding: "utf8" });
  if (status !== 0)
    throw new Error(`PLANLINK_TEST_GIT: ${program} does not run: ${error?.message ?? `exit ${status}`}`);
  return { folder, execPath, version: stdout.trim() };
}
