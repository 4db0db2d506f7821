import type { Oid } from "../model/oid.ts";
import { OperationalError } from "../model/operational-error.ts";
import type { PlanningDocuments, RepositoryPath } from "../model/ports.ts";
import { readGitBytes, readGitText } from "./git-repository.ts";
import type { GitRunner } from "./git-runner.ts";

/** One entry of a tree or of the index. */
export interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
  readonly path: RepositoryPath;
}

function parseEntries(output: string, pattern: RegExp): readonly TreeEntry[] {
  return output.split("\0").flatMap((record) => {
    const match = pattern.exec(record);
    return match === null ? [] : [{ mode: match[1] ?? "", oid: match[2] ?? "", path: match[3] ?? "" }];
  });
}

/** The entries of a commit's tree under some directories. */
export async function readTreeEntries(
  runner: GitRunner,
  commit: Oid,
  ...directories: readonly RepositoryPath[]
): Promise<readonly TreeEntry[]> {
  const output = await readGitText(runner, [
    "--literal-pathspecs",
    "ls-tree",
    "-r",
    "-z",
    "--full-tree",
    commit,
    "--",
    ...directories,
  ]);
  return parseEntries(output, /^(\d{6}) blob ([0-9a-f]+)\t([^]*)$/);
}

/**
 * The entries of the index that git is using, `GIT_INDEX_FILE` included, or of another one; unmerged entries are left
 * out.
 */
export async function readIndexEntries(
  runner: GitRunner,
  topLevel: string,
  paths: RepositoryPath | readonly RepositoryPath[],
  indexFile?: string,
): Promise<readonly TreeEntry[]> {
  const output = await readGitText(
    runner,
    ["--literal-pathspecs", "ls-files", "-s", "-z", "--full-name", "--", ...[paths].flat()],
    { cwd: topLevel, ...(indexFile === undefined ? {} : { environment: { GIT_INDEX_FILE: indexFile } }) },
  );
  return parseEntries(output, /^(\d{6}) ([0-9a-f]+) 0\t([^]*)$/);
}

/** Reads blobs in one process. */
export async function readBlobs(runner: GitRunner, oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const blobs = new Map<string, Uint8Array>();
  if (oids.length === 0) return blobs;
  const output = Buffer.from(
    await readGitBytes(runner, ["cat-file", "--batch"], { input: `${[...new Set(oids)].join("\n")}\n` }),
  );
  let position = 0;
  while (position < output.length) {
    const headerEnd = output.indexOf(10, position);
    if (headerEnd === -1) break;
    const [oid = "", type = "", size = ""] = output.toString("latin1", position, headerEnd).split(" ");
    position = headerEnd + 1;
    // "<oid> missing" has no body: an object that a partial clone does not hold.
    if (type === "missing" || size === "") continue;
    const end = position + Number(size);
    if (end > output.length) throw new OperationalError("git-failed", `git cat-file ended early at ${oid}`);
    blobs.set(oid, output.subarray(position, end));
    position = end + 1;
  }
  return blobs;
}

/**
 * The planning documents of a fixed set of entries: what a commit holds, or what is staged. Throws `git-failed` where git
 * does not have one of them: without it the figures would be wrong. Of an object that it cannot read git says the same as
 * of one that is not there.
 */
export function createEntryDocuments(runner: GitRunner, entries: readonly TreeEntry[]): PlanningDocuments {
  const files = entries.filter(({ mode }) => mode.startsWith("100"));
  const oidByPath = new Map(files.map(({ path, oid }) => [path, oid]));
  return {
    list: async () => [...oidByPath.keys()].sort(),
    async read(paths) {
      const wanted = paths.flatMap((path) => (oidByPath.has(path) ? [{ path, oid: oidByPath.get(path) ?? "" }] : []));
      const blobs = await readBlobs(
        runner,
        wanted.map(({ oid }) => oid),
      );
      return new Map(
        wanted.map(({ path, oid }) => {
          const bytes = blobs.get(oid);
          if (bytes !== undefined) return [path, bytes] as const;
          throw new OperationalError("git-failed", `git has no contents of ${path} here (object ${oid})`, {
            help: "in a partial clone fetch them: git checkout -- .planning; elsewhere look for damage: git fsck",
          });
        }),
      );
    },
  };
}

/**
 * The documents of one planning directory among entries, with those of the others beside it. Of `.planning` alone these
 * are the documents of all entries.
 */
export function createScopedDocuments(
  runner: GitRunner,
  entries: readonly TreeEntry[],
  directory: RepositoryPath,
  siblings: readonly RepositoryPath[],
): PlanningDocuments {
  if (siblings.length === 0 && directory === ".planning") return createEntryDocuments(runner, entries);
  const within = (place: RepositoryPath): PlanningDocuments =>
    createEntryDocuments(
      runner,
      entries.filter(({ path }) => path.startsWith(`${place}/`)),
    );
  return {
    ...within(directory),
    siblings: siblings.map((sibling) => ({ directory: sibling, documents: within(sibling) })),
  };
}

/** Lists the folders `.planning` of a work tree that hold a STATE.md, a workstream's or a project's included, by what git tracks. */
export async function listPlanningRoots(runner: GitRunner, topLevel: string): Promise<readonly RepositoryPath[]> {
  const output = await readGitText(runner, ["ls-files", "-z", "--full-name", "--", ":(glob)**/.planning/**/STATE.md"], {
    cwd: topLevel,
  });
  const roots = output.split("\0").flatMap((path) => /^(?:.*\/)?\.planning(?=\/)/.exec(path)?.[0] ?? []);
  return [...new Set(roots)].sort();
}
