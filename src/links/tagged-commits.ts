import { parseCommitMessage } from "../commit/message.ts";
import { readHistoryTag, type PlanTag } from "../commit/plan-tag.ts";
import type { CommitFact } from "../model/ports.ts";

/** A commit with its tag: the first reading of history. */
export interface TaggedCommit {
  readonly commit: CommitFact;
  readonly header: string;
  readonly tag: PlanTag;
}

/** Reads the plan tag of a commit. */
export function tagCommit(commit: CommitFact): TaggedCommit {
  const message = parseCommitMessage(commit.message);
  return { commit, header: message.header, tag: readHistoryTag(message) };
}

/** Reads the plan tag of every commit. */
export function tagCommits(commits: readonly CommitFact[]): readonly TaggedCommit[] {
  return commits.map(tagCommit);
}
