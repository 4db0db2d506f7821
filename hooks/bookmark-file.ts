import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { BookmarkBase, BookmarkPlace } from "../src/commands/bookmark.ts";
import { attempt, removeFile } from "../src/files/attempt.ts";
import { writeChecked, writeWhole } from "../src/files/cache-file.ts";
import type { ProcessHost } from "../src/files/document-lock.ts";
import type { FileStamp } from "../src/files/file-stamp.ts";
import { overwriteChecked, readCheckedText } from "../src/files/overwritten-file.ts";
import { readOwnFile } from "../src/files/read-regular.ts";
import type { Oid } from "../src/model/oid.ts";
import type { RepositoryPath } from "../src/model/ports.ts";

/** The directories and documents on which a bookmark depends, each with what tells that it has not changed. */
export type StampedFiles = readonly (readonly [path: RepositoryPath, ...stamp: FileStamp])[];

/**
 * Those of them that were written so lately that a further write might not show: of a SUMMARY what it says, of a directory,
 * whose path ends with a slash, the names in it as `listNames` has them.
 */
export type FreshFiles = readonly (readonly [path: RepositoryPath, text: string])[];

/** What stays from one commit of work to the next. */
export interface KeptBase {
  /** The program that made it: another one may keep STATE.md otherwise. */
  readonly programKey: string;
  /** The commit at which all was looked at, and for which a digest is kept. */
  readonly commit: Oid;
  readonly files: StampedFiles;
  readonly fresh: FreshFiles;
  /** The names in the planning directory, which every write to STATE.md touches. */
  readonly names: string;
  readonly base: BookmarkBase;
}

/** What each commit of work moves. */
export interface KeptPlace {
  /** That of its base. */
  readonly commit: Oid;
  /** The commit that STATE.md is true of. */
  readonly head: Oid;
  /** How many commits, and how much git told of them. */
  readonly told: { readonly count: number; readonly length: number };
  readonly place: BookmarkPlace;
}

/** More commits than this, or more that git told of them, and all is looked at again. */
const mostTold = 50;
const mostToldLength = 64 * 1024;

type Part = "bookmark" | "bookmark-base" | "bookmark-told";

/** The files lie in the git directory of the work tree; a bookmark holds for one work tree alone. */
function pathOf(gitDirectory: string, part: Part): string {
  return join(gitDirectory, "planlink", part);
}

/** What is there twice is as a program of ours wrote it; which one, the key of the base says. */
function readText(gitDirectory: string, part: Part): string {
  return readCheckedText(pathOf(gitDirectory, part)) ?? "null";
}

/** Reads the place of the bookmark; `undefined` where there is none. */
export function readPlace(gitDirectory: string): KeptPlace | undefined {
  const kept: KeptPlace | null | undefined = attempt(() => JSON.parse(readText(gitDirectory, "bookmark")));
  return kept ?? undefined;
}

/** Reads what belongs to a place; `undefined` where another program made it, or it is another's. */
export function readBase(gitDirectory: string, { commit }: KeptPlace, programKey: string): KeptBase | undefined {
  const kept: KeptBase | null | undefined = attempt(() => JSON.parse(readText(gitDirectory, "bookmark-base")));
  return kept?.programKey === programKey && kept.commit === commit ? kept : undefined;
}

/** What git told of the commits since the base was made, as it came. */
export function readTold(gitDirectory: string): string {
  return readOwnFile(pathOf(gitDirectory, "bookmark-told"), mostToldLength)?.toString("utf8") ?? "";
}

/** The names in a directory as they stand in a bookmark: in order, each of a directory with a slash behind it. */
export function joinNames(names: Iterable<string>): string {
  return [...names].toSorted().join("\n");
}

/** Takes the bookmark away: before all that it may not survive. */
export function removeBookmark(gitDirectory: string): void {
  removeFile(pathOf(gitDirectory, "bookmark"));
}

/** Keeps a new bookmark. */
export function writeBookmark(gitDirectory: string, kept: KeptBase, place: BookmarkPlace, host: ProcessHost): void {
  const { commit } = kept;
  const first: KeptPlace = { commit, head: commit, told: { count: 0, length: 0 }, place };
  if (
    writeWhole(pathOf(gitDirectory, "bookmark-told"), Buffer.alloc(0), host) &&
    writeChecked(pathOf(gitDirectory, "bookmark-base"), JSON.stringify(kept), host)
  )
    writeChecked(pathOf(gitDirectory, "bookmark"), JSON.stringify(first), host);
}

/** Moves a bookmark on, with what git told of the commits on the way; takes it away where it has become long. */
export function movePlace(gitDirectory: string, before: KeptPlace, moved: MovedPlace): void {
  const { head, place, told, commits } = moved;
  const count = before.told.count + commits;
  const length = before.told.length + told.length;
  if (place === undefined || count > mostTold || length > mostToldLength) {
    removeBookmark(gitDirectory);
    return;
  }
  appendFileSync(pathOf(gitDirectory, "bookmark-told"), told);
  const after: KeptPlace = { ...before, head, told: { count, length }, place };
  overwriteChecked(pathOf(gitDirectory, "bookmark"), JSON.stringify(after));
}

/** Where a bookmark moves, and by how many commits. */
interface MovedPlace {
  readonly head: Oid;
  readonly place: BookmarkPlace | undefined;
  readonly told: string;
  readonly commits: number;
}
