import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { requireOwnFolder, writeOwnFile } from "../src/files/own-folder.ts";
import { readOwnFile } from "../src/files/read-regular.ts";
import { parseOid, type Oid } from "../src/model/oid.ts";

/** Work that an earlier hook left: references that are to follow, and commits that nobody has looked at. */
export interface PendingMark {
  /** The commit after which history was not looked at; `null` where only references wait. */
  readonly base: Oid | null;
}

/**
 * The file by which a hook leaves work for a later one; one for each work tree. While it is there, `hook.sh` starts Node
 * in every hook that may do the work.
 */
function pendingMarkPath(gitDirectory: string): string {
  return join(gitDirectory, "planlink", "pending");
}

/** Tells whether a hook has left work. */
export function hasPendingMark(gitDirectory: string): boolean {
  return existsSync(pendingMarkPath(gitDirectory));
}

/** The note of the commits whose work the commit being made holds (`replaced-commits.ts`). */
export function replacementNotePath(gitDirectory: string): string {
  return join(gitDirectory, "planlink", "replaced.json");
}

/** Tells whether the commit just made may hold the work of others: a pick, or one of which pre-commit left a note. */
export function mayReplaceCommits(gitDirectory: string): boolean {
  return existsSync(join(gitDirectory, "CHERRY_PICK_HEAD")) || existsSync(replacementNotePath(gitDirectory));
}

function readPendingMark(gitDirectory: string): PendingMark | undefined {
  const path = pendingMarkPath(gitDirectory);
  if (!existsSync(path)) return undefined;
  const bytes = readOwnFile(path, 1024);
  return bytes === undefined ? undefined : { base: parseOid(bytes.toString().trim()) ?? null };
}

/** Leaves word that a later hook has something to catch up with. A base that is there already is the older one, and stays. */
export function leavePendingMark(gitDirectory: string, base: Oid | null): void {
  const path = pendingMarkPath(gitDirectory);
  const oldest = readPendingMark(gitDirectory)?.base ?? base;
  requireOwnFolder(gitDirectory);
  writeOwnFile(path, oldest === null ? "" : `${oldest}\n`);
}

/** Takes the mark away; `undefined` when there was none. */
export function takePendingMark(gitDirectory: string): PendingMark | undefined {
  const mark = readPendingMark(gitDirectory);
  if (mark !== undefined) rmSync(pendingMarkPath(gitDirectory), { force: true });
  return mark;
}
