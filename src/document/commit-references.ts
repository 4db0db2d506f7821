import type { OidPrefix } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { Range } from "../model/source-text.ts";
import { createPlanFinder, type PlanFinder } from "./governing-plan.ts";
import type { StateDocument } from "./state-document.ts";
import { findTextUnits, type TextUnit } from "./text-units.ts";
import { findTokenCandidates, groupByLink, type TokenCandidate } from "./token-candidates.ts";
import { judgeTokens } from "./token-verdicts.ts";

/** A token of a document that means a commit. */
export interface CommitReference {
  /** The token as written. */
  readonly text: string;
  readonly prefix: OidPrefix;
  readonly range: Range;
  /** The plan that it is listed under, where one is named. */
  readonly planId: PlanId | null;
  /** `needs-git`: it is a reference exactly if git knows such a commit; a caller drops it otherwise. */
  readonly certainty: "certain" | "needs-git";
  /** Where the oid stands in the target of the link whose text the token is: `[abc1234](…/commit/abc1234…)`. */
  readonly linkTargetRange: Range | null;
}

/** References that stand together, such as `5 atomic commits (…)`; a reference that stands alone is a list of one. */
export interface CommitList {
  /** The plan of its first reference. */
  readonly planId: PlanId | null;
  /** How many commits the text says there are; `null` where it does not. */
  readonly declaredCount: number | null;
  /** `a..b` stands for more commits than it names, so that the count says nothing of the list. */
  readonly holdsRange: boolean;
  readonly references: readonly CommitReference[];
}

const numberWords: readonly string[] = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
];

/** Finds the references to commits, in document order. What git must decide is marked `needs-git`. */
export function findCommitReferences(document: StateDocument): readonly CommitReference[] {
  return findCommitLists(document).flatMap((list) => list.references);
}

/**
 * Finds the references to commits as the lists that they stand in; each reference is in exactly one list. Among
 * `knownPlanIds` are those that `hasDatedIds` asks for.
 */
export function findCommitLists(document: StateDocument, knownPlanIds?: ReadonlySet<PlanId>): readonly CommitList[] {
  const candidates = findTextUnits(document).flatMap((unit) => findTokenCandidates(document, unit));
  const groups = groupByLink(candidates);
  const verdicts = judgeTokens(groups);
  const planOf = createPlanFinder(document, knownPlanIds);
  const lists: FoundList[] = [];
  let announcer: TextUnit | null = null;
  groups.forEach((group, groupIndex) => {
    const references: FoundReference[] = [];
    const place = new ListPlace(group, planOf);
    group.forEach((candidate, index) => {
      const certainty = verdicts.get(candidate) ?? "never";
      if (certainty !== "never") references.push(new FoundReference(candidate, certainty, place, index));
    });
    const [head] = group;
    if (head === undefined || references.length === 0) return;
    const holdsRange = group.some(({ link, before }) => link === "tight" && /\.\.|^[`\s]*[~–-][`\s]*$/.test(before));
    // The items of a list that is announced as one of commits are one list.
    const announcedBy =
      head.announcement !== null && head.isLeading && head.unit.kind === "item" ? head.unit.parent : null;
    const open = lists.at(-1);
    if (announcedBy !== null && announcedBy === announcer && open !== undefined) {
      open.references.push(...references);
      open.holdsRange ||= holdsRange;
      return;
    }
    announcer = announcedBy;
    const before = announcedBy === null ? head.before : (head.announcement ?? "");
    lists.push(new FoundList(references, holdsRange, before, group, groups[groupIndex + 1]));
  });
  return lists;
}

/** A list, for which the plans of its members are found. */
class ListPlace {
  readonly #group: readonly TokenCandidate[];
  readonly #planOf: PlanFinder;
  #ranges: readonly Range[] | undefined;

  constructor(group: readonly TokenCandidate[], planOf: PlanFinder) {
    this.#group = group;
    this.#planOf = planOf;
  }

