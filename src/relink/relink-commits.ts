import { parsePlanTag, type PlanTag } from "../commit/plan-tag.ts";
import type { TaggedCommit } from "../links/tagged-commits.ts";
import type { Oid } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { RepositoryPath, ZonedTime } from "../model/ports.ts";
import { isPlanningPath } from "../planning/plan-files.ts";
import { findIdentifiers, wordsOf } from "./words.ts";

/** A commit of the tip's history, or one that a squash commit names in its message, as a reference may have meant it. */
export interface RelinkCommit {
  /** Of a commit within a squash: the squash commit. */
  readonly oid: Oid;
  readonly isWithinSquash: boolean;
  readonly header: string;
  /** The header without type and scope, in lower case. */
  readonly subject: string;
  /** `feat`, `test` …; empty where the header has none. */
  readonly type: string;
  readonly tag: PlanTag;
  readonly authored: ZonedTime;
  /** Position in history, the newest 0. */
  readonly position: number;
  readonly isMerge: boolean;
  /** The task of the plan that its header names: `(task 2/3)`. */
  readonly task: number | null;
  readonly words: ReadonlySet<string>;
  /** Names out of the code that its header has. */
  readonly identifiers: ReadonlySet<string>;
  readonly body: string;
}

/** Type, scope and the rest of a conventional header. */
const conventional = /^([a-z]+)(?:\([^()]*\))?!?:[ \t]*/i;
const bodyCharacters = 3000;
const filesNamed = 60;
const filesRead = 1000;

/** A header without its type and scope, in lower case. */
export function subjectOf(header: string): string {
  return header.replace(conventional, "").trim().toLowerCase();
}

function createCommit(
  header: string,
  tag: PlanTag,
  rest: Pick<RelinkCommit, "oid" | "isWithinSquash" | "authored" | "position" | "isMerge" | "body">,
): RelinkCommit {
  const subject = subjectOf(header);
  const task = /\b(?:task|t)[ #-]?(\d{1,2})\b/i.exec(header)?.[1];
  return {
    ...rest,
    header,
    subject,
    type: conventional.exec(header)?.[1]?.toLowerCase() ?? "",
    tag,
    task: task === undefined ? null : Number(task),
    words: wordsOf(subject),
    identifiers: findIdentifiers(header),
  };
}

const squashedHeader =
  /^[ \t]{0,4}[*-][ \t]+((?:feat|fix|docs|tests?|chore|refactor|style|perf|build|ci|revert)(?:\([^()]{1,80}\))?!?:[ \t]+\S.{2,300})$/i;

/** The headers that a squash commit lists in its body, as GitHub writes them: `* feat(67-04): add …`. */
function findSquashedHeaders(message: string): readonly string[] {
  const [, ...lines] = message.split("\n");
  const headers = lines.flatMap((line) => squashedHeader.exec(line)?.[1]?.trim() ?? []);
  return [...new Set(headers)];
}

/** Makes what references may mean of a history, newest first. */
export function createRelinkCommits(tagged: readonly TaggedCommit[]): readonly RelinkCommit[] {
  return tagged.flatMap(({ commit, header, tag }, position) => {
    const isMerge = commit.parents.length > 1;
    const rest = { oid: commit.oid, authored: commit.authored, position, isMerge };
    const body = commit.message.slice(header.length, header.length + bodyCharacters);
    const own = createCommit(header, tag, { ...rest, isWithinSquash: false, body });
    const within = findSquashedHeaders(commit.message).map((squashed) =>
      createCommit(squashed, parsePlanTag(squashed), { ...rest, isWithinSquash: true, body: "" }),
    );
    return [own, ...within];
  });
}

/** The plans that a commit claims to belong to. */
export function plansOf({ tag }: RelinkCommit): readonly PlanId[] {
  return tag.kind === "plan" ? tag.planIds : [];
}

/** What the changed files of a commit add to its header. */
export interface CommitDetails {
  /** Changes planning documents alone, or is a merge: it records work and is none. */
  readonly isBookkeeping: boolean;
  /** Words of the body and of the names of changed files. */
  readonly words: ReadonlySet<string>;
  /** Names of the changed files, without their folders, in lower case. */
  readonly files: ReadonlySet<string>;
}

/** Creates the answer to what a commit's files say; each commit is read once. */
export function createDetailsOf(
  changedPaths: ReadonlyMap<Oid, readonly RepositoryPath[]>,
  planningDirectory: RepositoryPath,
): (commit: RelinkCommit) => CommitDetails {
  const known = new Map<RelinkCommit, CommitDetails>();
  return (commit) => {
    const before = known.get(commit);
    if (before !== undefined) return before;
    const paths = changedPaths.get(commit.oid) ?? [];
    const names = paths.slice(0, filesNamed).map((path) => path.split("/").slice(-2).join(" "));
    const isPlanning = paths.length > 0 && paths.every((path) => isPlanningPath(path, planningDirectory));
    const details: CommitDetails = commit.isWithinSquash
      ? { isBookkeeping: false, words: new Set(), files: new Set() }
      : {
          isBookkeeping: commit.isMerge || isPlanning,
          words: wordsOf(`${commit.body} ${names.join(" ")}`),
          files: new Set(paths.slice(0, filesRead).map((path) => (path.split("/").at(-1) ?? "").toLowerCase())),
        };
    known.set(commit, details);
    return details;
  };
}
