import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createSampleHistory, toGitDate, type HistoryCommit } from "./sample-history.ts";
import type { ShortOids } from "./sample-state.ts";

/** Whose commits the sample's are. Set in the sample's own configuration, for those who have no identity of their own. */
const sampleIdentity = { name: "Sam Sample", email: "sam@example.org" } as const;

/** Runs git in a directory; throws with git's own words when it fails. */
export type Git = (directory: string, args: readonly string[], input?: string) => string;

/** Makes a runner of git with an environment. */
export function createGit(environment: NodeJS.ProcessEnv): Git {
  return (directory, args, input = "") => {
    const { status, stdout, stderr, error } = spawnSync("git", args, {
      cwd: directory,
      env: environment,
      input,
      encoding: "utf8",
    });
    if (error !== undefined) throw new Error(`git could not be started: ${error.message}`);
    if (status !== 0) throw new Error(`git ${args[0] ?? ""} failed (exit code ${status}): ${stderr.trim()}`);
    return stdout.trim();
  };
}

/**
 * Settings of the sample's own, so that it behaves the same for everybody, also for who plays with it later.
 *
 * A user's global settings may sign commits, look for hooks elsewhere, or ignore files; the sample's go before them.
 */
const settings: readonly (readonly [string, string])[] = [
  ["user.name", sampleIdentity.name],
  ["user.email", sampleIdentity.email],
  ["commit.gpgSign", "false"],
  ["tag.gpgSign", "false"],
  ["push.gpgSign", "false"],
  ["core.hooksPath", ".git/hooks"],
  ["core.excludesFile", "/dev/null"],
  ["core.attributesFile", "/dev/null"],
  ["core.autocrlf", "false"],
  ["core.abbrev", "7"],
  ["diff.noprefix", "false"],
  ["diff.mnemonicPrefix", "false"],
];

/** One `data` command of fast-import: the length counts bytes. */
function toData(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function toStream(
  commits: readonly HistoryCommit[],
  ref: string,
  firstMark: number,
  parentMark: number | null,
): string {
  const { name, email } = sampleIdentity;
  return commits
    .map(({ header, at, files }, index) => {
      const parent = index > 0 ? firstMark + index - 1 : parentMark;
      const person = `${name} <${email}> ${toGitDate(at)}`;
      const changes = [...files].map(([path, text]) => `M 100644 inline ${path}\n${toData(text)}`);
      const from = parent === null ? "" : `from :${parent}\n`;
      const head = `commit ${ref}\nmark :${firstMark + index}\nauthor ${person}\ncommitter ${person}\n`;
      return `${head}${toData(`${header}\n`)}${from}${changes.join("")}\n`;
    })
    .join("");
}

/** Makes the sample repository `tides`, and the bare `origin.git` beside it that has all of its commits. */
export function createSampleRepository(git: Git, directory: string): string {
  const repository = join(directory, "tides");
  mkdirSync(repository, { recursive: true });
  // No template: a machine's own may bring hooks.
  git(directory, ["init", "--quiet", "--template=", "-b", "main", "tides"]);
  git(directory, ["init", "--quiet", "--template=", "--bare", "-b", "main", "origin.git"]);
  for (const [key, value] of settings) git(repository, ["config", key, value]);

  const { first, amended, createSecond } = createSampleHistory();
  const marksPath = join(repository, ".git", "demo-marks");
  const importStream = (stream: string): ReadonlyMap<number, string> => {
    git(
      repository,
      ["fast-import", "--quiet", `--import-marks-if-exists=${marksPath}`, `--export-marks=${marksPath}`],
      stream,
    );
    return readMarks(readFileSync(marksPath, "utf8"));
  };
  const amendedMark = first.length + 1;
  const oids = importStream(
    toStream(first, "refs/heads/main", 1, null) +
      toStream([amended], "refs/heads/amended", amendedMark, first.length - 1),
  );
  const shorten = (mark: number): string => (oids.get(mark) ?? "").slice(0, 7);
  const second = createSecond(groupByPlan(first, shorten), shorten(amendedMark));
  importStream(toStream(second, "refs/heads/main", amendedMark + 1, first.length));
  rmSync(marksPath);
  // What an amend leaves behind: the object is there, and no branch reaches it.
  git(repository, ["branch", "--quiet", "-D", "amended"]);
  git(repository, ["reset", "--quiet", "--hard", "main"]);
  git(repository, ["remote", "add", "origin", "../origin.git"]);
  git(repository, ["push", "--quiet", "--set-upstream", "origin", "main"]);
  return repository;
}

/** Reads what fast-import exports: lines of the form `:12 <oid>`. */
function readMarks(text: string): ReadonlyMap<number, string> {
  const lines = text.split("\n").filter(Boolean);
  return new Map(lines.map((line) => [Number(line.slice(1, line.indexOf(" "))), line.slice(line.indexOf(" ") + 1)]));
}

function groupByPlan(commits: readonly HistoryCommit[], shorten: (mark: number) => string): ShortOids {
  const groups = new Map<string, readonly string[]>();
  commits.forEach(({ workOf }, index) => {
    if (workOf !== null) groups.set(workOf, [...(groups.get(workOf) ?? []), shorten(index + 1)]);
  });
  return groups;
}