  planAt(unit: TextUnit, index: number): PlanId | null {
    this.#ranges ??= this.#group.map(({ token }) => token.range);
    return this.#planOf(unit, this.#ranges, index);
  }
}

/** Finds its plan when it is asked for: of most tokens that look like commits git knows none, and nobody asks. */
class FoundReference implements CommitReference {
  readonly text: string;
  readonly prefix: OidPrefix;
  readonly range: Range;
  readonly certainty: CommitReference["certainty"];
  readonly linkTargetRange: Range | null;
  readonly #unit: TextUnit;
  readonly #place: ListPlace;
  readonly #index: number;
  #planId: PlanId | null | undefined;

  constructor(
    { token, unit, linkTargetRange }: TokenCandidate,
    certainty: CommitReference["certainty"],
    place: ListPlace,
    index: number,
  ) {
    this.text = token.text;
    this.prefix = token.prefix;
    this.range = token.range;
    this.certainty = certainty;
    this.linkTargetRange = linkTargetRange;
    this.#unit = unit;
    this.#place = place;
    this.#index = index;
  }

  get planId(): PlanId | null {
    if (this.#planId === undefined) this.#planId = this.#place.planAt(this.#unit, this.#index);
    return this.#planId;
  }
}

/** What is said of the list as a whole is read when it is asked for. */
class FoundList implements CommitList {
  readonly references: FoundReference[];
  holdsRange: boolean;
  readonly #before: string;
  readonly #group: readonly TokenCandidate[];
  readonly #next: readonly TokenCandidate[] | undefined;

  constructor(
    references: FoundReference[],
    holdsRange: boolean,
    before: string,
    group: readonly TokenCandidate[],
    next: readonly TokenCandidate[] | undefined,
  ) {
    this.references = references;
    this.holdsRange = holdsRange;
    this.#before = before;
    this.#group = group;
    this.#next = next;
  }

  get planId(): PlanId | null {
    return this.references[0]?.planId ?? null;
  }

  get declaredCount(): number | null {
    return isContinued(this.#group, this.#next) ? null : readDeclaredCount(this.#before);
  }
}

/** Tells whether the next list stands in the same sentence: `3 commits: a (…) with b, c`; a count may mean both together. */
function isContinued(group: readonly TokenCandidate[], next: readonly TokenCandidate[] | undefined): boolean {
  const following = next?.[0];
  if (following === undefined || following.unit !== group[0]?.unit) return false;
  return !/[;|。；\n]|[.!?][\s"')*`]/.test(following.before);
}

/** Reads the number in `5 atomic commits (`, `Commits: 2 (`, `Commits (3):` and `6 个 commit(`, where the list follows. */
function readDeclaredCount(before: string): number | null {
  const clause = before.slice(-100);
  const counted =
    /(?:^|[^\w.-])(?<!(?:task|plan|phase|wave|step|part|trd)s?[ \t])([1-9]\d{0,2}|[a-z]{3,5})[ \t]{1,3}(?:[a-z-]{1,20}[ \t]{1,3}){0,2}(commits?)(?![a-z])[^.;|。；]{0,40}$/i.exec(
      clause,
    );
  const match =
    counted ??
    /(?:^|[^\w.-])(\d{1,3})[ \t]{0,2}个[ \t]{0,2}(?:commit|提交)[^.;|。；]{0,40}$/i.exec(clause) ??
    /(?:^|[^\w])commits?[*_ \t]{0,4}\((\d{1,3})\)[*_]{0,2}[:：][*_ \t\x60]{0,6}$/i.exec(clause) ??
    /(?:^|[^\w])commits?[*_ \t]{0,4}[:：][*_ \t]{0,4}(\d{1,3})[ \t]{0,2}[(（—–-][ \t\x60*]{0,4}$/i.exec(clause);
  const text = match?.[1]?.toLowerCase() ?? "";
  const word = numberWords.indexOf(text);
  const count = /^\d+$/.test(text) ? Number(text) : word < 0 ? null : word;
  // `Task 2 implementation commit` names a task.
  return counted !== null && counted[2] === "commit" && count !== 1 ? null : count;
}
