import { checkReferences, type ResolvedReference } from "../check/check-references.ts";
import type { CommitList } from "../document/commit-references.ts";
import { findHexNames } from "../document/hex-tokens.ts";
import { findDatedIds, hasDatedIds } from "../document/plan-mentions.ts";
import type { Finding } from "../model/finding.ts";
import type { Oid, OidPrefix } from "../model/oid.ts";
import type { PlanId } from "../model/plan-id.ts";
import type { CommitCache, ObjectLookup, Repository, RepositoryPath } from "../model/ports.ts";
import { resolveReference } from "../links/resolve-reference.ts";
import { createReferenceReader } from "./read-reference-lists.ts";
import { startReading } from "./read-references.ts";
import { resolveSuccessors } from "./resolve-successors.ts";

/** The references of one document, each with its answer, and what is wrong with them. */
export interface VerifiedDocument {
  readonly path: RepositoryPath;
  readonly text: string;
  readonly references: readonly ResolvedReference[];
  readonly findings: readonly Finding[];
  /** All that git was asked for: with an object of that name, other tokens would be references. */
  readonly asked: readonly OidPrefix[];
}

/** A document to verify. */
export interface DocumentText {
  readonly path: RepositoryPath;
  readonly text: string;
}

/** The tip against which references are verified, and its name for messages. */
export interface Tip {
  readonly oid: Oid | null;
  readonly name: string;
}

/**
 * Verifies the commit references of documents against the history of a tip.
 *
 * Git is asked for all documents together, and never for all of history: which objects there are, which of them the tip
 * does not reach, and for the messages of these commits alone.
 * Where a document has a month and a day that may be a plan, it is asked whether there are such plans; `null` asks for all.
 * Where git takes its time, `whileWaiting` runs. References that need git's word (`needs-git`) and do not get it are numbers, not references, and left out.
 */
export async function verifyDocuments(
  repository: Repository,
  cache: CommitCache | null,
  tip: Tip,
  documents: readonly DocumentText[],
  readPlanIds?: (wanted: ReadonlySet<PlanId> | null) => Promise<ReadonlySet<PlanId>>,
  whileWaiting?: WaitingWork,
): Promise<readonly VerifiedDocument[]> {
  const names = new Set(documents.flatMap(({ text }) => [...findHexNames(text)]));
  const reading = await startReading(repository, cache, tip.oid, names);
  const knownPlanIds =
    readPlanIds !== undefined && documents.some(({ text }) => hasDatedIds(text))
      ? await readPlanIds(findDatedIdsOf(documents))
      : undefined;
  const read = createReferenceReader(knownPlanIds);
  const parsed = documents.map(({ path, text }) => {
    const { source, lists } = read(text);
    return { path, text, source, lists };
  });
  const prefixes = [
    ...new Set(
      parsed.flatMap(({ lists }) => lists.flatMap(({ references }) => references.map(({ prefix }) => prefix))),
    ),
  ];
  if (reading.isStarted) await useWait(parsed, whileWaiting);
  const { lookups, unreachable, readPlanIds: readTagged } = await reading.finish(prefixes);
  const existing = [
    ...new Set([...lookups.values()].flatMap((lookup) => (lookup.kind === "commit" ? [lookup.oid] : []))),
  ].sort();
  const isDead = (prefix: OidPrefix): boolean => {
    const lookup = lookups.get(prefix);
    return lookup?.kind === "missing" || (lookup?.kind === "commit" && unreachable.has(lookup.oid));
  };
  const successors = await resolveSuccessors(repository, tip.oid, prefixes.filter(isDead));
  const newOids = [...new Set([...successors.values()].map(({ successor }) => successor))].sort();
  const uniqueLengths = await repository.readUniqueLengths(newOids);
  const planIdsByOid = await readTagged([...new Set([...existing, ...newOids])]);
  const isAllThere = [...lookups.values()].every((lookup) => lookup.kind === "commit" && !unreachable.has(lookup.oid));
  const isIncomplete = !isAllThere && (await repository.readIsIncomplete());
  const facts = { lookups, unreachable, successors, isIncomplete };
  return parsed.map(({ path, text, source, lists }) => {
    const confirmed = lists.flatMap((list) => {
      const references = list.references.filter(
        ({ certainty, prefix }) => certainty === "certain" || isCommit(lookups, prefix) || successors.has(prefix),
      );
      if (references.length === list.references.length) return [list];
      const { planId, declaredCount, holdsRange } = list;
      return references.length === 0 ? [] : [{ planId, declaredCount, holdsRange, references }];
    });
    const references = confirmed
      .flatMap((list) => list.references)
      .map((reference): ResolvedReference => {
        const resolution = resolveReference(reference.prefix, facts);
        const oid = resolution.successor ?? resolution.oid;
        const taggedPlanIds = oid === null ? [] : (planIdsByOid.get(oid) ?? []);
        return { reference, resolution, taggedPlanIds };
      });
    const findings = checkReferences(references, confirmed, { path, source, uniqueLengths, tipName: tip.name });
    const asked = lists.flatMap((list) => list.references.map(({ prefix }) => prefix));
    return { path, text, references, findings, asked };
  });
}

/** What a caller does while git is at work, with the plans that documents list commits under. */
export type WaitingWork = (planIds: ReadonlySet<PlanId>) => Promise<void>;

/**
 * Works out meanwhile what rests on the documents alone: under which plans references are listed. The event loop has its
 * turns, so that git can hand on what it has.
 */
async function useWait(
  parsed: readonly { readonly lists: readonly CommitList[] }[],
  whileWaiting: WaitingWork | undefined,
): Promise<void> {
  const takeTurn = async (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(resolve);
    });
  await takeTurn();
  const references = parsed.flatMap(({ lists }) => lists.flatMap((list) => list.references));
  // Of the others git knows few.
  const certain = references.filter(({ certainty }) => certainty === "certain");
  const planIds = new Set(certain.flatMap(({ planId }) => (planId === null ? [] : [planId])));
  await takeTurn();
  await whileWaiting?.(planIds);
}

function findDatedIdsOf(documents: readonly DocumentText[]): ReadonlySet<PlanId> | null {
  const each = documents.map(({ text }) => findDatedIds(text));
  return each.includes(null) ? null : new Set(each.flatMap((ids) => [...(ids ?? [])]));
}

function isCommit(lookups: ReadonlyMap<OidPrefix, ObjectLookup>, prefix: OidPrefix): boolean {
  return lookups.get(prefix)?.kind === "commit";
}
