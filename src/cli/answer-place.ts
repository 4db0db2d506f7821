import { fstatSync, statSync } from "node:fs";
import { join } from "node:path";
import { mayHistoryBeAltered } from "../files/altered-history.ts";
import { attempt } from "../files/attempt.ts";
import { cacheDirectory } from "../files/commit-cache.ts";
import { findPlainRepository } from "../files/plain-repository.ts";
import type { Oid } from "../model/oid.ts";

declare const PLANLINK_PROGRAM: string | undefined;
/** Names all that decides what the program answers; `null` for one that runs from its sources. */
const program = typeof PLANLINK_PROGRAM === "undefined" ? null : PLANLINK_PROGRAM;

/** Where an answer is kept, and by what it is known; see docs/adr/0047. */
export interface AnswerPlace {
  readonly directory: string;
  readonly key: string;
  /** The commit that the key holds. */
  readonly tip: Oid;
}

/** What makes git find other objects than those in the repository's own directory. */
const elsewhere = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH"];

/** Whether standard output is no terminal: the width, colours and links of a terminal are not in the key. */
function isPlainOutput(): boolean {
  const stats = fstatSync(1);
  return stats.isFIFO() || stats.isFile() || stats.isSocket() || stats.rdev === statSync("/dev/null").rdev;
}

/**
 * Tells where the answer to a command line is kept; `undefined` where none may be, because what it depends on cannot be
 * looked at cheaply: terminals, `--cwd`, repositories that are not ordinary, partial or shallow ones, those that borrow
 * objects or alter their history.
 *
 * The key holds what an answer depends on beside files: the program, the command line, the place, HEAD.
 */
export function findAnswerPlace(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): AnswerPlace | undefined {
  if (program === null || args.some((word) => word.startsWith("--cwd"))) return undefined;
  if (elsewhere.some((name) => environment[name] !== undefined)) return undefined;
  return attempt(() => {
    if (!isPlainOutput()) return undefined;
    const directory = process.cwd();
    const plain = findPlainRepository(directory, environment);
    if (plain === undefined || plain.isShallow || plain.mayBePartial) return undefined;
    const { topLevel, gitDirectory } = plain;
    const head = plain.readHead();
    const borrows = statSync(join(gitDirectory, "objects/info/alternates"), { throwIfNoEntry: false }) !== undefined;
    if (head === undefined || head.oid === null || borrows || mayHistoryBeAltered(gitDirectory)) return undefined;
    const isInJob = environment["GITHUB_ACTIONS"] === "true";
    return {
      directory: cacheDirectory(gitDirectory),
      key: JSON.stringify([program, process.version, args, directory, isInJob, topLevel, head.oid, head.branch]),
      tip: head.oid,
    };
  });
}

/**
 * What decides which objects git finds by some names: the packs, and the directories of loose objects whose names begin
 * as these do; without names, all of them. A directory changes its time when an entry comes or goes.
 */
export function objectPlaces(gitDirectory: string, names: readonly string[] | null): readonly string[] {
  const firsts =
    names === null
      ? Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, "0"))
      : new Set(names.map((name) => name.slice(0, 2)));
  return ["pack", ...firsts].map((name) => join(gitDirectory, "objects", name));
}
