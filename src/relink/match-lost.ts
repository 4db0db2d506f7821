import { appendTo } from "../model/append-to.ts";
import { formatShortOid, type Oid } from "../model/oid.ts";
import { comparePlanIds, formatPlanName, parsePlanId, type PlanId } from "../model/plan-id.ts";
import { assignCandidates, optionsTried, type Assigned, type Sequence } from "./assignment.ts";
import { createCommitLookup, type CommitLookup } from "./candidates.ts";
import type { History } from "./history.ts";
import type { CitedCommit } from "./lost-commits.ts";
import { carriesOtherPlan, compareTypes, findSharedTask, scorePair, type PairScore } from "./pair-score.ts";
import type { RelinkAnswer } from "./relink-answer.ts";
import { type CommitDetails, type RelinkCommit } from "./relink-commits.ts";
import { createWordWeights, type WordWeights } from "./words.ts";

/** References that one commit wrote down first, with the commits that they may have meant. */
export interface CitationGroup {
  /** Where the citing commit stands in history; `null` where no commit holds the citation yet. */
  readonly citedAt: number | null;
  readonly cited: readonly CitedCommit[];
  readonly candidates: readonly RelinkCommit[];
  /** What precedes the citing commit, by position. */
  readonly isEarlier: (commit: RelinkCommit) => boolean;
}

/** Commits so near before a citation are looked at even if nothing names them. */
const commitsNear = 80;
/** A larger group is cut up by plan: evidence of order lies within plans. */
const largestGroup = 40;

/** Puts references together that were written down by one commit, and finds what they may have meant. */
export function groupCitations(
  cited: readonly CitedCommit[],
  commits: readonly RelinkCommit[],
  history: History,
  firstCited: ReadonlyMap<CitedCommit, Oid>,
): readonly CitationGroup[] {
  const lookup = createCommitLookup(commits);
  const byCommit = new Map<number | null, CitedCommit[]>();
  for (const one of cited) {
    const oid = firstCited.get(one);
    const position = (oid === undefined ? undefined : history.positionOf(oid)) ?? null;
    appendTo(byCommit, position, one);
  }
  return [...byCommit].flatMap(([citedAt, members]) => {
    const findAncestors = once(() => (citedAt === null ? undefined : history.markAncestors(citedAt)));
    // What a squash commit took in may be cited by its own documents.
    const isEarlier = ({ position, isWithinSquash }: RelinkCommit): boolean => {
      const isAncestor = findAncestors();
      return isAncestor === undefined || isAncestor[position] === 1 || (isWithinSquash && position === citedAt);
    };
    const listNear = once(() => (citedAt === null ? [] : findNear(commits, citedAt, isEarlier)));
    return splitByPlan(members)
      .filter((part) => part.some(({ known }) => known === null))
      .map((part): CitationGroup => {
        const findCandidates = once(() => listCandidates(part, listNear(), lookup, isEarlier));
        return {
          citedAt,
          cited: part,
          get candidates() {
            return findCandidates();
          },
          isEarlier,
        };
      });
  });
}

/** Of most groups nobody asks what their references may have meant. */
function once<Value>(find: () => Value): () => Value {
  let found: { readonly value: Value } | undefined;
  return () => (found ??= { value: find() }).value;
}

function findNear(
  commits: readonly RelinkCommit[],
  citedAt: number,
  isEarlier: (commit: RelinkCommit) => boolean,
): readonly RelinkCommit[] {
  const near: RelinkCommit[] = [];
  for (const commit of commits) {
    if (commit.position > citedAt + commitsNear) break;
    if (commit.position >= citedAt && isEarlier(commit)) near.push(commit);
  }
  return near;
}

