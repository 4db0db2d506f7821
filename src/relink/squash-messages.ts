import { appendTo } from "../model/append-to.ts";
import type { TaggedCommit } from "../links/tagged-commits.ts";
import { parseOid, type Oid } from "../model/oid.ts";

/** A commit that says in its message which other commit it takes the place of. */
export interface StatedSuccessor {
  readonly successor: Oid;
  readonly source: "squash" | "cherry-pick";
}

const squashed = /^commit ([0-9a-f]{40}|[0-9a-f]{64})\b/gm;
const picked = /^\(cherry picked from commit ([0-9a-f]{40}|[0-9a-f]{64})\)/gm;

/**
 * Reads what messages say of the commits that they replace: `git merge --squash` writes a line `commit <oid>` for each,
 * `git cherry-pick -x` its origin. A mention of any other kind (a revert, a list in a text) replaces nothing.
 */
export function readStatedSuccessors(tagged: readonly TaggedCommit[]): ReadonlyMap<Oid, readonly StatedSuccessor[]> {
  const stated = new Map<Oid, StatedSuccessor[]>();
  for (const { commit } of tagged) {
    const add = (pattern: RegExp, source: StatedSuccessor["source"]): void => {
      for (const [, text = ""] of commit.message.matchAll(pattern)) {
        const old = parseOid(text);
        if (old === undefined || old === commit.oid) continue;
        appendTo(stated, old, { successor: commit.oid, source });
      }
    };
    if (commit.message.includes("\ncommit ")) add(squashed, "squash");
    if (commit.message.includes("(cherry picked from commit ")) add(picked, "cherry-pick");
  }
  return stated;
}
