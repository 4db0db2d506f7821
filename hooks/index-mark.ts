import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Workspace } from "../src/cli/open-workspace.ts";
import { readTreeEntries } from "../src/git/git-documents.ts";
import { readIndexEntry, refreshIndexEntry, updateIndexEntry } from "../src/git/git-index.ts";
import type { HeadFact } from "../src/model/ports.ts";

/** Where pre-commit leaves word for post-commit of what it staged; one for each work tree. */
export function indexMarkPath(gitDirectory: string): string {
  return join(gitDirectory, "planlink", "pre-commit.json");
}

interface IndexMark {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

function parseIndexMark(text: string): IndexMark | undefined {
  try {
    const mark: unknown = JSON.parse(text);
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

/**
 * Repairs the index after a commit for which pre-commit staged a regenerated STATE.md.
 *
 * `git commit -- path` commits from an index of its own and then installs another, made before pre-commit ran: it would
 * show our regenerated STATE.md as a staged revert (`MM`). The entry is only touched when it is exactly the text that
 * pre-commit replaced, and HEAD has what pre-commit staged.
 */
export async function repairIndexAfterCommit(workspace: Workspace, head: HeadFact): Promise<void> {
  const { runner, repository } = workspace;
  const markPath = indexMarkPath(repository.gitDirectory);
  const text = await readFile(markPath, "utf8").catch(() => undefined);
  if (text === undefined) return;
  await rm(markPath, { force: true });
  const mark = parseIndexMark(text);
  if (mark === undefined || head.oid === null) return;
  const entry = await readIndexEntry(runner, repository.topLevel, mark.path);
  if (entry === undefined) return;
  if (entry.oid === mark.before) {
    const committed = (await readTreeEntries(runner, head.oid, mark.path)).find(({ path }) => path === mark.path);
    if (committed?.oid === mark.after)
      await updateIndexEntry(runner, repository.topLevel, { ...entry, oid: mark.after });
  }
  await refreshIndexEntry(runner, repository.topLevel, mark.path);
}