function listCandidates(
  cited: readonly CitedCommit[],
  near: readonly RelinkCommit[],
  lookup: CommitLookup,
  isEarlier: (commit: RelinkCommit) => boolean,
): readonly RelinkCommit[] {
  const known = cited.flatMap((one) => (one.known === null ? [] : (lookup.byOid.get(one.known) ?? [])));
  return [...new Set([...near, ...[...lookup.findNamed(cited)].filter(isEarlier), ...known])];
}

function splitByPlan(cited: readonly CitedCommit[]): readonly (readonly CitedCommit[])[] {
  if (cited.length <= largestGroup) return [cited];
  const byPlan = new Map<PlanId | null, CitedCommit[]>();
  for (const one of cited) {
    const [plan = null] = [...one.planIds].toSorted(comparePlanIds);
    appendTo(byPlan, plan, one);
  }
  return [...byPlan.values()].flatMap((members) =>
    Array.from({ length: Math.ceil(members.length / largestGroup) }, (_, part) =>
      members.slice(part * largestGroup, (part + 1) * largestGroup),
    ),
  );
}

/** Neighbours in the lists of the documents. */
function findSequences(cited: readonly CitedCommit[]): readonly Sequence[] {
  const lists = new Map<object, { readonly seeker: number; readonly start: number }[]>();
  cited.forEach(({ mentions }, seeker) => {
    for (const { lists: own, reference } of mentions) {
      for (const list of own) {
        const members = lists.get(list) ?? [];
        members.push({ seeker, start: reference.range.start });
        lists.set(list, members);
      }
    }
  });
  const sequences = new Map<string, Sequence>();
  for (const members of lists.values()) {
    const ordered = members.toSorted((a, b) => a.start - b.start).map(({ seeker }) => seeker);
    ordered.forEach((second, index) => {
      const first = ordered[index - 1];
      if (first !== undefined && first !== second && !sequences.has(`${second} ${first}`))
        sequences.set(`${first} ${second}`, [first, second]);
    });
  }
  return [...sequences.values()];
}

/** Tells how much it takes to match a group, in pairs of references and commits that are weighed against other pairs. */
export function estimateWork({ cited, candidates }: CitationGroup): number {
  return cited.length ** 2 * Math.min(candidates.length, optionsTried);
}

/** What nothing is worth: a commit for which no more speaks than its plan's tag is not taken. */
const worthOfNothing = 0.25;
/** By how much an assignment must be better than the next, and what must speak for it, to be applied. */
const sureMargin = 0.35;
const sureLikeness = 0.35;
const leastMargin = 0.1;
const rivalsNamed = 4;
/** For a commit that does not carry the tag of a plan whose other commits do. */
const veryLike = 0.6;

/** What a group's references are matched by. */
export interface MatchFacts {
  /** Commits that the documents of a reference already name by another word: two names of one list are two commits. */
  readonly isTaken: (cited: CitedCommit, commit: RelinkCommit) => boolean;
  readonly weights: WordWeights;
  readonly detailsOf: (commit: RelinkCommit) => CommitDetails;
}

/** Weighs words by the subjects of a history. */
export function weighSubjects(commits: readonly RelinkCommit[]): WordWeights {
  return createWordWeights(
    commits
      .filter(({ isWithinSquash }) => !isWithinSquash)
      .map(({ words, identifiers }) => new Set([...words, ...identifiers])),
  );
}

/**
 * Matches references with commits: by what the documents say beside them, the plan, the type, the order of lists, and
 * what existed when they were written down. References whose commit is known hold their place.
 */
