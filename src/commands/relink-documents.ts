import type { PlanTag } from "../commit/plan-tag.ts";
import type { CommitReference } from "../document/commit-references.ts";
import { editsForMoves } from "../document/reference-edits.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { createRewrites, findRewritten } from "../links/rewrites.ts";
import { formatShortOid, type Oid, type OidPrefix } from "../model/oid.ts";
import { formatPlanName, type PlanId } from "../model/plan-id.ts";
import type { ObjectLookup, RepositoryPath } from "../model/ports.ts";
import { applyEdits, pointAt, type Point } from "../model/source-text.ts";
import type { MentionSource } from "../relink/mentions.ts";
import { createOidFinder } from "../relink/oid-finder.ts";
import { isAtLeast, type Confidence, type RelinkAnswer } from "../relink/relink-answer.ts";
import { createReferenceReader } from "./read-reference-lists.ts";
import type { LostPrefix, SuccessorFacts } from "./find-successors.ts";

/** A dead reference with its place. */
export interface DeadReference {
  readonly document: RepositoryPath;
  readonly point: Point;
  readonly text: string;
  readonly planId: PlanId | null;
}

/** A dead reference and the commit that took the place of the one it meant. */
export interface Relink extends DeadReference {
  readonly to: Oid;
  /** The header of that commit. */
  readonly header: string;
  readonly confidence: Confidence;
  readonly evidence: readonly string[];
  /** It is as sure as was asked for. */
  readonly isApplied: boolean;
}

/** A dead reference for which nothing was found that could be told from the rest. */
export interface Unresolved extends DeadReference {
  readonly reason: string;
  readonly candidates: readonly Oid[];
}

/** A document before and after its references are relinked. */
export interface RelinkedDocument {
  readonly path: RepositoryPath;
  readonly text: string;
  readonly newText: string;
}

/** What relinking documents comes to; nothing is written here. */
export interface RelinkOutcome {
  readonly relinks: readonly Relink[];
  readonly unresolved: readonly Unresolved[];
  /** Documents that change. */
  readonly changed: readonly RelinkedDocument[];
  /** Commits whose recorded rewrites lead back to themselves. */
  readonly cyclic: readonly Oid[];
  /** Full names of commits that are gone, with what became of them, for the ledger. */
  readonly successors: ReadonlyMap<Oid, Oid>;
  readonly examined: { readonly references: number; readonly documents: number; readonly commits: number };
}

export interface RelinkInput extends Omit<SuccessorFacts, "tip"> {
  readonly tip: Oid | null;
  /** The documents whose references are to be relinked, by path; the other sources only give evidence. */
  readonly documents: ReadonlySet<RepositoryPath>;
  readonly leastConfidence: Confidence;
  /** The references that may be relinked; `null` for all. The others are looked at as well: lists are matched as a whole. */
  readonly only: ReadonlySet<OidPrefix> | null;
}

interface ReadReference {
  readonly source: MentionSource;
  readonly reference: CommitReference;
  readonly point: Point;
}

/** Finds what dead references meant, and works out the texts in which they name it. Only the bytes of tokens change. */
export async function relinkDocuments(input: RelinkInput): Promise<RelinkOutcome> {
  const { repository, tip, sources, documents, leastConfidence, only } = input;
  const read = readReferences(sources.filter(({ path }) => documents.has(path)));
  const examined = { references: read.length, documents: documents.size, commits: 0 };
  const nothing: RelinkOutcome = {
    relinks: [],
    unresolved: [],
    changed: [],
    cyclic: [],
    successors: new Map(),
    examined,
  };
  if (tip === null) return nothing;
  const lost = await findLost(input, tip, read);
  if (lost.length === 0) return nothing;
  // Loaded where it is needed: most documents have no dead reference.
  const { findSuccessors } = await import("./find-successors.ts");
  const found = await findSuccessors({ ...input, tip }, lost);
  const isIncomplete = await repository.readIsIncomplete();
  const lostPrefixes = new Set(lost.map(({ prefix }) => prefix));
  const relinks: { readonly item: Relink; readonly read: ReadReference }[] = [];
  const unresolved: Unresolved[] = [];
  for (const one of read) {
    const { reference, source, point } = one;
    if (!lostPrefixes.has(reference.prefix)) continue;
    const answer = found.answers.get(reference.prefix);
    const dead = { document: source.path, point, text: reference.text, planId: reference.planId ?? source.planId };
    if (answer?.kind === "found" && (!isIncomplete || answer.confidence === "exact")) {
      const { oid: to, confidence } = answer;
      const isApplied = isAtLeast(confidence, leastConfidence) && (only === null || only.has(reference.prefix));
      const { header = "", tag } = found.named.get(to) ?? {};
      const evidence = [...answer.evidence, ...nameOtherPlans(to, tag, dead.planId)];
      relinks.push({ item: { ...dead, to, header, confidence, evidence, isApplied }, read: one });
    } else unresolved.push({ ...dead, ...describeUnresolved(answer, isIncomplete) });
  }
  const applied = relinks.filter(({ item }) => item.isApplied);
  const uniqueLengths = await repository.readUniqueLengths([...new Set(applied.map(({ item }) => item.to))].sort());
  const changed = sources.flatMap((source): readonly RelinkedDocument[] => {
    const moves = applied.flatMap(({ item, read: { reference, source: own } }) =>
      own === source ? [{ reference, to: item.to }] : [],
    );
    if (moves.length === 0) return [];
    return [
      { path: source.path, text: source.text, newText: applyEdits(source.text, editsForMoves(moves, uniqueLengths)) },
    ];
  });
  return {
    relinks: relinks.map(({ item }) => item),
    unresolved,
    changed,
    cyclic: found.cyclic,
    successors: nameSuccessors(
      lost.filter(({ prefix }) => only === null || only.has(prefix)),
      found.answers,
      input.ledger,
      leastConfidence,
    ),
    examined: { ...examined, commits: found.commits },
  };
}

