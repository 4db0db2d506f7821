import { existsSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { writeOver } from "../src/files/overwritten-file.ts";
import { makeOwnFolder, writeOwnFile } from "../src/files/own-folder.ts";
import { readOwnFile } from "../src/files/read-regular.ts";
import type { Oid } from "../src/model/oid.ts";

const folderName = "planlink";
const commitNote = "commit";
/** A word, an oid, and a subject. */
/** In UTF-16 units; as in `judge_subject` of hook.sh. */
const longestSubject = 999;
const mostNoteBytes = 1024 * 1024;
/** Says that commits were made since, of which Node has seen nothing: since the commit that it names, or since `written`. */
const gapNote = "gap";

/**
 * Files by which Node tells `hook.sh` what it found out, so that a later hook need not start Node to learn the same; one
 * folder for each work tree. Losing them costs a start of Node, no more: nobody waits for one to be on disk.
 */
function writeNote(gitDirectory: string, name: string, text: string): void {
  try {
    if (makeOwnFolder(join(gitDirectory, folderName))) writeOwnFile(join(gitDirectory, folderName, name), text);
  } catch {
    // A git directory that cannot be written to: the next hook starts Node again.
  }
}

/** Makes the folder of the notes, which `hook.sh` cannot make without a process of its own. */
export function makeNotesFolder(gitDirectory: string): void {
  try {
    makeOwnFolder(join(gitDirectory, folderName));
  } catch {
    // As above.
  }
}

/** Says that the commit being made on top of `head` changes planning documents alone, and that STATE.md is true of it. */
export function noteBookkeeping(gitDirectory: string, head: Oid): void {
  writeNote(gitDirectory, commitNote, `bookkeeping ${head}\n`);
}

/**
 * Says of a message, as it stands in its file, whether it names a plan: what pre-commit has noted of the commit holds for
 * this message alone.
 */
export function noteMessage(gitDirectory: string, messageFileText: string, namesPlan: boolean): void {
  const subject = messageFileText.split("\n").find((line) => line !== "");
  // The shell would be long at reading it again.
  if (subject === undefined || subject.length > longestSubject) return;
  const kind = namesPlan ? readNotedKind(gitDirectory) : "untagged";
  if (kind !== "") writeNote(gitDirectory, commitNote, `${kind}\n${subject}\n`);
}

function readNotedKind(gitDirectory: string): string {
  return (
    readOwnFile(join(gitDirectory, folderName, commitNote), mostNoteBytes)
      ?.toString()
      .split("\n")[0] ?? ""
  );
}

/** Says that the working STATE.md is what history up to `head` makes of it. Written after STATE.md itself. */
export function noteStateIsTrue(gitDirectory: string, head: Oid): void {
  writeNote(gitDirectory, "written", `${head}\n`);
  if (existsSync(join(gitDirectory, folderName, gapNote))) removeGap(gitDirectory);
}

/** Lets git tell of all commits since `head` after the next ones. */
export function noteGapFrom(gitDirectory: string, head: Oid): void {
  writeNote(gitDirectory, gapNote, `${head}\n`);
}

/** As `noteStateIsTrue`, where the note has been written before. */
export function noteStateStaysTrue(gitDirectory: string, head: Oid): void {
  writeOver(join(gitDirectory, folderName, "written"), 0, Buffer.from(`${head}\n`));
  removeGap(gitDirectory);
}

function removeGap(gitDirectory: string): void {
  try {
    unlinkSync(join(gitDirectory, folderName, gapNote));
  } catch {
    // git is asked for more than it need be.
  }
}