export function matchGroup(group: CitationGroup, facts: MatchFacts): ReadonlyMap<CitedCommit, RelinkAnswer> {
  const { cited, candidates, citedAt } = group;
  const ordered = cited.toSorted((a, b) => firstPlace(a) - firstPlace(b));
  const scores = ordered.map((one) =>
    candidates.map((commit) =>
      one.known === null
        ? scorePair(
            one,
            commit,
            facts.detailsOf(commit),
            facts.weights,
            citedAt === null ? 0 : commit.position - citedAt,
          )
        : undefined,
    ),
  );
  const seekers = ordered.map((one, seeker) => ({
    scores: new Map(
      candidates.flatMap((commit, index) => {
        if (one.known !== null) return commit.oid === one.known && !commit.isWithinSquash ? [[index, 0] as const] : [];
        return facts.isTaken(one, commit) ? [] : [[index, scores[seeker]?.[index]?.score ?? 0] as const];
      }),
    ),
    nothing: one.known === null ? worthOfNothing : null,
  }));
  const assigned = assignCandidates({
    seekers,
    sequences: findSequences(ordered),
    isOlder: (first, second) => {
      const [a, b] = [candidates[first]?.position ?? 0, candidates[second]?.position ?? 0];
      return a === b ? undefined : a > b;
    },
  });
  const given = new Set(assigned.flatMap((one) => (one === null ? [] : [one.candidate])));
  return new Map(
    ordered.flatMap((one, seeker) => {
      if (one.known !== null) return [];
      const own = assigned[seeker] ?? null;
      const free = new Set(
        [...(seekers[seeker]?.scores.keys() ?? [])].filter((index) => index === own?.candidate || !given.has(index)),
      );
      return [[one, toAnswer(group, facts, { one, assigned: own, scores: scores[seeker] ?? [], free })] as const];
    }),
  );
}

/** In the plan's own SUMMARY first: its list of tasks is the most complete. */
function firstPlace({ mentions }: CitedCommit): number {
  return Math.min(...mentions.map(({ reference, isOwnSummary }) => reference.range.start + (isOwnSummary ? 0 : 1e8)));
}

interface Assignment {
  readonly one: CitedCommit;
  readonly assigned: Assigned | null;
  readonly scores: readonly (PairScore | undefined)[];
  /** Candidates that no other reference of the group takes. */
  readonly free: ReadonlySet<number>;
}

function toAnswer(group: CitationGroup, facts: MatchFacts, { one, assigned, scores, free }: Assignment): RelinkAnswer {
  const nothing: RelinkAnswer = {
    kind: "unresolved",
    reason: "no commit of this history fits what the documents say of it",
    candidates: [],
  };
  const commit = assigned === null ? undefined : group.candidates[assigned.candidate];
  const score = assigned === null ? undefined : scores[assigned.candidate];
  if (assigned === null || commit === undefined || score === undefined) return nothing;
  if (assigned.margin < leastMargin) {
    const candidates = findRivals(group, scores, score.score, free);
    if (candidates.length < 2) return nothing;
    return {
      kind: "unresolved",
      reason: `${candidates.length} commits fit, and nothing tells them apart`,
      candidates,
    };
  }
  const count = countTask(group, facts, one, commit);
  // As many references as commits, in order: right in SUMMARYs, one in seven wrong in the lists of STATE.md.
  const inSummary = one.mentions.some(({ isOwnSummary }) => isOwnSummary);
  const isSure =
    score.quoted !== null ||
    (one.ownHeader === null && score.isOfPlan && count.isComplete && isOnlyOfType(group, facts, one, commit, score)) ||
    // Of a commit whose own header is known, one that only sounds like it is another.
    (one.ownHeader === null &&
      (score.isOfPlan
        ? score.support > sureLikeness || (count.isComplete && inSummary && (score.type > 0 || score.likeness > 0.1))
        : // What says that it is of another plan must be quoted: it may sound alike all the same.
          !carriesOtherPlan(one, commit) &&
          score.support > (hasTaggedWork(group, facts, one) ? veryLike : sureLikeness) &&
          !facts.detailsOf(commit).isBookkeeping));
  return {
    kind: "found",
    oid: commit.oid,
    confidence: assigned.margin > sureMargin && isSure ? "high" : "low",
    evidence: describe(group, one, commit, score, count),
  };
}

