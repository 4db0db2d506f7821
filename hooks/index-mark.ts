import { appendFile, mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Workspace } from "../src/cli/open-workspace.ts";
import { readIndexEntries, readTreeEntries, type TreeEntry } from "../src/git/git-documents.ts";
import { refreshIndexEntries, updateIndexEntries } from "../src/git/git-index.ts";
import type { HeadFact, RepositoryPath } from "../src/model/ports.ts";

/** Where pre-commit leaves word for post-commit of what it staged; one for each work tree. */
function indexMarkPath(gitDirectory: string): string {
  return join(gitDirectory, "planlink", "pre-commit.json");
}

/** One path that pre-commit staged anew: the blob that the index had, and the one it has. */
interface IndexMark {
  readonly path: RepositoryPath;
  readonly before: string;
  readonly after: string;
}

/** Forgets what an earlier pre-commit left: its commit was made, or will never be. */
export async function clearIndexMarks(gitDirectory: string): Promise<void> {
  await rm(indexMarkPath(gitDirectory), { force: true });
}

/** Points entries of the index at new blobs and leaves word of it for `repairIndexAfterCommit`. */
export async function stageEntries(
  { runner, repository }: Workspace,
  changes: readonly { readonly entry: TreeEntry; readonly oid: string }[],
): Promise<void> {
  if (changes.length === 0) return;
  await updateIndexEntries(
    runner,
    repository.topLevel,
    changes.map(({ entry, oid }) => ({ ...entry, oid })),
  );
  const mark = indexMarkPath(repository.gitDirectory);
  await mkdir(dirname(mark), { recursive: true });
  const lines = changes.map(({ entry, oid }) => JSON.stringify({ path: entry.path, before: entry.oid, after: oid }));
  await appendFile(mark, `${lines.join("\n")}\n`);
}

function parseIndexMark(line: string): IndexMark | undefined {
  try {
    const mark: unknown = JSON.parse(line);
    if (typeof mark !== "object" || mark === null || !("path" in mark && "before" in mark && "after" in mark))
      return undefined;
    const { path, before, after } = mark;
    return typeof path === "string" && typeof before === "string" && typeof after === "string"
      ? { path, before, after }
      : undefined;
  } catch {
    // A mark cut short by a crash says nothing; the next sync finds the file as it is.
    return undefined;
  }
}

/** Reads the marks; a path that was staged twice counts from its first blob to its last. */
function parseIndexMarks(text: string): readonly IndexMark[] {
  const marks = new Map<RepositoryPath, IndexMark>();
  for (const line of text.split("\n")) {
    const mark = parseIndexMark(line);
    if (mark !== undefined) marks.set(mark.path, { ...mark, before: marks.get(mark.path)?.before ?? mark.before });
  }
  return [...marks.values()];
}

/**
 * Repairs the index after a commit for which pre-commit staged regenerated documents.
 *
 * `git commit -- path` commits from an index of its own and then installs another, made before pre-commit ran: it would
 * show our regenerated STATE.md as a staged revert (`MM`). An entry is only touched when it is exactly the text that
 * pre-commit replaced, and HEAD has what pre-commit staged.
 */
export async function repairIndexAfterCommit(workspace: Workspace, head: HeadFact): Promise<void> {
  const { runner, repository, planningDirectory } = workspace;
  const text = await readFile(indexMarkPath(repository.gitDirectory), "utf8").catch(() => undefined);
  if (text === undefined) return;
  await clearIndexMarks(repository.gitDirectory);
  const marks = parseIndexMarks(text);
  if (marks.length === 0 || head.oid === null) return;
  const entries = new Map(
    (await readIndexEntries(runner, repository.topLevel, planningDirectory)).map((entry) => [entry.path, entry]),
  );
  const reverted = marks.filter(({ path, before }) => entries.get(path)?.oid === before);
  const committed =
    reverted.length === 0
      ? new Map<RepositoryPath, string>()
      : new Map((await readTreeEntries(runner, head.oid, planningDirectory)).map(({ path, oid }) => [path, oid]));
  const repaired = reverted.flatMap(({ path, after }) => {
    const entry = entries.get(path);
    return entry !== undefined && committed.get(path) === after ? [{ ...entry, oid: after }] : [];
  });
  await updateIndexEntries(runner, repository.topLevel, repaired);
  const tracked = marks.map(({ path }) => path).filter((path) => entries.has(path));
  await refreshIndexEntries(runner, repository.topLevel, tracked);
}
