import { endsLikeListMember, hasCommitHeaderAfter, isCommitColumn } from "./commit-context.ts";
import type { TokenCandidate } from "./token-candidates.ts";

/** Whether a token means a commit: by its context alone, if git knows one, or not at all. */
export type Verdict = "certain" | "needs-git" | "never";

/** What a token is by itself; `listed` becomes certain in the company of certain ones, else git must decide. */
type OwnVerdict = Verdict | "listed";

/** Where a token stands among its like: the holder (a list, a table) and the place that its members share. */
interface Place {
  readonly holder: object | null;
  readonly name: string;
}

/**
 * Judges the tokens of a document, in the lists that they form, by what stands around each, then by the company that they keep.
 *
 * Git abbreviates the ids of a repository to one length, so digits alone are an id where they stand in a list, or in the
 * same place of neighbouring list items or rows, with an id of their length. What is certain in one place is so in all.
 */
export function judgeTokens(groups: readonly (readonly TokenCandidate[])[]): ReadonlyMap<TokenCandidate, Verdict> {
  const own = new Map<TokenCandidate, OwnVerdict>();
  const certain: TokenCandidate[] = [];
  for (const candidate of groups.flat()) {
    const verdict = judgeAlone(candidate);
    own.set(candidate, verdict);
    if (verdict === "certain") certain.push(candidate);
  }
  const places = collectPlaces(certain.filter(({ token }) => token.shape === "mixed"));
  const prefixes = new Set(certain.map(({ token }) => token.prefix));

  const verdicts = new Map<TokenCandidate, Verdict>();
  for (const group of groups) {
    let lengths: ReadonlySet<number> | undefined;
    for (const candidate of group) {
      const verdict = own.get(candidate) ?? "never";
      if (verdict !== "listed") {
        verdicts.set(candidate, verdict);
        continue;
      }
      const { token, after } = candidate;
      lengths ??= new Set(group.filter((each) => own.get(each) === "certain").map((each) => each.token.text.length));
      const isListed = lengths.has(token.text.length) && endsLikeListMember(after);
      const isInPlace = (): boolean =>
        placesOf(candidate).some(({ holder, name }) => places.get(holder)?.has(name) === true);
      const isCertain = isListed || prefixes.has(token.prefix) || (places.size > 0 && isInPlace());
      verdicts.set(candidate, isCertain ? "certain" : "needs-git");
    }
  }
  return verdicts;
}

function judgeAlone(candidate: TokenCandidate): OwnVerdict {
  const { token, cue, after, unit } = candidate;
  const { length } = token.text;
  if (token.attachment === "commit") return "certain";
  if (token.shape === "digits" && isMetricCell(candidate)) return "never";
  const isUsualLength = (length >= 7 && length <= 10) || length === 40;
  const isFree = token.attachment === "free";
  if (isFree && hasCommitHeaderAfter(after) && (token.shape === "mixed" || isUsualLength)) return "certain";
  if (cue === "digest" || (token.shape !== "mixed" && cue === "other")) return "never";
  if (isFree && (cue === "commit" || standsInCommitColumn(candidate))) {
    if (token.shape === "mixed") return "certain";
    return isUsualLength && endsLikeListMember(after) && !looksLikeDate(token.text) ? "certain" : "listed";
  }
  if (cue === "other" || isCutShort(after) || !isFree || unit.kind === "code" || unit.kind === "html")
    return "needs-git";
  if (token.shape !== "mixed" || !isUsualLength || isExample(token.text) || token.text !== token.prefix)
    return "listed";
  return "certain";
}

/** `` `c7c49f49...` ``: a longer value that is quoted in part, as digests are; an id of a commit is short by itself. */
function isCutShort(after: string): boolean {
  return /^(?:\.{3}|…)[`"']/.test(after);
}

function collectPlaces(candidates: readonly TokenCandidate[]): ReadonlyMap<object | null, ReadonlySet<string>> {
  const namesByHolder = new Map<object | null, Set<string>>();
  for (const { holder, name } of candidates.flatMap(placesOf)) {
    const names = namesByHolder.get(holder) ?? new Set();
    names.add(name);
    namesByHolder.set(holder, names);
  }
  return namesByHolder;
}

function placesOf({ unit, token, cells, cellIndex, isLeading, isTrailing }: TokenCandidate): readonly Place[] {
  const { length } = token.text;
  if (unit.kind === "row") {
    return cells[cellIndex]?.text.replace(/[`*]/g, "") === token.text
      ? [{ holder: unit.table, name: `column ${cellIndex} ${length}` }]
      : [];
  }
  const names = [...(isLeading ? ["first"] : []), ...(isTrailing ? ["last"] : [])];
  return names.map((name) => ({ holder: unit.parent, name: `${unit.kind} ${name} ${length}` }));
}

/** `20260520`: eight digits that are a day. */
function looksLikeDate(text: string): boolean {
  return /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(text);
}

/** Ids that people invent, which count up or spell a word, and the one algorithm whose name is hex. */
function isExample(text: string): boolean {
  return /^(?:abc123|abcdef|a1b2c3|123abc|0123|deadbeef|cafebabe|ed25519)/.test(text);
}

function standsInCommitColumn({ unit, cellIndex }: TokenCandidate): boolean {
  return unit.table !== null && isCommitColumn(unit.table.header.cells[cellIndex]?.text ?? "");
}

/** GSD's row of a plan, in whatever table it landed: `| Phase 12 P03 | 40915227 | 3 tasks | 3 files |`. */
function isMetricCell({ token, cells, cellIndex }: TokenCandidate): boolean {
  return cells[cellIndex]?.text === token.text && /^\d+ tasks?$/.test(cells[cellIndex + 1]?.text ?? "");
}
