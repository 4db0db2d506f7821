import { toLedgerSubject } from "../ledger/ledger.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { CitedCommit, DescribedMention } from "./lost-commits.ts";
import { toPlainText } from "./lost-commits.ts";
import { plansOf, subjectOf, type CommitDetails, type RelinkCommit } from "./relink-commits.ts";
import { likeness, type WordWeights } from "./words.ts";

/** What speaks for and against a commit being the one that a reference meant. */
export interface PairScore {
  /** All of it in one number; about 0.4 is nothing in particular, 1 is likely, 2 and more is quoted. */
  readonly score: number;
  /** How far the words beside the reference are those of the commit, 0 to 1. */
  readonly likeness: number;
  /** The commit's header, or its subject, is quoted beside the reference. */
  readonly quoted: string | null;
  /** The words that are most like it. */
  readonly words: string;
  /** The type beside the reference is the commit's: 1, another: -1, none is named: 0. */
  readonly type: -1 | 0 | 1;
  readonly isOfPlan: boolean;
  /**
   * What speaks for the commit itself, not for any commit of its plan: likeness, files, names out of the code, the
   * number of the task.
   */
  readonly support: number;
}

/** The weights of the parts. A quotation outweighs all else; the plan's tag outweighs likeness alone. */
const weights = {
  quotedHeader: 2,
  quotedSubject: 1.8,
  containedSubject: 1.4,
  otherHeaderQuoted: -0.4,
  samePlan: 0.5,
  mentionedPlan: 0.2,
  otherPlan: -0.8,
  samePhase: 0.2,
  otherPhase: -0.3,
  sameType: 0.15,
  otherType: -0.25,
  files: 0.4,
  ownFiles: 0.4,
  identifier: 0.4,
  sameTask: 0.3,
  otherTask: -0.3,
  bookkeeping: -0.8,
  metadata: 0.3,
  workForMetadata: -0.2,
  merge: -0.3,
} as const;

/** A shorter subject stands in many a text by chance. */
const shortestQuotation = 16;

/** Types that are written another way beside a reference: the steps of test-driven work, and plurals. */
const typeByWord: Readonly<Record<string, string>> = { red: "test", green: "feat", tests: "test" };
const comparableTypes: ReadonlySet<string> = new Set(
  "feat fix docs test chore refactor style perf build ci".split(" "),
);

/** Tells whether one text is the beginning of the other: quotations are often cut. */
function isCut(quoted: string, whole: string): boolean {
  const trimmed = quoted.replace(/(?:\.{3}|…)$/, "").trim();
  return trimmed.length >= shortestQuotation && (whole.startsWith(trimmed) || trimmed.startsWith(whole));
}

interface Quotation {
  readonly weight: number;
  readonly text: string;
}

function findQuotation(mentions: readonly DescribedMention[], commit: RelinkCommit): Quotation | null {
  const header = commit.header.trim().toLowerCase();
  let best: Quotation | null = null;
  const consider = (weight: number, text: string): void => {
    if (best === null || weight > best.weight) best = { weight, text };
  };
  for (const { headers, plainText } of mentions) {
    for (const quoted of headers) {
      const lower = quoted.toLowerCase();
      const subject = subjectOf(quoted);
      if (lower === header || isCut(lower, header)) consider(weights.quotedHeader, quoted);
      else if (
        commit.subject.length > 12 &&
        subject.length > 12 &&
        (subject === commit.subject || isCut(subject, commit.subject))
      )
        consider(weights.quotedSubject, quoted);
    }
    const plain = toPlainText(commit.subject);
    if (plain.length >= shortestQuotation && plainText.includes(plain))
      consider(weights.containedSubject, commit.subject);
  }
  return best;
}

/** The reference's own header is the best quotation there is, and another one no commit of it. */
function compareOwnHeader(ownHeader: string, { header }: RelinkCommit): Quotation | null {
  return toLedgerSubject(header).trim() === ownHeader.trim() ? { weight: weights.quotedHeader, text: header } : null;
}

/** Compares the types that stand beside a reference with a commit's: the same 1, another -1, none 0. */
export function compareTypes(mentions: readonly DescribedMention[], commit: RelinkCommit): -1 | 0 | 1 {
  if (!comparableTypes.has(commit.type)) return 0;
  let answer: -1 | 0 | 1 = 0;
  for (const { type } of mentions) {
    if (type === null) continue;
    if ((typeByWord[type] ?? type) === commit.type) return 1;
    answer = -1;
  }
  return answer;
}

/** The plans that a reference is listed under: what a plan lists in its own SUMMARY is its work, whatever else is said elsewhere. */
function findOwnPlans({ mentions }: CitedCommit): ReadonlySet<PlanId> {
  return new Set(mentions.flatMap((mention) => (mention.isOwnSummary ? (mention.planId ?? []) : [])));
}

/** Tells whether a commit says that it is of another plan than the reference is listed under. */
export function carriesOtherPlan(cited: CitedCommit, commit: RelinkCommit): boolean {
  const ownPlans = findOwnPlans(cited);
  const listed = ownPlans.size === 0 ? cited.planIds : ownPlans;
  const carried = plansOf(commit);
  return listed.size > 0 && carried.length > 0 && !carried.some((planId) => listed.has(planId));
}

