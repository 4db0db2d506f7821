import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Workspace } from "../src/api/open-workspace.ts";
import { readGitState, type GitState } from "../src/files/git-state.ts";
import { requireOwnFolder, writeOwnFile } from "../src/files/own-folder.ts";
import { appendRewriteRecords } from "../src/files/rewrite-records.ts";
import { parseOid, type Oid } from "../src/model/oid.ts";
import type { HeadFact } from "../src/model/ports.ts";
import type { RewriteSource } from "../src/model/rewrite-record.ts";
import { planningRootOf } from "../src/planning/planning-root.ts";
import { leavePendingMark, replacementNotePath } from "./pending-mark.ts";

/** Commits whose work the commit being made holds: those of `merge --squash`, or the origin of a pick. */
interface ReplacedCommits {
  readonly source: RewriteSource;
  readonly olds: readonly Oid[];
}

/** The note of them, with what tells whether the commit that was made then is the one that was meant. */
interface ReplacementNote extends ReplacedCommits {
  readonly head: string;
  readonly tree: string;
}

async function readGitFile(gitDirectory: string, name: string): Promise<string> {
  return readFile(join(gitDirectory, name), "utf8").catch(() => "");
}

/**
 * Reads git's `SQUASH_MSG`: the prepared message of `merge --squash`, which stays when the user writes another one.
 *
 * The messages in it are indented, so that no line of theirs passes for a line `commit <oid>`.
 */
function parseSquashMessage(text: string): readonly Oid[] {
  return text.split("\n").flatMap((line) => (line.startsWith("commit ") ? (parseOid(line.slice(7).trim()) ?? []) : []));
}

async function findReplacedCommits(gitDirectory: string, state: GitState): Promise<ReplacedCommits | undefined> {
  // A rebase has both files as well, and tells of its commits itself.
  if (state.rebaseDirectory !== null) return undefined;
  const origin = parseOid((await readGitFile(gitDirectory, "CHERRY_PICK_HEAD")).trim());
  if (origin !== undefined) return { source: "cherry-pick", olds: [origin] };
  const squashed = parseSquashMessage(await readGitFile(gitDirectory, "SQUASH_MSG"));
  return squashed.length === 0 ? undefined : { source: "squash", olds: squashed };
}

/**
 * Notes, before a commit is made, which commits it will hold the work of: git forgets it before `post-commit` runs.
 *
 * Called by `pre-commit`, and by `post-merge` after `merge --squash` for the sake of `commit --no-verify`. The tree that
 * is staged goes into the note; the commit may be refused or never made, and the next one must not pass for it.
 */
export async function noteReplacedCommits(workspace: Workspace, head: HeadFact): Promise<void> {
  const { runner, repository } = workspace;
  const path = replacementNotePath(repository.gitDirectory);
  await rm(path, { force: true });
  const state = await readGitState(repository.gitDirectory);
  // A merge that had conflicts ends with a commit, and `post-merge` does not run: `post-commit` looks at what came in.
  if (state.isMerging && state.rebaseDirectory === null) leavePendingMark(repository.gitDirectory, head.oid);
  const replaced = await findReplacedCommits(repository.gitDirectory, state);
  if (replaced === undefined) return;
  // With conflicts in the index there is no tree, and no commit either.
  const result = await runner.run(["write-tree"], { cwd: repository.topLevel });
  if (result.exitCode !== 0) return;
  const tree = Buffer.from(result.stdout).toString("latin1").trim();
  const note: ReplacementNote = { ...replaced, head: head.oid ?? "", tree };
  requireOwnFolder(repository.gitDirectory);
  writeOwnFile(path, `${JSON.stringify(note)}\n`);
  leavePendingMark(repository.gitDirectory, null);
}

function parseNote(text: string): ReplacementNote | undefined {
  try {
    const note: unknown = JSON.parse(text);
    if (typeof note !== "object" || note === null) return undefined;
    if (!("source" in note && "olds" in note && "head" in note && "tree" in note)) return undefined;
    const { source, olds, head } = note;
    const tree = typeof note.tree === "string" ? parseOid(note.tree) : undefined;
    if ((source !== "squash" && source !== "cherry-pick") || !Array.isArray(olds)) return undefined;
    if (typeof head !== "string" || tree === undefined) return undefined;
    const oids = olds.flatMap((old: unknown) => (typeof old === "string" ? (parseOid(old) ?? []) : []));
    return { source, olds: oids, head, tree };
  } catch {
    // A note cut short by a crash says nothing.
    return undefined;
  }
}

/** Is HEAD the commit that a note was made for? What hooks change on the way are planning documents alone. */
async function isMeant(workspace: Workspace, head: Oid, note: ReplacementNote): Promise<boolean> {
  const { runner, repository, planningDirectory, siblings } = workspace;
  const planning = [planningDirectory, ...siblings].map((path) => `:(top,exclude,literal)${planningRootOf(path)}`);
  const parent = await repository.resolveCommit(`${head}^`);
  if ((parent ?? "") !== note.head) return false;
  const compared = await runner.run(["diff-tree", "-r", "--quiet", note.tree, head, "--", ".", ...planning], {
    cwd: repository.topLevel,
  });
  return compared.exitCode === 0;
}

/**
 * Records what the commit just made took the place of, and leaves word that references may follow. Answers with how it
 * came to be; `undefined` for an ordinary commit.
 *
 * A pick that went without conflict is seen here: git still shows its origin.
 */
export async function recordReplacedCommits(workspace: Workspace, head: HeadFact): Promise<RewriteSource | undefined> {
  const { gitDirectory, commonDirectory } = workspace.repository;
  const path = replacementNotePath(gitDirectory);
  const note = parseNote(await readFile(path, "utf8").catch(() => ""));
  await rm(path, { force: true });
  if (head.oid === null) return undefined;
  const isPicking = (await readGitFile(gitDirectory, "CHERRY_PICK_HEAD")) !== "";
  const picked = isPicking ? await findReplacedCommits(gitDirectory, await readGitState(gitDirectory)) : undefined;
  const replaced = picked ?? (note !== undefined && (await isMeant(workspace, head.oid, note)) ? note : undefined);
  if (replaced === undefined) return undefined;
  const successor = head.oid;
  const pairs = replaced.olds.filter((old) => old !== successor).map((old) => ({ old, successor }));
  await appendRewriteRecords(commonDirectory, pairs, replaced.source, Date.now());
  const parent = await workspace.repository.resolveCommit(`${successor}^`);
  leavePendingMark(gitDirectory, parent ?? null);
  return replaced.source;
}
