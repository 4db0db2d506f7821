import { appendTo } from "../model/append-to.ts";
import type { Oid } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { CitedCommit } from "./lost-commits.ts";
import { toPlainText } from "./lost-commits.ts";
import { plansOf, type RelinkCommit } from "./relink-commits.ts";

/** Commits by what references may say of them. */
export interface CommitLookup {
  /** Those that the references name by plan, quick task, header or subject, wherever in history. */
  readonly findNamed: (cited: readonly CitedCommit[]) => ReadonlySet<RelinkCommit>;
  readonly byOid: ReadonlyMap<Oid, RelinkCommit>;
}

/** A word of more subjects finds nothing in particular. */
const commonness = 25;
const shortestSubject = 16;

/** Creates the lookup. */
export function createCommitLookup(commits: readonly RelinkCommit[]): CommitLookup {
  const byPlan = new Map<PlanId, RelinkCommit[]>();
  const byQuickId = new Map<string, RelinkCommit[]>();
  const byHeader = new Map<string, RelinkCommit[]>();
  const byWord = new Map<string, RelinkCommit[]>();
  for (const commit of commits) {
    for (const planId of plansOf(commit)) appendTo(byPlan, planId, commit);
    if (commit.tag.kind === "quick") for (const id of commit.tag.quickIds) appendTo(byQuickId, id, commit);
    appendTo(byHeader, commit.header.trim().toLowerCase(), commit);
    if (commit.subject.length >= shortestSubject) for (const word of commit.words) appendTo(byWord, word, commit);
  }
  const findContained = (text: string, words: ReadonlySet<string>): readonly RelinkCommit[] => {
    const near = new Set(
      [...words].flatMap((word) => {
        const holders = byWord.get(word) ?? [];
        return holders.length <= commonness ? holders : [];
      }),
    );
    return [...near].filter(({ subject }) => text.includes(toPlainText(subject)));
  };
  return {
    byOid: new Map(commits.filter(({ isWithinSquash }) => !isWithinSquash).map((commit) => [commit.oid, commit])),
    findNamed: (cited) => {
      const found = new Set<RelinkCommit>();
      const add = (list: readonly RelinkCommit[] | undefined): void => list?.forEach((commit) => found.add(commit));
      for (const { planIds, mentions } of cited) {
        for (const planId of planIds) add(byPlan.get(planId));
        for (const { headers, plainText, wordSet, words, quickIds } of mentions) {
          for (const id of quickIds) add(byQuickId.get(id));
          for (const header of headers) add(byHeader.get(header.toLowerCase()));
          for (const [id] of words.matchAll(/\d{6}-[a-z\d]{3}/g)) add(byQuickId.get(id));
          add(findContained(plainText, wordSet));
        }
      }
      return found;
    },
  };
}
