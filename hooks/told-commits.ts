import { resolve } from "node:path";
import { parseCommitsWithPaths, type CommitWithPaths } from "../src/git/commit-log.ts";
import type { KnownFacts, ToldRange } from "../src/git/git-repository.ts";
import type { Oid } from "../src/model/oid.ts";
import { readBase, readPlace, readTold } from "./bookmark-file.ts";
import type { HookInput } from "./hook-context.ts";

/**
 * Of some commits, the newest first, those that lie between an ancestor and the newest; `undefined` where others lie there,
 * too. After an amend or a reset some are no longer of this history, and the ancestor may be none; git may have been
 * stopped; a merge may bring other commits.
 */
export function findBetween(
  base: Oid | undefined,
  commits: readonly CommitWithPaths[],
): readonly CommitWithPaths[] | undefined {
  const byOid = new Map(commits.map((each) => [each.commit.oid, each]));
  const found = new Set(commits.slice(0, 1));
  let isBaseMet = false;
  for (const { commit } of found)
    for (const parent of commit.parents) {
      const known = byOid.get(parent);
      if (parent === base) isBaseMet = true;
      else if (known === undefined) return undefined;
      else found.add(known);
    }
  return isBaseMet ? commits.filter((each) => found.has(each)) : undefined;
}

interface KeptCommits {
  /** The commit of which a digest is kept. */
  readonly base: Oid;
  /** The commit that STATE.md is true of. */
  readonly head: Oid;
  readonly commits: readonly CommitWithPaths[];
}

/** What git told of the commits that the quick program has dealt with; it stands in the bookmark. */
function readKept({ directory, environment, programKey }: HookInput): KeptCommits | undefined {
  const gitDirectory = resolve(directory, environment["GIT_DIR"] ?? ".git");
  const place = programKey === undefined ? undefined : readPlace(gitDirectory);
  if (place === undefined || programKey === undefined || readBase(gitDirectory, place, programKey) === undefined)
    return undefined;
  return { base: place.commit, head: place.head, commits: parseCommitsWithPaths(`${readTold(gitDirectory)}end`) };
}

/** Adds the commits of the bookmark to the newest ones, so that a digest is kept of where they begin. */
export function readWithBookmark(input: HookInput, newest: readonly CommitWithPaths[]): ToldRange | undefined {
  const kept = readKept(input);
  const commits = kept === undefined ? undefined : findBetween(kept.base, [...newest, ...kept.commits]);
  return kept === undefined || commits === undefined ? undefined : { base: kept.base, commits };
}

/** What is known of the last commits before the one that is being made, should HEAD be where the bookmark is. */
export function readBookmarkedCommits(input: HookInput): Pick<KnownFacts, "newest" | "told"> {
  const kept = readKept(input);
  const newest = kept?.commits.find(({ commit }) => commit.oid === kept.head);
  if (kept === undefined || newest === undefined) return {};
  const commits = findBetween(kept.base, [newest, ...kept.commits.filter((each) => each !== newest)]);
  return commits === undefined ? {} : { newest, told: { base: kept.base, commits } };
}
