import { isAbsolute, resolve } from "node:path";
import { parseOid, type Oid } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { PlanningDocuments, RepositoryPath, RepositoryPlaces } from "../model/ports.ts";
import { limitReached } from "./bounded-runner.ts";
import { createEntryDocuments, readTreeEntries, type TreeEntry } from "./git-documents.ts";
import { readGitText } from "./git-repository.ts";
import type { GitRunner } from "./git-runner.ts";

const decoder = new TextDecoder("utf-8");

/**
 * Finds the repository at a directory: one of which the directory is the top of the work tree, or the git directory, which
 * counts as the top of a bare one.
 * Throws `no-repository` where there is none, and where the directory only lies in one.
 */
export async function findHistoryPlace(runner: GitRunner, directory: string): Promise<RepositoryPlaces> {
  const read = async (name: string): Promise<string> =>
    (await readGitText(runner, ["rev-parse", name])).replace(/\r?\n$/, "");
  const first = await runner.run(["rev-parse", "--is-inside-work-tree"]);
  if (first.exitCode !== 0) {
    // A directory of another owner and a damaged repository fail here too: git's own words tell which it is.
    const words = first.stderr.trim().split("\n")[0] ?? "";
    const options = words === "" ? {} : { help: words };
    throw new OperationalError("no-repository", `${directory} is no Git repository`, options);
  }
  const isInside = decoder.decode(first.stdout).trim() === "true";
  // A name may end in line breaks of its own: one value a call.
  const gitDirectory = await read("--absolute-git-dir");
  const common = await read("--git-common-dir");
  if (isInside && (await read("--show-prefix")) !== "")
    throw new OperationalError("no-repository", `${directory} is no Git repository, it lies in one`, {
      help: `name its top instead: ${await read("--show-toplevel")}`,
    });
  return {
    topLevel: isInside ? await read("--show-toplevel") : gitDirectory,
    gitDirectory,
    commonDirectory: isAbsolute(common) ? common : resolve(directory, common),
    isShallow: (await read("--is-shallow-repository")) === "true",
  };
}

/** More than any project has; what is beyond is not looked at, and said. */
const mostPlanningDirectories = 100;

/** STATE.md of a `.planning`, of a project in it, or of a workstream of either (CONTRACT rule 24). */
const stateDocument = /(?:^|\/)\.planning\/(?:(?!workstreams\/)[^/]+\/)?(?:workstreams\/[^/]+\/)?STATE\.md$/;

/**
 * The folders `.planning` of a commit, their workstreams and projects, that hold a STATE.md, sorted. The tree is listed as a stream, so that a large one is
 * not held.
 */
export async function findPlanningDirectories(runner: GitRunner, commit: Oid): Promise<readonly RepositoryPath[]> {
  const listing = await runner.stream(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit]);
  listing.endInput();
  const found: RepositoryPath[] = [];
  let rest = "";
  for await (const chunk of listing.output) {
    const names = (rest + Buffer.from(chunk).toString("latin1")).split("\0");
    rest = names.pop() ?? "";
    for (const name of names) {
      if (!name.endsWith("/STATE.md") || !stateDocument.test(name)) continue;
      found.push(Buffer.from(name.slice(0, -"/STATE.md".length), "latin1").toString("utf8"));
      if (found.length > mostPlanningDirectories)
        throw limitReached(`more than ${mostPlanningDirectories} folders hold a .planning/STATE.md`);
    }
  }
  const { exitCode, stderr } = await listing.end;
  if (exitCode !== 0)
    throw new OperationalError("git-failed", `git ls-tree failed with exit code ${exitCode}: ${stderr.trim()}`);
  return found.toSorted();
}

/** What is read of planning documents at once. The largest project known has 13 MB of them. */
const mostDocumentBytes = 256 * 1024 * 1024;

/** Entries with their sizes; `undefined` where git cannot tell these, as in a partial clone. */
async function readSizes(
  runner: GitRunner,
  commit: Oid,
  directory: RepositoryPath,
): Promise<ReadonlyMap<RepositoryPath, number>> {
  const args = ["--literal-pathspecs", "ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", directory];
  const { exitCode, stdout } = await runner.run(args);
  if (exitCode !== 0) return new Map();
  return new Map(
    decoder
      .decode(stdout)
      .split("\0")
      .flatMap((record) => {
        const match = /^\d{6} blob [0-9a-f]+ +(\d+)\t([^]*)$/.exec(record);
        return match === null ? [] : [[match[2] ?? "", Number(match[1])] as const];
      }),
  );
}

/** The planning documents of a commit, where others may have put anything there: too many bytes at once are refused. */
export async function readBoundedDocuments(
  runner: GitRunner,
  commit: Oid,
  directory: RepositoryPath,
): Promise<PlanningDocuments> {
  const sizes = await readSizes(runner, commit, directory);
  const entries: readonly TreeEntry[] = await readTreeEntries(runner, commit, directory);
  const documents = createEntryDocuments(runner, entries);
  return {
    ...documents,
    read: async (paths) => {
      const bytes = paths.reduce((sum, path) => sum + (sizes.get(path) ?? 0), 0);
      if (bytes > mostDocumentBytes)
        throw limitReached(`the planning documents in ${directory} hold ${bytes} bytes, too many to check`);
      return documents.read(paths);
    },
  };
}

/** The tips of the branches, those of which the newest commit is the latest first; at most so many. */
export async function readBranchTips(runner: GitRunner, most: number): Promise<readonly Oid[]> {
  const output = await readGitText(runner, [
    "for-each-ref",
    "--sort=-committerdate",
    `--count=${most}`,
    "--format=%(objectname)",
    "refs/heads",
  ]);
  return [...new Set(output.split("\n").flatMap((line) => parseOid(line) ?? []))];
}
