import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseRewrittenCommits } from "../src/git/hook-input.ts";
import type { RewritePair } from "../src/model/rewrite-record.ts";

/**
 * Amends within a rebase wait in git's own directory of it, which git removes when the rebase ends or is aborted: so an
 * aborted one leaves nothing behind.
 *
 * For each commit that is reworded or squashed git sends an `amend` before the `rebase` list that tells it again. They
 * cannot be dropped, as `exec git commit --amend` sends one that the list does not know (seen on 2.39).
 */
function deferredPath(rebaseDirectory: string): string {
  return join(rebaseDirectory, "planlink-amends");
}

/** Keeps amends until the rebase is over. */
export async function deferAmends(rebaseDirectory: string, pairs: readonly RewritePair[]): Promise<void> {
  const lines = pairs.map(({ old, successor }) => `${old} ${successor}\n`).join("");
  await appendFile(deferredPath(rebaseDirectory), lines);
}

/** The amends of the rebase that is just ending. */
export async function readDeferredAmends(rebaseDirectory: string): Promise<readonly RewritePair[]> {
  return parseRewrittenCommits(await readFile(deferredPath(rebaseDirectory), "utf8").catch(() => ""));
}