/** Tells whether work of the reference's plan carries its tag: then a commit without it is hardly the one that was meant. */
function hasTaggedWork(group: CitationGroup, facts: MatchFacts, one: CitedCommit): boolean {
  return group.candidates.some(
    (candidate) => findSharedTask(one, candidate) !== null && !facts.detailsOf(candidate).isBookkeeping,
  );
}

/** The commits that fit about as well as the best, and that no other reference of the group takes. */
function findRivals(
  group: CitationGroup,
  scores: readonly (PairScore | undefined)[],
  best: number,
  free: ReadonlySet<number>,
): readonly Oid[] {
  const near = group.candidates
    .map(({ oid }, index) => ({ oid, index, score: scores[index]?.score ?? 0 }))
    .filter(({ index, score }) => free.has(index) && score > worthOfNothing && score > best - sureMargin)
    .toSorted((a, b) => b.score - a.score);
  return [...new Set(near.map(({ oid }) => oid))].slice(0, rivalsNamed);
}

interface TaskCount {
  /** The plan, or the quick task. */
  readonly task: string | null;
  readonly commits: number;
  readonly references: number;
  /** As many are listed as carry its tag. */
  readonly isComplete: boolean;
}

/** Counts the work commits of the plan before the citation, and the references that were written down with it. */
function countTask(group: CitationGroup, facts: MatchFacts, one: CitedCommit, commit: RelinkCommit): TaskCount {
  const task = findSharedTask(one, commit);
  if (task === null) return { task, commits: 0, references: 0, isComplete: false };
  const commits = group.candidates.filter(
    (candidate) =>
      findSharedTask(one, candidate) === task &&
      group.isEarlier(candidate) &&
      !facts.detailsOf(candidate).isBookkeeping,
  ).length;
  const references = group.cited.filter((other) => findSharedTask(other, commit) === task).length;
  return { task, commits, references, isComplete: commits === references };
}

/** Tells whether of the work of the plan one commit alone has the type that is named beside the reference, and one reference. */
function isOnlyOfType(
  group: CitationGroup,
  facts: MatchFacts,
  one: CitedCommit,
  commit: RelinkCommit,
  score: PairScore,
): boolean {
  const task = findSharedTask(one, commit);
  if (score.type <= 0 || task === null) return false;
  const commits = group.candidates.filter(
    (candidate) =>
      candidate.type === commit.type &&
      findSharedTask(one, candidate) === task &&
      group.isEarlier(candidate) &&
      !facts.detailsOf(candidate).isBookkeeping,
  );
  const references = group.cited.filter(
    (other) => findSharedTask(other, commit) === task && compareTypes(other.mentions, commit) > 0,
  );
  return commits.length === 1 && references.length === 1;
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function nameTask(task: string): string {
  const planId = parsePlanId(task);
  return planId === undefined ? task : formatPlanName(planId);
}

function describe(
  group: CitationGroup,
  one: CitedCommit,
  commit: RelinkCommit,
  score: PairScore,
  count: TaskCount,
): readonly string[] {
  const [mention] = one.mentions.toSorted((a, b) => Number(b.isOwnSummary) - Number(a.isOwnSummary));
  const document = mention?.document?.split("/").at(-1) ?? "a message";
  const said =
    score.quoted !== null
      ? `${document} quotes “${clip(score.quoted, 60)}”`
      : score.likeness > 0.1
        ? `${document} says “${clip(score.words, 60)}”`
        : null;
  const tagged =
    count.task === null
      ? null
      : `${count.commits} ${count.commits === 1 ? "commit carries" : "commits carry"} ${nameTask(count.task)}, ${count.references} listed`;
  return [
    said,
    commit.isWithinSquash ? `${formatShortOid(commit.oid)} squashed “${clip(commit.header, 60)}”` : null,
    tagged,
    score.type > 0 ? `both say ${commit.type}` : null,
    group.citedAt === null ? null : "older than its first mention",
  ].filter((text) => text !== null);
}