function scorePlan(cited: CitedCommit, commit: RelinkCommit): number {
  const { tag } = commit;
  const { planIds } = cited;
  const ownPlans = findOwnPlans(cited);
  switch (tag.kind) {
    case "plan":
      if (planIds.size === 0) return 0;
      if (!tag.planIds.some((planId) => planIds.has(planId))) return weights.otherPlan;
      return ownPlans.size === 0 || tag.planIds.some((planId) => ownPlans.has(planId))
        ? weights.samePlan
        : weights.mentionedPlan;
    case "phase":
      return [...planIds].some((planId) => tag.phases.some((phase) => planId.startsWith(`${phase}-`)))
        ? weights.samePhase
        : weights.otherPhase;
    case "quick":
      return findSharedTask(cited, commit) === null ? 0 : weights.samePlan;
    case "milestone":
    case "gsd2":
    case "untagged":
    case "malformed":
      return 0;
  }
}

/** Weighs one commit for one reference. `distance` is how many commits lie between it and the first citation. */
export function scorePair(
  cited: CitedCommit,
  commit: RelinkCommit,
  { isBookkeeping, words, files }: CommitDetails,
  wordWeights: WordWeights,
  distance: number,
): PairScore {
  const { mentions, planIds } = cited;
  const quotation =
    cited.ownHeader === null ? findQuotation(mentions, commit) : compareOwnHeader(cited.ownHeader, commit);
  const alike = mentions
    .map((mention) => ({
      words: mention.words,
      likeness:
        likeness(mention.wordSet, commit.words, words, wordWeights) *
        (mention.isOwnSummary || planIds.size === 0 ? 1 : 0.8),
    }))
    .toSorted((a, b) => b.likeness - a.likeness);
  const sayings = new Set(mentions.flatMap(({ wordSet, words: said }) => (wordSet.size > 1 ? [said] : []))).size;
  const most = averageOf(alike.slice(0, Math.max(1, Math.ceil(sayings / mentionsForOne))).map((item) => item.likeness));
  let header = mentions.some(({ headerWords }) => headerWords.length > 0) ? 0 : 1;
  for (const quoted of mentions.flatMap(({ headerWords }) => headerWords))
    header = Math.max(header, likeness(quoted, commit.words, words, wordWeights));
  const said = compareFiles(mentions, files);
  const isNamed = [...commit.identifiers].some(
    (name) => wordWeights.isRare(name) && mentions.some(({ identifiers }) => identifiers.has(name)),
  );
  const plan = scorePlan(cited, commit);
  const isOfPlan = plan === weights.samePlan;
  const type = compareTypes(mentions, commit);
  const isMetadata = mentions.some((mention) => mention.isMetadata);
  const tasks = new Set(mentions.flatMap(({ task }) => task ?? []));
  const task =
    commit.task === null || tasks.size === 0 ? 0 : tasks.has(commit.task) ? weights.sameTask : weights.otherTask;
  const bookkeeping = isBookkeeping
    ? isMetadata && isOfPlan
      ? weights.metadata
      : weights.bookkeeping
    : isMetadata
      ? weights.workForMetadata
      : 0;
  const support =
    most +
    weights.files * said.share +
    weights.ownFiles * said.ownShare +
    (isNamed ? weights.identifier : 0) +
    (isOfPlan ? Math.max(0, task) : 0);
  const score =
    most +
    (quotation?.weight ?? 0) +
    weights.files * said.share +
    weights.ownFiles * said.ownShare +
    (isNamed ? weights.identifier : 0) +
    (quotation === null && header < 0.5 ? weights.otherHeaderQuoted : 0) +
    plan +
    (type > 0 ? weights.sameType : type < 0 ? weights.otherType : 0) +
    task +
    bookkeeping +
    (commit.isMerge ? weights.merge : 0) -
    (isOfPlan ? 0.01 * Math.min(distance, 20) : 0.02 * Math.min(distance, 40));
  return {
    score,
    support,
    likeness: most,
    quoted: quotation?.text ?? null,
    words: alike[0]?.words ?? "",
    type,
    isOfPlan,
  };
}

interface FileShares {
  /** How many of the files that are said the commit changes. */
  readonly share: number;
  /** The same, or how many of the commit's files are said, whichever is less: two files in common at least. */
  readonly ownShare: number;
}

/** Compares the files that are said beside the reference with those of the commit, by the mention that fits best. */
function compareFiles(mentions: readonly DescribedMention[], files: ReadonlySet<string>): FileShares {
  let [share, ownShare] = [0, 0];
  for (const { files: said } of mentions) {
    if (said.size === 0) continue;
    let shared = 0;
    for (const name of said) if (files.has(name)) shared += 1;
    share = Math.max(share, shared / said.size);
    if (shared > 1) ownShare = Math.max(ownShare, Math.min(shared / said.size, shared / files.size));
  }
  return { share, ownShare };
}

/** Of many mentions some are like any commit by chance: one in so many must agree. */
const mentionsForOne = 8;

function averageOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
}

/** The plan, or the quick task, that a commit and a reference both name: `67-04`, `260621-kmm`. */
export function findSharedTask(cited: CitedCommit, { tag }: RelinkCommit): string | null {
  if (tag.kind === "plan") return tag.planIds.find((planId) => cited.planIds.has(planId)) ?? null;
  if (tag.kind !== "quick") return null;
  // Quick tasks of one digit stand in any text, but not their folders.
  return (
    tag.quickIds.find((id) =>
      cited.mentions.some(({ words, quickIds }) => quickIds.has(id) || (id.length > 4 && words.includes(id))),
    ) ?? null
  );
}