/** References of documents, in order. One with conflict markers is left alone: there is no telling which side is true. */
function readReferences(sources: readonly MentionSource[]): readonly ReadReference[] {
  const read = createReferenceReader();
  return sources.flatMap((source) => {
    const { source: text, lists, hasConflicts } = read(source.text);
    if (hasConflicts) return [];
    return lists.flatMap(({ references }) =>
      references.map((reference) => ({ source, reference, point: pointAt(text, reference.range.start) })),
    );
  });
}

/**
 * The prefixes that name no commit of the tip's history. A token that needs git's word counts where the ledger or a
 * record of rewrites knows such a commit, or another document means one by it.
 */
async function findLost(
  { repository, ledger, commitMap }: RelinkInput,
  tip: Oid,
  read: readonly ReadReference[],
): Promise<readonly LostPrefix[]> {
  const prefixes = [...new Set(read.map(({ reference }) => reference.prefix))];
  const lookups = await repository.lookUpObjects(prefixes);
  const existing = [...lookups.values()].flatMap((lookup) => (lookup.kind === "commit" ? [lookup.oid] : []));
  const unreachable = await repository.findUnreachable(tip, [...new Set(existing)].sort());
  const certain = new Set(
    read.flatMap(({ reference }) => (reference.certainty === "certain" ? [reference.prefix] : [])),
  );
  const rewrites = createRewrites([...commitMap.pairs, ...(await repository.readRewrites())]);
  const remembered = createOidFinder(ledger.entries.flatMap(({ oid, was }) => [oid, ...was]));
  const isMeant = (prefix: OidPrefix, lookup: ObjectLookup): boolean =>
    certain.has(prefix) ||
    lookup.kind === "commit" ||
    remembered.findAll(prefix).length > 0 ||
    findRewritten(rewrites, prefix).length > 0;
  return prefixes.flatMap((prefix) => {
    const lookup = lookups.get(prefix) ?? { kind: "missing" as const };
    if (lookup.kind === "commit" && !unreachable.has(lookup.oid)) return [];
    return isMeant(prefix, lookup) ? [{ prefix, lookup }] : [];
  });
}

/** A commit of another plan is never taken in silence, whatever else speaks for it. */
function nameOtherPlans(oid: Oid, tag: PlanTag | undefined, planId: PlanId | null): readonly string[] {
  if (planId === null || tag?.kind !== "plan" || tag.planIds.includes(planId)) return [];
  const carried = tag.planIds.slice(0, 3).map(formatPlanName).join(", ");
  return [`${formatShortOid(oid)} carries ${carried}, the text speaks of ${formatPlanName(planId)}`];
}

function describeUnresolved(
  answer: RelinkAnswer | undefined,
  isIncomplete: boolean,
): Pick<Unresolved, "reason" | "candidates"> {
  if (isIncomplete) return { reason: "this clone does not hold all of history: git fetch --unshallow", candidates: [] };
  if (answer?.kind === "unresolved") return { reason: answer.reason, candidates: answer.candidates };
  return { reason: "nothing is known of it", candidates: [] };
}

/** What became of commits that are known by their full names: from git, where the object is still here, and from the ledger. */
function nameSuccessors(
  lost: readonly LostPrefix[],
  answers: ReadonlyMap<OidPrefix, RelinkAnswer>,
  ledger: Ledger,
  leastConfidence: Confidence,
): ReadonlyMap<Oid, Oid> {
  const names = createOidFinder(ledger.entries.map(({ oid }) => oid));
  return new Map(
    lost.flatMap(({ prefix, lookup }) => {
      const answer = answers.get(prefix);
      if (answer?.kind !== "found" || !isAtLeast(answer.confidence, leastConfidence)) return [];
      const own = lookup.kind === "commit" ? lookup.oid : names.findOnly(prefix);
      return own === undefined ? [] : [[own, answer.oid] as const];
    }),
  );
}
