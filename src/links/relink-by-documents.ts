import type { OidPrefix } from "../model/oid.ts";
import { describeReference, type Description } from "./relink-description.ts";
import type { DeadReference, ReferenceList, RelinkCandidate } from "./relink-facts.ts";
import { readOrder, type OrderVote } from "./relink-order.ts";
import { createCandidateFinder, type ScoredCandidate } from "./relink-scores.ts";

/** All that the documents say for and against the successors of one dead reference. */
export interface DocumentEvidence {
  readonly reference: DeadReference;
  readonly description: Description;
  /** Best first. */
  readonly scored: readonly ScoredCandidate[];
  /** How far the best is ahead of the next. */
  readonly lead: number;
  /** How far the best fits this reference better than any other dead one. */
  readonly claim: number;
  readonly votes: readonly OrderVote[];
  /** How far the candidate of the votes fits this reference better than any other dead one. */
  readonly voteClaim: number;
}

/** Gathers the evidence of the documents for all dead references together: a commit that another one fits better is no answer. */
export function weighDocuments(references: readonly DeadReference[], lists: readonly ReferenceList[], candidates: readonly RelinkCandidate[]): readonly DocumentEvidence[] {
  const finder = createCandidateFinder(candidates);
  const byPrefix = new Map(references.map((reference) => [reference.prefix, reference] as const));
  const described = references.map((reference) => {
    const description = describeReference(reference);
    return { reference, description, scored: finder.find(reference, description) };
  });
  const typesByPrefix = new Map(described.map(({ reference, description }) => [reference.prefix, description.types] as const));
  const none: ReadonlySet<string> = new Set();
  const votesByPrefix = readOrder(lists, byPrefix, (prefix) => typesByPrefix.get(prefix) ?? none, candidates);
  const claims = collectClaims(described);
  return described.map(({ reference, description, scored }): DocumentEvidence => {
    const [best, next] = scored;
    const rival = best === undefined ? 0 : rivalOf(claims, best.candidate, reference.prefix);
    const total = best?.total ?? 0;
    const votes = votesByPrefix.get(reference.prefix) ?? [];
    const voted = votes[0]?.candidate;
    const votedTotal = scored.find(({ candidate }) => candidate === voted)?.total ?? 0;
    const voteClaim = voted === undefined ? 0 : votedTotal - rivalOf(claims, voted, reference.prefix);
    return { reference, description, scored, lead: total - (next?.total ?? 0), claim: total - rival, votes, voteClaim };
  });
}

interface Claim {
  readonly prefix: OidPrefix;
  readonly total: number;
}

/** The two best claims on each candidate: enough to tell the best of the others. */
function collectClaims(described: readonly { readonly reference: DeadReference; readonly scored: readonly ScoredCandidate[] }[]): ReadonlyMap<RelinkCandidate, readonly Claim[]> {
  const claims = new Map<RelinkCandidate, readonly Claim[]>();
  for (const { reference, scored } of described) {
    for (const { candidate, total } of scored) {
      const claim = { prefix: reference.prefix, total };
      claims.set(candidate, [...(claims.get(candidate) ?? []), claim].sort((a, b) => b.total - a.total).slice(0, 2));
    }
  }
  return claims;
}

function rivalOf(claims: ReadonlyMap<RelinkCandidate, readonly Claim[]>, candidate: RelinkCandidate, prefix: OidPrefix): number {
  return claims.get(candidate)?.find((claim) => claim.prefix !== prefix)?.total ?? 0;
}

/** An answer by documents, with the words that say why. */
export interface DocumentAnswer {
  readonly candidate: RelinkCandidate;
  readonly confidence: "high" | "low";
  readonly evidence: readonly string[];
}

const clearLead = 0.25;
const someLead = 0.12;
const clearClaim = 0.12;
const VC = Number((globalThis as any).process?.env?.VC ?? -0.25);

/** Judges the evidence; `undefined` where it names nobody. */
export function judgeDocuments(evidence: DocumentEvidence): DocumentAnswer | undefined {
  const [best] = evidence.scored;
  const vote = unanimousVote(evidence.votes);
  if (best === undefined) return undefined;
  const { lead, claim, description } = evidence;
  const isDivided = evidence.votes.length > 0 && vote === undefined;
  const agrees = vote?.candidate === best.candidate;
  const isClear = lead >= clearLead && claim >= clearClaim;
  const isSaid = best.typeAgrees !== false && (!best.candidate.isBookkeeping || best.typeAgrees === true || best.isQuoted);
  const answer = (candidate: RelinkCandidate, confidence: "high" | "low", ...words: readonly string[]): DocumentAnswer => ({ candidate, confidence, evidence: words });
  if (best.isQuoted && isSaid && lead >= someLead && claim >= clearClaim && !(isDivided && lead < clearLead)) return answer(best.candidate, "high", "quoted");
  if (vote !== undefined && vote.count > 1 && evidence.voteClaim > VC) {
    const isHigh = agrees ? vote.isOfSummary || best.similarity >= 0.2 || best.typeAgrees === true : vote.isOfSummary && (claim < 0.03 || lead < 0.05);
    if (agrees) return answer(vote.candidate, isHigh ? "high" : "low", "order agrees");
    const isConvincing = best.isQuoted || (isClear && best.similarity >= 0.5);
    if (!isConvincing) return answer(vote.candidate, isHigh ? "high" : "low", "order");
    return answer(best.candidate, "low", "text against order");
  }
  if (isClear && isSaid && !isDivided) {
    if (agrees && best.similarity >= 0.2) return answer(best.candidate, "high", "text, only commit");
    if (best.similarity >= 0.5 && description.isOwn && !best.isElsewhere) return answer(best.candidate, "high", "text");
  }
  if (best.similarity >= 0.3 && claim > 0 && lead > 0.03) return answer(best.candidate, "low", "text");
  return vote === undefined ? undefined : answer(vote.candidate, "low", "order");
}

function unanimousVote(votes: readonly OrderVote[]): OrderVote | undefined {
  const [first] = votes;
  if (first === undefined || votes.some(({ candidate }) => candidate !== first.candidate)) return undefined;
  return votes.reduce((longest, vote) => (vote.count > longest.count ? vote : longest), first);
}
