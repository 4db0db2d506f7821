import type { DeadReference, RelinkCandidate, Scope } from "./relink-facts.ts";
import type { Description } from "./relink-description.ts";
import { compareWords, createWordWeights, isDistinctive, quotesSubject, type WordWeights } from "./subject-words.ts";

/** How well one candidate fits what the documents say of a reference. */
export interface ScoredCandidate {
  readonly candidate: RelinkCandidate;
  /** 0 to 1: how alike the description and the commit's subject are. */
  readonly similarity: number;
  /** The description holds the whole subject, word for word. */
  readonly isQuoted: boolean;
  /** The commit's type is one of those named beside the reference; `null` where either has none. */
  readonly typeAgrees: boolean | null;
  /** The commit is tagged with the plan or the quick task that the reference stands under. */
  readonly isInScope: boolean;
  /** The commit is tagged with another plan or quick task. */
  readonly isElsewhere: boolean;
  /** All of it in one number, for ranking only. */
  readonly total: number;
}

/**
 * How many commits before the one that first cites it a reference may lie without its plan's tag. Of 1,465 references of
 * nine projects 95 in 100 lie within 16.
 */
const windowSize = 40;

/** Finds the candidates of references. */
export interface CandidateFinder {
  /** Best first. A later commit of a branch comes before an earlier one where nothing else tells them apart. */
  readonly find: (reference: DeadReference, description: Description) => readonly ScoredCandidate[];
}

/** Tells whether a commit was there when the reference was first cited: a squash commit brings citation and work at once. */
export function wasThere(candidate: RelinkCandidate, citedAt: number): boolean {
  return candidate.isSquashed ? candidate.position >= citedAt : candidate.position > citedAt;
}

/** Tells whether two sets of scopes share a plan or a quick task; a phase alone is shared by all its plans. */
export function sharesScope(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const scope of a) if (b.has(scope) && !scope.startsWith("phase ")) return true;
  return false;
}

function hasScope(scopes: ReadonlySet<string>): boolean {
  for (const scope of scopes) if (!scope.startsWith("phase ")) return true;
  return false;
}

/** Creates the finder for one history. `candidates` are in its order, newest first. */
export function createCandidateFinder(candidates: readonly RelinkCandidate[]): CandidateFinder {
  const weigh = createWordWeights(candidates.map(({ subject }) => subject));
  const byScope = groupByScope(candidates);
  const byRarestWord = indexByRarestWord(candidates, weigh);
  return {
    find: (reference, description) => {
      const pool = new Set<RelinkCandidate>();
      for (const scope of reference.scopes) for (const candidate of byScope.get(scope) ?? []) pool.add(candidate);
      for (let index = firstAtOrAfter(candidates, reference.citedAt); index < candidates.length; index += 1) {
        const candidate = candidates[index];
        if (candidate === undefined || candidate.position > reference.citedAt + windowSize) break;
        pool.add(candidate);
      }
      // A subject that is quoted in full is found wherever its commit lies.
      for (const text of description.texts) {
        for (const word of text.set) {
          for (const candidate of byRarestWord.get(word) ?? []) if (quotesSubject(text, candidate.subject)) pool.add(candidate);
        }
      }
      return [...pool]
        .filter((candidate) => wasThere(candidate, reference.citedAt))
        .map((candidate) => scoreCandidate(reference, description, candidate, weigh))
        .sort((a, b) => b.total - a.total || a.candidate.position - b.candidate.position || a.candidate.line - b.candidate.line);
    },
  };
}

/** The candidates of each scope, in the order given. */
export function groupByScope(candidates: readonly RelinkCandidate[]): ReadonlyMap<Scope, readonly RelinkCandidate[]> {
  const groups = new Map<Scope, RelinkCandidate[]>();
  for (const candidate of candidates) {
    for (const scope of candidate.scopes) {
      const group = groups.get(scope);
      if (group === undefined) groups.set(scope, [candidate]);
      else group.push(candidate);
    }
  }
  return groups;
}

function firstAtOrAfter(candidates: readonly RelinkCandidate[], position: number): number {
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((candidates[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function indexByRarestWord(candidates: readonly RelinkCandidate[], weigh: WordWeights): ReadonlyMap<string, readonly RelinkCandidate[]> {
  const index = new Map<string, RelinkCandidate[]>();
  for (const candidate of candidates) {
    if (!isDistinctive(candidate.subject)) continue;
    const [rarest] = [...candidate.subject.set].sort((a, b) => weigh(b) - weigh(a));
    if (rarest === undefined) continue;
    const known = index.get(rarest);
    if (known === undefined) index.set(rarest, [candidate]);
    else known.push(candidate);
  }
  return index;
}

function scoreCandidate(reference: DeadReference, description: Description, candidate: RelinkCandidate, weigh: WordWeights): ScoredCandidate {
  let similarity = 0;
  let isQuoted = false;
  for (const text of description.texts) {
    similarity = Math.max(similarity, compareWords(text, candidate.subject, weigh));
    isQuoted ||= quotesSubject(text, candidate.subject);
  }
  const typeAgrees = description.types.size === 0 || candidate.type === null ? null : description.types.has(candidate.type);
  const isInScope = sharesScope(candidate.scopes, reference.scopes);
  const isElsewhere = !isInScope && hasScope(candidate.scopes) && hasScope(reference.scopes);
  const forType = typeAgrees === null ? 0 : typeAgrees ? 0.15 : -0.3;
  const forScope = isInScope ? 0.1 : isElsewhere ? -0.25 : hasScope(reference.scopes) ? -0.05 : 0;
  const total = (isQuoted ? Math.max(similarity, 0.95) : similarity) + forType + forScope;
  return { candidate, similarity, isQuoted, typeAgrees, isInScope, isElsewhere, total };
}
