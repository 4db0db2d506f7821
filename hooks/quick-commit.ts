import { existsSync, readdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { processHost } from "../src/api/process-host.ts";
import { advanceBookmark } from "../src/commands/advance-bookmark.ts";
import { mayHistoryBeAltered } from "../src/files/altered-history.ts";
import { readHeadBranch } from "../src/files/hook-places.ts";
import { readOwnFile, readPlanningFile } from "../src/files/read-regular.ts";
import { readText } from "../src/files/read-text.ts";
import { writeDocumentFile } from "../src/files/state-file.ts";
import { parseCommitsWithPaths, type CommitWithPaths } from "../src/git/commit-log.ts";
import { mostDocumentBytes } from "../src/model/document-limits.ts";
import type { Oid } from "../src/model/oid.ts";
import { joinNames, movePlace, readBase, readPlace, type KeptBase } from "./bookmark-file.ts";
import { executorBranch } from "./executor-branch.ts";
import { noteStateStaysTrue } from "./guard-notes.ts";
import { readOwnText, writeOwnText } from "./own-text.ts";

const planningDirectory = ".planning";
const statePath = ".planning/STATE.md";

/** What git has in its directory while it is in the middle of something. */
const underWay: readonly string[] = [
  "rebase-merge",
  "rebase-apply",
  "CHERRY_PICK_HEAD",
  "REVERT_HEAD",
  "sequencer",
  "BISECT_LOG",
  "MERGE_HEAD",
  "MERGE_AUTOSTASH",
];
/** What a hook before has left to the next; and where planning documents lie, if not in `.planning` alone. */
const unusual: readonly string[] = ["pending", "replaced.json", "directory"];

/**
 * Handles `post-commit` where a commit can change no more of STATE.md than two values (docs/adr/0045), in a program that
 * is a fraction of the whole. `false` where that is not certain, and nothing was done: the whole has to look.
 *
 * git starts hooks at the top of the work tree.
 */
export async function runQuickCommit(told: string, programKey: string): Promise<boolean> {
  const { GIT_DIR: gitDirectory = ".git", GIT_WORK_TREE, GIT_COMMON_DIR, PLANLINK } = process.env;
  if (GIT_WORK_TREE !== undefined || GIT_COMMON_DIR !== undefined || PLANLINK === "0") return false;
  const kept = readPlace(gitDirectory);
  if (kept === undefined) return false;
  const commits = parseCommitsWithPaths(told);
  const head = commits[0]?.commit.oid;
  if (head === undefined || !isLine(kept.head, commits)) return false;
  const base = readBase(gitDirectory, kept, programKey);
  if (base === undefined || !isAtRest(gitDirectory)) return false;
  const own = readOwnText(gitDirectory);
  const bytes = readOwnFile(statePath, mostDocumentBytes(statePath));
  if (own === undefined || bytes === undefined || Buffer.compare(own.written, bytes) !== 0 || !isUnchanged(base))
    return false;
  // What we wrote ourselves is UTF-8.
  const text = bytes.toString("utf8");
  const advanced = advanceBookmark(
    { base: base.base, place: kept.place },
    { text, commits, planningDirectory, readPlan },
  );
  if (advanced === undefined) return false;
  const { newText, place } = advanced;
  if (newText !== text) {
    await writeDocumentFile(process.cwd(), statePath, bytes, newText, processHost);
    writeOwnText(gitDirectory, own, newText);
  }
  const moved = { head, place, told: told.slice(0, -"end".length), commits: commits.length };
  movePlace(gitDirectory, kept, moved);
  noteStateStaysTrue(gitDirectory, head);
  return true;
}

/** Tells whether each commit stands on the next alone, and the last of them on the commit before all. */
function isLine(before: Oid, commits: readonly CommitWithPaths[]): boolean {
  return commits.every(
    ({ commit: { parents } }, index) =>
      parents.length === 1 && parents[0] === (commits[index + 1]?.commit.oid ?? before),
  );
}

/** Tells whether git is in the middle of nothing, no hook has left work, and STATE.md is ours to write. */
function isAtRest(gitDirectory: string): boolean {
  const names = new Set(readdirSync(gitDirectory));
  const notes = readdirSync(join(gitDirectory, "planlink"));
  if (underWay.some((name) => names.has(name)) || unusual.some((name) => notes.includes(name))) return false;
  if (!names.has("commondir")) return !mayHistoryBeAltered(gitDirectory, names);
  const path = readText(join(gitDirectory, "commondir")).replace(/\n$/, "");
  const commonDirectory = isAbsolute(path) ? path : join(gitDirectory, path);
  return (
    !executorBranch.test(readHeadBranch(gitDirectory) ?? "") &&
    !existsSync(join(commonDirectory, "planlink", "directory")) &&
    !mayHistoryBeAltered(commonDirectory)
  );
}

/** Tells whether nothing was written of all on which a bookmark depends. */
function isUnchanged({ names, files, fresh }: KeptBase): boolean {
  if (readdirSync(planningDirectory).toSorted().join("/") !== names) return false;
  const options = { throwIfNoEntry: false } as const;
  for (const [path, size, modifiedMs, changedMs, inode] of files) {
    const stats = statSync(path, options);
    if (
      stats === undefined ||
      stats.ctimeMs !== changedMs ||
      stats.mtimeMs !== modifiedMs ||
      stats.size !== size ||
      stats.ino !== inode
    )
      return false;
  }
  return fresh.every(([path, text]) => (path.endsWith("/") ? listNames(path) : readPlanning(path)) === text);
}

function listNames(path: string): string {
  const entries = readdirSync(path, { withFileTypes: true });
  return joinNames(entries.map((entry) => (entry.isFile() || entry.isSymbolicLink() ? entry.name : `${entry.name}/`)));
}

function readPlanning(path: string): string | undefined {
  return readPlanningFile(process.cwd(), path)?.toString("utf8");
}

/** Leaves out the mark at the beginning of a file, as the decoder does that the whole program uses. */
function readPlan(path: string): string | undefined {
  return readPlanning(path)?.replace(/^\uFEFF/, "");
}
