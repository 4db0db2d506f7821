import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
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

async function readPendingMark(gitDirectory: string): Promise<PendingMark | undefined> {
  const text = await readFile(pendingMarkPath(gitDirectory), "utf8").catch(() => undefined);
  return text === undefined ? undefined : { base: parseOid(text.trim()) ?? null };
}

/** Leaves word that a later hook has something to catch up with. A base that is there already is the older one, and stays. */
export async function leavePendingMark(gitDirectory: string, base: Oid | null): Promise<void> {
  const path = pendingMarkPath(gitDirectory);
  const oldest = (await readPendingMark(gitDirectory))?.base ?? base;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, oldest === null ? "" : `${oldest}\n`);
}

/** Takes the mark away; `undefined` when there was none. */
export async function takePendingMark(gitDirectory: string): Promise<PendingMark | undefined> {
  const mark = await readPendingMark(gitDirectory);
  if (mark !== undefined) await rm(pendingMarkPath(gitDirectory), { force: true });
  return mark;
}
